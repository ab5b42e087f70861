"""The address bar as memory: what goes in comes out, and what cannot be read is left out."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args
from urllib.parse import parse_qs, urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as some
from streamlit import config

from sim.dashboard import address, picker
from sim.dashboard.state import DRAWS, WORLDS, Sort, State, from_query, to_query

ROOT = Path(__file__).parents[2]
PATHS = some.from_regex(r"[a-z]{1,8}(\.[A-Za-z0-9_]{1,8}){0,3}", fullmatch=True)


@given(
    some.builds(
        State,
        scenario=some.text(max_size=10), policy=some.text(max_size=10), question=some.text(max_size=10),
        scale=some.sampled_from(["odds", "plain"]), draws=some.sampled_from(DRAWS), worlds=some.sampled_from(WORLDS),
        seed=some.integers(0, 10**9), edits=some.dictionaries(PATHS, some.text(max_size=20), max_size=4),
        kept=some.dictionaries(PATHS, some.text(max_size=20), max_size=4), sort=some.sampled_from(get_args(Sort)),
    )
)  # fmt: skip
def test_what_goes_in_comes_out(state: State) -> None:
    """Also as text, as a browser has it."""
    query = to_query(state)
    listed = {key: value if isinstance(value, list) else [value] for key, value in query.items()}
    assert from_query(listed) == state
    assert from_query(parse_qs(urlencode(query, doseq=True), keep_blank_values=True)) == state


def test_an_unknown_order_is_that_of_the_file() -> None:
    assert from_query({"sort": ["sideways"]}) == State()
    assert from_query({"b": ["pool.rule=linear", "no equals sign"]}).kept == {"pool.rule": "linear"}


def test_the_first_view_has_a_bare_address() -> None:
    assert to_query(State()) == {}


@given(some.dictionaries(some.text(max_size=8), some.lists(some.text(max_size=30), max_size=3), max_size=6))
def test_no_address_is_too_odd(query: dict[str, list[str]]) -> None:
    state = from_query(query)
    assert state.draws in DRAWS
    assert state.worlds in WORLDS


def test_a_value_with_an_equals_sign_survives() -> None:
    assert from_query({"set": ["judgments.J1.claim=a=b"]}).edits == {"judgments.J1.claim": "a=b"}


def test_text_from_a_scenario_cannot_act() -> None:
    assert address.escape(":red[x] :material/home: <b> `x` $a$ | # y") == (
        "\\:red\\[x\\] \\:material/home: \\<b\\> \\`x\\` \\$a\\$ \\| # y"
    )
    assert address.escape("# title") == "\\# title"
    assert address.escape("1. item\n\nnext") == "1\\. item next"
    assert address.escape("R&D &lt;") == "R&D \\&lt;"


def test_scenarios_are_named_shortly_and_never_twice(tmp_path: Path) -> None:
    (tmp_path / "deep").mkdir()
    for name in ("deep/scenario.yaml", "deep.yaml", "other.yaml"):
        (tmp_path / name).write_text("a: 1")
    found = picker.list_scenarios(tmp_path)
    assert list(found.values()) == [tmp_path / "deep/scenario.yaml", tmp_path / "deep.yaml", tmp_path / "other.yaml"]
    assert len(found) == 3
    assert list(found)[-1] == "other"


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such names")
def test_a_name_in_no_encoding_can_be_chosen(tmp_path: Path) -> None:
    for name in (b"a\nb.yaml", b"c\xff.yaml"):
        (tmp_path / os.fsdecode(name)).write_text("a: 1")
    assert list(picker.list_scenarios(tmp_path)) == [r"a\nb", r"c\udcff"]


def test_the_argument_comes_before_the_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(picker.VARIABLE, str(tmp_path))
    assert picker.find_root([]) == tmp_path
    assert picker.find_root(["here.yaml"]) == Path("here.yaml")
    monkeypatch.delenv(picker.VARIABLE)
    monkeypatch.chdir(tmp_path)
    assert picker.find_root([]) == ROOT / "scenarios"


def test_the_servers_settings_keep_to_this_machine() -> None:
    settings = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))
    assert settings["server"]["address"] == "127.0.0.1"
    assert settings["server"]["showEmailPrompt"] is False
    assert settings["server"]["maxUploadSize"] == 5
    assert settings["browser"]["gatherUsageStats"] is False
    assert settings["client"]["showErrorDetails"] == "none"


def test_every_setting_is_one_that_streamlit_knows() -> None:
    settings = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))
    assert set(dotted(settings)) <= set(config.get_config_options())


def dotted(settings: dict[str, Any], before: str = "") -> Iterator[str]:
    for name, value in settings.items():
        if isinstance(value, dict):
            yield from dotted(value, f"{before}{name}.")
        else:
            yield before + name
