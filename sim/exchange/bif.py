"""BIF files (Bayesian Interchange Format 0.15) read as networks: every problem with its line, nothing guessed.

A reader of our own: pyAgrum's (3.3) reads numbers in single precision (0.01 as 0.00999999978) and refuses state
names such as `Asy/Patch`; pgmpy (1.1) takes 180 MB of packages for it.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from sim.content import STREAM, content, label
from sim.errors import FormatError, Problem, nearest
from sim.exchange.bif_tokens import Reader, Token
from sim.exchange.network import Network, Node, Row, conditions
from sim.scenario.forms import ROWS_MAX, SUM_TOLERANCE

SIZE_MAX = 5_000_000
_NUMBER = re.compile(r"[-+]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][-+]?[0-9]+)?")


@dataclass
class _Block:
    """A `probability` block as it stands in the file, before it is held against the variables."""

    child: Token
    parents: list[Token]
    table: list[Token] | None = None
    default: list[Token] | None = None
    rows: list[tuple[list[Token], list[Token]]] = field(default_factory=list)


def read(path: Path) -> Network:
    """The network in a file or, for `-`, in standard input.

    Raises FormatError with every problem found, and OSError where it cannot be opened.
    """
    raw = content(path, SIZE_MAX)
    if len(raw) > SIZE_MAX:
        raise FormatError([Problem("larger than 5 MB, the most a network file may hold", file=label(path))])
    try:
        return loads(raw.decode("utf-8-sig"), label(path), "network" if path == STREAM else path.stem)
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        message = f"byte 0x{raw[error.start]:02X} is not UTF-8: save the file as UTF-8"
        raise FormatError([Problem(message, file=label(path), line=line)]) from None


def loads(text: str, file: str = "<network>", name: str = "network") -> Network:
    """The network in a text; raises FormatError with every problem found.

    >>> loads("variable x { type discrete [2] { no, yes }; } probability ( x ) { table 0.9, 0.1; }").nodes
    (Node(name='x', states=('no', 'yes'), parents=(), rows=((0.9, 0.1),)),)
    """
    reader = Reader(text, file)
    variables: dict[str, tuple[Token, tuple[str, ...]]] = {}
    blocks: dict[str, _Block] = {}
    problems: list[Problem] = []
    while reader.next.text:
        kind = reader.take()
        if kind.text == "network":
            name = _network(reader) or name
        elif kind.text == "variable":
            token, states = _variable(reader)
            problems += _twice(reader, token, variables)
            variables[token.text] = token, states
        elif kind.text == "probability":
            block = _probability(reader)
            problems += _twice(reader, block.child, blocks)
            blocks[block.child.text] = block
        else:
            message = f"'network', 'variable' or 'probability' is expected here, not '{kind.text[:40]}'"
            raise FormatError([*problems, reader.problem(message, kind.at)])
    nodes = _Nodes(reader, {key: states for key, (_, states) in variables.items()}, problems)
    found = [nodes.node(token, blocks.get(key)) for key, (token, _) in variables.items()]
    for block in blocks.values():
        problems += nodes.unknown(block.child)
    if not variables and not problems:
        problems.append(Problem("no variable in this file", file=file))
    if problems:
        raise FormatError(problems[:200])
    return Network(name, tuple(node for node in found if node is not None))


def _twice(reader: Reader, token: Token, known: Mapping[str, object]) -> list[Problem]:
    return [reader.problem(f"'{token.text}' is there twice", token.at)] if token.text in known else []


def _network(reader: Reader) -> str:
    name = "" if reader.next.text == "{" else reader.name().text
    reader.need("{")
    while not reader.comes("}"):
        _property(reader)
    return "" if name == "unknown" else name


def _property(reader: Reader) -> None:
    """What is not part of the model is passed over."""
    reader.need("property")
    while not reader.comes(";"):
        reader.take()


def _variable(reader: Reader) -> tuple[Token, tuple[str, ...]]:
    token = reader.name()
    states: tuple[str, ...] | None = None
    reader.need("{")
    while not reader.comes("}"):
        if not reader.comes("type"):
            _property(reader)
            continue
        kind = reader.name()
        if kind.text != "discrete":
            message = f"only discrete variables can be read, not '{kind.text[:40]}'"
            raise FormatError([reader.problem(message, kind.at, token.text)])
        reader.need("[")
        count = reader.name()
        reader.need("]")
        reader.need("{")
        states = tuple(state.text for state in reader.list_until("}"))
        if count.text != str(len(states)):
            message = f"{count.text[:10]} states are announced, and {len(states)} named"
            raise FormatError([reader.problem(message, count.at, token.text)])
        reader.comes(";")
    if states is None:
        raise FormatError([reader.problem("has no type", token.at, token.text)])
    return token, states


def _probability(reader: Reader) -> _Block:
    reader.need("(")
    block = _Block(reader.name(), [])
    if reader.comes("|"):
        block.parents = reader.list_until(")")
    else:
        reader.need(")")
    reader.need("{")
    while not reader.comes("}"):
        if reader.comes("table"):
            block.table = reader.list_until(";")
        elif reader.comes("default"):
            block.default = reader.list_until(";")
        elif reader.comes("("):
            states = reader.list_until(")")
            block.rows.append((states, reader.list_until(";")))
        else:
            _property(reader)
    return block


@dataclass
class _Nodes:
    """Holds blocks against the variables; problems are kept, so that all are told at once."""

    reader: Reader
    states: Mapping[str, tuple[str, ...]]
    problems: list[Problem]

    def node(self, token: Token, block: _Block | None) -> Node | None:
        """A variable with its rows; None where something is wrong with it."""
        name, before = token.text, len(self.problems)
        if len(self.states[name]) < 2 or len(set(self.states[name])) < len(self.states[name]):
            self._add(token, "needs two states or more, each once", name)
        if block is None:
            self._add(token, "has no probabilities: its `probability` block is missing", name)
            return None
        for parent in block.parents:
            self.problems += self.unknown(parent)
        if len(self.problems) > before:
            return None
        node = Node(name, self.states[name], tuple(parent.text for parent in block.parents), ())
        count = math.prod(len(self.states[parent]) for parent in node.parents)
        if count > ROWS_MAX:
            self._add(token, f"{count:,} rows: at most {ROWS_MAX:,} are allowed", name)
            return None
        rows = tuple(self._table(node, block, count) if block.table is not None else self._rows(node, block))
        return Node(node.name, node.states, node.parents, rows)

    def unknown(self, name: Token) -> list[Problem]:
        """What is wrong with a name that no variable has."""
        if name.text in self.states:
            return []
        hint = nearest(name.text, tuple(self.states))
        return [self.reader.problem(f"unknown variable '{name.text[:60]}'{hint}", name.at)]

    def _add(self, token: Token, message: str, path: str) -> None:
        self.problems.append(self.reader.problem(message, token.at, path))

    def _table(self, node: Node, block: _Block, count: int) -> Iterator[Row]:
        """One list of numbers: the variable's own state changes slowest, the last parent's fastest."""
        numbers, size = block.table or [], len(node.states)
        if len(numbers) != count * size:
            self._add(block.child, f"{len(numbers)} numbers: {count} rows of {size} are needed", node.name)
            return
        for row in range(count):
            yield self._row(node, block.child, numbers[row::count], f"row {row + 1}" if count > 1 else "its only row")

    def _rows(self, node: Node, block: _Block) -> Iterator[Row]:
        """Rows by the parents' states, the default where there is none."""
        said: dict[tuple[str, ...], Row] = {}
        for states, numbers in block.rows:
            at = states[0] if states else block.child
            key = tuple(state.text for state in states)
            if key in said:
                self._add(at, f"({', '.join(key)}) is there twice", node.name)
            elif self._condition(node, states, at):
                said[key] = self._row(node, at, numbers, f"({', '.join(key)})")
        rest = self._row(node, block.child, block.default, "default") if block.default is not None else None
        missing = [key for key in conditions(node, self.states) if key not in said and rest is None]
        if missing and len(said) == len(block.rows):
            shown = "; ".join(", ".join(key) for key in islice(missing, 3)) or "its only row"
            count = "1 row is" if len(missing) == 1 else f"{len(missing)} rows are"
            self._add(block.child, f"{count} missing: {shown}", node.name)
        yield from (said.get(key, rest or ()) for key in conditions(node, self.states))

    def _condition(self, node: Node, states: Sequence[Token], at: Token) -> bool:
        """Whether the states in brackets are the parents', one each in their order."""
        if len(states) != len(node.parents):
            self._add(at, f"{len(states)} states for {len(node.parents)} parents", node.name)
            return False
        before = len(self.problems)
        for parent, state in zip(node.parents, states, strict=True):
            if state.text not in self.states[parent]:
                hint = nearest(state.text, self.states[parent])
                self._add(state, f"unknown state '{state.text[:60]}' of {parent}{hint}", node.name)
        return len(self.problems) == before

    def _row(self, node: Node, at: Token, numbers: Sequence[Token], name: str) -> Row:
        """One row of numbers that sum to 1, rounding apart."""
        wrong = [number for number in numbers if not _NUMBER.fullmatch(number.text)]
        for number in wrong:
            self._add(number, f"a number is expected, not '{number.text[:40]}'", node.name)
        row = tuple(float(number.text) for number in numbers if number not in wrong)
        if wrong:
            return row
        if len(row) != len(node.states):
            self._add(at, f"{name}: {len(row)} numbers for {len(node.states)} states", node.name)
        elif min(row) < 0 or not math.isfinite(max(row)):
            self._add(at, f"{name}: a probability below 0 or without end", node.name)
        elif abs(math.fsum(row) - 1) > SUM_TOLERANCE:
            self._add(at, f"{name} sums to {math.fsum(row):.9g}, not 1", node.name)
        return row
