"""The pictures of a scenario by name: each made from what it needs and nothing else."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sim.progress import Progress, untold
from sim.results.ancestry import find_opening
from sim.results.explain.case import case
from sim.results.explain.model import Explanation
from sim.results.explain.shares import explain
from sim.results.explain.tornado import with_reruns
from sim.results.focus.focus import focus
from sim.results.forecast.model import Forecast
from sim.results.forecast.run import forecast
from sim.results.limits import MEMORY, require_known
from sim.scenario.resolve.scenario import Scenario
from sim.show.charts.bars import ROW as _BAR
from sim.show.charts.bars import shares, shares_text, tornado, tornado_text
from sim.show.charts.dotplot import DotPlot
from sim.show.charts.export import WIDTH
from sim.show.charts.fan import fan, fan_text
from sim.show.charts.heatmap import Heatmap
from sim.show.charts.ladder import Ladder
from sim.show.charts.layers.frame import Row, Spec
from sim.show.charts.tables import per_cent
from sim.show.charts.worlds import WorldsChart
from sim.show.pictures.room import fit_width, give_room, measure
from sim.show.titles import find_titles

_FAN = "Line: median of the draws; dots: the forecast, their mean; bands: half and nine tenths of the draws."
_SHARES = "Blue: what a judgment moves; grey: what belongs to none. Shares add up to the whole doubt."
_TORNADO = "Each bar: the answer with one judgment at its 10th and at its 90th percentile; tick: the answer as it is."


@dataclass(frozen=True)
class TakenPicture:
    """A picture and its texts. heading: what is shown. width: in pixels. rows: its numbers, in columns with names.

    policy, question: ids of those that it shows; empty where it shows all.
    """

    heading: str
    sentence: str
    guide: str
    spec: Spec
    rows: Sequence[Row]
    width: int = WIDTH
    policy: str = ""
    question: str = ""


@dataclass(frozen=True)
class _Asked:
    """What is drawn: a question under a policy. size: draws, worlds, seed and memory."""

    scenario: Scenario
    policy: str
    question: str
    size: Mapping[str, Any]
    progress: Progress = field(default=untold)

    def run(self, policies: Sequence[str] | None, questions: Sequence[str] | None, *, curves: bool = False) -> Forecast:
        """The forecast of some questions under some policies, without shares."""
        return forecast(
            self.scenario, policies=policies, questions=questions, shares=False, curves=curves, progress=self.progress,
            **self.size,
        )  # fmt: skip

    def explained(self, *, again: bool = False) -> Explanation:
        """The answer taken apart; again: with the runs of a tornado."""
        one = case(self.scenario, self.question, self.policy, **self.size)
        made = explain(one)
        return with_reruns(one, made, self.progress) if again else made


def draw(
    scenario: Scenario, chart: str, *, policy: str = "", question: str = "", draws: int = 1000, worlds: int = 64,
    seed: int = 1, memory: int | str = MEMORY, progress: Progress = untold,
) -> TakenPicture:  # fmt: skip
    """One of the pictures named in `CHARTS`.

    policy, question: ids; empty for those at which the dashboard opens. draws, worlds, seed, memory, progress: as in
    `sim.forecast`; shares and tornado need a hundred draws. Raises ModelError for an unknown policy or question and
    what the forecast raises.
    """
    require_known(scenario, policies=[policy] if policy else [], questions=[question] if question else [])
    first = find_opening(scenario)
    size = {"draws": draws, "worlds": worlds, "seed": seed, "memory": memory}
    return CHARTS[chart](_Asked(scenario, policy or first[0], question or first[1], size, progress))


def _ladder(asked: _Asked) -> TakenPicture:
    titles = find_titles(asked.scenario)
    made = Ladder(asked.run([asked.policy], None), asked.policy, titles=titles)
    room = measure(titles.questions.values())
    spec = give_room(made.spec(), room)
    heading = "How far each answer is open"
    return TakenPicture(heading, made.text(), made.guide(), spec, made.table(), fit_width(room), asked.policy)


def _heatmap(asked: _Asked) -> TakenPicture:
    titles = find_titles(asked.scenario)
    made = Heatmap(asked.run(None, None), asked.policy, titles=titles)
    room, column = measure(titles.questions.values()), measure(titles.policies.values())
    width = fit_width(room, len(made.forecast.policies), column)
    return TakenPicture("Every answer", made.text(), made.guide(), give_room(made.spec(), room), made.table(), width)


def _dots(asked: _Asked) -> TakenPicture:
    titles = find_titles(asked.scenario)
    made = DotPlot(asked.run([asked.policy], [asked.question]), asked.policy, asked.question, titles=titles)
    return _of_answer(asked, "Twenty equally good readings", made.text(), made.guide(), made.spec(), made.table())


def _worlds(asked: _Asked) -> TakenPicture:
    titles, size = find_titles(asked.scenario), asked.size
    states = focus(asked.scenario, asked.question, curves=False, **size).states
    found = {policy: states.get(policy) for policy in asked.scenario.policies}
    made = WorldsChart(found, asked.policy, titles, named=True)
    width = fit_width(0, len(found), measure(titles.policies.values()))
    told = made.text(), made.guide(), made.spec(), made.table()
    return TakenPicture("One hundred worlds under each policy", *told, width, question=asked.question)


def _fan(asked: _Asked) -> TakenPicture:
    made = asked.run([asked.policy], [asked.question], curves=True)
    answer = made.answers[asked.policy, asked.question]
    curve = answer.curve
    named = {"Forecast, %": curve.probability, "Median, %": curve.median, "5 % of draws below, %": curve.low90,
             "95 % of draws below, %": curve.high90}  # fmt: skip
    rows = [
        {"By": when.isoformat(), **{name: per_cent(values[step]) for name, values in named.items()}}
        for step, when in enumerate(curve.dates)
    ]
    return _of_answer(asked, "The answer over time", fan_text(answer), _FAN, fan(answer).to_dict(), rows)


def _shares(asked: _Asked) -> TakenPicture:
    made = asked.explained()
    rows = [
        {"What": f"{one.judgment}, {one.speaker}", "Share, %": per_cent(one.share)} for one in made.sentences
    ] + [{"What": part.name, "Share, %": per_cent(part.share)} for part in made.parts]  # fmt: skip
    spec = shares(made, room=WIDTH - _BAR).to_dict()
    return _of_answer(asked, "Whose doubt it is", shares_text(made), _SHARES, spec, rows)


def _tornado(asked: _Asked) -> TakenPicture:
    made = asked.explained(again=True)
    rows = [
        {"If this stood": f"{one.sentence.judgment}, {one.sentence.speaker}", "at its 10th percentile, %":
         per_cent(one.low), "at its 90th percentile, %": per_cent(one.high)}
        for one in made.tornado
    ]  # fmt: skip
    spec = tornado(made, room=WIDTH - _BAR).to_dict()
    return _of_answer(asked, "What moves the answer", tornado_text(made), _TORNADO, spec, rows)


def _of_answer(
    asked: _Asked, heading: str, sentence: str, guide: str, spec: Spec, rows: Sequence[Row]
) -> TakenPicture:  # fmt: skip
    """A picture of one question under one policy."""
    return TakenPicture(heading, sentence, guide, spec, rows, WIDTH, asked.policy, asked.question)


CHARTS: dict[str, Callable[[_Asked], TakenPicture]] = {
    "ladder": _ladder, "heatmap": _heatmap, "dots": _dots, "worlds": _worlds, "fan": _fan, "shares": _shares,
    "tornado": _tornado,
}  # fmt: skip
"""Name -> what makes the picture."""
