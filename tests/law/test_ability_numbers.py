"""The generators of number questions: thousands of seeds, one right option each, always."""

import ast
import hashlib
import json
import operator
import re
from collections import Counter
from collections.abc import Callable, Iterator
from fractions import Fraction
from pathlib import Path

import pytest
from babel.numbers import format_decimal

from service.law.ability.catalogue import IN_USE, RETIRED, is_template, template_of
from service.law.ability.exhibit import Chart, Table
from service.law.ability.number_item import NumberItem, number_item
from service.law.ability.numerals import is_safe, rounded, shown
from service.law.ability.template import Template
from service.law.draw import canonical

SEEDS = 80  # of each generator: three and a half thousand questions
GOLDEN = Path(__file__).parent / "ability-numbers.json"
NUMBER = re.compile(r"−?\d+(?:[\u00a0 ]\d{3})*(?:,\d+)?")
MIXED = re.compile("[A-Za-z][\u0400-\u052f]|[\u0400-\u052f][A-Za-z]")
CONSTANTS = {1, 2, 3, 4, 5, 6, 10, 60, 100, 1000, 10_000}
OPERATORS: dict[type, Callable[[Fraction, Fraction], Fraction]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
}

each_template = pytest.mark.parametrize("template", IN_USE, ids=lambda one: one.ref)


def seed(template: Template, number: int) -> bytes:
    return hashlib.sha256(f"{template.ref} {number}".encode()).digest()


def questions(template: Template, many: int = SEEDS) -> Iterator[NumberItem]:
    return (number_item(template.ref, seed(template, number)) for number in range(many))


def numbers(text: str) -> list[Fraction]:
    found = (each.replace("\u00a0", "").replace(" ", "") for each in NUMBER.findall(text))
    return [Fraction(each.replace("−", "-").replace(",", ".")) for each in found]


def amounts(item: NumberItem) -> list[Fraction]:
    """The options as numbers, the key first; nothing where they are names, years or ratios."""
    texts = [option.text["ru"] for option in item.options]
    if any(re.fullmatch(r"\d{4}", text) or " : " in text for text in texts):
        return []
    if not all(NUMBER.match(text) for text in texts):
        return []
    return [numbers(text)[0] for text in texts]


def every_text(item: NumberItem, language: str) -> Iterator[str]:
    yield item.question[language]
    yield item.solution[language]
    yield from (option.text[language] for option in item.options)
    for exhibit in item.exhibits:
        yield exhibit.title[language]
        if isinstance(exhibit, Table):
            yield from (each[language] for each in exhibit.columns)
            yield from (cell[language] for row in exhibit.rows for cell in row)
        else:
            yield from (each[language] for each in exhibit.categories)
            yield from (each.name[language] for each in exhibit.series)


def calculated(expression: str) -> Fraction:
    """A line of arithmetic as a solution writes it, without its units."""
    plain = re.sub(r"(?<=\d)[\u00a0 ](?=\d{3}(?!\d))", "", expression)
    plain = plain.replace("×", "*").replace("÷", "/").replace(" : ", "/").replace("−", "-")
    plain = re.sub(r"[^\d,+*/()\- ]", "", plain).replace(",", ".").strip(" .")

    def value(node: ast.expr) -> Fraction:
        if isinstance(node, ast.BinOp):
            return OPERATORS[type(node.op)](value(node.left), value(node.right))
        assert isinstance(node, ast.Constant)
        return Fraction(str(node.value))

    return value(ast.parse(plain, mode="eval").body)


def test_there_are_at_least_twelve_families_and_enough_generators_for_any_paper():
    families = Counter(template.family for template in IN_USE)
    assert len(families) >= 12
    assert len(IN_USE) >= 40
    assert min(families.values()) >= 2
    refs = [template.ref for template in (*IN_USE, *RETIRED)]
    assert len(set(refs)) == len(refs)
    assert all(is_template(ref) for ref in refs)


@each_template
def test_a_generator_says_how_hard_its_questions_are(template: Template):
    assert re.fullmatch(r"NUM-[A-Z]+(-[A-Z]+)*@\d+", template.ref)
    assert 400 <= template.difficulty <= 900


@each_template
def test_one_option_is_right_and_no_other_reads_like_it(template: Template):
    for item in questions(template):
        assert len(item.options) == 4
        assert [option.mistake == "" for option in item.options] == [True, False, False, False]
        assert len({option.mistake for option in item.options}) == 4
        for language in ("kk", "ru"):
            assert len({option.text[language] for option in item.options}) == 4, item.seed


@each_template
def test_the_solution_leads_from_the_figures_to_the_key(template: Template):
    """The key is calculated once more from the printed figures, by the printed way."""
    for item in questions(template):
        key = item.options[0].text["ru"]
        last = item.solution["ru"].split("; ")[-1]
        if not amounts(item):
            continue
        sides = [calculated(side) for side in last.split(" = ")]
        decimals = len(key.split(",")[1].split("\u00a0")[0]) if "," in key else 0
        for side in sides:
            assert rounded(side, decimals) == numbers(key)[0], (item.seed, item.solution["ru"])
        seen = {each for text in every_text(item, "ru") for each in numbers(text)}
        seen |= set(map(Fraction, chart_values(item))) | set(map(Fraction, CONSTANTS))
        first = item.solution["ru"].split(" = ")[0]
        strangers = set(numbers(first)) - seen
        assert not strangers, (item.seed, item.solution["ru"])


def chart_values(item: NumberItem) -> Iterator[int]:
    for exhibit in item.exhibits:
        if isinstance(exhibit, Chart):
            yield from (value for series in exhibit.series for value in series.values)


@each_template
def test_every_number_is_sane_and_needs_no_dispute_about_rounding(template: Template):
    for item in questions(template):
        if not amounts(item):
            continue
        key, *others = amounts(item)
        assert key > 0
        assert all(0 <= other <= 12 * key + 1 for other in others), item.seed
        assert all(abs(other - key) * 200 >= key for other in others), item.seed
        asks = "округлите" in item.question["ru"]
        assert asks == ("дөңгелектеңіз" in item.question["kk"])


@each_template
def test_the_texts_are_whole_in_both_languages(template: Template):
    for item in questions(template, 40):
        for language in ("kk", "ru"):
            for text in every_text(item, language):
                assert text.strip() == text != ""
                assert not re.search(r"[{}<>_]|  |None|Fraction|\d\.\d|\.\.|\d{5}", text), text
                assert not MIXED.search(text), text
            question = item.question[language]
            assert question.lstrip("«")[0].isupper() or question[0].isdigit()
            assert question.rstrip(")").endswith(("?", ".", "л"))
        assert item.question["kk"] != item.question["ru"]


@each_template
def test_the_same_seed_makes_the_same_bytes_and_another_seed_another_question(template: Template):
    made = list(questions(template))
    number_item.cache_clear()
    again = list(questions(template))
    assert [canonical(each.body()) for each in made] == [canonical(each.body()) for each in again]
    asked = {canonical([each.body() for each in item.exhibits]) + item.question["ru"]
             for item in made}  # fmt: skip
    assert len(asked) > 0.9 * SEEDS


@each_template
def test_charts_can_be_read_and_tables_are_rectangles(template: Template):
    for item in questions(template, 40):
        assert item.exhibits
        for exhibit in item.exhibits:
            if isinstance(exhibit, Table):
                assert all(len(row) == len(exhibit.columns) for row in exhibit.rows)
                continue
            assert len(exhibit.series) <= 3
            assert 2 <= len(exhibit.categories) <= 5
            for series in exhibit.series:
                assert len(series.values) == len(exhibit.categories)
                assert min(series.values) > 0
                if exhibit.kind != "pie":
                    assert all(value % 10 == 0 for value in series.values)
            if exhibit.kind == "pie":
                assert sum(exhibit.series[0].values) == 100


def test_the_key_stands_anywhere_among_the_sizes():
    """Who takes the largest, the smallest or a middle number every time is right by luck only."""
    ranks: Counter[int] = Counter()
    for template in IN_USE:
        for item in questions(template, 60):
            values = amounts(item)
            if values:
                ranks[sorted(values).index(values[0])] += 1
    shares = [ranks[rank] / ranks.total() for rank in range(4)]
    assert all(0.15 <= share <= 0.35 for share in shares), shares


def test_old_papers_can_be_shown_again():
    """What a generator's version makes never changes: a change is a new version beside it."""
    kept = json.loads(GOLDEN.read_text(encoding="utf-8"))
    made = {
        template.ref: [number_item(template.ref, seed(template, each)).sha256 for each in range(3)]
        for template in (*IN_USE, *RETIRED)
    }
    assert made == kept


def test_an_unknown_generator_is_named():
    with pytest.raises(KeyError, match="NUM-NONE@1"):
        template_of("NUM-NONE@1")


@pytest.mark.parametrize("language", ["kk", "ru"])
@pytest.mark.parametrize(
    ("value", "decimals"),
    [(0, 0), (7, 0), (1250, 0), (1_234_567, 0), (Fraction(25, 2), 1), (Fraction(1, 8), 2)],
)
def test_numbers_are_written_as_the_language_writes_them(language, value, decimals):
    pattern = "#,##0" + ("." + "0" * decimals if decimals else "")
    exact = rounded(value, decimals)
    written = format_decimal(exact.numerator / exact.denominator, pattern, locale=language)
    assert shown(value, decimals) == written.replace("\u202f", "\u00a0")


@pytest.mark.parametrize(
    ("value", "decimals", "expected"),
    [
        (Fraction(1, 2), 0, 1),
        (Fraction(-1, 2), 0, -1),
        (Fraction(5, 4), 1, Fraction(13, 10)),
        (Fraction(124, 100), 1, Fraction(12, 10)),
        (Fraction(1, 3), 2, Fraction(33, 100)),
    ],
)
def test_halves_are_rounded_away_from_zero(value, decimals, expected):
    assert rounded(value, decimals) == expected


@pytest.mark.parametrize(
    ("value", "is_it"),
    [
        (Fraction(7), True),
        (Fraction(1244, 100), True),
        (Fraction(12448, 1000), False),
        (Fraction(1245, 100), False),
        (Fraction(12457, 1000), True),
    ],
)
def test_a_value_near_a_half_is_not_asked_for(value, is_it):
    assert is_safe(value, 1) == is_it
