"""The brief of one answer: a page of HTML by itself, which asks nothing of the network and prints to one sheet."""

from __future__ import annotations

import shlex
from collections.abc import Mapping

from sim.results.forecast.model import Answer
from sim.results.report.model import QuestionPage
from sim.results.settings import RunSettings
from sim.show.report.answer import compare_policies, tell_answer
from sim.show.report.blocks import Pair
from sim.show.report.forms.html import write_html
from sim.show.report.grounds import tell_sentences, tell_unasked
from sim.show.report.making import tell_changes, tell_making, tell_places


def write_brief(page: QuestionPage) -> str:
    """The page, every text escaped; it is the same text for the same answer."""
    blocks = [
        *tell_answer(page, 1),
        *compare_policies(page, 2),
        *tell_sentences(page, 2),
        Pair(tell_unasked(page, 2), tell_changes(page.file, page.scenario, page.edits, 2)),
        *tell_making(page.scenario, page.forecast, 2, page.command, tell_places([page])),
    ]
    return write_html(f"{page.scenario.title}: {page.answer.asks}", blocks)


def write_command(file: str, answer: Answer, settings: RunSettings, edits: Mapping[str, str]) -> str:
    """The command that writes the brief of an answer; file: the scenario's. edits: those that are not in the file."""
    sets = [f"--set {shlex.quote(f'{path}={text}')}" for path, text in edits.items()]
    size = f"--draws {settings.draws} --worlds {settings.worlds} --seed {settings.seed}"
    names = f"{shlex.quote(file)} {shlex.quote(answer.question)} --policy {shlex.quote(answer.policy)}"
    return " ".join([f"sim brief {names} {size}", *sets, "-o brief.html"])
