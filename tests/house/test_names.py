"""One word, one meaning: no public class name twice; rooms, and functions, in which one finds one's way."""

from __future__ import annotations

import ast
from collections import Counter, defaultdict
from pathlib import Path

ROOT = Path(__file__).parents[2]
MODULES = {str(file.relative_to(ROOT)): ast.parse(file.read_bytes()) for file in sorted(ROOT.glob("sim/**/*.py"))}
MOST_MODULES = 14
MOST_LINES = 40


def test_no_public_class_name_is_there_twice() -> None:
    homes: dict[str, list[str]] = defaultdict(list)
    for file, module in MODULES.items():
        for node in module.body:
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                homes[node.name].append(file)
    assert len(homes) > 150
    assert {name: files for name, files in homes.items() if len(files) > 1} == {}


def test_no_folder_is_a_heap() -> None:
    folders = Counter(str(Path(file).parent) for file in MODULES if Path(file).name != "__init__.py")
    assert {folder: count for folder, count in folders.items() if count > MOST_MODULES} == {}


def test_no_function_is_over_40_lines() -> None:
    long = {
        f"{file}: {node.name}": lines
        for file, module in MODULES.items()
        for node in ast.walk(module)
        if isinstance(node, ast.FunctionDef) and (lines := _lines_of_code(node)) > MOST_LINES
    }
    assert long == {}


def _lines_of_code(function: ast.FunctionDef) -> int:
    """From `def` to the end, without the docstring."""
    first = function.body[0]
    is_docstring = ast.get_docstring(function, clean=False) is not None
    return _lines(function) - (_lines(first) if is_docstring else 0)


def _lines(node: ast.stmt) -> int:
    return (node.end_lineno or node.lineno) - node.lineno + 1
