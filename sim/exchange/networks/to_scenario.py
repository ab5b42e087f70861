"""A network as the text of a scenario: one voice, one table a variable, a question for each leaf."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator, Sequence

from sim.errors import FormatError, Problem, SimError
from sim.exchange.networks import names
from sim.exchange.networks.network import BayesianNetwork, Node, Row
from sim.scenario.file.read import loads
from sim.scenario.file.yaml_text import ENTRIES_MAX
from sim.scenario.model.row_sum import normalised
from sim.scenario.writing.yaml_write import RESERVED, quote_text

_PLAIN = re.compile(r"[A-Za-z_][A-Za-z0-9_-]*")
_NEGATIONS = frozenset({"no", "false", "f", "n", "off", "none", "normal", "absent", "ok", "0"})
_QUESTIONS = 20


def write_scenario(network: BayesianNetwork, source: str, as_of: datetime.date) -> str:
    """The network as a scenario in YAML; source: the file's name for the scenario's texts.

    Every probability stands as in the network. Raises FormatError where the network is larger than a scenario
    may be, and for the last day of the calendar: the timeline is the day after.
    """
    if as_of == datetime.date.max:
        raise FormatError([Problem(f"{as_of} is the calendar's last day: a step needs a day after it", "", "--as-of")])
    numbers = sum(len(node.rows) * len(node.states) for node in network.nodes)
    if numbers > ENTRIES_MAX:
        message = f"{numbers:,} probabilities: a scenario holds at most {ENTRIES_MAX:,} entries"
        raise FormatError([Problem(message, file=network.file or source)])
    writer = _Writer(network, source, as_of)
    written = "\n".join(writer.lines()) + "\n"
    try:
        loads(written, source)
    except SimError as error:
        raise FormatError(dict.fromkeys(writer.placed(problem) for problem in error.problems)) from None
    return written


class _Writer:
    """The lines of one scenario, with the network's names made a scenario's."""

    def __init__(self, network: BayesianNetwork, source: str, as_of: datetime.date) -> None:
        self.network, self.source, self.as_of = network, source, as_of
        self.ids = names.make_ids(node.name for node in network.nodes)
        self.states = {node.name: names.make_states(node.states) for node in network.nodes}

    def lines(self) -> Iterator[str]:
        rows = sum(len(node.rows) for node in self.network.nodes)
        day = self.as_of + datetime.timedelta(days=1)
        (name,) = names.make_ids([self.network.name]).values()
        yield "# yaml-language-server: $schema=scenario.schema.json"
        yield f"# Made by `sim import` from {_clean(self.source)}: {len(self.network.nodes)} variables, {rows} rows."
        yield "# A network says nothing of an order of states: drop `ordered: false` where they run from least to most."
        yield "# It says nothing of doubt either: `worth: 20` beside a table makes each of its rows worth 20 cases."
        yield "schema_version: 1"
        yield f"id: {_word(name)}"
        yield f"title: {_quoted(f'{self.network.name}, an imported network')}"
        yield f"as_of: {self.as_of}"
        yield "timeline: {steps: 1, step: 1 day}"
        yield "background: [network]"
        yield f"experts:\n  network: {{name: {_quoted(f'The network in {self.source}')}, kind: base_rate}}"
        yield "variables:"
        yield from (self._variable(node) for node in self.network.nodes)
        yield "judgments:"
        for number, node in enumerate(self.network.nodes, start=1):
            yield f"  {_word(self.ids[node.name])}:"
            yield from self._judgment(f"T{number}", node)
        yield "policies: {as_it_is: {}}"
        asked = self.network.leaves()[:_QUESTIONS]
        yield "questions:" if asked else "questions: {}"
        yield from (self._question(f"Q{i}", node, day) for i, node in enumerate(asked, start=1))

    def placed(self, problem: Problem) -> Problem:
        """A problem of the scenario, moved to its place in the network."""
        file = self.network.file or self.source
        section, _, rest = problem.path.partition(".")
        name = rest.partition(".")[0]
        for number, node in enumerate(self.network.nodes, start=1):
            if (section, name) in {("variables", self.ids[node.name]), ("judgments", f"T{number}")}:
                return Problem(problem.message, node.name, file, *(node.at or ()))
        return Problem(f"as a scenario: {problem.message}", problem.path, file)

    def _variable(self, node: Node) -> str:
        states = [self.states[node.name][state] for state in node.states]
        parts = [f"label: {_quoted(node.name)}", f"states: {_list(states)}"]
        if node.parents:
            parts.append(f"parents: {_list([self.ids[parent] for parent in node.parents])}")
        if len(states) > 2:
            parts.append("ordered: false")
        if (note := names.write_note(node, self.ids[node.name], states)) is not None:
            parts.append(f"note: {_quoted(note)}")
        return f"  {_word(self.ids[node.name])}: {{{', '.join(parts)}}}"

    def _judgment(self, key: str, node: Node) -> Iterator[str]:
        # Rounding may have carried an entry above 1.
        rows = [normalised(row) if max(row) > 1 else row for row in node.rows]
        certain = any(1.0 in normalised(row) for row in rows)
        if not node.parents:
            sure = ", certain: true" if certain else ""
            yield f"    {key}: {{expert: network, says: {{table: {_numbers(rows[0])}{sure}}}}}"
            return
        yield f"    {key}:"
        yield "      expert: network"
        yield "      says:"
        if certain:
            yield "        certain: true"
        which = "; the last changes fastest" if len(node.parents) > 1 else ""
        axes = ", ".join(f"{self.ids[parent]} ({', '.join(self.states[parent].values())})" for parent in node.parents)
        yield f"        table:    # {_clean(axes)}{which}"
        yield from (f"          - {_numbers(row)}" for row in rows)

    def _question(self, key: str, node: Node, day: datetime.date) -> str:
        told = 0 if len(node.states) == 2 and node.states[-1].casefold() in _NEGATIONS else -1  # of `yes, no` the first
        state = self.states[node.name][node.states[told]]
        asks = _quoted(f"Is {node.name} {state} on {day}?")
        event = f"{{{_word(self.ids[node.name])}: {_word(state)}}}"
        return f"  {key}: {{asks: {asks}, is: {event}, at: {day}}}"


def _numbers(row: Row) -> str:
    """Numbers as short as they can be without changing."""
    return f"[{', '.join(str(int(share)) if share in (0.0, 1.0) else repr(share) for share in row)}]"


def _list(items: Sequence[str]) -> str:
    return f"[{', '.join(map(_word, items))}]"


def _word(name: str) -> str:
    """A name as YAML, between quotes unless it can only be a plain text."""
    return name if _PLAIN.fullmatch(name) and name.casefold() not in RESERVED else _quoted(name)


def _quoted(value: str) -> str:
    return quote_text(_clean(value))


def _clean(value: str) -> str:
    """The text with blanks for letters that a scenario file may not hold."""
    return "".join(letter if letter.isprintable() else " " for letter in value).strip() or "-"
