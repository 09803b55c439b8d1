"""Index numbers: a year is a hundred, the others are told against it."""

from fractions import Fraction
from typing import Final

from service.law.ability.exhibit import Text, both, row, same, table
from service.law.ability.numerals import PERCENT, TENGE, percent, shown
from service.law.ability.template import Amount, Case, Dice, Template, need
from service.law.ability.vocabulary import YEAR, years

FAMILY: Final = "index-numbers"
HUNDRED: Final = 100
INDEX: Final = both("Индекс", "Индекс")
GOODS: Final = (
    (both("қоғамдық көлікте бір рет жүру", "поездка в общественном транспорте"), (60, 180, 20)),
    (both("музейге билет", "билет в музей"), (400, 1200, 100)),
    (both("бір айлық абонемент", "месячный абонемент"), (4000, 9000, 500)),
)


def _table(span: list[int], index: list[int]) -> list[tuple[Text, ...]]:
    return [row(str(year), shown(value)) for year, value in zip(span, index, strict=True)]


def _index(dice: Dice, number: int, least: int = 2) -> list[int]:
    values = [HUNDRED]
    for _ in range(number - 1):
        values.append(values[-1] + dice.whole(least, 20))
    return values


def price_by_index(dice: Dice) -> Case:
    """What a price has become, by its index."""
    span = years(dice, 5)
    index = _index(dice, 5)
    goods, bounds = dice.one(GOODS)
    price = dice.whole(*bounds)
    at = dice.whole(2, 4)
    right = Fraction(price * index[at], HUNDRED)
    need(right.denominator == 1)
    title = both(f"Баға индексі ({span[0]} жыл = 100)", f"Индекс цен ({span[0]} год = 100)")
    solution = f"{shown(price)} × {index[at]} ÷ 100 = {shown(right)}"
    return Case(
        exhibits=(table(title, [YEAR, INDEX], *_table(span, index)),),
        question=both(
            f"{span[0]} жылы {goods['kk']} {shown(price)} теңге тұрды. Бағасы индекспен бірге "
            f"өссе, {span[at]} жылы ол қанша тұрды?",
            f"В {span[0]} году {goods['ru']} стоил{_ending(goods['ru'])} {shown(price)} тенге. "
            f"Сколько это стоило в {span[at]} году, если цена росла вместе с индексом?",
        ),
        answer=Amount(right, 0, TENGE),
        mistakes={
            "points-added": price + index[at] - HUNDRED,
            "year-before": Fraction(price * index[at - 1], HUNDRED),
            "divided-by-the-index": Fraction(price * HUNDRED, index[at]),
            "rise-alone": right - price,
            "rises-of-all-years": Fraction(price * sum(index[: at + 1]), HUNDRED * at),
            "last-rise-alone": price + Fraction(price * (index[at] - index[at - 1]), HUNDRED),
        },
        solution=same(solution),
    )


def _ending(goods: str) -> str:
    """The ending of a Russian verb in the past after this noun."""
    return "а" if goods.startswith("поездка") else ""


def between_years(dice: Dice) -> Case:
    """By how many per cent prices rose between two years, neither of them the base."""
    span = years(dice, 6)
    index = _index(dice, 6, 6)
    one, two = 1 + dice.whole(0, 2), 4 + dice.whole(0, 1)
    old, new = index[one], index[two]
    right = Fraction((new - old) * HUNDRED, old)
    need(new - old - right >= 2)  # noqa: PLR2004  # else points and per cent could not be told
    title = both(f"Баға индексі ({span[0]} жыл = 100)", f"Индекс цен ({span[0]} год = 100)")
    solution = f"({new} − {old}) ÷ {old} × 100 = {percent(right, 1)}"
    return Case(
        exhibits=(table(title, [YEAR, INDEX], *_table(span, index)),),
        question=both(
            f"Баға {span[one]} жылдан {span[two]} жылға дейін қанша пайызға өсті?",
            f"На сколько процентов выросли цены с {span[one]} по {span[two]} год?",
        ),
        answer=Amount(right, 1, PERCENT),
        mistakes={
            "points-instead-of-per-cent": new - old,
            "from-the-base": new - HUNDRED,
            "share-of-the-new-value": Fraction((new - old) * HUNDRED, new),
            "a-year-too-early": Fraction((index[two - 1] - old) * HUNDRED, old),
            "a-year-earlier-begun": Fraction((new - index[one - 1]) * HUNDRED, index[one - 1]),
            "mean-of-the-points": Fraction(new - old, two - one),
        },
        solution=same(solution),
    )


def real_rise(dice: Dice) -> Case:
    """How much more can be bought for wages that have risen faster than prices."""
    (first, last) = years(dice, 2)
    prices = dice.whole(5, 25)
    wages = prices + dice.whole(8, 30)
    right = Fraction((HUNDRED + wages) * HUNDRED, HUNDRED + prices) - HUNDRED
    need(wages - prices - right >= Fraction(3, 5))
    rows = [
        row(both("Орташа жалақы", "Средняя зарплата"), "100", str(HUNDRED + wages)),
        row(
            both("Тауарлар мен қызметтердің бағасы", "Цены товаров и услуг"),
            "100",
            str(HUNDRED + prices),
        ),
    ]
    heads = [both("Көрсеткіш", "Показатель"), same(str(first)), same(str(last))]
    solution = f"{HUNDRED + wages} ÷ {HUNDRED + prices} × 100 − 100 = {percent(right, 1)}"
    return Case(
        exhibits=(
            table(
                both(f"Индекстер ({first} жыл = 100)", f"Индексы ({first} год = 100)"), heads, *rows
            ),
        ),
        question=both(
            "Орташа жалақыға сатып алуға болатын тауарлар мен қызметтердің көлемі қанша пайызға "
            "артты?",
            "На сколько процентов больше товаров и услуг можно купить на среднюю зарплату?",
        ),
        answer=Amount(right, 1, PERCENT, nearest=Fraction(1, 2)),
        mistakes={
            "indexes-subtracted": wages - prices,
            "indexes-added": wages + prices,
            "prices-forgotten": wages,
            "divided-the-other-way": Fraction((wages - prices) * HUNDRED, HUNDRED + wages),
            "indexes-multiplied": Fraction((HUNDRED + wages) * (HUNDRED + prices), HUNDRED)
            - HUNDRED,
            "rates-divided": Fraction(wages, prices) * 10,
        },
        solution=same(solution),
    )


TEMPLATES: Final = (
    Template("NUM-INDEX-PRICE", 1, FAMILY, 680, price_by_index),
    Template("NUM-INDEX-YEARS", 1, FAMILY, 540, between_years),
    Template("NUM-INDEX-REAL", 1, FAMILY, 460, real_rise),
)
