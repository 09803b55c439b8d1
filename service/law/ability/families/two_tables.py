"""Two tables that have to be read together."""

from fractions import Fraction
from typing import Final

from service.law.ability.exhibit import Table, Text, both, row, table
from service.law.ability.numerals import HOURS, THOUSAND_TENGE, percent, shown
from service.law.ability.template import Amount, Case, Dice, Template, named, need
from service.law.ability.vocabulary import DISTRICT, districts

FAMILY: Final = "two-tables"
SERVICE: Final = both("Қызмет", "Услуга")
SERVICES: Final = (
    both("Анықтама", "Справка"),
    both("Тіркеу", "Регистрация"),
    both("Кеңес беру", "Консультация"),
    both("Жеңілдікті рәсімдеу", "Оформление льготы"),
)
REQUESTS: Final = both("Бір айдағы өтініштер", "Обращения за месяц")
TIME_OF_ONE: Final = both("Бір өтінішке кететін уақыт", "Время на одно обращение")
GOODS: Final = (
    both("Үстел", "Стол"),
    both("Орындық", "Стул"),
    both("Сөре", "Полка"),
    both("Тақта", "Доска"),
)


def working_hours(dice: Dice) -> Case:
    """How many hours a month's requests take."""
    many = [dice.whole(60, 480, 20) for _ in SERVICES]
    minutes = [dice.whole(5, 45, 5) for _ in SERVICES]
    one, two = sorted(dice.some(range(4), 2))
    need(len(set(minutes)) == len(minutes))
    total = many[one] * minutes[one] + many[two] * minutes[two]
    right = Fraction(total, 60)
    crossed = many[one] * minutes[two] + many[two] * minutes[one]
    everything = sum(number * time for number, time in zip(many, minutes, strict=True))
    mean = Fraction(minutes[one] + minutes[two], 2)
    solution = (
        f"({many[one]} × {minutes[one]} + {many[two]} × {minutes[two]}) ÷ 60 = {shown(right)}"
    )
    names = SERVICES[one], SERVICES[two]
    return Case(
        exhibits=(
            _of_services(REQUESTS, both("Саны", "Число"), many),
            _of_services(TIME_OF_ONE, both("Минут", "Минут"), minutes),
        ),
        question=both(
            f"Бір айда «{names[0]['kk']}» және «{names[1]['kk']}» қызметтеріне барлығы қанша сағат "
            "жұмсалады?",
            f"Сколько всего часов уходит за месяц на услуги «{names[0]['ru']}» и "
            f"«{names[1]['ru']}»?",
        ),
        answer=Amount(right, 0, HOURS),
        mistakes={
            "rows-crossed": Fraction(crossed, 60),
            "hundred-minutes-an-hour": Fraction(total, 100),
            "first-row-alone": Fraction(many[one] * minutes[one], 60),
            "second-row-alone": Fraction(many[two] * minutes[two], 60),
            "sums-multiplied": Fraction(
                (many[one] + many[two]) * (minutes[one] + minutes[two]), 60
            ),
            "mean-time": (many[one] + many[two]) * mean / 60,
            "all-rows": Fraction(everything, 60),
        },
        solution=both(solution, solution),
    )


def _of_services(title: Text, head: Text, values: list[int]) -> Table:
    rows = [row(name, shown(value)) for name, value in zip(SERVICES, values, strict=True)]
    return table(title, [SERVICE, head], *rows)


def order_cost(dice: Dice) -> Case:
    """What an order costs, the delivery included."""
    places = districts(dice, 3)
    prices = [dice.whole(8, 46, 2) for _ in GOODS]
    delivery = dice.whole(20, 90, 10)
    orders = [[dice.whole(4, 30) for _ in GOODS[:3]] for _ in places]
    asked = dice.whole(0, 2)
    order = orders[asked]
    goods = sum(number * price for number, price in zip(order, prices, strict=False))
    right = goods + delivery
    other = sum(number * price for number, price in zip(orders[asked - 1], prices, strict=False))
    first = table(
        both("Мектептердің тапсырысы, дана", "Заказ школ, штук"),
        [DISTRICT, *GOODS[:3]],
        *[row(each.name, *map(shown, own)) for each, own in zip(places, orders, strict=True)],
    )
    second = table(
        both("Баға, мың теңге", "Цена, тыс. тенге"),
        [both("Тауар", "Товар"), both("Бір данасы", "За штуку")],
        *[row(name, shown(price)) for name, price in zip(GOODS, prices, strict=True)],
        row(both("Ауданға жеткізу", "Доставка в район"), shown(delivery)),
    )
    sums = " + ".join(f"{number} × {price}" for number, price in zip(order, prices, strict=False))
    solution = f"{sums} + {delivery} = {shown(right)}"
    return Case(
        exhibits=(first, second),
        question=both(
            f"{places[asked].of['kk']} тапсырысы жеткізумен қоса қанша тұрады?",
            f"Сколько стоит заказ {places[asked].of['ru']} вместе с доставкой?",
        ),
        answer=Amount(right, 0, THOUSAND_TENGE),
        mistakes={
            "delivery-forgotten": goods,
            "another-row": other + delivery,
            "delivery-for-each-kind": goods + 3 * delivery,
            "last-kind-forgotten": right - order[2] * prices[2],
            "price-of-the-next-row": delivery
            + sum(number * price for number, price in zip(order, prices[1:], strict=True)),
            "mean-price": delivery + sum(order) * Fraction(sum(prices[:3]), 3),
        },
        solution=both(solution, solution),
    )


def best_fulfilled(dice: Dice) -> Case:
    """Which district has fulfilled its plan best, in per cent."""
    places = districts(dice, 4)
    plans = [dice.whole(120, 640, 20) for _ in places]
    facts = [plan + dice.whole(-30, 90, 5) for plan in plans]
    rates = [Fraction(fact, plan) for fact, plan in zip(facts, plans, strict=True)]
    names: list[Text] = [each.name for each in places]
    ordered = sorted(rates)
    need(ordered[-1] - ordered[-2] >= Fraction(3, 100) and len(set(facts)) == len(facts))
    at = rates.index(ordered[-1])
    over = [fact - plan for fact, plan in zip(facts, plans, strict=True)]
    need(len(set(over)) == len(over))
    right = names[at]
    mistakes = {
        "most-in-number": names[facts.index(max(facts))],
        "most-above-in-number": names[over.index(max(over))],
        "largest-plan": names[plans.index(max(plans))],
        "least-fulfilled": names[rates.index(ordered[0])],
    }
    need(mistakes["most-above-in-number"] != right)
    mistakes = {name: text for name, text in mistakes.items() if text != right}
    first = table(
        both("Жоспар: тексерілетін нысандар", "План: проверить объектов"),
        [DISTRICT, both("Жоспар", "План")],
        *[row(name, shown(plan)) for name, plan in zip(names, plans, strict=True)],
    )
    second = table(
        both("Нақты тексерілгені", "Фактически проверено"),
        [DISTRICT, both("Нақты", "Факт")],
        *[row(name, shown(fact)) for name, fact in zip(names, facts, strict=True)],
    )
    sums = f"{shown(facts[at])} ÷ {shown(plans[at])} = {percent(rates[at] * 100, 1)}"
    return Case(
        exhibits=(first, second),
        question=both(
            "Қай аудан жоспарды пайызбен есептегенде ең жақсы орындады?",
            "Какой район лучше всех выполнил план, если считать в процентах?",
        ),
        answer=right,
        mistakes=named(right, mistakes, names),
        solution=both(f"{right['kk']}: {sums}", f"{right['ru']}: {sums}"),
    )


TEMPLATES: Final = (
    Template("NUM-HOURS", 1, FAMILY, 620, working_hours),
    Template("NUM-ORDER", 1, FAMILY, 700, order_cost),
    Template("NUM-PLAN", 1, FAMILY, 660, best_fulfilled),
)
