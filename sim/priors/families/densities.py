"""The density of a family in log-odds, and the chance of lying above a point, where they have a closed form."""

from __future__ import annotations

import numpy as np

from sim.arrays import Floats
from sim.priors.families.families import Beta, Family, LogitNormal, Widened
from sim.priors.families.moved import Moved


def is_smooth(family: Family) -> bool:
    """Whether `density` and `above` know the family.

    >>> is_smooth(Widened(Beta(2.0, 5.0), 1.5))
    True
    """
    return is_smooth(family.inner) if isinstance(family, Widened | Moved) else isinstance(family, Beta | LogitNormal)


def density(family: Family, x: Floats) -> Floats:
    """The density at log-odds `x`, any shape. Raises TypeError for a family without a closed form.

    >>> density(LogitNormal(0.0, 1.0), np.array([0.0])).round(6)
    array([0.398942])
    """
    if isinstance(family, Beta):
        from scipy.special import betaln

        away = family.a * x - (family.a + family.b) * np.logaddexp(0.0, x) - betaln(family.a, family.b)
        return np.asarray(np.exp(away), dtype=np.float64)
    if isinstance(family, LogitNormal):
        z = (x - family.mean) / family.sd
        return np.asarray(np.exp(-0.5 * z**2) / (family.sd * np.sqrt(2.0 * np.pi)), dtype=np.float64)
    if isinstance(family, Widened):
        return density(family.inner, _narrowed(family, x)) / family.factor
    if isinstance(family, Moved):
        return density(family.inner, x - family.by)
    raise TypeError(f"{family.name} has no density in closed form")


def above(family: Family, x: Floats) -> Floats:
    """P(log-odds > x), any shape, with all its digits however small. Raises TypeError as `density` does.

    >>> above(Beta(1.0, 1.0), np.array([0.0]))
    array([0.5])
    """
    from scipy.special import betainc, ndtr
    from scipy.special import expit as share

    if isinstance(family, Beta):  # each side from its own end, so that neither tail loses its digits
        upper, lower = betainc(family.b, family.a, share(-x)), betainc(family.a, family.b, share(x))
        return np.where(lower < 0.5, 1.0 - lower, upper)
    if isinstance(family, LogitNormal):
        return np.asarray(ndtr((family.mean - x) / family.sd), dtype=np.float64)
    if isinstance(family, Widened):
        return above(family.inner, _narrowed(family, x))
    if isinstance(family, Moved):
        return above(family.inner, x - family.by)
    raise TypeError(f"{family.name} has no distribution function in closed form")


def mirrored(family: Family) -> Family:
    """The family of the opposite event: log-odds with the other sign. Raises TypeError as `density` does.

    >>> mirrored(Beta(2.0, 5.0)).name
    'Beta(5, 2)'
    """
    if isinstance(family, Beta):
        return Beta(family.b, family.a)
    if isinstance(family, LogitNormal):
        return LogitNormal(-family.mean, family.sd)
    if isinstance(family, Widened):
        return Widened(mirrored(family.inner), family.factor)
    if isinstance(family, Moved):
        return Moved(mirrored(family.inner), -family.by)
    raise TypeError(f"{family.name} has no mirror image in closed form")


def _narrowed(family: Widened, x: Floats) -> Floats:
    centre = family.inner.log_odds(np.array([0.5]))
    return np.asarray(centre + (x - centre) / family.factor, dtype=np.float64)
