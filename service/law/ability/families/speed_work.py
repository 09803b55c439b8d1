"""Speed and work: a mean speed, two who work together, more hands for less time."""

from fractions import Fraction
from typing import Final

from service.law.ability.exhibit import both, capital, row, same, table
from service.law.ability.numerals import HOURS, SPEED, shown
from service.law.ability.template import Amount, Case, Dice, Template, need

FAMILY: Final = "speed-and-work"


def mean_speed(dice: Dice) -> Case:
    """The mean speed of a way with two parts."""
    speeds = [dice.whole(40, 110, 10) for _ in range(2)]
    times = [Fraction(dice.whole(1, 6), 2) for _ in range(2)]
    distances = [int(speed * time) for speed, time in zip(speeds, times, strict=True)]
    right = Fraction(sum(distances)) / sum(times)
    plain = Fraction(sum(speeds), 2)
    need(abs(plain - right) >= 3)  # noqa: PLR2004  # to be told apart
    decimals = 0 if right.denominator == 1 else 1
    names = (both("Қала ішінде", "По городу"), both("Тас жолмен", "По трассе"))
    rows = [
        row(name, shown(way), shown(speed))
        for name, way, speed in zip(names, distances, speeds, strict=True)
    ]
    heads = [
        both("Жол бөлігі", "Участок"),
        both("Ұзындығы, км", "Длина, км"),
        both("Жылдамдық, км/сағ", "Скорость, км/ч"),
    ]
    parts = " + ".join(f"{way} ÷ {speed}" for way, speed in zip(distances, speeds, strict=True))
    solution = f"{sum(distances)} ÷ ({parts}) = {shown(right, decimals)}"
    return Case(
        exhibits=(table(both("Іссапар", "Служебная поездка"), heads, *rows),),
        question=both(
            "Бүкіл жолдағы орташа жылдамдық қандай?",
            "Какова средняя скорость на всём пути?",
        ),
        answer=Amount(right, decimals, SPEED, nearest=2),
        mistakes={
            "mean-of-the-speeds": plain,
            "speed-of-the-longer-part": speeds[distances.index(max(distances))],
            "weighted-by-the-way": Fraction(
                sum(way * speed for way, speed in zip(distances, speeds, strict=True)),
                sum(distances),
            ),
            "slower-speed": min(speeds),
            "faster-speed": max(speeds),
            "half-the-way-an-hour": Fraction(sum(distances), 2),
        },
        solution=same(solution),
    )


def together(dice: Dice) -> Case:
    """How long two take together for what each does alone in a known time."""
    names = [both(f"{letter} бөлімі", f"отдел {letter}") for letter in "АБВ"]
    hours = [dice.whole(6, 48, 2) for _ in names]
    one, two = sorted(dice.some(range(3), 2))
    first, second = hours[one], hours[two]
    right = Fraction(first * second, first + second)
    need(first != second and right.denominator in {1, 2, 5})
    rows = [row(capital(name), shown(time)) for name, time in zip(names, hours, strict=True)]
    heads = [both("Бөлім", "Отдел"), both("Бір өзі өңдейді, сағат", "Обработает один, часов")]
    decimals = 0 if right.denominator == 1 else 1
    solution = (
        f"1 ÷ (1 ÷ {first} + 1 ÷ {second}) = {first * second} ÷ {first + second} "
        f"= {shown(right, decimals)}"
    )
    three = 1 / sum((Fraction(1, time) for time in hours), Fraction())
    return Case(
        exhibits=(
            table(both("Архив құжаттарын өңдеу", "Обработка архивных документов"), heads, *rows),
        ),
        question=both(
            f"{names[one]['kk']} мен {names[two]['kk']} бірге жұмыс істесе, осы құжаттарды қанша "
            "уақытта өңдейді?",
            f"За какое время эти документы обработают вместе {names[one]['ru']} и "
            f"{names[two]['ru']}?",
        ),
        answer=Amount(right, decimals, HOURS),
        mistakes={
            "mean-of-the-times": Fraction(first + second, 2),
            "half-the-mean": Fraction(first + second, 4),
            "times-subtracted": abs(first - second),
            "half-of-the-faster": Fraction(min(first, second), 2),
            "faster-one-alone": min(first, second),
            "all-three": three,
            "times-added": first + second,
        },
        solution=same(solution),
    )


def more_hands(dice: Dice) -> Case:
    """How many workers another number of files in another time needs."""
    workers, days = dice.whole(3, 9), dice.whole(3, 8)
    each = dice.whole(8, 24, 2)
    files = workers * days * each
    new_days = dice.whole(2, 10)
    right = dice.whole(4, 24)
    new_files = right * new_days * each
    need(new_days != days and new_files != files and right != workers)
    heads = [
        both("Ай", "Месяц"),
        both("Қызметкерлер", "Сотрудников"),
        both("Жұмыс күндері", "Рабочих дней"),
        both("Өңделген өтініштер", "Обработано заявлений"),
    ]
    rows = [
        row(both("Наурыз", "Март"), shown(workers), shown(days), shown(files)),
        row(both("Сәуір (жоспар)", "Апрель (план)"), "?", shown(new_days), shown(new_files)),
    ]
    solution = (
        f"{shown(files)} ÷ {workers} ÷ {days} = {each}; {shown(new_files)} ÷ {each} ÷ {new_days} "
        f"= {right}"
    )
    return Case(
        exhibits=(table(both("Өтініштерді өңдеу", "Обработка заявлений"), heads, *rows),),
        question=both(
            "Бір қызметкердің күндік өнімділігі өзгермесе, сәуірде қанша қызметкер қажет?",
            "Сколько сотрудников понадобится в апреле при той же дневной выработке одного "
            "сотрудника?",
        ),
        answer=Amount(right, 0, nearest=1),
        mistakes={
            "days-left-out": Fraction(workers * new_files, files),
            "files-left-out": Fraction(workers * days, new_days),
            "days-the-wrong-way": Fraction(workers * new_files * new_days, files * days),
            "files-the-wrong-way": Fraction(workers * files * days, new_files * new_days),
            "as-before": workers,
        },
        solution=same(solution),
    )


TEMPLATES: Final = (
    Template("NUM-SPEED", 1, FAMILY, 520, mean_speed),
    Template("NUM-TOGETHER", 1, FAMILY, 480, together),
    Template("NUM-HANDS", 1, FAMILY, 600, more_hands),
)
