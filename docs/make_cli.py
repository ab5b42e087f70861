"""Writes docs/cli.md from the help of the commands: `python docs/make_cli.py`."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click

from sim.cli import cli

PAGE = Path(__file__).with_name("cli.md")
TOP = """# The command line

Made from `sim --help` by `python docs/make_cli.py`; a test keeps it current. What the JSON and CSV of `sim run` hold
is told in [output.md](output.md), the paths that `--set` takes in [format.md](format.md).

All commands share these rules:

- `-o FILE` writes to a file, whole or not at all; `-` is standard input or output wherever a file is named.
- A file that is there is replaced with `--force` only, and one that the command reads never.
- Where a command writes several forms, the ending of FILE says which: `.txt`, `.json`, `.csv`, `.md`. `--format` wins.
- The name of a scenario that comes with the program (`sim examples`) stands for its path: `sim run first-steps`.
"""


def page() -> str:
    """The whole page as Markdown."""
    whole = click.Context(cli, info_name="sim", terminal_width=90, **cli.context_settings)
    return TOP + "".join(_section(context) for context in (whole, *_below(whole, cli)))


def _below(parent: click.Context, group: click.Group) -> Iterator[click.Context]:
    """The commands of a group in the order of its help, each followed by its own."""
    for name in group.list_commands(parent):
        command = group.commands[name]
        context = click.Context(command, info_name=name, parent=parent)
        yield context
        if isinstance(command, click.Group):
            yield from _below(context, command)


def _section(context: click.Context) -> str:
    return f"\n## {context.command_path}\n\n```text\n{context.get_help()}\n```\n"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8", newline="")
