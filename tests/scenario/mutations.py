"""Scenario files gone wrong as files do: values, keys, types, indentation, whole parts; and settings at random.

Every mutant follows from its number alone, so that a fault can be made again: `mutant(seeds, 4711)`.
"""

from __future__ import annotations

import functools
import json
import random
import re
from collections.abc import Sequence
from typing import Any

import yaml

from sim.scenario.file import yaml_text

# Written as they would stand in a file; each is odd somewhere.
NUMBERS = (
    "0", "1", "-1", "2", "-0", "-0.0", "0.5", "1.0", "1e2", "1.5", "3", "19", "1e-320", "5e-324", "1e308", "-1e308",
    "1e309", ".nan", ".inf", "-.inf", "nan", "inf", "1" + "0" * 28, "1" + "0" * 400, "9007199254740993", "0.1e-9",
    "1_000", "010", "0x1F", "1:30", "12e", "+5", "1e9", "520", "521", "100000000000", "0.9999999999999999",
)  # fmt: skip
DATES = (
    "9999-12-31", "0001-01-01", "2026-01-01", "2026-02-30", "0000-00-00", "10000-01-01", "2024-02-29", "2026-1-5",
    "9999-01-01", "2026-01-29T00:00:00Z", "١٩٩٩-01-01",
)  # fmt: skip
TEXTS = (
    "unlikely", "likely", "1 week", "0 weeks", "9999 years", "1 month", "2 steps", "1.0 steps", "9999 steps", "step",
    "any", "a or b", "low or more", "mid or less", "high from 2026-01-10", "start", "@previous", "mood@previous",
    "5%", "1 in 20", "1 in 0", "0 in 0", "1:19", "0:0", "1e308:1e308", "1e309%", "10-20%", "95%", "-5%", "100%", "0%",
    "true", "false", "yes", "null", "~", "''", "' '", "é", "e\u0301", "\u0455", "x" * 70, "x.y", "a b", "..",
    "../x.csv", "inf", "optimised", "once", "each_step", "lever", "log", "uniform", "{}", "[]", "[[]]", "{a: 1}",
    "[a, a]", "[[0.5, 0.5], [1, 0]]", "{probability: 0, certain: true}", "{probability: 0.2, worth: 1e6}",
    "{low: 1%, high: 2%, confidence: 90%}", "{quantiles: {5%: 1%, 95%: 20%}}", "{chips: {0-10%: 3, 10-20%: 1}}",
    "{happened: 3, of: 10}", "{split: {none: 1, words: 0}}", "{shift: {pressure: {high: 20}}, sd: 20}",
    "{phrase: unlikely, widen: 100}", "{table: [[0.5, 0.5]]}", "{at_most: unlikely, down_to: 1%}",
    "{at_least: {judgment: M1}, up_to: 99%}", "{low: 0, high: 1, confidence: 1, family: pert}",
)  # fmt: skip
STEPS = ("0", "1", "9", "00", "-1", "9" * 5000, "٣", "²", "x", "", "widen", "probability", "label")
ODD = (*NUMBERS, *DATES, *TEXTS)
_TOKEN = re.compile(r"[\w.%@/+-]+|[^\w\s]")
_MARKS = (
    "{", "}", "[", "]", ":", ": ", ",", "-", "- ", "#", " #", "?", "'", '"', "|", ">", "&a", "*a", "!x", "%", "\t",
    "\n",
)  # fmt: skip

Data = Any


def mutant(texts: Sequence[str], number: int) -> str:
    """The text of a mutated file; texts: the files to start from."""
    rng = random.Random(number)
    text = rng.choice(texts)
    if rng.random() < 0.6:
        data = json.loads(_as_json(text))
        for _ in range(rng.choice((1, 1, 1, 1, 2, 4))):
            data = _changed(data, _parts(rng.choice(texts)), rng)
        return _written(data, rng)
    for _ in range(rng.choice((1, 1, 2, 4))):
        text = rng.choice((_token, _token, _mark, _line, _indent, _cut, _splice))(text, rng.choice(texts), rng)
    return text


def settings(paths: Sequence[str], number: int) -> list[tuple[str, str]]:
    """Paths with the texts of their values: one or several, some of them under others."""
    rng = random.Random(number)
    made: list[tuple[str, str]] = []
    for _ in range(rng.choice((1, 1, 2, 2, 3, 5))):
        path = rng.choice([path for path, _ in made]) if made and rng.random() < 0.4 else rng.choice(paths)
        for _ in range(rng.choice((0, 0, 0, 1, 2))):
            path = _bent(path, paths, rng)
        made.append((path, rng.choice(ODD)))
    return made


def paths(data: Data, before: tuple[str, ...] = ()) -> list[str]:
    """Every path of a file, as analysts write them, with the variable of a judgment and without."""
    found = [".".join(before)] if before else []
    if before[:1] == ("judgments",) and len(before) > 2:
        found.append(".".join((before[0], *before[2:])))
    items = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    return found + [path for key, value in items for path in paths(value, (*before, str(key)))]


def _bent(path: str, others: Sequence[str], rng: random.Random) -> str:
    steps = path.split(".")
    kind = rng.randrange(5)
    if kind == 0:
        return ".".join(steps[:-1]) or path
    if kind == 1:
        return f"{path}.{rng.choice(rng.choice(others).split('.'))}"
    if kind == 2:
        return f"{path}.{rng.choice(STEPS)}"
    at = rng.randrange(len(steps))
    if kind == 3:
        steps[at] = rng.choice(rng.choice(others).split("."))
    else:
        steps[at] = steps[at].swapcase() if rng.random() < 0.5 else steps[at] + rng.choice((" ", "x", "."))
    return ".".join(steps)


def _places(data: Data) -> list[tuple[Any, Any]]:
    """Every container with each of its keys or positions."""
    found, open_ = [], [data]
    while open_:
        here = open_.pop()
        keys = list(here) if isinstance(here, dict) else range(len(here)) if isinstance(here, list) else ()
        found += [(here, key) for key in keys]
        open_ += [here[key] for key in keys]
    return found


@functools.cache
def _as_json(text: str) -> str:
    return json.dumps(yaml_text.parse(text, "x").data)


@functools.cache
def _parts(text: str) -> list[tuple[Any, Any]]:
    """The places of a file that nobody changes."""
    return _places(json.loads(_as_json(text)))


def _changed(data: Data, others: list[tuple[Any, Any]], rng: random.Random) -> Data:
    """The data with one thing changed in place; others: the places of another file."""
    here, key = rng.choice(_places(data) or [({"x": 1}, "x")])
    there, from_ = rng.choice(others)
    alike = [(box, name) for box, name in others if name == key]
    kind = rng.randrange(12)
    if kind <= 1:
        here[key] = _Raw(rng.choice(ODD))
    elif kind == 2:
        here[key] = _Raw(rng.choice(NUMBERS))
    elif kind >= 9 and alike:
        box, name = rng.choice(alike)
        here[key] = json.loads(json.dumps(box[name], default=str))
    elif kind == 3:
        here[key] = json.loads(json.dumps(there[from_], default=str))
    elif kind == 4:
        del here[key]
    elif kind == 5 and isinstance(here, dict):
        name = str(from_) if rng.random() < 0.6 else rng.choice((*ODD, str(key) + "x", str(key)[:-1]))
        here[name] = here.pop(key)
    elif kind == 6:
        here[key] = rng.choice(([here[key]], {str(from_): here[key]}, [here[key], here[key]], [], {}))
    elif kind == 7:
        second, at = rng.choice(_places(data))
        here[key], second[at] = json.loads(json.dumps([second[at], here[key]], default=str))
    elif isinstance(here, dict):
        here[str(from_)] = json.loads(json.dumps(there[from_], default=str))
    return data


class _Raw(str):
    """A text that is written without quotes."""


def _written(data: Data, rng: random.Random) -> str:
    """The data as YAML, in blocks or in braces."""
    raw: list[str] = []

    def marked(value: Data) -> Data:
        if isinstance(value, dict):
            return {str(key): marked(item) for key, item in value.items()}
        if isinstance(value, list):
            return [marked(item) for item in value]
        if isinstance(value, _Raw):
            raw.append(value)
            return f"RAW{len(raw) - 1}WAR"
        return value

    flow = rng.choice((None, False, True))
    text = yaml.dump(marked(data), Dumper=yaml.CSafeDumper, default_flow_style=flow, allow_unicode=True, width=10**6,
                     sort_keys=False)  # fmt: skip
    return re.sub(r"RAW(\d+)WAR", lambda found: raw[int(found[1])], text)


def _token(text: str, other: str, rng: random.Random) -> str:
    """One word or mark in the place of another."""
    found = rng.choice(list(_TOKEN.finditer(text)) or [re.match("", text)])
    tokens = _TOKEN.findall(other)
    new = rng.choice(ODD) if rng.random() < 0.6 or not tokens else rng.choice(tokens)
    return text[: found.start()] + new + text[found.end() :]


def _mark(text: str, other: str, rng: random.Random) -> str:
    at = rng.randrange(len(text) + 1)
    return text[:at] + rng.choice((*_MARKS, "\0", "\ufeff", "\u2028", "é", "\ud800")) + text[at + rng.randrange(3) :]


def _line(text: str, other: str, rng: random.Random) -> str:
    """A line lost, twice, or in another place."""
    lines = text.split("\n")
    taken = lines.pop(rng.randrange(len(lines)))
    for _ in range(rng.randrange(3)):
        lines.insert(rng.randrange(len(lines) + 1), taken)
    return "\n".join(lines)


def _indent(text: str, other: str, rng: random.Random) -> str:
    lines = text.split("\n")
    at = rng.randrange(len(lines))
    lines[at] = rng.choice((" " + lines[at], "    " + lines[at], lines[at].lstrip(), lines[at][1:], "\t" + lines[at]))
    return "\n".join(lines)


def _cut(text: str, other: str, rng: random.Random) -> str:
    a, b = sorted(rng.randrange(len(text) + 1) for _ in range(2))
    return rng.choice((text[:a], text[a:], text[:a] + text[b:], text[a:b]))


def _splice(text: str, other: str, rng: random.Random) -> str:
    """Some lines of another file."""
    lines, others = text.split("\n"), other.split("\n")
    a, at = rng.randrange(len(others)), rng.randrange(len(lines) + 1)
    return "\n".join([*lines[:at], *others[a : a + rng.randrange(1, 6)], *lines[at + rng.randrange(3) :]])
