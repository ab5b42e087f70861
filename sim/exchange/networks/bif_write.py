"""A network as BIF text that other programs read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from sim.exchange.networks.bif_tokens import needs_quotes
from sim.exchange.networks.network import BayesianNetwork, Node, list_conditions


def write_bif(network: BayesianNetwork) -> str:
    """The network in BIF; every number with all its digits.

    >>> print(write_bif(BayesianNetwork("n", (Node("x", ("no", "yes"), (), ((0.9, 0.1),)),))), end="")
    network n {
    }
    variable x {
      type discrete [ 2 ] { no, yes };
    }
    probability ( x ) {
      table 0.9, 0.1;
    }
    """
    states = network.states
    parts = [f"network {_name(network.name)} {{\n}}\n"]
    parts += [_variable(node) for node in network.nodes]
    parts += ["".join(_probability(node, states)) for node in network.nodes]
    return "".join(parts)


def _variable(node: Node) -> str:
    states = ", ".join(map(_name, node.states))
    return f"variable {_name(node.name)} {{\n  type discrete [ {len(node.states)} ] {{ {states} }};\n}}\n"


def _probability(node: Node, states: Mapping[str, tuple[str, ...]]) -> Iterator[str]:
    given = f" | {', '.join(map(_name, node.parents))}" if node.parents else ""
    yield f"probability ( {_name(node.name)}{given} ) {{\n"
    if not node.parents:
        yield f"  table {', '.join(map(repr, node.rows[0]))};\n"
    else:
        for condition, row in zip(list_conditions(node, states), node.rows, strict=True):
            yield f"  ({', '.join(map(_name, condition))}) {', '.join(map(repr, row))};\n"
    yield "}\n"


def _name(name: str) -> str:
    return f'"{name}"' if needs_quotes(name) else name
