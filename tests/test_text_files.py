"""Bytes of files: what is text, and what is called by its name instead."""

from __future__ import annotations

import pytest

from sim.dashboard.guard.uploads import read_upload
from sim.errors import FormatError
from sim.scenario.file.read import loads, read
from sim.text_files import decoded


def told(raw: bytes) -> str:
    with pytest.raises(FormatError) as caught:
        decoded(raw, "x", most=1000, kind="word list")
    return str(caught.value)


@pytest.mark.parametrize("end", [b"\n", b"\r", b"\r\n"], ids=["LF", "CR", "CR LF"])
def test_a_byte_is_found_whatever_ends_a_line(end: bytes) -> None:
    assert told(end.join([b"a", b"b", "\u00e9".encode() + b"\xe9"])) == (
        "x:3:2  byte 0xE9 is not UTF-8: save the file as UTF-8"
    )


def test_sizes() -> None:
    assert told(b"x" * 1001) == "x  larger than 1 kB, the most a word list may hold"
    assert decoded(b"x" * 1000, "x", most=1000, kind="word list") == "x" * 1000


@pytest.mark.parametrize("raw", [b"", b"\0", b"a", b"aa\0b", b"PK", b"BZ", "\ufeffa: 1".encode(), b"100% sure"])
def test_texts_stay_texts(raw: bytes) -> None:
    assert decoded(raw, "x", most=1000, kind="word list") == raw.decode().removeprefix("\ufeff")


@pytest.mark.parametrize(
    ("raw", "message"),
    [
        (b"\x1f\x8b\x08", "packed with gzip: unpack it first"),
        (b"%PDF-1.7", "this is a PDF: save it as UTF-8"),
        (b"{\\rtf1", "this is rich text (RTF): save it as UTF-8"),
        ("a: 1".encode("utf-16"), "this is UTF-16: save the file as UTF-8"),
    ],
)
def test_a_scenario_that_is_no_text_is_called_by_its_name(raw: bytes, message: str, tmp_path) -> None:
    file = tmp_path / "s.yaml"
    file.write_bytes(raw)
    with pytest.raises(FormatError, match=message.replace("(", r"\(").replace(")", r"\)")):
        read(file)
    with pytest.raises(FormatError) as caught:
        read_upload("s.yaml", raw)
    assert str(caught.value) == f"s.yaml  {message}"


def test_a_scenario_s_lines_end_as_they_like() -> None:
    lines = ["schema_version: 1  # a comment", "id: a", "title: T", "as_of: 2026-01-01  # another",
             "timeline: {steps: 1, step: 1 week}", "variables: {x: {label: X, states: [no, yes]}}", ""]  # fmt: skip
    assert {loads(end.join(lines)).title for end in ("\n", "\r", "\r\n")} == {"T"}
    for end in ("\n", "\r", "\r\n"):
        with pytest.raises(FormatError, match=r"x:2:5  id:"):
            loads(end.join(lines).replace("id: a", "id: a b"), "x")
