"""A store as far as it is: opened anew in each run of the page, and read again only when it has changed."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import streamlit as st

from sim.batch.store.status import StoreStatus
from sim.batch.store.store import Store
from sim.batch.summary.discovery.discover import discover
from sim.batch.summary.discovery.model import Discovery
from sim.batch.summary.model import SweptSpread
from sim.batch.summary.stored import find_answers, open_table, read_names
from sim.batch.summary.summarise import summarise_sweep
from sim.batch.summary.sweep_table import Key, SweepTable
from sim.dashboard.turns import TURNS


@dataclass(frozen=True, eq=False)
class OpenedStore:
    """A store that the page shows. name: in the address. version: what tells it from another store and from itself at
    another time: folder, digests of its plan, number and times of its parts."""

    name: str
    store: Store
    version: tuple[str, ...]

    @property
    def title(self) -> str:
        """That of its sweep."""
        return str(self.store.plan["title"])

    @property
    def names(self) -> dict[str, str]:
        """What axes, policies and questions are called: name or id -> words."""
        axes = {axis["name"]: axis["name"].replace(".", " ").replace("_", " ") for axis in self.store.plan["axes"]}
        return {**axes, "file": "scenario", **read_names(self.store.plan)}


_KEPT: Any = {"show_spinner": False, "hash_funcs": {OpenedStore: lambda opened: opened.version}}


def open_store(name: str, folder: Path) -> OpenedStore:
    """The store as it is now; raises FormatError and OSError as `Store.open` and `Store.files`."""
    store = Store.open(folder)
    parts = store.files()
    times = hashlib.sha256(repr([path.stat().st_mtime_ns for path in parts.values()]).encode()).hexdigest()
    digests = (store.plan["sweep_digest"], store.plan["chunks_digest"])
    return OpenedStore(name, store, (str(folder), *digests, str(len(parts)), times))


@st.cache_resource(max_entries=64, **_KEPT)
def read_status(opened: OpenedStore) -> StoreStatus:
    """How far the store is; raises FormatError for a part that is damaged or of another sweep."""
    return opened.store.status()


@st.cache_resource(max_entries=64, **_KEPT)
def list_answers(opened: OpenedStore) -> dict[Key, float]:
    """Policy and question -> how far the settings move the answer; raises as `read_status`."""
    with TURNS.take():
        return find_answers(opened.store)


@st.cache_resource(max_entries=6, **_KEPT)
def read_table(opened: OpenedStore, question: str) -> SweepTable:
    """The settings with the answers to one question; raises as `read_status`."""
    with TURNS.take():
        return open_table(opened.store, question)


@st.cache_resource(max_entries=256, **_KEPT)
def find_spread(opened: OpenedStore, key: Key) -> SweptSpread:
    """How one answer spreads over the settings, and what moves it; raises as `read_status`."""
    table = read_table(opened, key[1])
    with TURNS.take():
        return summarise_sweep(table, policy=key[0], questions=[key[1]]).answers[0]


@st.cache_resource(max_entries=256, **_KEPT)
def find_boxes(opened: OpenedStore, key: Key, sign: str, bound: float) -> Discovery:
    """The boxes of settings in which an answer is mostly beyond a bound.

    sign: `>` or `<`. bound: in per cent. Raises as `read_status`.
    """
    table = read_table(opened, key[1])
    with TURNS.take():
        return discover(table, f"{key[1]} {sign} {bound:.10g}%", policy=key[0])
