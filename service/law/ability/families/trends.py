"""A number over the years: its mean yearly rise, its fastest year, what comes next."""

from fractions import Fraction
from itertools import pairwise
from typing import Final

from service.law.ability.exhibit import both, row, same, table
from service.law.ability.numerals import percent, shown
from service.law.ability.template import Amount, Case, Dice, Template, named, need
from service.law.ability.vocabulary import COUNTED, YEAR, years

FAMILY: Final = "trends"


def mean_rise(dice: Dice) -> Case:
    """By how much a number rose a year, on average."""
    counted = dice.one(COUNTED)
    span = years(dice, dice.whole(5, 6))
    steps = [dice.whole(-60, 320, 10) for _ in span[1:]]
    values = [dice.whole(800, 2400, 10)]
    for step in steps:
        values.append(values[-1] + step)
    rise = values[-1] - values[0]
    need(rise > 0 and rise % len(steps) == 0)
    right = rise // len(steps)
    rows = [row(same(str(year)), shown(value)) for year, value in zip(span, values, strict=True)]
    solution = f"({shown(values[-1])} − {shown(values[0])}) ÷ {len(steps)} = {shown(right)}"
    return Case(
        exhibits=(table(counted.title, [YEAR, counted.title], *rows),),
        question=both(
            f"{counted.number['kk']} {span[0]} жылдан {span[-1]} жылға дейін жылына орта есеппен "
            "қаншаға артты?",
            f"На сколько в среднем за год росло {counted.number['ru']} с {span[0]} по {span[-1]} "
            "год?",
        ),
        answer=Amount(right),
        mistakes={
            "years-instead-of-steps": Fraction(rise, len(span)),
            "rise-of-the-last-year": steps[-1],
            "whole-rise": rise,
            "largest-rise": max(steps),
            "falls-left-out": Fraction(sum(step for step in steps if step > 0), len(steps)),
            "one-step-too-few": Fraction(rise, len(steps) - 1),
        },
        solution=same(solution),
    )


def fastest(dice: Dice) -> Case:
    """In which year the rise was largest in per cent, not in number."""
    counted = dice.one(COUNTED)
    span = years(dice, 5)
    values = [dice.whole(200, 1000, 20) for _ in span]
    steps = [new - old for old, new in pairwise(values)]
    rates = [Fraction(step, old) for step, old in zip(steps, values, strict=False)]
    names = [same(str(year)) for year in span[1:]]
    ordered = sorted(rates)
    need(ordered[-2] > 0 and ordered[-1] * 10 >= ordered[-2] * 12)
    need(ordered[-1] < 1 and len(set(steps)) == len(steps))
    at = rates.index(ordered[-1])
    right = names[at]
    mistakes = {
        "largest-rise-in-number": names[steps.index(max(steps))],
        "largest-number": names[values.index(max(values[1:]), 1) - 1],
        "largest-change-either-way": names[steps.index(max(steps, key=abs))],
        "slowest": names[rates.index(ordered[0])],
    }
    need(mistakes["largest-rise-in-number"] != right)
    mistakes = {name: text for name, text in mistakes.items() if text != right}
    rows = [row(same(str(year)), shown(value)) for year, value in zip(span, values, strict=True)]
    solution = (
        f"{span[at + 1]}: ({shown(values[at + 1])} − {shown(values[at])}) ÷ {shown(values[at])} "
        f"× 100 ≈ {percent(rates[at] * 100)}"
    )
    return Case(
        exhibits=(table(counted.title, [YEAR, counted.title], *rows),),
        question=both(
            f"{counted.number['kk']} қай жылы алдыңғы жылмен салыстырғанда пайызбен есептегенде "
            "ең көп артты?",
            f"В каком году {counted.number['ru']} выросло к предыдущему году сильнее всего "
            "в процентах?",
        ),
        answer=right,
        mistakes=named(right, mistakes, names),
        solution=same(solution),
    )


def next_year(dice: Dice) -> Case:
    """What comes next where the rise in per cent stays as it was."""
    counted = dice.one(COUNTED)
    span = years(dice, 4)
    rate = dice.whole(10, 50, 10)
    before = dice.whole(400, 2000, 100)
    last = before * (100 + rate) // 100
    first = before - dice.whole(40, 320, 20)
    values = [first - dice.whole(20, 160, 20), first, before, last]
    right = Fraction(last * (100 + rate), 100)
    need(right.denominator == 1 and values[0] > 0)
    rows = [row(same(str(year)), shown(value)) for year, value in zip(span, values, strict=True)]
    solution = f"{shown(last)} ÷ {shown(before)} = {shown(Fraction(last, before), 1)}; "
    solution += f"{shown(last)} × {shown(Fraction(last, before), 1)} = {shown(right)}"
    return Case(
        exhibits=(table(counted.title, [YEAR, counted.title], *rows),),
        question=both(
            f"Егер {span[-1] + 1} жылы {counted.number['kk']} пайызбен есептегенде {span[-1]} "
            f"жылғыдай артса, {span[-1] + 1} жылы ол қанша болады?",
            f"Каким будет {counted.number['ru']} в {span[-1] + 1} году, если за год оно вырастет "
            f"на столько же процентов, что и в {span[-1]} году?",
        ),
        answer=Amount(right),
        mistakes={
            "same-rise-in-number": last + (last - before),
            "mean-rise-in-number": last + Fraction(last - values[0], 3),
            "rate-of-the-year-before": Fraction(last * before, first),
            "rate-twice": last * (1 + Fraction(2 * rate, 100)),
            "no-change": last,
            "rise-alone": right - last,
        },
        solution=same(solution),
    )


TEMPLATES: Final = (
    Template("NUM-MEAN-RISE", 1, FAMILY, 620, mean_rise),
    Template("NUM-FASTEST", 1, FAMILY, 640, fastest),
    Template("NUM-NEXT", 1, FAMILY, 640, next_year),
)
