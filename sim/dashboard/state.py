"""What the page shows, as it stands in the address bar: reload it, or send it to somebody.

`?scenario=venezuela-2025&policy=strikes&question=Q6&set=judgments.S14.nudge=0.5`; each `set` is what
`sim run --set` takes; each `b` likewise, of a variant that is kept; each `say` is a judgment that was added. Defaults
stay out of the address; what cannot be read is left out.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal, get_args

from sim.show.charts.scale import Scale

Sort = Literal["file", "probability", "change"]
SweepPicture = Literal["", "surface", "lines"]

DRAWS = (100, 200, 500, 1000, 2000, 5000)
WORLDS = (64, 128, 256, 512)
MOST_EDITS = 100
MOST_SAID, MOST_LETTERS = 20, 6000
"""Judgments that an address may add, and letters of all of them together."""
MOST_SEED = 2**53 - 1  # what a browser can show to the last digit
_ONE_VALUE = (
    "scenario", "policy", "question", "scale", "draws", "worlds", "seed", "sort", "store", "picture", "x", "y", "leads",
    "tells", "why", "compare_with", "compare_shows", "learn_day", "learn_without", "learn_quiet", "learn_given",
    "learn_within",
)  # fmt: skip
_LEADS = re.compile(r"[<>](100|[0-9]{1,2}(\.[0-9]{1,8})?)")
_PATH = re.compile(r"[\w@.%-]{1,200}")


@dataclass(frozen=True)
class State:
    """One view of one scenario. Empty names stand for the first there is.

    edits: path -> text of the value, in the order in which they were made.
    kept: the edits of the variant that is kept beside this one ("B"); none where there is no variant.
    sort: the order of the questions: as in the file, or the largest probability or change first.
    draws, worlds: of `DRAWS` and of `WORLDS`, so that no address asks for an hour's work; the
        defaults are those of `sim run`, so the page and the terminal say the same.
    store, picture, x, y: of the page "Sweep": the store, what is drawn of it, over which axes; empty for the page's
        choice. leads: what is sought there, `>` or `<` and a probability in per cent.
    tells: of the page "Paths": the variables that a story tells, with commas; empty for the page's choice.
    why: of the page "Why": the event that voices are shown on; empty for the page's choice.
    compare_with, compare_shows: of the page "Compare": what is set beside the chosen policy, empty for the page's
        choice; and the parts that are worked out, with commas.
    learn_day, learn_without, learn_quiet, learn_given, learn_within: of the page "Learn": the day up to which was seen,
        the entries that are switched off, `off` or a chance of report, what is supposed, and how long to watch from
        that day on; empty for the page's choice.
    said: judgments of this visit, added to the file's on the page "Elicit", each as a text of
        `sim.dashboard.added.judgment`.
    """

    scenario: str = ""
    policy: str = ""
    question: str = ""
    scale: Scale = "plain"
    draws: int = 1000
    worlds: int = 64
    seed: int = 1
    edits: Mapping[str, str] = field(default_factory=dict)
    kept: Mapping[str, str] = field(default_factory=dict)
    sort: Sort = "file"
    store: str = ""
    picture: SweepPicture = ""
    x: str = ""
    y: str = ""
    leads: str = ""
    tells: str = ""
    why: str = ""
    compare_with: str = ""
    compare_shows: str = ""
    learn_day: str = ""
    learn_without: str = ""
    learn_quiet: str = ""
    learn_given: str = ""
    learn_within: str = ""
    said: tuple[str, ...] = ()

    def with_edit(self, path: str, text: str | None) -> State:
        """The same view with one value changed, last of all, or without a change of its own (None).

        What was changed below the path goes with it: the new value stands for all of it.

        >>> State().with_edit("pool.rule", "linear").with_edit("pool.rule", None) == State()
        True
        """
        below = f"{path}."
        edits = {known: value for known, value in self.edits.items() if known != path and not known.startswith(below)}
        if text is not None:
            edits[path] = text
        return replace(self, edits=edits)

    def put_back(self, path: str, text: str) -> State:
        """The same view with the file's value back, written out as `text` where a shorter path may have changed it.

        >>> State(edits={"pool": "{rule: linear}"}).put_back("pool.rule", "log").edits
        {'pool': '{rule: linear}', 'pool.rule': 'log'}
        """
        parts = path.split(".")
        above = any(known.split(".")[0] == parts[0] and known.count(".") + 1 < len(parts) for known in self.edits)
        return self.with_edit(path, text if above else None)


def from_query(query: Mapping[str, Sequence[str]]) -> State:
    """The view that an address asks for.

    >>> state = from_query({"policy": ["strikes"], "draws": ["1e9"], "set": ["pool.rule=linear", "no equals sign"]})
    >>> state == State(policy="strikes", edits={"pool.rule": "linear"})
    True
    """
    plain = State()
    first = {key: values[0] for key, values in query.items() if values}
    seed = first.get("seed", "")
    return State(
        scenario=first.get("scenario", ""),
        policy=first.get("policy", ""),
        question=first.get("question", ""),
        scale="odds" if first.get("scale") == "odds" else "plain",
        draws=_one_of(first.get("draws"), DRAWS, plain.draws),
        worlds=_one_of(first.get("worlds"), WORLDS, plain.worlds),
        seed=int(seed) if re.fullmatch(r"[0-9]{1,16}", seed) and int(seed) <= MOST_SEED else plain.seed,
        edits=_edits(query.get("set", ())),
        kept=_edits(query.get("b", ())),
        sort=next((sort for sort in get_args(Sort) if sort == first.get("sort")), plain.sort),
        picture=next((kind for kind in get_args(SweepPicture) if kind == first.get("picture")), plain.picture),
        store=first.get("store", ""),
        x=first.get("x", ""),
        y=first.get("y", ""),
        tells=first.get("tells", "")[:2000],
        why=first.get("why", "")[:500],
        compare_with=first.get("compare_with", "")[:200],
        compare_shows=first.get("compare_shows", "")[:200],
        learn_day=first.get("learn_day", "")[:10],
        learn_without=first.get("learn_without", "")[:4000],
        learn_quiet=first.get("learn_quiet", "")[:10],
        learn_given=first.get("learn_given", "")[:2000],
        learn_within=first.get("learn_within", "")[:10],
        said=_within_budget(query.get("say", ())),
        leads=first.get("leads", "") if _LEADS.fullmatch(first.get("leads", "")) else plain.leads,
    )


def to_query(state: State) -> dict[str, str | list[str]]:
    """The address of a view; the inverse of `from_query`.

    >>> to_query(State(policy="strikes", edits={"pool.rule": "linear"}))
    {'policy': 'strikes', 'set': ['pool.rule=linear']}
    """
    plain = State()
    query: dict[str, str | list[str]] = {
        key: str(getattr(state, key)) for key in _ONE_VALUE if getattr(state, key) != getattr(plain, key)
    }
    for key, edits in (("set", state.edits), ("b", state.kept)):
        if edits:
            query[key] = [f"{path}={text}" for path, text in edits.items()]
    if state.said:
        query["say"] = list(state.said)
    return query


def fits_address(said: Sequence[str]) -> bool:
    """Whether an address has room for so many added judgments.

    >>> fits_address(["a", "b"]), fits_address(["a"] * 21), fits_address(["a" * 6001])
    (True, False, False)
    """
    return len(said) <= MOST_SAID and sum(map(len, said)) <= MOST_LETTERS


def _within_budget(texts: Sequence[str]) -> tuple[str, ...]:
    """The judgments for which there is room; those behind them are left out."""
    room = next(count for count in range(min(len(texts), MOST_SAID), -1, -1) if fits_address(texts[:count]))
    return tuple(texts[:room])


def _one_of(text: str | None, allowed: Sequence[int], default: int) -> int:
    return next((value for value in allowed if str(value) == text), default)


def _edits(pairs: Sequence[str]) -> dict[str, str]:
    edits: dict[str, str] = {}
    for path, equals, text in (pair.partition("=") for pair in pairs[:MOST_EDITS]):
        if equals and _PATH.fullmatch(path):
            edits.pop(path, None)  # of two the later counts, in its own place, as with `--set`
            edits[path] = text
    return edits
