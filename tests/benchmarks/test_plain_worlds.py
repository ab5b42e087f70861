"""Plain worlds: exact to the 48th bit, the same whatever the blocks, and in agreement with enumeration."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.special import chdtrc, chdtri, ndtri
from scipy.stats import ncx2

from benchmarks.plain_worlds import Node, PlainWorlds, _Queue
from benchmarks.word_reader import WordReader
from sim.randomness import words

FALSE_ALARM = 1e-6  # a right sampler fails a check once in a million
MISS = 1e-6  # a sampler that is wrong by as much as is said passes once in a million
ROUGH = 2.0**-20  # a probability that 16 bits cannot hold


def net(seed: int, sizes: list[int], parents: list[list[int]]) -> list[Node]:
    """A network with random tables; in each, one row is certain of its second state."""
    rng = np.random.default_rng(seed)
    nodes = []
    for i, (size, above) in enumerate(zip(sizes, parents, strict=True)):
        table = rng.dirichlet(np.full(size, 0.7), [sizes[parent] for parent in above])
        if above:
            table[(0,) * len(above)] = np.eye(size)[1]
        nodes.append(Node(f"v{i}", tuple(f"v{parent}" for parent in above), table))
    return nodes


def small() -> list[Node]:
    return net(5, [3, 2, 4, 5, 2], [[], [0], [0, 1], [2, 1], [3, 2, 0]])


def first_bits(seed: int, name: str, world: int, bits: int) -> int:
    """The bits of a world's uniform that are always made."""
    lanes = 64 // bits
    word = int(words(seed, "plain", name, start=world // lanes & ~3, count=4)[world // lanes & 3])
    return word >> bits * (world % lanes) & (1 << bits) - 1


def more_bits(seed: int, name: str, number: int, bits: int) -> int:
    """What makes them up to 48, for the world that is the `number`th to need it."""
    return int(words(seed, "plain", name, "more", start=number & ~3, count=4)[number & 3]) >> 16 + bits


def looked_at(rows: int, bits: int) -> int:
    """Bits of the uniform that a guide of 32,768 entries has room for."""
    return min(max(15 - (rows - 1).bit_length(), 4), 12, bits)


def by_hand(nodes: list[Node], worlds: int, seed: int, bits: int) -> dict[str, list[int]]:
    """World by world, whole 48-bit numbers, no blocks, no arrays."""
    whole: dict[str, list[int]] = {node.name: [] for node in nodes}
    needed = dict.fromkeys(whole, 0)
    for world in range(worlds):
        for node in nodes:
            row = node.table[tuple(whole[parent][world] for parent in node.parents)]
            thresholds = [round(below * 2**48) for below in np.cumsum(row)[:-1]]
            width = 1 << 48 - looked_at(node.table.size // len(row), bits)
            uniform = first_bits(seed, node.name, world, bits) << 48 - bits
            if any(uniform // width * width < t < (uniform // width + 1) * width for t in thresholds):
                uniform |= more_bits(seed, node.name, needed[node.name], bits)
                needed[node.name] += 1
            whole[node.name].append(sum(uniform >= t for t in thresholds))
    return whole


@pytest.mark.parametrize("bits", [8, 16, 32])
def test_worlds_are_those_made_by_hand(bits):
    # v3 has 9 x 8 x 7 = 504 rows: their numbers need more than 8 bits. Sixteenths lie between two entries of a guide.
    even = [Node("x", (), np.array([1 / 16] * 8 + [0.5 / 21] * 21))]
    for nodes in (small(), net(2, [9, 8, 7, 3], [[], [0], [], [0, 1, 2]]), even):
        kept = PlainWorlds(nodes, bits=bits, block=64).keep(300, seed=9)
        assert {name: states.tolist() for name, states in kept.items()} == by_hand(nodes, 300, 9, bits)


@pytest.mark.parametrize("bits", [8, 16, 32])
@pytest.mark.parametrize("world", [0, 7, 45])
def test_a_tie_is_settled_by_the_last_of_48_bits(bits, world):
    # The threshold is the world's own uniform, then the number next to it.
    cells = [first_bits(4, "x", other, bits) >> bits - looked_at(1, bits) for other in range(world + 1)]
    rest = more_bits(4, "x", cells[:-1].count(cells[-1]), bits)
    uniform = first_bits(4, "x", world, bits) << 48 - bits | rest
    reached = []
    for threshold in (uniform, uniform + 1):
        below = threshold / 2**48
        node = Node("x", (), np.array([below, 1 - below]))
        reached.append(PlainWorlds([node], bits=bits, block=32).keep(96, seed=4)["x"][world])
    assert reached == [1, 0]


RARE = np.array([5, 9, 21, 3]) * ROUGH
FINE = np.append(RARE, 1 - RARE.sum())
MANY = 1 << 24


def misfit(tally: np.ndarray) -> float:
    return float(np.sum((tally - MANY * FINE) ** 2 / (MANY * FINE)))


@pytest.mark.parametrize("bits", [8, 16])
def test_probabilities_finer_than_16_bits_are_hit(bits):
    # Without the bits behind the first 16 a threshold is rounded up to 2**-16; that would be seen but for MISS.
    coarse = np.diff(np.ceil(np.cumsum(FINE) * 2**16) / 2**16, prepend=0.0)
    limit = chdtri(len(FINE) - 1, FALSE_ALARM)
    assert MANY * FINE.min() >= 5
    assert ncx2.cdf(limit, len(FINE) - 1, MANY * np.sum((coarse - FINE) ** 2 / FINE)) < MISS
    assert misfit(PlainWorlds([Node("x", (), FINE)], bits=bits).tally(MANY, seed=1)["x"]) < limit


@pytest.mark.parametrize("bits", [8, 16])
@pytest.mark.parametrize("rest", [0, -1])
def test_without_more_bits_they_are_missed(bits, rest, monkeypatch):
    monkeypatch.setattr(_Queue, "take", lambda self, count, bits: np.full(count, rest % (1 << bits)))
    tally = PlainWorlds([Node("x", (), FINE)], bits=bits).tally(MANY, seed=1)["x"]
    assert chdtrc(len(FINE) - 1, misfit(tally)) < FALSE_ALARM


def exact(nodes: list[Node]) -> dict[str, np.ndarray]:
    """Every variable's marginal, by enumeration."""
    sizes = {node.name: node.table.shape[-1] for node in nodes}
    marginal = {name: np.zeros(size) for name, size in sizes.items()}
    for states in itertools.product(*map(range, sizes.values())):
        world = dict(zip(sizes, states, strict=True))
        chances = [node.table[(*(world[parent] for parent in node.parents), world[node.name])] for node in nodes]
        for name, state in world.items():
            marginal[name][state] += np.prod(chances)
    return marginal


BIAS = 0.005
WORLDS = 1_300_000


def worst(tally: dict[str, np.ndarray], truth: dict[str, np.ndarray]) -> tuple[float, float]:
    """The largest distance in standard errors, and the bound that a right sampler stays below."""
    p = np.concatenate([truth[name] for name in truth])
    found = np.concatenate([tally[name] for name in truth]) / WORLDS
    chance = (p > 0) & (p < 1)
    bound = -float(ndtri(FALSE_ALARM / (2 * chance.sum())))
    assert bound - ndtri(MISS) <= BIAS / (0.5 / np.sqrt(WORLDS))
    assert (found[~chance] == p[~chance]).all()
    return float(np.max(np.abs(found - p)[chance] / np.sqrt(p * (1 - p) / WORLDS)[chance])), bound


@pytest.mark.parametrize("bits", [8, 16, 32])
def test_marginals_agree_with_enumeration(bits):
    distance, bound = worst(PlainWorlds(small(), bits=bits).tally(WORLDS, seed=2), exact(small()))
    assert distance < bound


def test_two_parents_swapped_are_seen():
    nodes = net(5, [3, 3, 4], [[], [0], [0, 1]])
    wrong = Node("v2", ("v1", "v0"), nodes[2].table)
    distance, bound = worst(PlainWorlds([*nodes[:2], wrong]).tally(WORLDS, seed=2), exact(nodes))
    assert distance > bound


def test_variables_share_no_random_number():
    # Two fair coins: all four pairs a quarter each. One stream for both would give two halves.
    coins = PlainWorlds([Node("a", (), np.full(2, 0.5)), Node("b", (), np.full(2, 0.5))]).keep(1 << 16, seed=1)
    pairs = np.bincount(2 * coins["a"] + coins["b"], minlength=4)
    assert chdtrc(3, np.sum((pairs - (1 << 14)) ** 2) / (1 << 14)) > FALSE_ALARM


@pytest.mark.parametrize("bits", [8, 16, 32])
@given(worlds=st.integers(1, 700), fewer=st.integers(1, 700), block=st.integers(1, 50))
def test_worlds_depend_neither_on_the_block_nor_on_their_number(bits, worlds, fewer, block):
    whole = PlainWorlds(small(), bits=bits).keep(worlds, seed=3)
    fewer = min(fewer, worlds)
    in_blocks = PlainWorlds(small(), bits=bits, block=32 * block)
    for name, states in in_blocks.keep(fewer, seed=3).items():
        assert states.tobytes() == whole[name][:fewer].tobytes()
    tally = in_blocks.tally(worlds, seed=3)
    assert {name: counts.tolist() for name, counts in tally.items()} == {
        node.name: np.bincount(whole[node.name], minlength=node.table.shape[-1]).tolist() for node in small()
    }


def test_other_variables_keep_their_worlds_when_one_joins_or_the_order_changes():
    nodes = small()
    before = PlainWorlds(nodes).keep(200, seed=3)
    joined = PlainWorlds([Node("new", (), np.array([0.5, 0.5])), *nodes]).keep(200, seed=3)
    assert all((joined[name] == before[name]).all() for name in before)
    assert not (PlainWorlds(nodes).keep(200, seed=4)["v0"] == before["v0"]).all()


def test_what_is_certain_always_happens_and_what_is_impossible_never():
    # Ties with a threshold of 0 or 1 come about 200 times in so many worlds.
    nodes = [Node("x", (), np.array([0.0, 0.5, 0.0, 0.5, 0.0])), Node("y", ("x",), np.eye(5))]
    tally = PlainWorlds(nodes).tally(1 << 22, seed=1)
    assert (tally["x"][[0, 2, 4]] == 0).all()
    assert (tally["y"] == tally["x"]).all()


@given(pieces=st.lists(st.tuples(st.integers(0, 50), st.integers(0, 5)), max_size=6))
def test_a_reader_finds_the_same_words_in_any_order(pieces):
    whole, reader = words(1, "x", count=240), WordReader(1, "x")
    for start, count in pieces:
        assert (reader.read(4 * start, 4 * count) == whole[4 * start : 4 * (start + count)]).all()


def test_a_reader_wants_whole_blocks_of_four_words():
    with pytest.raises(ValueError, match="multiples of 4, not 4 and 2"):
        WordReader(1, "x").read(4, 2)


@pytest.mark.parametrize(
    ("nodes", "settings", "message"),
    [
        ([Node("x", (), np.array([0.5, 0.4]))], {}, "x: a row misses the sum 1 by 0.1"),
        ([Node("x", (), np.array([1.5, -0.5]))], {}, "x: 1.5 is not a probability"),
        ([Node("x", (), np.array([np.nan, 1.0]))], {}, "x: nan is not a probability"),
        ([Node("x", ("y",), np.eye(2))], {}, "x: parent y does not stand before it"),
        ([Node("x", (), np.ones(1)), Node("x", (), np.ones(1))], {}, "x stands twice"),
        ([Node("x", (), np.ones(1)), Node("y", ("x",), np.eye(2))], {}, r"y: a table of shape \(2, 2\) does not fit"),
        ([Node("x", (), np.full(256, 1 / 256))], {}, "does not fit"),
        ([], {"bits": 64}, "bits must be 8, 16 or 32, not 64"),
        ([], {"block": 48}, "block must be a positive multiple of 32, not 48"),
    ],
)
def test_a_network_that_cannot_be_sampled_is_refused(nodes, settings, message):
    with pytest.raises(ValueError, match=message):
        PlainWorlds(nodes, **settings)


def test_a_row_that_is_nearly_one_is_normalised():
    # A threshold next to the first world's uniform: reached, if the row's missing millionth lowered it.
    below = ((first_bits(1, "x", 0, 16) << 32 | more_bits(1, "x", 0, 16)) + 1) / 2**48
    nearly = np.array([below, 1 - below]) * (1 - 9e-7)
    assert PlainWorlds([Node("x", (), nearly)], bits=16).keep(1, seed=1)["x"].tolist() == [0]


@pytest.mark.parametrize("worlds", [0, -5])
def test_no_worlds_are_refused(worlds):
    with pytest.raises(ValueError, match=f"at least one world is needed, not {worlds}"):
        PlainWorlds(small()).tally(worlds, seed=1)
