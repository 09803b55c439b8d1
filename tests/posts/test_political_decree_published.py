"""The published decree № 828, checked by hand against its text."""

from collections import Counter
from dataclasses import replace
from functools import cache
from itertools import pairwise

import pytest

from service.posts.authorities import ON_INSTRUCTION
from service.posts.political_decree import PoliticalPost, PoliticalReading, read_political_decree
from service.posts.political_file import FILE_NAME, load_political_posts
from service.posts.shipped_registers import POLITICAL_SOURCE, political_text
from service.posts.source_text import FatalFault, read_source
from service.posts.torn_words import whole_words
from service.settings import ROOT
from tests.posts.published import SOURCES, published
from tests.posts.test_political_decree import columns

SHIPPED = ROOT / "registers" / FILE_NAME
BODY = (116, 1780)  # the lines of the table
COMMISSION = "law_enforcement_commission*"
HEAD = "head_of_administration"
SECRETARY = "security_council_secretary"


@cache
def decree() -> PoliticalReading:
    return read_political_decree(published(POLITICAL_SOURCE))


def post(number: int) -> PoliticalPost:
    return decree().records[number - 1]


def test_the_decree_names_121_posts():
    assert decree().counts == {"posts": 121, "inferred": 60, "footnotes": 4, "anomalies": 161}


def test_the_decree_is_dated():
    act = decree().act
    assert (act.number, str(act.adopted_on)) == ("828", "2002-03-29")
    assert act.repealed_by
    assert (act.repealed_by.number, str(act.repealed_by.day)) == ("290", "2023-07-31")
    assert len(act.changes) == 67
    assert [(one.number, str(one.day)) for one in act.changes[-2:]] == [
        ("907", "2022-06-03"),
        ("948", "2022-06-30"),
    ]
    assert str(act.wording_from) == "2022-07-01"


# number, lines, title, who appoints, proposes, agrees: read off the text
BY_HAND = [
    (1, 116, 124, "Қазақстан Республикасының Премьер-Министрі", "president", "-", "majilis"),
    (3, 137, 142, "Қазақстан Республикасының Мемлекеттік хатшысы", "president", "-", "-"),
    (
        5,
        161,
        170,
        "Қазақстан Республикасының Тұңғыш Президенті – Елбасы Кеңсесінің Басшысы",
        "first_president",
        "-",
        "-",
    ),
    (
        7,
        183,
        193,
        "Жоғарғы Соттың Төрағасы және судьялары",
        "senate",
        "president",
        "supreme_judicial_council",
    ),
    (
        24,
        385,
        393,
        (
            "Сыртқы істер, Қорғаныс, Ішкі істер министрлерін қоспағанда, Қазақстан Республикасының "
            "министрлері"
        ),
        "president",
        "prime_minister",
        "security_council_chairman",
    ),
    (
        29,
        430,
        442,
        "Облыстардың, республикалық маңызы бар қалалардың және астананың әкімдері",
        "president",
        "-",
        "security_council_chairman, regional_maslikhat",
    ),
    (32, 482, 489, "Парламент Сенатының он бес депутаты", "president", HEAD, "-"),
    (
        40,
        584,
        592,
        "Қазақстан Республикасы Ішкі істер министрінің орынбасарлары",
        "president",
        "minister_of_internal_affairs",
        COMMISSION,
    ),
    (
        49,
        720,
        733,
        "Қазақстан Республикасының Президенті жанындағы Мемлекеттік басқару академиясының ректоры",
        "president",
        "civil_service_chairman",
        HEAD,
    ),
    (
        57,
        837,
        851,
        (
            "Жергілікті және басқа соттардың төрағалары және сот алқаларының төрағалары, "
            "Жоғарғы Сот алқалары төрағалары, жергілікті және басқа соттардың судьялары"
        ),
        "president",
        "supreme_judicial_council",
        "-",
    ),
    (
        70,
        1020,
        1025,
        "Қорғаныс министрлігінің аппарат басшысы",
        "minister_of_defence",
        "-",
        f"{HEAD}, {SECRETARY}",
    ),
    (
        85,
        1221,
        1242,
        (
            "Бас штабтар бастықтары – Қарулы Күштер түрлері бас қолбасшыларының бірінші "
            "орынбасарлары, штабтар бастықтары – Қарулы Күштер түрлері әскерлері тектерінің, "
            "өңірлік қолбасшылықтар қолбасшыларының бірінші орынбасарлары"
        ),
        "minister_of_defence",
        "minister_of_defence",
        f"{HEAD}, {SECRETARY}",
    ),
    (
        92,
        1321,
        1339,
        (
            "Облыстардың, республикалық маңызы бар қалалардың және астананың полиция "
            "департаменттерінің бастықтары"
        ),
        "regional_akim",
        "minister_of_internal_affairs",
        COMMISSION,
    ),
    (
        99,
        1441,
        1460,
        (
            "Төтенше жағдайлар министрлігінің Өртке қарсы қызмет комитеті, Азаматтық қорғаныс және "
            "әскери бөлімдер комитеті төрағасының орынбасарлары"
        ),
        "minister_for_emergencies",
        "minister_for_emergencies",
        f"prime_minister, {HEAD}, {SECRETARY}",
    ),
    (
        101,
        1472,
        1481,
        (
            "Облыстардың, республикалық маңызы бар қалалардың және астананың әділет "
            "департаменттерінің басшылары"
        ),
        "head_of_apparatus",
        "-",
        f"{HEAD}, minister_of_justice",
    ),
    (
        104,
        1517,
        1534,
        "Қазақстан Республикасының Тұңғыш Президенті – Елбасы кітапханасының директоры",
        "president",
        "first_president_office_head",
        "first_president",
    ),
    (
        107,
        1561,
        1575,
        (
            'Қазақстан Республикасының Президенті жанындағы "Орталық коммуникациялар қызметі" '
            "республикалық мемлекеттік мекемесінің директоры"
        ),
        HEAD,
        "-",
        "president",
    ),
    (
        116,
        1694,
        1711,
        (
            "Қазақстан Республикасы Жоғарғы Сотының жанындағы Соттардың қызметін қамтамасыз ету "
            "департаменті (Қазақстан Республикасы Жоғарғы Соты аппараты) басшысының орынбасарлары"
        ),
        "supreme_court_chairman",
        "-",
        HEAD,
    ),
    (
        121,
        1769,
        1780,
        "Қазақстан Республикасы Қаржылық мониторинг агенттігінің аппарат басшысы",
        "financial_monitoring_chairman",
        "-",
        f"{HEAD}, {SECRETARY}",
    ),
]


@pytest.mark.parametrize(
    ("number", "first", "last", "title", "appoints", "proposes", "agrees"),
    BY_HAND,
    ids=[f"row {one[0]}" for one in BY_HAND],
)
def test_a_row_says_what_the_text_says(
    number: int, first: int, last: int, title: str, appoints: str, proposes: str, agrees: str
):
    found = post(number)
    assert found.title == title
    assert columns(found) == (appoints, proposes, agrees)
    assert (found.first_line, found.last_line) == (first, last)


def test_the_marks_stand_at_the_rows_that_the_procedure_names():
    rows: dict[str, list[int]] = {"*": [], "**": [], "***": [], "****": []}
    for one in decree().records:
        for sign in one.signs:
            rows[sign].append(one.number)
    assert rows == {
        "*": [40, 45, 46, 48, 50, 61, 76, 77, 91, 92, 93, 94, 95, 97, 102, 120],
        "**": [8, 9, 14, 15, 25],
        "***": [41, 59],
        "****": [44],
    }


def test_row_15_marks_the_chairman_only():
    (mark,) = post(15).marks
    assert mark.behind.endswith("есеп комитетінің Төрағасы")
    assert post(15).title.endswith("Төрағасы және екі мүшесі")


def test_what_is_odd_is_told():
    kinds = Counter(one.kind for one in decree().anomalies)
    assert kinds == {
        "letter-spaced": 49,
        "cells without a gap": 29,
        "page break": 28,
        "mixed alphabets": 23,
        "row over two pages": 8,
        "unbalanced quotes": 5,
        "misprint": 4,
        "title and cell on one line": 3,
        "column unclear": 3,
        "torn word": 2,
        "stray hyphen": 2,
        "cell over two pages": 2,
        "moved words": 2,
        "column without a heading": 1,
    }
    unclear = {one.line for one in decree().anomalies if one.kind == "column unclear"}
    assert unclear == {post(number).first_line for number in (57, 107, 110)}


def letters(text: str) -> Counter[str]:
    return Counter(filter(str.isalpha, text))


def test_no_letter_of_the_table_is_lost_or_read_twice():
    lines, _ = whole_words(read_source(published(POLITICAL_SOURCE)).lines)
    printed = letters("".join(line.text for line in lines[BODY[0] - 1 : BODY[1]]))
    read: Counter[str] = Counter()
    for one in decree().records:
        read += letters(one.title)
        for cell in (one.appointed_by, one.proposed_by, one.agreed_with):
            for party in cell.parties if cell else ():
                read += letters(party.printed + ON_INSTRUCTION * party.by_instruction)
    assert read == printed


def test_every_printed_line_belongs_to_one_row():
    for before, after in pairwise(decree().records):
        assert before.last_line < after.first_line
    source = read_source(published(POLITICAL_SOURCE))
    taken = {
        number for one in decree().records for number in range(one.first_line, one.last_line + 1)
    }
    between = source.between(*BODY)
    assert [line.number for line in between if line.text and line.number not in taken] == []


def test_every_post_has_one_who_appoints_and_a_key_of_its_own():
    assert all(one.appointed_by for one in decree().records)
    assert len({one.key for one in decree().records}) == 121


def test_a_second_reading_is_the_same():
    assert read_political_decree(published(POLITICAL_SOURCE)) == decree()


@pytest.mark.parametrize("share", [0.02, 0.1, 0.3, 0.5, 0.7, 0.95])
def test_a_truncated_decree_is_refused(share: float):
    data = published(POLITICAL_SOURCE).read_bytes()
    cut = data[: int(len(data) * share)].decode(errors="ignore")
    with pytest.raises(FatalFault, match=r"ends before|not whole|no heading|another text"):
        read_political_decree(cut.encode())


@pytest.mark.parametrize("name", ["law-civil-service.txt", "order-920-2019-civil-posts.txt"])
def test_a_foreign_text_is_refused(name: str):
    with pytest.raises(FatalFault, match="another text"):
        read_political_decree(published(name))


def test_the_shipped_facts_are_those_of_the_text():
    published(POLITICAL_SOURCE)
    assert SHIPPED.read_text(encoding="utf-8") == political_text(SOURCES)
    records = tuple(replace(one, source_text="") for one in decree().records)
    assert load_political_posts(SHIPPED) == replace(decree(), records=records, anomalies=())


def test_the_shipped_facts_load_without_the_text():
    assert load_political_posts(SHIPPED).counts == {
        "posts": 121,
        "inferred": 60,
        "footnotes": 4,
        "anomalies": 0,
    }
