"""One word, one meaning: no public class name twice in the package, and rooms in which one finds one's way."""

from __future__ import annotations

import ast
from collections import Counter, defaultdict
from pathlib import Path

ROOT = Path(__file__).parents[2]
MODULES = sorted(ROOT.glob("sim/**/*.py"))
MOST_MODULES = 14


def test_no_public_class_name_is_there_twice() -> None:
    homes: dict[str, list[str]] = defaultdict(list)
    for file in MODULES:
        for node in ast.parse(file.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                homes[node.name].append(str(file.relative_to(ROOT)))
    assert len(homes) > 150
    assert {name: files for name, files in homes.items() if len(files) > 1} == {}


def test_no_folder_is_a_heap() -> None:
    folders = Counter(str(file.parent.relative_to(ROOT)) for file in MODULES if file.name != "__init__.py")
    assert {folder: count for folder, count in folders.items() if count > MOST_MODULES} == {}
