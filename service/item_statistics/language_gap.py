"""Is an item harder in one language for equally able people? Mantel and Haenszel (1959).

The Kazakh version is the reference group, the Russian one the focal group; the strata are the
scores of the section (Holland and Thayer 1988). Classes A, B, C as the Educational Testing Service
draws them (Zieky 1993; Dorans and Holland 1993).
"""

import math
import warnings
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
import numpy.typing as npt

ETS_SCALE: Final = 2.35
SMALL, LARGE = 1.0, 1.5
SIGNIFICANT: Final = 0.05
ONE_SIDED: Final = 1.645

EtsClass = Literal["A", "B", "C"]


@dataclass(frozen=True, slots=True)
class LanguageGap:
    """`odds` above 1 and `delta` below 0: equally able people do better in Kazakh."""

    odds: float  # common odds ratio of Mantel and Haenszel
    chi_square: float  # with continuity correction, 1 degree of freedom
    p_value: float
    delta: float  # -2.35 ln odds
    error: float  # standard error of delta (Robins, Breslow and Greenland 1986)
    ets_class: EtsClass
    strata: int


def language_gap(tables: npt.NDArray[np.float64]) -> LanguageGap | None:
    """Return what tables of 2 by 2 by strata say; None where nothing can be compared.

    Args:
        tables: [0] Kazakh, [1] Russian; [·, 0] right, [·, 1] not right; [·, ·, s] of stratum s.
    """
    both = (tables.sum(axis=1) > 0).all(axis=0)
    mixed = (tables.sum(axis=0) > 0).all(axis=0)
    tables = tables[:, :, both & mixed]
    wrong = float((tables[0, 1] * tables[1, 0]).sum())
    right = float((tables[0, 0] * tables[1, 1]).sum())
    if not wrong or not right:
        return None
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of its imports
        from statsmodels.stats.contingency_tables import StratifiedTable
    found = StratifiedTable(tables)
    tested = found.test_null_odds(correction=True)
    odds, p_value = float(found.oddsratio_pooled), float(tested.pvalue)
    delta = -ETS_SCALE * math.log(odds)
    error = ETS_SCALE * float(found.logodds_pooled_se)
    return LanguageGap(
        odds=odds,
        chi_square=float(tested.statistic),
        p_value=p_value,
        delta=delta,
        error=error,
        ets_class=_ets_class(delta, error, p_value),
        strata=tables.shape[2],
    )


def _ets_class(delta: float, error: float, p_value: float) -> EtsClass:
    size = abs(delta)
    if size < SMALL or p_value >= SIGNIFICANT:
        return "A"
    if size >= LARGE and (size - SMALL) / error > ONE_SIDED:
        return "C"
    return "B"
