"""The draft as a file: what it holds, what `sim check` says of it, and that nothing in it is invented."""

from __future__ import annotations

import time
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.errors import SimError
from sim.exchange.article.draft import SIZE_MAX, Draft, make_draft, read_article
from sim.exchange.article.yaml import make_expert_ids, summarise, write_draft
from sim.scenario.file import yaml_text
from sim.scenario.file.read import loads

ARTICLE = Path(__file__).with_name("draft_article.txt")


@pytest.fixture(scope="module")
def lakes() -> Draft:
    return read_article(ARTICLE)


def problems(written: str) -> list[str]:
    with pytest.raises(SimError) as caught:
        loads(written, "d.yaml")
    return [f"{problem.path}: {problem.message}" for problem in caught.value.problems]


def test_a_short_draft_word_for_word() -> None:
    article = (
        "Storm ahead\n\nOn 2 March 2026 “it could well rain”.\n\n"
        "“It is likely, if winds hold,” said Jane Doe, a pilot. Experts say it will not."
    )
    assert (
        write_draft(make_draft(article), "storm.txt")
        == """\
# yaml-language-server: $schema=scenario.schema.json
# A draft made by `sim draft` from storm.txt: 3 sentences, 1 speaker, 1 draft judgment, 2 phrases not understood.
# Found by rules, understood by nobody: check every speaker, phrase and condition against the text.
# Fill in what is empty (`sim check` lists it), and put each judgment under a variable of yours. `claim` is
# what is claimed, in your own words; where one phrase covers several claims, copy the judgment.
# The sentences in the comments are the article's: delete them before you pass this file on.
schema_version: 1
id: draft-storm
title: "Storm ahead"
# as_of: 2026-03-02   # the text has "2 March 2026"
# timeline: {steps: N, step: 1 week}
sources:
  article: {title: "Storm ahead", note: "file storm.txt"}
experts:
  doe: {name: "Jane Doe", affiliation: "pilot"}
variables:
  to_sort: {label: "", states: []}
judgments:
  to_sort:
    # line 5: “It is likely, if winds hold,” said Jane Doe, a pilot.
    # the sentence has a condition: see `given`
    D1:
      expert: doe
      source: article
      locator: paragraph 2, sentence 1
      about: ""
      says: likely
      claim: ""
# not_understood: phrases of likelihood without a named speaker
#   paragraph 1, sentence 1: "could well" - a quotation without a speaker: On 2 March 2026 “it could well rain”.
#   paragraph 2, sentence 2: "will not" - a speaker known by one word: 'Experts': Experts say it will not.
"""
    )


def test_check_names_what_is_to_be_filled_in_and_nothing_else() -> None:
    written = write_draft(make_draft("Rain\n\n“It is likely,” said Jane Doe. “It could snow,” she added."), "rain.txt")
    assert problems(written) == [
        "as_of: 'as_of' is missing",
        "timeline: 'timeline' is missing",
        "variables.to_sort.label: a text is expected, not an empty one",
        "variables.to_sort.states: at least 2 are needed, not 0",
        "judgments.D1.about: a text is expected, not an empty one",
        "judgments.D1.claim: a text is expected, not an empty one",
        "judgments.D2.about: a text is expected, not an empty one",
        "judgments.D2.says.read_as: a text is expected, not an empty one",
        "judgments.D2.claim: a text is expected, not an empty one",
    ]


def test_a_draft_that_is_filled_in_is_a_scenario() -> None:
    written = write_draft(make_draft("Rain\n\n“It is likely,” said Jane Doe. “It could snow,” she added."), "rain.txt")
    for empty, full in (
        ("# as_of: YYYY-MM-DD", "as_of: 2026-03-02"),
        ("# timeline: {steps: N", "timeline: {steps: 4"),
        ('label: "", states: []', "label: Rain, states: [dry, rain, snow]"),
        ('read_as: ""', "read_as: could happen"),
        ('about: ""', "about: rain or more"),
        ('about: ""', "about: snow"),
        ('claim: ""', "claim: It rains."),
        ('claim: ""', "claim: It snows."),
    ):
        assert empty in written
        written = written.replace(empty, full, 1)
    scenario = loads(written)
    assert scenario.judgments["to_sort"]["D2"].says.phrase == "could"
    assert scenario.experts["doe"].name == "Jane Doe"


def test_an_article_with_nothing_in_it_is_a_draft_too() -> None:
    written = write_draft(make_draft("The ship has left."), "a.txt")
    assert "judgments: {}\n" in written
    assert "experts: {}\n" in written
    assert problems(written)[:2] == ["as_of: 'as_of' is missing", "timeline: 'timeline' is missing"]


def test_more_judgments_than_a_variable_takes_go_under_another() -> None:
    written = write_draft(make_draft("Jane Doe said it may rain. " * 501), "a.txt")
    data = yaml_text.parse(written, "a.yaml").data
    assert list(data["variables"]) == ["to_sort", "to_sort_2"]
    assert list(data["judgments"]["to_sort_2"]) == ["D501"]


def test_ids_are_plain_and_different() -> None:
    said = "“It may,” said {}. "
    names = ["Žofie Nováková", "Eva Nováková", "Иван Петров", "Ann O’Low", "Bo Null"]
    people = make_draft("".join(said.format(name) for name in names)).speakers
    assert dict(zip(names, make_expert_ids(people).values(), strict=True)) == {
        "Žofie Nováková": "novakova", "Eva Nováková": "novakova_2", "Иван Петров": "speaker", "Ann O’Low": "olow",
        "Bo Null": "speaker_2",
    }  # fmt: skip


def test_a_long_sentence_is_cut_around_its_phrase() -> None:
    sentence = f"Jane Doe said that {'so ' * 100}it may end {'so ' * 100}today."
    (line,) = [line for line in write_draft(make_draft(sentence), "a.txt").splitlines() if "# line" in line]
    assert "it may end" in line
    assert line.count(" ...") == 1 + line.count(": ... ")
    assert len(line) < 190


def test_the_summary_counts(lakes: Draft) -> None:
    lines = summarise(lakes).splitlines()
    assert lines[0] == "25 sentences, 3 speakers, 14 draft judgments, 12 phrases not understood"
    assert lines[2] == "  Tobin Marrowgate: rule out, may well, would, little chance, real possibility, could"
    assert "  not understood: no speaker: 2" in lines


PARTS = st.sampled_from([
    '"', "“", "”", "'", "‘", "’", ",", ".", "?", ":", ";", " — ", "\n", "\n\n", "- ", "#", "{", "\\", "%", "&", "\t",
    " said ", " says ", " adding ", " told ", " who ", " that ", " according to ", " he ", " she ", " in the view of ",
    "Jane Doe", "John Smith", "Smith", "Dr. ", "President ", "the Bank of Low", " analyst ", ", a professor at Low, ",
    " may ", " is unlikely ", " highly ", " not ", " would ", " likely ", " doubts ", " if ", " no plans ", " remote ",
    " a 20% chance ", " below 5 % ", " the odds are ", " one in ten ", " 120 per cent likely ", " 50-50 ",
    " in her view ", " considers it ", " quoted ", " as saying ", " absurd to think ", " surprised if ",
    " is a lecturer ", " Kim ",
    " I do not believe ", " rather than ", "’s ", " and ", "On Tuesday ",
    "\u2028", "\x85", "\x0b", "ﬁ", "İ", "é", "e\u0301", "\U0001f600", "ß",
])  # fmt: skip
TEXTS = st.one_of(st.lists(PARTS, max_size=60).map("".join), st.text(max_size=200))


@settings(max_examples=2 * settings.default.max_examples, deadline=None)
@given(TEXTS)
def test_any_text_gives_a_file_that_can_be_read_and_nothing_in_it_is_invented(article: str) -> None:
    found = make_draft(article)
    written = write_draft(found, "any.txt")
    document = yaml_text.parse(written, "any.yaml")
    assert document.problems == ()
    assert all(any(word in line for word in ("to_sort", "missing", "empty")) for line in problems(written))
    composed = unicodedata.normalize("NFC", article)
    plain = " ".join("".join(letter if letter.isprintable() else " " for letter in composed).split())
    for one in (*found.judgments, *found.not_understood):
        assert one.phrase in plain
        assert one.phrase in one.sentence
        assert one.sentence in plain
    for person in (*found.speakers, *found.silent):
        assert person.name in plain
        assert (person.affiliation or "") in plain


LONG = [
    "Jane Doe’s ",
    "considers ",
    "the chance of ",
    "quoted her as saying ",
    "'a ",
    '"',
    '"a" ',
    "Jane, ",
    "Jane said ",
    "may ",
    "not very ",
    "A.",
    ": ",
    "according to ",
    "A may. ",
]


@pytest.mark.parametrize("part", LONG)
def test_no_text_takes_much_longer_than_its_length(part: str) -> None:
    assert _seconds(part, SIZE_MAX // 5) < 20 * max(_seconds(part, SIZE_MAX // 50), 0.1)


def _seconds(part: str, size: int) -> float:
    start = time.process_time()
    make_draft((part * size)[:size])
    return time.process_time() - start
