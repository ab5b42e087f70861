"""A judgment that was added on the page, and its text in an address; nothing in it is trusted before it is checked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from pydantic import ValidationError

from sim.errors import ModelError, Problem, SimError
from sim.scenario import edit
from sim.scenario.model.file import Judgment
from sim.scenario.writing.yaml_write import write_flow

_CLOCKS = ("by", "within", "per")
_NEEDED = frozenset({"voice", "variable", "about", "says"})
_KEYS = _NEEDED | {"given", *_CLOCKS}
_SAYS = frozenset(
    "phrase probability worth odds_within low best high confidence chips at_most down_to at_least up_to".split()
)
_LONGEST_NAME, _LONGEST = 80, 1000
WHERE = "the address"


@dataclass(frozen=True)
class AskedEvent:
    """What a judgment answers: one event of one variable, on a condition, by a clock; all as a file writes it.

    given: parent -> event. clock: `by`, `within` or `per` -> its value; empty where there is none.
    """

    variable: str
    about: str
    given: Mapping[str, str] = field(default_factory=dict)
    clock: Mapping[str, str] = field(default_factory=dict)

    @property
    def fields(self) -> dict[str, Any]:
        """Its part of a judgment's record."""
        given = {"given": dict(self.given)} if self.given else {}
        return {"about": self.about, **given, **self.clock}

    def judgment(self, voice: str = "nobody", says: object = 0.5) -> Judgment:
        """A judgment that answers it, shaped but not checked; raises ModelError for what has no shape."""
        try:
            return Judgment.model_validate({"expert": voice, **self.fields, "says": says})
        except ValidationError as error:
            raise ModelError([Problem(str(error.errors()[0]["msg"]), "says", WHERE)]) from None


@dataclass(frozen=True)
class AddedJudgment:
    """One voice's answer. voice: the id of a voice of the file, or a new one's name. says: as a file writes it."""

    voice: str
    asked: AskedEvent
    says: Mapping[str, Any]

    @property
    def text(self) -> str:
        """One line, which `read_added` reads.

        >>> AddedJudgment("ann", AskedEvent("war", "some or more"), {"phrase": "likely"}).text
        '{voice: ann, variable: war, about: some or more, says: {phrase: likely}}'
        """
        asked = {"variable": self.asked.variable, **self.asked.fields}
        return write_flow({"voice": self.voice, **asked, "says": dict(self.says)})


def read_added(text: str) -> AddedJudgment:
    """The judgment in a text; raises FormatError or ModelError for what is none.

    >>> read_added("{voice: ann, variable: war, about: some, given: {x: y}, says: {low: 5%, high: 9%}}").asked.given
    {'x': 'y'}
    """
    data = edit.parse(text) if len(text) <= _LONGEST else None
    if not isinstance(data, dict) or not _NEEDED <= data.keys() <= _KEYS:
        raise _refused("no judgment: voice, variable, about, given, a clock and says")
    given, says = data.get("given", {}), data["says"]
    if not isinstance(given, dict) or not isinstance(says, dict) or not says or not says.keys() <= _SAYS:
        raise _refused("a judgment from an address says a word, a range, chips, a bound or a number, and no more")
    if any(isinstance(value, dict | list) != (key == "chips") for key, value in says.items()):
        raise _refused("a judgment from an address says words and numbers, and chips on bins")
    clock = {key: str(data[key]) for key in _CLOCKS if key in data}
    asked = AskedEvent(
        str(data["variable"]), str(data["about"]), {str(key): str(value) for key, value in given.items()}, clock
    )
    voice = clean_name(str(data["voice"]))
    if not voice:
        raise _refused("a judgment needs a voice")
    return AddedJudgment(voice, asked, says)


def clean_name(name: str) -> str:
    """A name on one line, at most 80 letters, without what cannot be printed.

    >>> clean_name("  Ann\\n  Star\\x07 ")
    'Ann Star'
    """
    return "".join(letter for letter in " ".join(name.split()) if letter.isprintable())[:_LONGEST_NAME].strip()


def tell_wrong(text: str, error: SimError) -> ModelError:
    """The problems of an added judgment, told of the address."""
    return ModelError([Problem(problem.message, problem.path or text[:60], WHERE) for problem in error.problems])


def _refused(message: str) -> ModelError:
    return ModelError([Problem(message, "say", WHERE)])
