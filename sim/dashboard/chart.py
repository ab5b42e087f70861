"""A picture on the page: its rows travel as an Arrow table, apart from a specification that does not change."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pyarrow as pa
import streamlit as st


def draw_chart(
    spec: dict[str, Any], key: str, name: str, pick: str = "", picked: Callable[[], None] | None = None
) -> None:
    """Draw a Vega-Lite specification of `sim.show.charts`.

    name: what the chart is called where it is not seen; it does not hang on the numbers, or the chart would be put
    there anew. pick: the selection by which a mark is chosen, and picked: what is called then.
    """
    bare = {part: value for part, value in spec.items() if part != "data"}
    table = to_table(spec["data"]["values"])
    if picked is None:
        st.vega_lite_chart(table, bare, key=key, alt=name, width="stretch")
    else:
        st.vega_lite_chart(table, bare, key=key, alt=name, width="stretch", on_select=picked, selection_mode=pick)


def to_table(rows: list[dict[str, Any]]) -> pa.Table:
    """Rows as an Arrow table with the columns of them all, in the order in which they come up.

    >>> to_table([{"a": 1}, {"b": "x"}]).to_pylist()
    [{'a': 1, 'b': None}, {'a': None, 'b': 'x'}]
    """
    names = dict.fromkeys(name for row in rows for name in row)
    return pa.table({name: [row.get(name) for row in rows] for name in names})
