"""The words of a BIF file (Bayesian Interchange Format 0.15), each with its place."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, field
from functools import cached_property

from sim.errors import FormatError, Problem

_TOKEN = re.compile(
    r"""
    //[^\n]* | /\*.*?(?:\*/|(?P<open>\Z))    # comments
    | "(?P<quoted>[^"\n]*)"
    | (?P<mark>[{}()\[\],;|])
    | (?P<word>[^\s{}()\[\],;|"]+)
    | (?P<stray>")
    """,
    re.VERBOSE | re.DOTALL,
)
_UNCLOSED = {"stray": "a quote that is not closed in its line", "open": "a comment that is never closed"}
_UNQUOTED = re.compile(r'(?!//|/\*)[^\s{}()\[\],;|"]+')


@dataclass(frozen=True)
class Token:
    """A mark, a word or a text between quotes; `at` is its place in the text. The last one is empty."""

    text: str
    at: int
    quoted: bool = False


@dataclass
class Reader:
    """Tokens one after the other; raises FormatError, with the line, for what is not there."""

    text: str
    file: str
    place: int = field(default=0, init=False)

    def __post_init__(self) -> None:
        self.tokens = [self._token(found) for found in _TOKEN.finditer(self.text) if found.lastgroup]
        self.tokens.append(Token("", len(self.text)))

    def _token(self, found: re.Match[str]) -> Token:
        if found.lastgroup in _UNCLOSED:
            raise FormatError([self.problem(_UNCLOSED[found.lastgroup], found.start())])
        return Token(found[str(found.lastgroup)], found.start(), found.lastgroup == "quoted")

    @cached_property
    def _lines(self) -> list[int]:
        return [0, *(found.end() for found in re.finditer("\n", self.text))]

    def problem(self, message: str, at: int, path: str = "") -> Problem:
        """A problem at a place in the text."""
        line = bisect_right(self._lines, at)
        return Problem(message, path, self.file, line, at - self._lines[line - 1] + 1)

    @property
    def next(self) -> Token:
        """The token that comes next; it stays where it is."""
        return self.tokens[self.place]

    def take(self) -> Token:
        """The next token."""
        token = self.next
        if not token.text and not token.quoted:
            raise FormatError([self.problem("the file ends here, in the middle of a block", token.at)])
        self.place += 1
        return token

    def comes(self, text: str) -> bool:
        """Whether the next token is this mark or word; it is taken if so."""
        found = self.next.text == text and not self.next.quoted
        self.place += found
        return found

    def need(self, text: str) -> Token:
        """The next token, which must be this mark or word."""
        token = self.take()
        if token.text != text or token.quoted:
            raise FormatError([self.problem(f"'{text}' is expected here, not '{token.text[:40]}'", token.at)])
        return token

    def name(self) -> Token:
        """The next token, which must be a name."""
        token = self.take()
        if not token.quoted and token.text in tuple("{}()[],;|"):
            raise FormatError([self.problem(f"a name is expected here, not '{token.text}'", token.at)])
        return token

    def list_until(self, mark: str) -> list[Token]:
        """Names up to a mark, with or without commas between them."""
        found = []
        while not self.comes(mark):
            found.append(self.name())
            self.comes(",")
        return found


def needs_quotes(name: str) -> bool:
    """Whether a name is a name in a BIF file only between quotes.

    >>> needs_quotes("Asy/Patch"), needs_quotes("two words")
    (False, True)
    """
    return not _UNQUOTED.fullmatch(name)
