"""What a store says: how far it is, how answers spread, what leads to one, and all of it as CSV."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from sim.batch.store.csv_file import write_csv
from sim.batch.store.store import Store
from sim.batch.summary.discovery.discover import discover
from sim.batch.summary.discovery.export import discovery_csv, discovery_json
from sim.batch.summary.discovery.text import show_discovery
from sim.batch.summary.export import summary_csv, summary_json
from sim.batch.summary.stored import open_table, read_names
from sim.batch.summary.summarise import summarise_sweep
from sim.batch.summary.text import show_summary
from sim.errors import FormatError, Problem


def read_store(
    folder: Path, form: str, *, status: bool, summary: bool, what_leads_to: str | None, policy: str, csv: Path | None,
    width: int, bold: Callable[[str], str],
) -> str:  # fmt: skip
    """What is asked of a store, as text, JSON or CSV; empty where all of it went to the file `csv`.

    Raises FormatError and ModelError for a store, a condition or a policy that is not there.
    """
    store = Store.open(folder)
    if csv is not None:
        write_csv(store, csv)
        return ""
    if status:
        if form != "text":
            raise FormatError([Problem("--status is told as text alone", file="--format")])
        return f"{folder}: {store.status().text}\n"
    swept, names = open_table(store), read_names(store.plan)
    if not len(swept):
        raise FormatError([Problem("the store holds no setting yet", file=str(folder))])
    if what_leads_to is not None:
        found = discover(swept, what_leads_to, policy=policy or None)
        if form == "text":
            return show_discovery(found, names=names, width=width, bold=bold)
        return discovery_json(found, names) if form == "json" else discovery_csv(found)
    _require_policy(policy, [key[0] for key in swept.keys], folder)
    told = summarise_sweep(swept, title=store.plan["title"], planned=store.plan["settings"], policy=policy or None)
    if form == "text":
        return show_summary(told, names=names, width=width, bold=bold)
    return summary_json(told) if form == "json" else summary_csv(told)


def _require_policy(policy: str, known: list[str], folder: Path) -> None:
    from sim.errors import ModelError, nearest

    if policy and policy not in known:
        names = list(dict.fromkeys(known))
        raise ModelError([Problem(f"unknown policy '{policy}'{nearest(policy, names)}", "policies", str(folder))])
