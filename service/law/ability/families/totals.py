"""Tables with gaps: what is missing follows from the totals."""

from fractions import Fraction
from typing import Final

from service.law.ability.exhibit import Text, both, row, table
from service.law.ability.numerals import MILLION_TENGE, NBSP, percent, shown
from service.law.ability.template import Amount, Case, Dice, Template, need
from service.law.ability.vocabulary import COUNTED, DISTRICT, TOTAL, districts, spendings

FAMILY: Final = "missing-totals"
GAP: Final = "…"
HUNDRED: Final = 100
QUARTERS: Final = tuple(
    both(f"{number}-тоқсан", f"{roman} квартал")
    for number, roman in ((1, "I"), (2, "II"), (3, "III"))
)
QUARTERS_IN: Final = tuple(
    both(f"{number}-тоқсанда", f"в {roman}{NBSP}квартале")
    for number, roman in ((1, "I"), (2, "II"), (3, "III"))
)


def gap(dice: Dice) -> Case:
    """A cell that follows only when another one has been filled."""
    counted = dice.one(COUNTED)
    places = districts(dice, 3)
    cells = [[dice.whole(40, 480, 10) for _ in QUARTERS] for _ in places]
    line, other_line = dice.some(range(3), 2)
    column, other_column = dice.some(range(3), 2)
    # two gaps in the row: the second one is found in its column first
    right, helper = cells[line][column], cells[line][other_column]
    line_total = sum(cells[line])
    columns = [sum(each[at] for each in cells) for at in range(3)]
    third = 3 - column - other_column
    hidden = {(line, column), (line, other_column), (other_line, column), (other_line, 3)}
    rows = _rows([place.name for place in places], cells, hidden)
    solution = (
        f"{shown(columns[other_column])} − {shown(columns[other_column] - helper)} = "
        f"{shown(helper)}; {shown(line_total)} − {shown(cells[line][third])} − {shown(helper)} = "
        f"{shown(right)}"
    )
    return Case(
        exhibits=(table(counted.title, [DISTRICT, *QUARTERS, TOTAL], *rows),),
        question=both(
            f"{QUARTERS_IN[column]['kk']} {places[line].inside['kk']} {counted.number['kk']} қанша "
            "болды?",
            f"Каким было {counted.number['ru']} в {places[line].inside['ru']} "
            f"{QUARTERS_IN[column]['ru']}?",
        ),
        answer=Amount(right),
        mistakes={
            "the-other-gap": helper,
            "both-gaps": line_total - cells[line][third],
            "row-of-the-other-gap": cells[other_line][column],
            "column-without-the-other-gap": columns[column] - cells[3 - line - other_line][column],
            "half-of-both-gaps": Fraction(line_total - cells[line][third], 2),
            "seen-neighbour": cells[3 - line - other_line][column],
        },
        solution=both(solution, solution),
    )


def _rows(
    names: list[Text], cells: list[list[int]], hidden: set[tuple[int, int]]
) -> list[tuple[Text, ...]]:
    """The rows with their totals, and the last row of totals; what is hidden is left out."""
    rows = []
    for at, (name, numbers) in enumerate(zip(names, cells, strict=True)):
        written = map(shown, [*numbers, sum(numbers)])
        rows.append(
            row(name, *(GAP if (at, to) in hidden else each for to, each in enumerate(written)))
        )
    columns = [sum(numbers) for numbers in zip(*cells, strict=True)]
    return [*rows, row(TOTAL, *map(shown, [*columns, sum(columns)]))]


def by_shares(dice: Dice) -> Case:
    """The amount of a row whose share is the rest of a hundred per cent."""
    things = spendings(dice, 4)
    shares = [dice.whole(10, 40, 5) for _ in things[:3]]
    rest = HUNDRED - sum(shares)
    need(10 <= rest <= 45 and rest not in shares)  # noqa: PLR2004  # a share like the others
    unit = dice.whole(2, 16)
    whole = unit * HUNDRED
    known = dice.whole(0, 2)
    right = Fraction(whole * rest, HUNDRED)
    rows: list[tuple[Text, ...]] = []
    for at, (thing, share) in enumerate(zip(things, [*shares, rest], strict=True)):
        amount = shown(Fraction(whole * share, HUNDRED)) if at == known else GAP
        rows.append(row(thing.name, amount, GAP if share == rest else percent(share)))
    rows.append(row(TOTAL, GAP, percent(HUNDRED)))
    heads = [
        both("Шығыс бағыты", "Статья расходов"),
        both("Сомасы, млн теңге", "Сумма, млн тенге"),
        both("Үлесі", "Доля"),
    ]
    given = Fraction(whole * shares[known], HUNDRED)
    solution = (
        f"100 − {' − '.join(map(str, shares))} = {rest}; "
        f"{shown(given)} ÷ {shares[known]} × {rest} = {shown(right)}"
    )
    return Case(
        exhibits=(table(both("Ауданның шығыстары", "Расходы района"), heads, *rows),),
        question=both(
            f"{things[3].on['kk'].capitalize()} қанша жұмсалды?",
            f"Сколько израсходовано на {things[3].on['ru']}?",
        ),
        answer=Amount(right, 0, MILLION_TENGE),
        mistakes={
            "the-whole": whole,
            "share-of-the-known-amount": given * rest / HUNDRED,
            "like-the-known-row": given,
            "all-that-is-not-known": whole - given,
            "share-of-another-row": Fraction(whole * shares[known - 1], HUNDRED),
            "shares-exchanged": given * shares[known] / rest,
        },
        solution=both(solution, solution),
    )


TEMPLATES: Final = (
    Template("NUM-GAP", 1, FAMILY, 700, gap),
    Template("NUM-REST", 1, FAMILY, 640, by_shares),
)
