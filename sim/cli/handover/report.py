"""`sim report`: a scenario's answers as one file to hand on, and a file that was handed on, verified."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import click

from sim.cli.common.files import FileCommand, InputFile, out_option
from sim.cli.common.many_files import each
from sim.cli.common.one_scenario import one_scenario
from sim.cli.common.options import policy_option, questions_option, set_option, size_options, typed_options
from sim.cli.common.output import put
from sim.cli.common.seen import ledger_option, require_seen, seen_options
from sim.cli.common.settings import all_settings, tell_rounding
from sim.errors import FormatError, Problem
from sim.progress import Progress
from sim.text_files import content, decoded, label

_MOST = 50_000_000
"""Bytes of a report."""
_ALONGSIDE = ("verify", "out", "force", "threads", "memory")
"""Options that go with --verify."""


@click.command(cls=FileCommand)
@click.argument("path", required=False, type=InputFile(scenario=True), metavar="[SCENARIO]")
@questions_option
@click.option("--all", "every", is_flag=True, help="Every question.")
@policy_option("every policy; may be given again", "policies", multiple=True)
@set_option
@seen_options
@ledger_option
@size_options(limit="explain_draws", threads=True)
@click.option("--verify", type=InputFile(), metavar="REPORT", help="Make this report again and compare it.")
@out_option
def report(
    path: Path | None, questions: tuple[str, ...], every: bool, policies: tuple[str, ...], settings: tuple[str, ...],
    evidence: Path | None, until: date | None, given: tuple[str, ...], ledger: Path | None, verify: Path | None,
    out: Path | None, **size: Any,
) -> None:  # fmt: skip
    """Write an overview of every answer, and a page a question, as one file to hand on.

    A page has the question, likelihood in words and number, span, confidence, the policies beside each other, who says
    so, what would change it, what nobody was asked, the alternatives, and with evidence how it has moved. With
    --question these have a page, in this order; else all up to eight, and of more the one at which the dashboard opens.
    Of several --policy the first leads. FILE ends in .html or .md. It holds all that it was made from, and asks nothing
    of the network.

    --verify runs a report again from what it holds and compares every figure: exit code 2 where one differs.

    Example: sim report scenarios/venezuela-2025 -o report.html
    """
    if (path is None) == (verify is None):
        raise FormatError([Problem("name a scenario, or a report with --verify", file="SCENARIO")])
    if verify is not None:
        _require_alone(verify)
        put(_verified(verify, size["threads"], size["memory"]), out)
        return
    from sim.show.report.handout import form_of

    form = "html" if out is None else form_of(out)
    require_seen(evidence, given, until)
    tell_rounding(size["worlds"])
    all_settings(settings)

    def work(file: Path, progress: Progress) -> str:
        from sim.show.report.report import report as made

        return made(
            file, questions=questions, policies=policies, every=every, settings=settings, evidence=evidence,
            given=given, until=until, ledger=ledger, progress=progress, **size,
        ).text(form)  # fmt: skip

    each([one_scenario(path or Path())], work, lambda texts: put(texts[0], out), shows_progress=True)


def _verified(file: Path, threads: int, memory: int) -> str:
    from sim.show.report.verify import verify

    text = decoded(content(file, _MOST), label(file), most=_MOST, kind="report")
    return verify(text, label(file), threads=threads, memory=memory) + "\n"


def _require_alone(file: Path) -> None:
    """Refuse what a report that is verified says itself."""
    given = [option for name, option in typed_options().items() if name not in _ALONGSIDE]
    if given:
        message = f"goes without {', '.join(given)}: {label(file)} says itself what it was made from"
        raise FormatError([Problem(message, file="--verify")])
