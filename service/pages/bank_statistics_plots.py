"""Where the marks of the statistics' charts stand: SVG for the eye, the same numbers as a table."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

WIDTH, HEIGHT = 480, 200
LEFT, RIGHT, TOP, FOOT = 44, 28, 22, 38
LETTER_HEIGHT: Final = 14
BANDS: Final = 10  # of facility
LOW, HIGH = -0.4, 0.8  # of the item-rest correlation as drawn
RANKS: Final = ((None, 0.0), (0.0, 0.1), (0.1, 0.2), (0.2, 0.3), (0.3, None))


@dataclass(frozen=True, slots=True)
class Bar:
    """So many items with a facility from `low` to `high`."""

    low: float
    high: float
    items: int
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Dot:
    """An item in the plane of facility and item-rest correlation."""

    ref: str
    x: float
    y: float
    is_flagged: bool


@dataclass(frozen=True, slots=True)
class Curve:
    """Which share of each score group, weakest first, chooses an option."""

    letter: str
    shares: Sequence[float | None]
    line: str  # points of a polyline
    label: tuple[float, float]  # where its letter stands, clear of the others


@dataclass(frozen=True, slots=True)
class Tick:
    """A mark of an axis."""

    at: float
    text: str


def across(share: float) -> float:
    """Return x of a value from 0 to 1."""
    return LEFT + share * (WIDTH - LEFT - RIGHT)


def upwards(share: float) -> float:
    """Return y of a value from 0 to 1."""
    return HEIGHT - FOOT - share * (HEIGHT - TOP - FOOT)


def facility_bars(items: Sequence[Mapping[str, Any]]) -> list[Bar]:
    """Return the histogram of the facilities."""
    counts = [0] * BANDS
    for item in items:
        counts[min(int(item["facility"] * BANDS), BANDS - 1)] += 1
    tallest = max(counts) or 1
    return [
        Bar(
            low=band / BANDS,
            high=(band + 1) / BANDS,
            items=count,
            x=across(band / BANDS) + 1,
            y=upwards(count / tallest),
            width=across(1 / BANDS) - across(0) - 2,
            height=upwards(0) - upwards(count / tallest),
        )
        for band, count in enumerate(counts)
    ]


def dots(items: Sequence[Mapping[str, Any]]) -> list[Dot]:
    """Return each item's place; what lies outside of the drawing stands at its edge."""
    return [
        Dot(item["ref"], across(item["facility"]), height_of(item["correlation"]), is_flagged(item))
        for item in items
        if item["correlation"] is not None
    ]


def is_flagged(item: Mapping[str, Any]) -> bool:
    """Whether there is more to say than that the answers are too few."""
    return any(one["flag"] != "too-few" for one in item["flags"])


def height_of(correlation: float) -> float:
    """Return y of an item-rest correlation."""
    return upwards((min(max(correlation, LOW), HIGH) - LOW) / (HIGH - LOW))


def facility_ticks() -> list[Tick]:
    """Return the marks of the facility's axis."""
    return [Tick(across(share / 100), f"{share}\N{NO-BREAK SPACE}%") for share in range(0, 101, 20)]


def correlation_ticks() -> list[Tick]:
    """Return the marks of the correlation's axis."""
    return [Tick(height_of(value / 10), f"{value / 10:.1f}") for value in range(-4, 9, 2)]


def share_ticks() -> list[Tick]:
    """Return the marks of an upright axis of shares."""
    return [
        Tick(upwards(share / 100), f"{share}\N{NO-BREAK SPACE}%") for share in (0, 25, 50, 75, 100)
    ]


def crossed(items: Sequence[Mapping[str, Any]]) -> list[tuple[tuple[int, int], list[int]]]:
    """Return the scatter as a table: bands of facility (%) by ranks of correlation: items."""
    step = 20
    rows = []
    for low in range(0, 100, step):
        inside = [
            item["correlation"]
            for item in items
            if item["correlation"] is not None
            and low <= min(item["facility"] * 100, 99.99) < low + step  # 100 is in the last
        ]
        rows.append(((low, low + step), [_between(inside, *rank) for rank in RANKS]))
    return rows


def _between(values: Sequence[float], low: float | None, high: float | None) -> int:
    return sum((low is None or value >= low) and (high is None or value < high) for value in values)


def option_curves(item: Mapping[str, Any]) -> list[Curve]:
    """Return a curve for each option, and for no answer where somebody gave none."""
    groups = item["curve"]
    totals = [sum(group) for group in groups]
    drawn = []
    for place, option in enumerate(item["options"]):
        if option["letter"] == "-" and not option["count"]:
            continue
        shares = [
            group[place] / total if total else None
            for group, total in zip(groups, totals, strict=True)
        ]
        points = [
            (across((number + 0.5) / len(groups)), upwards(share))
            for number, share in enumerate(shares)
            if share is not None
        ]
        drawn.append((option["letter"], shares, points))
    heights = _apart([points[-1][1] for _, _, points in drawn])
    return [
        Curve(
            letter,
            shares,
            " ".join(f"{x:.1f},{y:.1f}" for x, y in points),
            (points[-1][0] + 10, height),
        )
        for (letter, shares, points), height in zip(drawn, heights, strict=True)
    ]


def _apart(heights: Sequence[float]) -> list[float]:
    """Move letters upwards where they would stand upon one another, the lowest stays."""
    found = list(heights)
    free = float(HEIGHT)
    for place in sorted(range(len(found)), key=lambda place: -heights[place]):
        found[place] = min(found[place], free)
        free = found[place] - LETTER_HEIGHT
    return found
