"""A folder of two small resolved scenarios, and one that nobody has resolved."""

from __future__ import annotations

from pathlib import Path

import pytest

SCENARIO = """\
schema_version: 1
id: {id}
title: A port and a strike
as_of: 2026-01-01
timeline: {{steps: 4, step: 1 week}}
background: [author]
sources:
  paper: {{title: A paper, claims: [S1, S2]}}
experts:
  ann: {{name: Ann}}
  ben: {{name: {ben}}}
  count: {{name: Ten strikes, kind: base_rate}}
  author: {{name: The author, kind: assumption, weight: 0.25}}
variables:
  strike: {{label: Strike, states: [quiet, struck]}}
  port: {{label: Port, states: [open, slow, closed], parents: [strike]}}
judgments:
  strike:
    S1: {{expert: ann, source: paper, about: struck, says: likely, claim: A strike is likely.}}
    S2: {{expert: ben, source: paper, about: struck, says: highly unlikely}}
    S3: {{expert: count, about: struck, says: {{happened: 3, of: 10}}}}
    S4: {{expert: author, about: any, says: {{split: {{quiet: 60%, struck: 40%}}, odds_within: 4}}}}
  port:
    P1: {{expert: ann, about: slow or more, given: {{strike: struck}}, says: {{at_least: likely, up_to: 99%}}}}
    P2: {{expert: ann, about: closed, given: {{strike: struck}}, says: {{at_most: {{judgment: P1}}, down_to: 1%}}}}
    P4: {{expert: ben, about: closed, given: {{strike: struck}}, says: unlikely}}
    P3: {{expert: author, about: any, says: {{split: {{open: 50%, slow: 30%, closed: 20%}}, odds_within: 4}}}}
policies: {{let_it_run: {{}}}}
questions:
  Q1: {{asks: "Is there a strike by 15 January 2026?", reaches: {{strike: struck}}, by: 2026-01-15}}
  Q2: {{asks: "Is the port slow or closed by 29 January 2026?", reaches: {{port: slow or more}}, by: 2026-01-29}}
  Q3: {{asks: "Is the port closed by 29 January 2026?", reaches: {{port: closed}}, by: 2026-01-29}}
  Q4: {{asks: "Is the port slow on 22 January 2026?", is: {{port: slow}}, at: 2026-01-22}}
  Q5: {{asks: "Strike and closed by 29 January 2026?", all: [{{reaches: {{strike: struck}}, by: 2026-01-29}},
       {{reaches: {{port: closed}}, by: 2026-01-29}}]}}
alternatives:
  doubters: {{says: Ben is right., set: {{experts.ann.weight: 0}}}}
  peace: {{says: There is no strike., set: {{experts.ann.weight: 0, experts.ben.weight: 0, experts.count.weight: 0,
          judgments.S4.says: {{split: {{quiet: 100%, struck: 0%}}}}}}}}
"""
RESOLUTIONS = """\
schema_version: 1
resolutions:
  Q1: {resolved: yes, date: 2026-01-10, source: A, cluster: strike}
  Q2: {resolved: yes, date: 2026-01-20, source: A, state: slow}
  Q3: {resolved: no, date: 2026-01-29, source: A, cluster: closing}
  Q4: {void: nobody looked}
  Q5: {resolved: 30%, date: 2026-01-29, source: A, cluster: closing}
"""
EVIDENCE = """\
schema_version: 1
evidence:
  E1: {date: 2026-01-10, variable: strike, is: struck}
"""


@pytest.fixture(scope="session")
def resolved_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """north and south, resolved, in which `ben` is another man; and `later`, which is not."""
    folder = tmp_path_factory.mktemp("resolved")
    for name, ben in (("north", "Ben"), ("south", "Benjamin"), ("later", "Ben")):
        (folder / name).mkdir()
        (folder / name / "scenario.yaml").write_text(SCENARIO.format(id=name, ben=ben), encoding="utf-8")
        if name != "later":
            (folder / name / "resolutions.yaml").write_text(RESOLUTIONS, encoding="utf-8")
            (folder / name / "evidence.yaml").write_text(EVIDENCE, encoding="utf-8")
    return folder
