"""A blend of lexicons: one book a draw for all phrases, and a lone phrase is the mixture of the books' priors."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from scipy import stats
from scipy.special import expit
from small import small

from sim.lexicon import load
from sim.lexicon.lexicon_file import parse
from sim.priors.build import build
from sim.priors.families.families import Beta
from sim.priors.families.fit_beta import beta_quantiles, beta_range
from sim.priors.reading import lexicon_choice
from sim.priors.reading.judgment import read_event
from sim.priors.reading.phrase import fit_entry
from sim.scenario import edit
from sim.scenario.file import read
from sim.scenario.resolve.scenario import Scenario

ROOT = Path(__file__).parents[3]
# Ranges that do not overlap tell by a draw's value which book it was read by.
LOW = "phrase,concept,low,high\nmaybe,possible,10,12\nperhaps,possible,20,22\n"
HIGH = "phrase,concept,low,high\nmaybe,possible,80,82\nperhaps,possible,90,92\n"


def scenario(folder: Path | None = None, /, *, says: dict[str, object], **settings: object) -> Scenario:
    """Variables of two states, one voice each unless the name of a judgment says otherwise."""
    data = {
        "experts": {"a": {"name": "A"}, "b": {"name": "B"}},
        "variables": {name: {"label": name, "states": ["none", "some"]} for name in says},
        "judgments": {
            name: {f"J{n}": {"expert": "ab"[n % 2], "about": "some", "says": one}}
            for n, (name, one) in enumerate(says.items())
        },
        "questions": {"Q": {"asks": "Some?", "is": {next(iter(says)): "some"}, "at": "2026-01-21"}},
        **settings,
    }
    return small(folder, **data)


def draws(one: Scenario, variable: str, count: int = 20_000) -> np.ndarray:
    return build(one, count).tables[variable].tails[0, :, 0]


@pytest.fixture
def two_books(tmp_path: Path) -> Path:
    (tmp_path / "low.csv").write_text(LOW)
    (tmp_path / "high.csv").write_text(HIGH)
    return tmp_path


OWN = {"lexicons": {"low": "low.csv", "high": "high.csv"}}


def family(phrase: str, name: str) -> Beta:
    entry = load(name)[phrase]
    return beta_quantiles(entry.quantiles) if entry.quantiles else beta_range(entry.low, entry.high)


def mixture(phrase: str, weights: dict[str, float], p: np.ndarray) -> np.ndarray:
    """The mixture's CDF by scipy.stats: sum of w_k F_k."""
    total = sum(weights.values())
    parts = [(weight / total, family(phrase, name)) for name, weight in weights.items()]
    return sum(weight * stats.beta(beta.a, beta.b).cdf(p) for weight, beta in parts)


LEVELS = np.array([0.01, 0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.99])


@pytest.mark.parametrize(
    ("phrase", "weights"),
    [
        ("unlikely", {"capphrase": 2, "icd203": 1}),
        ("likely", {"capphrase": 1, "icd203": 1, "nato": 2, "kent": 0}),
        ("highly unlikely", {"phia": 0.1, "nato": 0.9}),
    ],
)
def test_a_lone_phrase_is_the_mixture_of_the_books(phrase: str, weights: dict[str, float]) -> None:
    """Quantiles of 20,000 draws against the mixture's CDF.

    The CDF at a sample quantile is off by sqrt(q(1-q)/n) at most; four of these: nine levels fail together in
    one run of 1,700.
    """
    known = {name: weight for name, weight in weights.items() if weight}
    p = draws(scenario(says={"r": phrase}, lexicon=weights), "r")
    off = np.abs(mixture(phrase, known, np.quantile(p, LEVELS)) - LEVELS)
    assert (off < 4 * np.sqrt(LEVELS * (1 - LEVELS) / p.size)).all()


def test_and_of_no_single_book_nor_of_other_weights() -> None:
    p = np.quantile(draws(scenario(says={"r": "unlikely"}, lexicon={"capphrase": 2, "icd203": 1}), "r"), LEVELS)
    for others in ({"capphrase": 1}, {"icd203": 1}, {"capphrase": 1, "icd203": 2}):
        off = np.abs(mixture("unlikely", others, p) - LEVELS)
        assert (off > 4 * np.sqrt(LEVELS * (1 - LEVELS) / 20_000)).any()


@pytest.mark.parametrize("level", [0.05, 0.5, 0.95])
def test_the_quantiles_of_a_reading_are_the_mixture_s(level: float) -> None:
    weights = {"capphrase": 2, "icd203": 1}
    one = scenario(says={"r": "unlikely"}, lexicon=weights)
    p = expit(read_event(one, one.judgments["r"]["J0"]).quantile(level))
    assert mixture("unlikely", weights, np.array([p]))[0] == pytest.approx(level, abs=5e-4)


def test_all_phrases_of_a_draw_are_read_by_one_book(two_books: Path) -> None:
    """Four variables, two voices, two phrases: every draw is low in all of them or high in all of them."""
    says = {"r": "maybe", "s": "perhaps", "t": "maybe", "u": {"phrase": "perhaps", "widen": 1.2}}
    one = scenario(two_books, says=says, lexicon={"low": 1, "high": 3}, **OWN)
    high = np.stack([draws(one, name, 1000) > 0.5 for name in says])
    assert (high == high[0]).all()
    assert high[0].sum() == 750
    names = lexicon_choice.names(one)
    assert names == ("high", "low")
    assert (np.array(names)[lexicon_choice.drawn(one, 1000, 1)] == np.where(high[0], "high", "low")).all()
    assert lexicon_choice.drawn(one, 1000, 2).tolist() != lexicon_choice.drawn(one, 1000, 1).tolist()


def test_every_replicate_of_draws_has_its_share_of_each_book(two_books: Path) -> None:
    one = scenario(two_books, says={"r": "maybe"}, lexicon={"low": 1, "high": 3}, **OWN)
    assert lexicon_choice.drawn(one, 400, 1).reshape(10, 40).sum(axis=1).tolist() == [10] * 10


def test_a_judgment_with_a_lexicon_of_its_own_keeps_it(two_books: Path) -> None:
    says = {"r": {"phrase": "maybe", "lexicon": "low"}, "s": "maybe"}
    both = scenario(two_books, says=says, lexicon={"low": 1, "high": 1}, **OWN)
    alone = scenario(two_books, says=says, lexicon="low", **OWN)
    assert (draws(both, "r", 500) == draws(alone, "r", 500)).all()
    assert (draws(both, "s", 500) > 0.5).sum() == 250


def test_order_and_scale_of_the_weights_change_no_byte() -> None:
    blends = ({"capphrase": 2, "icd203": 1}, {"icd203": 1, "capphrase": 2}, {"capphrase": 4, "icd203": 2})
    found = [draws(scenario(says={"r": "unlikely"}, lexicon=blend), "r", 300).tobytes() for blend in blends]
    assert len(set(found)) == 1


def test_a_book_of_weight_nought_is_as_if_not_there() -> None:
    blend = scenario(says={"r": "unlikely"}, lexicon={"capphrase": 1, "icd203": 0})
    assert (draws(blend, "r", 300) == draws(scenario(says={"r": "unlikely"}), "r", 300)).all()


def test_a_book_that_lacks_the_phrase_says_what_stands_in() -> None:
    one = scenario(says={"r": "little chance"}, lexicon={"capphrase": 2, "icd203": 1})
    told = [assumption.text for assumption in build(one, 100).assumptions]
    assert "J0 (r): icd203 does not know 'little chance': its 'very unlikely' stands in (concept)" in told
    assert build(one, 100).judgments["J0"].read_as == "little chance (capphrase) | very unlikely (icd203)"


def test_the_book_explains_what_it_should_of_the_spread(two_books: Path) -> None:
    """Between two narrow books nearly all variance of the log-odds is the book's: the total-variance formula."""
    one = scenario(two_books, says={"r": "maybe"}, lexicon={"low": 1, "high": 1}, **OWN)
    p = draws(one, "r", 4000)
    x = np.log(p / (1 - p))
    book = lexicon_choice.drawn(one, 4000, 1)
    between = np.var([x[book == k].mean() for k in (0, 1)])
    assert between / x.var() > 0.99


@pytest.mark.parametrize(
    "changes",
    [
        {"lexicon": "icd203"}, {"lexicon": "phia"}, {"lexicon": "nato"}, {"lexicon": {"capphrase": 2, "icd203": 1}},
        {"pool.rule": "linear"}, {"pool.concentration": "inf"},
    ],
    ids=str,
)  # fmt: skip
def test_the_flagship_can_be_built_under_every_choice(changes: dict[str, object]) -> None:
    file = read.read(ROOT / "scenarios" / "venezuela-2025")
    made = build(edit.edit(file, changes), 100)
    assert all(np.isfinite(table.tails).all() for table in made.tables.values())
    first = build(file, 100).tables["direct_military"].tails
    assert (made.tables["direct_military"].tails != first).any()

GRID = st.integers(0, 10_000).map(lambda n: n / 100)


@given(st.lists(GRID, min_size=2, max_size=5), st.booleans())
@example([20.0, 25.0], True)
@example([0.0, 0.01], True)
@example([0.0, 0.0, 0.0], False)
@example([0.0, 0.0, 100.0, 100.0, 100.0], False)
@settings(max_examples=settings.default.max_examples // 3, deadline=None)
def test_whatever_a_list_says_becomes_a_prior(values: list[float], bounds: bool) -> None:
    """Every entry that is let through gives finite log-odds, rising with the level, and a range is met."""
    numbers = sorted(values)[: 2 if bounds else 5]
    columns = ["low", "high"] if bounds else ["p5", "p25", "median", "p75", "p95"][: len(numbers)]
    text = f"phrase,concept,{','.join(columns)}\nx,even,{','.join(map(str, numbers))}\n"
    found = parse(text.encode(), "x.csv", "mine")
    if found.problems:
        assert bounds
        assert numbers[1] - numbers[0] < 0.01 or numbers == [0, 100]
        return
    x = fit_entry(found.entries["x"]).log_odds(np.array([1e-4, 0.05, 0.5, 0.95, 1 - 1e-4]))
    assert np.isfinite(x).all()
    assert (np.diff(x) >= 0).all()
    if bounds and 0 < numbers[0] and numbers[1] < 100:
        assert expit(x[[1, 3]]) == pytest.approx(np.array(numbers) / 100, rel=1e-3, abs=1e-5)
