"""A small scenario of two reports and what they speak of, and what was seen of it."""

from __future__ import annotations

from pathlib import Path

TEXT = """\
schema_version: 1
id: watched
title: Is there a storm?
as_of: 2026-01-01
timeline: {steps: 6, step: 1 week}
lexicon: capphrase
experts:
  ann: {name: Ann}
  bob: {name: Bob}
variables:
  siren: {label: Siren, role: lever, states: [silent, loud], chance: each_step}
  storm: {label: Storm, states: [calm, storm], chance: each_step}
  clouds: {label: Clouds, states: [clear, dark], parents: [storm]}
  waves: {label: Waves, states: [low, high], parents: [storm]}
judgments:
  siren:
    N1: {expert: ann, about: loud, says: 10%, per: step}
  storm:
    S1: {expert: ann, about: storm, says: unlikely, per: step}
    S2: {expert: bob, about: storm, says: 30%, per: step}
  clouds:
    C1: {expert: ann, about: dark, given: {storm: storm}, says: likely}
    C2: {expert: bob, about: dark, given: {storm: calm}, says: unlikely}
  waves:
    W1: {expert: bob, about: high, given: {storm: storm}, says: 80%}
    W2: {expert: bob, about: high, given: {storm: calm}, says: 20%}
policies:
  alarm: {siren: loud}
  let_it_run: {}
questions:
  Q1: {asks: "Is there a storm by 11 February?", reaches: {storm: storm}, by: 2026-02-11}
  Q2: {asks: "Are waves high on 28 January?", is: {waves: high}, at: 2026-01-28}
"""

SEEN = """\
schema_version: 1
evidence:
  E1: {date: 2026-01-10, variable: clouds, is: dark}
  E2: {date: 2026-01-12, variable: waves, is: high}
  E3: {date: 2026-01-12, variable: clouds, is: dark}
  E4: {date: 2026-01-12, variable: siren, is: silent}
  E5: {date: 2026-01-30, variable: storm, not_reached: storm, sensitivity: 0.5}
"""


def write_watched(folder: Path) -> Path:
    """The scenario and its evidence in a folder; the scenario's file."""
    (folder / "evidence.yaml").write_text(SEEN, encoding="utf-8")
    file = folder / "scenario.yaml"
    file.write_text(TEXT, encoding="utf-8")
    return file
