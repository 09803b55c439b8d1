"""Two languages, one draft: by name, else by order; what does not fit stops everything."""

import pytest

from service.core.i18n import Message
from service.items.exchange.aiken import write_aiken
from service.items.exchange.gift import write_gift
from service.items.exchange.importing import Sent, read_files
from service.items.exchange.model import Format
from service.items.exchange.pairing import Pairs
from service.items.exchange.qti import write_qti
from tests.items.exchange.questions import archive, item, said
from tests.items.exchange.test_qti import ITEM, MANIFEST, TAO

BOTH = ("kk", "ru")


def told(pairs: Pairs) -> list[tuple[str, str, str]]:
    return [(str(each.place), each.field, said(each.what)) for each in pairs.faults]


def gift(content: str, *, language: str = "", act: str = "constitution") -> Pairs:
    return read_files(Format.GIFT, [Sent("a.txt", content.encode(), language)], act, BOTH)


def test_files_are_paired_by_name_in_whatever_order():
    items = [item(1), item(2)]
    sent = [
        Sent("kk.txt", write_gift(items, "kk"), "kk"),
        Sent("ru.txt", write_gift(items[::-1], "ru"), "ru"),
    ]
    pairs = read_files(Format.GIFT, sent, "constitution", BOTH)
    assert pairs.faults == ()
    assert [(draft.name, list(draft.body["texts"])) for draft in pairs.drafts] == [
        ("CONST-0001", ["kk", "ru"]),
        ("CONST-0002", ["kk", "ru"]),
    ]


def test_one_language_alone_becomes_drafts_with_a_gap():
    (draft,) = read_files(
        Format.AIKEN, [Sent("a.txt", write_aiken([item(1)], "ru"), "ru")], "constitution", BOTH
    ).drafts
    assert list(draft.body["texts"]) == ["ru"]
    assert (draft.body["act"], draft.body["status"], draft.body["topic"]) == (
        "constitution",
        "draft",
        "",
    )


def test_items_of_another_maker_are_paired_by_their_identifier():
    russian = TAO.replace('"i60114"', '"Q1_ru"')
    kazakh = russian.replace("Q1_ru", "Q1_kk").replace('xml:lang="ru-RU"', 'xml:lang="kk-KZ"')
    manifest = MANIFEST.format(ITEM.format("1.xml") + ITEM.format("2.xml"))
    files = {"imsmanifest.xml": manifest, "1.xml": russian, "2.xml": kazakh}
    pairs = read_files(Format.QTI, [Sent("p.zip", archive(files))], "constitution", BOTH)
    assert [(draft.name, list(draft.body["texts"])) for draft in pairs.drafts] == [
        ("Q1", ["kk", "ru"])
    ]


def test_names_used_twice_in_one_file_are_no_names():
    block = "::Сұрақ::Нешінші? {{=a{0} ~b ~c ~d}}\n\n"
    pairs = gift(block.format(1) + block.format(2), language="kk")
    assert (pairs.faults, len(pairs.drafts)) == ((), 2)


def test_what_stands_against_a_pair_names_its_place():
    one, two = write_aiken([item(1), item(2)], "kk"), write_aiken([item(1)], "ru")
    counts = read_files(
        Format.AIKEN, [Sent("kk", one, "kk"), Sent("ru", two, "ru")], "constitution", BOTH
    )
    assert told(counts) == [("ru", "file", "The two files hold 2 and 1 questions without names.")]
    keys = read_files(
        Format.AIKEN,
        [Sent("kk", two, "kk"), Sent("ru", two.replace(b"ANSWER: B", b"ANSWER: C"), "ru")],
        "constitution",
        BOTH,
    )
    assert told(keys) == [("ru:1", "key", "The right option is B in Kazakh and C in Russian.")]
    names = read_files(
        Format.GIFT,
        [
            Sent("kk", write_gift([item(1)], "kk"), "kk"),
            Sent("ru", write_gift([item(2)], "ru"), "ru"),
        ],
        "constitution",
        BOTH,
    )
    assert [each[1:] for each in told(names)] == [
        ("name", "The other file has no question of this name."),
        ("name", "The other file has no question of this name."),
    ]


@pytest.mark.parametrize(
    ("language", "languages", "sentence"),
    [
        ("", BOTH, "The file does not say in which language the question is."),
        ("ru", ("kk",), "This act has no questions in the language Russian."),
    ],
)
def test_a_language_that_is_not_said_or_not_asked(
    language: str, languages: tuple[str, ...], sentence: str
):
    sent = Sent("a.txt", b"::Q::Q? {=a ~b ~c ~d}", language)
    pairs = read_files(Format.GIFT, [sent], "constitution", languages)
    assert [each[1:] for each in told(pairs)] == [("language", sentence)]


def test_the_same_name_twice_in_one_language_of_a_package_is_told():
    manifest = MANIFEST.format(ITEM.format("1.xml") + ITEM.format("2.xml"))
    files = {"imsmanifest.xml": manifest, "1.xml": TAO, "2.xml": TAO}
    sent = [Sent("p.zip", archive(files)), Sent("q.zip", archive(files), "kk")]
    pairs = read_files(Format.QTI, sent, "constitution", BOTH)
    assert {each[1] for each in told(pairs)} == {"name"}


def test_a_file_without_questions_is_told():
    assert [each[1:] for each in told(gift("// nothing\n\n$CATEGORY: a/b\n"))] == [
        ("file", "The file holds no questions.")
    ]


def test_a_file_that_is_too_large_is_not_read():
    sent = Sent("a.txt", b" " * (5 * 1024 * 1024 + 1), "kk")
    assert [each[1:] for each in told(read_files(Format.GIFT, [sent], "constitution", BOTH))] == [
        ("file", "The file is larger than 5 MB.")
    ]


def test_another_act_and_an_old_number_are_losses():
    content = write_qti([item(1)], BOTH)
    pairs = read_files(Format.QTI, [Sent("p.zip", content)], "president", BOTH)
    told_losses = [(loss.field, said(loss.why)) for loss in pairs.losses]
    assert told_losses == [
        ("act", "The file says constitution; the drafts go to the act that you chose."),
        ("version", "The draft gets a number and a first version of its own."),
    ]
    assert isinstance(pairs.losses[0].why, Message)
    assert pairs.drafts[0].body["act"] == "president"
