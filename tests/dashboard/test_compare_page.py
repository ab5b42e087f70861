"""The page that compares shows what `sim compare`, `alternatives`, `choices` and `score` say, figure by figure."""

from __future__ import annotations

import html
import re
import shutil
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

import pytest
from page_parts import asked, drawn, offered, part, plain, texts
from streamlit.testing.v1 import AppTest

import sim
from sim.dashboard.added.adding import add_texts
from sim.dashboard.compare import asking, calibration
from sim.dashboard.compare.naming import name_view
from sim.dashboard.compare.pairs import tell_above, tell_order, tell_ranks
from sim.dashboard.figures import MINUS, tell_apart, tell_points_span
from sim.results.choices.compare import ChoiceCell, Choices
from sim.results.compare.model import Difference
from sim.results.compare.views import AlternativeView
from sim.results.forecast.model import Interval
from sim.results.forecast.percent import fine_percent, percent, span
from sim.results.score.model import EVEN, BaselineComparison, MeanScore
from sim.results.track.calibration import bin_answers
from sim.scenario.resolve.scenario import Scenario
from sim.show.scores.plain import tell_better, tell_bins
from sim.show.scores.score import tell_difference, tell_way, verdict
from sim.show.views import ratio, tell_gain

Page = Callable[..., AppTest]
ROOT = Path(__file__).parents[2]
MOVED = {"judgments.J1.nudge": 1.0}
KEPT = {"pool.rule": "linear"}
MARKUP = ('Q5: {asks: "Strike and', 'Q5: {asks: "<b>Strike</b> and')
LATE = ("  doubters: {says: Ben is right.,", "  doubters: {hindsight: true, says: <b>Ben</b> is *right*.,")


def rows(app: AppTest, key: str) -> dict[str, list[str]]:
    """A table of the page: what each row is about -> its cells, a second line behind a bar."""
    (body,) = (block.proto.body.replace("\u00a0", " ") for block in part(app, key).get("html"))
    found = {}
    for row in re.findall(r"<tr[^>]*><th scope=\"row\"[^>]*>(.*?)</tr>", body):
        head, *cells = re.split(r"</th>|</td>", row)
        shown = [re.sub("<[^>]*>", "", cell.replace("<small>", "|")) for cell in cells if cell]
        found[html.unescape(head.partition("<small>")[0])] = [html.unescape(cell) for cell in shown]
    return found


def figures(one: Difference) -> list[str]:
    """What the page shall show of a difference."""
    intervals = [tell_points_span(part) for part in (one.interval50, one.interval90)]
    three = tell_apart(one.first_probability, one.second_probability)
    assert one.difference == pytest.approx(one.first_probability - one.second_probability, abs=1e-12)
    return [*three, *intervals, tell_above(one), f"{100 * one.error:.2g}"]


@pytest.fixture
def resolved(folder: Path) -> Path:
    """A scenario with alternatives, evidence and resolutions; one alternative was written in hindsight."""
    shutil.copytree(ROOT / "tests" / "scenarios" / "resolved" / "north", folder / "north")
    file = folder / "north" / "scenario.yaml"
    text = file.read_text(encoding="utf-8")
    assert LATE[0] in text
    assert MARKUP[0] in text
    file.write_text(text.replace(*LATE).replace(*MARKUP), encoding="utf-8")
    seen = file.with_name("evidence.yaml")
    more = "  E2: {date: 2026-01-20, variable: port, not_reached: closed, sensitivity: 0.9}\n"
    seen.write_text(seen.read_text(encoding="utf-8") + more, encoding="utf-8")
    return file


@pytest.mark.parametrize(("edits", "kept"), [({}, {}), (MOVED, {}), ({}, KEPT), (MOVED, KEPT)])
def test_policies_are_compared_as_the_command_does(
    page: Page, folder: Path, edits: Mapping[str, object], kept: Mapping[str, object]
) -> None:
    settings = {key: [f"{path}={value}" for path, value in some.items()] for key, some in (("set", edits), ("b", kept))}
    app = page(at="compare", policy="close", question="Q1", **settings)
    file = sim.read(folder / "harbour.yaml")
    scenario = sim.edit(file, dict(edits))
    made = sim.compare(scenario, ["close", "talk", "let_it_run"], questions=["Q1"], draws=100).differences
    wanted = dict(zip(("Close less talk", "Close less let it run"), map(figures, made), strict=True))

    def compare(first: Scenario, changes: Mapping[str, object]) -> list[str]:
        return figures(sim.compare(first, ["close"], questions=["Q1"], changes=changes, draws=100).differences[0])

    if edits:
        wanted["The file less your version"] = compare(file, edits)
    if kept:
        wanted["The file less B"] = compare(file, kept)
    if edits and kept:
        wanted["Your version less B"] = compare(scenario, {"judgments.J1.nudge": 0, **kept})
    assert rows(app, "policies-figures") == wanted
    numbers = [row["label"] for row in drawn(app, "policies", "number")]
    assert numbers == [f"{shown[2]} ({shown[4]})" for shown in wanted.values()]
    assert len(drawn(app, "policies", "wide")) == len(drawn(app, "policies", "narrow")) == len(wanted)
    if kept:
        cells = wanted["The file less B"]
        assert f"In B {cells[1]}, in the file {cells[0]}: the file less B is {cells[2]} points" in plain(texts(app))


@pytest.mark.parametrize("beside", ["let_it_run", "your version", "variant B"])
def test_every_question_of_a_pair(page: Page, folder: Path, beside: str) -> None:
    settings = {"set": MOVED} if beside != "variant B" else {"b": KEPT}
    told = {key: [f"{path}={value}" for path, value in some.items()] for key, some in settings.items()}
    app = page(at="compare", policy="close", **told)
    app.selectbox(key="compare_with").set_value(beside).run()
    assert asked(app, "compare_with") == ([beside])
    app.session_state["fold-compared"] = True
    app.run()
    file = sim.read(folder / "harbour.yaml")
    if beside != "let_it_run":
        made = sim.compare(file, ["close"], changes=MOVED if beside == "your version" else KEPT, draws=100)
    else:
        made = sim.compare(sim.edit(file, dict(MOVED)), ["close", beside], draws=100)
    shown = rows(app, "every-question-figures")
    assert len(shown) == len(file.questions)
    by_name = {file.questions[one.question].asks[:30]: one for one in made.differences}
    for title, cells in shown.items():
        one = by_name[title[:30]]
        assert cells == (["", "", "both set by the policy", "", "", "", ""] if one.settled else figures(one))


@pytest.mark.parametrize("edits", [{}, MOVED])
def test_a_judgment_that_was_added_is_in_your_version(page: Page, folder: Path, edits: Mapping[str, object]) -> None:
    said = "{voice: bob, variable: clash, about: shots or more, given: {pressure: closure}, says: {phrase: likely}}"
    settings = [f"{path}={value}" for path, value in edits.items()]
    app = page(at="compare", policy="close", question="Q1", say=[said], set=settings)
    file = sim.read(folder / "harbour.yaml")
    version = sim.edit(add_texts(file, (said,)).scenario, dict(edits))
    answers = [sim.forecast(one, policies=["close"], draws=100).answers["close", "Q1"] for one in (file, version)]
    cells = rows(app, "policies-figures")["The file less your version"]
    assert cells[:2] == [fine_percent(one.probability) for one in answers]
    assert cells[0] != cells[1]


def test_in_words_what_is_clear_and_what_is_not() -> None:
    scenario = sim.read("first-steps")
    made = sim.compare(scenario, ["strikes", "blockade", "strikes"], questions=["Q6"], draws=100)
    lower, same = made.differences
    assert (tell_above(lower), tell_above(same)) == (percent(lower.above), "equal in all")
    told = tell_order("if so", [("blockade", lower), ("the *same*", same)])
    apart = tell_apart(lower.first_probability, lower.second_probability)[2].removeprefix("+")
    clear = f"**Clearly more likely** if so than under \u201cblockade\u201d (by {apart} points). "
    assert told == f"{clear}**The same** as under \u201cthe \\*same\\*\u201d, in every draw."
    ranks = [("blockade", lower), ("raid", replace(same, second_probability=float("nan")))]
    first, second = (fine_percent(p) for p in (lower.first_probability, lower.second_probability))
    assert plain(tell_ranks("strikes", ranks)) == f"From least to most likely: blockade {second}, strikes {first}."
    below = replace(lower, first_probability=0.03, second_probability=0.05, interval90=Interval(0.9, -0.1, -0.01))
    assert tell_order("if so", [("raid", below)]) == "**Clearly less likely** if so than under “raid” (by 2.0 points)."
    open_end = replace(lower, interval90=Interval(0.9, -0.1, 0.2))
    told = tell_order("if so", [("blockade", lower), ("raid", open_end)])
    assert told == f"{clear}**No clear difference** from \u201craid\u201d: there the 90\u00a0% interval holds 0."
    assert tell_order("if so", [("raid", open_end)]).startswith("**No difference is clear** from \u201craid\u201d:")


def test_what_the_file_does_not_have_is_said_in_a_sentence(page: Page) -> None:
    app = page(at="compare", compare_shows="views,seen,scores")
    said = texts(app)
    assert "The scenario names no other view of the matter." in said
    assert "How it ended is not on record, so there is nothing to score yet." in said
    assert [toggle.key for toggle in app.toggle] == ["compare-choices"]


def test_a_part_is_switched_on_and_off_and_the_address_keeps_it(page: Page, resolved: Path) -> None:
    app = page(at="compare", scenario="north", compare_shows="nonsense,scores,scores")
    assert [toggle.key for toggle in app.toggle if toggle.value] == ["compare-scores"]
    app.toggle(key="compare-views").set_value(True).run()
    assert asked(app, "compare_shows") == ["views,scores"]
    app.toggle(key="compare-scores").set_value(False).run()
    assert asked(app, "compare_shows") == ["views"]
    assert not app.exception
    part(app, "views-figures")


def test_views_and_how_evidence_speaks_for_them(page: Page, resolved: Path) -> None:
    app = page(at="compare", scenario="north", question="Q2", compare_shows="views,seen")
    scenario = sim.read(resolved)
    made = sim.alternatives(scenario, policy="let_it_run", draws=100)
    shown = rows(app, "views-figures")
    assert len(shown) == len(scenario.questions)
    for name in made.questions:
        answers = [view.answers[name] for view in made.views]
        wanted = [
            a.shown if a.settled else f"{fine_percent(a.probability)}|{span(a.interval90.low, a.interval90.high)}"
            for a in answers
        ]
        assert next(cells for title, cells in shown.items() if scenario.questions[name].asks[:30] in title) == wanted
    (body,) = (block.proto.body for block in part(app, "views-figures").get("html"))
    assert "&lt;b&gt;Strike&lt;/b&gt; and" in body
    assert next(iter(shown)).startswith("Is the port slow or closed")  # the chosen question first
    assert "- **Doubters** *(written in hindsight)*: \\<b\\>Ben\\</b\\> is \\*right\\*." in texts(app)
    seen = sim.evidence(scenario, resolved.with_name("evidence.yaml"))
    weighed = sim.alternatives(scenario, policy="let_it_run", questions=["Q2"], observations=seen, draws=100)
    own, *others = weighed.views
    assert plain(tell_gain(weighed.views, name_view)) in plain(texts(app))
    assert own.single
    table = rows(app, "seen-figures")
    (body,) = (block.proto.body for block in part(app, "seen-figures").get("html"))
    assert "<small>2 entries</small>" in body
    assert table.pop(f"All {len(own.single)} together") == [
        fine_percent(own.evidence or 0), *(f"{fine_percent(one.evidence or 0)}|{ratio(one.ratio)}" for one in others)
    ]  # fmt: skip
    last = table.popitem()[1]
    given = [view.answers.get("Q2") for view in weighed.views]
    assert last == [
        f"{fine_percent(a.probability)}|{span(a.interval90.low, a.interval90.high)}" if a else "what was seen cannot be"
        for a in given
    ]
    for cells, (text, p) in zip(table.values(), own.single.items(), strict=True):
        singles = [(one.single or {})[text] for one in others]
        assert cells == [fine_percent(p), *(f"{fine_percent(q)}|{ratio(q / p)}" for q in singles)]


def test_in_words_under_which_view_what_was_seen_is_likeliest() -> None:
    own, late, early = (AlternativeView(name, "", "", {}, 0.1, 1.0) for name in ("as written", "late", "early"))
    assert tell_gain([own, late]) == "No other view made all that was seen more likely than the file as it stands."
    late, early = replace(late, ratio=4.5, hindsight=True), replace(early, ratio=1.264)
    most = "All that was seen is likeliest under"
    told = f"{most} “late” (written in hindsight): 4.5 times more likely than in the file as it stands. "
    second = "Of those not written in hindsight, “early”: 1.26 times more likely. A factor below 3 is little."
    assert tell_gain([own, early, late]) == told + second
    assert tell_gain([own, late]) == f"{told}Of those not written in hindsight, none made it likelier."
    told = f"{most} “early”: 1.26 times more likely than in the file as it stands. A factor below 3 is little."
    assert tell_gain([own, early]) == told
    told = "What was seen cannot be in the file as it stands; it can under early."
    assert tell_gain([replace(own, evidence=0.0), early]) == told


def test_choices_are_those_of_the_command(page: Page, folder: Path) -> None:
    app = page(at="compare", policy="close", question="Q3", compare_shows="choices")
    made = sim.choices(sim.read(folder / "harbour.yaml"), policy="close", questions=["Q3"], draws=100)
    own, shown = made.rows[0].cells["Q3"], rows(app, "choices-figures")
    wanted = [[fine_percent(c.probability), span(c.low90, c.high90), move_of(c, own)] for c in cells_of(made, "Q3")]
    assert list(shown.values()) == wanted
    assert shown.keys() >= {"As the file has it", "ICD 203", "CAPphrase and ICD 203, 2 to 1", "Mixture of the voices"}
    assert shown.keys() >= {"No shared errors", "Weights that are certain"}
    widest = max(cells_of(made, "Q3"), key=lambda cell: abs(cell.probability - own.probability))
    assert f"from {fine_percent(own.probability)} to {fine_percent(widest.probability)}." in plain(texts(app))
    app.session_state["fold-choices"] = True
    app.run()
    every = sim.choices(sim.read(folder / "harbour.yaml"), policy="close", draws=100)
    for place, name in enumerate(every.questions):
        for cells, cell in zip(rows(app, "choices-others").values(), cells_of(every, name), strict=True):
            if not cell.settled:
                move = move_of(cell, every.rows[0].cells[name])
                forecast = f"{fine_percent(cell.probability)} ({span(cell.low90, cell.high90)})"
                assert cells[place] == forecast + (f"|{move} points" if move else "")


def cells_of(made: Choices, question: str) -> list[ChoiceCell]:
    """A question's cells, a row each."""
    return [row.cells[question] for row in made.rows]


def move_of(cell: ChoiceCell, own: ChoiceCell) -> str:
    """How far a choice moves a forecast, in points; empty where it is less than a tenth."""
    move = cell.probability - own.probability
    return tell_apart(cell.probability, own.probability)[2] if abs(move) >= 0.0005 else ""


def test_what_learn_takes_in_is_said_not_to_be_here(page: Page, resolved: Path) -> None:
    line = "is not in these differences"
    assert line not in texts(page(at="compare", scenario="harbour", policy="close"))
    told = texts(page(at="compare", scenario="north", question="Q2", learn_given="port: closed @ 2026-01-22"))
    assert f"(2 things seen by 20 January 2026 and 1 condition) {line}." in told


@pytest.mark.parametrize("edits", [{}, {"judgments.S1.nudge": 1.0}])
def test_scores_are_those_of_the_command_and_hindsight_is_marked(
    page: Page, resolved: Path, edits: Mapping[str, object]
) -> None:
    settings = [f"{path}={value}" for path, value in edits.items()]
    app = page(at="compare", scenario="north", compare_shows="scores", set=settings)
    scenario = sim.edit(sim.read(resolved), dict(edits))
    made = sim.score(scenario, sim.resolutions(resolved.with_name("resolutions.yaml"), scenario), draws=100)
    shown = rows(app, "scores-figures")
    assert len(shown) == len(made.comparisons)
    for cells, one in zip(shown.values(), made.comparisons, strict=True):
        assert cells[:3] == [str(one.n), str(one.clusters), f"{one.brier.mean:.3f}"]
        if one.name != "forecast":
            for told, score in ((cells[3], one.brier), (cells[5], one.log)):
                assert told.replace(MINUS, "-") == tell_difference(score).replace(" (", "|").rstrip(")")
                assert "-" not in told
    assert {"The forecast", "50 % for everything", "Ann alone", "Doubters (written in hindsight)"} <= shown.keys()
    assert [row["label"] for row in drawn(app, "scores", "label")] == [*shown][1:]
    said = texts(app)
    assert f"n = {len(made.questions)} questions, decided by {made.clusters} events" in said
    assert "Doubters: written by somebody who knew how it ended." in said
    assert ("Your changes are in it" in said) == bool(edits)
    even = next(one.brier for one in made.comparisons if one.name == EVEN)
    assert f"always saying 50 % gets 0.25: compared with that it is {tell_better(even)}, " in plain(said)
    assert said.index("The forecast's score is") < said.index("Answers of ") < said.index("as it stood first")
    assert all(f" ({tell_way(one)})" in said for one in made.comparisons[1:] if one.significant)
    assert ("No difference is significant" in said) != (" leave 0 out, against: " in said)


def test_in_words_who_is_better_where_the_difference_is_significant() -> None:
    better, worse, open_ = (MeanScore(9, 0.2, 0.0, ends) for ends in ((-0.2, -0.1), (0.1, 0.2), (-0.1, 0.1)))
    better, worse = replace(better, difference=-0.15), replace(worse, difference=0.15)
    assert tell_way(BaselineComparison("a", 9, better, open_, None)) == "the forecast is better in Brier"
    assert tell_way(BaselineComparison("a", 9, open_, open_, worse)) == "the forecast is worse in ranked"
    assert tell_way(BaselineComparison("a", 9, better, worse, None)) == "the forecast is better in Brier, worse in log"
    found = [BaselineComparison("a", 9, better, worse, None), BaselineComparison("b", 9, open_, worse, None)]
    told = "a (the forecast is better in Brier, worse in log); b (the forecast is worse in log)"
    assert verdict(found).startswith(f"Of 4 intervals of 90 %, 3 leave 0 out, against: {told}. ")


def test_no_picture_of_calibration_without_answers_enough(
    page: Page, resolved: Path, monkeypatch: pytest.MonkeyPatch
) -> None:  # fmt: skip
    app = page(at="compare", scenario="north", compare_shows="scores")
    scenario = sim.read(resolved)
    made = sim.score(scenario, sim.resolutions(resolved.with_name("resolutions.yaml"), scenario), draws=100)
    bins = bin_answers([q.scores["forecast"].probability for q in made.questions], [q.truth for q in made.questions])
    assert tell_bins(bins) in plain(texts(app))
    assert "No picture of calibration: 4 answers, decided by 3 events, are too few." in texts(app)
    whole = {0.0: "0 of", 1.0: "1 of"}
    assert {one.n for one in bins} == {1}
    came = [f"{whole[one.came]} 1" if one.came in whole else fine_percent(one.came) for one in bins]
    counts = [["1", fine_percent(one.said), told] for one, told in zip(bins, came, strict=True)]
    assert [cells[:3] for cells in rows(app, "calibration-figures").values()] == counts
    monkeypatch.setattr(calibration, "FEWEST_ANSWERS", 4)
    monkeypatch.setattr(calibration, "FEWEST_EVENTS", 3)
    app.run()
    assert "No picture of calibration" not in texts(app)
    assert [row["label"] for row in drawn(app, "calibration", "count")][: len(bins)] == [str(one.n) for one in bins]


def test_an_address_alone_buys_no_long_work(page: Page, resolved: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asking, "BUDGET", 0.0)
    monkeypatch.setattr(asking, "_kept", {})
    app = page(at="compare", scenario="north", compare_shows="views,scores", seed="7")
    waiting = ["work-views", "work-scores"]
    assert [button.key for button in app.button if str(button.key).startswith("work-")] == waiting
    app.button(key="work-scores").click().run()
    part(app, "scores-figures")
    assert offered(app, "work-views")
    again = page(at="compare", scenario="north", compare_shows="views,scores", seed="7")
    part(again, "scores-figures")
    assert offered(again, "work-views")
    again.toggle(key="compare-choices").set_value(True).run()
    part(again, "choices-figures")


def test_resolutions_that_do_not_fit_are_told_and_the_rest_stands(page: Page, resolved: Path) -> None:
    beside = resolved.with_name("resolutions.yaml")
    beside.write_text(beside.read_text(encoding="utf-8").replace("  Q1:", "  Q9:"), encoding="utf-8")
    app = page(at="compare", scenario="north", compare_shows="views,scores")
    assert app.error[0].value.startswith("The forecast cannot be scored: 1 problem")
    part(app, "views-figures")


@pytest.mark.parametrize("beside", ["close", "<script>", "your version", "x" * 5000])
def test_what_the_address_names_and_is_not_there_is_left_out(page: Page, beside: str) -> None:
    app = page(at="compare", policy="close", compare_with=beside, compare_shows="<script>,,")
    assert app.selectbox(key="compare_with").value == "talk"
    assert not app.exception
    assert not app.error
    assert drawn(app, "every-question", "wide")[0]["x"] != drawn(app, "every-question", "wide")[0]["x2"]


@pytest.mark.parametrize("name", ["north", "recession-2025"])
def test_codes_are_nowhere_in_view(page: Page, folder: Path, resolved: Path, name: str) -> None:
    shutil.copy(ROOT / "scenarios" / "recession-2025.yaml", folder)
    app = page(at="compare", scenario=name, compare_shows="views,seen,choices,scores")
    scenario = sim.read(resolved if name == "north" else folder / "recession-2025.yaml")
    tables = ["views-figures", "choices-figures", *(["seen-figures", "scores-figures"] if name == "north" else [])]
    bodies = [block.proto.body for key in tables for block in part(app, key).get("html")]
    cells = [html.unescape(cell) for body in bodies for cell in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", body)]
    codes = {*scenario.resolved, *scenario.questions, "E1", "E2"}
    codes |= {key for key in (*scenario.variables, *scenario.policies, *scenario.experts) if "_" in key}
    codes |= {key for key in scenario.alternatives if "_" in key}
    code = re.compile(rf"(?<![\w.-])({'|'.join(map(re.escape, codes))}|\w+\.yaml|pool\.\w+|log.odds|nudge)(?![\w-])")
    assert len(cells) > 20
    assert [text for text in (*map(plain, texts(app).split("\n")), *cells) if code.search(text)] == []
