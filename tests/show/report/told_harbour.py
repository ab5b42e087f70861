"""The made-up harbour as a report needs it: with alternatives, evidence, names that act, and a list of words."""

from __future__ import annotations

from html.parser import HTMLParser
from pathlib import Path

HARBOUR = Path(__file__).parents[2] / "dashboard" / "harbour.yaml"
TEXT = HARBOUR.read_text(encoding="utf-8")
VIEWS = (
    'alternatives:\n  mild: {says: "Words are *milder*", set: {judgments.J2.says: unlikely}}\n'
    "  alone: {says: Bob is heard alone, set: {experts.ann.weight: 0}}\n"
)
SEEN = "schema_version: 1\nevidence:\n  O1: {date: 2026-01-06, variable: rumour, is: some}\n"
QUIET = SEEN + "quiet: {until: 2026-01-13, reported: 90%}\n"
HOSTILE = '"><script>alert(1)</script><img src=https://evil.example/x onerror=alert(1)>&amp;{{x}} --> [a](http://evil.example)'
_PLACES = (
    '"A *made-up* harbour [dispute](https://example.org)"', '"Ann *Star*"', "Past disputes", '"The *Gazette*"',
    "Shots are unlikely.", '"Are shots *fired* by 21 January 2026?"', "paragraph 2", "label: Clash", "The Gazette",
    '"Words are *milder*"', "label: Rumour",
)  # fmt: skip


def hostile() -> str:
    """The harbour with a text that acts in the place of names."""
    quoted, text = HOSTILE.replace("'", "''"), TEXT + VIEWS
    for place in _PLACES:
        assert place in text
        head = "label: " if place.startswith("label") else ""
        text = text.replace(place, f"{head}'{quoted}'", 1)
    text = text.replace("reaches: {clash: shots or more}", f"statement: '{quoted}', reaches: {{clash: shots or more}}")
    shown = f"presentation: {{names: {{talk: '{quoted[:40]}'}}, conditions: {{close: '{quoted[:90]}'}}}}\n"
    return text + shown + f"retrospective: true\ndescription: '{quoted}'\n"


class Reader(HTMLParser):
    """Takes a page apart: its tags with their attributes, the tags that are open, comments, and its text."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.comments: list[str] = []
        self.text = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag != "meta":
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_comment(self, data: str) -> None:
        self.comments.append(data)

    def handle_data(self, data: str) -> None:
        self.text += data

    def plain(self) -> str:
        """The text with single blanks."""
        return " ".join(self.text.replace("\u00a0", " ").split())
