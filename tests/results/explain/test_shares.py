"""What moves an answer: closed forms of the log pool, Sobol's indices, and the flagship's headline."""

from __future__ import annotations

from dataclasses import replace
from math import log
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.special import expit, ndtr, ndtri

from sim.engine.program.outcomes import Outcomes
from sim.errors import FormatError, ModelError
from sim.priors.what_if import hold
from sim.results.explain.case import Case, case
from sim.results.explain.model import Explanation
from sim.results.explain.shares import explain
from sim.results.forecast.run import forecast
from sim.results.shares.log_odds_draws import on_odds
from sim.results.shares.model import BOOK, TOGETHER, WHO, WORLDS
from sim.scenario.edit import edit
from sim.scenario.file.read import loads, read
from sim.scenario.resolve.scenario import Scenario

ROOT = Path(__file__).parents[3]
Z95 = ndtri(0.95)
SD = {factor: log(factor) / Z95 for factor in (2, 3, 4)}

TWO = """
schema_version: 1
id: two
title: Two voices
as_of: 2025-12-24
timeline: {steps: 1, step: 1 week}
dependence: 0
pool: {rule: log, concentration: inf}
experts:
  ann: {name: Ann}
  bob: {name: Bob, weight: 2, kind: market}
variables:
  rain: {label: Rain, states: ["no", "yes"]}
judgments:
  rain:
    J1: {expert: ann, about: "yes", says: {probability: 20%, odds_within: 3}}
    J2: {expert: bob, about: "yes", says: {probability: 60%, odds_within: 4}}
policies: {none: {}}
questions:
  Q: {asks: "Does it rain?", is: {rain: "yes"}, at: 2025-12-31}
"""


def made(scenario: Scenario, question: str = "Q", policy: str = "", draws: int = 2000, seed: int = 1) -> Explanation:
    return explain(case(scenario, question, policy, draws, 64, seed))


def shares(found: Explanation) -> dict[str, float]:
    return {one.judgment: one.share for one in found.sentences} | {part.name: part.share for part in found.parts}


@pytest.mark.parametrize("rho", [0.0, 0.6, 1.0])
def test_fixed_weights_give_the_linear_gaussian_shares(rho: float) -> None:
    """L = x1 / 3 + 2 x2 / 3, normal with correlation rho: Pratt's measure in closed form."""
    found = shares(made(edit(loads(TWO), {"dependence": rho})))
    a, b = SD[3] / 3, 2 * SD[4] / 3
    total = a * a + b * b + 2 * rho * a * b
    assert found["J2"] == pytest.approx((b * b + rho * a * b) / total, abs=0.02)
    assert found["J1"] + found["J2"] == pytest.approx(1, abs=1e-3)
    assert found[WHO] == pytest.approx(0, abs=1e-3)


def test_drawn_weights_give_the_law_of_total_variance() -> None:
    """L = w x1 + (1 - w) x2, w from Beta(c, 2c): who is right carries Var(w) (m1 - m2)^2, J1 carries E[w^2] s1^2."""
    found = shares(made(edit(loads(TWO), {"pool.concentration": 1.5}), draws=8000))
    c, gap = 1.5, log(0.2 / 0.8) - log(0.6 / 0.4)
    variance = 2 / 9 / (3 * c + 1)
    who, one, two = variance * gap**2, (1 / 9 + variance) * SD[3] ** 2, (4 / 9 + variance) * SD[4] ** 2
    total = who + one + two
    assert found[WHO] == pytest.approx(who / total, abs=0.025)
    assert found["J1"] == pytest.approx(one / total, abs=0.025)
    assert found["J2"] == pytest.approx(two / total, abs=0.025)
    assert abs(found[TOGETHER]) < 0.005


def test_under_the_linear_rule_who_is_right_is_the_variance_between_voices() -> None:
    """Each draw follows one voice, Ann in a third of them."""
    found = shares(made(edit(loads(TWO), {"pool.rule": "linear", "pool.concentration": 1}), draws=8000))
    gap = log(0.2 / 0.8) - log(0.6 / 0.4)
    who, one, two = 2 / 9 * gap**2, SD[3] ** 2 / 3, 2 * SD[4] ** 2 / 3
    total = who + one + two
    assert [found[key] for key in (WHO, "J1", "J2")] == pytest.approx([who / total, one / total, two / total], abs=0.02)


def test_the_phrase_book_carries_the_variance_between_books() -> None:
    """Ann alone: Var(E[L | book]) over Var(L), from the very draws."""
    blend = {"lexicon": {"capphrase": 2, "icd203": 1}, "judgments.J1.says": "almost certain", "experts.bob.weight": 0}
    one = case(edit(loads(TWO), blend), "Q", "", 2000, 64, 1)
    from sim.priors.latent_draws import drawn

    behind = drawn(one.priors, {"rain": np.ones(1, dtype=bool)}, 1)
    said = behind.spoke[0].log_odds[0]
    between = sum(
        float((behind.lexicon == b).mean()) * (said[behind.lexicon == b].mean() - said.mean()) ** 2 for b in (0, 1)
    )
    found = shares(explain(one))
    assert found[BOOK] == pytest.approx(between / said.var(), abs=0.01)
    assert found["J1"] == pytest.approx(1 - between / said.var(), abs=0.01)


def test_no_row_for_the_phrase_book_where_there_is_one_lexicon() -> None:
    assert BOOK not in shares(made(loads(TWO)))


def sobol(one: Case, judgment: str) -> float:
    """The first-order Sobol index of a judgment by brute force: Var(E[log-odds | u]) over Var(log-odds).

    The outer variance by Gauss-Hermite quadrature in the normal score of u.
    """
    scores, mass = np.polynomial.hermite_e.hermegauss(15)
    mass = mass / mass.sum()

    def log_odds(outcomes: Outcomes) -> np.ndarray:
        p = outcomes.probability[:, 0, one.target.step - 1]
        return np.log(p) - np.log1p(-p)

    held = (hold(one.priors, judgment, level) for level in ndtr(scores))
    means = np.array([log_odds(one.outcomes(priors)).mean() for priors in held])
    return float(mass @ (means - mass @ means) ** 2 / log_odds(one.outcomes()).var())


TREE = """
schema_version: 1
id: tree
title: A tree
as_of: 2025-12-24
timeline: {steps: 6, step: 1 week}
dependence: 0
experts:
  ann: {name: Ann}
  bob: {name: Bob}
  cat: {name: Cat}
variables:
  wind: {label: Wind, states: [calm, storm]}
  tree: {label: Tree, states: [stands, leans, falls], parents: [wind], never_falls: true, start: stands}
judgments:
  wind:
    W1: {expert: ann, about: storm, says: {probability: 30%, odds_within: 3}}
  tree:
    T1: {expert: bob, about: falls, given: {wind: storm}, by: 2026-02-04, says: unlikely}
    T2: {expert: cat, about: leans or more, given: {wind: calm}, by: 2026-02-04, says: {happened: 1, of: 30}}
background: [ann]
policies: {none: {}}
questions:
  Q: {asks: "Does the tree fall by 4 February 2026?", reaches: {tree: falls}, by: 2026-02-04}
"""


def test_independent_judgments_carry_their_first_order_sobol_indices() -> None:
    one = case(loads(TREE), "Q", "", 8000, 64, 1)
    found = shares(explain(one))
    indices = {key: sobol(one, key) for key in ("W1", "T1", "T2")}
    assert sum(indices.values()) > 0.9
    assert {key: found[key] for key in indices} == pytest.approx(indices, abs=0.015)


def test_judgments_in_lockstep_share_by_how_far_each_moves_the_answer() -> None:
    """One voice on both rows: alone in the storm's row or in the calm's, the same doubt; the answer mixes the two."""
    says = "{probability: 20%, odds_within: 3}"
    text = TREE.replace("expert: cat", "expert: bob").replace("says: unlikely", f"says: {says}")
    text = text.replace("says: {happened: 1, of: 30}", f"says: {says}").replace("leans or more", "falls")
    found = shares(made(loads(text)))
    assert found["T2"] / found["T1"] == pytest.approx(0.7 / 0.3, rel=0.15)
    assert found["T1"] + found["T2"] > 0.9


@pytest.mark.parametrize(("about", "says"), [('"yes"', "80%"), ('"no"', "20%")])
def test_a_judgment_of_the_complement_moves_the_answer_the_same_way(about: str, says: str) -> None:
    """80 % yes and 20 % no are the same words; with the other row's they rest on one latent."""
    text = TWO.replace("  rain: {label: Rain, states: [\"no\", \"yes\"]}", """\
  wind: {label: Wind, states: [calm, storm]}
  rain: {label: Rain, states: ["no", "yes"], parents: [wind]}""")
    text = text[: text.index("judgments:")] + f"""judgments:
  wind:
    W1: {{expert: bob, about: storm, says: {{probability: 40%, odds_within: 1.01}}}}
  rain:
    J1: {{expert: ann, about: "yes", given: {{wind: calm}}, says: {{probability: 30%, odds_within: 3}}}}
    J2: {{expert: ann, about: {about}, given: {{wind: storm}}, says: {{probability: {says}, odds_within: 3}}}}
""" + text[text.index("policies:") :]
    found = shares(made(loads(text), draws=1000))
    slope = {"J1": 0.6 * 0.3 * 0.7, "J2": 0.4 * 0.8 * 0.2}
    assert found["J2"] / found["J1"] == pytest.approx(slope["J2"] / slope["J1"], rel=0.2)
    assert found["J1"] + found["J2"] > 0.95


def test_what_bends_between_a_row_and_the_answer_is_followed() -> None:
    """A doubt of a factor 30 in odds: the probability of both is a product, far from linear in log-odds."""
    wide = loads(TREE.replace("says: {probability: 30%, odds_within: 3}", "says: {probability: 60%, odds_within: 30}"))
    assert abs(shares(made(wide))[TOGETHER]) < 0.04


def test_chance_doubt_and_disagreement_by_brute_force() -> None:
    """Two voices under the log rule, 4,000 weights times 500 words each."""
    rng = np.random.default_rng(1)
    w = rng.beta(1, 2, size=(4000, 1))
    x = log(0.2 / 0.8) + SD[3] * rng.normal(size=(4000, 500))
    y = log(0.6 / 0.4) + SD[4] * rng.normal(size=(4000, 500))
    p = expit(w * x + (1 - w) * y)
    total = p.mean() * (1 - p.mean())
    expected = [(p * (1 - p)).mean(), p.var(axis=1).mean(), p.mean(axis=1).var()]
    three = made(edit(loads(TWO), {"pool.concentration": 1}), draws=8000).three
    assert three is not None
    found = np.array([three.chance, three.doubt, three.disagreement])
    assert found == pytest.approx(np.array(expected) / total, abs=0.01)
    assert found.sum() == pytest.approx(1, abs=1e-9)
    assert three.total == pytest.approx(total, rel=0.02)


def test_too_few_worlds_have_a_row_of_their_own() -> None:
    """A binomial sample on top of known log-odds: the noise is found within a quarter of what was put in."""
    rng = np.random.default_rng(2)
    true = expit(-1 + 0.6 * rng.normal(size=4000))
    drawn = rng.binomial(64, true) / 64
    outcomes = Outcomes(
        policy="p", questions=("Q",), probability=drawn[:, None, None],
        noise=(drawn * (1 - drawn) / 63)[:, None, None], weights=np.full(4000, 1 / 4000), slices={},
        methods=("sampled",), worlds=64, worlds_of=(64,),
    )  # fmt: skip
    found = on_odds(outcomes, 0)
    known = np.log(true) - np.log1p(-true)
    assert found.noise == pytest.approx(1 - known.var() / found.log_odds.var(), rel=0.25)


SAMPLED = ROOT / "tests" / "scenarios" / "valid" / "flagship-11.yaml"


def test_a_sampled_answer_names_its_noise_and_others_do_not() -> None:
    parts = "[{reaches: {tree: falls}, by: 2026-01-21}, {is: {wind: storm}, at: 2026-02-04}]"
    scenario = loads(TREE.replace("reaches: {tree: falls}, by: 2026-02-04}", f"all: {parts}}}"))
    one = case(scenario, "Q", "", 200, 64, 1)
    outcomes = one.outcomes()
    found = shares(explain(one))
    assert (WORLDS in found) == (outcomes.methods[0] == "sampled")
    assert sum(found.values()) == pytest.approx(1, abs=1e-6)


@pytest.fixture(scope="module")
def flagship() -> Scenario:
    return read(SAMPLED)


def test_the_headline_of_the_flagship(flagship: Scenario) -> None:
    """The bar of the feature; nothing is tuned to it. Policy: the one at which the dashboard opens."""
    found = made(flagship, "Q6", draws=1000)
    by_voice = found.by_voice()
    assert found.answer.policy == "strikes"
    assert sum(shares(found).values()) == pytest.approx(1, abs=1e-6)
    assert min(by_voice["rouvinski"], by_voice["kosevich"], by_voice["icb"], shares(found)[WHO]) > 0.1
    assert shares(found)[TOGETHER] < 0.03


def test_the_answer_explained_is_the_forecast(flagship: Scenario) -> None:
    whole = forecast(flagship, draws=200, policies=["let_it_run"])
    for question in ("Q6", "Q24", "Q25"):
        one = made(flagship, question, "let_it_run", draws=200)
        other = whole.answers["let_it_run", question]
        assert one.answer.probability == pytest.approx(other.probability, abs=1e-12)
        assert one.answer.interval90.high == pytest.approx(other.interval90.high, abs=1e-12)
        assert (one.answer.method, one.answer.asked) == (other.method, pytest.approx(other.asked, abs=1e-12))


def test_the_flagship_s_phrase_book_under_a_blend(flagship: Scenario) -> None:
    blend = edit(flagship, {"lexicon": {"capphrase": 2, "icd203": 1}})
    found = shares(made(blend, "Q6", draws=1000))
    assert 0.02 < found[BOOK] < 0.2
    assert sum(found.values()) == pytest.approx(1, abs=1e-6)


def test_without_a_variance_it_says_why(flagship: Scenario) -> None:
    found = made(flagship, "Q18", "strikes", draws=100)
    assert (found.sentences, found.parts, found.three) == ((), (), None)
    assert "The policy strikes sets this answer" in found.notes[0]
    assert "let_it_run" in found.notes[0]
    undefined = made(flagship, "Q24", "blockade", draws=100)
    assert "asked of no world" in undefined.notes[0]
    sure = {f"judgments.J{n}.says": {"probability": 1, "certain": True} for n in (1, 2)}
    assert "same in every draw" in made(edit(loads(TWO), sure), draws=100).notes[0]


def test_a_draw_in_which_the_answer_is_certain_is_told() -> None:
    certain = {"judgments.J1.says": {"probability": 0, "certain": True}, "pool.rule": "linear"}
    found = made(edit(loads(TWO), certain), draws=999)
    assert found.notes[0].startswith("In 3")
    assert sum(shares(found).values()) == pytest.approx(1, abs=1e-6)


def test_what_cannot_be_asked_is_refused_with_the_nearest(flagship: Scenario) -> None:
    with pytest.raises(ModelError) as caught:
        case(flagship, "Q66", "strike")
    told = str(caught.value)
    assert "unknown question 'Q66' - did you mean 'Q6'?" in told
    assert "unknown policy 'strike' - did you mean 'strikes'?" in told
    with pytest.raises(FormatError, match="whole number from 100"):
        case(flagship, "Q6", "strikes", draws=99)


def test_the_same_run_gives_the_same_shares(flagship: Scenario) -> None:
    assert made(flagship, "Q9", draws=100) == replace(made(flagship, "Q9", draws=100))


SAYS = [
    "unlikely", "likely", "{probability: 5%, odds_within: 3}", "{happened: 1, of: 9}", "20%",
    "{probability: 0, certain: true}",
]  # fmt: skip


@st.composite
def small(draw: st.DrawFn) -> Scenario:
    """Two variables, up to three voices, random forms, rule, concentration, dependence and lexicons."""
    says = [draw(st.sampled_from(SAYS)) for _ in range(4)]
    split = draw(st.sampled_from(["odds_within: 4", "worth: 12"]))
    lexicon = draw(st.sampled_from(["capphrase", "{capphrase: 2, icd203: 1}"]))
    text = f"""
schema_version: 1
id: small
title: Small
as_of: 2025-12-24
timeline: {{steps: 2, step: 1 week}}
lexicon: {lexicon}
dependence: {draw(st.sampled_from([0, 0.6, 1]))}
pool: {{rule: {draw(st.sampled_from(["log", "linear"]))}, concentration: {draw(st.sampled_from(["0.3", "1", "inf"]))}}}
background: [cat]
experts:
  ann: {{name: Ann}}
  bob: {{name: Bob, weight: {draw(st.sampled_from([0, 0.5, 3]))}, kind: base_rate}}
  cat: {{name: Cat, kind: assumption}}
variables:
  a: {{label: A, states: [low, middle, high]}}
  b: {{label: B, states: [low, high], parents: [a]}}
judgments:
  a:
    J1: {{expert: ann, about: middle or more, says: {says[0]}}}
    J2: {{expert: bob, about: high, says: {says[1]}}}
    J3: {{expert: cat, about: any, says: {{split: {{low: 50%, middle: 30%, high: 20%}}, {split}}}}}
  b:
    J4: {{expert: ann, about: high, given: {{a: high}}, says: {says[2]}}}
    J5: {{expert: bob, about: low, given: {{a: middle or less}}, says: {says[3]}}}
    J6: {{expert: cat, about: any, says: {{shift: {{a: {{high: 1}}}}, sd: {draw(st.sampled_from([0, 0.5]))}}}}}
policies: {{none: {{}}}}
questions:
  Q: {{asks: "High?", reaches: {{b: high}}, by: 2026-01-07}}
"""
    return loads(text)


@settings(max_examples=settings.default.max_examples // 5, deadline=None)
@given(small(), st.integers(1, 5))
def test_shares_add_up_whatever_the_scenario(scenario: Scenario, seed: int) -> None:
    found = made(scenario, draws=100, seed=seed)
    if found.sentences:
        assert sum(shares(found).values()) == pytest.approx(1, abs=1e-6)
        by_voice = sum(found.by_voice().values()) + sum(part.share for part in found.parts)
        assert by_voice == pytest.approx(1, abs=1e-6)
        assert sum(found.by_kind().values()) == pytest.approx(sum(found.by_voice().values()), abs=1e-9)
    if found.three is not None:
        assert min(found.three.chance, found.three.doubt, found.three.disagreement) >= 0


def test_a_nudge_at_the_end_of_its_range_is_explained() -> None:
    """Two judgments of one voice are told apart by nudging each, here beyond what a file may hold."""
    text = """
schema_version: 1
id: far
title: Far
as_of: 2025-12-24
timeline: {steps: 1, step: 1 week}
experts: {ann: {name: Ann}}
variables: {x: {label: X, states: [no, yes]}, z: {label: Z, states: [no, yes], parents: [x]}}
judgments:
  x: {X: {expert: ann, about: yes, says: {probability: 40%, family: point}}}
  z:
    J: {expert: ann, about: yes, given: {x: no}, says: {probability: 40%, odds_within: 3}, nudge: 19.9}
    K: {expert: ann, about: yes, given: {x: yes}, says: {probability: 20%, odds_within: 3}}
questions: {Q: {asks: "Z on 31 December 2025?", is: {z: yes}, at: 2025-12-31}}
"""
    found = explain(case(loads(text), "Q", "", 200, 64, 1))
    shares = {sentence.judgment: sentence.share for sentence in found.sentences}
    assert shares["K"] > 0.95
    assert abs(shares["J"]) < 0.01
