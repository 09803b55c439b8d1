"""The published order № 920, checked by hand against its text."""

from collections import Counter
from dataclasses import replace
from functools import cache
from itertools import pairwise

import pytest

from service.posts.civil_file import FILE_NAME, load_civil_posts
from service.posts.civil_order import CivilGroup, CivilReading, read_civil_order
from service.posts.shipped_registers import CIVIL_SOURCE, civil_text
from service.posts.source_text import FatalFault, read_source
from service.posts.torn_words import whole_words
from service.settings import ROOT
from tests.posts.published import SOURCES, published

SHIPPED = ROOT / "registers" / FILE_NAME
BODY = (22, 497)  # the lines of the register
# blocks, spheres, links and levels: what stands in the body beside the groups
LABELS = {23, 25, 27, 38, 51, 139, 173, 201, 232, 234, 238, 243, 248, 253, 257, 259, 261, 265}
LABELS |= {274, 276, 289, 291, 298, 305, 320, 322, 324, 336, 348, 360, 373, 391, 393, 401, 413}
LABELS |= {427, 429, 453, 465, 488, 490}
LEVEL_BEFORE_TEXT = {136: "3", 236: "1", 269: "3", 272: "4", 280: "2", 283: "3", 286: "4", 317: "4"}


@cache
def order() -> CivilReading:
    return read_civil_order(published(CIVIL_SOURCE))


def group(number: int) -> CivilGroup:
    return order().records[number - 1]


def test_the_order_has_59_groups_with_290_titles():
    assert order().counts == {
        "groups": 59,
        "levels": 37,
        "titles": 290,
        "units": 138,
        "inferred": 25,
        "anomalies": 150,
    }


def test_the_order_is_dated():
    act = order().act
    assert (act.number, str(act.adopted_on), act.repealed_by) == ("920", "2019-10-23", None)
    assert act.registration
    assert (act.registration.number, str(act.registration.day)) == ("19523", "2019-10-30")
    changed = order().changed_act
    assert changed
    assert (changed.number, str(changed.day)) == ("1035", "2015-12-18")


def test_the_levels_of_every_link():
    found: dict[tuple[str, str], list[str | None]] = {}
    for one in order().records:
        levels = found.setdefault((one.sphere or "", one.link), [])
        if one.level not in levels:
            levels.append(one.level)
    four: list[str | None] = ["1", "2", "3", "4"]
    assert found == {
        ("", "A1"): ["1", "2"],
        ("", "A2"): ["1", "2", "3"],
        ("", "A3"): ["1", "2", "2-1"],
        ("", "B1"): ["1", "2", "3", "4", "5"],
        ("Денсаулық сақтау", "B2"): four,
        ("Денсаулық сақтау", "B3"): four,
        ("Денсаулық сақтау", "B4"): four,
        ("өзге де", "B2"): four,
        ("өзге де", "B3"): four,
        ("", "C1"): [None],
        ("", "C2"): [None],
        ("", "C3"): [None],
        ("", "D"): [None],
    }


# number, lines, place, inferred, first and last title, how many, first and last unit, how many
BY_HAND = [
    (1, 29, 32, "A1-1", "", "басшысы", "басшысы", 1, "Емханасы бар Орталық госпиталінің", 3),
    (2, 33, 36, "A1-1", "", "басшысының орынбасары", "басшысының орынбасары", 1, "орталығы", 3),
    (
        4,
        44,
        50,
        "A1-2",
        "",
        "басшысының орынбасары",
        "басшысының орынбасары",
        1,
        "авариялық-құтқару жұмысы қызметтері",
        3,
    ),
    (7, 59, 69, "A2-1", "link", "бас бухгалтері", "қаржы қызметінің бастығы", 2, "базасының", 9),
    (
        9,
        73,
        85,
        "A2-1",
        "link",
        "бас бухгалтерінің орынбасары",
        "медициналық бөлімнің (бөлім құқығындағы), хатшылықтың (бөлім құқығындағы) басшысы",
        4,
        "Мамандандырылған күзет қызметі басқармасының (Нұр-Сұлтан қаласы)",
        9,
    ),
    (
        12,
        105,
        108,
        "A2-2",
        "level link",
        "ауруханасы бастығының әкімшілік-шаруашылық жұмыс жөніндегі орынбасары",
        "қаржы қызметі бастығының орынбасары",
        3,
        "ҚАЖК мекемелерінің",
        1,
    ),
    (
        17,
        136,
        137,
        "A2-3",
        "link",
        "бас бухгалтері",
        "бас бухгалтері",
        1,
        "Алматы қаласы және Алматы облысы бойынша ҚАЖД күзету және қадағалау бөлімінің",
        1,
    ),
    (21, 160, 171, "A3-1", "link", "бас гидротехнигі", "бас энергетигі", 8, "Кинологиялық", 9),
    (
        22,
        175,
        191,
        "A3-2",
        "link",
        "бөлім басшысының орынбасары",
        "медициналық бөлігінің (бөлімше құқығындағы) басшысы",
        3,
        "облыстардың, республикалық маңызы бар қалалардың және астананың, Көліктегі ПД",
        10,
    ),
    (
        27,
        209,
        212,
        "A3-2-1",
        "link",
        "филиалының бас гидрологы",
        "филиалының бас энергетигі",
        7,
        "ТЖК Қазселденқорғау",
        2,
    ),
    (28, 213, 230, "A3-2-1", "link", "бас гидрологы", "бас энергетигі", 7, "Дипломатиялық", 10),
    (
        31,
        244,
        246,
        "B1-3",
        "",
        "Жетекші сарапшы",
        "Жоғары оқу орнының, оқу орталығының аға оқытушысы",
        3,
        "",
        0,
    ),
    (41, 286, 287, "B3-4", "", "зертханашы", "провизор (фармацевт)", 4, "", 0),
    (45, 312, 318, "B4-4", "", "акушерка", "фельдшер (-зертханашы)", 12, "", 0),
    (49, 362, 371, "B2-4", "", "тәрбиеші (қызметтің негізгі түрі)", "құтқарушы", 9, "", 0),
    (
        50,
        375,
        383,
        "B3-1",
        "link",
        "тәрбиеші (қызметтің негізгі түрі)",
        "техник (қызметтің негізгі түрі)",
        8,
        "",
        0,
    ),
    (
        51,
        385,
        399,
        "B3-2",
        "",
        "тәрбиеші (қызметтің негізгі түрі)",
        "техник (қызметтің негізгі түрі)",
        8,
        "",
        0,
    ),
    (
        54,
        431,
        450,
        "C1",
        "",
        "ММ шаруашылық бөліністерінің басшысы (меңгерушісі)",
        "ММ шаруашылық бөліністерінің басшысы (меңгерушісі)",
        1,
        "монша-кір жуу кешенінің",
        19,
    ),
    (55, 451, 451, "C1", "", "Баспасөз-хатшысы", "Баспасөз-хатшысы", 1, "", 0),
    (56, 455, 463, "C2", "", "мұрағатшы", "заңгер консультант", 32, "", 0),
    (57, 467, 473, "C3", "", "мұрағатшы", "заңгер консультант", 32, "", 0),
    (59, 492, 497, "D", "", "архивариус", "экспедитор", 19, "", 0),
]


@pytest.mark.parametrize(
    (
        "number",
        "first_line",
        "last_line",
        "place",
        "inferred",
        "first",
        "last",
        "titles",
        "unit",
        "units",
    ),
    BY_HAND,
    ids=[f"group {one[0]}" for one in BY_HAND],
)
def test_a_group_says_what_the_text_says(
    number: int,
    first_line: int,
    last_line: int,
    place: str,
    inferred: str,
    first: str,
    last: str,
    titles: int,
    unit: str,
    units: int,
):
    found = group(number)
    assert (found.first_line, found.last_line) == (first_line, last_line)
    assert (f"{found.link}-{found.level}" if found.level else found.link) == place
    assert found.inferred == set(inferred.split())
    assert (found.titles[0], found.titles[-1], len(found.titles)) == (first, last, titles)
    assert len(found.units) == units
    assert not unit or any(unit in one for one in found.units)


def test_stretched_and_torn_words_are_whole():
    assert group(46).titles == (
        "тәрбиеші (қызметтің негізгі түрі)",
        "гидротехник (қызметтің негізгі түрі)",
        "инспектор (қызметтің негізгі түрі)",
        "инженер (қызметтің негізгі түрі)",
        "механик (қызметтің негізгі түрі)",
        "психолог (қызметтің негізгі түрі)",
        "жұмыс өндірушісі (қызметтің негізгі түрі)",
        "солист",
    )


def test_category_and_level_agree_everywhere():
    levels = {"highest": "1", "first": "2", "second": "3", "none": "4"}
    named = [one for one in order().records if one.category]
    assert len(named) == 20
    assert all(levels[one.category or ""] == one.level for one in named)


def test_what_is_odd_is_told():
    kinds = Counter(one.kind for one in order().anomalies)
    assert kinds == {
        "letter-spaced": 115,
        "torn word": 9,
        "full stop inside a list": 7,
        "page break": 5,
        "link without a label": 3,
        "scope worded differently": 3,
        "label inside its row": 3,
        "heading worded differently": 2,
        "level without a label": 1,
        "moved words": 1,
        "abbreviation not explained": 1,
    }


def letters(text: str) -> Counter[str]:
    return Counter(filter(str.isalpha, text))


def test_no_letter_of_the_register_is_lost_or_read_twice():
    lines, _ = whole_words(read_source(published(CIVIL_SOURCE)).lines)
    body = lines[BODY[0] - 1 : BODY[1]]
    printed = letters("".join(line.text for line in body if line.number not in LABELS))
    read: Counter[str] = Counter()
    for one in order().records:
        read += letters(one.heading or "")
        read += letters("".join(one.units))
        if one.heading is None or not one.units:
            read += letters("".join(one.titles))
    # one heading stands over two groups
    over, _, _ = (group(28).heading or "").rpartition(":")
    assert read - letters(over) == printed


def test_every_printed_line_is_a_label_or_belongs_to_one_group():
    for before, after in pairwise(order().records):
        assert before.last_line < after.first_line
    taken = {
        number for one in order().records for number in range(one.first_line, one.last_line + 1)
    }
    lines = read_source(published(CIVIL_SOURCE)).between(*BODY)
    assert {line.number for line in lines if line.text} - taken == LABELS - taken
    assert LABELS & taken == {391, 393}  # printed inside the group that goes on


@pytest.mark.parametrize(("line", "level"), LEVEL_BEFORE_TEXT.items())
def test_a_level_before_the_text_is_the_level_of_that_text(line: int, level: str):
    (one,) = [each for each in order().records if each.first_line <= line <= each.last_line]
    assert one.level == level


def test_every_group_has_titles_and_a_key_of_its_own():
    assert all(one.titles for one in order().records)
    assert all(one.units for one in order().records if one.block == "A")
    assert len({one.key for one in order().records}) == 59


def test_a_second_reading_is_the_same():
    assert read_civil_order(published(CIVIL_SOURCE)) == order()


@pytest.mark.parametrize("share", [0.01, 0.1, 0.3, 0.6, 0.9, 0.95])
def test_a_truncated_order_is_refused(share: float):
    data = published(CIVIL_SOURCE).read_bytes()
    cut = data[: int(len(data) * share)].decode(errors="ignore")
    with pytest.raises(FatalFault, match=r"ends before|not whole|no heading|another text"):
        read_civil_order(cut.encode())


@pytest.mark.parametrize("name", ["law-civil-service.txt", "order-26-2024.txt"])
def test_a_foreign_text_is_refused(name: str):
    with pytest.raises(FatalFault, match="another text"):
        read_civil_order(published(name))


def test_the_shipped_facts_are_those_of_the_text():
    published(CIVIL_SOURCE)
    assert SHIPPED.read_text(encoding="utf-8") == civil_text(SOURCES)
    records = tuple(replace(one, source_text="") for one in order().records)
    assert load_civil_posts(SHIPPED) == replace(order(), records=records, anomalies=())


def test_the_shipped_facts_load_without_the_text():
    counts = load_civil_posts(SHIPPED).counts
    assert (counts["groups"], counts["titles"], counts["units"]) == (59, 290, 138)
