"""BIF files (Bayesian Interchange Format 0.15) read as networks; every problem has its line.

A reader of our own: pyAgrum's (3.3) reads numbers in single precision (0.01 as 0.00999999978) and refuses state
names such as `Asy/Patch`; pgmpy (1.1) takes 180 MB of packages for it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from sim.errors import FormatError, Problem
from sim.exchange.networks.bif_rows import BifRows, Block
from sim.exchange.networks.bif_tokens import BifToken, TokenReader
from sim.exchange.networks.network import BayesianNetwork, Node
from sim.scenario.model.file import VARIABLES_MAX
from sim.text_files import STREAM, content, decoded, label

SIZE_MAX = 5_000_000

Variables = dict[str, tuple[BifToken, tuple[str, ...]]]
"""Variables by name: where each is named, and its states."""

_KINDS = {"table": "`table`", "default": "`default`", "row": "a row in brackets"}
_BESIDE = {"table": ("table", "default", "row"), "default": ("default", "table"), "row": ("table",)}

_BLANK = re.compile(r"(?:\s++|//[^\r\n]*+|[%#][^\r\n]*+|/\*.*?\*/|<\?.*?\?>|<!.*?>)*+", re.DOTALL)
_FORMATS = (
    (r"<smile\b", "a GeNIe file (XDSL)"),
    (r"<BIF\b", "an XMLBIF file"),
    (r"<ANALYSISNOTEBOOK\b", "an MSBN file (XBN)"),
    (r"<", "an XML file"),
    (r"belief\s+network\b", "an MSBN file (DSC)"),
    (r"bnet\b", "a Netica file (DNE)"),
    (r"net\s*\{|class\s+\w+\s*\{", "a HUGIN file (NET)"),
    (r"net\s+\w+\s*\{", "a GeNIe file (DSL)"),
    (r"(?:BAYES|MARKOV)\s+[0-9]", "a UAI file"),
    (r"[{\[]", "a JSON file"),
    (r"schema_version\s*:", "a scenario file already"),
)


def read(path: Path) -> BayesianNetwork:
    """The network in a file or, for `-`, in standard input.

    Raises FormatError with every problem found, and OSError where it cannot be opened.
    """
    text = decoded(content(path, SIZE_MAX), label(path), most=SIZE_MAX, kind="network file")
    return loads(text, label(path), "network" if path == STREAM else path.stem)


def loads(text: str, file: str = "<network>", name: str = "network") -> BayesianNetwork:
    """The network in a text; raises FormatError with every problem found.

    >>> loads("variable x { type discrete [2] { no, yes }; } probability ( x ) { table 0.9, 0.1; }").nodes
    (Node(name='x', states=('no', 'yes'), parents=(), rows=((0.9, 0.1),)),)
    """
    if other := find_other_format(text):
        raise FormatError([Problem(f"this is {other}; only BIF is read", file=file)])
    reader = TokenReader(text, file)
    variables: Variables = {}
    blocks: dict[str, Block] = {}
    while (kind := reader.next).text:
        if reader.comes("network"):
            name = _network(reader) or name
        elif reader.comes("variable"):
            token, states = _variable(reader)
            _once(reader, token, variables)
            variables[token.text] = token, states
        elif reader.comes("probability"):
            block = _probability(reader)
            _once(reader, block.child, blocks)
            blocks[block.child.text] = block
        else:
            reader.fail(f"'network', 'variable' or 'probability' is expected here, not '{kind.text[:40]}'", kind.at)
    return BayesianNetwork(name, _nodes(reader, variables, blocks), file)


def _nodes(reader: TokenReader, variables: Variables, blocks: Mapping[str, Block]) -> tuple[Node, ...]:
    """Every variable with its rows; raises FormatError with all problems there are."""
    if len(variables) > VARIABLES_MAX:
        token = list(variables.values())[VARIABLES_MAX][0]
        reader.fail(f"at most {VARIABLES_MAX} variables are allowed, not {len(variables):,}", token.at)
    rows = BifRows(reader, {key: states for key, (_, states) in variables.items()})
    nodes = [rows.node(token, blocks.get(key)) for key, (token, _) in variables.items()]
    for block in blocks.values():
        rows.known(block.child)
    rows.check_cycles(blocks)
    if not variables and not reader.problems:
        reader.problems.append(Problem("no variable in this file", file=reader.file))
    if reader.problems:
        raise FormatError(reader.problems)
    return tuple(node for node in nodes if node is not None)


def _once(reader: TokenReader, token: BifToken, known: Mapping[str, object]) -> None:
    if token.text in known:
        reader.complain(f"'{token.text}' is there twice", token.at)


def _network(reader: TokenReader) -> str:
    name = "" if reader.next.text == "{" else reader.name().text
    reader.need("{")
    while not reader.comes("}"):
        reader.pass_property()
    return "" if name == "unknown" else name


def _variable(reader: TokenReader) -> tuple[BifToken, tuple[str, ...]]:
    token = reader.name()
    states: tuple[str, ...] | None = None
    reader.need("{")
    while not reader.comes("}"):
        kind = reader.next
        if reader.comes("type"):
            if states is not None:
                reader.complain("a second type", kind.at, token.text)
            states = _states(reader, token)
            reader.comes(";")
        else:
            reader.pass_property()
    if states is None:
        reader.fail("has no type", token.at, token.text)
    return token, states


def _states(reader: TokenReader, variable: BifToken) -> tuple[str, ...]:
    kind = reader.name()
    if kind.text != "discrete":
        reader.fail(f"only discrete variables can be read, not '{kind.text[:40]}'", kind.at, variable.text)
    reader.need("[")
    count = reader.name()
    reader.need("]")
    reader.need("{")
    states = tuple(state.text for state in reader.names_until("}"))
    if count.text != str(len(states)):
        reader.complain(f"{count.text[:10]} states are announced, and {len(states)} named", count.at, variable.text)
    return states


def _probability(reader: TokenReader) -> Block:
    """A `probability` block as in the file; bars and commas before the parents count as blanks."""
    reader.need("(")
    child = reader.name()
    while reader.comes("|") or reader.comes(","):
        pass
    block = Block(child, list(reader.names_until(")")))
    reader.need("{")
    while not reader.comes("}"):
        word = reader.next
        if reader.comes("table"):
            _once_given(reader, block, word, "table")
            block.table = list(reader.names_until(";"))
        elif reader.comes("default"):
            _once_given(reader, block, word, "default")
            block.default = list(reader.names_until(";"))
        elif reader.comes("("):
            _once_given(reader, block, word, "row")
            states = list(reader.names_until(")"))
            block.rows.append((word, states, list(reader.names_until(";"))))
        else:
            reader.pass_property()
    return block


def _once_given(reader: TokenReader, block: Block, word: BifToken, kind: str) -> None:
    """Complain of rows that are given twice: a table gives every row, a default all that are not given."""
    taken = {"table": block.table is not None, "default": block.default is not None, "row": bool(block.rows)}
    clash = next((other for other in _BESIDE[kind] if taken[other]), None)
    if clash is not None:
        reader.complain(f"gives rows twice: by {_KINDS[clash]} and by {_KINDS[kind]}", word.at, block.child.text)


def find_other_format(text: str) -> str:
    """The format of a text that is not BIF, in words; empty where its first words tell none.

    >>> find_other_format("% made by hand\\nnet { }"), find_other_format("network net { }")
    ('a HUGIN file (NET)', '')
    """
    begin = _BLANK.sub("", text, count=1)
    return next((name for first, name in _FORMATS if re.match(first, begin)), "")
