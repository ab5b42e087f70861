"""The options that several commands share: one name, one help, one rule each."""

from __future__ import annotations

import functools
from collections.abc import Callable
from datetime import date
from typing import Any, TypeVar

import click
from click.core import ParameterSource

from sim.errors import SimError

Command = TypeVar("Command", bound=Callable[..., Any])


def whole_number(option: str) -> Callable[[Any], int]:
    """What reads a whole number within the limits that `sim.results.limits` sets; else a usage error names the rule."""

    def read(value: Any) -> int:
        from sim.results.limits import require, rule
        from sim.scenario.file.yaml_scalars import plain_scalar
        from sim.scenario.model import values

        try:
            number = values.whole(plain_scalar(value) if isinstance(value, str) else value)
            require(**{option: number})
        except (ValueError, SimError):
            raise click.BadParameter(f"{value!r} - must be {rule(option)}") from None
        return number

    return read


def read_day(value: Any) -> date:
    """A date written 2026-01-31; a usage error for anything else."""
    from sim.scenario.model import values

    try:
        return values.day(value)
    except ValueError as error:
        raise click.BadParameter(str(error)) from None


def _read_size(value: Any) -> int:
    from sim.results.limits import SIZE_RULE, size

    try:
        return size(value)
    except SimError:
        raise click.BadParameter(f"{value!r} - must be {SIZE_RULE}") from None


def typed_options() -> dict[str, str]:
    """The options on the command line, by the parameter's name: each as it is typed, in its longest form."""
    context = click.get_current_context()
    return {
        parameter.name or "": max(parameter.opts, key=len)
        for parameter in context.command.params
        if isinstance(parameter, click.Option)
        and context.get_parameter_source(parameter.name or "") == ParameterSource.COMMANDLINE
    }


class Format(click.Choice[str]):
    """The form of what is written; `table`, the former word for `text`, is still read."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The form; a usage error for one that the command does not write."""
        return super().convert("text" if value == "table" else value, param, ctx)


def size_options(draws: int = 1000, limit: str = "draws", *, threads: bool = False) -> Callable[[Command], Command]:
    """`--draws`, `--worlds`, `--seed`, `--memory` and, for a command that can use them, `--threads`.

    draws: how many where nothing is said. limit: the name of their limits.
    """
    options = [
        _whole("draws", draws, "Samples of what is unknown.", limit),
        _whole("worlds", 64, "Histories played a draw.", "worlds"),
        _whole("seed", 1, "Another seed, another sample.", "seed"),
        *([_whole("threads", 1, "Processor cores to use; no digit changes.", "threads")] if threads else ()),
        memory_option,
    ]
    return lambda command: functools.reduce(lambda made, option: option(made), reversed(options), command)


def _whole(name: str, default: int, help: str, limit: str) -> Callable[[Command], Command]:
    return click.option(
        f"--{name}", type=whole_number(limit), default=default, show_default=True, metavar="N", help=help
    )


def policy_option(when_left_out: str, *names: str, multiple: bool = False) -> Callable[[Command], Command]:
    """`--policy`, one or several; names: the parameter's, where it is not `policy`."""
    return click.option(
        "--policy", *names, default=() if multiple else "", multiple=multiple, show_default=when_left_out, metavar="P",
        help="Under this policy.",
    )  # fmt: skip


def format_option(*forms: str) -> Callable[[Command], Command]:
    """`--format`; FileCommand takes it from the ending of --out where it is left out."""
    return click.option(
        "--format", "form", type=Format(forms), default="text", show_default="as FILE ends, else text",
        help="The form of what is written.",
    )  # fmt: skip


questions_option = click.option("--question", "questions", multiple=True, metavar="Q", help="This question.")
memory_option = click.option(
    "--memory", type=_read_size, default="1GB", show_default=True, metavar="SIZE", help="Refuse what would take more."
)
workers_option = click.option(
    "--workers", type=click.IntRange(1, 256), metavar="N", show_default="every core",
    help="Processes that share the work, each with --memory; no digit changes.",
)  # fmt: skip
set_option = click.option(
    "--set", "settings", multiple=True, metavar="PATH=VALUE", help="Change a value; may be given again."
)
as_of_option = click.option(
    "--as-of", type=read_day, metavar="DATE", show_default="today", help="The day of the forecast, its `as_of`."
)
