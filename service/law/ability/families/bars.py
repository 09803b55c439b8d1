"""Reading a bar chart: a share of the whole, one bar against another, all bars together."""

from fractions import Fraction
from typing import Final

from service.law.ability.exhibit import Chart, Series, both, same
from service.law.ability.numerals import NO_UNIT, PERCENT, percent, shown
from service.law.ability.template import Amount, Case, Dice, Template, need
from service.law.ability.vocabulary import COUNTED, districts, years

FAMILY: Final = "bar-charts"
HUNDRED: Final = 100


def share_of_all(dice: Dice) -> Case:
    """Which share of all is one district's."""
    counted = dice.one(COUNTED)
    (year,) = years(dice, 1)
    places = districts(dice, 5)
    values = [dice.whole(40, 400, 20) for _ in places]
    asked = dice.whole(0, 4)
    total, value = sum(values), values[asked]
    need(value * HUNDRED % total == 0 and len(set(values)) >= len(values) - 1)
    right = value * HUNDRED // total
    place = places[asked]
    chart = Chart(
        "bars",
        both(f"{counted.title['kk']}, {year} жыл", f"{counted.title['ru']}, {year} год"),
        NO_UNIT,
        tuple(each.name for each in places),
        (Series(counted.title, tuple(values)),),
    )
    solution = f"{value} ÷ {shown(total)} × 100 = {percent(right)}"
    return Case(
        exhibits=(chart,),
        question=both(
            f"Бес аудандағы {counted.of_number['kk']} қанша пайызы {place.name['kk']}на тиесілі?",
            f"Какая доля {counted.of_number['ru']} по пяти районам приходится на "
            f"{place.name['ru']}?",
        ),
        answer=Amount(right, 0, PERCENT, most=HUNDRED - 1),
        mistakes={
            "part-of-the-others": Fraction(value * HUNDRED, total - value),
            "part-of-the-largest": Fraction(value * HUNDRED, max(values)),
            "another-bar": Fraction(values[asked - 1] * HUNDRED, total),
            "equal-shares": Fraction(HUNDRED, 5),
            "value-as-per-cent": value,
            "the-other-part": HUNDRED - right,
        },
        solution=same(solution),
    )


def above_the_other(dice: Dice) -> Case:
    """By how many per cent one bar is above another."""
    counted = dice.one(COUNTED)
    (year,) = years(dice, 1)
    places = districts(dice, 5)
    values = [dice.whole(80, 400, 20) for _ in places]
    one, other = dice.some(range(5), 2)
    high, low = values[one], values[other]
    need(low < high < 2 * low and (high - low) * HUNDRED % low == 0)
    right = (high - low) * HUNDRED // low
    names = places[one], places[other]
    chart = Chart(
        "bars",
        both(f"{counted.title['kk']}, {year} жыл", f"{counted.title['ru']}, {year} год"),
        NO_UNIT,
        tuple(each.name for each in places),
        (Series(counted.title, tuple(values)),),
    )
    solution = f"({high} − {low}) ÷ {low} × 100 = {percent(right)}"
    return Case(
        exhibits=(chart,),
        question=both(
            f"{names[0].inside['kk']} {counted.number['kk']} {names[1].inside['kk']}ғыдан қанша "
            "пайызға көп болды?",
            f"На сколько процентов {counted.number['ru']} в {names[0].inside['ru']} больше, чем "
            f"в {names[1].inside['ru']}?",
        ),
        answer=Amount(right, 0, PERCENT),
        mistakes={
            "share-of-the-higher": Fraction((high - low) * HUNDRED, high),
            "lower-in-per-cent-of-the-higher": Fraction(low * HUNDRED, high),
            "higher-in-per-cent-of-the-lower": Fraction(high * HUNDRED, low),
            "difference-as-per-cent": high - low,
            "share-of-all": Fraction((high - low) * HUNDRED, sum(values)),
        },
        solution=same(solution),
    )


def all_bars(dice: Dice) -> Case:
    """How much all districts together have gained between two years."""
    counted = dice.one(COUNTED)
    first, last = years(dice, 2)
    places = districts(dice, 4)
    before = [dice.whole(60, 300, 20) for _ in places]
    gains = [dice.whole(-60, 120, 20) for _ in places]
    after = [old + gain for old, gain in zip(before, gains, strict=True)]
    right = sum(gains)
    need(min(gains) < 0 < right and len({gain for gain in gains if gain}) > 2)  # noqa: PLR2004
    chart = Chart(
        "bars",
        counted.title,
        NO_UNIT,
        tuple(each.name for each in places),
        (Series(same(str(first)), tuple(before)), Series(same(str(last)), tuple(after))),
    )
    solution = f"{shown(sum(after))} − {shown(sum(before))} = {right}"
    return Case(
        exhibits=(chart,),
        question=both(
            f"Төрт ауданның барлығын бірге алғанда {counted.number['kk']} {first} жылдан {last} "
            "жылға дейін қаншаға артты?",
            f"На сколько всего по четырём районам выросло {counted.number['ru']} "
            f"с {first} по {last} год?",
        ),
        answer=Amount(right),
        mistakes={
            "falls-left-out": sum(gain for gain in gains if gain > 0),
            "falls-taken-as-rises": sum(map(abs, gains)),
            "largest-rise": max(gains),
            "mean-of-the-rises": Fraction(right, 4),
            "one-district-left-out": right - next(gain for gain in gains if gain),
            "last-district-alone": abs(gains[-1]),
        },
        solution=same(solution),
    )


TEMPLATES: Final = (
    Template("NUM-BAR-SHARE", 1, FAMILY, 740, share_of_all),
    Template("NUM-BAR-ABOVE", 1, FAMILY, 640, above_the_other),
    Template("NUM-BAR-SUM", 1, FAMILY, 720, all_bars),
)
