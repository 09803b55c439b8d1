"""How well a section measures: KR-20 (coefficient alpha of right/wrong items) and its SEM."""

import math
from dataclasses import dataclass

from service.item_statistics.tally import Tally

LEAST_SHEETS = 2
CONFIDENCE = 0.95


@dataclass(frozen=True, slots=True)
class Reliability:
    """None where the scores do not differ or there is but one question."""

    mean: float
    deviation: float  # of the scores, denominator n - 1
    alpha: float | None
    low: float | None
    high: float | None
    error: float | None  # standard error of measurement, in questions


def reliability(tally: Tally) -> Reliability:
    """Return KR-20 with its 95 % interval (Feldt 1965) and the standard error of measurement.

    `alpha = k/(k-1) · (1 - V/S²)`: V is the mean over candidates of Σ p(1 - p) of their own paper,
    S² the variance of `Σ (right - p)`. Where all had the same paper these are Σ pq and the
    variance of the scores: Kuder and Richardson's formula 20, exactly.
    """
    n, k = tally.sheets, tally.key.questions
    variance = tally.score_variance
    if n < LEAST_SHEETS or k < LEAST_SHEETS or variance <= 0:
        return Reliability(tally.mean, 0.0, None, None, None, None)
    alpha = k / (k - 1) * (1 - tally.item_variance / variance)
    low, high = _interval(alpha, n, k)
    deviation = math.sqrt(variance * n / (n - 1))
    error = deviation * math.sqrt(max(1 - alpha, 0))
    return Reliability(tally.mean, deviation, alpha, low, high, error)


def _interval(alpha: float, n: int, k: int) -> tuple[float, float]:
    from scipy.stats import f

    tail, one, two = (1 - CONFIDENCE) / 2, n - 1, (n - 1) * (k - 1)
    return (
        float(1 - (1 - alpha) * f.ppf(1 - tail, one, two)),
        float(1 - (1 - alpha) * f.ppf(tail, one, two)),
    )
