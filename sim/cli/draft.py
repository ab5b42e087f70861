"""`sim draft`: an article in, a scenario file to fill in out."""

from __future__ import annotations

from pathlib import Path

import click

from sim.cli.common.failures import clean, say
from sim.cli.common.files import FileCommand, InputFile, out_option
from sim.cli.common.output import put
from sim.text_files import label


@click.command(cls=FileCommand)
@click.argument("article", type=InputFile(), metavar="ARTICLE.txt")
@out_option
def draft(article: Path, out: Path | None) -> None:
    """Make a draft scenario of an article in plain text (UTF-8).

    Each phrase of likelihood with a named speaker becomes a draft judgment: speaker, phrase and place stand as in
    the text, and `claim`, `about` and all else is left to you. `sim check` then lists what is to be filled in. The
    rules are in docs/draft.md; no network and no language model has a part in it.
    """
    from sim.exchange.article import draft as drafting
    from sim.exchange.article import yaml

    found = drafting.read_article(article)
    put(yaml.write_draft(found, label(Path(article.name))), out)
    summary = clean(yaml.summarise(found))
    if out is None:
        say(summary)
    else:
        click.echo(summary)
