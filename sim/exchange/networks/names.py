"""Names of networks made names of a scenario, no two alike, and back again."""

from __future__ import annotations

import json
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from itertools import chain, count

from sim.exchange.networks.bif_tokens import LENGTH_MAX, needs_quotes
from sim.exchange.networks.network import Node
from sim.scenario.model import values
from sim.scenario.model.file import Variable

ORIGINAL = "In the network: "
_WORDS = {"any": "any_", "more": "more_", "less": "less_"}
_LENGTH = 64


def make_ids(names: Iterable[str]) -> dict[str, str]:
    """Name -> id: the name itself where it can be an id, else the nearest one; no two alike.

    >>> make_ids(["asia", "X ray", "X-ray", "X_ray"])
    {'asia': 'asia', 'X-ray': 'X-ray', 'X_ray': 'X_ray', 'X ray': 'X_ray_2'}
    """
    return _distinct(tuple(names), values.identifier, lambda name: re.sub(r"[^\w-]+", "_", name))


def make_states(names: Iterable[str]) -> dict[str, str]:
    """Name -> state of one variable: the name itself where it can be one, else the nearest; no two alike.

    >>> make_states(["<5", "any", "a@b"])
    {'<5': '<5', 'any': 'any_', 'a@b': 'a_b'}
    """
    return _distinct(tuple(names), values.state_name, _near_state)


def _near_state(name: str) -> str:
    near = " ".join(re.sub(r"[^\w%+<>/()&' -]+", "_", name).split()).replace(" or ", "_or_")
    return _WORDS.get(near, near)


def _distinct(names: tuple[str, ...], check: Callable[[object], str], near: Callable[[str], str]) -> dict[str, str]:
    """Name -> a name that passes `check`: names that pass stay as they are; the others get free ones from `near`."""
    out = {name: name for name in names if _passes(name, check)}
    taken = {name.casefold() for name in out}
    for name in (name for name in names if name not in out):
        wanted = near(unicodedata.normalize("NFC", name))[:_LENGTH].strip()
        wanted = wanted if _passes(wanted, check) else "x"
        numbered = (f"{wanted[: _LENGTH - 6].strip()}_{number}" for number in count(2))
        out[name] = next(free for free in chain([wanted], numbered) if free.casefold() not in taken)
        taken.add(out[name].casefold())
    return out


def _passes(name: str, check: Callable[[object], str]) -> bool:
    try:
        return check(name) == unicodedata.normalize("NFC", name) == name
    except ValueError:
        return False


def write_note(node: Node, name: str, renamed: Iterable[str]) -> str | None:
    """The note that lets `restore_names` restore the network's names; None where they did not change.

    >>> write_note(Node("a b", ("0", "1"), (), ()), "a_b", ("0", "1"))
    'In the network: {"name": "a b", "states": ["0", "1"]}'
    """
    own = (node.name, *node.states)
    if own == (name, *renamed) and not any(needs_quotes(name_told) for name_told in own):
        return None
    return ORIGINAL + json.dumps({"name": node.name, "states": list(node.states)})


def restore_names(variables: Mapping[str, Variable]) -> dict[str, tuple[str, tuple[str, ...]]]:
    """Variable -> its name and its states' names in a network; no two variables have the same name.

    A name that a copied note gives twice, or that is another variable's id, gives way to the variable's own id.
    """
    originals = {key: read_originals(key, variable) for key, variable in variables.items()}
    often = Counter(name for name, _ in originals.values())
    taken = {name for name, times in often.items() if times > 1} | variables.keys()
    return {key: (key if name in taken else name, states) for key, (name, states) in originals.items()}


def read_originals(name: str, variable: Variable) -> tuple[str, tuple[str, ...]]:
    """A variable's name and its states' names in a network: those that its note holds, else its own.

    States of several words become single words, as most readers of networks need them.
    """
    if (noted := _kept(variable)) is not None:
        return noted
    words = _distinct(tuple(variable.states), _word, lambda state: re.sub(r"\s+", "_", state))
    return name, tuple(words[state] for state in variable.states)


def _word(name: object) -> str:
    if needs_quotes(str(name)):
        raise ValueError(name)
    return str(name)


def _kept(variable: Variable) -> tuple[str, tuple[str, ...]] | None:
    """The names that an import's note holds; None where the note is missing or unreadable."""
    if variable.note is None or not variable.note.startswith(ORIGINAL):
        return None
    try:
        note = json.loads(variable.note.removeprefix(ORIGINAL))
        name, states = str(note["name"]), tuple(map(str, note["states"]))
    except (ValueError, KeyError, TypeError, RecursionError):
        return None
    readable = all(len(original) <= LENGTH_MAX and not set(original) & set('"\r\n') for original in (name, *states))
    return (name, states) if readable and len(set(states)) == len(states) == len(variable.states) else None
