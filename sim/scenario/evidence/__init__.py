"""What was seen after `as_of`, and what was not: evidence files, texts of `--given`, and silence."""

from sim.scenario.evidence.file import MOST, EvidenceFile, evidence, from_text, load, loads, parse, read_file

__all__ = ["MOST", "EvidenceFile", "evidence", "from_text", "load", "loads", "parse", "read_file"]
