"""A part of a whole, in per cent: the share, the part, the whole."""

from fractions import Fraction
from typing import Final

from service.law.ability.exhibit import both, capital, row, table
from service.law.ability.numerals import PERCENT, percent, shown
from service.law.ability.template import Amount, Case, Dice, Template, need
from service.law.ability.vocabulary import DISTRICT, TOTAL, districts

FAMILY: Final = "percentages"
HUNDRED: Final = 100
ONLINE: Final = both("Онлайн берілгені", "Из них онлайн")
SERVICES: Final = (
    both("Анықтама беру", "Выдача справок"),
    both("Мекенжай бойынша тіркеу", "Регистрация по месту жительства"),
    both("Балабақша кезегі", "Очередь в детский сад"),
    both("Жеңілдік тағайындау", "Назначение льгот"),
    both("Көлікті тіркеу", "Регистрация транспорта"),
)


def share(dice: Dice) -> Case:
    """Which share of a district's applications was online."""
    places = districts(dice, 4)
    totals = [dice.whole(400, 2400, 50) for _ in places]
    shares = [dice.whole(14, 86, 2) for _ in places]
    parts = [total * each // HUNDRED for total, each in zip(totals, shares, strict=True)]
    asked = dice.whole(0, 3)
    other = (asked + 1) % 4
    need(len(set(shares)) == len(shares) and shares[asked] != HUNDRED // 2)
    total, part = totals[asked], parts[asked]
    place = places[asked]
    rows = [
        row(each.name, shown(of_all), shown(of_part))
        for each, of_all, of_part in zip(places, totals, parts, strict=True)
    ]
    title = both("Аудандар бойынша өтініштер саны", "Число заявлений по районам")
    return Case(
        exhibits=(table(title, [DISTRICT, TOTAL, ONLINE], *rows),),
        question=both(
            f"{place.inside['kk']} берілген барлық өтініштің қанша пайызы онлайн берілді?",
            f"Какая доля всех заявлений, поданных в {place.inside['ru']}, подана онлайн?",
        ),
        answer=Amount(shares[asked], 0, PERCENT, most=HUNDRED - 1),
        mistakes={
            "part-of-the-rest": Fraction(part * HUNDRED, total - part),
            "the-other-part": HUNDRED - shares[asked],
            "another-row": shares[other],
            "part-of-all-districts": Fraction(part * HUNDRED, sum(totals)),
            "part-of-all-parts": Fraction(part * HUNDRED, sum(parts)),
        },
        solution=both(*[f"{shown(part)} ÷ {shown(total)} × 100 = {percent(shares[asked])}"] * 2),
    )


def part(dice: Dice) -> Case:
    """How many residents a given share is."""
    places = districts(dice, 4)
    residents = [dice.whole(12_000, 96_000, 500) for _ in places]
    shares = [dice.whole(12, 48, 2) for _ in places]
    asked = dice.whole(0, 3)
    other = (asked + 1) % 4
    need(shares[asked] != shares[other])
    place, people, rate = places[asked], residents[asked], shares[asked]
    rows = [
        row(each.name, shown(many), percent(of_many))
        for each, many, of_many in zip(places, residents, shares, strict=True)
    ]
    columns = [
        DISTRICT,
        both("Тұрғындар саны", "Число жителей"),
        both("Кітапхана оқырмандарының үлесі", "Доля читателей библиотек"),
    ]
    title = both("Аудандардағы кітапхана оқырмандары", "Читатели библиотек в районах")
    return Case(
        exhibits=(table(title, columns, *rows),),
        question=both(
            f"{place.inside['kk']} кітапхананың қанша оқырманы бар?",
            f"Сколько читателей библиотек в {place.inside['ru']}?",
        ),
        answer=Amount(Fraction(people * rate, HUNDRED)),
        mistakes={
            "the-other-part": Fraction(people * (HUNDRED - rate), HUNDRED),
            "share-of-another-row": Fraction(people * shares[other], HUNDRED),
            "residents-of-another-row": Fraction(residents[other] * rate, HUNDRED),
            "divided-by-the-share": Fraction(people, rate),
            "share-of-all-residents": Fraction(sum(residents) * rate, HUNDRED),
            "ten-times-less": Fraction(people * rate, 10 * HUNDRED),
        },
        solution=both(*[f"{shown(people)} × {rate} ÷ 100 = {shown(people * rate // HUNDRED)}"] * 2),
    )


def whole(dice: Dice) -> Case:
    """How many there are in all, where a part and its share are known."""
    services = dice.some(SERVICES, 4)
    shares = [dice.whole(15, 85, 5) for _ in services]
    totals = [dice.whole(600, 4800, 20) for _ in services]
    parts = [Fraction(total * each, HUNDRED) for total, each in zip(totals, shares, strict=True)]
    asked = dice.whole(0, 3)
    other = (asked + 1) % 4
    need(shares[asked] not in {50, shares[other]})
    rate, known = shares[asked], parts[asked]
    rows = [
        row(service, shown(of_part), percent(each))
        for service, of_part, each in zip(services, parts, shares, strict=True)
    ]
    columns = [
        both("Қызмет", "Услуга"),
        both("Онлайн көрсетілгені", "Оказано онлайн"),
        both("Барлық қызметтегі онлайн үлесі", "Доля онлайн среди всех"),
    ]
    title = both("Бір айда көрсетілген қызметтер", "Услуги, оказанные за месяц")
    name = capital(services[asked])
    solution = f"{shown(known)} ÷ {rate} × 100 = {shown(totals[asked])}"
    return Case(
        exhibits=(table(title, columns, *rows),),
        question=both(
            f"«{name['kk']}» қызметі бір айда барлығы қанша рет көрсетілді (онлайн және қағазбен)?",
            f"Сколько всего раз за месяц оказана услуга «{name['ru']}» (онлайн и на бумаге)?",
        ),
        answer=Amount(totals[asked]),
        mistakes={
            "share-of-the-part": Fraction(known * rate, HUNDRED),
            "the-rest-added-as-a-share-of-the-part": known * (2 - Fraction(rate, HUNDRED)),
            "share-added-to-the-part": known * (1 + Fraction(rate, HUNDRED)),
            "the-rest-alone": totals[asked] - known,
            "share-of-another-row": known * HUNDRED / shares[other],
            "part-of-another-row": parts[other] * HUNDRED / rate,
        },
        solution=both(solution, solution),
    )


TEMPLATES: Final = (
    Template("NUM-SHARE", 1, FAMILY, 800, share),
    Template("NUM-PART", 1, FAMILY, 820, part),
    Template("NUM-WHOLE", 1, FAMILY, 650, whole),
)
