"""Where the marks of a chart lie: bars, lines, stacked bars, a pie. Units of the drawing's box."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import cos, pi, sin
from typing import Final, Literal

from service.law.ability.exhibit import Chart, Text
from service.law.ability.numerals import shown

WIDTH: Final = 440.0
NAMES: Final = 152.0  # beside lying bars
LEFT: Final = 40.0  # beside standing ones
RIGHT: Final = 44.0
TOP: Final = 20.0
FOOT: Final = 28.0
BAR: Final = 20.0  # a lying bar
BETWEEN: Final = 14.0  # groups of lying bars
PLOT: Final = 190.0  # the height of standing bars and lines
RADIUS: Final = 80.0
STEPS: Final = (10, 20, 25, 50, 100, 200, 250, 500)
MOST_LINES: Final = 6

Anchor = Literal["start", "middle", "end"]


@dataclass(frozen=True, slots=True)
class Bar:
    x: float
    y: float
    width: float
    height: float
    series: int


@dataclass(frozen=True, slots=True)
class Line:
    points: tuple[tuple[float, float], ...]
    series: int


@dataclass(frozen=True, slots=True)
class Slice:
    """A sector from one angle to another, in shares of the whole, from twelve o'clock."""

    begins: float
    ends: float
    series: int


@dataclass(frozen=True, slots=True)
class Words:
    """A text at its place; `series` where it stands upon a mark of that series."""

    x: float
    y: float
    text: str
    anchor: Anchor = "middle"
    series: int | None = None


@dataclass(frozen=True, slots=True)
class Drawing:
    """All that is drawn; `rules` are the lines of the grid: x1, y1, x2, y2."""

    width: float
    height: float
    rules: tuple[tuple[float, float, float, float], ...] = ()
    bars: tuple[Bar, ...] = ()
    lines: tuple[Line, ...] = ()
    slices: tuple[Slice, ...] = ()
    words: tuple[Words, ...] = ()


def drawn(chart: Chart, language: str) -> Drawing:
    """Return the drawing of a chart with its words in this language."""
    makers = {"bars": _bars, "stacked": _stacked, "lines": _lines, "pie": _pie}
    return makers[chart.kind](chart, language)


def scale(highest: int) -> tuple[int, ...]:
    """Return the values of the grid's lines, from nothing to the first one that none exceeds."""
    step = next(each for each in STEPS if each * MOST_LINES >= highest)
    return tuple(range(0, highest + step, step))


def _bars(chart: Chart, language: str) -> Drawing:
    """Lying bars, the series of a category together: there is room for long names."""
    many = len(chart.series)
    group = many * BAR + BETWEEN
    height = TOP + group * len(chart.categories) + FOOT
    grid = scale(max(max(series.values) for series in chart.series))
    each = (WIDTH - NAMES - RIGHT) / grid[-1]
    foot = height - FOOT
    rules, words = [], []
    for value in grid:
        x = NAMES + value * each
        rules.append((x, TOP - 6, x, foot))
        words.append(Words(x, foot + 16, shown(value)))
    bars = []
    for place, name in enumerate(chart.categories):
        top = TOP + place * group
        words.append(Words(NAMES - 8, top + many * BAR / 2 + 4, name[language], "end"))
        for index, series in enumerate(chart.series):
            length = series.values[place] * each
            y = top + index * BAR
            bars.append(Bar(NAMES, y + 1, length, BAR - 2, index))
            end = Words(NAMES + length + 5, y + BAR / 2 + 4, shown(series.values[place]), "start")
            words.append(end)
    return Drawing(WIDTH, height, tuple(rules), tuple(bars), words=tuple(words))


def _columns(chart: Chart, language: str, grid: Sequence[int]) -> tuple[float, Drawing]:
    """The ground of standing marks: the grid with its values, the names below."""
    foot = TOP + PLOT
    rules, words = [], []
    for value in grid:
        y = foot - PLOT * value / grid[-1]
        rules.append((LEFT, y, WIDTH - 8, y))
        words.append(Words(LEFT - 6, y + 4, shown(value), "end"))
    room = (WIDTH - 8 - LEFT) / len(chart.categories)
    for place, name in enumerate(chart.categories):
        words.append(Words(LEFT + (place + 0.5) * room, foot + 18, name[language]))
    return room, Drawing(WIDTH, foot + FOOT, tuple(rules), words=tuple(words))


def _stacked(chart: Chart, language: str) -> Drawing:
    totals = [sum(values) for values in zip(*(one.values for one in chart.series), strict=True)]
    grid = scale(max(totals))
    room, ground = _columns(chart, language, grid)
    foot = TOP + PLOT
    width = room * 0.62
    bars, words = [], list(ground.words)
    for place in range(len(chart.categories)):
        x, below = LEFT + (place + 0.5) * room - width / 2, 0
        for index, series in enumerate(chart.series):
            value = series.values[place]
            height, y = PLOT * value / grid[-1], foot - PLOT * (below + value) / grid[-1]
            bars.append(Bar(x, y, width, height, index))
            if height >= 13:  # noqa: PLR2004  # a line of figures fits in
                words.append(Words(x + width / 2, y + height / 2 + 4, shown(value), series=index))
            below += value
    return Drawing(WIDTH, ground.height, ground.rules, tuple(bars), words=tuple(words))


def _lines(chart: Chart, language: str) -> Drawing:
    grid = scale(max(max(series.values) for series in chart.series))
    room, ground = _columns(chart, language, grid)
    foot, words = TOP + PLOT, list(ground.words)
    lines = []
    for index, series in enumerate(chart.series):
        points = []
        for place, value in enumerate(series.values):
            x, y = LEFT + (place + 0.5) * room, foot - PLOT * value / grid[-1]
            points.append((x, y))
            others = [one.values[place] for one in chart.series if one is not series]
            is_upper = all(value > other or (value == other and index == 0) for other in others)
            words.append(Words(x, y - 9 if is_upper else y + 18, shown(value)))
        lines.append(Line(tuple(points), index))
    return Drawing(WIDTH, ground.height, ground.rules, lines=tuple(lines), words=tuple(words))


def _pie(chart: Chart, language: str) -> Drawing:
    (series,) = chart.series
    height = 2 * RADIUS + 72
    slices, words, begins = [], [], 0.0
    for place, (name, value) in enumerate(zip(chart.categories, series.values, strict=True)):
        ends = begins + value / sum(series.values)
        slices.append(Slice(begins, ends, place))
        words += _beside(begins + (ends - begins) / 2, height, name, value, language)
        begins = ends
    return Drawing(WIDTH, height, slices=tuple(slices), words=tuple(words))


def _beside(share: float, height: float, name: Text, value: int, language: str) -> list[Words]:
    """The name of a slice and its share below it, outside of the pie."""
    x, y = on_circle(share, RADIUS + 12, height)
    anchor: Anchor = "start" if x > WIDTH / 2 else "end"
    top = y - 4 if abs(y - height / 2) < RADIUS else y - 12 if y < height / 2 else y + 6
    return [
        Words(x, top, name[language], anchor),
        Words(x, top + 16, f"{shown(value)}\u00a0%", anchor),
    ]


def on_circle(share: float, radius: float, height: float) -> tuple[float, float]:
    """Return a point on a circle about the middle of a pie's drawing, from twelve o'clock."""
    angle = 2 * pi * share
    return WIDTH / 2 + radius * sin(angle), height / 2 - radius * cos(angle)
