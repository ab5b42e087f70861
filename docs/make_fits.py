"""Makes `sim/priors/reading/fits.csv`: the Beta of every phrase of the shipped lexicons, fitted beforehand.

    python docs/make_fits.py

A fit takes some 60 ms, and a run reads a handful of phrases: a third of a short run was spent on numbers that never
change. `tests/priors/reading/test_fits.py` fits them anew and compares.
"""

from __future__ import annotations

import csv
from pathlib import Path

from sim import lexicon
from sim.priors.reading.phrase import fit_entry

OUT = Path(__file__).parents[1] / "sim" / "priors" / "reading" / "fits.csv"


def main() -> None:
    """Write the file anew."""
    with OUT.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(("lexicon", "phrase", "a", "b"))
        for name in lexicon.names():
            for phrase, entry in lexicon.load(name).items():
                beta = fit_entry(entry)
                writer.writerow((name, phrase, repr(beta.a), repr(beta.b)))


if __name__ == "__main__":
    main()
