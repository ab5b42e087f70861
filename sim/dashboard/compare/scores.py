"""What the forecast was worth: its scores beside those of simpler ones, question by question, and its calibration."""

from __future__ import annotations

from collections.abc import Iterator

import streamlit as st

from sim.dashboard.address import escape
from sim.dashboard.chart import draw_chart
from sim.dashboard.compare.asking import ask_for, find_beside, is_begun, tell_fewer
from sim.dashboard.compare.calibration import draw_calibration, find_bins
from sim.dashboard.compare.html_table import ComparedCell, ComparedRow, draw_table
from sim.dashboard.compare.naming import HINDSIGHT, name_baseline
from sim.dashboard.compare.work import find_run, fit_draws, score_forecast
from sim.dashboard.figures import MINUS
from sim.dashboard.view import find_palette
from sim.dashboard.visit import PageVisit
from sim.results.score.baselines import forecasters
from sim.results.score.model import EVEN, FORECAST, BaselineComparison, MeanScore, ScoredQuestion, ScoreTable
from sim.results.score.report import history
from sim.show.charts.compare.rows import score_span
from sim.show.charts.compare.spans import DifferenceChart
from sim.show.scores.plain import tell_better, tell_bins
from sim.show.scores.score import tell_signed, verdict
from sim.show.titles import find_titles
from sim.show.words import one_in

LESS = "Forecast less it"
_EACH = 0.25  # of a whole run, what one of those scored takes: most speak about little
_GUIDE = (
    "Each row: the forecast's mean Brier score less the other's, on what the other answers; left of 0 the forecast is "
    "better. Diamond: the difference; bar: 90 % of it, by bootstrap over the events that decided the questions."
)
_READING = (
    "Less is better in every score. Brier is the squared error, log the surprise in nats, and ranked the Brier score "
    "of whole ladders of states."
)


def draw_scores(visit: PageVisit) -> None:
    """Draw the section. Raises SimError where the scenario cannot be run or its resolutions do not fit it."""
    st.markdown("## Has this forecast been any good?", anchors=False)
    came = find_beside(visit.state, "resolutions.yaml")
    if came is None:
        st.caption("How it ended is not on record, so there is nothing to score yet.")
        return
    if not ask_for(visit.state, "scores", "Score the forecast by what came"):
        return
    effort = fit_draws(visit.scenario, visit.state, history(visit.scenario), _EACH * len(forecasters(visit.scenario)))
    if not is_begun(visit.scenario, "scores", effort):
        return
    made = score_forecast(visit.scenario, find_run(effort.state), came)
    tell_fewer(effort, visit.state)
    for line in _tell(visit, made):
        st.markdown(line)
    if not made.questions:
        return
    _draw_baselines(visit, made)
    draw_calibration(made, find_palette())
    expander = st.expander("Question by question", key="fold-scored", on_change="rerun")
    if expander.open:
        with expander, st.container(key="scored-figures"):
            _draw_questions(visit, made)


def name_scored_in_words(visit: PageVisit, made: ScoreTable, name: str) -> str:
    """Who is scored, and whether that was written in hindsight."""
    called = name_baseline(visit.scenario, name)
    return f"{called} ({HINDSIGHT})" if name in made.hindsight else called


def _tell(visit: PageVisit, made: ScoreTable) -> Iterator[str]:
    """How good the forecast was, what is scored, which differences are significant, and what was written in hindsight.

    Each a piece of Markdown.
    """
    if made.questions:
        yield _tell_plainly(made)
        yield escape(tell_bins(find_bins(made)))
    case = find_titles(visit.file).case(made.policy)
    dropped = f"; {len(made.void)} have no answer" if made.void else ""
    yield escape(
        f"The forecast {case}, as it stood first: n = {len(made.questions)} questions, decided by {made.clusters} "
        f"events{dropped}."
    )
    if visit.scenario != visit.source:
        yield "Your changes are in it; made when it is known what came, they are no forecast."
    if not made.questions:
        yield "No question has an answer that can be scored."
        return
    told = verdict(made.comparisons, lambda name: name_scored_in_words(visit, made, name))
    yield f"**{escape(told)}**"
    late = [name_baseline(visit.scenario, name) for name in made.hindsight]
    if late:
        yield escape(f"{'; '.join(late)}: written by somebody who knew how it ended. Its score is no forecast's.")


def _tell_plainly(made: ScoreTable) -> str:
    """The forecast's score beside the best there is and beside saying 50 % to everything, as Markdown."""
    named = {one.name: one.brier for one in made.comparisons}
    own, even = named[FORECAST], named[EVEN]
    luck = "more than luck explains" if even.significant else "which may be luck"
    return (
        f"**The forecast's score is {own.mean:.3f}. 0 is the best, and always saying 50\u00a0% gets {even.mean:.3g}**: "
        f"compared with that it is {tell_better(even)}, {luck}. The score is the mean Brier score: the square of how "
        "far an answer lies from what came."
    )


def _draw_baselines(visit: PageVisit, made: ScoreTable) -> None:
    palette = find_palette()
    named = [(name_scored_in_words(visit, made, one.name), one) for one in made.comparisons]
    chart = DifferenceChart(
        [score_span(name, one.brier) for name, one in named if one.name != FORECAST], "scores", palette=palette
    )
    with st.container(key="scores"):
        draw_chart(chart.spec(), "scores-picture", "The forecast's mean Brier score less that of each other")
    st.caption(escape(_GUIDE))
    ranked = any(one.ranked is not None for _, one in named)
    heads = ["Who", "Questions", "Events", "Brier", LESS, "Log", LESS, *(["Ladders", "Ranked", LESS] if ranked else [])]
    with st.container(key="scores-figures"):
        rows = [ComparedRow(name, _cells(one, ranked)) for name, one in named]
        draw_table("The forecast's scores beside those of simpler ones", heads, rows, palette)
    st.caption(f"{_READING} In the log score an answer of 0 counts as half of one world, {one_in(made.bound)}.")
    for name, _ in made.left_out.items():
        called = name_scored_in_words(visit, made, name)
        st.caption(escape(f"{called} has no score: what was seen cannot be under it."))


def _cells(one: BaselineComparison, ranked: bool) -> list[ComparedCell | str]:
    own = one.name == FORECAST
    cells: list[ComparedCell | str] = [str(one.n), str(one.clusters)]
    cells += [*_mean(one.brier, own), *_mean(one.log, own)]
    if ranked:
        cells += ["", "", ""] if one.ranked is None else [str(one.ranked.n), *_mean(one.ranked, own)]
    return cells


def _mean(score: MeanScore, own: bool) -> list[ComparedCell | str]:
    """A mean, and the forecast's less it with its interval, in bold where that leaves 0 out."""
    if own:
        return [f"{score.mean:.3f}", ""]
    ends = "" if score.interval is None else " to ".join(map(_signed, score.interval))
    return [f"{score.mean:.3f}", ComparedCell(_signed(score.difference), ends, strong=score.significant)]


def _signed(value: float) -> str:
    return tell_signed(value).replace("-", MINUS)


def _draw_questions(visit: PageVisit, made: ScoreTable) -> None:
    titles = find_titles(visit.file).questions
    heads = ["Question", "Came", "Said", "Brier", "Log"]
    rows = [ComparedRow(titles[one.question], _question(one)) for one in made.questions]
    draw_table("What was said of every question, and what came", heads, rows, find_palette())


def _question(one: ScoredQuestion) -> list[ComparedCell | str]:
    own = one.scores[FORECAST]
    came = {0.0: "no", 1.0: "yes"}.get(one.truth, f"{one.truth:.0%}".replace("%", "\u00a0%"))
    return [came, f"{own.probability:.1%}".replace("%", "\u00a0%"), f"{own.brier:.3f}", f"{own.log:.3f}"]
