"""The reader of the order on civilian posts on small made-up texts: one fault at a time."""

import pytest

from service.posts.civil_groups import listed
from service.posts.civil_order import CivilGroup, CivilReading, read_civil_order
from service.posts.source_text import FatalFault, read_source

HEAD = """"Органдардың азаматтық қызметшілер
лауазымдарының тізілімін бекіту туралы" министрдің 2015 жылғы 18 желтоқсандағы
№ 1035 бұйрығына өзгерістер енгізу туралы
Министрдің 2019 жылғы 23 қазандағы № 920
бұйрығы. Министрлікте 2019 жылғы 30 қазанда
№ 19523 болып тіркелді
Буын Деңгей Лауазымдар атауы
"""
END = """
Аббревиатуралардың толық жазылуы:
ММ – мемлекеттік мекеме;
ІІМ – Ішкі істер министрлігі. ".
      2. Комитет.
      3. Бақылау.
      4. Бұйрық.
"""
BLOCKS = {
    "A": "А блогы (басқарушылық персонал)\n\nА1\n\n1\nРеспубликалық маңызы бар ММ басшысы:\nІІМ.\n",
    "B": "В блогы (негізгі персонал)\n\nВ1\n\n1 Профессор.\n",
    "C": "С блогы (әкімшілік персонал)\n\nС1\n\nБаспасөз-хатшысы.\n",
    "D": "D блогы (қосалқы персонал)\n\nD\n\nОрындаушылар: хатшы.\n",
}
REGIONAL = "Облыстық (астананың, республикалық маңызы бар қаланың) маңызы бар ММ"
REGIONAL_OTHERWISE = "Облыстық маңызы бар (астананың, республикалық маңызы бар қаланың) ММ"


def order(**blocks: str) -> bytes:
    texts = {**BLOCKS, **blocks}
    return (HEAD + "\n".join(texts.values()) + END).encode()


def reading_of(**blocks: str) -> CivilReading:
    return read_civil_order(order(**blocks))


def block_a(body: str) -> str:
    return f"А блогы (басқарушылық персонал)\n\nА1\n\n{body}\n"


def block_b(body: str) -> str:
    return f"В блогы (негізгі персонал)\n\nВ1\n\n{body}\n"


def of_block(reading: CivilReading, block: str) -> list[CivilGroup]:
    return [one for one in reading.records if one.block == block]


def kinds(reading: CivilReading) -> list[str]:
    return [one.kind for one in reading.anomalies if one.kind != "page break"]


def test_four_blocks_stand_at_their_places():
    places = [(one.block, one.block_name, one.link, one.level) for one in reading_of().records]
    assert places == [
        ("A", "басқарушылық персонал", "A1", "1"),
        ("B", "негізгі персонал", "B1", "1"),
        ("C", "әкімшілік персонал", "C1", None),
        ("D", "қосалқы персонал", "D", None),
    ]
    assert kinds(reading_of()) == []


@pytest.mark.parametrize(
    ("body", "titles", "units", "odd"),
    [
        pytest.param(
            "1\nРеспубликалық маңызы бар ММ бас бухгалтері, бөлім бастығы:\nІІМ орталығының;\nІІМ.",
            ["бас бухгалтері", "бөлім бастығы"],
            ["ІІМ орталығының", "ІІМ"],
            [],
            id="two titles, two institutions",
        ),
        pytest.param(
            "1\nР е с п у б л и к а л ы қ  м а ң ы з ы  б а р  М М  б а с ш ы с ы :\nІІМ.",
            ["басшысы"],
            ["ІІМ"],
            ["letter-spaced"],
            id="a letter-spaced heading",
        ),
        pytest.param(
            "1\nРеспубликалық маңызы бар ММ бас:  инженері, механигі:\nІІМ.",
            ["бас инженері", "бас механигі"],
            ["ІІМ"],
            [],
            id="chiefs behind a colon",
        ),
        pytest.param(
            "1\nРеспубликалық маңызы бар ММ басшысы:\nІІМ орталығы.\nІІМ базасы.",
            ["басшысы"],
            ["ІІМ орталығы", "ІІМ базасы"],
            ["full stop inside a list"],
            id="a full stop for a semicolon",
        ),
        pytest.param(
            "1\nРеспубликалық маңызы бар ММ ісі жөніндегі орынбасары;\nбас бухгалтері:\nІІМ.",
            ["ісі жөніндегі орынбасары", "бас бухгалтері"],
            ["ІІМ"],
            [],
            id="a semicolon inside the heading",
        ),
        pytest.param(
            "1\nРеспубликалық маңызы бар ММ бөлімінің\n, тобының (негізгі\nтүрі) басшысы:\nІІМ.",
            ["бөлімінің, тобының (негізгі түрі) басшысы"],
            ["ІІМ"],
            [],
            id="a title of two parts on three lines",
        ),
        pytest.param(
            "1\nРеспубликалық маңызы бар ММ басшысы:\nҚТЖ.",
            ["басшысы"],
            ["ҚТЖ"],
            ["abbreviation not explained"],
            id="an abbreviation that the order does not explain",
        ),
        pytest.param(
            f"1\n{REGIONAL_OTHERWISE} басшысы:\nІІМ.",
            ["басшысы"],
            ["ІІМ"],
            ["scope worded differently"],
            id="the brackets stand elsewhere",
        ),
        pytest.param(
            "1\nОблыстық маңызы бар (республикалық маңызы астананың, қаланың) ММ басшысы:\nІІМ.",
            ["басшысы"],
            ["ІІМ"],
            ["moved words"],
            id="words moved inside the brackets",
        ),
    ],
)
def test_each_fault_of_a_group_is_undone_and_told(
    body: str, titles: list[str], units: list[str], odd: list[str]
):
    reading = reading_of(A=block_a(body))
    (group,) = of_block(reading, "A")
    assert (list(group.titles), list(group.units)) == (titles, units)
    assert kinds(reading) == odd


def test_a_heading_of_chiefs_stands_over_several_institutions():
    body = (
        "1\nБас: инженері, механигі:\nРеспубликалық маңызы бар ММ филиалының:\nІІМ;\n"
        f"{REGIONAL}:\nІІМ полкінің."
    )
    first, second = of_block(reading_of(A=block_a(body)), "A")
    assert first.titles == ("филиалының бас инженері", "филиалының бас механигі")
    assert second.titles == ("бас инженері", "бас механигі")
    assert (first.scope, second.scope) == ("republic", "regional")
    assert (first.last_line - first.first_line, second.units) == (2, ("ІІМ полкінің",))


def test_levels_that_begin_anew_belong_to_the_next_link():
    body = "1\nБас сарапшы.\n\n2\nСарапшы.\n 1\n\nКеңесші."
    reading = reading_of(B=block_b(body))
    assert [(one.link, one.level, set(one.inferred)) for one in of_block(reading, "B")] == [
        ("B1", "1", set()),
        ("B1", "2", set()),
        ("B2", "1", {"link"}),
    ]
    assert kinds(reading) == ["link without a label"]


def test_a_level_between_two_others_does_not_begin_a_link():
    body = "2\nБас сарапшы.\n\n2-1\nСарапшы.\n\n3 Кеңесші."
    groups = of_block(reading_of(B=block_b(body)), "B")
    assert [(one.link, one.level) for one in groups] == [("B1", "2"), ("B1", "2-1"), ("B1", "3")]


def test_labels_on_the_next_page_belong_to_the_sentence_that_goes_on():
    body = (
        "1\nБас сарапшы.\n\n1\n\nЖоғары санаттың біліктілігі орташа деңгейдегі мамандар: техник.\n"
        "Бірінші санаттың біліктілігі орташа деңгейдегі мамандар:\nтехник;\n\n\n\n"
        "В3\n\n2\nмеханик.\n\n3\nЕкінші санаттың біліктілігі орташа деңгейдегі мамандар: техник."
    )
    reading = reading_of(B=block_b(body))
    assert [
        (one.link, one.level, one.category, one.titles, set(one.inferred))
        for one in of_block(reading, "B")
    ] == [
        ("B1", "1", None, ("Бас сарапшы",), set()),
        ("B3", "1", "highest", ("техник",), {"link"}),
        ("B3", "2", "first", ("техник", "механик"), set()),
        ("B3", "3", "second", ("техник",), set()),
    ]
    assert kinds(reading) == ["link without a label", *["label inside its row"] * 2]


def test_a_level_without_a_label_is_inferred_from_the_scope():
    body = (
        "1\nРеспубликалық маңызы бар ММ басшысы:\nІІМ.\n"
        f"{REGIONAL} басшысы:\nІІМ.\nРеспубликалық маңызы бар ММ филиалының басшысы:\nІІМ.\n\n"
        "3 Аудандық (облыстық маңызы бар қаланың) маңызы бар ММ басшысы:\nІІМ."
    )
    reading = reading_of(A=block_a(body))
    assert [(one.level, set(one.inferred)) for one in of_block(reading, "A")] == [
        ("1", set()),
        ("2", {"level"}),
        ("2", {"level"}),
        ("3", set()),
    ]
    (odd,) = reading.anomalies
    assert (odd.kind, odd.text) == ("level without a label", "A1-2")


@pytest.mark.parametrize(
    ("heading", "category", "qualification", "odd"),
    [
        ("Жоғары санаттың біліктілігі жоғары деңгейдегі мамандар", "highest", "high", []),
        (
            "Жоғары санаттың біліктіліктігі жоғары деңгейдегі мамандар",
            "highest",
            "high",
            ["heading worded differently"],
        ),
        (
            "Санаты жоқ біліктілігі орташа деңгейдегі мамандар",
            "none",
            "middle",
            ["category and level differ"],
        ),
        ("Біліктілігі орташа деңгейлі маман", None, "middle", []),
        ("Техникалық орындаушылар", None, None, []),
    ],
)
def test_category_and_qualification_are_read(
    heading: str, category: str | None, qualification: str | None, odd: list[str]
):
    reading = reading_of(B=block_b(f"1\n{heading}: дәрігер, техник (аға, кіші)."))
    (group,) = of_block(reading, "B")
    assert (group.category, group.qualification) == (category, qualification)
    assert group.titles == ("дәрігер", "техник (аға, кіші)")
    assert kinds(reading) == odd


def test_a_sphere_holds_until_the_next():
    body = (
        '"Денсаулық сақтау" саласында\n\nВ2\n\n1\nДәрігер.\n\nөзге де саладағы\n\nВ2\n\n1\nСолист.'
    )
    groups = of_block(reading_of(B=f"В блогы (негізгі персонал)\n\n{body}\n"), "B")
    assert [(one.sphere, one.link, one.level, one.titles) for one in groups] == [
        ("Денсаулық сақтау", "B2", "1", ("Дәрігер",)),
        ("өзге де", "B2", "1", ("Солист",)),
    ]


def test_a_post_behind_a_list_of_units_stands_alone():
    body = "ММ бөліністерінің басшысы (меңгерушісі):\nмұрағаттың;\nклубтың.\nБаспасөз-хатшысы."
    groups = of_block(reading_of(C=f"С блогы (әкімшілік персонал)\n\nС1\n\n{body}\n"), "C")
    assert [(one.titles, one.units) for one in groups] == [
        (("ММ бөліністерінің басшысы (меңгерушісі)",), ("мұрағаттың", "клубтың")),
        (("Баспасөз-хатшысы",), ()),
    ]


@pytest.mark.parametrize(
    ("text", "entries"),
    [
        ("хатшы, техник", ("хатшы", "техник")),
        ("тіркеуші (орын, бюро), хатшы", ("тіркеуші (орын, бюро)", "хатшы")),
        ("бөлімнің (құқығындағы), топтың басшысы", ("бөлімнің (құқығындағы), топтың басшысы",)),
        ("ЖМҚС, жүйенің операторы, хатшы", ("ЖМҚС, жүйенің операторы", "хатшы")),
        ("сақтау маманы (статистик), провизор", ("сақтау маманы (статистик)", "провизор")),
    ],
)
def test_a_list_is_parted_where_an_entry_is_complete(text: str, entries: tuple[str, ...]):
    assert listed(text) == entries


def test_the_order_is_dated_and_names_the_order_it_changes():
    reading = reading_of()
    act = reading.act
    assert (act.number, str(act.adopted_on)) == ("920", "2019-10-23")
    assert act.registration
    assert (act.registration.number, str(act.registration.day)) == ("19523", "2019-10-30")
    assert reading.changed_act
    assert (reading.changed_act.number, str(reading.changed_act.day)) == ("1035", "2015-12-18")
    assert dict(reading.abbreviations) == {
        "ММ": "мемлекеттік мекеме",
        "ІІМ": "Ішкі істер министрлігі",
    }


def test_every_record_keeps_its_lines_and_what_is_printed():
    source = read_source(order())
    for group in read_civil_order(source).records:
        assert group.source_text == source.printed(group.first_line, group.last_line)
        assert group.source_text.strip()


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("Басқа бұйрық".encode(), "another text"),
        (b"", "empty"),
        (order().replace("№ 920".encode(), "№ 921".encode()), "names no act"),
        (order().replace("Буын".encode(), b""), "no heading"),
        (order().split("Аббревиатуралардың".encode())[0], "before the register's abbreviations"),
        (order().split(b"3. ")[0], "lacks paragraph 3"),
        (order(C=""), "lacks block C"),
    ],
)
def test_another_text_or_half_of_one_is_refused(text: bytes, reason: str):
    with pytest.raises(FatalFault, match=reason):
        read_civil_order(text)


def test_the_same_text_gives_the_same_reading_whatever_its_line_ends():
    once = read_civil_order(order())
    assert read_civil_order(order()) == once
    crlf = read_civil_order(b"\xef\xbb\xbf" + order().replace(b"\n", b"\r\n"))
    assert crlf.records == once.records
    assert len({one.key for one in once.records}) == len(once.records)
