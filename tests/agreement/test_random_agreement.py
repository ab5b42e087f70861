"""Random scenarios over the whole format: solved answers and sampled ones against an enumeration of worlds.

`pytest tests/agreement --random-cases 2000 -s` holds more of them, and prints how many answers of each form
and method were compared.
"""

from __future__ import annotations

import traceback
from pathlib import Path

import numpy as np
import pytest
from agreeing import agree
from comparison import Held
from random_questions import FORMS

from sim.engine.evidence import likelihood_weighting, paths, static
from sim.engine.exact import multi_event, reach
from sim.engine.program import uniforms

CAUGHT_BY = 120  # cases within which a planted fault is to be found
KINDS = ("slice", "likelihood", "slice, seen")


def test_random_scenarios_agree_with_every_world(request: pytest.FixtureRequest) -> None:
    told = Held()
    for seed in range(request.config.getoption("--random-cases")):
        told.add(held(seed))
    for (form, method), number in sorted(told.counts.items()):
        print(f"{form:24} {method:14} {number:6}")
    assert not told.faults, "\n".join([f"{len(told.faults)} faults", *told.faults[:20]])
    wanted = [(form, method) for form in (*FORMS, *KINDS) for method in ("solved", "sampled")]
    wanted += [(form + ", seen", "solved") for form in FORMS]
    wanted += [(form + ", seen", "sampled") for form in FORMS if form != "given all"]  # all of the first are solved
    assert not [kind for kind in wanted if kind not in told.counts]


def held(seed: int) -> Held:
    """One case; where the program stops, that is its fault."""
    try:
        return agree(seed)
    except Exception as error:
        frame = traceback.extract_tb(error.__traceback__)[-1]
        return Held(faults=[f"case {seed} stops in {Path(frame.filename).name}:{frame.lineno}: {error!r}"])


def caught() -> bool:
    """Whether some early case sees that the program is wrong."""
    return any(held(seed).faults for seed in range(CAUGHT_BY))


def test_a_variable_that_the_chain_draws_again_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    """As it once was: two variables that hang together, answered as if they did not."""

    def drawn_twice(layout, places):
        parted = reach._parted(layout, places, layout.core)
        if parted is None:
            return None
        members = layout.closure(place for place, _ in parted[1])
        return reach.Cell(sorted(parted[0]), tuple(sorted(parted[1])), sorted(members))

    monkeypatch.setattr(multi_event, "cell", drawn_twice)
    assert caught()


def test_steps_that_share_a_uniform_are_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    right = uniforms.uniforms
    monkeypatch.setattr(uniforms, "uniforms", lambda seed, variable, step, **how: right(seed, variable, 0, **how))
    assert caught()


def test_sampled_answers_that_forget_what_was_seen_are_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    right = likelihood_weighting.Weighed.begin
    forgetful = lambda tally, weights: right(tally, np.ones_like(weights))  # noqa: E731
    monkeypatch.setattr(likelihood_weighting.Weighed, "begin", forgetful)
    assert caught()


def test_solved_answers_that_see_all_twice_are_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    right = static._evidence
    monkeypatch.setattr(static, "_evidence", lambda *said: {name: told**2 for name, told in right(*said).items()})
    assert caught()


def test_solved_answers_that_forget_what_was_seen_later_are_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    right = paths.SeenPaths.backward
    forgetful = lambda self, *told: [one if n == 0 else one**0 for n, one in enumerate(right(self, *told))]  # noqa: E731
    monkeypatch.setattr(paths.SeenPaths, "backward", forgetful)
    assert caught()
