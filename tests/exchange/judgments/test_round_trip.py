"""Judgments out to a table and in again: nothing is lost, and the rest of the file stays letter by letter."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from sim.exchange.judgments import elements, question_key, rows
from sim.exchange.judgments.insertion import TargetFile, insert_judgments
from sim.scenario import edit
from sim.scenario.file.read import loads
from sim.scenario.model.file import Judgment
from sim.scenario.model.forms import expand
from sim.scenario.resolve.scenario import Scenario

ROOT = Path(__file__).parents[3]
FILES = [
    ROOT / "scenarios" / "venezuela-2025" / "scenario.yaml",
    ROOT / "scenarios" / "first-steps.yaml",
    *(file for file in sorted((ROOT / "tests" / "scenarios" / "valid").iterdir()) if file.suffix == ".yaml"),
]
SPOKEN = [file for file in FILES if "judgments:" in file.read_text(encoding="utf-8")]


def _without_judgments(text: str, instead: str = "") -> str:
    """The text with its `judgments` section cut out."""
    keys = [key for key, _ in yaml.compose(text, Loader=yaml.SafeLoader).value]
    at = [key.value for key in keys].index("judgments")
    end = keys[at + 1].start_mark.index if at + 1 < len(keys) else len(text)
    return text[: keys[at].start_mark.index] + instead + text[end:]


def _back(text: str, table: str, file: Path) -> tuple[str, Scenario]:
    done = insert_judgments(TargetFile(text, str(file), file.parent), table.encode(), "table.csv")
    return done.text, loads(done.text, str(file), file.parent)


@pytest.mark.parametrize("instead", ["", "judgments: {}  # none yet\n\n"], ids=["no section", "an empty section"])
@pytest.mark.parametrize("file", SPOKEN, ids=lambda file: f"{file.parent.name}-{file.stem}")
def test_a_scenario_gets_its_judgments_back(file: Path, instead: str) -> None:
    text = file.read_text(encoding="utf-8")
    scenario, bare = loads(text, str(file), file.parent), _without_judgments(text, instead)
    written, back = _back(bare, rows.write_table(scenario), file)
    assert back.judgments == scenario.judgments
    assert back.digest == scenario.digest
    kept = iter(written.splitlines())
    assert all(line in kept for line in bare.replace("judgments: {}", "judgments:").splitlines())


BASE = loads(
    """schema_version: 1
id: t
title: T
as_of: 2026-01-01
timeline: {steps: 4, step: 1 week}
sources: {news: {title: N}}
experts: {ann: {name: Ann}, bob: {name: Bob}}
variables:
  x: {label: X, states: [low, mid, high]}
  y: {label: Y, states: [a b, c/d, 3], parents: [x, y@previous], start: c/d}
judgments:
  y:
    J1: {expert: ann, about: 3, by: 2026-01-15, says: likely}
"""
)
CHANCE = some.floats(0.001, 0.999) | some.sampled_from(["5%", "1 in 20", "1:19", "2.5%", 0.5])
PHRASE = some.fixed_dictionaries(
    {"phrase": some.sampled_from(["likely", "does not view", "=1+1", "'tis so", "yes"])},
    optional={"read_as": some.just("unlikely"), "widen": some.floats(0.1, 10), "lexicon": some.just("icd203")},
)
NUMBER = some.fixed_dictionaries(
    {"probability": CHANCE},
    optional={"worth": some.integers(1, 90) | some.floats(0.5, 90), "certain": some.just(False)},
)
COUNTS = some.fixed_dictionaries(
    {"happened": some.integers(0, 9), "of": some.integers(10, 99)}, optional={"prior": some.just("jeffreys")}
)
SPLIT = some.fixed_dictionaries(
    {"split": some.sampled_from([[0.2, 0.3, 0.5], ["20%", "30%", "50%"], [0.1, 0.2, 0.7000001], [0, "1 in 3", 2 / 3]])},
    optional={"odds_within": some.floats(1.5, 9)},
).map(lambda says: says | {"split": dict(zip(["a b", "c/d", "3"], says["split"], strict=True))})
TABLE = some.fixed_dictionaries(
    {"table": some.lists(some.sampled_from([[0.2, 0.3, 0.5], ["5%", "5%", "90%"]]), min_size=9, max_size=9)},
    optional={"worth": some.integers(1, 50) | some.lists(some.integers(1, 50), min_size=9, max_size=9)},
)
SHIFT = some.fixed_dictionaries(
    {"shift": some.dictionaries(some.sampled_from(["x"]), some.just({"mid": -0.5, "high": 1.5e-05}), min_size=1)},
    optional={"sd": some.floats(0, 5)},
)
RANGE = some.fixed_dictionaries(
    {"low": CHANCE, "high": CHANCE}, optional={"best": CHANCE, "confidence": some.just("80%")}
)
QUANTILES = some.dictionaries(some.sampled_from(["5%", "50%", "2.5%", "100%", "0.25", "05%", "0%"]), CHANCE, min_size=1)
CHIPS = some.dictionaries(some.sampled_from(["0-10%", "10-20%", "0-0.5"]), some.integers(0, 9), min_size=1)
LIMIT = some.sampled_from(["likely", "'tis so", "=1+1", {"judgment": "S14"}]) | CHANCE
BOUND = some.fixed_dictionaries({"at_most": LIMIT}, optional={"down_to": CHANCE, "read_as": some.just("unlikely")}) | (
    some.fixed_dictionaries({"at_least": LIMIT}, optional={"up_to": CHANCE, "odds_within": some.floats(1.5, 9)})
)
EVERY = some.one_of(
    PHRASE, NUMBER, COUNTS, SPLIT, TABLE, SHIFT, RANGE, BOUND,
    QUANTILES.map(lambda points: {"quantiles": points}), CHIPS.map(lambda bins: {"chips": bins}),
)  # fmt: skip
QUICK = settings(deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])


@QUICK
@given(says=EVERY)
def test_every_form_is_rows_and_the_rows_are_the_form(says: dict[str, object]) -> None:
    back: dict[str, object] = {}
    for path, value in elements.list_values(says, ["a b", "c/d", "3"]):
        assert elements.read_element(elements.write_element(path)) == path
        elements.put_value(back, path, elements.find_kind(path).read(elements.find_kind(path).write(value), False))
    back = elements.order_rows(back, ["a b", "c/d", "3"])
    assert Judgment(expert="a", says=back) == Judgment(expert="a", says=says)


MARGIN = RANGE | QUANTILES.map(lambda points: {"quantiles": points})
MARGINALS = some.fixed_dictionaries({"a": MARGIN, "b": MARGIN})


@QUICK
@given(says=MARGINALS, fit=some.sampled_from(["opt", "min"]))
def test_a_split_of_states_each_by_itself_goes_one_level_deeper(says: dict[str, dict[str, object]], fit: str) -> None:
    whole = {"split": says, "fit": fit}
    back: dict[str, object] = {}
    for path, value in elements.list_values(whole, ["a", "b"]):
        assert elements.read_element(elements.write_element(path)) == path
        elements.put_value(back, path, value)
    assert back == whole


LETTERS = some.characters(exclude_categories=("Cs",))
PROSE = (
    some.text(LETTERS, max_size=40)
    .map(lambda text: unicodedata.normalize("NFC", text))
    .filter(lambda text: bool(text.strip()))
)


@QUICK
@given(
    says=some.one_of(PHRASE.map(lambda says: says | {"read_as": "likely"}), NUMBER, COUNTS),
    claim=PROSE, note=some.none() | PROSE, nudge=some.sampled_from([0, 0.5, -1.25]), source=some.booleans(),
    given_=some.dictionaries(some.sampled_from(["x", "y@previous"]), some.just("any")), clock=some.sampled_from(
        [{"by": "2026-01-22"}, {"within": "2 steps"}, {"within": "1 step"}, {"per": "step"}]
    ), number=some.sampled_from([1, 3]), overall=some.booleans(),
    stance=some.sampled_from(["forecast", "advocacy", "second_hand"]),
)  # fmt: skip
def test_whatever_a_judgment_carries_comes_back(
    says: dict[str, object], claim: str, note: str | None, nudge: float, source: bool, given_: dict[str, str],
    clock: dict[str, object], number: int, overall: bool, stance: str,
) -> None:  # fmt: skip
    record: dict[str, object] = {
        "expert": "bob", "about": "c/d or more", "says": says, "claim": claim, "given": given_, **clock
    }  # fmt: skip
    record["overall"] = overall
    record |= {"note": note} if note else {}
    record |= {"source": "news", "locator": "p. 7, left", "date": "2025-12-30"} if source else {}
    record |= {"nudge": nudge, "round": number, "stance": stance}
    scenario = edit.edit(BASE, {"judgments": {"y": {"J1": BASE.file._data["judgments"]["y"]["J1"], "B-2": record}}})
    _, back = _back(_base_text(), rows.write_table(scenario), Path("t.yaml"))
    assert back.judgments["y"]["B-2"] == scenario.judgments["y"]["B-2"]


def _base_text() -> str:
    """BASE without its judgment, which is in the table."""
    data = {key: value for key, value in BASE.file._data.items() if key != "judgments"}
    return yaml.safe_dump(data, sort_keys=False).replace("'", "")


@pytest.mark.parametrize("file", SPOKEN, ids=lambda file: f"{file.parent.name}-{file.stem}")
def test_a_question_read_from_its_line_is_the_judgment_s(file: Path) -> None:
    scenario = loads(file.read_text(encoding="utf-8"), str(file), file.parent)
    for variable, group in scenario.judgments.items():
        for key, judgment in group.items():
            line = question_key.write_key(variable, judgment)
            wide = line.replace(" | ", "|").replace(": ", " :  ")
            for text in (line, wide, f"  {key} "):
                found, fields = question_key.read_key(text, scenario)
                again = Judgment.model_validate({"expert": judgment.expert, "says": judgment.says, **fields})
                names = ("about", "given", "by", "within", "per", "overall")
                assert found == variable
                assert [getattr(again, name) for name in names] == [getattr(judgment, name) for name in names]


def test_short_forms_are_expanded_before_they_are_written() -> None:
    assert expand("5%") == {"probability": 0.05}
    assert next(rows.list_rows(BASE)) == ("1", "y: 3 | by 2026-01-15", "ann", "phrase", "", "likely", "", "", "")


BOUNDED = """schema_version: 1
id: t
title: T
as_of: 2026-01-01
timeline: {steps: 4, step: 1 week}
experts: {ann: {name: Ann}, bob: {name: Bob}}
variables:
  x: {label: X, states: [low, high]}
  y: {label: Y, states: [low, high]}
judgments:
  y:
    ann-1: {expert: ann, about: high, says: {at_least: {judgment: ann-2}, up_to: 95%}}
  x:
    bob-1: {expert: bob, about: high, says: 5%}
    ann-2: {expert: ann, about: high, says: {at_most: unlikely, down_to: 0.1%}}
"""


def test_a_bound_that_is_a_judgment_follows_that_judgment_s_new_id() -> None:
    second = rows.write_table(loads(BOUNDED)).replace("\n1,", "\n2,")
    _, back = _back(BOUNDED, second, Path("t.yaml"))
    assert set(back.judgments["y"]) == {"ann-1", "ann-1_r2"}
    assert back.judgments["y"]["ann-1_r2"].says.at_least.judgment == "ann-2_r2"
    assert not [note for note in back.notes if "answered again" in note]  # the first round bounds nothing any more
    assert list(back.current["x"]) == ["bob-1_r2", "ann-2_r2"]


def test_an_anonymised_bound_tells_no_id_and_still_finds_its_judgment() -> None:
    table = rows.write_table(loads(BOUNDED), anonymise=True)
    assert "ann" not in table
    assert "1,y: high,E1,at_least judgment,J1,,,," in table
    assert [line for line in table.splitlines() if ",id," in line] == ["1,x: high,E1,id,J1,,,,"]
    bare = _without_judgments(BOUNDED).replace("ann:", "E1:").replace("bob:", "E2:")
    _, back = _back(bare, table, Path("t.yaml"))
    assert back.judgments["y"]["E1_y"].says.at_least.judgment == "J1"


def test_a_bound_s_number_is_read_as_every_probability_is() -> None:
    kind = elements.find_kind(("at_most",))
    assert [kind.read(text, True) for text in ("20", "1 in 20", " likely ")] == ["20%", "1 in 20", "likely"]
    assert kind.read("0.2", False) == 0.2
    with pytest.raises(ValueError, match="--per-cent"):
        kind.read("20", False)
