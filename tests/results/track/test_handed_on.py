"""What a track record hands on is read by a scenario, and changes it as it should."""

from datetime import date
from types import SimpleNamespace

import numpy as np
import pytest

import sim
from sim.errors import FormatError
from sim.lexicon.record import parse_record, shipped_record
from sim.priors.cooke.performance import performance
from sim.priors.recalibration.fit import fit_record
from sim.results.score.said import score_said
from sim.results.track.model import WordOutcome
from sim.results.track.report import track
from sim.results.track.seeds import seeds_of
from sim.results.track.words import answered_words, record_of
from sim.scenario.cases import load_case
from sim.scenario.file.read import loads
from sim.scenario.resolutions import Resolution


@pytest.fixture(scope="module")
def later(resolved_folder):
    text = (resolved_folder / "later" / "scenario.yaml").read_text(encoding="utf-8")
    return text.partition("alternatives:")[0]


def _case(scenario, said, truth):
    """A tracked case with as many questions as there are answers, and two voices. said: voice -> probabilities."""
    answers = {
        f"Q{n}": Resolution(resolved="yes" if came else "no", date=date(2025, 1, 1)) for n, came in enumerate(truth)
    }
    told = {f"voice {who}": {f"Q{n}": p for n, p in enumerate(own)} for who, own in said.items()}
    questions = score_said(told, answers, asks=dict.fromkeys(answers, "?"), bound=1e-6)
    return SimpleNamespace(
        table=SimpleNamespace(scenario=scenario, title="T", questions=questions), names={who: who for who in said},
        decided_on=dict.fromkeys(answers, date(2025, 1, 1)), contested=frozenset(),
    )  # fmt: skip


def test_seeds_weigh_who_was_right_above_who_was_too_sure(later):
    """Of five pasts: calibration of a voice that is right about its probabilities stays high, else it falls."""
    calibrations = {"ann": [], "ben": []}
    for past in range(5):
        random = np.random.default_rng(past)
        chances = random.uniform(0.05, 0.95, 120)
        said = {"ann": chances, "ben": np.where(chances > 0.5, 0.98, 0.02)}
        text = seeds_of([_case(f"past{past}", said, random.random(120) < chances)])
        scenario = loads(later + "pool: {weights: performance}\n" + text)
        assert len(scenario.seeds) == 120
        found = performance(scenario)
        assert found.weights["ann"] > 1.9 > 0.1 > found.weights["ben"]
        for voice, told in calibrations.items():
            told.append(np.exp(found.log_calibration[voice]))
    assert np.median(calibrations["ann"]) > 0.1
    assert max(calibrations["ben"]) < 1e-4
    probability = [
        sim.forecast(one, draws=60).answers["let_it_run", "Q1"].probability for one in (loads(later), scenario)
    ]
    assert probability[1] > probability[0]  # ann calls the strike likely, ben highly unlikely


def test_hits_of_a_voice_that_is_right_are_those_of_its_levels():
    """In 2,000 questions below 5 %, 50 % and 95 % within four standard errors; one number a name, as if drawn."""
    random = np.random.default_rng(1)
    chances = random.uniform(0.02, 0.98, 2000)
    cases = [
        _case(f"c{n}", {"ann": part}, random.random(len(part)) < part) for n, part in enumerate(np.split(chances, 10))
    ]
    below = np.zeros(3)
    for case in cases:
        scenario = loads(
            "schema_version: 1\nid: a\ntitle: T\nas_of: 2026-01-01\ntimeline: {steps: 1, step: 1 week}\n"
            "experts: {ann: {name: Ann}}\nvariables: {x: {label: X, states: [a, b]}}\n" + seeds_of([case])
        )
        for seed in scenario.seeds.values():
            below += [seed.realisation <= one for one in seed.answers["ann"].values()]
    levels = np.array([0.05, 0.5, 0.95])
    assert (abs(below / 2000 - levels) < 4 * np.sqrt(levels * (1 - levels) / 2000)).all()


def test_a_voice_with_two_names_and_contested_answers_are_left_out(resolved_folder):
    text = seeds_of(track(resolved_folder, draws=60).cases)
    assert "ben:" not in text
    assert "ann:" in text
    assert "_Q5" not in text
    assert text.count("north_Q") == text.count("south_Q") == 3


def _words(right):
    """Twelve topics in which `likely` came as readers hear it, or against it."""
    for topic in range(12):
        for place in range(10):
            yield WordOutcome(f"t{topic}", "J", "ann", "likely", (place < 8) is right)
            yield WordOutcome(f"t{topic}", "J", "ann", "unlikely", (place < 2) is right)


def test_a_record_changes_how_words_are_read(later, tmp_path):
    """With words that came as heard the answer goes with the voice, with words that did not with the base rate."""
    probabilities = {}
    for name, right in (("good", True), ("bad", False)):
        (tmp_path / f"{name}.csv").write_text(record_of(_words(right)), encoding="utf-8")
        scenario = loads(later + f"pool: {{recalibrate: {name}.csv}}\n", base=tmp_path)
        alone = sim.edit(scenario, {"experts.ben.weight": 0, "experts.author.weight": 0})
        probabilities[name] = sim.forecast(alone, draws=60).answers["let_it_run", "Q1"].probability
    assert probabilities["good"] > 0.65
    assert probabilities["bad"] < 0.4


def test_words_are_added_to_the_record_that_comes_with_the_program():
    words = [*_words(False)] * 4
    whole = parse_record(record_of(words, shipped_record()).encode(), "mine.csv")
    assert not whole.problems
    assert whole.of.sum() == shipped_record().of.sum() + len(words)
    assert whole.happened.sum() == shipped_record().happened.sum() + sum(one.happened for one in words)
    assert fit_record(whole)[1] < fit_record(shipped_record())[1]  # words that failed are trusted less
    again = parse_record(record_of([], shipped_record()).encode(), "mine.csv")
    assert fit_record(again) == pytest.approx(fit_record(shipped_record()))


def test_too_little_is_no_record():
    with pytest.raises(FormatError, match="1 statements on 1 topics"):
        record_of([WordOutcome("a", "J", "ann", "likely", True)])


def test_the_words_that_the_flagship_s_resolutions_answer():
    """Not counted: what nobody resolved, contested answers, conditions that failed (E7, S16), numbers and orders."""
    words = {one.judgment: one for one in answered_words(load_case("scenarios/venezuela-2025/scenario.yaml"))}
    came = {"S28", "S8", "S13b", "S19", "S13", "S20"}
    failed = {"S6", "E1", "E3", "E5", "E10", "E13", "S6b", "S14", "S22", "E6", "E9"}
    assert {key for key, one in words.items() if one.happened} == came
    assert {key for key, one in words.items() if not one.happened} == failed
    assert (words["S14"].said, words["S14"].topic) == ("unlikely", "venezuela-2025: force against force")
    assert words["S28"].said == "almost_certain"


def test_a_condition_has_to_have_held(resolved_folder):
    """P1 and P4 are about a strike, which came; with no strike they say nothing."""
    case = load_case(resolved_folder / "north" / "scenario.yaml")
    assert [(one.judgment, one.happened) for one in answered_words(case)] == [
        ("S1", True), ("S2", True), ("P1", True), ("P4", False),
    ]  # fmt: skip
    quiet = dict(case.resolutions) | {"Q1": case.resolutions["Q1"].model_copy(update={"resolved": 0.0})}
    without = type(case)(case.scenario, quiet, case.evidence)
    assert not [one for one in answered_words(without) if one.judgment.startswith("P")]
