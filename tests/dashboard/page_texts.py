"""Every text that a page draws as HTML or Markdown, in whatever element, as it is read."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from typing import Any

import pyarrow
from google.protobuf.message import Message
from streamlit.testing.v1 import AppTest

_TEXTS = ("body", "label", "content", "placeholder", "text")
_NOT_DRAWN = ("vega_lite_chart", "graphviz_chart", "code", "spinner", "button_group_style")


def read_texts(app: AppTest) -> list[str]:
    """All of them, without marks of HTML, and without what is drawn by a picture or is code."""
    return [text for raw in _walk(app._tree.main) for text in _plain(raw) if text.strip()]


def _plain(raw: str) -> Iterator[str]:
    told = re.sub(r"<style>.*?</style>", "", raw, flags=re.DOTALL)
    yield html.unescape(re.sub(r"</?[a-z][^>]*>", "\n", told)) if "<" in told else html.unescape(told)


def _walk(node: Any) -> Iterator[str]:
    kind, proto = getattr(node, "type", ""), getattr(node, "proto", None)
    if isinstance(proto, Message) and kind not in _NOT_DRAWN:
        yield from _strings(proto)
    for child in getattr(node, "children", {}).values():
        yield from _walk(child)


def _strings(proto: Message) -> Iterator[str]:
    for field, value in proto.ListFields():
        several = list(value) if field.is_repeated else [value]
        for one in several:
            if isinstance(one, Message):
                yield from _strings(one)
            elif isinstance(one, str) and field.name in _TEXTS:
                yield one
            elif isinstance(one, bytes) and field.name == "data":
                table = pyarrow.ipc.open_stream(one).read_all()
                yield from table.column_names
                yield from (str(cell) for row in table.to_pylist() for cell in row.values())
