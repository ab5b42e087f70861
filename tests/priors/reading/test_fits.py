"""The fits that come with the program are those that would be made today."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from pathlib import Path

import numpy as np
import pytest

from sim import lexicon
from sim.lexicon.catalogue import Catalogue
from sim.lexicon.lexicon_file import parse
from sim.priors.reading.phrase import _fits, fit_entry, read_phrase
from sim.scenario.model.forms import Phrase

FITS = Path(__file__).parents[3] / "sim" / "priors" / "reading" / "fits.csv"


EVERY = {(name, phrase): entry for name in lexicon.names() for phrase, entry in lexicon.load(name).items()}


def _compare(keys: Iterable[tuple[str, str]]) -> None:
    """To six digits: the last bits of SciPy's functions differ between machines, those of the table do not."""
    for key in keys:
        made, kept = fit_entry(EVERY[key]), _fits()[key]
        np.testing.assert_allclose([kept.a, kept.b], [made.a, made.b], rtol=1e-6, err_msg=str(key))


def test_every_phrase_of_every_shipped_lexicon_is_there() -> None:
    """And every ninth is as it would be fitted today, from surveys and yardsticks alike."""
    assert _fits().keys() == EVERY.keys()
    _compare(list(EVERY)[::9])


@pytest.mark.slow
def test_every_phrase_is_as_it_would_be_fitted() -> None:
    _compare(EVERY)


def test_the_table_says_no_phrase_twice() -> None:
    rows = list(csv.DictReader(FITS.read_text(encoding="utf-8").splitlines()))
    assert len({(row["lexicon"], row["phrase"]) for row in rows}) == len(rows)


def test_a_lexicon_of_one_s_own_is_fitted_and_not_looked_up() -> None:
    """Also where it has a phrase that a shipped one has."""
    own = parse(b"phrase,concept,low,high\nunlikely,unlikely,1,5\n", "words.csv", "mine")
    found = read_phrase(Phrase(phrase="unlikely"), {"mine": 1.0}, Catalogue({"mine": own.entries}))
    assert found.families[0][1] == fit_entry(own.entries["unlikely"])
    assert found.families[0][1] != _fits()["capphrase", "unlikely"]
