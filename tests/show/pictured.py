"""What tests of pictures ask of a specification."""

from __future__ import annotations

import json
from typing import Any

import altair as alt

Spec = dict[str, Any]


def rows(spec: Spec, kind: str | None = None) -> list[dict[str, Any]]:
    """The rows of the table, all or those of one kind."""
    values: list[dict[str, Any]] = spec["data"]["values"]
    return values if kind is None else [row for row in values if row["kind"] == kind]


def frame(spec: Spec) -> str:
    """The specification without its data."""
    return json.dumps({key: value for key, value in spec.items() if key != "data"}, sort_keys=True)


def check(spec: Spec) -> None:
    """The specification is one of Vega-Lite, each layer has rows that it may take, and rows hold plain values."""
    alt.Chart.from_dict(spec)
    json.dumps(spec, allow_nan=False)
    kinds = {row["kind"] for row in rows(spec)}
    asked = {layer["transform"][0]["filter"].split("'")[1] for layer in spec["layer"]}
    assert kinds <= asked, "rows that no layer draws"
