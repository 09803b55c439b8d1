"""From counts to figures: each item over all sections in which it stood."""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from service.item_statistics.language_gap import LanguageGap, language_gap
from service.item_statistics.sheet import CHOICES, LANGUAGES, ItemFacts
from service.item_statistics.tally import Floats, Tally

SCORE_GROUPS: Final = 5
KINDS: Final = ("all", *LANGUAGES)  # the first axis of the sums


@dataclass(frozen=True, slots=True)
class OptionFigures:
    """An option, or no answer: by how many, how good they are on the other questions."""

    letter: str
    count: int
    share: float
    rest: float | None  # mean share of right answers on the rest of the section
    correlation: float | None  # of choosing it with the rest score
    by_language: Mapping[str, float]  # share among those with the questions in that language


@dataclass(frozen=True, slots=True)
class Side:
    """The item as those saw it whose questions stood in one language (or as all saw it)."""

    count: int
    facility: float | None
    error: float | None
    correlation: float | None  # corrected item-total (item-rest)


@dataclass(frozen=True, slots=True)
class ItemFigures:
    """Everything counted of an item version."""

    facts: ItemFacts
    all: Side
    sides: Mapping[str, Side]
    options: tuple[OptionFigures, ...]
    curve: tuple[tuple[int, ...], ...]  # score groups, weakest first by options: counts
    gap: LanguageGap | None


class _Sums:
    """Sums over sections, an item a row; the rest score as a share, so that lengths may differ."""

    def __init__(self, items: int) -> None:
        shape = (items, len(KINDS), len(CHOICES))
        self.counts, self.rests, self.both = np.zeros(shape), np.zeros(shape), np.zeros(shape)
        self.choice_squares = np.zeros(shape)
        self.rest_squares = np.zeros(shape[:2])
        self.curve = np.zeros((items, SCORE_GROUPS, len(CHOICES)))

    def add(self, tally: Tally, rows: Sequence[int]) -> None:
        scale = max(tally.key.questions - 1, 1)
        cells = tally.cells.sum(axis=3)
        counts = _with_all(cells.astype(float))
        rests = _with_all(tally.rest_sums) / scale
        squares = _with_all(tally.rest_squares) / scale**2
        total = counts.sum(axis=2)
        mean = np.divide(rests.sum(axis=2), total, out=np.zeros_like(total), where=total > 0)
        share = np.divide(
            counts, total[:, :, None], out=np.zeros_like(counts), where=total[:, :, None] > 0
        )
        self.counts[rows] += counts
        self.rests[rows] += rests
        # within the section: differences between sections are no merit of the item
        self.both[rows] += rests - counts * mean[:, :, None]
        self.choice_squares[rows] += counts * (1 - share)
        self.rest_squares[rows] += squares - total * mean**2
        levels = tally.levels(SCORE_GROUPS)
        by_level = tally.cells.sum(axis=1)
        for group in range(SCORE_GROUPS):
            self.curve[rows, group] += by_level[:, :, levels == group].sum(axis=2)

    def correlation(self, row: int, kind: int, choice: int) -> float | None:
        spread = self.choice_squares[row, kind, choice] * self.rest_squares[row, kind]
        if spread <= 1e-12:  # noqa: PLR2004  # nothing differs
            return None
        return float(self.both[row, kind, choice] / math.sqrt(spread))


def _with_all(values: Any) -> Floats:
    """Put the sum over the languages in front of them."""
    found: Floats = np.concatenate([values.sum(axis=1, keepdims=True), values], axis=1)
    return found


def item_figures(tallies: Sequence[Tally], facts: Mapping[str, ItemFacts]) -> list[ItemFigures]:
    """Return the figures of every item that stood on a sheet, by ref."""
    refs = sorted({ref for tally in tallies for ref in tally.refs})
    row_of = {ref: row for row, ref in enumerate(refs)}
    sums = _Sums(len(refs))
    tables: list[list[Floats]] = [[] for _ in refs]
    for tally in tallies:
        rows = [row_of[ref] for ref in tally.refs]
        sums.add(tally, rows)
        for row, table in zip(rows, _language_tables(tally), strict=True):
            tables[row].append(table)
    return [_figures(facts[ref], sums, row, tables[row]) for row, ref in enumerate(refs)]


def _language_tables(tally: Tally) -> Iterable[Floats]:
    """Yield for each item the tables that the two languages are compared by."""
    for column, key in enumerate(tally.keys):
        cells = tally.cells[column].astype(float)
        right = cells[:, key]
        yield np.stack([right, cells.sum(axis=1) - right], axis=1)


def _figures(facts: ItemFacts, sums: _Sums, row: int, tables: Sequence[Floats]) -> ItemFigures:
    sides = [_side(facts, sums, row, kind) for kind in range(len(KINDS))]
    gap = None
    if len(facts.languages) == len(LANGUAGES):
        gap = language_gap(np.concatenate(tables, axis=2))
    return ItemFigures(
        facts=facts,
        all=sides[0],
        sides=dict(zip(LANGUAGES, sides[1:], strict=True)),
        options=tuple(_option(sums, row, choice) for choice in range(len(CHOICES))),
        curve=tuple(tuple(int(count) for count in group) for group in sums.curve[row]),
        gap=gap,
    )


def _side(facts: ItemFacts, sums: _Sums, row: int, kind: int) -> Side:
    key = CHOICES.index(facts.key)
    count = int(sums.counts[row, kind].sum())
    if not count:
        return Side(0, None, None, None)
    facility = float(sums.counts[row, kind, key] / count)
    error = math.sqrt(facility * (1 - facility) / count)
    return Side(count, facility, error, sums.correlation(row, kind, key))


def _option(sums: _Sums, row: int, choice: int) -> OptionFigures:
    counts = sums.counts[row, :, choice]
    totals = sums.counts[row].sum(axis=1)
    count = int(counts[0])
    return OptionFigures(
        letter=CHOICES[choice],
        count=count,
        share=float(counts[0] / totals[0]),
        rest=float(sums.rests[row, 0, choice] / count) if count else None,
        correlation=sums.correlation(row, 0, choice),
        by_language={
            name: float(counts[kind] / totals[kind]) if totals[kind] else 0.0
            for kind, name in enumerate(LANGUAGES, start=1)
        },
    )
