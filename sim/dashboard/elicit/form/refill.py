"""The form as it was when a judgment was given: after a reload, and to change a judgment of this visit."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from sim.dashboard.added.judgment import AddedJudgment, AskedEvent
from sim.dashboard.elicit.asked import list_asked
from sim.dashboard.elicit.form.chips import find_bins
from sim.dashboard.elicit.form.choose import NEW, OTHER
from sim.dashboard.elicit.form.fields import SAID, clear_fields, list_fields, write_field
from sim.dashboard.elicit.form.statement import A_NUMBER
from sim.dashboard.state import State
from sim.scenario.model import values
from sim.scenario.resolve.scenario import Scenario


def fill_form(source: Scenario, state: State, added: AddedJudgment) -> None:
    """Write a judgment into the form's fields; what the form cannot show of it stays empty."""
    clear_fields([*SAID, *(name for name in list_fields() if name.startswith("given-"))])
    is_known = added.voice in source.experts
    fields = dict(_asked(list_asked(source, state.question, state.policy), added.asked)) | dict(_said(added.says))
    fields |= {"voice": f"voice {added.voice}"} if is_known else {"voice": NEW, "name": added.voice}
    for name, value in fields.items():
        write_field(name, value)


def _asked(offered: Mapping[str, AskedEvent], asked: AskedEvent) -> Iterator[tuple[str, Any]]:
    known = next((key for key, other in offered.items() if other == asked), None)
    yield "asked", known or OTHER
    if known is None:
        yield from {"variable": asked.variable, "event": asked.about}.items()
        yield from ((f"given-{parent}", event) for parent, event in asked.given.items())
        yield from (("clock", "step" if key == "per" else f"by {value}") for key, value in asked.clock.items())


def _said(says: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """The fields of what is said, for each of the forms."""
    if "phrase" in says:
        yield from {"kind": "word", "word": says["phrase"]}.items()
    elif "chips" in says:
        yield from {"kind": "chips", "bins": find_bins(says["chips"]), "chips": says["chips"]}.items()
    elif "low" in says:
        yield "kind", "range"
        yield from ((name, _per_cent(says[name])) for name in ("low", "best", "high") if name in says)
        yield "confidence", round(_per_cent(says.get("confidence", "90%")))
    elif "probability" in says:
        yield from {"kind": "number", "number": _per_cent(says["probability"])}.items()
        yield from (("doubt", f"{word} {says[key]}") for word, key in (("odds", "odds_within"), ("worth", "worth"))
                    if key in says)  # fmt: skip
    else:
        side = "at_most" if "at_most" in says else "at_least"
        limit, end = says.get(side), "down_to" if side == "at_most" else "up_to"
        is_number = isinstance(limit, str) and values.looks_like_number(limit)
        yield from {"kind": "bound", "side": side, "limit": A_NUMBER if is_number else limit}.items()
        yield from (("limit-number", _per_cent(limit)),) if is_number else ()
        yield from ((f"end-{end}", _per_cent(says[end])),) if end in says else ()


def _per_cent(value: object) -> float:
    """Per cent, from a probability as a file writes it; a judgment that was added has been checked."""
    return round(100 * values.probability(value), 10)
