"""Means: weighted by the size of the groups, with one value missing, of shares."""

from fractions import Fraction
from typing import Final

from service.law.ability.exhibit import Table, both, capital, row, table
from service.law.ability.numerals import PERCENT, percent, shown
from service.law.ability.template import Amount, Case, Dice, Template, need
from service.law.ability.vocabulary import DISTRICT, MONTHS, Place, districts

FAMILY: Final = "averages"
RESIDENTS: Final = both("Тұрғындар саны", "Число жителей")


def weighted(dice: Dice) -> Case:
    """The mean mark of several groups of different size."""
    names = [both(f"{number}-топ", f"Группа {number}") for number in range(1, 4)]
    sizes = [dice.whole(10, 60, 5) for _ in names]
    marks = [Fraction(dice.whole(54, 96), 1) for _ in names]
    everyone = sum(sizes)
    total = sum((mark * size for mark, size in zip(marks, sizes, strict=True)), Fraction())
    right = total / everyone
    need(len(set(sizes)) == len(sizes) and len(set(marks)) == len(marks))
    plain = sum(marks, Fraction()) / len(marks)
    need(abs(plain - right) >= 2)  # noqa: PLR2004  # else the weights would not matter
    rows = [
        row(name, shown(size), shown(mark))
        for name, size, mark in zip(names, sizes, marks, strict=True)
    ]
    heads = [
        both("Топ", "Группа"),
        both("Тыңдаушылар саны", "Число слушателей"),
        both("Орташа балл", "Средний балл"),
    ]
    sums = " + ".join(f"{size} × {shown(mark)}" for size, mark in zip(sizes, marks, strict=True))
    solution = f"({sums}) ÷ {everyone} = {shown(right, 1)}"
    return Case(
        exhibits=(table(both("Оқу курсының қорытындысы", "Итоги учебного курса"), heads, *rows),),
        question=both(
            "Үш топтың барлық тыңдаушысы бойынша орташа балл қандай?",
            "Каков средний балл по всем слушателям трёх групп?",
        ),
        answer=Amount(right, 1),
        mistakes={
            "mean-of-the-means": plain,
            "middle-value": sorted(marks)[1],
            "largest-group": marks[sizes.index(max(sizes))],
            "largest-and-smallest": (max(marks) + min(marks)) / 2,
            "weights-reversed": (sum(marks, Fraction()) * everyone - total) / (2 * everyone),
            "two-groups-only": (marks[0] * sizes[0] + marks[1] * sizes[1]) / (sizes[0] + sizes[1]),
        },
        solution=both(solution, solution),
    )


def missing_value(dice: Dice) -> Case:
    """The one value that leads to a known mean."""
    values = [dice.whole(120, 640, 10) for _ in MONTHS]
    total = sum(values)
    need(total % len(values) == 0)
    mean = total // len(values)
    asked = dice.whole(0, len(values) - 1)
    right = values[asked]
    known = total - right
    need(right != mean)
    rows = [
        row(month, "?" if place == asked else shown(value))
        for place, ((month, _), value) in enumerate(zip(MONTHS, values, strict=True))
    ]
    rows.append(row(both("Айлық орташа мән", "В среднем за месяц"), shown(mean)))
    heads = [both("Ай", "Месяц"), both("Қабылданған азаматтар", "Принято граждан")]
    when = capital(MONTHS[asked][1])
    others = len(values) - 1
    solution = f"{mean} × {len(values)} − {shown(known)} = {shown(right)}"
    return Case(
        exhibits=(table(both("Азаматтарды қабылдау", "Приём граждан"), heads, *rows),),
        question=both(
            f"{when['kk']} қанша азамат қабылданды?",
            f"Сколько граждан приняли {MONTHS[asked][1]['ru']}?",
        ),
        answer=Amount(right),
        mistakes={
            "mean-of-the-others": Fraction(known, others),
            "the-mean": mean,
            "one-month-too-few": abs(mean * others - known),
            "mean-of-both-neighbours": Fraction(values[asked - 1] + values[(asked + 1) % 6], 2),
            "all-by-six": Fraction(known, len(values)),
            "twice-the-mean-less-the-mean-of-the-others": 2 * mean - Fraction(known, others),
        },
        solution=both(solution, solution),
    )


def mean_share(dice: Dice) -> Case:
    """The share of several districts together."""
    places = districts(dice, 3)
    residents = [dice.whole(10_000, 90_000, 1000) for _ in places]
    shares = [dice.whole(20, 90, 2) for _ in places]
    one, two = dice.some(range(3), 2)
    together = residents[one] + residents[two]
    right = Fraction(residents[one] * shares[one] + residents[two] * shares[two], together)
    plain = Fraction(shares[one] + shares[two], 2)
    need(abs(plain - right) >= 3)  # noqa: PLR2004  # else the sizes would not matter
    sums = sum(residents)
    solution = (
        f"({shown(residents[one])} × {shares[one]} + {shown(residents[two])} × {shares[two]}) "
        f"÷ {shown(together)} = {percent(right, 1)}"
    )
    name, other = places[one].name, places[two].name
    return Case(
        exhibits=(_water_supply(places, residents, shares),),
        question=both(
            f"{name['kk']} мен {other['kk']}н бірге алғанда тұрғындардың қанша пайызы орталық "
            "сумен жабдықталған?",
            "Какая доля жителей обеспечена центральным водоснабжением, если взять вместе "
            f"{name['ru']} и {other['ru']}?",
        ),
        answer=Amount(right, 1, PERCENT, most=99),
        mistakes={
            "mean-of-the-shares": plain,
            "sizes-reversed": Fraction(
                residents[two] * shares[one] + residents[one] * shares[two], together
            ),
            "larger-district-alone": shares[max((one, two), key=residents.__getitem__)],
            "of-all-districts": Fraction(right * together, sums),
            "all-three-districts": Fraction(
                sum(people * share for people, share in zip(residents, shares, strict=True)), sums
            ),
            "mean-of-all-three": Fraction(sum(shares), 3),
        },
        solution=both(solution, solution),
    )


def _water_supply(places: list[Place], residents: list[int], shares: list[int]) -> Table:
    rows = [
        row(place.name, shown(people), percent(share))
        for place, people, share in zip(places, residents, shares, strict=True)
    ]
    supplied = both("Орталық сумен жабдықталғандар", "С центральным водоснабжением")
    return table(both("Сумен жабдықтау", "Водоснабжение"), [DISTRICT, RESIDENTS, supplied], *rows)


TEMPLATES: Final = (
    Template("NUM-WEIGHTED", 1, FAMILY, 560, weighted),
    Template("NUM-MEAN-GAP", 1, FAMILY, 660, missing_value),
    Template("NUM-MEAN-SHARE", 1, FAMILY, 520, mean_share),
)
