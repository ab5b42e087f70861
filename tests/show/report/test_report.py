"""The report: every part of it, every text escaped, nothing fetched, and the numbers of the forecast."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from told_harbour import HARBOUR, QUIET, SEEN, TEXT, VIEWS, Reader, hostile

from sim.results.forecast.percent import percent
from sim.results.forecast.run import forecast
from sim.results.indicators.report import indicators
from sim.results.replay.replay import replay
from sim.results.report import gather
from sim.scenario.edit import edit
from sim.scenario.evidence import evidence
from sim.scenario.file.read import read
from sim.show.differences import points
from sim.show.phrases import whole, whole_span
from sim.show.report.handout import Handout
from sim.show.report.report import report
from sim.show.report.verify import verify
from sim.show.words import day

Written = Callable[..., Path]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("report")
    (made / "harbour.yaml").write_text(TEXT + VIEWS, encoding="utf-8")
    (made / "hostile.yaml").write_text(hostile(), encoding="utf-8")
    (made / "seen.yaml").write_text(SEEN, encoding="utf-8")
    return made


@pytest.fixture(scope="module")
def made(folder: Path) -> Handout:
    return report(folder / "harbour.yaml", draws=100, settings=["judgments.J1.nudge=0.8"])


def test_the_overview_has_every_answer_under_every_policy(made: Handout) -> None:
    text, forecast = Reader(made.html).plain(), made.report.forecast
    assert "A *made-up* harbour [dispute](https://example.org)" in text
    for question in forecast.questions:
        lead = forecast.answers[made.report.policy, question]
        others = [forecast.answers[policy, question] for policy in forecast.policies if policy != made.report.policy]
        if not lead.settled:
            span = whole_span(lead.interval90.low, lead.interval90.high)
            level = "" if lead.confidence is None else lead.confidence.level
            numbers = "".join(whole(one.probability) for one in others)
            assert f"{whole(lead.probability)}{span}{level}{numbers}" in text, question
    assert "no, set" in text
    assert "yes, set" in text


def test_a_page_has_every_part_with_the_forecasts_numbers(made: Handout) -> None:
    text, report = Reader(made.html).plain(), made.report
    assert [page.answer.question for page in report.pages] == ["Q1", "Q2", "Q3", "Q4"]
    first = report.pages[0]
    ends = first.answer.interval90
    assert first.views is not None
    for part in (
        "Are shots *fired* by 21 January 2026?", f"({whole(first.answer.probability)})",
        f"What was said leaves open {whole_span(ends.low, ends.high)}", "Confidence is", "The same question under each",
        "20 equally good readings", "Ann *Star* (", "of the doubt): Shots are unlikely.",
        "[The *Gazette*, 20 December 2025, paragraph 2]",
        "What nobody was asked", "If another view is right", "Words are *milder*", "Bob is heard alone",
        *(whole(view.answers["Q1"].probability) for view in first.views.views),
        "Ann *Star* on Clash: shots or more, 'unlikely': read as", "Changed from the file",
        f"Digest{report.forecast.digest[:16]}",
        "100 draws x 64 worlds, seed 1", "Versionsscenario-sim",
        "harbour.yaml --set judgments.J1.nudge=0.8 --draws 100",
        "sim report --verify FILE",
    ):  # fmt: skip
        assert part in text, part


def test_the_numbers_are_those_of_the_forecast(made: Handout, folder: Path) -> None:
    scenario = edit(read(folder / "harbour.yaml"), {"judgments.J1.nudge": 0.8})
    assert made.report.forecast.rows() == forecast(scenario, draws=100).rows() != []
    shares = {sentence.voice for sentence in made.report.pages[0].explanation.sentences}
    assert shares == {"ann", "bob", "past", "author"}


def test_a_question_that_the_first_policy_settles_is_told_under_one_that_leaves_it_open(made: Handout) -> None:
    assert made.report.policy == "close"
    assert [page.answer.policy for page in made.report.pages] == ["close", "close", "close", "let_it_run"]


def test_what_nobody_was_asked_is_the_authors_alone(made: Handout) -> None:
    assert [page.without_expert() for page in made.report.pages[:3]] == [False] * 3
    assert made.report.pages[1].unasked() == {}
    silent = [f"experts.{voice}.weight=0" for voice in ("ann", "bob", "past")]
    text = Reader(report(HARBOUR, questions=["Q1"], draws=100, settings=silent).html).plain()
    assert "No expert is heard on anything that this answer hangs on." in text
    assert re.search("Clash: the author's assumptions alone, (9|100)[0-9]? % of the doubt", text)


def test_of_many_questions_the_opening_one_has_a_page(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gather, "MOST_PAGES", 3)
    file = folder / "harbour.yaml"
    few = report(file, draws=100)
    assert [page.answer.question for page in few.report.pages] == ["Q1"]
    assert "writes those of the other 3 with --question or --all" in Reader(few.html).plain()
    assert len(report(file, draws=100, every=True).report.pages) == 4
    named = report(file, draws=100, questions=["Q3", "Q2"], policies=["talk", "close"])
    told = [(page.answer.policy, page.answer.question) for page in named.report.pages]
    assert told == [("talk", "Q3"), ("talk", "Q2")]


def test_under_evidence_what_was_seen_stands_first(folder: Path) -> None:
    made = report(folder / "harbour.yaml", draws=100, questions=["Q1"], evidence=folder / "seen.yaml")
    text = Reader(made.html).plain()
    assert "What was seen" in text
    assert "Rumour: some, 6 January 2026." in text
    assert "Shares of the doubt are those before anything was seen" in text
    assert "as likely" in text or "less likely" in text or "more likely" in text
    assert "--evidence" in text
    assert "Silences not counted" in text
    assert verify(made.html, "x.html").startswith("x.html: made again")


def test_what_would_change_it_and_how_it_moved_are_those_of_their_commands(folder: Path) -> None:
    file, seen = folder / "harbour.yaml", folder / "seen.yaml"
    made = report(file, draws=100, questions=["Q1"], policies=["close"], evidence=seen)
    page, text, scenario = made.report.pages[0], Reader(made.html).plain(), read(file)
    told = indicators(scenario, "Q1", policy="close", draws=100, observations=evidence(scenario, seen))
    assert page.indicators == told
    best = told.indicators[0]
    assert f"Seen by {day(told.by)}" in text
    assert f"{percent(best.figures.seen)}{percent(best.figures.unseen)}" in text
    moved = replay(scenario, seen, questions=["Q1"], policy="close", draws=100)
    assert page.replay == moved
    last = moved.days[-1]
    assert f"{day(last.day)}{whole(last.answers['Q1'].probability)}" in text
    assert f"{points(last.moves['Q1'].difference)}Rumour: some" in text
    assert "What would change it" in made.markdown
    assert "How it has moved" in made.markdown


def test_without_evidence_nothing_has_moved(made: Handout) -> None:
    text = Reader(made.html).plain()
    assert "How it has moved" not in text
    assert text.count("What would change it") == sum(page.indicators is not None for page in made.report.pages) == 4


def test_silence_counts_as_in_a_run(folder: Path) -> None:
    file, seen = folder / "harbour.yaml", folder / "quiet.yaml"
    seen.write_text(QUIET, encoding="utf-8")
    scenario, until = read(file), date(2026, 1, 12)
    made = report(file, draws=100, questions=["Q1"], evidence=seen, until=until, given=["mood: calm @ 2026-01-08"])
    told = evidence(scenario, seen, given=["mood: calm @ 2026-01-08"], until=until)
    assert made.report.forecast.rows() == forecast(scenario, draws=100, observations=told).rows()
    assert "Silence until 12 January 2026 counts for" in Reader(made.html).plain()
    assert verify(made.html, "x.html")


@pytest.mark.parametrize("form", ["html", "markdown"])
def test_hostile_texts_stay_texts_and_nothing_is_fetched(folder: Path, form: str) -> None:
    page = report(folder / "hostile.yaml", draws=100).text(form)
    if form == "markdown":
        shown = page[: page.index("<!-- scenario-sim")]
        assert re.findall(r"(?<!\\)<|(?<!\\)\]\(|https?://|(?<!\\)`(?!sim )[^`]*(?<!\\)<", shown) == []
        assert page.count("-->") - shown.count("\\-->") >= 1
        return
    reader = Reader(page)
    assert reader.open == []
    known = {"html", "head", "meta", "title", "style", "body", "main", "article", "section", "div", "p", "span", "a",
             "strong", "code", "h1", "h2", "h3", "table", "caption", "thead", "tbody", "tr", "th", "td", "ul", "ol",
             "li", "dl", "dt", "dd", "figure", "figcaption", "details", "summary", "svg", "line", "circle", "polygon",
             "text"}  # fmt: skip
    assert {tag for tag, _ in reader.tags} <= known
    names = {name for _, attributes in reader.tags for name in attributes}
    assert not names & {"src", "style", "action", "srcset"}
    assert not any(name.startswith("on") for name in names)
    links = {attributes["href"] for _, attributes in reader.tags if "href" in attributes}
    assert links == {f"#page-{place}" for place in range(1, 5)}
    assert not re.search(r"url\(|@import", page)
    assert reader.text.count("<script>alert(1)</script>") >= 10
    assert len(reader.comments) == 1
    policies = [attributes["content"] for _, attributes in reader.tags if attributes.get("http-equiv")]
    assert policies == ["default-src 'none'; style-src 'unsafe-inline'"]


def test_every_picture_says_what_it_shows(made: Handout) -> None:
    pictures = [attributes for tag, attributes in Reader(made.html).tags if tag == "svg"]
    assert len(pictures) > 10
    assert all(one["role"] == "img" and len(one["aria-label"] or "") > 10 for one in pictures)


def test_a_scenario_in_memory_gives_the_same_answers(made: Handout, folder: Path) -> None:
    scenario = edit(read(folder / "harbour.yaml"), {"judgments.J1.nudge": 0.8})
    again = report(scenario, draws=100)
    assert again.report.scenario == made.report.scenario
    assert again.report.forecast.rows()[0]["probability"] == made.report.forecast.rows()[0]["probability"]
    assert verify(again.html, "x.html")


def test_markdown_says_the_same_numbers(made: Handout) -> None:
    text = made.markdown.replace("\u00a0", " ")
    first = made.report.pages[0].answer
    assert f"({whole(first.probability)})**" in text
    assert "## Are shots \\*fired\\* by 21 January 2026?" in text
    assert "Probability, %: " in text
    assert "| Question | close | Span | Confidence | talk | let it run |" in text


def test_a_notebook_shows_what_it_is(made: Handout) -> None:
    assert repr(made) == "<Report of harbour, with pages for Q1, Q2, Q3, Q4; 100 draws x 64 worlds, seed 1>"


def test_a_file_is_written_in_the_form_of_its_ending(made: Handout, tmp_path: Path) -> None:
    for name, text in (("a.html", made.html), ("b.md", made.markdown)):
        made.write(tmp_path / name)
        assert (tmp_path / name).read_text(encoding="utf-8") == text
