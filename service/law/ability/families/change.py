"""A change in per cent: how much, from what, twice in a row, and in percentage points."""

from fractions import Fraction
from typing import Final

from service.law.ability.exhibit import Table, Text, both, row, table
from service.law.ability.numerals import PERCENT, POINTS, percent, shown
from service.law.ability.template import Amount, Case, Dice, Template, need
from service.law.ability.vocabulary import (
    COUNTED,
    DISTRICT,
    SPENDING,
    Counted,
    districts,
    year_in,
    years,
)

FAMILY: Final = "percentage-change"
HUNDRED: Final = 100


def rise(dice: Dice) -> Case:
    """By how many per cent a number has risen between two years."""
    counted = dice.one(COUNTED)
    first, _, last = years(dice, 3)
    places = districts(dice, 4)
    before = [dice.whole(300, 2400, 20) for _ in places]
    rates = [dice.whole(10, 75, 5) for _ in places]
    after = [old * (HUNDRED + rate) // HUNDRED for old, rate in zip(before, rates, strict=True)]
    asked = dice.whole(0, 3)
    other = (asked + 1) % 4
    old, new, rate, place = before[asked], after[asked], rates[asked], places[asked]
    need(rate != rates[other])
    rows = [
        row(each.name, shown(one), shown(two))
        for each, one, two in zip(places, before, after, strict=True)
    ]
    heads = [DISTRICT, both(str(first), str(first)), both(str(last), str(last))]
    solution = f"({shown(new)} − {shown(old)}) ÷ {shown(old)} × 100 = {percent(rate)}"
    return Case(
        exhibits=(table(counted.title, heads, *rows),),
        question=both(
            f"{place.inside['kk']} {counted.number['kk']} {first} жылмен салыстырғанда {last} жылы "
            "қанша пайызға артты?",
            f"На сколько процентов {counted.number['ru']} в {place.inside['ru']} выросло "
            f"в {last} году по сравнению с {first} годом?",
        ),
        answer=Amount(rate, 0, PERCENT),
        mistakes={
            "share-of-the-new-value": Fraction((new - old) * HUNDRED, new),
            "another-row": rates[other],
            "change-of-the-total": Fraction((sum(after) - sum(before)) * HUNDRED, sum(before)),
            "new-value-in-per-cent-of-the-old": Fraction(new * HUNDRED, old),
            "difference-taken-for-per-cent": new - old,
            "old-value-in-per-cent-of-the-new": Fraction(old * HUNDRED, new),
        },
        solution=both(solution, solution),
    )


def before_the_rise(dice: Dice) -> Case:
    """What a budget was before it rose by so many per cent."""
    first, last = years(dice, 2)
    rows_of = dice.some(SPENDING, 4)
    rates = [dice.whole(10, 60, 5) for _ in rows_of]
    before = [dice.whole(80, 640, 20) for _ in rows_of]
    after = [
        Fraction(old * (HUNDRED + rate), HUNDRED) for old, rate in zip(before, rates, strict=True)
    ]
    asked = dice.whole(0, 3)
    other = (asked + 1) % 4
    rate, new = rates[asked], after[asked]
    need(rate != rates[other])
    columns = [
        both("Шығыс бағыты", "Статья расходов"),
        both(f"{last} жыл, млн теңге", f"{last} год, млн тенге"),
        both(f"{first} жылға қарағанда өсуі", f"Рост к {first} году"),
    ]
    rows = [
        row(each.name, shown(money), percent(by))
        for each, money, by in zip(rows_of, after, rates, strict=True)
    ]
    solution = f"{shown(new)} ÷ {shown(1 + Fraction(rate, HUNDRED), 2)} = {shown(before[asked])}"
    return Case(
        exhibits=(table(both("Бюджет шығыстары", "Расходы бюджета"), columns, *rows),),
        question=both(
            f"{year_in(first)['kk']} {rows_of[asked].on['kk']} қанша миллион теңге жұмсалды?",
            f"Сколько миллионов тенге израсходовали на {rows_of[asked].on['ru']} "
            f"{year_in(first)['ru']}?",
        ),
        answer=Amount(before[asked]),
        mistakes={
            "share-of-the-new-value": new * (1 - Fraction(rate, HUNDRED)),
            "risen-once-more": new * (1 + Fraction(rate, HUNDRED)),
            "the-rise-alone": new - before[asked],
            "rate-of-another-row": new / (1 + Fraction(rates[other], HUNDRED)),
            "another-row": before[other],
        },
        solution=both(solution, solution),
    )


def twice(dice: Dice) -> Case:
    """The whole change after a rise and a fall."""
    counted = dice.one(COUNTED)
    first, second, third = years(dice, 3)
    places = districts(dice, 3)
    ups = [dice.whole(20, 80, 10) for _ in places]
    downs = [dice.whole(5, 15, 5) for _ in places]
    asked = dice.whole(0, 2)
    up, down, place = ups[asked], downs[asked], places[asked]
    right = Fraction((HUNDRED + up) * (HUNDRED - down), HUNDRED) - HUNDRED
    need(right > 1)
    rows = [
        row(each.name, percent(plus), percent(minus))
        for each, plus, minus in zip(places, ups, downs, strict=True)
    ]
    solution = (
        f"{shown(1 + Fraction(up, HUNDRED), 1)} × {shown(1 - Fraction(down, HUNDRED), 2)} × 100 "
        f"− 100 = {percent(right, 1)}"
    )
    return Case(
        exhibits=(_changes(counted, second, third, rows),),
        question=both(
            f"{place.inside['kk']} {counted.number['kk']} {first} жылдан {third} жылға дейін "
            "барлығы қанша пайызға артты?",
            f"На сколько процентов всего выросло {counted.number['ru']} в {place.inside['ru']} "
            f"с {first} по {third} год?",
        ),
        answer=Amount(right, 1, PERCENT),
        mistakes={
            "rates-subtracted": up - down,
            "rates-added": up + down,
            "fall-taken-as-a-rise": Fraction((HUNDRED + up) * (HUNDRED + down), HUNDRED) - HUNDRED,
            "fall-of-the-rise-alone": up - Fraction(up * down, HUNDRED),
            "mean-of-the-rates": Fraction(up - down, 2),
            "one-rate-forgotten": up,
        },
        solution=both(solution, solution),
    )


def _changes(counted: Counted, up: int, down: int, rows: list[tuple[Text, ...]]) -> Table:
    title = both(
        f"{counted.title['kk']}: алдыңғы жылға қарағанда өзгеруі",
        f"{counted.title['ru']}: изменение к предыдущему году",
    )
    columns = [
        DISTRICT,
        both(f"{up} жылы өсуі", f"Рост в {up} году"),
        both(f"{down} жылы төмендеуі", f"Снижение в {down} году"),
    ]
    return table(title, columns, *rows)


def points(dice: Dice) -> Case:
    """A share that has changed: percentage points, not per cent."""
    first, last = years(dice, 2)
    places = districts(dice, 4)
    before = [dice.whole(20, 60, 4) for _ in places]
    after = [old + dice.whole(6, 30, 3) for old in before]
    asked = dice.whole(0, 3)
    other = (asked + 1) % 4
    old, new, place = before[asked], after[asked], places[asked]
    need(new - old != after[other] - before[other])
    rows = [
        row(each.name, percent(one), percent(two))
        for each, one, two in zip(places, before, after, strict=True)
    ]
    heads = [DISTRICT, both(str(first), str(first)), both(str(last), str(last))]
    title = both(
        "Электрондық қызметтерді пайдаланатын тұрғындардың үлесі",
        "Доля жителей, пользующихся электронными услугами",
    )
    solution = f"{percent(new)} − {percent(old)}"
    return Case(
        exhibits=(table(title, heads, *rows),),
        question=both(
            f"{place.inside['kk']} бұл үлес {first} жылдан {last} жылға дейін қанша пайыздық "
            "тармаққа артты?",
            f"На сколько процентных пунктов выросла эта доля в {place.inside['ru']} "
            f"с {first} по {last} год?",
        ),
        answer=Amount(new - old, 0, POINTS),
        mistakes={
            "per-cent-instead-of-points": Fraction((new - old) * HUNDRED, old),
            "share-of-the-new-value": Fraction((new - old) * HUNDRED, new),
            "another-row": after[other] - before[other],
            "mean-of-the-shares": Fraction(new + old, 2),
            "old-value-in-per-cent-of-the-new": Fraction(old * HUNDRED, new),
        },
        solution=both(
            f"{solution} = {shown(new - old)} пайыздық тармақ",
            f"{solution} = {shown(new - old)} п. п.",
        ),
    )


TEMPLATES: Final = (
    Template("NUM-RISE", 1, FAMILY, 760, rise),
    Template("NUM-BEFORE", 1, FAMILY, 580, before_the_rise),
    Template("NUM-TWICE", 1, FAMILY, 540, twice),
    Template("NUM-POINTS", 1, FAMILY, 660, points),
)
