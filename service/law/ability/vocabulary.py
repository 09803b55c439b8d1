"""The words of the number questions: districts, years, what is counted, who does it.

Kazakh endings follow the word and Russian ones the case, so each thing brings the forms it needs.
"""

from dataclasses import dataclass
from typing import Final

from service.law.ability.exhibit import Text, both
from service.law.ability.template import Dice


@dataclass(frozen=True, slots=True)
class Place:
    """A district: by name, within it, belonging to it."""

    name: Text
    inside: Text
    of: Text


def _district(kk: str, ru: str) -> Place:
    stem = ru[:-2]
    return Place(
        both(f"{kk} ауданы", f"{ru} район"),
        both(f"{kk} ауданында", f"{stem}ом районе"),
        both(f"{kk} ауданының", f"{stem}ого района"),
    )


DISTRICTS: Final = (
    _district("Солтүстік", "Северный"),
    _district("Оңтүстік", "Южный"),
    _district("Шығыс", "Восточный"),
    _district("Батыс", "Западный"),
    _district("Орталық", "Центральный"),
    _district("Жағалау", "Прибрежный"),
    _district("Далалық", "Степной"),
)


@dataclass(frozen=True, slots=True)
class Counted:
    """What is counted: `number` as the subject, `of_number` of it, `title` as a heading."""

    number: Text
    of_number: Text
    title: Text


def _counted(kk: str, ru: str) -> Counted:
    return Counted(
        both(f"{kk} саны", f"число {ru}"),
        both(f"{kk} санының", f"числа {ru}"),
        both(f"{kk[:1].upper()}{kk[1:]} саны", f"Число {ru}"),
    )


COUNTED: Final = (
    _counted("түскен өтініштер", "поступивших заявлений"),
    _counted("берілген анықтамалар", "выданных справок"),
    _counted("отырғызылған ағаштар", "высаженных деревьев"),
    _counted("байланыс орталығына түскен қоңыраулар", "звонков в контакт-центр"),
    _counted("кітапханаға келушілер", "посетителей библиотек"),
    _counted("спорт секцияларына қатысушылар", "участников спортивных секций"),
    _counted("тіркелген кәсіпкерлер", "зарегистрированных предпринимателей"),
    _counted("музейге келушілер", "посетителей музеев"),
)


@dataclass(frozen=True, slots=True)
class Spending:
    """What a budget pays for: `name` in a table, `on` after "spent"."""

    name: Text
    on: Text


def _spending(kk: str, kk_on: str, ru: str, ru_on: str) -> Spending:
    return Spending(both(kk, ru), both(kk_on, ru_on))


SPENDING: Final = (
    _spending("Жолдар", "жолдарға", "Дороги", "дороги"),
    _spending("Мектептер", "мектептерге", "Школы", "школы"),
    _spending("Ауруханалар", "ауруханаларға", "Больницы", "больницы"),
    _spending("Саябақтар", "саябақтарға", "Парки", "парки"),
    _spending("Кітапханалар", "кітапханаларға", "Библиотеки", "библиотеки"),
    _spending("Қоғамдық көлік", "қоғамдық көлікке", "Транспорт", "транспорт"),
)


def year_in(year: int) -> Text:
    """When: ``2023 жылы``, ``в 2023 году``."""
    return both(f"{year} жылы", f"в {year} году")


def years(dice: Dice, number: int) -> list[int]:
    """So many years that follow one another, none of them in the future."""
    first = dice.whole(2012, 2023 - number)
    return list(range(first, first + number))


def districts(dice: Dice, number: int) -> list[Place]:
    """So many districts, in the order of the list: tables do not jump about."""
    picked = dice.some(DISTRICTS, number)
    return [each for each in DISTRICTS if each in picked]


def spendings(dice: Dice, number: int) -> list[Spending]:
    """So many of the things that a budget pays for."""
    picked = dice.some(SPENDING, number)
    return [each for each in SPENDING if each in picked]


DISTRICT: Final = both("Аудан", "Район")
YEAR: Final = both("Жыл", "Год")
TOTAL: Final = both("Барлығы", "Всего")
MONTHS: Final = (  # by name, and when
    (both("Қаңтар", "Январь"), both("қаңтарда", "в январе")),
    (both("Ақпан", "Февраль"), both("ақпанда", "в феврале")),
    (both("Наурыз", "Март"), both("наурызда", "в марте")),
    (both("Сәуір", "Апрель"), both("сәуірде", "в апреле")),
    (both("Мамыр", "Май"), both("мамырда", "в мае")),
    (both("Маусым", "Июнь"), both("маусымда", "в июне")),
)
