"""Ratios and shares: a sum divided, two numbers compared in lowest terms."""

from fractions import Fraction
from math import gcd
from typing import Final

from service.law.ability.exhibit import both, row, same, table
from service.law.ability.numerals import THOUSAND_TENGE, shown
from service.law.ability.template import Amount, Case, Dice, Template, named, need
from service.law.ability.vocabulary import DISTRICT, TOTAL, districts

FAMILY: Final = "ratios"


def divided(dice: Dice) -> Case:
    """A sum shared out in the ratio of three numbers."""
    places = districts(dice, 3)
    parts = [dice.whole(2, 9) for _ in places]
    need(len(set(parts)) == len(parts))
    unit = dice.whole(120, 900, 20)
    money = unit * sum(parts)
    asked = dice.whole(0, 2)
    other = (asked + 1) % 3
    common = dice.whole(1, 4)
    schools = [each * common for each in parts]
    rows = [row(each.name, shown(many)) for each, many in zip(places, schools, strict=True)]
    heads = [DISTRICT, both("Мектептер саны", "Число школ")]
    solution = f"{shown(money)} × {schools[asked]} ÷ {sum(schools)} = {shown(unit * parts[asked])}"
    return Case(
        exhibits=(table(both("Аудандардағы мектептер", "Школы в районах"), heads, *rows),),
        question=both(
            f"Жөндеуге {shown(money)} мың теңге бөлінді; бұл қаражат аудандар арасында мектептер "
            f"санына тура пропорционал үлестіріледі. {places[asked].name['kk']} қанша алады?",
            f"На ремонт выделено {shown(money)} тыс. тенге; деньги делят между районами "
            f"пропорционально числу школ. Сколько получит {places[asked].name['ru']}?",
        ),
        answer=Amount(unit * parts[asked], 0, THOUSAND_TENGE),
        mistakes={
            "equal-shares": Fraction(money, 3),
            "another-row": unit * parts[other],
            "part-of-the-others": Fraction(money * parts[asked], sum(parts) - parts[asked]),
            "divided-by-the-part": Fraction(money, schools[asked]),
            "the-rest": money - unit * parts[asked],
        },
        solution=both(solution, solution),
    )


def lowest_terms(dice: Dice) -> Case:
    """The ratio of women to men in a department, in lowest terms."""
    names = [
        both("Қаржы", "Финансы"),
        both("Кадрлар", "Кадры"),
        both("Құжат айналымы", "Документооборот"),
        both("Ақпараттандыру", "Информатизация"),
    ]
    pairs = []
    for _ in names:
        one, other = dice.some(range(2, 10), 2)
        times = dice.whole(3, 9)
        need(gcd(one, other) == 1)
        pairs.append((one * times, other * times))
    asked = dice.whole(0, 3)
    lowest = [_lowest(one, other) for one, other in pairs]
    need(len(set(lowest)) == len(lowest))
    one, other = pairs[asked]
    rows = [
        row(name, shown(women), shown(men), shown(women + men))
        for name, (women, men) in zip(names, pairs, strict=True)
    ]
    heads = [both("Бөлім", "Отдел"), both("Әйелдер", "Женщины"), both("Ерлер", "Мужчины"), TOTAL]
    right = same(lowest[asked])
    mistakes = {
        "reversed": same(_lowest(other, one)),
        "part-to-whole": same(_lowest(one, one + other)),
        "whole-to-part": same(_lowest(one + other, other)),
        "another-row": same(lowest[(asked + 1) % 4]),
    }
    need(len({text["kk"] for text in [right, *mistakes.values()]}) == 1 + len(mistakes))
    title = both("Бөлімдердің қызметкерлері", "Сотрудники отделов")
    return Case(
        exhibits=(table(title, heads, *rows),),
        question=both(
            f"«{names[asked]['kk']}» бөліміндегі әйелдер санының ерлер санына қатынасы қандай?",
            f"Каково отношение числа женщин к числу мужчин в отделе «{names[asked]['ru']}»?",
        ),
        answer=right,
        mistakes=named(right, mistakes, []),
        solution=same(f"{one} : {other} = {lowest[asked]}"),
    )


def _lowest(one: int, other: int) -> str:
    common = gcd(one, other)
    return f"{one // common} : {other // common}"


def after_the_move(dice: Dice) -> Case:
    """How many have to be moved so that two numbers come to a given ratio."""
    one, other = dice.whole(2, 5), dice.whole(1, 4)
    need(one > other and gcd(one, other) == 1)
    unit = dice.whole(6, 24, 2)
    moved = dice.whole(6, 40, 2)
    total = unit * (one + other)
    front, back = unit * one - moved, unit * other + moved
    need(front >= 10)  # noqa: PLR2004  # two digits, as its neighbour
    heads = [
        both("Топ", "Группа"),
        both("Қызметкерлер саны", "Число сотрудников"),
    ]
    rows = [
        row(both("Азаматтарды қабылдау", "Приём граждан"), shown(front)),
        row(both("Құжаттарды өңдеу", "Обработка документов"), shown(back)),
        row(TOTAL, shown(total)),
    ]
    solution = f"{total} × {one} ÷ {one + other} = {unit * one}; {unit * one} − {front} = {moved}"
    return Case(
        exhibits=(table(both("Орталық қызметкерлері", "Сотрудники центра"), heads, *rows),),
        question=both(
            "Азаматтарды қабылдайтын және құжат өңдейтін қызметкерлер санының қатынасы "
            f"{one} : {other} болуы үшін өңдеуден қабылдауға қанша адамды ауыстыру керек?",
            "Сколько человек надо перевести с обработки на приём, чтобы числа сотрудников на "
            f"приёме и на обработке относились как {one} : {other}?",
        ),
        answer=Amount(moved),
        mistakes={
            "wanted-number": unit * one,
            "wanted-number-of-the-other": unit * other,
            "one-share": unit,
            "difference-now": abs(back - front),
            "half-the-difference-now": Fraction(abs(back - front), 2),
            "move-counted-twice": 2 * moved,
        },
        solution=same(solution),
    )


TEMPLATES: Final = (
    Template("NUM-DIVIDED", 1, FAMILY, 720, divided),
    Template("NUM-RATIO", 1, FAMILY, 800, lowest_terms),
    Template("NUM-MOVE", 1, FAMILY, 500, after_the_move),
)
