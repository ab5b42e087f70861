"""YAML text to plain data with places: one pass over the parser's events, nothing recursive, nothing expanded.

PyYAML's own constructors are not used: they read YAML 1.1 (`no` is false, `010` is 8, `1:30` is 90, `1e4`
is a text), keep the last of two equal keys, follow aliases into any number of copies, and the C composer
dies on 100,000 brackets. Here scalars follow the core schema of YAML 1.2, and what is dangerous or
silently misread is refused with its place.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from typing import Any

import yaml

from sim.errors import FormatError, Problem
from sim.scenario.file.yaml_scalars import plain_scalar
from sim.scenario.model.places import Place, Places, Steps, dotted, record_of

SIZE_MAX = 1_000_000
DEPTH_MAX = 32
ENTRIES_MAX = 50_000

_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_UNPRINTABLE = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]")
_LINE_END = re.compile("\r\n|[\n\r\x85\u2028\u2029]")
_MISSING_KEY = object()


@dataclass(frozen=True)
class Document:
    """One YAML document: its data, the places of keys and values, and what was wrong but could be read.

    `lost` are the records that problems lie in.
    """

    data: Any
    places: Places
    problems: tuple[Problem, ...]
    lost: frozenset[Steps]


@dataclass
class _Open:
    """A mapping or list that is being read."""

    steps: Steps
    content: dict[str, Any] | list[Any]
    flow: bool
    key: Any = _MISSING_KEY
    dropped: bool = False
    composed: dict[str, str] = field(default_factory=dict)


def parse(text: str, file: str) -> Document:
    """The document in a text; raises FormatError where it cannot be read at all.

    >>> parse("a: {p: 010, q: 1e-3, r: no}", "x.yaml").data
    {'a': {'p': '010', 'q': 0.001, 'r': 'no'}}
    """
    _check_characters(text, file)
    builder = _Builder(text, file)
    try:
        for event in yaml.parse(text, Loader=_LOADER):
            builder.take(event)
    except yaml.MarkedYAMLError as error:
        mark: Any = error.problem_mark or error.context_mark
        builder.complain(_translated(error, builder, mark), (mark.line + 1, mark.column + 1) if mark else None)
        raise FormatError(builder.problems) from None
    except yaml.YAMLError as error:
        raise FormatError([*builder.problems, Problem(f"not YAML: {error}", file=file)]) from None
    if builder.documents == 0:
        raise FormatError([Problem("the file is empty", file=file, line=1, column=1)])
    places = Places(file, builder.values, builder.keys)
    return Document(builder.data, places, tuple(builder.problems), frozenset(builder.lost))


def _check_characters(text: str, file: str) -> None:
    """Refuse what is too large, and control characters, which the parser would report by number only."""
    if len(text) > SIZE_MAX or len(text.encode("utf-8", "surrogatepass")) > SIZE_MAX:
        raise FormatError([Problem("larger than 1 MB, the most a scenario file may hold", file=file)])
    if bad := _UNPRINTABLE.search(text):
        before = _LINE_END.split(text[: bad.start()])
        name = "a null byte" if bad[0] == "\0" else f"the control character U+{ord(bad[0]):04X}"
        raise FormatError([Problem(f"{name}: text only, in UTF-8", "", file, len(before), len(before[-1]) + 1)])


class _Builder:
    """Takes the parser's events one by one and keeps the data, the places and the problems."""

    def __init__(self, text: str, file: str) -> None:
        self.lines = _LINE_END.split(text)
        self.file = file
        self.data: Any = None
        self.values: dict[Steps, Place] = {}
        self.keys: dict[Steps, Place] = {}
        self.problems: list[Problem] = []
        self.lost: set[Steps] = set()
        self.long_quote: tuple[int, int] | None = None
        self.documents = 0
        self.entries = 0
        self.open: list[_Open] = []

    def take(self, event: Any) -> None:
        """Add one event, after the limits that protect the reader itself."""
        if isinstance(event, yaml.DocumentStartEvent):
            self.documents += 1
            if self.documents > 1:
                raise _Refused("a second document (---): one scenario a file", event)
        elif isinstance(event, yaml.NodeEvent):
            self._check_node(event)
            (self._scalar if isinstance(event, yaml.ScalarEvent) else self._begin)(event)
        elif isinstance(event, yaml.CollectionEndEvent):
            self.open.pop()

    def complain(self, message: str, place: Place | None, steps: Steps = ()) -> None:
        """Keep a problem; reading goes on."""
        line, column = place or (None, None)
        self.problems.append(Problem(message, dotted(steps), self.file, line, column))
        self.lost.add(record_of(steps))

    def _check_node(self, event: Any) -> None:
        self.entries += 1
        if isinstance(event, yaml.AliasEvent):
            raise _Refused(f"aliases (*{event.anchor}) are not allowed: write the value out", event)
        if event.anchor is not None:
            raise _Refused(f"anchors (&{event.anchor}) are not allowed: write the value out where it is needed", event)
        if event.tag is not None:
            raise _Refused(f"tags ({event.tag}) are not allowed", event)
        if self.entries > ENTRIES_MAX:
            raise _Refused(f"more than {ENTRIES_MAX:,} entries", event)

    def _begin(self, event: Any) -> None:
        if len(self.open) >= DEPTH_MAX:
            raise _Refused(f"nested deeper than {DEPTH_MAX} levels", event)
        if self._wants_key():
            raise _Refused("a key must be a plain text", event)
        content: dict[str, Any] | list[Any] = {} if isinstance(event, yaml.MappingStartEvent) else []
        self.open.append(_Open(self._place(content, _at(event)), content, bool(event.flow_style)))

    def _scalar(self, event: Any) -> None:
        if event.style is None or event.style == "":
            self._check_traps(event)
        elif event.style in ("'", '"') and event.end_mark.line > event.start_mark.line:
            self.long_quote = (event.start_mark.line + 1, event.end_mark.line + 1)
        if self._wants_key():
            self._key(event)
            return
        value: object = unicodedata.normalize("NFC", event.value)
        if event.implicit[0]:
            try:
                value = plain_scalar(str(value))
            except ValueError as error:
                self.complain(str(error), _at(event), self._next_steps())
        self._place(value, _at(event))

    def _key(self, event: Any) -> None:
        """A key of the innermost mapping; the first of two equal ones counts."""
        here = self.open[-1]
        key = unicodedata.normalize("NFC", event.value)
        steps = (*here.steps, key)
        here.key, here.dropped = key, key in here.composed
        if here.dropped:
            first = self.keys[steps]
            alike = "" if here.composed[key] == event.value else " in other code points (they look the same)"
            self.complain(f"key {key!r} is there twice{alike}: first in line {first[0]}", _at(event), steps)
        else:
            here.composed[key] = event.value
            self.keys[steps] = _at(event)

    def _wants_key(self) -> bool:
        return bool(self.open) and isinstance(self.open[-1].content, dict) and self.open[-1].key is _MISSING_KEY

    def _next_steps(self) -> Steps:
        if not self.open:
            return ()
        here = self.open[-1]
        return (*here.steps, here.key if isinstance(here.content, dict) else str(len(here.content)))

    def _place(self, value: Any, place: Place) -> Steps:
        """Put a value where it belongs; the values of repeated and of empty keys are read and dropped."""
        steps = self._next_steps()
        here = self.open[-1] if self.open else None
        if here is None:
            self.data = value
        elif isinstance(here.content, list):
            here.content.append(value)
        else:
            if here.dropped:
                steps = (*here.steps, f"{here.key} (again)")
            else:
                here.content[here.key] = value
            here.key = _MISSING_KEY
        self.values.setdefault(steps, place)
        return steps

    def _check_traps(self, event: Any) -> None:
        """What YAML reads without complaint and no analyst means."""
        here, wanted = (self.open[-1] if self.open else None), self._wants_key()
        steps = here.steps if here is not None and wanted else self._next_steps()
        if event.value == "" and here is not None and not wanted:
            self._no_value(here, steps)
        if here is not None and here.flow and event.value.endswith("?"):
            self.complain(f"{event.value[-40:]!r} ends in '?' inside {{...}}: quote the question", _at(event), steps)
        line = event.end_mark.line
        rest = self.lines[line][event.end_mark.column :] if line < len(self.lines) else ""
        if re.match(r" #(\S|$)", rest) or (rest.startswith(" #") and " " in event.value):
            place = (event.end_mark.line + 1, event.end_mark.column + 2)
            self.complain("' #' ends the text here: quote the text, or put two blanks before a comment", place, steps)

    def _no_value(self, here: _Open, steps: Steps) -> None:
        """A key without a value: inside {...} it is mostly the rest of a text that had a comma."""
        key = str(steps[-1])
        place = self.keys.get(steps)
        here.dropped = True
        if here.flow and isinstance(here.content, dict):
            hint = f"write '{key.replace(':', ': ', 1)}'" if ":" in key else "quote the text with the comma"
            self.complain(f"{key!r} has no value inside {{...}}: {hint}", place, here.steps)
        else:
            self.complain("has no value: give one, or leave the key out", place, steps)


def _at(event: Any) -> Place:
    return (event.start_mark.line + 1, event.start_mark.column + 1)


class _Refused(yaml.MarkedYAMLError):
    """What the parser would take and we do not."""

    def __init__(self, why: str, event: Any) -> None:
        super().__init__(problem=why, problem_mark=event.start_mark)


def _translated(error: Any, builder: _Builder, mark: Any) -> str:
    """The parser's complaint in the analyst's words."""
    problem = str(error.problem or error.context)
    if isinstance(error, _Refused):
        return problem
    found = "".join(builder.lines[mark.line : mark.line + 1])[mark.column : mark.column + 1] if mark else ""
    if "cannot start any token" in problem:
        return "a tab: indent with blanks" if found == "\t" else f"a text cannot begin with {found!r}: quote it"
    if "expected ',' or" in problem:
        opened = error.context_mark
        start = f"the {{ or [ of line {opened.line + 1}, column {opened.column + 1}" if opened else "{ or ["
        return f"a comma is missing before this, or {start} is not closed"
    if "mapping values are not allowed" in problem:
        return "a second ': ' in one text: quote the text, or indent the key like its neighbours"
    if "unexpected end of stream" in problem and "quoted" in str(error.context):
        return f"the quote that opens in line {error.context_mark.line + 1} is never closed"
    if "expected key" in problem and builder.long_quote:
        first, last = builder.long_quote
        return f"this belongs to nothing: the quote that opens in line {first} closes only in line {last}"
    return f"not YAML: {problem}" + (f" ({error.context})" if error.context and error.context != problem else "")
