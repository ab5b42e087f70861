"""Nodes made of the `probability` blocks of a BIF file, with one row for each condition."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice

from sim.errors import nearest
from sim.exchange.networks.bif_tokens import BifToken, TokenReader
from sim.exchange.networks.network import Node, Row, list_conditions
from sim.scenario.check.graph import cycles, shown
from sim.scenario.check.variables import PARENTS_MAX
from sim.scenario.model import row_sum
from sim.scenario.model.file import STATES_MAX
from sim.scenario.model.forms import ROWS_MAX

_NUMBER = re.compile(r"[-+]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][-+]?[0-9]+)?")


@dataclass
class Block:
    """A block as it stands in the file; each of its rows with the bracket that opens it."""

    child: BifToken
    parents: list[BifToken]
    table: list[BifToken] | None = None
    default: list[BifToken] | None = None
    rows: list[tuple[BifToken, list[BifToken], list[BifToken]]] = field(default_factory=list)


@dataclass
class BifRows:
    """Makes nodes of blocks and collects problems in `reader`; states: variable -> its states."""

    reader: TokenReader
    states: Mapping[str, tuple[str, ...]]

    def node(self, token: BifToken, block: Block | None) -> Node | None:
        """A variable with its rows; None where something is wrong with it."""
        name, before = token.text, len(self.reader.problems)
        self._check_states(token)
        if block is None:
            self._add(token, "has no probabilities: its `probability` block is missing", name)
            return None
        if len(block.parents) > PARENTS_MAX:
            self._add(block.child, f"{len(block.parents)} parents: at most {PARENTS_MAX} are allowed", name)
            return None
        for place, parent in enumerate(block.parents):
            if self.known(parent) and parent.text in (other.text for other in block.parents[:place]):
                self._add(parent, f"parent '{parent.text}' is there twice", name)
        if len(self.reader.problems) > before:
            return None
        parents = tuple(parent.text for parent in block.parents)
        node = Node(name, self.states[name], parents, (), self.reader.place(block.child.at))
        count = math.prod(len(self.states[parent]) for parent in parents)
        if count > ROWS_MAX:
            self._add(token, f"{count:,} rows: at most {ROWS_MAX:,} are allowed", name)
            return None
        rows = tuple(self._table(node, block, count) if block.table is not None else self._rows(node, block))
        return replace(node, rows=rows)

    def known(self, name: BifToken) -> bool:
        """Whether a variable has this name."""
        if name.text not in self.states:
            hint = nearest(name.text, tuple(self.states))
            self.reader.complain(f"unknown variable '{name.text[:60]}'{hint}", name.at)
        return name.text in self.states

    def check_cycles(self, blocks: Mapping[str, Block]) -> None:
        """Add a problem for each cycle of parents."""
        parents = {name: [parent.text for parent in block.parents] for name, block in blocks.items()}
        for cycle in cycles({name: [other for other in others if other in blocks] for name, others in parents.items()}):
            self._add(blocks[cycle[-1]].child, f"cycle: {shown(cycle)}", cycle[-1])

    def _check_states(self, token: BifToken) -> None:
        states = self.states[token.text]
        if len(states) < 2 or len(set(states)) < len(states):
            self._add(token, "needs two states or more, each once", token.text)
        elif len(states) > STATES_MAX:
            self._add(token, f"{len(states):,} states: at most {STATES_MAX} are allowed", token.text)

    def _add(self, token: BifToken, message: str, path: str) -> None:
        self.reader.complain(message, token.at, path)

    def _table(self, node: Node, block: Block, count: int) -> Iterator[Row]:
        """One list of numbers: the variable's own state changes slowest, the last parent's fastest."""
        numbers, size = block.table or [], len(node.states)
        if len(numbers) != count * size:
            self._add(block.child, f"{len(numbers)} numbers: {count} rows of {size} are needed", node.name)
            return
        for row in range(count):
            yield self._row(node, block.child, numbers[row::count], f"row {row + 1}" if count > 1 else "its only row")

    def _rows(self, node: Node, block: Block) -> Iterator[Row]:
        """The rows in the order of the parents' states; the default where none is given."""
        said: dict[tuple[str, ...], Row] = {}
        for bracket, states, numbers in block.rows:
            at = states[0] if states else bracket
            key = tuple(state.text for state in states)
            called = f"({', '.join(key[: PARENTS_MAX + 1])})"
            if key in said:
                self._add(at, f"{called} is there twice", node.name)
            elif self._condition(node, states, at):
                said[key] = self._row(node, at, numbers, called)
        rest = self._row(node, block.child, block.default, "default") if block.default is not None else None
        missing = [key for key in list_conditions(node, self.states) if key not in said and rest is None]
        if missing and len(said) == len(block.rows):
            listed = "; ".join(", ".join(key) for key in islice(missing, 3)) or "its only row"
            count = "1 row is" if len(missing) == 1 else f"{len(missing)} rows are"
            self._add(block.child, f"{count} missing: {listed}", node.name)
        yield from (said.get(key, rest or ()) for key in list_conditions(node, self.states))

    def _condition(self, node: Node, states: Sequence[BifToken], at: BifToken) -> bool:
        if len(states) != len(node.parents):
            self._add(at, f"{len(states)} states for {len(node.parents)} parents", node.name)
            return False
        before = len(self.reader.problems)
        for parent, state in zip(node.parents, states, strict=True):
            if state.text not in self.states[parent]:
                hint = nearest(state.text, self.states[parent])
                self._add(state, f"unknown state '{state.text[:60]}' of {parent}{hint}", node.name)
        return len(self.reader.problems) == before

    def _row(self, node: Node, at: BifToken, numbers: Sequence[BifToken], name: str) -> Row:
        """One row of numbers that sum to 1, rounding apart."""
        wrong = [number for number in numbers if not _NUMBER.fullmatch(number.text)]
        for number in wrong:
            self._add(number, f"a number is expected, not '{number.text[:40]}'", node.name)
        if wrong:
            return ()
        row = tuple(float(number.text) for number in numbers)
        if len(row) != len(node.states):
            self._add(at, f"{name}: {len(row)} numbers for {len(node.states)} states", node.name)
        elif min(row) < 0 or not math.isfinite(max(row)):
            self._add(at, f"{name}: a probability below 0 or without end", node.name)
        elif fault := row_sum.fault(row):
            self._add(at, f"{name} {fault}", node.name)
        return row
