"""The decree's reader on small made-up texts: one fault of the PDF at a time."""

from itertools import chain

import pytest

from service.posts.political_decree import (
    ColumnBasis,
    PoliticalPost,
    PoliticalReading,
    read_political_decree,
)
from service.posts.political_table import Cell
from service.posts.source_text import FatalFault, read_source

HEAD = """Мемлекеттiк билiк органдары жүйесіндегі кадр саясатының кейбiр мәселелерi
туралы
Қазақстан Республикасы Президентінің 2002 жылғы 29 наурыздағы N 828
Жарлығы. Күші жойылды - Қазақстан Республикасы Президентінің 2023 жылғы
31 шілдедегі № 290 Жарлығымен.
      Ескерту. Тізбе жаңа редакцияда - ҚР Президентінің 2009.07.27 N 852,
өзгерістер енгізілді - ҚР Президентінің 22.11.2021 №
693; 30.06.2022 № 948 (01.07.2022 бастап қолданысқа енгізіледі) Жарлықтарымен.

Кім тағайындайды (
сайлайды)

Тағайындау үшін кім ұсынады

Кіммен келісіледі

1

2

3

4
"""
FOOTNOTES = """
      *комиссияның шешімімен;
      ** Заңы  8) тармақшасына 3-бабы
сәйкес;
      *** тармақтағы лауазымдарға.

"""
RULES = "ЕРЕЖЕ\n" + "\n".join(f"      {number}. Тармақ." for number in range(1, 25)) + "\n"
PAGE = "\n\n\n\n"


def decree(body: str) -> bytes:
    return f"{HEAD}\n{body}\n{FOOTNOTES}{RULES}".encode()


def reading_of(body: str) -> PoliticalReading:
    return read_political_decree(decree(body))


def only(body: str) -> PoliticalPost:
    (post,) = reading_of(body).records
    return post


def words(cell: Cell | None) -> str:
    return ", ".join(f"{one.authority}{one.mark}" for one in cell.parties) if cell else "-"


def columns(post: PoliticalPost) -> tuple[str, str, str]:
    return words(post.appointed_by), words(post.proposed_by), words(post.agreed_with)


def kinds(reading: PoliticalReading) -> list[str]:
    usual = {"mixed alphabets", "page break", "column without a heading", "moved words"}
    unmarked = {"footnote without a mark"}
    return [one.kind for one in reading.anomalies if one.kind not in usual | unmarked]


WHOLE = "Бас штабтың бастығы\n\nПрезидент\n \n\nҚорғаныс министрі\n\nӘкімшілік Басшысы\n"


@pytest.mark.parametrize(
    ("body", "title", "found", "odd"),
    [
        pytest.param(
            WHOLE,
            "Бас штабтың бастығы",
            ("president", "minister_of_defence", "head_of_administration"),
            [],
            id="four cells",
        ),
        pytest.param(
            "Бас штабтың\nбастығы\n\nПрезидент Қорғаныс министрі Әкімшілік Басшысы\n",
            "Бас штабтың бастығы",
            ("president", "minister_of_defence", "head_of_administration"),
            ["cells without a gap"],
            id="three cells on one line",
        ),
        pytest.param(
            "Штаб басшысы Президент\n\nҚорғаныс министрі\nӘкімшілік Басшысы,\nҮкімет\n",
            "Штаб басшысы",
            ("president", "minister_of_defence", "head_of_administration, government"),
            ["title and cell on one line", "cells without a gap"],
            id="a cell beside the title's last line",
        ),
        pytest.param(
            "Қ а з а қ с т а н  \nРеспубликасының\nкеңесшісі\n\nПрезидент\n",
            "Қазақстан Республикасының кеңесшісі",
            ("president", "-", "-"),
            ["letter-spaced"],
            id="a letter-spaced line",
        ),
        pytest.param(
            "Респу-бликасының Республикасының министрін ің министрінің\nкеңесшісі\n\nПрезидент\n",
            "Республикасының Республикасының министрінің министрінің кеңесшісі",
            ("president", "-", "-"),
            ["stray hyphen", "torn word"],
            id="words that are whole elsewhere in the text",
        ),
        pytest.param(
            "Облыстардың\n, қалалардың бас прокурорлары (\nАппарат \nбасшысын қоспағанда)\n\n"
            "Бас Прокурор\n",
            "Облыстардың, қалалардың бас прокурорлары (Аппарат басшысын қоспағанда)",
            ("prosecutor_general", "-", "-"),
            [],
            id="signs that a line break parted from their word",
        ),
        pytest.param(
            'Жанындағы "\nОрталық қызмет" мекемесінің директоры\n\nПрезидент\n',
            'Жанындағы "Орталық қызмет" мекемесінің директоры',
            ("president", "-", "-"),
            [],
            id="an opening quote at a line's end",
        ),
        pytest.param(
            'Қор\n"Қазына" ұлттық қоры" АҚ басқарма төрағасы\n\nҮкімет\n',
            'Қор "Қазына" ұлттық қоры" АҚ басқарма төрағасы',
            ("government", "-", "-"),
            ["unbalanced quotes"],
            id="quotes closed twice",
        ),
        pytest.param(
            "Pecпубликаның кеңесшісі\n\nПрезидент\n",
            "Республиканың кеңесшісі",
            ("president", "-", "-"),
            [],
            id="Latin letters in a Cyrillic word",
        ),
        pytest.param(
            "Академияның \nжоғары" + PAGE + "ректоры\n\nПрезидент\n",
            "Академияның жоғары ректоры",
            ("president", "-", "-"),
            ["row over two pages"],
            id="a page ends inside the title",
        ),
        pytest.param(
            "Полиция\n\nоблыстардың, республикалық маңызы\n\nІшкі істер министрі\n\nКомиссия*\n"
            + PAGE
            + "департаменттерінің бастықтары\n\nбар қалалардың және\nастананың әкімдері\n",
            "Полиция департаменттерінің бастықтары",
            ("regional_akim", "minister_of_internal_affairs", "law_enforcement_commission*"),
            ["cell over two pages", "row over two pages"],
            id="a page ends inside title and cell",
        ),
        pytest.param(
            "Өртке Премьер-Министр,"
            + PAGE
            + "қарсы комитеттің төрағасы\n\nТөтенше жағдайлар\nминистр\n\n"
            + "Төтенше жағдайлар министрі\n\nӘкімшілік Басшысы\n",
            "Өртке қарсы комитеттің төрағасы",
            (
                "minister_for_emergencies",
                "minister_for_emergencies",
                "prime_minister, head_of_administration",
            ),
            [
                "cell over two pages",
                "title and cell on one line",
                "row over two pages",
                "misprint",
            ],
            id="a page ends behind a comma of the last cell",
        ),
        pytest.param(
            "Жаңа комитеттің төрағасы\n\n \n \n \n\n",
            "Жаңа комитеттің төрағасы",
            ("-", "-", "-"),
            ["nobody appoints"],
            id="nobody appoints",
        ),
        pytest.param(
            "Хатшы көмекшісі\n\nҮкімет\n\nҮкімет\n\nПрезидент\n\nКомиссия*\n",
            "Хатшы көмекшісі",
            ("government", "government", "president"),
            ["too many cells"],
            id="a cell too many",
        ),
    ],
)
def test_each_fault_is_undone_and_told(
    body: str, title: str, found: tuple[str, str, str], odd: list[str]
):
    reading = reading_of(body)
    (post,) = reading.records
    assert (post.title, columns(post)) == (title, found)
    assert kinds(reading) == odd


@pytest.mark.parametrize(
    ("cells", "found", "basis"),
    [
        ("Президент\n\nПремьер-Министр", ("president", "prime_minister", "-"), "others_propose"),
        ("Президент\n\nПарламент Мәжілісі", ("president", "-", "majilis"), "peoples_body_consents"),
        (
            "Президент\n\nҚауіпсіздік Кеңесінің Төрағасы",
            ("president", "-", "security_council_chairman"),
            "chairman_agrees",
        ),
        (
            "Бас прокурор\n\nКомиссия*",
            ("prosecutor_general", "-", "law_enforcement_commission*"),
            "commission_agrees",
        ),
        ("министрлер\n\nПремьер-Министр", ("minister", "-", "prime_minister"), "higher_agrees"),
    ],
)
def test_the_column_of_a_third_cell_is_inferred_and_marked(
    cells: str, found: tuple[str, str, str], basis: str
):
    post = only(f"Кеңесші\n\n{cells}\n")
    assert (columns(post), post.column_basis) == (found, basis)
    assert post.inferred == {"proposed_by", "agreed_with"}


@pytest.mark.parametrize("cells", ["Президент", "Президент\n\nҮкімет\n\nКомиссия*"])
def test_nothing_is_inferred_where_one_or_all_cells_are_printed(cells: str):
    post = only(f"Кеңесші\n\n{cells}\n")
    assert (post.column_basis, post.inferred) == (ColumnBasis.PRINTED, frozenset())


def test_a_page_between_two_cells_leaves_every_column_uncertain():
    reading = reading_of(f"Орталық\n\nӘкімшілік Басшысы{PAGE}қызметтің директоры\n\nПрезидент\n")
    (post,) = reading.records
    assert columns(post) == ("head_of_administration", "-", "president")
    assert post.inferred == {"appointed_by", "proposed_by", "agreed_with"}
    assert post.column_basis is ColumnBasis.ACROSS_PAGES
    assert "column unclear" in kinds(reading)


def test_one_who_appoints_elsewhere_is_a_post_where_he_stands_first():
    head = "Қазақстан Республикасының Тұңғыш Президенті – Елбасы Кеңсесінің Басшысы"
    reading = reading_of(
        f"Кеңесші\n\nПрезидент\n\n{head}\n\nПрезидент\n\nКітапхана директоры\n\n{head}\n"
    )
    assert [post.title for post in reading.records] == ["Кеңесші", head, "Кітапхана директоры"]
    assert columns(reading.records[2])[0] == "first_president_office_head"


def test_another_may_act_on_instruction():
    cell = only(
        "Кеңесші\n\nҮкімет\n\nПрезидент немесе оның\nтапсырмасы бойынша\nӘкімшілік Басшысы,\n"
        "Қауіпсіздік Кеңесінің Хатшысы***\n"
    ).agreed_with
    assert cell is not None
    assert [(one.authority, one.by_instruction, one.mark) for one in cell.parties] == [
        ("president", False, ""),
        ("head_of_administration", True, ""),
        ("security_council_secretary", False, "***"),
    ]


def test_a_mark_in_a_title_belongs_to_the_words_before_it():
    reading = reading_of("Комитеттің Төрағасы** және екі мүшесі\n\nПрезидент\n")
    (post,) = reading.records
    assert post.title == "Комитеттің Төрағасы және екі мүшесі"
    assert [(mark.sign, mark.behind) for mark in post.marks] == [("**", "Комитеттің Төрағасы")]
    assert post.signs == {"**"}


def test_a_mark_without_its_footnote_is_told():
    assert kinds(reading_of("Кеңесші****\n\nПрезидент\n")) == ["mark without a footnote"]


def test_the_footnotes_have_their_linked_words_back():
    reading = reading_of(WHOLE)
    assert [(one.sign, one.text) for one in reading.footnotes] == [
        ("*", "комиссияның шешімімен"),
        ("**", "Заңы 3-бабы 8) тармақшасына сәйкес"),
        ("***", "тармақтағы лауазымдарға"),
    ]
    assert "moved words" in {one.kind for one in reading.anomalies}


def test_the_act_is_dated():
    act = reading_of(WHOLE).act
    assert (act.number, str(act.adopted_on)) == ("828", "2002-03-29")
    assert act.repealed_by
    assert (act.repealed_by.number, str(act.repealed_by.day)) == ("290", "2023-07-31")
    assert [one.number for one in act.changes] == ["852", "693", "948"]
    assert str(act.wording_from) == "2022-07-01"


def test_every_record_keeps_its_lines_and_what_is_printed():
    source = read_source(decree(WHOLE))
    (post,) = read_political_decree(source).records
    assert source.printed(post.first_line, post.last_line) == post.source_text
    assert post.source_text == WHOLE.rstrip("\n")


def test_a_title_that_stands_twice_keeps_two_keys():
    reading = reading_of("Кеңесші\n\nПрезидент\n\nКеңесші\n\nҮкімет\n")
    assert len({post.key for post in reading.records}) == 2
    assert kinds(reading) == ["title twice"]


def test_a_key_stays_when_rows_are_put_before_it():
    before = {post.title: post.key for post in reading_of(WHOLE).records}
    after = {post.title: post.key for post in reading_of(f"Хатшы\n\nҮкімет\n\n{WHOLE}").records}
    assert before.items() <= after.items()


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("Басқа жарлық".encode(), "another text"),
        (b"\x00\x01", "binary"),
        (b"", "empty"),
        (decree(WHOLE).replace(b"828", b"829"), "names no act"),
        (decree(WHOLE).replace("Кім тағайындайды".encode(), b""), "no heading"),
        (decree(WHOLE).replace(b"\n3\n", b"\n"), "not numbered"),
        (decree(WHOLE).split(b"*")[0], "before the list's footnotes"),
        (decree(WHOLE).split("ЕРЕЖЕ".encode())[0], "before the Rules"),
        (decree(WHOLE).replace("      24. Тармақ.".encode(), b""), "lack paragraph 24"),
    ],
)
def test_another_text_or_half_of_one_is_refused(text: bytes, reason: str):
    with pytest.raises(FatalFault, match=reason):
        read_political_decree(text)


def test_the_same_text_gives_the_same_reading_whatever_its_line_ends():
    once = read_political_decree(decree(WHOLE))
    assert read_political_decree(decree(WHOLE)) == once
    crlf = read_political_decree(b"\xef\xbb\xbf" + decree(WHOLE).replace(b"\n", b"\r\n"))
    assert (crlf.records, crlf.footnotes) == (once.records, once.footnotes)


def test_the_counts_are_those_of_the_reading():
    reading = reading_of("Кеңесші\n\nПрезидент\n\nҮкімет\n\n" + WHOLE)
    assert reading.counts == {
        "posts": 2,
        "inferred": 1,
        "footnotes": 3,
        "anomalies": len(reading.anomalies),
    }
    lines = list(chain.from_iterable((one.first_line, one.last_line) for one in reading.records))
    assert lines == sorted(lines)
