"""Reading a line chart: the widest gap, a rise in per cent, two means over the years."""

from fractions import Fraction
from typing import Final

from service.law.ability.exhibit import Chart, Series, Text, both, same
from service.law.ability.numerals import NO_UNIT, PERCENT, percent, shown
from service.law.ability.template import Amount, Case, Dice, Template, named, need
from service.law.ability.vocabulary import COUNTED, Counted, Place, districts, years

FAMILY: Final = "line-charts"
HUNDRED: Final = 100


def _chart(counted: Counted, span: list[int], places: list[Place], lines: list[list[int]]) -> Chart:
    return Chart(
        "lines",
        counted.title,
        NO_UNIT,
        tuple(same(str(year)) for year in span),
        tuple(
            Series(place.name, tuple(values)) for place, values in zip(places, lines, strict=True)
        ),
    )


def widest_gap(dice: Dice) -> Case:
    """In which year two lines lay farthest apart."""
    counted = dice.one(COUNTED)
    span = years(dice, 5)
    places = districts(dice, 2)
    lines = [[dice.whole(60, 400, 20) for _ in span] for _ in places]
    upper, lower = lines
    gaps = [abs(one - other) for one, other in zip(upper, lower, strict=True)]
    need(max(gaps) - sorted(gaps)[-2] >= 20)  # noqa: PLR2004  # one line of the grid
    at = gaps.index(max(gaps))
    names: list[Text] = [same(str(year)) for year in span]
    sums = [one + other for one, other in zip(upper, lower, strict=True)]
    mistakes = {
        "highest-point": names[_highest(upper, lower)],
        "lowest-point": names[_lowest(upper, lower)],
        "last-year": names[-1],
        "narrowest-gap": names[gaps.index(min(gaps))],
        "largest-sum": names[sums.index(max(sums))],
    }
    right = names[at]
    need(mistakes["highest-point"] != right)
    mistakes = {name: text for name, text in mistakes.items() if text != right}
    solution = f"{span[at]}: {max(upper[at], lower[at])} − {min(upper[at], lower[at])} = {gaps[at]}"
    return Case(
        exhibits=(_chart(counted, span, places, lines),),
        question=both(
            "Екі аудан арасындағы айырма қай жылы ең үлкен болды?",
            "В каком году разница между двумя районами была самой большой?",
        ),
        answer=right,
        mistakes=named(right, mistakes, names),
        solution=same(solution),
    )


def _highest(*lines: list[int]) -> int:
    tops = [max(values) for values in zip(*lines, strict=True)]
    return tops.index(max(tops))


def _lowest(*lines: list[int]) -> int:
    bottoms = [min(values) for values in zip(*lines, strict=True)]
    return bottoms.index(min(bottoms))


def rise_of_a_line(dice: Dice) -> Case:
    """By how many per cent one of two lines has risen between two years."""
    counted = dice.one(COUNTED)
    span = years(dice, 5)
    places = districts(dice, 2)
    lines = [[dice.whole(80, 480, 20) for _ in span] for _ in places]
    asked = dice.whole(0, 1)
    one, two = sorted(dice.some(range(5), 2))
    old, new = lines[asked][one], lines[asked][two]
    need(two > one + 1 and old < new < 2 * old and (new - old) * HUNDRED % old == 0)
    right = (new - old) * HUNDRED // old
    other_old, other_new = lines[1 - asked][one], lines[1 - asked][two]
    place = places[asked]
    solution = f"({new} − {old}) ÷ {old} × 100 = {percent(right)}"
    return Case(
        exhibits=(_chart(counted, span, places, lines),),
        question=both(
            f"{place.inside['kk']} {counted.number['kk']} {span[one]} жылдан {span[two]} жылға "
            "дейін қанша пайызға артты?",
            f"На сколько процентов выросло {counted.number['ru']} в {place.inside['ru']} "
            f"с {span[one]} по {span[two]} год?",
        ),
        answer=Amount(right, 0, PERCENT),
        mistakes={
            "share-of-the-new-value": Fraction((new - old) * HUNDRED, new),
            "new-value-in-per-cent-of-the-old": Fraction(new * HUNDRED, old),
            "difference-as-per-cent": new - old,
            "the-other-line": abs(Fraction((other_new - other_old) * HUNDRED, other_old)),
            "a-year-too-early": abs(Fraction((lines[asked][two - 1] - old) * HUNDRED, old)),
            "old-value-in-per-cent-of-the-new": Fraction(old * HUNDRED, new),
        },
        solution=same(solution),
    )


def means_apart(dice: Dice) -> Case:
    """How far apart the means of two lines lie."""
    counted = dice.one(COUNTED)
    span = years(dice, 5)
    places = districts(dice, 2)
    lines = [[dice.whole(60, 400, 20) for _ in span] for _ in places]
    sums = [sum(values) for values in lines]
    above = 0 if sums[0] > sums[1] else 1
    right = Fraction(abs(sums[0] - sums[1]), 5)
    need(right.denominator == 1 and right >= 8)  # noqa: PLR2004  # one digit would be a guess
    high, low = lines[above], lines[1 - above]
    names = places[above], places[1 - above]
    solution = (
        f"{shown(sum(high))} ÷ 5 − {shown(sum(low))} ÷ 5 = {shown(Fraction(sum(high), 5))} − "
        f"{shown(Fraction(sum(low), 5))} = {shown(right)}"
    )
    return Case(
        exhibits=(_chart(counted, span, places, lines),),
        question=both(
            f"Бес жыл бойынша {counted.number['kk']} {names[0].inside['kk']} орта есеппен жылына "
            f"{names[1].inside['kk']}ғыдан қаншаға көп?",
            f"На сколько в среднем за год (за все пять лет) {counted.number['ru']} "
            f"в {names[0].inside['ru']} больше, чем в {names[1].inside['ru']}?",
        ),
        answer=Amount(right),
        mistakes={
            "sums-instead-of-means": right * 5,
            "divided-by-the-steps": right * 5 / 4,
            "last-year-alone": abs(high[-1] - low[-1]),
            "highest-points": abs(max(high) - max(low)),
            "middle-values": abs(sorted(high)[2] - sorted(low)[2]),
            "first-year-alone": abs(high[0] - low[0]),
        },
        solution=same(solution),
    )


TEMPLATES: Final = (
    Template("NUM-LINE-GAP", 1, FAMILY, 800, widest_gap),
    Template("NUM-LINE-RISE", 1, FAMILY, 700, rise_of_a_line),
    Template("NUM-LINE-MEAN", 1, FAMILY, 640, means_apart),
)
