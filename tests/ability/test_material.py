"""Charts and tables as they are drawn: well formed, inside their box, with names and numbers."""

import hashlib
import re
from xml.etree.ElementTree import Element, fromstring

import pytest

from service.ability.charts import drawn, scale
from service.ability.material import of_numbers, of_passage, table_of
from service.ability.passages import FOLDER, load_passages
from service.law.ability.catalogue import IN_USE
from service.law.ability.exhibit import Chart
from service.law.ability.number_item import NumberItem, number_item
from service.law.ability.template import Template
from service.settings import ROOT

CHARTED = [each for each in IN_USE if each.family.endswith("-charts")]


def seed(template: Template, number: int) -> bytes:
    return hashlib.sha256(f"{template.ref} {number}".encode()).digest()


def questions(template: Template) -> list[NumberItem]:
    return [number_item(template.ref, seed(template, number)) for number in range(25)]


def parsed(html: str) -> Element:
    return fromstring(f"<div>{html}</div>")  # noqa: S314  # of our own making


def charts(template: Template) -> list[Chart]:
    return [
        exhibit
        for item in questions(template)
        for exhibit in item.exhibits
        if isinstance(exhibit, Chart)
    ]


@pytest.mark.parametrize("template", CHARTED, ids=lambda one: one.ref)
@pytest.mark.parametrize("language", ["kk", "ru"])
def test_everything_drawn_lies_within_the_box(template, language):
    for chart in charts(template):
        drawing = drawn(chart, language)
        for bar in drawing.bars:
            assert 0 <= bar.x <= bar.x + bar.width <= drawing.width
            assert 0 <= bar.y <= bar.y + bar.height <= drawing.height
        for line in drawing.lines:
            assert all(0 <= x <= drawing.width for x, _ in line.points)
            assert all(0 <= y <= drawing.height for _, y in line.points)
        for words in drawing.words:
            room = 7.6 * len(words.text)
            left = words.x - {"start": 0, "middle": room / 2, "end": room}[words.anchor]
            assert left >= -1, words.text
            assert left + room <= drawing.width + 1, words.text
            assert 10 <= words.y <= drawing.height, words.text


@pytest.mark.parametrize("template", CHARTED, ids=lambda one: one.ref)
def test_lengths_tell_the_values(template):
    for chart in charts(template):
        drawing = drawn(chart, "kk")
        values = [value for series in chart.series for value in series.values]
        if chart.kind == "pie":
            shares = [each.ends - each.begins for each in drawing.slices]
            assert shares == pytest.approx([value / 100 for value in values])
        elif chart.kind == "lines":
            grounds = max(y for _, y, _, _ in drawing.rules)
            heights = [grounds - y for line in drawing.lines for _, y in line.points]
            assert heights == pytest.approx([value * heights[0] / values[0] for value in values])
        else:
            by_series = sorted(drawing.bars, key=lambda bar: bar.series)
            lengths = [bar.width if chart.kind == "bars" else bar.height for bar in by_series]
            assert [length / lengths[0] for length in lengths] == pytest.approx(
                [value / values[0] for value in values]
            )


@pytest.mark.parametrize("template", IN_USE, ids=lambda one: one.ref)
def test_what_is_drawn_is_well_formed_and_styled_by_classes_alone(template):
    for number in range(10):
        made = of_numbers(template.ref, seed(template, number))
        assert set(made) == {"kk", "ru"}
        for html in made.values():
            tree = parsed(html)
            assert not re.search(r"style=|<script|\son\w+=|href", html)
            for table in tree.iter("table"):
                caption = table.find("caption")
                assert caption is not None
                assert caption.text
                rows = [len(row) for row in table.iter("tr")]
                assert len(set(rows)) == 1
            for picture in tree.iter("svg"):
                is_named = picture.get("role") == "img" and bool(picture.get("aria-label"))
                assert is_named or picture.get("aria-hidden") == "true"


@pytest.mark.parametrize("template", CHARTED, ids=lambda one: one.ref)
def test_a_table_beside_a_chart_says_the_same_numbers(template):
    for item in questions(template)[:5]:
        (chart,) = (each for each in item.exhibits if isinstance(each, Chart))
        table = table_of(chart)
        assert len(table.rows) == len(chart.categories)
        html = of_numbers(item.ref, bytes.fromhex(item.seed))["ru"]
        assert html.count("<svg") >= 1
        assert html.count("<table") == 1
        for row, name in zip(table.rows, chart.categories, strict=True):
            assert row[0] == name
        said = [cell["ru"].split(" ")[0] for row in table.rows for cell in row[1:]]
        drawn_values = [
            str(series.values[place])
            for place in range(len(chart.categories))
            for series in chart.series
        ]
        assert said == drawn_values


@pytest.mark.parametrize(
    ("highest", "lines"),
    [
        (60, (0, 10, 20, 30, 40, 50, 60)),
        (61, (0, 20, 40, 60, 80)),
        (400, (0, 100, 200, 300, 400)),
        (480, (0, 100, 200, 300, 400, 500)),
    ],
)
def test_the_grid_has_round_values_up_to_the_highest(highest, lines):
    assert scale(highest) == lines


def test_a_passage_has_its_title_and_its_paragraphs():
    passage = load_passages(ROOT / "question_bank" / FOLDER).passages[-1]
    html = of_passage(passage)["ru"]
    tree = parsed(html)
    assert [each.tag for each in tree] == ["h3", "p", "p"]
    assert tree[0].text == passage.titles["ru"]
    assert "\n\n".join(each.text or "" for each in tree[1:]) == passage.texts["ru"]


def test_words_cannot_become_markup(tmp_path):
    from tests.make_passages import LONG, passage, put_passages

    sly = {"title": "<b>Мәтін</b>", "text": f"<script>alert(1)</script> {LONG['kk']}"}
    put_passages(tmp_path, passage(1, kk=sly))
    html = of_passage(load_passages(tmp_path).passages[0])["kk"]
    assert "<script" not in html
    assert parsed(html)[0].text == "<b>Мәтін</b>"
