"""Random small scenarios over the whole format, as plain data that an analyst could have written.

Every structure that solving tells apart can come up: chance once and anew each step, memory, variables that
never fall, lags, loops through a lag, levers, clocks, several voices and every pool rule. What the format
refuses (a loop of variables drawn once, say) is made anew by the caller.
"""

from __future__ import annotations

import datetime
import json
from dataclasses import dataclass, field
from random import Random
from typing import Any

from random_judgments import judgments
from random_questions import questions

AS_OF = datetime.date(2026, 1, 5)
POOLS = [
    {},
    {"rule": "log", "concentration": 2},
    {"rule": "log", "concentration": "inf", "extremize": 1.5},
    {"rule": "linear"},
    {"rule": "average"},
    {"rule": "median"},
    {"weights": "equal", "rule": "linear"},
    {"weights": "performance"},
    {"weights": "performance", "kind": "item", "rule": "average"},
]
SEED = {"asks": "How much was it?", "realisation": 12}
ANSWERS = {"ann": {"5%": 5, "50%": 10, "95%": 20}, "ben": {"5%": 3, "50%": 6, "95%": 14}}
CHANCES = ("once", "once", "each_step", "each_step", "memory", "never_falls")


@dataclass(frozen=True)
class Case:
    """One scenario, what was seen of it, and the form of each of its questions."""

    seed: int
    scenario: dict[str, Any]
    seen: dict[str, Any]
    quiet: dict[str, Any] = field(default_factory=dict)
    forms: dict[str, str] = field(default_factory=dict)

    @property
    def text(self) -> str:
        return json.dumps(self.scenario, indent=1)

    @property
    def evidence_text(self) -> str:
        silent = {"quiet": self.quiet} if self.quiet else {}
        return json.dumps({"schema_version": 1, "evidence": self.seen, **silent}, indent=1)

    @property
    def tells(self) -> bool:
        """Whether something was seen, or not reported."""
        return bool(self.seen or self.quiet)


def date(step: int, days: int = 0) -> str:
    """The last day of a step, and days after it."""
    return (AS_OF + datetime.timedelta(days=7 * step + days)).isoformat()


def random_case(seed: int, attempt: int = 0) -> Case:
    """The case of a seed; attempts are tried in turn where the format refuses one."""
    rng = Random(f"{seed}/{attempt}")
    steps = rng.choice((1, 2, 3, 3, 4))
    still = steps == 1 and rng.random() < 0.7
    variables = _variables(rng, still)
    scenario: dict[str, Any] = {
        "schema_version": 1,
        "id": f"random-{seed}",
        "title": "Made by chance",
        "as_of": AS_OF.isoformat(),
        "timeline": {"steps": steps, "step": "1 week"},
        "pool": rng.choice(POOLS),
        "dependence": rng.choice((0, 0.6, 1)),
        "experts": {
            "ann": {"name": "Ann"},
            "ben": {"name": "Ben", "weight": rng.choice((0, 0.5, 2))},
            "author": {"name": "The author", "kind": "assumption", "weight": rng.choice((0, 0.5))},
        },
        "variables": variables,
    }
    if scenario["pool"].get("weights") == "performance":
        scenario["seeds"] = {"seed1": {**SEED, "answers": ANSWERS}, "seed2": {**SEED, "answers": ANSWERS}}
    _vary_voices(Random(f"{seed}/{attempt}/voices"), scenario)
    if rng.random() < 0.3:
        scenario["background"] = ["author"]
    scenario["judgments"] = {
        name: judgments(rng, name, variables, steps, background="background" in scenario) for name in variables
    }
    scenario["policies"] = _policies(rng, variables, steps, still)
    asked = questions(rng, variables, steps, still)
    scenario["questions"] = {name: question for name, (_, question) in asked.items()}
    seen = _seen(rng, variables, steps) if rng.random() < (0.7 if still else 0.35) else {}
    quiet = _quiet(Random(f"{seed}/{attempt}/quiet"), variables, steps)
    return Case(seed, scenario, seen, quiet, {name: form for name, (form, _) in asked.items()})


def _vary_voices(rng: Random, scenario: dict[str, Any]) -> None:
    """Kinds of voice, camps, how far one may be off, and words recalibrated; from a stream of its own."""
    ann, ben = scenario["experts"]["ann"], scenario["experts"]["ben"]
    ben["kind"] = rng.choice(("published", "published", "official", "base_rate", "market", "model"))
    if rng.random() < 0.3:
        ann["odds_within"] = 2
    if rng.random() < 0.4:
        record = rng.choice(({"recalibrate": "record"}, {"recalibrate": "record", "gamma": 0.4, "delta": 0.1}))
        scenario["pool"] = {**scenario["pool"], **record}
    if rng.random() < 0.3 and scenario["pool"].get("weights", "given") == "given":
        scenario["camps"] = {"press": {"weight": rng.choice((0.5, 2)), "dependence": 1}}
        ann["camp"] = ben["camp"] = "press"


def _variables(rng: Random, still: bool) -> dict[str, Any]:
    """Two to five variables, in an order that is none of theirs; `still`: nothing is remembered."""
    names = [f"v{n}" for n in range(rng.choice((2, 3, 3, 3, 4, 4, 5)))]
    chances = {name: rng.choice(CHANCES[:4] if still else CHANCES) for name in names}
    made = {name: _variable(rng, name, names, chances[name], still) for name in names}
    read_back = {p.removesuffix("@previous") for v in made.values() for p in v.get("parents", ()) if "@" in p}
    for name, variable in made.items():
        if name in read_back or chances[name] == "never_falls" or (not still and rng.random() < 0.3):
            variable["start"] = rng.choice(variable["states"][:2])
    order = rng.sample(names, len(names))
    return {name: made[name] for name in order}


def _variable(rng: Random, name: str, names: list[str], chance: str, still: bool) -> dict[str, Any]:
    """One variable; it reads earlier ones in the same step or a step back, and sometimes later ones a step back."""
    size = rng.choice((2, 2, 2, 3, 3, 4) if len(names) < 5 else (2, 2, 3))
    place = names.index(name)
    parents = []
    for other in rng.sample(names[:place], min(place, rng.choice((0, 1, 1, 2, 2)))):
        parents.append(other)
        if not still and rng.random() < 0.3:
            parents[-1] += "@previous"
            if rng.random() < 0.3:
                parents.append(other)
    later = names[place + 1 :]
    if not still and later and chance != "once" and rng.random() < 0.15:
        parents.append(rng.choice(later) + "@previous")
    made: dict[str, Any] = {"label": name, "states": [f"s{n}" for n in range(size)]}
    if chance == "memory":
        parents.append(name + "@previous")
    elif chance == "never_falls":
        made["never_falls"] = True
    else:
        made["chance"] = chance
    if parents:
        made["parents"] = rng.sample(parents[-3:], len(parents[-3:]))
    if rng.random() < 0.5:
        made["role"] = "lever"
    if chance != "never_falls" and rng.random() < 0.1:
        made["ordered"] = False
    return made


def _policies(rng: Random, variables: dict[str, Any], steps: int, still: bool) -> dict[str, Any]:
    """Free, and one or two that set levers in whole, in part, or from below."""
    levers = [name for name, variable in variables.items() if variable.get("role") == "lever"]
    found: dict[str, Any] = {"free": {}}
    for number in range(rng.choice((0, 1) if still else (1, 2))):
        chosen = rng.sample(levers, min(len(levers), rng.choice((1, 1, 2))))
        if chosen:
            found[f"set{number}"] = {lever: _path(rng, variables[lever], steps) for lever in chosen}
    return found


def _path(rng: Random, variable: dict[str, Any], steps: int) -> str | list[str]:
    """What a policy says of a lever."""
    states, ordered = variable["states"], variable.get("ordered", True)

    def order(step: int) -> str:
        floor = "at_least " if ordered and rng.random() < 0.4 else ""
        since = "" if step == 1 and rng.random() < 0.5 else f" from {date(step - 1, rng.randint(1, 7))}"
        return floor + rng.choice(states) + since

    first = rng.randint(1, steps)
    if first < steps and rng.random() < 0.4:
        return [order(first), order(rng.randint(first + 1, steps))]
    return order(first)


def _seen(rng: Random, variables: dict[str, Any], steps: int) -> dict[str, Any]:
    """One to three observations."""
    found = {}
    for number in range(rng.choice((1, 1, 2, 3))):
        name = rng.choice(sorted(variables))
        states = variables[name]["states"]
        one: dict[str, Any] = {"date": date(rng.randint(1, steps) - 1, rng.randint(1, 7)), "variable": name}
        kind = rng.choice(("is", "reached", "not_reached", "likelihood"))
        if kind == "likelihood":
            one[kind] = {state: round(rng.choice((0.0, rng.random(), 1.0)), 3) for state in states}
        else:
            ordered = variables[name].get("ordered", True)
            texts = [f"{state} or more" for state in states[1:]] if ordered else []
            one[kind] = rng.choice([*texts, *states])
        if kind == "not_reached" and rng.random() < 0.5:
            one["sensitivity"] = round(rng.uniform(0.2, 1), 2)
        found[f"E{number}"] = one
    return found


def _quiet(rng: Random, variables: dict[str, Any], steps: int) -> dict[str, Any]:
    """What is said of silence, in one case of four; from a stream of its own."""
    if rng.random() > 0.25:
        return {}
    chance = lambda: rng.choice((0, 1, "unknown", *(round(rng.random(), 2) for _ in range(9))))  # noqa: E731
    named: dict[str, Any] = {}
    for name, variable in variables.items():
        if rng.random() < 0.6 and variable.get("ordered", True):
            entry: dict[str, Any] = {"reported": chance()}
            if rng.random() < 0.7:
                entry["delay"] = f"{rng.randint(1, steps)} steps"
            if rng.random() < 0.2:
                entry["beyond"] = rng.choice(variable["states"][:-1])
            named[name] = entry if len(entry) > 1 or rng.random() < 0.5 else entry["reported"]
    said = {"until": date(rng.randint(1, steps) - 1, rng.randint(1, 7)), "reported": chance()}
    return {**said, "variables": named} if named else said
