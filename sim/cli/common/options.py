"""What options of several commands share: whole numbers within limits, and dates."""

from __future__ import annotations

from typing import Any

import click

from sim.errors import SimError


class WholeNumber(click.ParamType[int]):
    """A whole number within the limits that `sim.results.limits` sets for the option."""

    name = "integer"

    def __init__(self, option: str) -> None:
        self.option = option

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """The number; a usage error that names the rule where it is none or out of range."""
        from sim.results.limits import require, rule
        from sim.scenario.file.yaml_scalars import plain_scalar
        from sim.scenario.model import values

        try:
            number = values.whole(plain_scalar(value) if isinstance(value, str) else value)
            require(**{self.option: number})
        except (ValueError, SimError):
            self.fail(f"{value!r} - must be {rule(self.option)}", param, ctx)
        return number


class Bytes(click.ParamType[int]):
    """A size such as 500MB."""

    name = "size"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """The size in bytes; a usage error that names the rule for anything else."""
        from sim.results.limits import SIZE_RULE, size

        try:
            return size(value)
        except SimError:
            self.fail(f"{value!r} - must be {SIZE_RULE}", param, ctx)


class Day(click.ParamType[Any]):
    """A date written 2026-01-31."""

    name = "date"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """The date; a usage error for anything else."""
        from sim.scenario.model import values

        try:
            return values.day(value)
        except ValueError as error:
            self.fail(str(error), param, ctx)


memory_option = click.option(
    "--memory", type=Bytes(), default="1GB", show_default=True, metavar="SIZE", help="Refuse what would take more."
)
