"""The words of a BIF file (Bayesian Interchange Format 0.15), each with its place."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple, NoReturn

from sim.errors import FormatError, Problem
from sim.scenario.check.findings import PROBLEMS_MAX
from sim.text_files import LINE_END

LENGTH_MAX = 200
"""Letters that a name or a number may have."""
WORDS_MAX = 1_000_000
"""Words and marks of a file: twice what the largest network takes that a scenario can hold."""

_TOKEN = re.compile(
    r"""
    (?: \s++ | //[^\n]*+ | /\*.*?\*/ )*+    # blanks and comments
    (?:
      (?P<open>/\*)
      | "(?P<quoted>[^"\n]*+)"
      | (?P<mark>[{}()\[\],;|])
      | (?P<word>[^\s{}()\[\],;|"]++)
      | (?P<stray>")
      | \Z
    )
    """,
    re.VERBOSE | re.DOTALL,
)
_PROPERTY = re.compile(r'(?:"[^"\n]*+"|"[^"]*+"(?=\s*+;)|[^;])*+;')
_UNCLOSED = {"stray": "a quote that is not closed in its line", "open": "a comment that is never closed"}
_MARKS = frozenset("{}()[],;|")
_UNQUOTED = re.compile(r'(?!//|/\*)[^\s{}()\[\],;|"]+')


class BifToken(NamedTuple):
    """A mark, a word or a text between quotes; it begins at `at` and ends at `end`. The last one is empty."""

    text: str
    at: int
    end: int
    quoted: bool = False


@dataclass
class TokenReader:
    """Reads tokens one after the other; raises FormatError, with all problems so far, for a missing one.

    text: with LF at the end of every line. next: the token that comes next.
    """

    text: str
    file: str
    problems: list[Problem] = field(default_factory=list, init=False)

    def __post_init__(self) -> None:
        self.text = LINE_END.sub("\n", self.text)
        self._count = 0
        self.next = self._token(0)

    def _token(self, at: int) -> BifToken:
        self._count += 1
        if self._count > WORDS_MAX:
            self.fail(f"more than {WORDS_MAX:,} words and marks, the most a network file may hold", at)
        match = _TOKEN.match(self.text, at)
        assert match is not None  # every letter begins a token
        kind = match.lastgroup
        if kind is None:
            return BifToken("", len(self.text), len(self.text))
        if kind in _UNCLOSED:
            self.fail(_UNCLOSED[kind], match.start(kind))
        quoted = kind == "quoted"
        return BifToken(match[kind], match.start(kind) - quoted, match.end(), quoted)

    @cached_property
    def _lines(self) -> list[int]:
        return [0, *(match.end() for match in re.finditer("\n", self.text))]

    def place(self, at: int) -> tuple[int, int]:
        """Line and column of a place in the text."""
        line = bisect_right(self._lines, at)
        return line, at - self._lines[line - 1] + 1

    def complain(self, message: str, at: int, path: str = "") -> None:
        """Add a problem at a place in the text; raises FormatError at `PROBLEMS_MAX` of them."""
        self.problems.append(Problem(message, path, self.file, *self.place(at)))
        if len(self.problems) >= PROBLEMS_MAX:
            raise FormatError(self.problems)

    def fail(self, message: str, at: int, path: str = "") -> NoReturn:
        """Add a problem after which nothing can be read; raises FormatError."""
        self.complain(message, at, path)
        raise FormatError(self.problems)

    def take(self) -> BifToken:
        """The next token."""
        token = self.next
        if not token.text and not token.quoted:
            self.fail("the file ends here, in the middle of a block", token.at)
        self.next = self._token(token.end)
        return token

    def comes(self, text: str) -> bool:
        """Whether the next token is this mark or word; it is taken if so."""
        token = self.next
        if token.text != text or token.quoted:
            return False
        self.next = self._token(token.end)
        return True

    def need(self, text: str) -> BifToken:
        """The next token, which must be this mark or word."""
        token = self.next
        if not self.comes(text):
            self.fail(f"'{text}' is expected here, not '{self.take().text[:40]}'", token.at)
        return token

    def name(self) -> BifToken:
        """The next token, which must be a name."""
        token = self.take()
        if token.text in _MARKS and not token.quoted:
            self.fail(f"a name is expected here, not '{token.text}'", token.at)
        if len(token.text) > LENGTH_MAX:
            self.fail(f"a word of {len(token.text):,} letters: at most {LENGTH_MAX} are read", token.at)
        return token

    def names_until(self, mark: str) -> Iterator[BifToken]:
        """Names up to a mark, with or without commas between them."""
        while not self.comes(mark):
            yield self.name()
            self.comes(",")

    def pass_property(self) -> None:
        """Skip a property up to its `;`, those between quotes apart."""
        word = self.next
        match = _PROPERTY.match(self.text, word.end)
        if word.text != "property" or word.quoted:
            self.need("property")
        elif match is None:
            self.fail("a property that no ';' ends", word.at)
        else:
            self.next = self._token(match.end())


def needs_quotes(name: str) -> bool:
    """Whether a BIF file must have the name between quotes.

    >>> needs_quotes("Asy/Patch"), needs_quotes("two words")
    (False, True)
    """
    return not _UNQUOTED.fullmatch(name)
