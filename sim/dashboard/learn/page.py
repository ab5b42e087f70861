"""What if we learn: what was seen day by day, what it does to the answers, and what to watch."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from sim.dashboard import picker
from sim.dashboard.address import escape
from sim.dashboard.choosers import choose_policy, choose_question
from sim.dashboard.learn import answers, days, evidence_list, given, influence, later
from sim.dashboard.learn.beside import EvidenceBeside, find_ledger, read_beside
from sim.dashboard.learn.choice import LearnChoice, follow_seen, gather_seen, settle_choice
from sim.dashboard.learn.size import fit_draws, is_cheap
from sim.dashboard.learn.work import LearnRun, find_answer, find_every_answer, settle_policy, tell_run, tell_seen
from sim.dashboard.view import find_palette
from sim.dashboard.visit import PageVisit
from sim.errors import ModelError, SimError
from sim.results.forecast.model import Forecast
from sim.scenario.resolve.observations import Observations
from sim.show import words
from sim.show.charts.ink import Palette
from sim.show.titles import find_titles

_SEEN = "what-was-seen"
_DAYS = "## Day by day: what silence did, and what each entry"
Places = tuple[DeltaGenerator, DeltaGenerator, DeltaGenerator]
"""Where the chosen answer goes, all answers and what hangs on them, and what is as wide as the page."""

_STYLE = """
.st-key-learn-answer {background: PAPER; padding: .4rem 2.5rem .5rem 0; border-bottom: 1px solid GRID}
@media (min-height: 600px) {
    [data-testid=stLayoutWrapper]:has(> .st-key-learn-answer) {position: sticky; top: 0; z-index: 98}
    .stMain {scroll-padding-top: 11rem}
}
@media (min-height: 600px) and (min-width: 641px) {
    [data-testid=stColumn]:has(.st-key-learn-watch) {position: sticky; top: 7rem; align-self: flex-start}
}
.st-key-learn-answer [data-testid=stMarkdownContainer] {margin-bottom: 0}
.st-key-learn-answer h1 {padding: 0}
.st-key-learn-entries [data-testid=stCaptionContainer] {margin: -.7rem 0 0 2.6rem}
.st-key-learn-suppose button p {white-space: normal; text-align: left}
.st-key-learn-diagram {overflow-x: auto}
.st-key-learn-diagram svg {max-width: none}
@media (min-width: 1041px) {.st-key-learn-sideways {display: none}}
@media (min-width: 641px) {.st-key-learn-jump {display: none}}
"""


def draw_page(visit: PageVisit) -> None:
    """Draw the page: the chosen answer first, what is dear after it or when somebody asks."""
    visit.draw_choices()
    choose_policy(visit)
    choose_question(visit, visit.row)
    palette = find_palette()
    st.html(f"<style>{_STYLE.replace('PAPER', palette.paper).replace('GRID', palette.grid)}</style>")
    known = read_beside(visit.scenario)
    chosen, problems = settle_choice(visit.state, visit.scenario, known)
    with visit.problems:
        if problems:
            picker.show_problems(ModelError(problems), "What is supposed and does not fit is left out")
        if known.problem is not None:
            picker.show_problems(known.problem, "The evidence beside this scenario cannot be used")
    note = st.container(key="learn-note")
    top = st.container(key="learn-answer")
    suppose = _draw_controls(visit, known, chosen)
    left, right = st.columns([1, 1], gap="large")
    with right:
        _draw_entries(known, chosen)
    below = st.container()
    try:
        with note:
            run, seen = _settle_run(visit, known, chosen)
    except SimError as error:
        with visit.problems:
            picker.show_problems(error, "What is seen and supposed does not go with this scenario's policies")
        run, seen = _plain_run(visit), Observations()
    with suppose:
        given.draw_given(visit.scenario, chosen, run.policy)
    try:
        _draw_learned(visit, known, chosen, run, seen, (top, left, below))
    except SimError as error:
        with visit.problems:
            picker.show_problems(error, "What is seen and supposed cannot be")


def _draw_controls(visit: PageVisit, known: EvidenceBeside, chosen: LearnChoice) -> DeltaGenerator:
    """The day and silence, and the place for what is supposed."""
    day, more = st.columns([1, 1], gap="large", vertical_alignment="bottom")
    with day:
        evidence_list.draw_day(known, chosen)
        if later_ones := evidence_list.say_later(known, chosen):
            st.caption(later_ones)
    with more:
        evidence_list.draw_quiet(known, chosen, visit.state)
        suppose = st.container()
    if known.entries:
        with st.container(key="learn-jump"):
            counted = evidence_list.say_counted(known, chosen)
            st.markdown(f'{counted} <a href="#{_SEEN}">See them</a>', unsafe_allow_html=True)
    return suppose


def _draw_entries(known: EvidenceBeside, chosen: LearnChoice) -> None:
    """What was seen, entry by entry."""
    st.markdown(f'<h2 id="{_SEEN}">What was seen</h2>', unsafe_allow_html=True)
    if not known.entries:
        st.caption("No evidence file lies beside this scenario; suppose something, or let silence count.")
        return
    st.caption(f"{evidence_list.say_counted(known, chosen)} {evidence_list.say_off(chosen)}")
    with st.container(key="learn-entries", gap="xsmall"):
        evidence_list.draw_entries(known, chosen)


def _plain_run(visit: PageVisit) -> LearnRun:
    state = visit.state
    return LearnRun(visit.scenario, state.policy, state.question, state.draws, state.worlds, state.seed)


def _settle_run(visit: PageVisit, known: EvidenceBeside, chosen: LearnChoice) -> tuple[LearnRun, Observations]:
    """The run, under a policy that does not set what was seen, and all that was; what differs from the view is told."""
    seen = gather_seen(visit.scenario, known, chosen)
    plain = _plain_run(visit)
    run = _fit_run(plain, seen)
    if run.policy != plain.policy:
        under, chosen_one = (find_titles(visit.file).policy(name) for name in (run.policy, plain.policy))
        why = _say_why_not(visit, plain.policy, seen)
        st.info(escape(f"Everything here is under “{under}”, not under “{chosen_one}”: {why}"))
    if run.draws < plain.draws:
        st.info(f"{run.draws:,} draws are taken here, to answer soon; `sim run` takes as many as are asked for.")
    return run, seen


def _fit_run(run: LearnRun, seen: Observations) -> LearnRun:
    """The run with what was seen: under a policy that leaves it to chance, with draws that are soon worked out."""
    open_run = replace(run, policy=settle_policy(run.scenario, run.policy, seen))
    return replace(open_run, draws=fit_draws(open_run, seen))


def _say_why_not(visit: PageVisit, chosen: str, seen: Observations) -> str:
    """Why what was seen cannot be weighed under the chosen policy."""
    labels = [visit.scenario.variables[name].label for name in dict.fromkeys(one.variable for one in seen)
              if name in visit.scenario.paths[chosen]]  # fmt: skip
    return (
        f"“{find_titles(visit.file).policy(chosen)}” sets {words.join_items(labels)} beforehand, and what was seen of "
        "it can only count where it is left to chance."
    )


def _draw_learned(
    visit: PageVisit, known: EvidenceBeside, chosen: LearnChoice, run: LearnRun, seen: Observations, places: Places
) -> None:  # fmt: skip
    """All that hangs on what was seen, the chosen answer first."""
    top, left, below = places
    palette = find_palette()
    seen_alone = gather_seen(visit.scenario, known, replace(chosen, given=())) if chosen.given else seen
    looks = Observations(), seen_alone, *((seen,) if chosen.given else ())
    with top:
        made = _draw_status(visit, known, chosen, run, looks)
    with left, st.container(key="learn-answers"):
        made = _draw_answers(visit, run, looks, made, palette)
    with left:
        _draw_more(visit, chosen, run, seen, made[1], palette)
    with below:
        if len(known.days) > 1:
            _draw_days(visit, known, chosen, run, palette)
        st.markdown("## What hangs on what, and how far it moved", anchors=False)
        influence.draw_influence(run, seen, palette)


def _draw_days(
    visit: PageVisit, known: EvidenceBeside, chosen: LearnChoice, run: LearnRun, palette: Palette
) -> None:  # fmt: skip
    """Day by day, under the policy of `sim replay`: one that leaves to chance what was seen on any of the days."""
    titles, watched = find_titles(visit.file), follow_seen(visit.scenario, known, chosen)
    seen = watched(known.days[-1])
    try:
        all_days = _fit_run(run, seen)
    except SimError as error:
        st.markdown(_DAYS, anchors=False)
        picker.show_problems(error, "The days cannot be followed under any policy")
        return
    other = all_days.policy != run.policy
    st.markdown(f"{_DAYS}, {escape(titles.case(all_days.policy))}" if other else _DAYS, anchors=False)
    if other:
        st.caption(escape(f"Not {titles.case(run.policy)}: {_say_why_not(visit, run.policy, seen)}"))
    if all_days.draws < run.draws:
        st.caption(f"From {all_days.draws:,} draws, to answer soon.")
    days.draw_days(all_days, known, watched, (tell_run(all_days), tell_seen(seen)), palette)


def _draw_status(
    visit: PageVisit, known: EvidenceBeside, chosen: LearnChoice, run: LearnRun, looks: tuple[Observations, ...]
) -> list[Forecast]:  # fmt: skip
    """The chosen question's answer, and its forecasts: before, after, and with what is supposed."""
    st.markdown(f"# {escape(visit.file.questions[run.question].asks)}", anchors=False)
    slot = st.empty()
    key, case = (run.policy, run.question), answers.write_case(visit.file, run.policy)
    made = [find_answer(run, looks[0])]
    slot.markdown(answers.write_waiting(made[0].answers[key], case), unsafe_allow_html=True)
    made += [find_answer(run, seen) for seen in looks[1:]]
    told = answers.write_status(
        chosen, case, len(chosen.shows(known)), len(known.entries), [one.answers[key] for one in made],
        silent=bool(looks[1].silences), change=answers.tell_change(run, looks[-1], made[-1].answers[key]),
    )  # fmt: skip
    slot.markdown(told, unsafe_allow_html=True)
    return made


def _draw_answers(
    visit: PageVisit, run: LearnRun, looks: tuple[Observations, ...], made: list[Forecast], palette: Palette
) -> list[Forecast]:  # fmt: skip
    """The dumbbells of the chosen answer or of all, what stands below them, and the forecasts that they show."""
    titles, count = find_titles(visit.file), len(visit.file.questions)
    key = f"learn-all:{run.scenario.id}"  # what is cheap in one scenario is not in another
    st.session_state.setdefault(key, is_cheap(run, count, run.draws))
    if count > 1 and st.toggle(f"All {count} answers", key=key):
        with st.spinner("Working out every answer"):
            made = [find_every_answer(run, seen) for seen in looks]
    rows = answers.pair_answers(titles, run.policy, made, run.question)
    answers.draw_dumbbells(rows, visit.state.scale, palette, "learn-dumbbells")
    st.caption(escape(answers.tell_weight(made[-1], run.policy)))
    learned = made[-1].seen.get(run.policy)
    evidence_list.draw_silences(visit.scenario, None if learned is None else learned.silences)
    return made


def _draw_more(
    visit: PageVisit, chosen: LearnChoice, run: LearnRun, seen: Observations, made: Forecast, palette: Palette
) -> None:  # fmt: skip
    """What moved since a ledger's last entry, and what to watch."""
    titles = find_titles(visit.file)
    ledger = find_ledger(visit.scenario)
    if ledger is not None:
        st.markdown("## What moved since the last entry of the ledger", anchors=False)
        with st.container(key="learn-since"):
            later.draw_ledger(run, ledger, made, titles.questions.__getitem__)
    with st.container(key="learn-watch"):
        _draw_watch(visit, chosen, run, seen, palette)


def _draw_watch(visit: PageVisit, chosen: LearnChoice, run: LearnRun, seen: Observations, palette: Palette) -> None:
    """What to watch, and under which policy."""
    st.markdown(f"## What to watch, under “{escape(find_titles(visit.file).policy(run.policy))}”", anchors=False)
    if run.policy != visit.state.policy:
        st.caption(escape(f"Why not the chosen policy: {_say_why_not(visit, visit.state.policy, seen)}"))
    later.draw_watch(run, seen, chosen.day, later.choose_window(visit.state), palette)
