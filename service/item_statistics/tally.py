"""Counting: one accumulator for each section of a programme, in two readings of the sheets.

The first reading finds the share of right answers of each item. The second one takes out of each
score how easy the paper was (the sum of those shares), so that scores on different papers can be
compared: `score = mean + Σ (right - share)`. Where all had the same paper it is the plain score.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Final, NamedTuple

import numpy as np
import numpy.typing as npt

from service.item_statistics.sheet import CHOICES, LANGUAGES, ItemFacts, Sheet
from service.item_statistics.spool import Block

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

PLACE: Final = np.zeros(256, dtype=np.uint8)  # letter → its place among CHOICES
for _place, _letter in enumerate(CHOICES):
    PLACE[ord(_letter)] = _place
LANGUAGE: Final = {name: place for place, name in enumerate(LANGUAGES)}


class GroupKey(NamedTuple):
    """Scores are comparable within: a section of a programme with so many questions."""

    programme: str
    section: str
    questions: int


def group_of(sheet: Sheet) -> GroupKey:
    """Return where a sheet is counted."""
    return GroupKey(sheet.programme, sheet.section, len(sheet.choices))


class _Columns(dict[str, int]):
    """Ref → column; a ref not met before takes the next one."""

    def __missing__(self, ref: str) -> int:
        self[ref] = place = len(self)
        return place


class Tally:
    """The counts of one group; `m` items, `k` questions a paper.

    After both readings: `cells` (m by languages by choices by scores 0 … k) counts answers,
    `rest_sums` (m by languages by choices) and `rest_squares` (m by languages) add up the rest
    score (the score without the item's own point), `scores` (0 … k) counts sheets.
    """

    def __init__(self, key: GroupKey, facts: Mapping[str, ItemFacts]) -> None:
        self.key = key
        self.sheets = 0
        self.by_language = np.zeros(len(LANGUAGES), dtype=np.int64)
        self._facts = facts
        self._columns = _Columns()
        self._keys = np.zeros(0, dtype=np.uint8)
        self._taken = np.zeros(0, dtype=np.int64)
        self._right = np.zeros(0, dtype=np.int64)

    @property
    def refs(self) -> list[str]:
        """The items met, in the order of the columns."""
        return list(self._columns)

    @property
    def keys(self) -> npt.NDArray[np.uint8]:
        """The place of each item's key among the choices."""
        return self._keys

    def read(self, sheets: Sequence[Sheet]) -> Block:
        """Read sheets of this group for the first time; return them for the second.

        Raises:
            KeyError: an item is on a sheet that was never in use here.
        """
        columns = self._columns
        places = [[columns[ref] for ref in sheet.items.split(" ")] for sheet in sheets]
        self._grow()
        letters = "".join([sheet.choices for sheet in sheets]).encode("ascii")
        block = Block(
            np.array(places, dtype=np.uint16),
            PLACE[np.frombuffer(letters, dtype=np.uint8)].reshape(len(sheets), -1),
            np.array([LANGUAGE[sheet.language] for sheet in sheets], dtype=np.uint8),
        )
        many = len(columns)
        is_right = block.choices == self._keys[block.columns]
        self._taken += np.bincount(block.columns.ravel(), minlength=many)
        self._right += np.bincount(block.columns[is_right], minlength=many)
        self.by_language += np.bincount(block.languages, minlength=len(LANGUAGES))
        self.sheets += len(sheets)
        return block

    def _grow(self) -> None:
        known, many = len(self._keys), len(self._columns)
        if many == known:
            return
        new = self.refs[known:]
        keys = [CHOICES.index(self._facts[ref].key) for ref in new]
        self._keys = np.concatenate([self._keys, np.array(keys, dtype=np.uint8)])
        empty = np.zeros(many - known, dtype=np.int64)
        self._taken = np.concatenate([self._taken, empty])
        self._right = np.concatenate([self._right, empty])

    def begin_again(self) -> None:
        """End the first reading, make room for the second."""
        many, choices, languages = len(self._columns), len(CHOICES), len(LANGUAGES)
        self.facility: Floats = self._right / self._taken
        self.mean = float(self._right.sum() / self.sheets)
        self.item_variance = float(
            (self._taken * self.facility * (1 - self.facility)).sum() / self.sheets
        )
        self._deviation = self._squares = 0.0
        self.scores = np.zeros(self.key.questions + 1, dtype=np.int64)
        self.cells = np.zeros((many, languages, choices, self.key.questions + 1), dtype=np.int32)
        self.rest_sums = np.zeros((many, languages, choices))
        self.rest_squares = np.zeros((many, languages))

    def read_again(self, block: Block) -> None:
        """Read a block for the second time."""
        is_right = block.choices == self._keys[block.columns]
        deviation = (is_right - self.facility[block.columns]).sum(axis=1)
        self._deviation += float(deviation.sum())
        self._squares += float((deviation**2).sum())
        score = self.mean + deviation
        level = np.clip(np.rint(score), 0, self.key.questions).astype(np.int64)
        self.scores += np.bincount(level, minlength=len(self.scores))
        rest = (score[:, None] - is_right).ravel()
        place = block.columns * np.int64(len(LANGUAGES)) + block.languages[:, None]
        self._add(self.rest_squares, place.ravel(), rest**2)
        place = place * len(CHOICES) + block.choices
        self._add(self.rest_sums, place.ravel(), rest)
        place = place * len(self.scores) + level[:, None]
        self.cells += np.bincount(place.ravel(), minlength=self.cells.size).reshape(
            self.cells.shape
        )

    @staticmethod
    def _add(to: Any, place: Ints, weights: Floats) -> None:
        to += np.bincount(place, weights=weights, minlength=to.size).reshape(to.shape)

    @property
    def score_variance(self) -> float:
        """The variance of the scores, paper differences taken out (denominator: sheets)."""
        return self._squares / self.sheets - (self._deviation / self.sheets) ** 2

    def levels(self, groups: int) -> Ints:
        """Return for each score 0 … k in which of so many groups of like size it lies."""
        before = np.cumsum(self.scores) - self.scores / 2
        found: Ints = np.minimum(groups * before / self.sheets, groups - 1).astype(np.int64)
        return found
