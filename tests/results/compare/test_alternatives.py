"""Alternatives: checked when the file is read, answers as by hand, likelihoods that are ratios of what is known."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import pytest

import sim
from sim.arrays import Floats
from sim.engine.program.program import Program
from sim.results.compare import alternatives as room
from sim.results.compare import likelihoods, views_export
from sim.results.compare.alternatives import alternatives
from sim.scenario import evidence
from sim.scenario.file import read
from sim.scenario.resolve.observations import Observation
from sim.show.views import as_text

TEXT = (Path(__file__).parents[3] / "scenarios" / "first-steps.yaml").read_text(encoding="utf-8")
SEEN = "direct_military: none @ 2026-02-01"


def with_views(*lines: str) -> str:
    section = "\nalternatives:\n" + "".join(f"  {line}\n" for line in lines)
    return TEXT.replace("\nquestions:", f"{section}questions:", 1)


HAWKS = "hawks: {says: The hawks are right, set: {judgments.S14.nudge: 1}}"
SAME = "same: {says: Nothing else, set: {judgments.S14.nudge: 0}}"


def test_every_view_has_the_answers_of_its_edits() -> None:
    scenario = read.loads(with_views(HAWKS, SAME))
    made = alternatives(scenario, policy="strikes", draws=100)
    written, hawks, same = made.views
    edited = sim.forecast(sim.edit(scenario, {"judgments.S14.nudge": 1}), draws=100, policies=["strikes"])
    assert hawks.answers["Q6"].probability == pytest.approx(edited.answers["strikes", "Q6"].probability, rel=1e-12)
    assert same.answers["Q6"].probability == written.answers["Q6"].probability
    assert "hawks: The hawks are right" in as_text([made])


def test_evidence_speaks_by_its_likelihood() -> None:
    scenario = read.loads(with_views(HAWKS, SAME))
    seen = sim.evidence(scenario, given=[SEEN])
    made = alternatives(scenario, policy="strikes", observations=seen, draws=100)
    written, hawks, same = made.views
    edited = sim.edit(scenario, {"judgments.S14.nudge": 1})
    wanted = sim.forecast(edited, draws=100, policies=["strikes"], observations=seen).seen["strikes"].probability
    assert hawks.evidence == pytest.approx(wanted, rel=1e-9)
    assert hawks.ratio == pytest.approx(wanted / (written.evidence or 0), rel=1e-9)
    assert hawks.ratio is not None
    assert hawks.ratio < 1
    assert same.ratio == 1.0
    told = json.loads(views_export.as_json([made]))["tables"][0]
    assert told["views"][1]["ratio"] == hawks.ratio
    assert views_export.as_csv([made]).splitlines()[0].split(",") == list(views_export.COLUMNS)


def test_silence_about_a_variable_is_one_statement() -> None:
    """And says nothing of what the policy sets."""
    scenario = read.loads(with_views(HAWKS))
    rungs = "us_action: {reported: 90%, delay: 1 step}, direct_military: {reported: 90%, delay: 2 steps}"
    text = f"schema_version: 1\nevidence: {{}}\nquiet: {{until: 2026-02-01, reported: 95%, variables: {{{rungs}}}}}\n"
    seen = evidence.loads(text, "evidence.yaml", scenario)
    assert len(seen) > 3
    made = alternatives(scenario, policy="strikes", observations=seen, draws=100)
    lever, clash = made.observations
    assert lever.startswith("quiet (us_action beyond ")
    assert clash.startswith("quiet (direct_military beyond none (reported with 90 % over 2 steps), until 2026-02-01")
    for view in made.views:
        assert view.single == {lever: 1.0, clash: pytest.approx(view.evidence, rel=1e-12)}
        assert view.evidence < 1


def test_each_observation_alone_is_weighed_as_by_itself_and_one_is_not_run_twice(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    scenario = read.loads(with_views(HAWKS))
    seen = sim.evidence(scenario, given=[SEEN, "direct_military: incident or less @ 2026-03-01"])
    made = alternatives(scenario, policy="strikes", observations=seen, draws=50)
    for one in seen:
        whole = sim.forecast(scenario, policies=["strikes"], observations=[one], draws=50).seen["strikes"].probability
        assert (made.views[0].single or {})[str(one)] == pytest.approx(whole, rel=1e-9)
    runs: list[object] = []
    run = room.forecast
    monkeypatch.setattr(room, "forecast", lambda *words, **options: runs.append(words) or run(*words, **options))
    (written, hawks) = alternatives(scenario, policy="strikes", observations=seen[:1], draws=50).views
    assert len(runs) == 2
    assert (written.single, hawks.single) == ({str(seen[0]): written.evidence}, {str(seen[0]): hawks.evidence})


def test_a_path_and_a_value_that_are_refused_are_told_at_their_line() -> None:
    text = with_views("a: {says: A, set: {judgments.S14.nugde: 1}}", "b: {says: B, set: {judgments.S22.says: perhps}}")
    with pytest.raises(sim.ModelError) as caught:
        read.loads(text)
    first, second = caught.value.problems
    assert "did you mean 'nudge'" in first.message
    assert "no lexicon knows the phrase 'perhps'" in second.message
    assert text.splitlines()[(first.line or 0) - 1].startswith("  a:")
    assert text.splitlines()[(second.line or 0) - 1].startswith("  b:")


def test_a_file_without_them() -> None:
    with pytest.raises(sim.FormatError, match="no alternatives"):
        alternatives(read.loads(TEXT))
    assert read.loads(with_views(HAWKS)).digest != read.loads(TEXT).digest


def test_the_flagships_views_stand_in_its_readme() -> None:
    folder = Path(__file__).parents[3] / "scenarios" / "venezuela-2025"
    made = alternatives(sim.read(folder), policy="strikes", questions=["Q6", "Q8", "Q9"], draws=200)
    assert 3 <= len(made.views) - 1 <= 5
    text = as_text([made])
    told = text[text.index("Q6: ") :]
    assert told in (folder / "README.md").read_text(encoding="utf-8"), "README.md: copy what sim alternatives says"


def test_a_statement_that_no_edit_reaches_is_weighed_once_and_one_that_cannot_be_summed_is_played(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    scenario = read.loads(with_views(HAWKS, SAME))
    seen = sim.evidence(scenario, given=[SEEN, "direct_military: incident or less @ 2026-03-01"])
    weighed: list[str] = []
    find = likelihoods.find_likelihood

    def watched(program: Program, policy: str, paths: object, stated: Sequence[Observation]) -> Floats | None:
        weighed.extend(map(str, stated))
        return find(program, policy, paths, stated)  # type: ignore[arg-type]

    monkeypatch.setattr(likelihoods, "find_likelihood", watched)
    summed = alternatives(scenario, policy="strikes", observations=seen, draws=50).views
    assert weighed == [str(one) for one in seen] * 2  # of the file and of the hawks, not of the view that is the same
    monkeypatch.setattr(likelihoods, "find_likelihood", lambda *of: None)
    played = alternatives(scenario, policy="strikes", observations=seen, draws=50).views
    assert [one.single for one in played] == [pytest.approx(one.single, rel=1e-9) for one in summed]
