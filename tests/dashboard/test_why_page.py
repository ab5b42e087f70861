"""The page that says why shows what `sim.explain` says, with sentences and sources, and no identifier in view."""

from __future__ import annotations

import html
import re
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from page_parts import asked, change, drawn, part, plain, texts
from page_paths import go_to
from streamlit.testing.v1 import AppTest

import sim
from sim.dashboard.why import found
from sim.dashboard.why.against import list_objections
from sim.dashboard.why.bridge import find_apart, tell_bridge
from sim.dashboard.why.sentences import SentenceTeller
from sim.dashboard.why.worth import tell_record
from sim.lexicon.record import shipped_record
from sim.results.explain.case import case
from sim.results.explain.grounds import find_grounds
from sim.results.explain.model import Explanation
from sim.results.explain.shares import explain
from sim.results.forecast.percent import percent, span
from sim.results.shares.printed import fine_share
from sim.scenario.edit import edit
from sim.show import words
from sim.show.explanation import FEW, kind_shares, largest_first, pick_largest, speaker_shares, three

Page = Callable[..., AppTest]
ROOT = Path(__file__).parents[2]


def bodies(app: AppTest, name: str) -> list[str]:
    """The pieces of HTML that hold a class."""
    every = (block.proto.body.replace("\u00a0", " ") for block in app.get("html"))
    return [body for body in every if name in body and "<style>" not in body]


def bare(body: str) -> str:
    """HTML as it is read, with what opens open."""
    return " ".join(html.unescape(re.sub(r"<[^>]*>", " ", body)).split())


def summaries(body: str) -> list[str]:
    """What is in view of HTML whose folds are closed."""
    return [bare(one) for one in re.findall(r"<summary>(.*?)</summary>", body)]


def table(app: AppTest) -> list[list[str]]:
    """The cells of the one table, row by row, without what opens."""
    (body,) = bodies(app, "why-table")
    rows = re.findall(r"<tr[^>]*>(<td>.*?)</tr>", body)
    closed = [re.sub(r"(</summary>).*?</details>", r"\1", row) for row in rows]
    return [[bare(cell) for cell in re.findall(r"<td[^>]*>(.*?)</td>", row)] for row in closed]


def agree(app: AppTest, made: Explanation) -> None:
    """Every figure on the page is the explanation's."""
    assert not app.exception
    told = plain(part(app, "why-answer").markdown[1].value)
    assert told == f"{words.figures(made.answer)}, in the words of the US intelligence community's scale."
    swings = {one.sentence.judgment: f"{percent(one.low)} to {percent(one.high)} middle reading "
              f"{percent(one.low_median)} to {percent(one.high_median)}" for one in made.tornado}  # fmt: skip
    rows = table(app)
    expected = list(largest_first(made, FEW))
    few = [one for one in made.sentences if abs(one.share) < FEW]
    assert len(rows) == len(expected) + bool(few)
    for cells, row in zip(rows, expected, strict=False):
        share = fine_share(row.share, row.error)
        assert cells[0] == (share if share == "about 0" else f"{share} ± {100 * row.error:.1f}")
        judgment = getattr(row, "judgment", "")
        assert cells[1].startswith(row.speaker if judgment else row.name.capitalize())  # type: ignore[union-attr]
        assert cells[2] == swings.get(judgment, "") or cells[2].startswith("not held")
    if few:
        assert rows[-1][0] == fine_share(sum(one.share for one in few))
    voices, kinds = (", ".join(f"{name} {fine_share(share)}" for name, share in shares)
                     for shares in (speaker_shares(made), kind_shares(made)))  # fmt: skip
    (groups,) = (text for c in app.caption for _, by, text in [plain(c.value).partition("By voice: ")] if by)
    assert groups == f"{voices}. By kind of voice: {kinds}."
    assert made.three is not None
    assert three(made.three) in [plain(block.value) for block in app.markdown]
    (without,) = bodies(app, "why-without")
    found_without = [bare(item) for item in re.findall(r"<li>(.*?)</li>", without)]
    answers = [one.answer for one in made.without]
    assert [text.partition(": ")[2].partition(",")[0] for text in found_without] == [a.shown for a in answers if a]


@pytest.mark.parametrize(
    ("view", "edits"),
    [({"policy": "close", "question": "Q1"}, {}), ({"policy": "talk", "question": "Q2"}, {"experts.past.weight": 2.0}),
     ({"policy": "close", "question": "Q2"}, {"judgments.J1.nudge": 1.0})],
)  # fmt: skip
def test_the_pages_figures_are_those_of_the_command(
    page: Page, folder: Path, view: dict[str, str], edits: dict[str, object]
) -> None:
    app = page(at="why", set=[f"{path}={value}" for path, value in edits.items()], **view)
    scenario = sim.edit(sim.read(folder / "harbour.yaml"), edits)
    agree(app, sim.explain(scenario, view["question"], policy=view["policy"], draws=100))


def test_the_largest_sentences_stand_above_with_speaker_day_and_source(page: Page, folder: Path) -> None:
    app = page(at="why", policy="close", question="Q1")
    made = sim.explain(sim.read(folder / "harbour.yaml"), "Q1", policy="close", draws=100)
    (body,) = bodies(app, "why-rests")
    told = summaries(body)
    assert [text.split(" % ")[0] for text in told] == [f"{100 * s.share:.0f}" for s in made.sentences[: len(told)]]
    ann = next(text for text in told if "Ann *Star*" in text)
    assert "Ann *Star*: Shots are unlikely. The *Gazette*, 20 December 2025 · “unlikely”, " in ann
    assert ann.count("“") == 1  # around the word of likelihood: a paraphrase is no quotation
    assert '<a href="https://example.org/a" target="_blank">The Gazette</a>' in body
    assert "paragraph 2" in bare(body)


def test_what_speaks_against_it_stands_beside_it(page: Page, folder: Path) -> None:
    app = page(at="why", policy="close", question="Q1")
    made = sim.explain(sim.read(folder / "harbour.yaml"), "Q1", policy="close", draws=100)
    (body,) = bodies(app, "why-against")
    heads = re.findall(r"<b>([^<]*)\.</b>", body)
    assert {"One voice moves the number most", "Voices differ", "Chance"} <= set(heads)
    answers = [one.answer for one in made.without if one.answer is not None]
    farthest = max(answers, key=lambda answer: abs(answer.probability - made.answer.probability))
    assert f"it would be {farthest.shown} instead of {made.answer.shown}" in bare(body)
    (rests,) = bodies(app, "why-rests")
    voices = dict.fromkeys(one.voice for one in pick_largest(made.sentences))
    numbers = {one.voice: one.answer.shown for one in made.without if one.answer is not None}
    assert re.findall(r"the number would be (.*?), instead", rests) == [numbers[voice] for voice in voices]
    ann = next(sentence for sentence in made.sentences if sentence.judgment == "J1")
    assert f"{percent(ann.median or 0)} (Ann *Star*: “unlikely”)" in bare(body)


def test_an_answer_that_lies_outside_its_voices_says_why() -> None:
    scenario = sim.read("venezuela-2025")
    outside = []
    for policy, question in (("strikes", "Q6"), ("strikes", "Q15"), ("let_it_run", "Q1")):
        one = case(scenario, question, policy, 200, 64, 1)
        grounds = find_grounds(one, explain(one))
        event, answer = find_apart(grounds), grounds.explanation.answer
        outside.append(event is not None)
        if event is not None:
            table, low, high = one.priors.tables[event.variable], event.apart[0].span[1], event.apart[1].span[1]
            drawn = next(row for row in table.tails[:, :, 0] if np.allclose(row, event.pooled))
            text, mean = tell_bridge(scenario, grounds, event), percent(float(drawn.mean()))
            assert f"the voices' middle readings are {span(low, high)}; the answer is {answer.shown}." in text
            assert f"together is {percent(float(np.median(drawn)))}; the mean of all readings is {mean}," in text
            assert f"The step from {mean} to {answer.shown} is the model's: it also counts what else “Russian " in text
            assert text.endswith(" may come to; by how much that moves it is the word of the scenario's author.")
            author = [one.share for one in grounds.explanation.sentences if one.kind == "assumption"]
            objections = list_objections(grounds, SentenceTeller(scenario, grounds.judgments, scenario))
            (own,) = (told.text for told in objections if told.head == "The author's own part")
            assert own.startswith(
                f"{100 * sum(author):.0f} % of the doubt is no expert's word: all the author's sentences together, the "
                f"largest of which holds {100 * max(author):.0f} %."
            )
            (before,) = (told.text for told in objections if told.head == "Such words before")
            assert before == (
                "What quoted experts called “highly unlikely” (as “does not view” is read here) came true 11 % of the "
                f"time and “unlikely” came true 24 % of the time; the answer is {answer.shown}."
            )
            record = tell_record(scenario, grounds.explanation, resolved=True)
            assert "how often answers of this size came true" in record
    assert outside == [True, False, False]


def test_the_way_from_the_voices_is_told_where_a_reader_has_moved_them_apart() -> None:
    """The answer lies among the voices and far from what all of them together say."""
    scenario = edit(sim.read("venezuela-2025"), {"judgments.B13.nudge": 1.1, "judgments.S14.nudge": 2.4})
    one = case(scenario, "Q6", "strikes", 200, 64, 1)
    grounds = find_grounds(one, explain(one))
    event, answer = find_apart(grounds), grounds.explanation.answer
    assert event is not None
    medians = [voice.span[1] for voice in event.voices]
    assert min(medians) < answer.probability < max(medians)
    assert f"middle reading of all together is {percent(event.span[1])}; " in tell_bridge(scenario, grounds, event)


def test_a_sentence_that_a_reader_has_moved_is_told_from_its_speaker_s(page: Page) -> None:
    for edits, marked in (([], False), (["judgments.J1.nudge=1"], True)):
        app = page(at="why", policy="close", question="Q1", set=edits)
        told = next(text for text in summaries(bodies(app, "why-rests")[0]) if "Ann *Star*" in text)
        assert (", moved by you" in told) == marked
        assert "moved by you" not in next(text for text in summaries(bodies(app, "why-rests")[0]) if "Bob" in text)
        (confidence,) = (one for one in map(bare, bodies(app, "why-worth")) if one.startswith("Confidence"))
        assert ("of the file's own values; here one value is yours" in confidence) == marked


def test_disagreement_and_one_source_for_several_are_told(page: Page, folder: Path) -> None:
    change(folder, "apart", ("says: highly unlikely}", "source: gazette, says: almost certain}"),
           ("bob: {name: Bob}", "bob: {name: Bob, weight: 3}"))  # fmt: skip
    app = page(at="why", scenario="apart", policy="close", question="Q1")
    made = sim.explain(sim.read(folder / "apart.yaml"), "Q1", policy="close", draws=100)
    (body,) = bodies(app, "why-against")
    who = next(one.share for one in made.parts if one.name == "who is right")
    assert f"Disagreement. {100 * who:.0f} % of what is open hangs on which voice is right." in bare(body)
    speakers = " and ".join(one.speaker for one in made.sentences if one.judgment in ("J1", "J2"))
    assert f"{speakers} speak in one source: The *Gazette*, 20 December 2025." in bare(body)


def test_another_view_is_told_as_sim_alternatives_has_it(page: Page, folder: Path) -> None:
    bold, same = "{says: Ann is too shy., set: {judgments.J1.nudge: 2}}", "{says: No., set: {judgments.J7.nudge: 1}}"
    change(folder, "views", ("policies:\n", f"alternatives:\n  bold: {bold}\n  same: {same}\npolicies:\n"))
    app = page(at="why", scenario="views", policy="close", question="Q1")
    made = sim.alternatives(sim.read(folder / "views.yaml"), policy="close", questions=["Q1"], draws=100)
    now, bold, same = (view.answers["Q1"].shown for view in made.views)
    (body,) = bodies(app, "why-against")
    assert f"It would be {bold} instead of {now} if this were so: Ann is too shy." in bare(body)
    assert f"Ann is too shy: {bold}. No: {same}." in bare(body)
    assert re.findall(r"<b>([^<]*)\.</b>", body)[0] == "Another view may be right"
    line = bare(bodies(app, "why-worth")[2])
    low, high = sorted(view.answers["Q1"].probability for view in made.views[1:])
    told = f"Other views. {span(low, high)} under the 2 other views that the file names, instead of {now}; farthest, "
    assert line.replace("\u00a0", " ") == f"{told}{bold}, if this were so: Ann is too shy."


def test_the_record_of_such_words_and_of_who_said_them_stands_below_the_answer(page: Page) -> None:
    confidence, record, views = map(bare, bodies(page(at="why", policy="close", question="Q1"), "why-worth"))
    for phrase, name in (("unlikely", "unlikely"), ("highly unlikely", "very_unlikely")):
        came, of = (int(counts[:, shipped_record().said.index(name)].sum())
                    for counts in (shipped_record().happened, shipped_record().of))  # fmt: skip
        assert f"what was called “{phrase}” came true {came} times of {of} ({percent(came / of)})" in record
    assert "What Bob and Ann Star foretold before is not on record here." in record
    assert "the page Compare" not in record
    assert confidence.startswith("Confidence. Moderate, not high, since ")
    assert views == "Other views. The file names no other view."


def test_what_the_file_says_of_a_source_is_in_view_once(page: Page, folder: Path) -> None:
    change(folder, "noted", ("date: 2025-12-20,", "date: 2025-12-20, note: The day is a guess.,"),
           ("{expert: bob, about", "{expert: bob, source: gazette, about"))  # fmt: skip
    (body,) = bodies(page(at="why", scenario="noted", policy="close", question="Q1"), "why-rests")
    closed = bare(re.sub(r"(</summary>).*?</details>", r"\1", body))
    told = ["The source: The day is a guess", "The source: the same as that of Bob"]
    assert re.findall(r"The source: [^;.]*", closed) == told


def test_the_voices_stand_on_the_chosen_event_and_the_address_keeps_it(page: Page, folder: Path) -> None:
    app = page(at="why", policy="close", question="Q2")
    made = sim.explain(sim.read(folder / "harbour.yaml"), "Q2", policy="close", draws=100)
    said = {one.judgment: one for one in made.sentences}
    first = [row["label"] for row in drawn(app, "ridges", "name")]
    assert first == ["Ann *Star*: “likely”", "All together"]
    (numbers, _) = (row["label"] for row in drawn(app, "ridges", "numbers"))
    ann = said["J5"]
    assert numbers == f"{percent(ann.median or 0)} ({span(ann.low or 0, ann.high or 0)})"
    clash = next(option for option in app.selectbox(key="why").proto.options if str(option).startswith("Clash"))
    app.selectbox(key="why").set_value(clash).run()
    assert not app.exception
    (key,) = asked(app, "why")
    assert key.startswith("clash:")
    labels = [row["label"] for row in drawn(app, "ridges", "name")]
    assert {"Ann *Star*: “unlikely”", "Bob: “highly unlikely”", "Past disputes: 1 of 20"} <= set(labels)
    again = page(at="why", policy="close", question="Q2", why=key)
    assert [row["label"] for row in drawn(again, "ridges", "name")] == labels


@pytest.mark.parametrize("told", ["<script>" * 99, "clash:none:J9"])
def test_an_event_that_is_not_there_stands_for_the_heaviest(page: Page, told: str) -> None:
    app = page(at="why", policy="close", question="Q1", why=told)
    assert not app.exception
    assert app.selectbox(key="why").value == "clash:shots or more:J2"


def test_what_the_policy_sets_is_said_so(page: Page) -> None:
    app = page(at="why", question="Q4", policy="close")
    assert [info.value for info in app.info] == [
        "The policy close sets this answer: no judgment moves it. It is open under let it run."
    ]
    assert bodies(app, "why-table") == []


def test_assumptions_open_by_variable_heaviest_first(page: Page, folder: Path) -> None:
    app = page(at="why", policy="close", question="Q2")
    assert bodies(app, "Not behind this answer") == []
    app.session_state["fold-assumptions"] = True
    app.run()
    made = sim.explain(sim.read(folder / "harbour.yaml"), "Q2", policy="close", draws=100)
    (body,) = bodies(app, "Not behind this answer")
    heads = [text for text in summaries(body) if text.endswith(")")]
    author = {name: sum(s.share for s in made.sentences if s.variable == name and s.kind == "assumption")
              for name in ("clash", "mood")}  # fmt: skip
    ordered = sorted(author, key=lambda name: -author[name])
    labels = {"clash": "Clash", "mood": "Mood"}
    assert [head.split(" (")[0] for head in heads] == [
        *(f"{labels[name]} {words.whole_share(author[name])} of the doubt" for name in ordered),
        "Voices and how they are put together", "Not behind this answer",
    ]  # fmt: skip


def test_all_sentences_stand_by_what_they_are_about(page: Page) -> None:
    app = page(at="why", policy="close", question="Q1")
    app.session_state["fold-judgments"] = True
    app.run()
    (body,) = bodies(app, "why-every")
    assert body.count("<dl>") == 7
    assert [text for text in summaries(body) if text.endswith(")")][:1] == ["Clash (4)"]
    assert "Rumour (1)" in summaries(body)
    assert "the odds 1.6 times where “Clash” is “shots”, 2.7 times where “Clash” is “battle”" in bare(body)


def test_dear_runs_wait_for_the_button(page: Page, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(found, "LOOK", -1.0)
    monkeypatch.setattr(found, "LIMIT", 0.0)
    found._keep_reruns.clear()
    app = page(at="why", policy="close", question="Q1")
    assert len(table(app)[0]) == 2
    app.button(key="run-what-if").click().run()
    assert len(table(app)[0]) == 3
    app.selectbox(key="question").set_value("Q2").run()
    assert len(table(app)[0]) == 2


def test_runs_that_one_visitor_has_had_made_are_there_for_the_next(
    page: Page, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = table(page(at="why", policy="close", question="Q1"))
    monkeypatch.setattr(found, "with_reruns", lambda *_: pytest.fail("made again"))
    assert table(page(at="why", policy="close", question="Q1")) == first
    assert len(first[0]) == 3


def test_a_voice_against_the_whole_is_told(page: Page, folder: Path) -> None:
    change(folder, "whole", ("J5: {expert: ann, about: angry", "J8: {expert: ann, about: angry, overall: true, says: "
           "almost no chance}\n    J5: {expert: bob, about: angry"))  # fmt: skip
    app = page(at="why", scenario="whole", policy="close", question="Q2")
    (body,) = bodies(app, "why-against")
    assert "The whole against its parts" in body


def test_the_forecast_s_page_takes_nothing_apart(page: Page, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(found, "find_grounds", lambda *_, **__: pytest.fail("taken apart"))
    assert not page().exception


CODES = r"\w_\w|log-odds|\b(?:judgments|experts|variables|camps|sources)\.\w"


@pytest.mark.parametrize("name", ["venezuela-2025", "nord-stream-2"])
def test_no_code_is_in_view(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "argv", ["app.py", str(ROOT / "scenarios")])
    before = sys.modules["__main__"]
    app = AppTest.from_file(ROOT / "app.py", default_timeout=60)
    app.query_params.update({"scenario": name, "draws": "100"})
    app.session_state["fold-assumptions"] = app.session_state["fold-judgments"] = True
    go_to(app, "why").run()
    sys.modules["__main__"] = before
    assert not app.exception
    shown = [*map(bare, bodies(app, "why-")), *map(plain, texts(app).splitlines()), *app.selectbox(key="why").options]
    file = ROOT / "scenarios" / name
    scenario = sim.read(file / "scenario.yaml" if file.is_dir() else file.with_suffix(".yaml"))
    ids = "|".join([*scenario.resolved, *(claim for source in scenario.sources.values() for claim in source.claims)])
    code = re.compile(rf"{CODES}|\b(?:{ids})\b")
    codes = [text[max(one.start() - 40, 0) : one.end() + 20] for text in shown for one in code.finditer(text)]
    assert codes == []
