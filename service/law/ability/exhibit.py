"""What a number question is asked about: tables and charts, their words in Kazakh and Russian."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

Text = Mapping[str, str]
ChartKind = Literal["bars", "lines", "stacked", "pie"]


def both(kk: str, ru: str) -> Text:
    """A text in both languages of the test."""
    return {"kk": kk, "ru": ru}


def same(text: str) -> Text:
    """What both languages write alike: figures, signs, formulas."""
    return both(text, text)


def capital(text: Text) -> Text:
    """The text with a capital at its beginning."""
    return {language: words[:1].upper() + words[1:] for language, words in text.items()}


@dataclass(frozen=True, slots=True)
class Table:
    """A table as it is shown; the first cell of a row is its heading."""

    title: Text
    columns: tuple[Text, ...]
    rows: tuple[tuple[Text, ...], ...]

    def body(self) -> dict[str, Any]:
        """The table as JSON-able data."""
        return {
            "table": dict(self.title),
            "columns": [dict(each) for each in self.columns],
            "rows": [[dict(cell) for cell in row] for row in self.rows],
        }


@dataclass(frozen=True, slots=True)
class Series:
    """A row of values of a chart, one a category; whole numbers, so that they can be read off."""

    name: Text
    values: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart: what is drawn, in which unit; a pie has one series, in per cent."""

    kind: ChartKind
    title: Text
    unit: Text
    categories: tuple[Text, ...]
    series: tuple[Series, ...]

    def body(self) -> dict[str, Any]:
        """The chart as JSON-able data."""
        return {
            "chart": self.kind,
            "title": dict(self.title),
            "unit": dict(self.unit),
            "categories": [dict(each) for each in self.categories],
            "series": [[dict(each.name), list(each.values)] for each in self.series],
        }


Exhibit = Table | Chart


def row(*cells: Text | str) -> tuple[Text, ...]:
    """A row of a table; a plain string is a cell that both languages write alike."""
    return tuple(same(cell) if isinstance(cell, str) else cell for cell in cells)


def table(title: Text, columns: Sequence[Text], *rows: tuple[Text, ...]) -> Table:
    """A table with its rows."""
    return Table(title, tuple(columns), rows)
