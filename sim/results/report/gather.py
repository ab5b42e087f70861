"""A report from its recipe: the forecast once, then each page's answer taken apart."""

from __future__ import annotations

from sim.progress import Progress, portion, untold
from sim.results.ancestry import find_opening
from sim.results.forecast.model import Forecast
from sim.results.forecast.run import forecast
from sim.results.limits import MEMORY, require, require_known
from sim.results.report.command import write_command
from sim.results.report.model import QuestionPage, Report
from sim.results.report.page_work import PageWork
from sim.results.report.recipe import Recipe
from sim.results.report.since import find_last_said
from sim.scenario import edit
from sim.scenario.evidence import EvidenceFile, from_text, parse
from sim.scenario.evidence.silence import with_silence
from sim.scenario.file.read import loads
from sim.scenario.resolve.observations import Observations
from sim.scenario.resolve.scenario import Scenario

MOST_PAGES = 8
"""Questions that all have a page where none is named; of more, only the one at which the dashboard opens."""


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
        seen = find_seen(recipe, scenario)
        made = forecast(
            scenario, draws=recipe.draws, worlds=recipe.worlds, seed=recipe.seed, threads=threads, memory=memory,
            policies=recipe.policies or None, observations=seen, progress=portion(progress, 0.0, 0.2),
        )  # fmt: skip
        first = _lead(recipe, scenario, made)
        leads = {question: _lead_of(made, first, question) for question in _pages(recipe, scenario)}
        work = PageWork(scenario, seen, made, leads, memory, threads)
        told = work.explained(portion(progress, 0.2, 0.4))
        watched = work.indicators(portion(progress, 0.4, 0.8))
        views = work.views()
        moved = work.replays(recipe, folder, portion(progress, 0.8, 1.0))
    command, said = write_command(recipe), find_last_said(recipe, file, made, seen, scenario)
    pages = tuple(
        QuestionPage(
            file, scenario, made, told[question], recipe.edits, command, views.get(policy), watched.get(question),
            moved.get(policy), said,
        )
        for question, policy in leads.items()
    )  # fmt: skip
    progress(1.0)
    return Report(recipe, file, scenario, made, first, pages, command, said)


def find_seen(recipe: Recipe, scenario: Scenario) -> Observations:
    """What a recipe has as seen, as `sim.evidence` has it. Raises what reading raises."""
    told = EvidenceFile(()) if recipe.evidence is None else parse(recipe.evidence[1], recipe.evidence[0], scenario)
    more = tuple(from_text(text, number, scenario) for number, text in enumerate(recipe.given, start=1))
    return with_silence(told.listed + more, told.quiet, scenario, recipe.until)


def _pages(recipe: Recipe, scenario: Scenario) -> tuple[str, ...]:
    """The questions that have a page: as they were named, else in the file's order."""
    every = tuple(scenario.questions)
    if recipe.questions:
        return recipe.questions
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
