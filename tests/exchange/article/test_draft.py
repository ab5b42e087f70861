"""What `sim draft` finds, rule by rule; every person and place here is invented."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.errors import FormatError
from sim.exchange.article.draft import Draft, make_draft, read_article
from sim.exchange.article.hedges import find_hedges
from sim.exchange.article.quotes import find_quotes, split_sentences
from sim.exchange.article.text import find_dates, split_article

ARTICLE = Path(__file__).with_name("draft_article.txt")


def found(text: str) -> list[tuple[str, str]]:
    """Last name and phrase of every draft judgment."""
    return [(one.speaker.words[-1], one.phrase) for one in make_draft(text).judgments if one.speaker is not None]


def refused(text: str) -> list[tuple[str, str]]:
    """Phrase and reason of all that was not understood."""
    return [(one.phrase, one.why) for one in make_draft(text).not_understood]


@pytest.fixture(scope="module")
def lakes() -> Draft:
    return read_article(ARTICLE)


def test_the_whole_article(lakes: Draft) -> None:
    assert [(one.speaker.name, one.phrase, one.locator) for one in lakes.judgments if one.speaker] == [
        ("Ada Quillfeather", "highly unlikely", "paragraph 2, sentence 1"),
        ("Ada Quillfeather", "will not", "paragraph 2, sentence 2"),
        ("Tobin Marrowgate", "rule out", "paragraph 3, sentence 1"),
        ("Tobin Marrowgate", "may well", "paragraph 4, sentence 1"),
        ("Ilse Brandreth", "almost certain", "paragraph 6, sentence 1"),
        ("Ilse Brandreth", "could", "paragraph 6, sentence 2"),
        ("Ada Quillfeather", "I do not believe", "paragraph 7, sentence 1"),
        ("Ada Quillfeather", "might", "paragraph 7, sentence 2"),
        ("Tobin Marrowgate", "would", "paragraph 8, sentence 1"),
        ("Ilse Brandreth", "by no means certain", "paragraph 8, sentence 1"),
        ("Tobin Marrowgate", "little chance", "paragraph 9, sentence 1"),
        ("Tobin Marrowgate", "real possibility", "paragraph 9, sentence 1"),
        ("Tobin Marrowgate", "could", "paragraph 10, sentence 1"),
        ("Ilse Brandreth", "probably", "paragraph 12, sentence 1"),
    ]
    assert [(one.phrase, one.why) for one in lakes.not_understood] == [
        ("Will", "a heading or caption"),
        ("likely", "no speaker"),
        ("does not expect", "stands before what the speaker says"),
        ("Would", "a question"),
        ("might", "a speaker known by one word: 'Engineers'"),
        ("would not", "not one person with a name: 'The Lake Ministry'"),
        ("could", "a speaker known by one word: 'Vell'"),
        ("would", "reported at second hand"),
        ("no plans", "no speaker"),
        ("might", "not one person with a name: 'He and Tobin Marrowgate'"),
        ("bound to", "not one person with a name: 'one captain'"),
        ("never", "'she' may be 'one captain'"),
    ]


def test_names_affiliations_and_title_stand_as_in_the_article(lakes: Draft) -> None:
    assert lakes.title == "Will the Low Lakes lose their ferry?"
    assert {person.name: person.affiliation for person in lakes.speakers} == {
        "Ada Quillfeather": "lecturer in transport at Ostermarn College",
        "Tobin Marrowgate": None,
        "Ilse Brandreth": "economist at the Bank of Vell",
    }


@pytest.mark.parametrize(
    "text",
    [
        "“It may end,” said Jane Doe.",
        '"It may end," Jane Doe said on Monday.',
        "'It may end one day,' said Jane Doe.",
        "‘It may end one day,’ said Jane Doe.",
        "Jane Doe: “It may end.”",
        "“It may end” — Jane Doe, minister.",
        "Jane Doe, a pilot who wrote “How. It. Is”, says it may end.",
        "“It may end,” Jane Doe, who wrote “How. It. Is”, told the Low News.",
        "Jane Doe of the Low Institute has repeatedly and publicly warned that it may end.",
        "Jane Doe on Wednesday said it may end.",
        "Still, Jane Doe wrote on a wall that it may end.",
        "As Jane Doe put it, it may end.",
        "In the view of Jane Doe it may end.",
        "It may end, according to Jane Doe.",
        "It may end, Jane Doe, head of the Low Institute, told a meeting in Low.",
        "The end, Jane Doe said, may come.",
        "Jane Doe turned the offer down, saying it may end.",
        "Jane Doe, who advised Boris Low, Theresa Hill and others, said it may end.",
        "Boris Low, the mayor, may end it, said Jane Doe.",
        "Jane Doe, a pilot:\n\n“It may end.”",
        "The head of the Low Institute, Jane Doe, says it may end.",
        "Meanwhile, the guru of the lake, Jane Doe, says it may end.",
        "A club formed by the pilot Jane Doe fears the storms. Doe said it may end.",
        "“It may end,” said Jane Doe, who is expected to win.",
        "“It may end.\n\n“It is near,” said Jane Doe.",
        "Jane Doe said: “It is old.\n\n“It may end.” The hall fell silent.",
        "Doe said it may end. Jane Doe, a pilot, was there.",
        "Jane Doe said: “It may end.",
    ],
)
def test_ways_to_attribute(text: str) -> None:
    assert found(text) == [("Doe", "may")]


@pytest.mark.parametrize(
    ("text", "affiliation"),
    [
        ("“It may end,” said Jane Doe, a professor at Low College.", "professor at Low College"),
        ("Jane Doe of the Low Institute said it may end.", "Low Institute"),
        ("Low College economist Jane Doe said it may end.", "Low College economist"),
        ("“It may end,” said Low Lake survey chairman Jane Doe.", "Low Lake survey chairman"),
        ("Jane Doe, a pilot at Low, was there. “It may end,” Doe said.", "pilot at Low"),
        ("The head of the Low Institute, Jane Doe, says it may end.", "head of the Low Institute"),
        ("Prime Minister Jane Doe said it may end.", "Prime Minister"),
        ("Low’s President Jane Doe said it may end.", "Low’s President"),
        ("Ambassador to the Low Nations Jane Doe said it may end.", "Ambassador to the Low Nations"),
        ("According to lake expert Dr. Jane Doe, the plan of the mayor may end.", "lake expert"),
        ("Ms Jane Doe, who was there, said it may end.", None),
        ("According to Jane Doe, the plan of the mayor may end.", None),
        ("According to Jane Doe, the head of the fleet wants out; it may end.", None),
    ],
)
def test_affiliations(text: str, affiliation: str | None) -> None:
    (speaker,) = make_draft(text).speakers
    assert (speaker.name, speaker.affiliation) == ("Jane Doe", affiliation)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("It may end.", "no speaker"),
        ("“It may end.”", "a quotation without a speaker"),
        ("“It will,” said Jane Doe. John Smith disagreed. “It may end.”", "a quotation without a speaker"),
        ("Analysts say it may end.", "a speaker known by one word: 'Analysts'"),
        ("Many analysts say it may end.", "not one person with a name: 'Many analysts'"),
        ("The World Bank said it may end.", "not one person with a name: 'The World Bank'"),
        ("Low Lake Bank said it may end.", "not one person with a name: 'Low Lake Bank'"),
        ("Moscow said it may end.", "a speaker known by one word: 'Moscow'"),
        ("It may end, according to a report by the bank.", "not one person with a name: 'a report by the bank'"),
        ("Jane Doe and John Smith said it may end.", "not one person with a name: 'Doe and John Smith'"),
        ("Jane Doe was told that it may end.", "no speaker"),
        ("Jane Doe would say it may end.", "no speaker"),
        ("Jane Doe may say it may end.", "no speaker"),
        ("Jane Doe said John Smith told Ann Low it may end.", "reported at second hand"),
        ("As it may end, Jane Doe said the ship had left.", "stands before what the speaker says"),
        ("“May it end?” asked Jane Doe.", "a question"),
        ("“It may end,” he said.", "'he' with no speaker before it"),
        ("Jane Doe said so. Ann Low drives ships. “It may end,” she said.", "'she' may be 'Ann Low'"),
        ("John Smith said so. President Low left. “It may end,” he said.", "'he' may be 'Low'"),
        ("Jane Doe said so. “No,” said one diplomat. “It may end,” she said.", "'she' may be 'one diplomat'"),
        ("John Smith said no. Ann Smith said no. “It may end,” Smith said.", "several people are called 'Smith'"),
    ],
)
def test_nobody_is_made_a_speaker_on_a_guess(text: str, why: str) -> None:
    assert ("may", why) in [(phrase.lower(), reason) for phrase, reason in refused(text)]
    assert not any(phrase.lower() == "may" for _, phrase in found(text))


def test_pronouns_follow_sex_and_distance() -> None:
    text = "Mr John Smith said no. Ms Jane Doe said no. “It may end,” he added. “It could end,” she added."
    assert found(text) == [("Smith", "may"), ("Doe", "could")]
    far = "Jane Doe said no.\n\n" + "Nothing happened.\n\n" * 3 + "“It may end,” she said."
    assert refused(far) == [("may", "'she' with no speaker before it")]


def test_two_speakers_in_one_sentence_keep_their_own() -> None:
    text = "Jane Doe said it may end, while John Smith argued it would not."
    assert found(text) == [("Doe", "may"), ("Smith", "would not")]


def test_who_is_spoken_about_is_no_speaker() -> None:
    assert found("Boris Low, who wrote “The Lake,” says Jane Doe may end it.") == [("Low", "may")]


def test_names_with_particles_and_initials() -> None:
    text = "“It may end,” said Ursula von der Low. Von der Low said it could. “It might,” said J.R. Hill, of Low."
    assert found(text) == [("Low", "may"), ("Low", "could"), ("Hill", "might")]
    assert [person.name for person in make_draft(text).speakers] == ["Ursula von der Low", "J.R. Hill"]


def test_a_carried_speaker_and_a_reported_word_are_noted() -> None:
    text = "“It may,” said Jane Doe.\n\n“It could.”\n\nDoe said that if it rains, it might."
    assert [one.notes[1:] for one in make_draft(text).judgments] == [
        (),
        ("speaker carried over from paragraph 1",),
        ("the sentence has a condition: see `given`", "reported, not quoted: the words may be the reporter's"),
    ]


def test_nothing_is_carried_over_a_heading_or_another_name() -> None:
    for between in ("\n\nA heading", " Ann Low disagreed."):
        text = f"“It will,” said Jane Doe.{between}\n\n“It could.”"
        assert refused(text) == [("could", "a quotation without a speaker")], between


PHRASES = [
    ("It is highly unlikely.", ["highly unlikely"]),
    ("It would most likely fail.", ["most likely"]),
    ("It is not very likely, and it won't be.", ["not very likely", "won't"]),
    ("There are no plans to go.", ["no plans"]),
    ("It is almost impossible.", ["almost impossible"]),
    ("It cannot be ruled out.", ["cannot be ruled out"]),
    ("It isn’t going to rain.", ["isn’t going to"]),
    ("They are going to Low.", []),
    ("They’re also going to sail.", ["They’re also going to"]),
    ("There is a chance that it ends.", ["a chance"]),
    ("It would be he that would go.", ["would"]),
    ("It seems to rain.", ["seems"]),
    ("I do not think that it will rain.", ["I do not think"]),
    ("It would add to it, though it would still end.", ["would", "would still"]),
    ("It does not see a way.", ["does not see"]),
    ("It did not see a way.", []),
    ("It is A rather than B.", ["rather than"]),
    ("It may be A rather than B.", ["may"]),
    ("On May 3 the will of the people and its might counted.", []),
    ("Should it fail, Will Low and May Hill go.", []),
    ("If it would rain, he asked whether it might snow.", []),
    ("It is a remote village, and the chance is remote.", ["remote"]),
    ("Don't wait.", []),
    ("It ends as soon as possible.", []),
]


@pytest.mark.parametrize(("text", "phrases"), PHRASES, ids=[text for text, _ in PHRASES])
def test_phrases(text: str, phrases: list[str]) -> None:
    assert [text[one.start : one.end] for one in find_hedges(text, 0, len(text)) if not one.why] == phrases


def test_notes_on_phrases() -> None:
    def notes(text: str) -> list[tuple[bool, tuple[str, ...]]]:
        return [(one.known, one.notes) for one in find_hedges(text, 0, len(text))]

    assert notes("It is Likely.") == [(True, ())]
    assert notes("It could end.") == [(False, ("not in a lexicon; 'could happen' is",))]
    assert notes("It is most likely.") == [(False, ("not in a lexicon; 'likely' is",))]
    assert notes("It is not likely.") == [(False, ("not in a lexicon", "a negation"))]
    assert notes("It will likely not end.") == [(False, ("not in a lexicon", "a negation"))]
    assert notes("Nobody is likely to go.") == [(True, ("a negation beside it: 'nobody'",))]


def test_opinions_are_phrases_where_nothing_stronger_is_said() -> None:
    assert found("Jane Doe expects a storm. Jane Doe doubts that it will. Jane Doe believes it is likely.") == [
        ("Doe", "expects"), ("Doe", "doubts"), ("Doe", "likely"),
    ]  # fmt: skip


def test_a_paragraph_may_begin_with_a_quotation_and_end_with_a_capital() -> None:
    rest = "where the rivers have been watched for as long as there has been somebody to pay for it, and London"
    assert refused(f'"It may rain," said one diplomat at a meeting of the lake states in Oslo {rest}') == [
        ("may", "not one person with a name: 'one diplomat'")
    ]


def test_quotations_open_and_close() -> None:
    text = 'A 5" pipe, "one" and “two ‘or’ three” and the analysts\' "fo'
    assert [text[one.start : one.end] for one in find_quotes(text)] == ['"one"', "“two ‘or’ three”", '"fo']


def test_sentences_end_where_they_should() -> None:
    text = "Mr. Low of the U.S. Navy left. He saw J. Doe at no. 5! “Yes… No.” (Why?) It was 3.5 m."
    assert [text[start:end] for start, end in split_sentences(text)] == [
        "Mr. Low of the U.S. Navy left.", "He saw J. Doe at no. 5!", "“Yes…", "No.”", "(Why?)", "It was 3.5 m.",
    ]  # fmt: skip


def test_wrapped_lines_are_joined_and_headings_are_not_counted() -> None:
    line = "The very old ferry from a to b on a lake in a far away land may or"
    wrapped = split_article(f"A headline\n\n{line}\nmay stop. It is old.\n\nA subheading\n\nThe end came.")
    assert [(one.number, one.line) for one in wrapped] == [(None, 1), (1, 3), (None, 6), (2, 8)]
    assert wrapped[1].text == f"{line} may stop. It is old."
    long = split_article(f"{line} {line}\nIt ends here.")
    assert [one.number for one in long] == [1, 2]


def test_dates_are_whole_and_in_the_calendar() -> None:
    text = "On 31 February 2026, 2026-03-02, March 2, 2026, 5 May 2026 or in June 2026."
    assert [words for _, words in find_dates(text)] == ["2026-03-02", "5 May 2026"]


@pytest.mark.parametrize(
    ("raw", "message"),
    [
        (b"", "holds no text"),
        (b" \n\n", "holds no text"),
        (b"It may\0end.", "holds a null byte: plain text is expected"),
        (b"It may \xe9nd.", "byte 0xE9 is not UTF-8: save the file as UTF-8"),
        (b"<!DOCTYPE html><p>It may end.", "looks like a web page: save the article as plain text"),
        (b"x" * 100_001, "larger than 100 kB: an article is expected, not a book"),
    ],
)
def test_what_is_no_article_is_refused(tmp_path: Path, raw: bytes, message: str) -> None:
    file = tmp_path / "a.txt"
    file.write_bytes(raw)
    with pytest.raises(FormatError) as caught:
        read_article(file)
    assert [problem.message for problem in caught.value.problems] == [message]
