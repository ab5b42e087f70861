"""A share of the doubt as it is printed, everywhere: noise around nothing is told as nothing, never as `-0.1 %`."""

from __future__ import annotations

SMALL_SHARE = 0.005
"""Half a per cent: what is smaller is not told in figures, unless it is a fine share above 0."""

NOISE = "about 0"
"""What a share is called that cannot be told from none."""


def whole_share(share: float) -> str:
    """A share in whole per cents. share: about 0..1; below 0 where it runs against the others.

    >>> whole_share(0.914), whole_share(0.001), whole_share(-0.001), whole_share(0.0), whole_share(-0.02)
    ('91 %', '< 1 %', '< 1 %', '0 %', '-2 %')
    """
    return "< 1 %" if 0 < abs(share) < SMALL_SHARE else f"{100 * share + 0.0:.0f} %"


def fine_share(share: float, error: float = 0.0) -> str:
    """A share with one digit. error: one standard error; what lies below 0 by no more than two of them is noise.

    >>> fine_share(0.2467), fine_share(-0.003), fine_share(-0.03), fine_share(-0.03, 0.02), fine_share(0.0)
    ('24.7 %', 'about 0', '-3.0 %', 'about 0', 'about 0')
    """
    noise = -max(SMALL_SHARE, 2 * error) < share < 0.0005
    return NOISE if noise else f"{100 * share:.1f} %"
