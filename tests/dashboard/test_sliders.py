"""What a slider shows is what the address says and what the forecast is made of, wherever the value came from."""

from __future__ import annotations

import html
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from page_paths import go_to
from streamlit.testing.v1 import AppTest

from sim.dashboard.guard.permitted import keep_permitted
from sim.dashboard.sliders.labels import write_number
from sim.dashboard.sliders.ranges import find_ranges
from sim.results.forecast.percent import percent
from sim.results.forecast.run import forecast
from sim.scenario import edit
from sim.scenario.file import read

Page = Callable[..., AppTest]
HARBOUR = read.read(Path(__file__).with_name("harbour.yaml"))
ENDS = {path: (places[-1], places[0]) for path, places in find_ranges(HARBOUR).items()}
NUDGE, WEIGHT = "judgments.J1.nudge", "experts.bob.weight"


def edits(app: AppTest) -> dict[str, str]:
    """What the address changes."""
    found = app.query_params["set"] if "set" in app.query_params else []
    pairs = (pair.partition("=") for pair in ([found] if isinstance(found, str) else found))
    return {path: text for path, _, text in pairs}


def spoken(app: AppTest) -> str:
    """The answer in the live region."""
    (region,) = (element.value for element in app.markdown if 'role="status"' in element.value)
    text = html.unescape(region.removesuffix("</div>")).replace("\u00a0", " ")
    return text.rpartition(": ")[2].partition(", was ")[0]


def agree(app: AppTest, used: Mapping[str, str], question: str = "Q1", policy: str = "close") -> None:
    """The forecast shown is that of these edits, and every slider stands at the value in it."""
    assert not app.exception
    changed = edit.edit(HARBOUR, {path: edit.parse(text) for path, text in used.items()})
    answer = forecast(changed, draws=100, policies=[policy]).answers[policy, question]
    assert spoken(app) in {percent(answer.probability, digits) for digits in (1, 2, 3)}
    assert app.select_slider
    for slider in app.select_slider:
        assert slider.value == edit.value(changed, slider.key.partition(":")[2]), slider.key
        assert len(set(slider.options)) == len(slider.options), slider.key


def undo_buttons(app: AppTest) -> list[Any]:
    """The buttons that take one edit back."""
    return [button for button in app.button if (button.key or "").startswith("undo:")]


KINDS = [  # an expert's weight and an assumption's; a phrase, a count, another phrase, a split
    ("Q1", "close", ("experts.bob.weight", "judgments.J1.nudge", "judgments.J3.nudge")),
    ("Q2", "close", ("judgments.J2.nudge", "judgments.J5.nudge")),
    ("Q3", "close", ("experts.author.weight",)),
    ("Q1", "talk", ("judgments.J4.nudge",)),
]


@pytest.mark.parametrize(("question", "policy", "paths"), KINDS)
def test_every_kind_of_slider_at_every_edge_is_one_widget_at_the_value_in_use(
    page: Page, question: str, policy: str, paths: tuple[str, ...]
) -> None:
    app = page(question=question, policy=policy)
    for path in paths:
        key = f"harbour:{path}"
        known, base = app.select_slider(key=key).proto.id, edit.value(HARBOUR, path)
        assert isinstance(base, float)
        step = 0.05 if path.startswith("experts") else 0.1
        for value in (round(base + step, 4), base, round(base - step, 4), *ENDS[path], base):
            app.select_slider(key=key).set_value(value).run()
            used = {} if value == base else {path: write_number(value)}
            assert edits(app) == used
            agree(app, used, question, policy)
            assert app.select_slider(key=key).proto.id == known


NAMES = {WEIGHT: "weight of Bob", NUDGE: "Ann Star “unlikely”", "experts.past.weight": "weight of Past disputes"}


@pytest.mark.parametrize(
    ("path", "text", "used"),
    [
        (WEIGHT, "1e308", "3"), (WEIGHT, "50", "3"), (WEIGHT, "-4", "0"), (NUDGE, "1e9", "8.4"), (NUDGE, "-20", "-5.3"),
        ("judgments.clash.J1.nudge", "9", "8.4"), ("experts.past.weight", "1000001", "3"),
    ],
)  # fmt: skip
def test_a_value_beyond_the_range_is_clamped_in_the_address_too_and_said_until_another_move(
    page: Page, path: str, text: str, used: str
) -> None:
    app = page(set=[f"{path}={text}", "judgments.J2.nudge=0.3"])
    plain = path.replace(".clash", "")
    wanted = {plain: used, "judgments.J2.nudge": "0.3"}
    assert edits(app) == wanted
    for _ in range(2):
        agree(app, wanted)
        told = [note.value for note in app.warning]
        assert told == [f"{NAMES[plain]}: {text} lies beyond the slider's end; {used} is used."]
        app.run()
    app.select_slider(key="harbour:judgments.J2.nudge").set_value(0.4).run()
    agree(app, wanted | {"judgments.J2.nudge": "0.4"})
    assert not app.warning


@pytest.mark.parametrize(
    ("path", "text", "label"),
    [
        (WEIGHT, "0.333", "0.33"), (WEIGHT, "1.001", "1.00 (1.001)"),
        (WEIGHT, "1e-9", "0.00 (1e-09)"), (NUDGE, "0.05", "19 % · unlikely"),
        (NUDGE, "0.001", "18.02 % · unlikely"), (NUDGE, "0.1000001", "19.534313 % · unlikely"),
    ],
)  # fmt: skip
def test_a_value_between_two_places_is_used_and_shown_as_it_is(page: Page, path: str, text: str, label: str) -> None:
    app = page(set=[f"{path}={text}"])
    slider = app.select_slider(key=f"harbour:{path}")
    assert (slider.format_func(slider.value), edits(app)) == (label, {path: text})
    agree(app, {path: text})
    slider.set_value(edit.value(HARBOUR, path)).run()
    assert edits(app) == {}
    agree(app, {})


BAD = ["nan", ".inf", "lots", "{", "true", "[1]"]


@pytest.mark.parametrize("text", BAD)
def test_what_does_not_fit_is_named_and_the_rest_is_used(page: Page, text: str) -> None:
    app = page(set=["judgments.J2.nudge=0.7", f"{WEIGHT}={text}", f"{NUDGE}={text}", "experts.past.weight=2"])
    assert app.error[0].value.startswith("What does not fit is left out: ")
    assert WEIGHT in app.code[0].value
    assert NUDGE in app.code[0].value
    agree(app, {"judgments.J2.nudge": "0.7", "experts.past.weight": "2"})
    listed = [button.label for button in undo_buttons(app)]
    refused = [f"Undo {NAMES[path]}" for path in (WEIGHT, NUDGE)]
    assert listed == ["Undo Bob “highly unlikely”", "Undo weight of Past disputes", *refused]
    for path in (WEIGHT, NUDGE):
        assert "left out" in [note.value for note in app.markdown]
        app.button(key=f"undo:harbour:{path}").click().run()
    assert not app.error
    agree(app, {"judgments.J2.nudge": "0.7", "experts.past.weight": "2"})


ELSEWHERE = [  # values that a slider shows, changed by another path than its own
    {"judgments.clash.J1.nudge": "1"},
    {"judgments.clash.J1.says": "likely"},
    {"judgments.clash.J1.nudge": "0.4", "experts.bob.weight": "2"},
]
RECORDS = [  # whole records: structure, which no address may change
    {"experts.bob": "{name: Bob, weight: 2}"},
    {"judgments.J1": "{expert: ann, about: shots or more, given: {pressure: closure}, says: likely, nudge: 0.5}"},
    {"experts": "{ann: {name: A, weight: 0.5}, bob: {name: B}, past: {name: P}, author: {name: T, weight: 3}}"},
]


@pytest.mark.parametrize("changes", RECORDS)
def test_a_record_in_an_address_changes_nothing_and_is_named(page: Page, changes: Mapping[str, str]) -> None:
    app = page(set=[*(f"{path}={text}" for path, text in changes.items()), f"{WEIGHT}=2"])
    agree(app, {WEIGHT: "2"})
    assert all(path in app.code[0].value for path in changes)
    assert keep_permitted(HARBOUR, changes)[0] == {}


@pytest.mark.parametrize("changes", ELSEWHERE)
def test_a_slider_shows_what_is_used_by_whatever_path_it_came(page: Page, changes: Mapping[str, str]) -> None:
    app = page(set=[f"{path}={text}" for path, text in changes.items()])
    agree(app, changes)
    for key in ("harbour:experts.bob.weight", "harbour:judgments.J1.nudge"):
        path = key.partition(":")[2]
        for value in (0.2, edit.value(HARBOUR, path)):
            app.select_slider(key=key).set_value(value).run()
            assert app.select_slider(key=key).value == value
            agree(app, edits(app))
        app.select_slider(key=key).set_value(0.2).run()
        app.run()
        while undo_buttons(app):
            undo_buttons(app)[0].click().run()
        assert app.select_slider(key=key).value == edit.value(HARBOUR, path)
        agree(app, edits(app))


@pytest.mark.parametrize(
    "text",
    [
        "questions={Q9: {asks: x, is: {mood: angry}, at: 2026-01-21}}", "policies={other: {pressure: closure}}",
        "judgments.clash={J4: {expert: author, about: any, says: {split: {none: 90%, shots: 8%, battle: 2%}}}}",
        "judgments.mood={J5: {expert: ann, about: angry, says: likely}}",
    ],
)  # fmt: skip
def test_an_address_adds_and_drops_no_names(page: Page, text: str) -> None:
    app = page(set=[text, f"{WEIGHT}=2"])
    assert "this stays as in the file" in app.code[0].value
    agree(app, {WEIGHT: "2"})


def test_a_blend_of_books_goes_back_to_the_files_book(page: Page) -> None:
    app = page(set=["lexicon.icd203=2"])
    agree(app, {"lexicon.icd203": "2"})
    go_to(app, "settings").run()
    app.selectbox(key="lexicon").set_value("phia").run()
    app.selectbox(key="lexicon").set_value("capphrase").run()
    assert edits(app) == {}
    agree(go_to(app, "").run(), {})


def test_other_labels_have_the_widget_put_anew(page: Page) -> None:
    """A browser keeps a slider's label; under another book it stands elsewhere or nowhere."""
    app = page(set=[f"{NUDGE}=0.4"])
    app.run()
    assert not app.select_slider(key=f"harbour:{NUDGE}").proto.set_value
    go_to(app, "settings").run()
    app.selectbox(key="lexicon").set_value("icd203").run()
    go_to(app, "").run()
    slider = app.select_slider(key=f"harbour:{NUDGE}")
    assert slider.proto.set_value
    assert list(slider.proto.raw_value) == [slider.format_func(0.4)]
    agree(app, edits(app))


def test_a_value_that_is_the_files_is_no_difference(page: Page) -> None:
    app = page(set=[f"{WEIGHT}=1.0", f"{NUDGE}=0"])
    assert undo_buttons(app) == []


def test_of_two_values_for_one_path_the_later_is_shown_and_used(page: Page) -> None:
    app = page(set=[f"{WEIGHT}=2", "experts.bob={name: Bob, weight: 1.5}", f"{WEIGHT}=0.5"])
    agree(app, {WEIGHT: "0.5"})


def test_a_slider_comes_back_where_it_was_after_another_question_policy_and_scenario(page: Page, folder: Path) -> None:
    (folder / "second.yaml").write_bytes((folder / "harbour.yaml").read_bytes())
    moved = {NUDGE: "0.4", WEIGHT: "2.05"}
    app = page(set=[f"{path}={text}" for path, text in moved.items()])
    for key, there, back in (("question", "Q4", "Q1"), ("question", "Q3", "Q1")):
        app.selectbox(key=key).set_value(there).run()
        app.selectbox(key=key).set_value(back).run()
        agree(app, moved)
    for policy in ("talk", "close"):
        app.segmented_control(key="policy").set_value(policy).run()
        agree(app, moved, policy=policy)
    for scenario in ("second", "harbour"):
        app.selectbox(key="scenario").set_value(scenario).run()
    assert edits(app) == {}
    assert (app.select_slider(key=f"harbour:{NUDGE}").value, app.select_slider(key=f"harbour:{WEIGHT}").value) == (0, 1)
