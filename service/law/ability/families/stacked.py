"""Reading stacked bars and a pie: parts of a whole that is drawn."""

from fractions import Fraction
from typing import Final

from service.law.ability.exhibit import Chart, Series, both, same
from service.law.ability.numerals import MILLION_TENGE, PERCENT, percent, shown
from service.law.ability.template import Amount, Case, Dice, Template, need
from service.law.ability.vocabulary import spendings, year_in, years

FAMILY: Final = "stacked-charts"
HUNDRED: Final = 100
CHANNELS: Final = (
    both("Терезе арқылы", "В окне приёма"),
    both("Портал арқылы", "Через портал"),
    both("Мобильді қосымша арқылы", "Через мобильное приложение"),
)
CHANNELS_IN: Final = (
    both("терезе арқылы", "в окне приёма"),
    both("портал арқылы", "через портал"),
    both("мобильді қосымша арқылы", "через мобильное приложение"),
)
SERVED: Final = both("Көрсетілген қызметтер саны", "Число оказанных услуг")
THOUSANDS: Final = both("мың", "тыс.")


def _stacked(span: list[int], parts: list[list[int]]) -> Chart:
    return Chart(
        "stacked",
        SERVED,
        THOUSANDS,
        tuple(same(str(year)) for year in span),
        tuple(
            Series(channel, tuple(values)) for channel, values in zip(CHANNELS, parts, strict=True)
        ),
    )


def share_of_a_bar(dice: Dice) -> Case:
    """Which share of a year's bar is one channel's."""
    span = years(dice, 4)
    parts = [[dice.whole(20, 160, 10) for _ in span] for _ in CHANNELS]
    asked, at = dice.whole(0, 2), dice.whole(0, 3)
    total, value = sum(part[at] for part in parts), parts[asked][at]
    need(value * HUNDRED % total == 0)
    right = value * HUNDRED // total
    below = sum(part[at] for part in parts[: asked + 1])
    solution = f"{value} ÷ {total} × 100 = {percent(right)}"
    return Case(
        exhibits=(_stacked(span, parts),),
        question=both(
            f"{year_in(span[at])['kk']} барлық қызметтің қанша пайызы {CHANNELS_IN[asked]['kk']} "
            "көрсетілді?",
            f"Какая доля всех услуг оказана {CHANNELS_IN[asked]['ru']} {year_in(span[at])['ru']}?",
        ),
        answer=Amount(right, 0, PERCENT, most=HUNDRED - 1),
        mistakes={
            "read-from-the-ground": Fraction(below * HUNDRED, total),
            "part-of-the-rest": Fraction(value * HUNDRED, total - value),
            "another-part": Fraction(parts[asked - 1][at] * HUNDRED, total),
            "another-year": Fraction(
                parts[asked][at - 1] * HUNDRED, sum(part[at - 1] for part in parts)
            ),
            "value-as-per-cent": value,
            "the-other-part": HUNDRED - right,
        },
        solution=same(solution),
    )


def rise_of_a_part(dice: Dice) -> Case:
    """By how many per cent one channel has grown, whatever it stands on."""
    span = years(dice, 4)
    parts = [[dice.whole(20, 180, 10) for _ in span] for _ in CHANNELS]
    asked = dice.whole(1, 2)
    old, new = parts[asked][0], parts[asked][-1]
    need(old < new <= 3 * old and (new - old) * HUNDRED % old == 0)
    right = (new - old) * HUNDRED // old
    before, after = (sum(part[at] for part in parts) for at in (0, -1))
    tops = [sum(part[at] for part in parts[: asked + 1]) for at in (0, -1)]
    solution = f"({new} − {old}) ÷ {old} × 100 = {percent(right)}"
    return Case(
        exhibits=(_stacked(span, parts),),
        question=both(
            f"{CHANNELS[asked]['kk']} көрсетілген қызметтер саны {span[0]} жылдан {span[-1]} жылға "
            "дейін қанша пайызға артты?",
            f"На сколько процентов выросло число услуг, оказанных {CHANNELS_IN[asked]['ru']}, "
            f"с {span[0]} по {span[-1]} год?",
        ),
        answer=Amount(right, 0, PERCENT),
        mistakes={
            "share-of-the-new-value": Fraction((new - old) * HUNDRED, new),
            "read-from-the-ground": abs(Fraction((tops[1] - tops[0]) * HUNDRED, tops[0])),
            "whole-bars": abs(Fraction((after - before) * HUNDRED, before)),
            "new-value-in-per-cent-of-the-old": Fraction(new * HUNDRED, old),
            "difference-as-per-cent": new - old,
            "change-of-the-share": abs(
                Fraction(new * HUNDRED, after) - Fraction(old * HUNDRED, before)
            ),
        },
        solution=same(solution),
    )


def _slices(dice: Dice) -> list[int]:
    """Five shares, different, a hundred per cent together."""
    shares = [dice.whole(6, 34, 2) for _ in range(4)]
    last = HUNDRED - sum(shares)
    need(6 <= last <= 40 and len({*shares, last}) == 5)  # noqa: PLR2004  # slices that can be seen
    return [*shares, last]


def slices_apart(dice: Dice) -> Case:
    """How much more is spent on one thing than on another."""
    (year,) = years(dice, 1)
    things = spendings(dice, 5)
    shares = _slices(dice)
    budget = dice.whole(200, 1500, 50)
    one, other = dice.some(range(5), 2)
    need(shares[one] >= shares[other] + 4)
    right = Fraction(budget * (shares[one] - shares[other]), HUNDRED)
    chart = Chart(
        "pie",
        both(f"Қала бюджеті, {year} жыл", f"Бюджет города, {year} год"),
        PERCENT,
        tuple(each.name for each in things),
        (Series(both("Үлесі", "Доля"), tuple(shares)),),
    )
    solution = f"{shown(budget)} × ({shares[one]} − {shares[other]}) ÷ 100 = {shown(right)}"
    names = things[one].on, things[other].on
    return Case(
        exhibits=(chart,),
        question=both(
            f"Бүкіл бюджет – {shown(budget)} млн теңге. {names[0]['kk'].capitalize()} "
            f"{names[1]['kk']} қарағанда қанша артық бөлінген?",
            f"Весь бюджет – {shown(budget)} млн тенге. На сколько больше выделено "
            f"на {names[0]['ru']}, чем на {names[1]['ru']}?",
        ),
        answer=Amount(right, 0, MILLION_TENGE),
        mistakes={
            "first-slice-alone": Fraction(budget * shares[one], HUNDRED),
            "second-slice-alone": Fraction(budget * shares[other], HUNDRED),
            "both-slices": Fraction(budget * (shares[one] + shares[other]), HUNDRED),
            "ten-times-less": right / 10,
            "share-of-the-first-slice": Fraction(budget * shares[one], HUNDRED)
            * Fraction(shares[one] - shares[other], shares[one] + shares[other]),
        },
        solution=same(solution),
    )


def slice_from_slice(dice: Dice) -> Case:
    """What is spent on one thing, where only another amount is known."""
    (year,) = years(dice, 1)
    things = spendings(dice, 5)
    shares = _slices(dice)
    known, asked = dice.some(range(5), 2)
    unit = dice.whole(4, 30)
    amount, right = unit * shares[known] // 2, Fraction(unit * shares[asked], 2)
    need(right.denominator == 1)
    whole = Fraction(unit * HUNDRED, 2)
    chart = Chart(
        "pie",
        both(f"Қала бюджеті, {year} жыл", f"Бюджет города, {year} год"),
        PERCENT,
        tuple(each.name for each in things),
        (Series(both("Үлесі", "Доля"), tuple(shares)),),
    )
    solution = f"{shown(amount)} ÷ {shares[known]} × {shares[asked]} = {shown(right)}"
    return Case(
        exhibits=(chart,),
        question=both(
            f"{things[known].on['kk'].capitalize()} {shown(amount)} млн теңге бөлінген. "
            f"{things[asked].on['kk'].capitalize()} қанша бөлінген?",
            f"На {things[known].on['ru']} выделено {shown(amount)} млн тенге. Сколько выделено "
            f"на {things[asked].on['ru']}?",
        ),
        answer=Amount(right, 0, MILLION_TENGE),
        mistakes={
            "the-whole-budget": whole,
            "share-of-the-known-amount": Fraction(amount * shares[asked], HUNDRED),
            "slices-exchanged": Fraction(amount * shares[known], shares[asked]),
            "difference-of-the-shares-added": abs(amount + shares[asked] - shares[known]),
            "rest-of-the-budget": whole - amount,
        },
        solution=same(solution),
    )


TEMPLATES: Final = (
    Template("NUM-STACK-SHARE", 1, FAMILY, 680, share_of_a_bar),
    Template("NUM-STACK-RISE", 1, FAMILY, 620, rise_of_a_part),
    Template("NUM-PIE-APART", 1, FAMILY, 720, slices_apart),
    Template("NUM-PIE-SLICE", 1, FAMILY, 660, slice_from_slice),
)
