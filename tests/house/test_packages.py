"""The packages that pyproject.toml asks for: an environment that has two extras needs one version of each."""

from __future__ import annotations

import re
import tomllib
from collections import defaultdict
from pathlib import Path

PROJECT = tomllib.loads((Path(__file__).parents[2] / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def test_a_package_is_asked_for_alike_in_every_extra() -> None:
    asked: dict[str, set[str]] = defaultdict(set)
    for lines in PROJECT["optional-dependencies"].values():
        for line in lines:
            name = re.match(r"[A-Za-z0-9_.-]+", line)
            assert name, line
            asked[name[0].lower()].add(line[name.end() :])
    assert {name: found for name, found in asked.items() if len(found) > 1} == {}
