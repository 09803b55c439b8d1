"""Money and measures: exchange, water, the cheapest offer, a map."""

from fractions import Fraction
from typing import Final

from service.law.ability.exhibit import Text, both, row, table
from service.law.ability.numerals import (
    CUBIC_METRES,
    KILOMETRES,
    NBSP,
    TENGE,
    percent,
    shown,
)
from service.law.ability.template import Amount, Case, Dice, Template, named, need
from service.law.ability.vocabulary import districts

FAMILY: Final = "units"
CURRENCIES: Final = (
    (both("АҚШ доллары", "Доллар США"), (440, 540)),
    (both("Еуро", "Евро"), (480, 590)),
    (both("Қытай юані", "Китайский юань"), (60, 76)),
)


def exchange(dice: Dice) -> Case:
    """What is paid in tenge for money abroad, the bank's fee included."""
    rates = [dice.whole(*bounds, 4) for _, bounds in CURRENCIES]
    asked = dice.whole(0, 1)
    amount, fee = dice.whole(200, 900, 50), dice.whole(1, 4)
    cost = amount * rates[asked]
    right = Fraction(cost * (100 + fee), 100)
    rows = [
        row(name, shown(rate), percent(fee))
        for (name, _), rate in zip(CURRENCIES, rates, strict=True)
    ]
    heads = [
        both("Валюта", "Валюта"),
        both("Бағамы, теңге", "Курс, тенге"),
        both("Банк комиссиясы", "Комиссия банка"),
    ]
    bought = (both("долларға", "долларов"), both("еуроға", "евро"))[asked]
    solution = f"{shown(amount)} × {shown(rates[asked])} × 1,{fee:02} = {shown(right)}"
    return Case(
        exhibits=(table(both("Валюта бағамы", "Курсы валют"), heads, *rows),),
        question=both(
            f"{shown(amount)} {bought['kk']} тауар сатып алынды. Банк комиссиясын қосқанда қанша "
            "теңге төленеді?",
            f"Куплен товар за {shown(amount)} {bought['ru']}. Сколько тенге надо заплатить вместе "
            "с комиссией банка?",
        ),
        answer=Amount(right, 0, TENGE, nearest=Fraction(cost, 200)),
        mistakes={
            "fee-forgotten": cost,
            "fee-subtracted": Fraction(cost * (100 - fee), 100),
            "another-currency": Fraction(amount * rates[1 - asked] * (100 + fee), 100),
            "fee-of-a-tenth": Fraction(cost * (100 + 10 * fee), 100),
            "fee-twice": Fraction(cost * (100 + 2 * fee), 100),
        },
        solution=both(solution, solution),
    )


def water(dice: Dice) -> Case:
    """How much water so many people use in so many days."""
    places = districts(dice, 3)
    people = [dice.whole(12_000, 90_000, 1000) for _ in places]
    litres = [dice.whole(90, 240, 10) for _ in places]
    days = dice.one((7, 10, 30))
    asked = dice.whole(0, 2)
    other = (asked + 1) % 3
    need(litres[asked] != litres[other])
    right = Fraction(people[asked] * litres[asked] * days, 1000)
    rows = [
        row(place.name, shown(many), shown(each))
        for place, many, each in zip(places, people, litres, strict=True)
    ]
    heads = [
        both("Аудан", "Район"),
        both("Тұрғындар саны", "Число жителей"),
        both("Бір адамға тәулігіне, л", "На человека в сутки, л"),
    ]
    solution = (
        f"{shown(people[asked])} × {litres[asked]} × {days} ÷ 1{NBSP}000 = {shown(right)}{NBSP}м³"
    )
    return Case(
        exhibits=(table(both("Су тұтыну", "Потребление воды"), heads, *rows),),
        question=both(
            f"{places[asked].name['kk']} {days} тәулікте қанша су тұтынады? (1 м³ = 1{NBSP}000 л)",
            f"Сколько воды потребляет {places[asked].name['ru']} за {days} суток? "
            f"(1 м³ = 1{NBSP}000 л)",
        ),
        answer=Amount(right, 0, CUBIC_METRES),
        mistakes={
            "days-forgotten": right / days,
            "ten-times-less": right / 10,
            "ten-times-more": right * 10,
            "litres-of-another-row": Fraction(people[asked] * litres[other] * days, 1000),
            "people-of-another-row": Fraction(people[other] * litres[asked] * days, 1000),
            "one-day-too-few": right * Fraction(days - 1, days),
        },
        solution=both(solution, solution),
    )


def cheapest(dice: Dice) -> Case:
    """Which offer costs least for each sheet."""
    names: list[Text] = [both(f"{letter} ұсынысы", f"Предложение {letter}") for letter in "АБВГ"]
    sizes = [dice.whole(200, 1000, 50) for _ in names]
    units = [dice.whole(20, 48, 2) for _ in names]
    prices = [Fraction(size * unit, 10) for size, unit in zip(sizes, units, strict=True)]
    need(len(set(sizes)) == len(sizes) and len(set(prices)) == len(prices))
    ordered = sorted(units)
    need(ordered[1] * 10 >= ordered[0] * 11)
    right = names[units.index(ordered[0])]
    mistakes = {
        "lowest-price": names[prices.index(min(prices))],
        "largest-pack": names[sizes.index(max(sizes))],
        "smallest-pack": names[sizes.index(min(sizes))],
        "dearest": names[units.index(ordered[-1])],
    }
    need(mistakes["lowest-price"] != right)
    mistakes = {name: text for name, text in mistakes.items() if text != right}
    rows = [
        row(name, shown(size), shown(price))
        for name, size, price in zip(names, sizes, prices, strict=True)
    ]
    heads = [
        both("Ұсыныс", "Предложение"),
        both("Қаптамадағы парақ саны", "Листов в пачке"),
        both("Қаптаманың бағасы, теңге", "Цена пачки, тенге"),
    ]
    at = units.index(ordered[0])
    sums = f"{shown(prices[at])} ÷ {shown(sizes[at])} = {shown(Fraction(units[at], 10), 1)}"
    return Case(
        exhibits=(table(both("Қағаз сатып алу", "Закупка бумаги"), heads, *rows),),
        question=both(
            "Қай ұсыныста бір парақ ең арзанға түседі?",
            "В каком предложении один лист обходится дешевле всего?",
        ),
        answer=right,
        mistakes=named(right, mistakes, names),
        solution=both(f"{right['kk']}: {sums} теңге", f"{right['ru']}: {sums} тенге"),
    )


def scale(dice: Dice) -> Case:
    """How long a way on a map is in the country."""
    thousands = dice.one((20, 25, 50, 200, 250, 500))
    legs = [Fraction(dice.whole(12, 96), 10) for _ in range(3)]
    total = sum(legs, Fraction())
    right = total * thousands / 100
    need(right.denominator in {1, 2, 5, 10} and right >= 2)  # noqa: PLR2004  # some kilometres
    names = (
        both("Ауылдан көпірге дейін", "От села до моста"),
        both("Көпірден станцияға дейін", "От моста до станции"),
        both("Станциядан қалаға дейін", "От станции до города"),
    )
    rows = [row(name, shown(leg, 1)) for name, leg in zip(names, legs, strict=True)]
    heads = [both("Бөлік", "Участок"), both("Картада, см", "На карте, см")]
    ratio = f"1{NBSP}:{NBSP}{shown(thousands * 1000)}"
    solution = (
        f"({' + '.join(shown(leg, 1) for leg in legs)}) × {shown(Fraction(thousands, 100), 2)}"
    )
    decimals = 1
    return Case(
        exhibits=(table(both("Жолдың бөліктері", "Участки дороги"), heads, *rows),),
        question=both(
            f"Картаның масштабы {ratio}. Ауылдан қалаға дейінгі жолдың ұзындығы қанша?",
            f"Масштаб карты {ratio}. Какова длина дороги от села до города?",
        ),
        answer=Amount(right, decimals, KILOMETRES),
        mistakes={
            "ten-times-less": right / 10,
            "ten-times-more": right * 10,
            "last-part-forgotten": (legs[0] + legs[1]) * thousands / 100,
            "first-part-forgotten": (legs[1] + legs[2]) * thousands / 100,
            "half-the-scale": right / 2,
            "longest-part-alone": max(legs) * thousands / 100,
        },
        solution=both(f"{solution} = {shown(right, 1)} км", f"{solution} = {shown(right, 1)} км"),
    )


TEMPLATES: Final = (
    Template("NUM-EXCHANGE", 1, FAMILY, 660, exchange),
    Template("NUM-WATER", 1, FAMILY, 700, water),
    Template("NUM-CHEAPEST", 1, FAMILY, 780, cheapest),
    Template("NUM-MAP", 1, FAMILY, 640, scale),
)
