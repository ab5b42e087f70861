"""Why a judgment cannot be said so, in words; the words of `sim check` stand behind them."""

from __future__ import annotations

from sim.errors import Problem

_KEYS = {
    "down_to": "the lower end", "up_to": "the upper end", "at_most": "the bound", "at_least": "the bound",
    ", or family: histogram": "",
}  # fmt: skip
_SPOKEN = "this voice has spoken of it already, on a condition that overlaps this one or by another date."
_CROSSES = "the event overlaps another one that is spoken of, and neither contains the other: ask for a state or more."
_OTHER = "it does not go together with what the scenario says of it."


def tell_refusal(problem: Problem) -> str:
    """A problem of `sim check` as the end of a sentence, without its path, its keys and its ids.

    >>> tell_refusal(Problem("high must be above low: 9 % to 2 %", "judgments.J1.says.high"))
    'high must be above low: 9 % to 2 %.'
    """
    if ".says" in problem.path:
        message = problem.message
        for key, word in _KEYS.items():
            message = message.replace(key, word)
        return f"{message}."
    if "has spoken on this already" in problem.message:
        return _SPOKEN
    return _CROSSES if " crosses " in problem.message else _OTHER
