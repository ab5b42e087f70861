"""`sim draft`: an article in, a scenario file to fill in out."""

from __future__ import annotations

from pathlib import Path

import click

from sim.cli.failures import clean
from sim.cli.output import require_writable, write


@click.command()
@click.argument("article", type=click.Path(path_type=Path), metavar="ARTICLE.txt")
@click.option("-o", "--out", type=click.Path(path_type=Path), metavar="FILE", help="Write to a file instead.")
@click.option("--force", is_flag=True, help="Replace FILE if it is there.")
def draft(article: Path, out: Path | None, force: bool) -> None:
    """Make a draft scenario of an article in plain text (UTF-8).

    Each phrase of likelihood with a named speaker becomes a draft judgment: speaker, phrase and place stand as in
    the text, and `claim`, `about` and all else is left to you. `sim check` then lists what is to be filled in. The
    rules are in docs/draft.md; no network and no language model has a part in it.
    """
    from sim.exchange import draft as drafting
    from sim.exchange import draft_write

    if out is not None:
        require_writable(out)
        if out.exists() and not force:
            raise FileExistsError(17, "is there already: give another name, or --force to replace it", str(out))
    found = drafting.read(article)
    text = draft_write.text(found, article.name)
    if out is None:
        click.echo(text, nl=False)
    else:
        write(text, out)
    click.echo(clean(draft_write.summary(found)), err=out is None)
