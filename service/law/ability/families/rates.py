"""Rates per head: so many for each thousand residents, whose rate is highest, what a norm needs."""

from fractions import Fraction
from typing import Final

from service.law.ability.exhibit import both, row, table
from service.law.ability.numerals import shown
from service.law.ability.template import Amount, Case, Dice, Template, named, need
from service.law.ability.vocabulary import DISTRICT, districts

FAMILY: Final = "rates"
THOUSAND: Final = 1000
RESIDENTS: Final = both("Тұрғындар саны", "Число жителей")


def per_thousand(dice: Dice) -> Case:
    """How many visits there were for each thousand residents."""
    places = districts(dice, 4)
    residents = [dice.whole(15_000, 60_000, 1000) for _ in places]
    rates = [dice.whole(40, 360) for _ in places]
    visits = [rate * people // THOUSAND for rate, people in zip(rates, residents, strict=True)]
    asked = dice.whole(0, 3)
    other = (asked + 1) % 4
    people, many, place = residents[asked], visits[asked], places[asked]
    rows = [
        row(each.name, shown(of_people), shown(of_visits))
        for each, of_people, of_visits in zip(places, residents, visits, strict=True)
    ]
    visits_head = both("Бір айдағы өтініштер", "Обращений за месяц")
    title = both("Қызмет көрсету орталықтарына өтініштер", "Обращения в центры обслуживания")
    solution = f"{shown(many)} ÷ {shown(people)} × 1{chr(160)}000 = {rates[asked]}"
    return Case(
        exhibits=(table(title, [DISTRICT, RESIDENTS, visits_head], *rows),),
        question=both(
            f"{place.inside['kk']} 1{chr(160)}000 тұрғынға шаққанда бір айда қанша өтініш түсті?",
            f"Сколько обращений за месяц приходится на 1{chr(160)}000 жителей "
            f"в {place.inside['ru']}?",
        ),
        answer=Amount(rates[asked]),
        mistakes={
            "residents-for-each-visit": Fraction(people, many),
            "per-hundred": Fraction(many * 100, people),
            "residents-of-another-row": Fraction(many * THOUSAND, residents[other]),
            "another-row": rates[other],
            "visits-of-another-row": Fraction(visits[other] * THOUSAND, people),
            "rate-of-all-districts": Fraction(sum(visits) * THOUSAND, sum(residents)),
        },
        solution=both(solution, solution),
    )


def highest(dice: Dice) -> Case:
    """Which district has most doctors for its residents."""
    places = districts(dice, 4)
    residents = [dice.whole(20_000, 120_000, 2000) for _ in places]
    doctors = [dice.whole(40, 420, 2) for _ in places]
    rates = [Fraction(many, people) for many, people in zip(doctors, residents, strict=True)]
    best, second = sorted(rates, reverse=True)[:2]
    need(best * 10 >= second * 11)
    names = [each.name for each in places]
    at = rates.index(best)
    right = names[at]
    need(len(set(doctors)) == len(doctors) and len(set(residents)) == len(residents))
    mistakes = {
        "most-in-number": names[doctors.index(max(doctors))],
        "fewest-residents": names[residents.index(min(residents))],
        "lowest-rate": names[rates.index(min(rates))],
        "most-residents": names[residents.index(max(residents))],
    }
    need(mistakes["most-in-number"] != right)
    mistakes = {name: text for name, text in mistakes.items() if text != right}
    rows = [
        row(each.name, shown(people), shown(many))
        for each, people, many in zip(places, residents, doctors, strict=True)
    ]
    title = both("Аудандардағы дәрігерлер", "Врачи в районах")
    per = shown(best * 10 * THOUSAND, 1)
    return Case(
        exhibits=(table(title, [DISTRICT, RESIDENTS, both("Дәрігерлер", "Врачи")], *rows),),
        question=both(
            "Қай ауданда тұрғындар санына шаққанда дәрігер ең көп?",
            "В каком районе больше всего врачей в расчёте на одного жителя?",
        ),
        answer=right,
        mistakes=named(right, mistakes, names),
        solution=both(
            f"{right['kk']}: {shown(doctors[at])} ÷ {shown(residents[at])}, яғни 10{chr(160)}000 "
            f"тұрғынға {per}",
            f"{right['ru']}: {shown(doctors[at])} ÷ {shown(residents[at])}, то есть {per} "
            f"на 10{chr(160)}000 жителей",
        ),
    )


def needed(dice: Dice) -> Case:
    """How many more buses a norm asks for; what is begun counts as a whole one."""
    places = districts(dice, 4)
    norm = dice.whole(1200, 3000, 200)
    residents = [dice.whole(24_000, 96_000, 500) for _ in places]
    has = [dice.whole(8, 24) for _ in places]
    asked = dice.whole(0, 3)
    other = (asked + 1) % 4
    people, own, place = residents[asked], has[asked], places[asked]
    all_needed = -(-people // norm)
    right = all_needed - own
    need(right > 1 and people % norm != 0)
    rows = [
        row(each.name, shown(of_people), shown(buses))
        for each, of_people, buses in zip(places, residents, has, strict=True)
    ]
    title = both("Аудандардағы автобустар", "Автобусы в районах")
    solution = f"{shown(people)} ÷ {shown(norm)} = {shown(Fraction(people, norm), 1)}"
    return Case(
        exhibits=(table(title, [DISTRICT, RESIDENTS, both("Автобустар", "Автобусов")], *rows),),
        question=both(
            f"Норма бойынша әр {shown(norm)} тұрғынға кемінде бір автобус керек. {place.of['kk']} "
            "нормаға жетуі үшін тағы кемінде қанша автобус қажет?",
            f"По норме на каждые {shown(norm)} жителей нужен хотя бы один автобус. Какое "
            f"наименьшее число автобусов надо добавить в {place.inside['ru']}, чтобы выполнить "
            "норму?",
        ),
        answer=Amount(right, nearest=1),
        mistakes={
            "rounded-down": right - 1,
            "own-ones-forgotten": all_needed,
            "own-ones-added": all_needed + own,
            "residents-of-another-row": -(-residents[other] // norm) - own,
            "own-ones-of-another-row": all_needed - has[other],
            "own-ones-alone": own,
        },
        solution=both(
            f"{solution}, яғни {all_needed}; {all_needed} − {own} = {right}",
            f"{solution}, то есть {all_needed}; {all_needed} − {own} = {right}",
        ),
    )


TEMPLATES: Final = (
    Template("NUM-PER-HEAD", 1, FAMILY, 700, per_thousand),
    Template("NUM-HIGHEST-RATE", 1, FAMILY, 640, highest),
    Template("NUM-NORM", 1, FAMILY, 620, needed),
)
