"""A table of judgments that is wrong: one bad file a rule, with every problem it must show at its cell."""

from __future__ import annotations

import time

import pytest

from sim.errors import SimError
from sim.exchange.judgments import insertion
from sim.exchange.judgments import rows as judgment_rows
from sim.exchange.judgments.insertion import Imported, TargetFile, insert_judgments
from sim.scenario.file.read import loads

SCENARIO = """schema_version: 1
id: ferry
title: Is the ferry late?
as_of: 2026-01-01
timeline: {steps: 4, step: 1 week}
sources: {diary: {title: A diary, date: 2025-12-30}}
experts: {mara: {name: Mara Quill (invented)}, odo: {name: Odo Fenn (invented)}}
variables:
  weather: {label: Weather, states: [calm, rough, storm]}
  ferry: {label: Ferry, states: [on_time, late, cancelled], parents: [weather]}
judgments:
  weather:
    W1: {expert: mara, about: rough or more, says: 30%}  # in the harbour office
"""
HEAD = "round,question,expert,element,value,phrase,locator,source,date\n"
Q = "ferry: late or more | weather: storm"


def take(table: str | bytes, scenario: str = SCENARIO, **options: object) -> Imported:
    raw = table if isinstance(table, bytes) else table.encode()
    return insert_judgments(TargetFile(scenario, "ferry.yaml"), raw, "t.csv", **options)  # type: ignore[arg-type]


def rows(*lines: str) -> str:
    return HEAD + "".join(f"{line}\n" for line in lines)


def said(*pairs: str) -> str:
    """One judgment of odo's about Q: `element,value` or `element,value,phrase` a row."""
    return rows(*(f"1,{Q},odo,{pair}" + "," * (4 - pair.count(",") + 1) for pair in pairs))


COLUMNS = "(round, question, expert, element, value, phrase, locator, source, date)"
FORMS = (
    "(phrase, probability, happened, of, split, table, shift, low, high, best, quantiles, chips, at_most, down_to, "
    "at_least, up_to)"
)
WHOLE = ["1,ferry,odo,split on_time,50%,,,,", "1,ferry,odo,split late,30%,,,,"]
BAD: dict[str, tuple[str | bytes, list[str]]] = {
    "empty": ("\n\n", ["t.csv  the file is empty: a table begins with the columns " + COLUMNS[1:-1]]),
    "semicolons": (HEAD.replace(",", ";"), ["t.csv:1:1  the delimiter is a semicolon (';'): save the file with "
    "commas"]),
    "separator line of semicolons": ("sep=;\n" + HEAD, ["t.csv:1:1  the delimiter is a semicolon (';'): save the file "
    "with commas"]),
    "UTF-16": (HEAD.encode("utf-16"), ["t.csv  this is UTF-16: save the file as CSV UTF-8"]),
    "workbook": (b"PK\x03\x04" + bytes(26) + b"[Content_Types].xml", ["t.csv  this is a file of an office program: "
    "save it as CSV UTF-8"]),
    "old workbook": (b"\xd0\xcf\x11\xe0", ["t.csv  this is a file of an office program: save it as CSV UTF-8"]),
    "packed": (b"\x1f\x8b\x08", ["t.csv  packed with gzip: unpack it first"]),
    "column without a name": (HEAD.replace("locator", ""), ["t.csv:1:44  a column without a name"]),
    "far too many columns": (
        "a," * 30 + "b\n", [f"t.csv:1:1  31 columns; a table of judgments has {COLUMNS[1:-1]}"]
    ),
    "a cell behind the last column": (
        HEAD.replace("\n", ",\n") + f"1,{Q},odo,probability,5%,,,,,more\n",
        ["t.csv:2:1  10 cells, but the header has 9: a text with a comma needs quotes"],
    ),
    "row name and nothing else": (
        '"",' + HEAD + "1\n", ["t.csv:2:1  1 cell, but the header has 9: a text with a comma needs quotes"]
    ),
    "tabs": (HEAD.replace(",", "\t"), ["t.csv:1:1  the delimiter is a tab ('\\t'): save the file with commas"]),
    "not UTF-8": (
        rows("1,Fähre: late,odo,probability,5%,,,,").encode("latin-1"),
        ["t.csv:2:4  byte 0xE4 is not UTF-8: save the file as CSV UTF-8"],
    ),
    "unknown column": (
        HEAD.replace("locator", "locater"), [f"t.csv:1:44  unknown column 'locater' - did you mean 'locator'? "
            f"{COLUMNS}"]
    ),
    "aggreCAT's columns": (
        "round,paper_id,expert,question,element,value\n",
        ["t.csv:1:7  unknown column 'paper_id': what aggreCAT calls paper_id is question here"],
    ),
    "column twice": (HEAD.replace("date", "source"), ["t.csv:1:59  the column source is there twice"]),
    "column missing": ("question,expert,value\n", [f"t.csv:1:1  no column element {COLUMNS}"]),
    "no rows": (HEAD, ["t.csv:1:1  no row below the header"]),
    "a cell too few": (
        rows(f"1,{Q},odo,probability,5%"),
        ["t.csv:2:1  5 cells, but the header has 9: a text with a comma needs quotes"],
    ),
    "quote not closed": (
        rows(f'1,"{Q}'),
        ["t.csv:2:1  2 cells, but the header has 9: a text with a comma needs quotes",
         "t.csv:2:3  the quote that opens here is never closed"],
    ),
    "round": (rows(f"first,{Q},odo,low,5%,,,,"), ["t.csv:2:1  round: 'first' is no round: a whole number from 1 "
    "to 100"]),
    "no question": (
        rows("1,,odo,probability,5%,,,,"),
        ["t.csv:2:3  question: no question: VARIABLE: EVENT | PARENT: EVENT | by DATE, or a judgment's id"],
    ),
    "unknown variable": (
        rows("1,fery: late,odo,low,5%,,,,"),
        ["t.csv:2:3  question: unknown variable 'fery' - did you mean 'ferry'? (weather, ferry)"],
    ),
    "unknown judgment": (
        rows("1,W2,odo,low,5%,,,,"),
        ["t.csv:2:3  question: unknown variable or judgment 'W2' (weather, ferry, W1)"],
    ),
    "unknown state": (
        rows("1,ferry: lat,odo,probability,5%,,,,"),
        ["t.csv:2:3  question: unknown state 'lat' of ferry - did you mean 'late'? (on_time, late, cancelled)"],
    ),
    "unknown parent": (
        rows("1,ferry: late | wether: storm,odo,probability,5%,,,,"),
        ["t.csv:2:3  question: unknown parent 'wether' of ferry - did you mean 'weather'? (weather)"],
    ),
    "neither condition nor clock": (
        rows("1,ferry: late | soon,odo,probability,5%,,,,"),
        ["t.csv:2:3  question: 'soon' is neither a condition (PARENT: EVENT), by DATE, within N steps, per "
         "step, overall "
         "or shift by PARENT"],
    ),
    "clock not needed": (
        rows("1,ferry: late | within 2 steps,odo,probability,5%,,,,"),
        ["t.csv:2:3  question: ferry has one random number for all steps (chance: once) and no clock: drop within"],
    ),
    "unknown expert, told once": (
        rows(f"1,{Q},oda,low,5%,,,,", f"1,{Q},oda,high,9%,,,,"),
        ["t.csv:2:40  expert: unknown expert 'oda' - did you mean 'odo'? (mara, odo); --add-experts adds new "
         "voices with "
         "weight 1"],
    ),
    "unknown element": (
        said("lowish,5%"),
        ["t.csv:2:44  element: unknown element 'lowish' - did you mean 'low'? (phrase, read_as, lexicon, widen, "
         "probability, worth, odds_within, certain, happened, of, prior, low, best, high, confidence, family, "
         "fit, sd, at_most, "
         "down_to, ...)"],
    ),
    "per cent without a sign": (
        said("probability,65"),
        ["t.csv:2:56  value: '65' is no probability: 0..1, or per cent 0..100 with %; where the whole file is "
         "in per cent: "
         "--per-cent"],
    ),
    "a comma in a number": (
        rows(f'1,{Q},odo,probability,"0,05",,,,'),
        ["t.csv:2:56  value: a probability is expected (0.05, 5%, 1 in 20, odds 1:19), not '0,05'"],
    ),
    "no value": (said("probability,"), ["t.csv:2:56  value: no value: leave the row out where nothing was said"]),
    "not a number": (said("probability,5%", "worth,many"), ["t.csv:3:50  value: a number is expected, not 'many'"]),
    "a rule of the form": (said("happened,5", "of,3"), ["t.csv:2:53  value: 5 of 3 cases: more than there are"]),
    "a key of another form": (
        said("happened,2", "of,3", "worth,3"), ["t.csv:4:50  value: unknown key 'worth' (happened, of, prior)"]
    ),
    "the same row twice": (
        said("probability,5%", "probability,6%"), ["t.csv:3:44  element: the row is there twice: first in line 2"]
    ),
    "two forms": (
        said("phrase,,likely", "probability,6%"),
        ["t.csv:3:44  element: 'probability' makes this a number, 'phrase' in line 2 a phrase: a judgment says "
         "it in one "
         "way"],
    ),
    "a phrase beside a number": (
        said("probability,5%,likely"),
        ["t.csv:2:59  phrase: a phrase has a row of its own, with the element phrase"],
    ),
    "unknown phrase": (
        said("phrase,,likly"),
        ["t.csv:2:52  phrase: no lexicon knows the phrase 'likly': write 'likely' or 'unlikely' or 'very "
         "likely', a number "
         "such as 5%, or {phrase: likly, read_as: unlikely}"],
    ),
    "a phrase that begins like a number": (
        said("phrase,,50-50 or so"),
        ["t.csv:2:52  phrase: no lexicon knows the phrase '50-50 or so': the lists that come with the program are "
         "English; write a number such as 5%, or {phrase: 50-50 or so, read_as: unlikely}, or a list of your own under "
         "`lexicons`"],
    ),
    "no form": (said("worth,20"), [f"t.csv:2:50  value: no way to say how likely: 'worth' {FORMS}"]),
    "nothing said": (said("claim,Late"), ["t.csv:2:44  element: says nothing: no phrase, no probability, no range"]),
    "unknown source": (
        rows(f"1,{Q},odo,probability,5%,,,dairy,"),
        ["t.csv:2:61  source: unknown source 'dairy' - did you mean 'diary'? (diary)"],
    ),
    "a date as a spreadsheet has it": (
        rows(f"1,{Q},odo,probability,5%,,,,30/12/2025"),
        ["t.csv:2:62  date: a date is expected, written 2026-01-31, not '30/12/2025'"],
    ),
    "two places of one judgment": (
        rows(f"1,{Q},odo,probability,5%,,p. 1,,", f"1,{Q},odo,odds_within,3,,p. 2,,"),
        ["t.csv:3:59  locator: line 2 has 'p. 1' for the same judgment: keep one"],
    ),
    "answered in this round": (
        rows("1,weather: calm,mara,probability,5%,,,,"),
        ["t.csv:2:3  question: mara has spoken on this already, in W1, for the same rows: merge the two, with "
         "claims: [W1, "
         "mara_weather], or give the later one round: 2"],
    ),
    "unknown state of a split": (
        rows(*WHOLE, "1,ferry,odo,split cancled,20%,,,,"),
        ["t.csv:4:27  value: unknown state 'cancled' of ferry - did you mean 'cancelled'? (on_time, late, cancelled)"],
    ),
    "sum of a split": (rows(*WHOLE, "1,ferry,odo,split cancelled,30%,,,,"), ["t.csv:2:27  value: sums to 1.1, not 1"]),
    "a share and a range": (
        rows(*WHOLE, "1,ferry,odo,split late: low,30%,,,,"),
        ["t.csv:4:29  value: 'split late: low' and 'split late' cannot both be said: keep one way"],
    ),
    "a row of a table left out": (
        rows(*(f"1,ferry,odo,row {n}: {state},0.2,,,," for n in (1, 3) for state in ("on_time", "late", "cancelled"))),
        ["t.csv:2:13  element: row 2 is missing: rows count from 1, without gaps (1, 3)"],
    ),
    "sum of a table's row": (
        rows(*(f"1,weather,odo,row 1: {state},0.2,,,," for state in ("calm", "rough", "storm"))),
        ["t.csv:2:27  value: sums to 0.6, not 1"],
    ),
    "a bad id": (
        said("probability,5%", "id,a b"),
        ["t.csv:3:47  value: 'a b' is no name: letters, digits, _ and -, at most 64"],
    ),
    "medians that contradict each other": (
        rows("1,ferry: late or more,odo,probability,5%,,,,", "1,ferry: cancelled,odo,probability,50%,,,,"),
        ["t.csv:3:36  value: odo contradicts odo_ferry: 'cancelled' has the median 50 % here, but 'late or "
         "more', which "
         "holds it, only 5 % there; nearest without contradiction: about judgments.odo_ferry.nudge = 1.47, "
         "judgments.odo_ferry_2.nudge = -1.47 (`sim coherence` has it exactly)"],
    ),
    "all at once": (
        rows("0,ferry: late,odo,low,5%,,,,", "1,fery: late,oda,lo,5%,,,,"),
        ["t.csv:2:1  round: '0' is no round: a whole number from 1 to 100",
         "t.csv:3:3  question: unknown variable 'fery' - did you mean 'ferry'? (weather, ferry)",
         "t.csv:3:14  expert: unknown expert 'oda' - did you mean 'odo'? (mara, odo); --add-experts adds new "
         "voices with "
         "weight 1",
         "t.csv:3:18  element: unknown element 'lo' - did you mean 'low'? (phrase, read_as, lexicon, widen, "
         "probability, "
         "worth, odds_within, certain, happened, of, prior, low, best, high, confidence, family, fit, sd, at_most, "
         "down_to, ...)"],
    ),
}  # fmt: skip


@pytest.mark.parametrize(("table", "told"), BAD.values(), ids=BAD.keys())
def test_a_bad_table_shows_exactly_its_problems(table: str | bytes, told: list[str]) -> None:
    with pytest.raises(SimError) as found:
        take(table)
    assert [str(problem) for problem in found.value.problems] == told


def test_what_is_wrong_in_the_scenario_is_told_there() -> None:
    with pytest.raises(SimError) as found:
        take(said("probability,5%"), SCENARIO.replace("date: 2025-12-30", "date: 2026-12-30"))
    assert str(found.value).startswith("ferry.yaml:6:41  sources.diary.date: 2026-12-30 is after as_of")
    with pytest.raises(SimError) as found:
        take(said("probability,5%"), SCENARIO.replace("steps: 4", "steps: four"))
    assert str(found.value).startswith("ferry.yaml:5:19  timeline.steps: a whole number is expected")


def test_blanks_capitals_missing_columns_and_a_byte_order_mark_do_no_harm() -> None:
    table = "\ufeff Question , Expert,ELEMENT,value\r\n  weather  :  rough or more ,  odo , PROBABILITY , 5% \r\n\r\n"
    done = loads(take(table).text).judgments["weather"]["odo_weather"]
    assert (done.expert, done.about, done.says.probability) == ("odo", "rough or more", 0.05)


@pytest.mark.parametrize(
    "written",
    [
        lambda line: "sep=,\n" + HEAD + line,
        lambda line: '"sep=,"\r\n' + HEAD + line,
        lambda line: '"",' + HEAD + '"1",' + line,
        lambda line: HEAD.replace("\n", ",,\n") + line.replace("\n", ",,\n"),
        lambda line: HEAD + line.replace("\n", ",,\n"),
        lambda line: (HEAD + "\n" + line).replace("\n", "\r"),
        lambda line: "\n\n" + HEAD + ",,,,,,,,\n" + line,
    ],
    ids=["separator line", "the same between quotes", "row names", "empty columns", "empty cells", "CR", "blank lines"],
)
def test_what_other_programs_put_around_a_table_does_no_harm(written) -> None:
    line = "1,weather: rough or more,odo,probability,5%,,,,\n"
    done = loads(take(written(line)).text).judgments["weather"]["odo_weather"]
    assert (done.expert, done.about, done.says.probability) == ("odo", "rough or more", 0.05)
    wrong = written(line.replace("odo", "oda"))
    with pytest.raises(SimError) as found:
        take(wrong)
    number = wrong.replace("\r\n", "\n").replace("\r", "\n").split("oda")[0].count("\n") + 1
    assert f"t.csv:{number}:" in str(found.value)


def test_a_split_and_a_row_may_be_off_by_the_rounding_of_their_last_digit() -> None:
    third = ("calm", "rough", "storm")
    for element in ("split ", "row 1: "):
        done = loads(take(rows(*(f"1,weather,odo,{element}{state},0.333333,,,," for state in third))).text)
        says = done.judgments["weather"]["odo_weather"].says
        shares = says.split.values() if element == "split " else says.table[0]
        assert sum(shares) == 1
        assert len(done.notes) == 1
        with pytest.raises(SimError, match=r"t\.csv:2:2[67]  value: sums to 0\.999, not 1"):
            take(rows(*(f"1,weather,odo,{element}{state},33.3%,,,," for state in third)))


def test_lines_are_added_with_the_scenario_s_own_ends() -> None:
    for end in ("\r", "\r\n", "\n"):
        done = take(rows(f"1,{Q},odo,probability,5%,,,,"), SCENARIO.replace("\n", end)).text
        assert done.replace(end, "").isprintable()
        assert loads(done).judgments["ferry"]["odo_ferry"].says.probability == 0.05


def test_a_hostile_table_takes_no_time() -> None:
    many = rows(*(f"1,W1,expert {number},low,5%,,,," for number in range(4_000)))
    began = time.process_time()
    for table in ("," * 1_000_000, "abc," * 300_000, "\n" * 1_000_000, '"' * 1_000_000, HEAD + '"\n' * 200_000, many):
        with pytest.raises(SimError):
            take(table, add_experts=True)
    assert time.process_time() - began < 5


def test_a_judgment_s_id_stands_for_what_it_answers_and_a_name_for_its_voice() -> None:
    done = take(rows("2,W1,Mara Quill (invented),probability,0.4,,,,"))
    assert done.judgments == ("mara_weather_r2",)
    judgment = loads(done.text).judgments["weather"][done.judgments[0]]
    assert (judgment.expert, judgment.about, judgment.round) == ("mara", "rough or more", 2)


def test_na_is_an_empty_cell_where_one_may_be_empty() -> None:
    judgment = loads(take(rows("NA,W1,odo,probability,5%,NA,NA,NA,NA")).text).judgments["weather"]["odo_weather"]
    assert (judgment.round, judgment.source, judgment.locator, judgment.date) == (1, None, None, None)


def test_formulas_are_texts_on_the_way_out_and_in() -> None:
    bad = SCENARIO.replace("says: 30%}", "says: 30%, nudge: -0.5, claim: '=cmd|1', note: \"'quoted', she said\"}")
    table = judgment_rows.write_table(loads(bad))
    assert ",claim,'=cmd|1,,,," in table
    assert ",nudge,-0.5,,,," in table
    assert ",note,\"''quoted', she said\",,,," in table
    back = loads(take(table.replace("mara", "odo"), bad).text).judgments["weather"]["W1_2"]
    assert (back.claim, back.note, back.nudge) == ("=cmd|1", "'quoted', she said", -0.5)
    assert loads(take(said("probability,5%", "claim,=1+1")).text).judgments["ferry"]["odo_ferry"].claim == "=1+1"


def test_a_whole_file_may_be_in_per_cent() -> None:
    table = rows("1,W1,odo,probability,5,,,,", "1,W1,odo,odds_within,3,,,,", f"1,{Q},odo,probability,1 in 8,,,,")
    done = loads(take(table, per_cent=True).text).judgments
    says = done["weather"]["odo_weather"].says
    assert (says.probability, says.odds_within, done["ferry"]["odo_ferry"].says.probability) == (0.05, 3, 0.125)


def test_new_voices_are_added_on_request_with_ids_of_their_own() -> None:
    table = rows("1,W1,Ida Moss,probability,5%,,,,", "1,W1,E1,probability,6%,,,,", "2,W1,late_comer,probability,6%,,,,")
    done = take(table, add_experts=True, only=1)
    assert (done.experts, done.left_out) == (("Ida_Moss", "E1"), 1)
    experts = loads(done.text).experts
    assert (experts["Ida_Moss"].name, experts["Ida_Moss"].weight, experts["E1"].name) == ("Ida Moss", 1, "E1")


def test_one_round_of_several_is_read_and_rows_without_one_belong_to_it() -> None:
    table = rows("1,W1,odo,probability,5%,,,,", "round_2,W1,odo,probability,6%,,,,", f",{Q},odo,probability,7%,,,,")
    done = take(table, only=2)
    judgments = loads(done.text).judgments
    assert done.left_out == 1
    assert [judgments["weather"]["odo_weather_r2"].round, judgments["ferry"]["odo_ferry_r2"].round] == [2, 2]
    with pytest.raises(SimError, match=r"t\.csv:2:1  round: no row is of round 3 \(1, 2\)"):
        take(rows("1,W1,odo,probability,5%,,,,", "2,W1,odo,probability,5%,,,,"), only=3)


def test_a_wished_id_that_is_taken_gets_its_round() -> None:
    table = rows("2,W1,mara,probability,40%,,,,", "2,W1,mara,id,W1,,,,", "3,W1,mara,probability,41%,,,,")
    first = take(table)
    assert first.judgments == ("W1_r2", "mara_weather_r3")
    again = rows("1,W1,odo,probability,40%,,,,", "1,W1,odo,id,W1,,,,")
    assert take(again, first.text).judgments == ("W1_2",)


def test_a_voice_of_weight_0_that_answers_twice_cannot_be_told_apart_in_a_table() -> None:
    both = "".join(f"    {key}: {{expert: odo, about: storm, says: 5%}}\n" for key in "AB")
    silent = SCENARIO.replace("Odo Fenn (invented)", "Odo Fenn (invented), weight: 0")
    text = silent.replace("    W1:", f"{both}    W1:")
    with pytest.raises(SimError, match=r"^ferry.yaml:14:8  judgments.B: A is odo's answer to the same question"):
        judgment_rows.write_table(loads(text, "ferry.yaml"))


def test_a_text_that_was_edited_wrongly_is_not_handed_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(insertion, "insert_entries", lambda text, additions: text.replace("30%", "31%"))
    with pytest.raises(SimError, match=r"^ferry.yaml  judgments: judgments cannot be added to this layout of the file"):
        take(said("probability,5%"))
