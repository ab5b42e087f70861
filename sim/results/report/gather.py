"""A report from its recipe: the forecast once, then each page's answer taken apart."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from sim.progress import Progress, portion, untold
from sim.results.ancestry import find_opening
from sim.results.compare.alternatives import alternatives
from sim.results.compare.views import Views
from sim.results.explain.case import Case, case
from sim.results.explain.model import Explanation
from sim.results.explain.shares import explain
from sim.results.forecast.model import Forecast
from sim.results.forecast.run import forecast
from sim.results.limits import MEMORY, require, require_known
from sim.results.report.command import write_command
from sim.results.report.model import QuestionPage, Report
from sim.results.report.recipe import Recipe
from sim.scenario import edit
from sim.scenario.evidence import EvidenceFile, from_text, parse
from sim.scenario.evidence.silence import with_silence
from sim.scenario.file.read import loads
from sim.scenario.resolve.observations import Observations
from sim.scenario.resolve.scenario import Scenario

MOST_PAGES = 8
"""Questions that all have a page where none is named; of more, only the one at which the dashboard opens."""


@dataclass(frozen=True)
class _Work:
    """What every page is made with."""

    scenario: Scenario
    seen: Observations
    made: Forecast
    memory: int | str
    threads: int


def gather(
    recipe: Recipe, *, threads: int = 1, memory: int | str = MEMORY, progress: Progress = untold
) -> Report:  # fmt: skip
    """The report that a recipe gives, the same on every machine.

    threads, memory, progress: as in `sim.forecast`. Raises what reading, editing and forecasting raise, ModelError for
    an unknown policy or question, FormatError for fewer than a hundred draws.
    """
    require(explain_draws=recipe.draws, worlds=recipe.worlds, seed=recipe.seed)
    name, text = recipe.scenario
    with recipe.laid_out() as folder:
        file = loads(text, name, folder if recipe.beside else None)
        scenario = edit.edit(file, dict(map(edit.setting, recipe.settings))) if recipe.settings else file
        require_known(scenario, policies=recipe.policies, questions=recipe.questions)
        seen = _seen(recipe, scenario)
        made = forecast(
            scenario, draws=recipe.draws, worlds=recipe.worlds, seed=recipe.seed, threads=threads, memory=memory,
            policies=recipe.policies or None, observations=seen, progress=portion(progress, 0.0, 0.3),
        )  # fmt: skip
        work = _Work(scenario, seen, made, memory, threads)
        first = _lead(recipe, scenario, made)
        leads = {question: _lead_of(made, first, question) for question in _pages(recipe, scenario)}
        told = _explained(work, leads, portion(progress, 0.3, 0.8))
        views = _views(work, leads)
    command = write_command(recipe)
    pages = tuple(
        QuestionPage(file, scenario, made, told[question], recipe.edits, command, views.get(policy))
        for question, policy in leads.items()
    )
    progress(1.0)
    return Report(recipe, file, scenario, made, first, pages, command)


def _seen(recipe: Recipe, scenario: Scenario) -> Observations:
    """As `sim.evidence` has it."""
    told = EvidenceFile(()) if recipe.evidence is None else parse(recipe.evidence[1], recipe.evidence[0], scenario)
    more = tuple(from_text(text, number, scenario) for number, text in enumerate(recipe.given, start=1))
    return with_silence(told.listed + more, told.quiet, scenario, recipe.until)


def _pages(recipe: Recipe, scenario: Scenario) -> tuple[str, ...]:
    """The questions that have a page, in the file's order."""
    every = tuple(scenario.questions)
    if recipe.questions:
        return tuple(name for name in every if name in recipe.questions)
    if recipe.every or len(every) <= MOST_PAGES:
        return every
    return (find_opening(scenario)[1],)


def _lead(recipe: Recipe, scenario: Scenario, made: Forecast) -> str:
    """The policy that the report leads with: the first that was named, else that at which the dashboard opens."""
    wanted = recipe.policies[0] if recipe.policies else find_opening(scenario)[0]
    return wanted if wanted in made.policies else next(iter(made.policies), "")


def _lead_of(made: Forecast, first: str, question: str) -> str:
    """The policy of a question's page: the report's, unless that settles the answer and another leaves it open."""
    in_turn = [first, *(policy for policy in made.policies if policy != first)]
    return next((policy for policy in in_turn if not made.answers[policy, question].settled), first)


def _explained(work: _Work, leads: Mapping[str, str], progress: Progress) -> dict[str, Explanation]:
    """Each page's answer taken apart; cases after the first take over what they share with it."""
    found: dict[str, Explanation] = {}
    settings = work.made.settings
    firsts: dict[str, Case] = {}
    for number, (question, policy) in enumerate(leads.items(), start=1):
        like = firsts.get(policy) or case(
            work.scenario, question, policy, settings.draws, settings.worlds, settings.seed, work.memory
        )
        firsts[policy] = like
        one = like if like.question == question else replace(like, question=question, like=like)
        found[question] = explain(one)
        progress(number / len(leads))
    return found


def _views(work: _Work, leads: Mapping[str, str]) -> dict[str, Views]:
    """Policy -> the answers of its pages under each alternative; empty where the scenario names none."""
    if not work.scenario.alternatives:
        return {}
    settings = work.made.settings
    return {
        policy: alternatives(
            work.scenario, policy=policy, questions=list(questions), observations=work.seen, draws=settings.draws,
            worlds=settings.worlds, seed=settings.seed, threads=work.threads, memory=work.memory,
        )
        for policy, questions in _by_policy(leads)
    }  # fmt: skip


def _by_policy(leads: Mapping[str, str]) -> Iterator[tuple[str, Sequence[str]]]:
    for policy in dict.fromkeys(leads.values()):
        yield policy, [question for question, lead in leads.items() if lead == policy]
