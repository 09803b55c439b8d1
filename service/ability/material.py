"""What stands beside a question: the text, or the tables and charts, as HTML of our own making."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Final
from xml.etree.ElementTree import Element, SubElement, tostring

from service.ability.charts import RADIUS, Drawing, Slice, drawn, on_circle
from service.ability.passages import Passage
from service.law.ability.exhibit import Chart, Exhibit, Table
from service.law.ability.number_item import number_item
from service.law.ability.numerals import shown

KEPT: Final = 1024
FEW_COLUMNS: Final = 4  # of a table that fits on a phone
LANGUAGES: Final = ("kk", "ru")
CHART_WORDS: Final = {"kk": "Диаграмма: {title}", "ru": "Диаграмма: {title}"}


def of_passage(passage: Passage) -> dict[str, str]:
    """Return the text as HTML, by language."""
    return {language: _passage(passage, language) for language in passage.texts}


@lru_cache(maxsize=KEPT)
def of_numbers(ref: str, seed: bytes) -> dict[str, str]:
    """Return the tables and charts of a number question as HTML, by language."""
    exhibits = number_item(ref, seed).exhibits
    return {language: _exhibits(exhibits, language) for language in LANGUAGES}


def _passage(passage: Passage, language: str) -> str:
    title = passage.titles[language]
    parts = [_element("h3", {"class": "passage-title"}, title)] if title else []
    parts += [
        _element("p", {"class": "passage-text"}, paragraph)
        for paragraph in passage.texts[language].split("\n\n")
    ]
    return "".join(map(_text, parts))


def _exhibits(exhibits: Sequence[Exhibit], language: str) -> str:
    parts: list[Element] = []
    for exhibit in exhibits:
        if isinstance(exhibit, Table):
            parts.append(_table(exhibit, language))
        else:
            parts += [
                _figure(exhibit, language),
                _table(table_of(exhibit), language, is_below=True),
            ]
    return "".join(map(_text, parts))


def table_of(chart: Chart) -> Table:
    """Return the numbers of a chart as a table: they are read, not guessed from lengths."""
    unit = " %" if chart.kind == "pie" else ""
    heads = tuple(series.name for series in chart.series)
    empty = dict.fromkeys(LANGUAGES, "")
    rows = tuple(
        (name, *({lang: shown(value) + unit for lang in LANGUAGES} for value in values))
        for name, *values in zip(
            chart.categories, *(series.values for series in chart.series), strict=True
        )
    )
    return Table(chart.title, (empty, *heads), rows)


def _table(table: Table, language: str, *, is_below: bool = False) -> Element:
    frame = _element("div", {"class": "exhibit-frame", "tabindex": "0", "role": "region"})
    frame.set("aria-label", table.title[language])
    kind = " is-wide" if len(table.columns) > FEW_COLUMNS else ""
    made = SubElement(frame, "table", {"class": f"exhibit-table{kind}"})
    caption = SubElement(made, "caption", {"class": "unseen"} if is_below else {})
    caption.text = table.title[language]
    head = SubElement(SubElement(made, "thead"), "tr")
    for place, column in enumerate(table.columns):
        name = "th" if column[language] else "td"
        cell = SubElement(head, name, {"scope": "col"} if column[language] else {})
        cell.text = column[language]
        if place:
            cell.set("class", "exhibit-number")
    body = SubElement(made, "tbody")
    for row in table.rows:
        line = SubElement(body, "tr")
        for place, text in enumerate(row):
            attributes = {"class": "exhibit-number"} if place else {"scope": "row"}
            SubElement(line, "td" if place else "th", attributes).text = text[language]
    return frame


def _figure(chart: Chart, language: str) -> Element:
    figure = _element("figure", {"class": "exhibit-figure"})
    title = chart.title[language]
    unit = chart.unit[language].strip()
    caption = SubElement(figure, "figcaption")
    caption.text = f"{title}, {unit}" if unit else title
    if len(chart.series) > 1:
        figure.append(_legend(chart, language))
    figure.append(svg(drawn(chart, language), CHART_WORDS[language].format(title=title)))
    return figure


def _legend(chart: Chart, language: str) -> Element:
    made = _element("ul", {"class": "exhibit-legend"})
    for index, series in enumerate(chart.series):
        line = SubElement(made, "li")
        sample = SubElement(
            line, "svg", {"class": "exhibit-sample", "viewBox": "0 0 28 16", "aria-hidden": "true"}
        )
        if chart.kind == "lines":
            _polyline(sample, ((2, 8), (26, 8)), index)
            _dot(sample, 14, 8, index)
        else:
            _rect(sample, (1, 1, 26, 14), index)
        SubElement(line, "span").text = series.name[language]
    return made


def svg(drawing: Drawing, name: str) -> Element:
    """Return the drawing with its accessible name; the table below it says the same in words."""
    box = f"0 0 {_n(drawing.width)} {_n(drawing.height)}"
    made = _element("svg", {"class": "exhibit-svg", "viewBox": box, "role": "img"})
    made.set("aria-label", name)
    for x1, y1, x2, y2 in drawing.rules:
        ends = {"x1": _n(x1), "y1": _n(y1), "x2": _n(x2), "y2": _n(y2)}
        SubElement(made, "line", {"class": "exhibit-rule"} | ends)
    for bar in drawing.bars:
        _rect(made, (bar.x, bar.y, bar.width, bar.height), bar.series)
    for each in drawing.slices:
        SubElement(
            made,
            "path",
            {"class": f"exhibit-mark series-{each.series}", "d": _sector(each, drawing)},
        )
    for line in drawing.lines:
        _polyline(made, line.points, line.series)
        for x, y in line.points:
            _dot(made, x, y, line.series)
    for words in drawing.words:
        on = "" if words.series is None else f" on-series-{words.series}"
        place = {"x": _n(words.x), "y": _n(words.y), "class": f"exhibit-words {words.anchor}{on}"}
        SubElement(made, "text", place).text = words.text
    return made


def _rect(parent: Element, box: tuple[float, float, float, float], series: int) -> None:
    x, y, width, height = map(_n, box)
    place = {"x": x, "y": y, "width": width, "height": height}
    SubElement(parent, "rect", {"class": f"exhibit-mark series-{series}"} | place)


def _polyline(parent: Element, points: Sequence[tuple[float, float]], series: int) -> None:
    way = " ".join(f"{_n(x)},{_n(y)}" for x, y in points)
    SubElement(parent, "polyline", {"class": f"exhibit-line line-{series}", "points": way})


def _dot(parent: Element, x: float, y: float, series: int) -> None:
    """A round point on the first line, a square one on the second: not colour alone."""
    kind = {"class": f"exhibit-dot line-{series}"}
    if series == 0:
        SubElement(parent, "circle", kind | {"cx": _n(x), "cy": _n(y), "r": "4"})
    else:
        place = {"x": _n(x - 4), "y": _n(y - 4), "width": "8", "height": "8"}
        SubElement(parent, "rect", kind | place)


def _sector(each: Slice, drawing: Drawing) -> str:
    middle = f"{_n(drawing.width / 2)} {_n(drawing.height / 2)}"
    first, last = (
        "{} {}".format(*map(_n, on_circle(share, RADIUS, drawing.height)))
        for share in (each.begins, each.ends)
    )
    is_large = int(each.ends - each.begins > 0.5)  # noqa: PLR2004  # more than half of the circle
    return f"M{middle}L{first}A{_n(RADIUS)} {_n(RADIUS)} 0 {is_large} 1 {last}Z"


def _element(name: str, attributes: dict[str, str], text: str | None = None) -> Element:
    made = Element(name, attributes)
    made.text = text
    return made


def _text(element: Element) -> str:
    return tostring(element, encoding="unicode", short_empty_elements=False)


def _n(number: float) -> str:
    """A length with one decimal at most: the same on every machine."""
    return f"{number:.1f}".removesuffix(".0")
