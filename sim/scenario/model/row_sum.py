"""Whether the shares of a row sum to 1: one rule for splits, tables and networks."""

from __future__ import annotations

import math
from collections.abc import Sequence
from decimal import Decimal

TOLERANCE = 1e-6
"""How far any row may be off 1."""

_DIGITS = (4, 6)
_FLOAT = 1e-12


def fault(shares: Sequence[float]) -> str:
    """What is wrong with the sum of a row; empty where it is 1, rounding apart.

    Rounding is 0.000001, or half a unit of the row's last decimal for each share, where that is the fourth to the
    sixth: so fine a number is worked out, and a coarser one that is off is a slip.

    >>> fault([0.333333, 0.333333, 0.333333]), fault([0.3333, 0.3333, 0.3333])
    ('', '')
    >>> fault([0.333, 0.333, 0.333])
    'sums to 0.999, not 1'
    """
    total = math.fsum(shares)
    off = abs(total - 1)
    if off <= TOLERANCE or off <= _rounding(shares) + _FLOAT:
        return ""
    return f"sums to {total:.9g}, not 1"


def normalised(shares: Sequence[float]) -> tuple[float, ...]:
    """The shares with the sum 1; as they are where they sum to 1 already.

    >>> normalised([0.25, 0.25])
    (0.5, 0.5)
    """
    total = math.fsum(shares)
    return tuple(shares) if total == 1 else tuple(share / total for share in shares)


def _rounding(shares: Sequence[float]) -> float:
    """How far a row can be off 1 because its shares were rounded to so many decimals as they have."""
    exponents = (Decimal(repr(share)).as_tuple().exponent for share in shares)
    decimals = max((-exponent for exponent in exponents if isinstance(exponent, int)), default=0)
    return 0.5 * len(shares) * 10.0 ** -min(decimals, _DIGITS[1]) if decimals >= _DIGITS[0] else 0.0
