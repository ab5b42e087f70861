"""Makes `sim/lexicon/data/record/experts.csv`: how many statements of each class came true, topic by topic.

    python docs/make_record.py EXPERT_RECORD.csv

EXPERT_RECORD.csv is the project's table of statements by quoted experts: one line a statement, with its class
(`phrase_class`), its `topic` and its `outcome`. Only statements that ended in yes or no are counted. The statements
themselves are not copied: counts are all that is needed.
"""

from __future__ import annotations

import csv
import sys
from collections import Counter
from pathlib import Path

OUT = Path(__file__).parents[1] / "sim" / "lexicon" / "data" / "record" / "experts.csv"
NAMES = {"flat_will": "will", "flat_will_not": "will_not"}


def counts(table: Path) -> list[tuple[str, str, int, int]]:
    """(topic, class, happened, of) of every topic and class that has a resolved statement, sorted."""
    asked: Counter[tuple[str, str]] = Counter()
    happened: Counter[tuple[str, str]] = Counter()
    with table.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            if row["outcome"] in ("yes", "no"):
                cell = row["topic"], NAMES.get(row["phrase_class"], row["phrase_class"])
                asked[cell] += 1
                happened[cell] += row["outcome"] == "yes"
    return [(*cell, happened[cell], asked[cell]) for cell in sorted(asked)]


def main(table: Path) -> None:
    """Write the file anew."""
    with OUT.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(("topic", "said", "happened", "of"))
        writer.writerows(counts(table))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
