"""`batch.json`: the plan of a store, readable, and the same size for ten settings as for a million."""

from __future__ import annotations

import hashlib
import json
import platform
from collections.abc import Mapping, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any

from sim.batch.store.columns import Column, columns
from sim.batch.store.digests import FORMAT, Runs, common_digest, sweep_digest
from sim.batch.sweep.axis_titles import title_axes
from sim.batch.sweep.model import Level, Sweep, SweepAxis, SweptScenario
from sim.errors import FormatError, Problem
from sim.show.titles import find_titles
from sim.whole_files import whole_file

PLAN = "batch.json"
KIND = "scenario-sim batch"
MOST_TOLD = 200
"""Levels of an axis, and scenarios, that the plan lists; their digests cover all."""

_DECIDE = ("numpy", "scipy")
_SWEEP = "scenarios design axes evidence policies questions draws worlds seed keep settings".split()


def make_plan(sweep: Sweep, chunks: Sequence[Runs]) -> dict[str, Any]:
    """What `batch.json` holds. chunks: numbers of the settings in each."""
    plan = {
        "format": KIND, "format_version": FORMAT, "title": sweep.title, "file": sweep.file,
        "settings": len(sweep), "chunks": len(chunks), "settings_a_chunk": max(map(len, chunks), default=0),
        "sweep_digest": sweep_digest(sweep), "common_digest": common_digest(sweep), "chunks_digest": _digest(chunks),
        "versions": {"sim": version("scenario-sim"), "python": platform.python_version()}
        | {name: version(name) for name in (*_DECIDE, "pyarrow")},
        "scenarios": _few([_scenario(source) for source in sweep.sources]), "called": _called(sweep),
        "design": sweep.design, "axes": [_axis(axis) for axis in sweep.axes],
        "evidence": {name: hashlib.sha256(text.encode()).hexdigest() for name, text in sweep.evidence.items()},
        "policies": sweep.policies or "all", "questions": sweep.questions or "all",
        "draws": sweep.draws, "worlds": sweep.worlds, "seed": sweep.seed, "keep": list(sweep.keep),
        "columns": [vars(column) for column in columns(sweep)],
    }  # fmt: skip
    return dict(json.loads(_text(plan)))


def _scenario(source: SweptScenario) -> dict[str, str]:
    told = {"file": source.file, "sha256": source.digest}
    return told | {"title": source.scenario.title, "as_of": source.scenario.as_of.isoformat()}


def _called(sweep: Sweep) -> dict[str, dict[str, str]]:
    """What axes, questions and policies are called in sentences, by the first scenario."""
    scenario = sweep.sources[0].scenario
    titles = find_titles(scenario)
    return {
        "axes": title_axes([axis.name for axis in sweep.axes], scenario),
        "questions": dict(titles.questions),
        "policies": {policy: titles.policy(policy) for policy in scenario.policies},
    }


def _axis(axis: SweepAxis) -> dict[str, Any]:
    told: dict[str, Any] = {"name": axis.name, "kind": axis.kind}
    if axis.paths:
        told["paths"] = list(axis.paths)
    if axis.low is not None:
        told |= {"from": axis.low, "to": axis.high, "scale": axis.scale}
    return told | {"levels": _few([_level(level) for level in axis.levels])}


def _level(level: Level) -> Any:
    changes = dict(level.changes)
    if not level.says and all(value == level.cell for value in changes.values()):
        return level.cell
    told: dict[str, Any] = {"cell": level.cell, "says": level.says, "set": changes, "evidence": level.evidence}
    told["until"] = level.until and level.until.isoformat()
    return {name: value for name, value in told.items() if value or name == "cell"}


def _few(entries: Sequence[Any]) -> list[Any]:
    more = len(entries) - MOST_TOLD
    return [*entries[:MOST_TOLD], *([f"and {more} more"] if more > 0 else [])]


def _digest(chunks: Sequence[Runs]) -> str:
    digest = hashlib.sha256()
    for chunk in chunks:
        digest.update(b" ".join(b"%d" % run for run in chunk) + b"\n")
    return digest.hexdigest()


def write_plan(plan: Mapping[str, Any], folder: Path) -> None:
    """The plan in the folder's `batch.json`; raises OSError with its name where it cannot be written."""
    with whole_file(folder / PLAN, durable=True) as stream:
        stream.write(_text(plan))


def _text(plan: Mapping[str, Any]) -> str:
    return json.dumps(plan, indent=1, ensure_ascii=False, default=str) + "\n"


def read_plan(folder: Path) -> dict[str, Any]:
    """The plan of the store in a folder.

    Raises FileNotFoundError where there is no `batch.json`, FormatError where it is no plan of this format.
    """
    path = folder / PLAN
    try:
        plan = json.loads(path.read_bytes())
        known = plan["format"] == KIND
    except (ValueError, KeyError, TypeError):
        known = False
    if not known:
        raise FormatError([Problem("this is not the plan of a batch", file=str(path))])
    if plan["format_version"] != FORMAT:
        message = f"store of format {plan['format_version']}; this version of sim writes format {FORMAT}"
        raise FormatError([Problem(message, file=str(path))])
    return dict(plan)


def stored_columns(plan: Mapping[str, Any]) -> tuple[Column, ...]:
    """The columns of the store of a plan, in order."""
    return tuple(Column(**column) for column in plan["columns"])


def differences(there: Mapping[str, Any], wanted: Mapping[str, Any]) -> list[str]:
    """Why parts made by one plan cannot stand beside those of another, one sentence each; empty if they can."""
    told = [
        f"made with {name} {there['versions'].get(name)}, and this is {name} {wanted['versions'][name]}"
        for name in ("sim", *_DECIDE)
        if there["versions"].get(name) != wanted["versions"][name]
    ]
    if there["sweep_digest"] != wanted["sweep_digest"]:
        of_sweep = [_told(name, there[name], wanted[name]) for name in _SWEEP if there[name] != wanted[name]]
        told += of_sweep or ([] if told else ["another sweep: its settings differ"])
    elif there["chunks_digest"] != wanted["chunks_digest"]:
        told.append(f"{there['chunks']} chunks of at most {there['settings_a_chunk']} settings, not as laid out now")
    return told


def _told(name: str, there: Any, wanted: Any) -> str:
    if isinstance(there, str | int) and isinstance(wanted, str | int):
        return f"another sweep: {name} {there}, not {wanted}"
    return f"another sweep: its {name} differ"
