from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service.posts.qualification_order import QualificationPost, read_qualification_order
from service.posts.source_text import Anomaly, FatalFault
from tests.posts.made_up_order import DUTIES, HEAD, STOCK, TYPICAL, order, post

TITLE = "Мектеп департаментінің директоры\n"


def only(*posts: str) -> QualificationPost:
    (record,) = read_qualification_order(order(*posts)).records
    return record


def odd(*posts: str) -> list[tuple[str, str]]:
    return [(one.kind, one.text) for one in read_qualification_order(order(*posts)).anomalies]


def test_a_post_with_all_it_asks():
    reading = read_qualification_order(order())
    (record,) = reading.records
    assert (record.key, record.number, record.position) == ("42/1", 1, "директоры")
    assert (record.title, record.department) == (
        "Мектеп департаментінің директоры",
        "Мектеп департаменті",
    )
    assert (record.category, record.category_key) == ("\u0421-1", "C-1")
    assert (record.units, record.staff_numbers) == (1, ("1-0-1",))
    assert (record.education.level, record.education.fields) == ("higher", ("құқықтану",))
    assert [(act.kind, act.title) for act in record.knowledge.acts] == [
        ("constitution", "Қазақстан Республикасының Конституциясы"),
        ("law", "Мемлекеттік қызмет туралы"),
        ("law", "Білім туралы"),
    ]
    assert record.knowledge.acts_of_own_field
    assert record.experience.typical is not None
    assert record.experience.typical.number == "02-01-02/5"
    assert record.duties == DUTIES
    assert record.inferred == {"category_key", "department"}
    assert (record.first_line, record.last_line) == (12, 32)
    assert record.source_text.startswith("1. Мектеп")
    assert record.source_text.endswith(DUTIES)
    assert reading.anomalies == ()
    assert reading.counts == {"posts": 1, "units": 1, "staff_numbers": 1, "anomalies": 0}
    assert (reading.body, reading.corps) == ("Қазақстан Республикасы Білім министрлігі", "Б")
    assert reading.act.number == "42"


def label_inside(text: str, before: str, label: str) -> str:
    """The text with a page's end and the label before some of its words."""
    assert before in text
    return text.replace(before, f"\n\n\n\n{label}{before}", 1)


SPOILT = {
    "letters are spaced": post(
        duties="Функционалдық міндеттері\n\nБ а с қ а р м а н ы ң  ж ұ м ы с ы н\n"
        "ұйымдастыру. Тапсырмаларды орындау."
    ),
    "a page ends before the knowledge": post(knowledge=f"\n\nКәсіби біліктілігі\n\n{STOCK}"),
    "a page ends inside the knowledge": post(
        knowledge=label_inside(STOCK, "«Мемлекеттік", "Кәсіби біліктілігі\n\n")
    ),
    "the label stands on the line of the second part": post(
        knowledge=label_inside(STOCK, "«Мемлекеттік", "Кәсіби біліктілігі ")
    ),
    "a page ends inside the experience": post(
        experience=label_inside(TYPICAL, "тізілімінде", "Жұмыс тәжірибесі ")
    ),
    "a page ends inside the duties": post(
        duties=label_inside(DUTIES, "ұйымдастыру", "Функционалдық\nміндеттері\n\n")
    ),
    "a page ends inside the title": post(
        title="Мектеп\n\n\n\nдепартаментінің директоры\nС-1 санаты (1 бірлік), № 1-0-1"
    ),
    "words are moved": post(
        knowledge="Кәсіби біліктілігі\n\n"
        "Қазақстан Республикасының , Конституциясын «Мемлекеттік\n\n"
        ", қызмет туралы» «Білім туралы»\nЗаңдарын, осы санаттағы\n"
        "нақты лауазымның мамандануына сәйкес актілерін білуі."
    ),
    "a word has two alphabets": post(
        knowledge=f"Кәсіби біліктілігі\n\n{STOCK}".replace("Мемлекеттік", "Мемлекеттiк")
    ),
}


@pytest.mark.parametrize("spoilt", SPOILT.values(), ids=SPOILT.keys())
def test_a_fault_of_the_pdf_changes_no_fact(spoilt: str):
    whole, record = read_qualification_order(order(post(), spoilt)).records
    assert record.title == whole.title
    assert record.education == whole.education
    assert record.knowledge == whole.knowledge
    assert record.experience == whole.experience
    assert record.duties == whole.duties


def headed(words: str) -> str:
    return post(title=TITLE + words)


TWICE = "құқықтану немесе құқықтану"
UNITS = "units differ from staff numbers"
INLINE = "Мектеп департаментінің директоры С-1 санаты"


@pytest.mark.parametrize(
    ("made", "kind", "text"),
    [
        (headed("С-1 санаты (2 бірлік), № 1-0-1"), UNITS, "2 units, 1 staff numbers"),
        (headed("С-1 санаты (1 бірлік)"), UNITS, "1 units, 0 staff numbers"),
        (
            post(title=INLINE + "\n(1 бірлік), № 1-0-1"),
            "category in the title line",
            f"1. {INLINE}",
        ),
        (headed("С-1 (1 бірлік), № 1-0"), "category without its word", "С-1 (1 бірлік), № 1-0"),
        (headed("С-1 санаты (2 бірлік), № 1-0-1, 1-0-2"), "staff number without its sign", "1-0-2"),
        (headed("С-0-1 санаты (1 бірлік)"), "nought for a letter in the category", "\u0421-0-1"),
        (headed("С-O-1 санаты (1 бірлік)"), "category in mixed letters", "\u0421-O-1"),
        (
            headed("С-1 санаты (1 бірлік), № 1-0-1 уақытша"),
            "words behind the staff numbers",
            "уақытша",
        ),
        (post(education=f"Білімі Жоғары білім: {TWICE}"), "field of education twice", TWICE),
        (post(education="Білімі Жоғары білім: а, ә"), "list with a comma for «or»", "а, ә"),
        (post(education="Білімі Жоғарғы білім: а"), "level in other words", "Жоғарғы білім"),
        (post(education="Білімі Орта білім"), "education not understood", "Орта білім"),
        (post(experience="Жұмыс тәжірибесі\n\nӨтіл."), "experience not understood", "Өтіл."),
        (post(experience="Жұмыс тәжірибесі\n\nӨтіл."), "typical requirements not named", "Өтіл."),
        (post(knowledge="Кәсіби біліктілігі\n\nБәрі."), "knowledge not understood", "Бәрі."),
        (post(title="Мектеп\nжоқ (1 бірлік)"), "head not understood", "1. Мектеп жоқ (1 бірлік)"),
    ],
)
def test_what_is_odd_is_told(made: str, kind: str, text: str):
    assert (kind, text) in odd(made)


@pytest.mark.parametrize(
    "label",
    ["Кәсіби біліктілік", "Кәсіптік құзыреттілігі", "Кәсіптік құзыреттілік", "Кәсіби құзыреті"],
)
def test_labels_vary(label: str):
    varied = post(2, knowledge=f"{label}\n\n{STOCK}")
    reading = read_qualification_order(order(post(), varied, post(3)))
    assert [one.text for one in reading.anomalies if one.kind == "label varies"] == [label]
    assert reading.records[1].knowledge == reading.records[0].knowledge


@pytest.mark.parametrize(
    "head", ["Өлшемдері Талаптар", "Критерийлер Талаптар", "Белгілері Қойылатын талаптар"]
)
def test_the_table_s_head_varies(head: str):
    assert ("label varies", head) in odd(post(), post(2, table=head), post(3))


def test_a_mixed_category_is_looked_up_in_latin_letters():
    record = only(post(title=TITLE + "С-O-1 санаты (1 бірлік), № 1-0-1"))
    assert (record.category, record.category_key) == ("\u0421-O-1", "C-O-1")


def test_staff_numbers_are_counted_once_and_in_order():
    second = post(2, TITLE + "С-1 санаты (2 бірлік), № 1-0-1, № 1-0-4")
    reading = read_qualification_order(order(post(), second))
    found = [(one.kind, one.text) for one in reading.anomalies]
    assert ("staff number twice", "1-0-1, also of post 1") in found
    assert ("staff number left out", "1-0-3") in found


def test_a_number_out_of_order_is_told():
    assert ("number out of order", "4 after 1") in odd(post(), post(4))


def test_a_division_that_bears_two_names_is_told():
    first = "Мектеп департаментінің Оқу басқармасының {}\nС-3 санаты (1 бірлік), № 1-1-{}"
    other = first.replace("Оқу басқармасының", "Оқыту басқармасының")
    posts = [post(1, first.format("басшысы", 1)), post(2, first.format("сарапшысы", 2))]
    assert ("unit named otherwise", "Оқыту басқармасы") in odd(
        *posts, post(3, other.format("сарапшысы", 3))
    )


def test_a_number_in_the_duties_begins_no_post():
    record = only(post(duties=f"Функционалдық міндеттері\n\n2. Тексеру.\n\n3. Жазу.\n{DUTIES}"))
    assert record.duties.startswith("2. Тексеру. 3. Жазу.")


WHOLE = order(post(), post(2))
NAMELESS = HEAD.replace("№ 42", "").replace("№ 777", "")


def until(words: str) -> bytes:
    return WHOLE[: WHOLE.rfind(words.encode())]


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"Nothing of the kind.\n", "this is another text"),
        (HEAD.encode(), "no post stands in this text"),
        (until(" орындау."), "breaks off in a sentence of post 2"),
        (until("Функционалдық"), "breaks off in post 2: it has no duties"),
        (until("Жұмыс тәж"), "breaks off in post 2: it has no experience"),
        ((NAMELESS + post()).encode(), "names no order by day and number"),
    ],
    ids=["foreign", "only the head", "in a sentence", "no duties", "no experience", "no number"],
)
def test_a_foreign_or_truncated_text_is_refused(data: bytes, reason: str):
    with pytest.raises(FatalFault, match=reason):
        read_qualification_order(data)


def test_a_cell_missing_in_the_middle_is_told():
    broken = post(1, experience="")
    reading = read_qualification_order(order(broken, post(2)))
    assert [one for one in reading.anomalies if one.kind == "cell missing"] == [
        Anomaly(12, "cell missing", "experience")
    ]
    assert reading.records[0].experience.typical is None


@settings(max_examples=40, deadline=None)
@given(st.integers(min_value=1, max_value=len(WHOLE) - 1))
def test_a_text_cut_anywhere_is_refused_or_read_whole_posts(end: int):
    with suppress(FatalFault):
        assert all(one.duties for one in read_qualification_order(WHOLE[:end]).records)


def test_the_same_text_gives_the_same_records_and_keys():
    assert read_qualification_order(WHOLE) == read_qualification_order(WHOLE)
    unix = read_qualification_order(WHOLE).records
    assert read_qualification_order(WHOLE.replace(b"\n", b"\r\n")).records == unix


def test_a_cell_without_end_is_refused():
    endless = post(knowledge="Кәсіби біліктілігі\n\n" + "АЗАМАТТЫҚ АЗАМАТТЫҚ \n" * 2_000)
    with pytest.raises(FatalFault, match="this cell is too long"):
        read_qualification_order(order(endless))


def test_capitals_without_a_code_are_read_at_once():
    many = "А" * 90 + " " + "Азаматтық " * 900
    record = only(post(knowledge=f"Кәсіби біліктілігі\n\n{many}\n{STOCK}"))
    assert len(record.knowledge.acts) == 3
