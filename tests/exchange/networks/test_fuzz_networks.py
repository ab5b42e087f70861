"""Networks and tables made wrong at random: the readers return, or raise a SimError, soon and in little memory."""

from __future__ import annotations

import datetime
import random
import resource
import sys
import time
from collections.abc import Callable

import pytest
from mutate import mutated

from sim.errors import FormatError, SimError
from sim.exchange.judgments.insertion import TargetFile, insert_judgments
from sim.exchange.networks import bif, bif_write, to_network, to_scenario
from sim.lexicon import lexicon_file
from sim.scenario.file.read import loads

DAY = datetime.date(2026, 1, 1)
SECONDS = 5.0
BYTES = 10**9

PAIR = """network pair { property version 1.0; }
variable a { type discrete [ 2 ] { yes, no }; }
variable b { type discrete [ 3 ] { low, mid, high }; }
probability ( a ) { table 0.2, 0.8; }
probability ( b | a ) { (yes) 0.2, 0.3, 0.5; (no) 1, 0, 0; }
"""
NO_BAR = """// made by hand
network "small" { //2 variables
}
variable "light" { //2 values
 type discrete[2] { "on" "off" };
 property "position = (1, 2)" ;
}
variable "out" { type discrete[2] { "true" "false" }; }
probability ( "light" "out" ) { table 0.6 0.05 0.4 0.95 ; }
probability ( "out" ) { table 0.15 0.85 ; }
"""
OLD_MAC = PAIR.replace("\n", "\r").replace("network pair", "// first\rnetwork pair")
PROPERTIES = """network x { property "a; b } c"; property author "somebody
else"; }
variable A { property position = (1, 2); type discrete [ 2 ] { x, y }; property "multi
line" ; }
probability ( A ) { table 0.3, 0.7; property "rows; in" order; }
"""
DEFAULTS = """variable a { type discrete [2] { 0, 1 }; }
variable b { type discrete [2] { 0, 1 }; }
variable c { type discrete [3] { u, v, w }; }
probability ( a ) { default .5, .5; }
probability ( b ) { table 1E-6, 999999e-6; }
probability ( c | a, b ) { default 0.333333 0.333333 0.333333; (1, 0) 0.5, 0.25, .25; }
"""
COMMENTS = """/* one
two */ network /* name */ n { } // three
variable // four
 p { type discrete [2] { <5, >=5 } /* five */ }
variable q { type discrete [2] { Asy/Patch, "no way" }; }
probability ( p ) { table 0.1 0.9; } /* six */
probability ( q | p ) { (<5) 0.1 0.9; (>=5) 0.7, 0.3; }
"""
WIDE = "network w { }\nvariable s { type discrete [ 40 ] { " + ", ".join(f"s{i}" for i in range(40)) + " }; }\n"
WIDE += "probability ( s ) { table " + ", ".join(["0.025"] * 40) + "; }\n"
CHAIN = "".join(f"variable v{i} {{ type discrete [2] {{ f, t }}; }}\n" for i in range(9))
CHAIN += "probability ( v0 ) { table 0.5, 0.5; }\n"
CHAIN += "".join(f"probability ( v{i} | v{i - 1} ) {{ (f) 0.9, 0.1; (t) 0.2, 0.8; }}\n" for i in range(1, 9))
PARENTS = "".join(f"variable p{i} {{ type discrete [2] {{ n, y }}; }}\n" for i in range(5))
PARENTS += "".join(f"probability ( p{i} ) {{ table 0.25, 0.75; }}\n" for i in range(4))
PARENTS += "probability ( p4 | p0, p1, p2, p3 ) { table " + " ".join(["0.5"] * 32) + "; }\n"
NAMES = """network "two words" { }
variable "wet grass" { type discrete [2] { "é", "" }; }
variable any { type discrete [2] { "a or b", more }; }
variable property { type discrete [2] { table, default }; }
probability ( "wet grass" ) { table 0.5, 0.5; }
probability ( any | "wet grass" ) { ("é") 0.5, 0.5; ("") 0.1, 0.9; }
probability ( property ) { table 0, 1; }
"""
CYCLE = PAIR.replace("probability ( a ) { table 0.2, 0.8; }", "probability ( a | b ) { default 0.2, 0.8; }")
NETWORKS = (
    PAIR, NO_BAR, OLD_MAC, PROPERTIES, DEFAULTS, COMMENTS, WIDE, CHAIN, PARENTS, NAMES, CYCLE, "net { }", "<BIF/>"
)  # fmt: skip
BIF_WORDS = (
    "network", "variable", "probability", "property", "type", "discrete", "table", "default", "{", "}", "(", ")", "[",
    "]", ",", ";", "|", '"', "//", "/*", "*/", "\n", "a", "b", "c", "yes", "no", "0.5", "1e-6", "-1", '""', '"; }"',
    "\ufeff", "\0", "x" * 300, "v1", "[ 2 ] { f, t }",
)  # fmt: skip

SCENARIO = """schema_version: 1
id: ferry
title: Is the ferry late?
as_of: 2026-01-01
timeline: {steps: 4, step: 1 week}
sources: {diary: {title: A diary, date: 2025-12-30}}
experts: {mara: {name: Mara Quill}, odo: {name: Odo Fenn}}
variables:
  weather: {label: Weather, states: [calm, rough, storm]}
  ferry: {label: Ferry, states: [on_time, late], parents: [weather]}
judgments:
  weather:
    W1: {expert: mara, about: rough or more, says: 30%}  # in the harbour office
questions: {}
"""
HEAD = "round,question,expert,element,value,phrase,locator,source,date\n"
TABLES = (
    HEAD + "1,ferry: late | weather: storm,odo,probability,20%,,p. 3,diary,2025-12-30\n",
    HEAD + "1,W1,odo,phrase,,likely,,,\n2,W1,odo,phrase,,about even,,,\n",
    HEAD + "1,weather,odo,split calm,50%,,,,\n1,weather,odo,split rough,30%,,,,\n1,weather,odo,split storm,20%,,,,\n",
    HEAD + "".join(f"1,ferry,odo,row {n}: {s},0.5,,,,\n" for n in (1, 2, 3) for s in ("on_time", "late")),
    HEAD + "1,W1,odo,low,5%,,,,\n1,W1,odo,best,10%,,,,\n1,W1,odo,high,30%,,,,\n1,W1,odo,confidence,80%,,,,\n",
    HEAD + "1,W1,odo,q05,5%,,,,\n1,W1,odo,q50,20%,,,,\n1,W1,odo,q95,60%,,,,\n1,W1,odo,id,mine,,,,\n",
    HEAD + "1,W1,odo,chip 0-50%,6,,,,\n1,W1,odo,chip 50-100%,4,,,,\n1,W1,odo,note,\"a, \"\"b\"\"\",,,,\n",
    HEAD + "1,ferry: any | shift by weather,odo,shift weather=storm,1.5,,,,\n1,W1,mara,happened,3,,,,\n",
    "sep=,\nquestion,expert,element,value\nW1,odo,happened,3\nW1,odo,of,9\nW1,odo,prior,jeffreys\n",
    '"","round","question","expert","element","value"\n"1",1,"W1","ben","probability","20%"\n',
    "question;expert;element;value\nW1;odo;probability;0,2\n",
    "\ufeffround\tquestion\r\n1\tW1\r\n",
    HEAD.replace("\n", ",,\r") + "NA,W1,odo,probability,5%,NA,NA,NA,NA,,\r",
)  # fmt: skip
TABLE_WORDS = (
    "W1", "odo", "mara", "ben", "ferry: late", "weather", " | ", "by 2026-01-20", "within 2 steps", "per step",
    "overall", "any", "probability", "phrase", "likely", "low", "best", "high", "q50", "chip 0-10%", "split calm",
    "row 1: late", "worth", "odds_within", "certain", "prior a", "id", "claims", "nudge", "read_as", "=1+1", "1e-6",
    ",", ",,,,", '"', '""', "\n", "sep=,", ";", "\t", "%", "100%", "1:0", "1 in 3", "0", "-1", "NA", "true", "'",
    "2026-01-01", "\0", "x" * 300, "9" * 40,
)  # fmt: skip
WORD_LISTS = (
    "phrase,concept,low,high\nno way,almost_none,0,2\nlikely,likely,60,80\n",
    "sep=,\nphrase,concept,p5,median,p95\nmaybe,possible,20,40,60\n",
    '"","phrase","concept","n","p25","p95"\n"1","maybe","possible",12,30,65\n',
)


def import_network(text: str) -> None:
    """From BIF to a scenario, and back to BIF where the file could be read."""
    network = bif.loads(text, "x.bif")
    written = to_scenario.write_scenario(network, "x.bif", DAY)
    if len(text) % 10 == 0:
        bif.loads(bif_write.write_bif(to_network.build_network(loads(written))))


def import_table(text: str) -> None:
    """One table into a scenario, under options that the text decides on."""
    rng = random.Random(text.encode("utf-8", "surrogatepass"))
    only, add, per_cent = rng.choice((None, None, 1, 2)), rng.random() < 0.5, rng.random() < 0.3
    raw = text.encode("utf-8", "surrogatepass")
    insert_judgments(TargetFile(SCENARIO, "f.yaml"), raw, "t.csv", only=only, add_experts=add, per_cent=per_cent)


def read_words(text: str) -> None:
    """A word list keeps its problems; here they are raised like those of the others."""
    if problems := lexicon_file.parse(text.encode("utf-8", "surrogatepass"), "w.csv", "mine").problems:
        raise FormatError(problems)


def read_bytes(text: str) -> None:
    """The same two readers on bytes that are no text any more."""
    rng = random.Random(text.encode("utf-8", "surrogatepass"))
    raw = bytearray(text.encode(rng.choice(("utf-8", "utf-16", "utf-16-le", "utf-7")), "surrogatepass"))
    for _ in range(rng.randrange(3)):
        raw[rng.randrange(len(raw) + 1) :][:1] = bytes([rng.randrange(256)])
    insert_judgments(TargetFile(SCENARIO, "f.yaml"), bytes(raw), "t.csv")


FUZZ: dict[str, tuple[Callable[[str], None], tuple[str, ...], tuple[str, ...], int]] = {
    "networks": (import_network, NETWORKS, BIF_WORDS, 1_500),
    "tables": (import_table, TABLES, TABLE_WORDS, 500),
    "word lists": (read_words, WORD_LISTS, (*TABLE_WORDS, "unlikely", "even"), 500),
    "bytes": (read_bytes, TABLES, TABLE_WORDS, 150),
}


@pytest.mark.parametrize(("read", "seeds", "words", "cases"), FUZZ.values(), ids=FUZZ.keys())
def test_a_reader_returns_or_raises_a_sim_error(
    read: Callable[[str], None], seeds: tuple[str, ...], words: tuple[str, ...], cases: int, pytestconfig: pytest.Config
) -> None:
    before, longest, sound = peak(), 0.0, 0
    for number, text in enumerate(mutated(seeds, words, pytestconfig.getoption("--fuzz-cases") or cases, seed=8)):
        began = time.process_time()
        try:
            read(text)
            sound += 1
        except SimError as error:
            if not error.problems:
                pytest.fail(f"input {number}: an error that says nothing\n{text[:2000]!r}")
        except Exception as error:
            pytest.fail(f"input {number}: {type(error).__name__}: {error}\n{text[:2000]!r}")
        longest = max(longest, time.process_time() - began)
        assert longest < SECONDS, f"input {number}: {text[:2000]!r}"
    print(f"{number + 1:,} inputs, {sound:,} read, longest {longest:.2f} s, peak {peak() / 1e6:.0f} MB")
    assert peak() - before < BYTES
    assert number + 1 > sound > 0  # else nothing was wrong, or everything


def peak() -> int:
    """The most memory that this process has held so far, in bytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)
