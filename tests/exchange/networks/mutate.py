"""Texts made wrong at random: pieces left out, said twice, moved, cut, put together, or changed letter by letter."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator, Sequence

Pieces = list[str]

_PIECES = re.compile(r"\w+|\s+|.", re.DOTALL)
_LETTERS = "\0\t\n\r \"#%'(),-./0123456789:;=@AZ[\\]_az{|}\x85\xa0é\u200b\u2028\ufeff\U0001f600\ud800"
_NUMBERS = ("0", "1", "-1", "1e999", "-0.0", "1e-320", ".5", "5.", "0x1", "1_0", "nan", "٣", "0" * 300, "1e9999999999")


def mutated(seeds: Sequence[str], words: Sequence[str], cases: int, seed: int) -> Iterator[str]:
    """So many texts, the seeds themselves first; `words` are what is put into them. Reproducible by `seed`."""
    yield from seeds[:cases]
    rng = random.Random(seed)
    for _ in range(cases - len(seeds)):
        pieces = _PIECES.findall(rng.choice(seeds))
        for _ in range(min(1 + int(rng.expovariate(0.5)), 20)):
            rng.choice(_WAYS)(rng, pieces, seeds, words)
        yield "".join(pieces)


def _span(rng: random.Random, pieces: Pieces) -> slice:
    at = rng.randrange(len(pieces) + 1)
    return slice(at, at + int(rng.expovariate(0.15)))


def _drop(rng: random.Random, pieces: Pieces, *_: object) -> None:
    del pieces[_span(rng, pieces)]


def _repeat(rng: random.Random, pieces: Pieces, *_: object) -> None:
    span = _span(rng, pieces)
    times = 1 if rng.random() < 0.8 else int(10 ** rng.uniform(0, 4.2))
    pieces[span.start : span.start] = (pieces[span] * times)[:60_000]


def _move(rng: random.Random, pieces: Pieces, *_: object) -> None:
    span, at = _span(rng, pieces), rng.randrange(len(pieces) + 1)
    pieces[at:at] = pieces[span]


def _word(rng: random.Random, pieces: Pieces, _: object, words: Sequence[str]) -> None:
    span = _span(rng, pieces)
    pieces[span.start : span.start + rng.randrange(2)] = [rng.choice(words)]


def _number(rng: random.Random, pieces: Pieces, *_: object) -> None:
    places = [place for place, piece in enumerate(pieces) if piece.isdigit()]
    if places:
        pieces[rng.choice(places)] = rng.choice((*_NUMBERS, str(rng.randrange(1000))))


def _letter(rng: random.Random, pieces: Pieces, *_: object) -> None:
    if pieces:
        at = rng.randrange(len(pieces))
        inner = rng.randrange(len(pieces[at]) + 1)
        pieces[at] = pieces[at][:inner] + rng.choice(_LETTERS) + pieces[at][inner + rng.randrange(2) :]


def _cut(rng: random.Random, pieces: Pieces, *_: object) -> None:
    if rng.randrange(4) == 0:
        del pieces[rng.randrange(len(pieces) + 1) :]


def _join(rng: random.Random, pieces: Pieces, seeds: Sequence[str], _: object) -> None:
    other = _PIECES.findall(rng.choice(seeds))
    at = rng.randrange(len(pieces) + 1)
    if rng.randrange(4) == 0:
        pieces[at:] = other[rng.randrange(len(other)) :]


def _swap(rng: random.Random, pieces: Pieces, *_: object) -> None:
    names = [place for place, piece in enumerate(pieces) if piece[:1].isalnum()]
    if names:
        one, two = rng.choice(names), rng.choice(names)
        pieces[one], pieces[two] = pieces[two], pieces[one]


def _line_ends(rng: random.Random, pieces: Pieces, *_: object) -> None:
    if rng.randrange(10) == 0:
        end = rng.choice(("\r", "\r\n", "\n\n", " ", "\x85"))
        pieces[:] = [piece.replace("\n", end) for piece in pieces]


_WAYS: tuple[Callable[..., None], ...] = (
    _drop, _repeat, _move, _word, _word, _number, _number, _letter, _cut, _join, _swap, _swap, _line_ends,
)  # fmt: skip
