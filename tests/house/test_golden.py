"""The comparison behind golden files: numbers to ten digits, all else exactly."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

TOLD = '{"p": 0.12345678901234567, "n": 64, "digest": "12e4567890123", "day": "2025-12-24"}  5.13e-05 (3.62 %)\n'


@pytest.fixture(autouse=True)
def _comparing(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever the run was started with."""
    monkeypatch.setattr(request.config.option, "rewrite", False)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    made = tmp_path / "golden.txt"
    made.write_bytes(TOLD.encode())
    return made


def test_the_last_digits_are_the_processor_s(file: Path, golden: Callable[[Path, str], None]) -> None:
    golden(file, TOLD)
    golden(file, TOLD.replace("01234567,", "01299999,"))
    file.write_bytes(b"1.0 | 0.30000000000000004\n")
    golden(file, "0.9999999999999998 | 0.3\n")


@pytest.mark.parametrize(
    ("told", "found"),
    [
        ("0.12345678901234567", "0.12345678931234567"),
        ("0.12345678901234567", "-0.12345678901234567"),
        ("64", "65"),
        ("64", "64.0"),
        ("12e4567890123", "13e4567890123"),
        ("2025-12-24", "2025-12-25"),
        ("5.13e-05", "5.14e-05"),
        ("3.62 %", "3.63 %"),
        ('"p"', '"q"'),
        ("%)\n", "%)"),
        ("%)\n", "%) 1\n"),
    ],
)
def test_all_else_is_exact(file: Path, golden: Callable[[Path, str], None], told: str, found: str) -> None:
    with pytest.raises(AssertionError):
        golden(file, TOLD.replace(told, found))
    assert file.read_text() == TOLD


def test_rewriting_leaves_last_digits_alone(
    file: Path, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    golden = request.getfixturevalue("golden")
    monkeypatch.setattr(request.config.option, "rewrite", True)
    golden(file, TOLD.replace("01234567,", "01299999,"))
    assert file.read_text() == TOLD
    golden(file, TOLD.replace("01234567,", "01299999,").replace("3.62", "3.63"))
    assert file.read_text() == TOLD.replace("3.62", "3.63")
    golden(file.with_name("new.txt"), TOLD)
    assert file.with_name("new.txt").read_text() == TOLD
