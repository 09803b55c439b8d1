"""Out and in again: nothing is lost that the format can carry, and what is lost is said."""

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from service.items.bank import Item, load_bank
from service.items.exchange.aiken import read_aiken, write_aiken
from service.items.exchange.gift import carries_in_a_tag, write_gift
from service.items.exchange.gift_reading import read_gift
from service.items.exchange.losses import AIKEN_LACKS, export_losses, rows_of
from service.items.exchange.model import Format
from service.items.exchange.pairing import Pairs, pair
from service.items.exchange.qti import clean, write_qti
from service.items.exchange.qti_reading import read_qti
from service.settings import ROOT
from tests.items.exchange.questions import item as one
from tests.items.exchange.questions import items, losses, said, text

SEVERAL = st.lists(items(), min_size=1, max_size=3, unique_by=lambda item: item.id)
few = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def bodies(pairs: Pairs) -> list[dict[str, Any]]:
    assert pairs.faults == ()
    return [dict(draft.body) for draft in pairs.drafts]


def drafts_of(found: list[Item]) -> list[dict[str, Any]]:
    """The same items, as drafts of the act "constitution"."""
    return [{**item.body(), "status": "draft", "act": "constitution"} for item in found]


@few
@given(SEVERAL)
def test_qti_gives_every_fact_and_both_languages_back(found: list[Item]):
    reading = read_qti("items.zip", write_qti(found, ("kk", "ru")))
    assert (reading.faults, reading.losses) == ([], [])
    pairs = pair([(reading, "")], "constitution", ("kk", "ru"))
    assert bodies(pairs) == drafts_of(found)
    assert [draft.name for draft in pairs.drafts] == [item.id for item in found]


@few
@given(SEVERAL)
def test_gift_gives_every_fact_back_from_two_files(found: list[Item]):
    readings = [
        (read_gift(f"{language}.txt", write_gift(found, language)), "") for language in ("kk", "ru")
    ]
    expected = drafts_of(found)
    for body in expected:
        if not carries_in_a_tag(body["article"]):
            body["article"] = ""  # and the loss report says so, see below
    assert bodies(pair(readings, "constitution", ("kk", "ru"))) == expected
    assert [losses(reading) for reading, _ in readings] == [[], []]


@few
@given(SEVERAL)
def test_aiken_gives_words_and_keys_back_from_two_files(found: list[Item]):
    readings = [
        (read_aiken(f"{language}.txt", write_aiken(found, language)), language)
        for language in ("kk", "ru")
    ]
    kept = bodies(pair(readings, "constitution", ("kk", "ru")))
    assert [(body["key"], body["texts"]) for body in kept] == [
        (body["key"], body["texts"]) for body in drafts_of(found)
    ]


@few
@given(items())
def test_the_loss_report_names_what_aiken_cannot_carry_and_nothing_else(item: Item):
    said_lost = {loss.field for loss in export_losses([item], Format.AIKEN, "kk", ())}
    values = {**item.body(), "name": item.id, "version": item.version}
    expected = {name for name in AIKEN_LACKS if values[name] not in {"", None}}
    assert said_lost == expected | {"language"}


@pytest.mark.parametrize("act", ["constitution", "state-language"])
def test_the_shipped_bank_comes_back_as_it_went_out(act: str):
    bank = load_bank(ROOT / "question_bank" / "items")
    found = [item for item in bank.items() if item.act == act and item.status == "approved"]
    languages = tuple(found[0].texts)
    reading = read_qti("items.zip", write_qti(found, languages))
    assert (reading.faults, reading.losses) == ([], [])
    kept = bodies(pair([(reading, "")], act, languages))
    assert kept == [{**item.body(), "status": "draft"} for item in found]
    for write, read in ((write_gift, read_gift), (write_aiken, read_aiken)):
        readings = [(read("x", write(found, language)), language) for language in languages]
        assert [
            (body["key"], body["texts"]) for body in bodies(pair(readings, act, languages))
        ] == [(body["key"], body["texts"]) for body in kept]


def test_equal_items_make_equal_packages():
    assert write_qti([one(1), one(2)], ("kk", "ru")) == write_qti([one(1), one(2)], ("kk", "ru"))


def test_losses_are_said_per_field_with_the_items_that_lose_it():
    found = [one(1), one(2, texts={"kk": text("Сұрақ?", "а", "ә", "б", "в")})]
    rows = rows_of(export_losses(found, Format.GIFT, "ru", {"CONST-0001"}))
    assert [(row.field, said(row.why), row.names) for row in rows] == [
        (
            "language",
            "The file holds one language; export the other one by itself.",
            ("CONST-0001",),
        ),
        ("enemies", "It concerns the items of this bank alone.", ("CONST-0001",)),
        (
            "item",
            "There is no text in the language Russian: the item is left out.",
            ("CONST-0002",),
        ),
    ]


def test_what_a_tag_cannot_hold_is_a_loss():
    found = one(1, article="2 <1>")
    (loss,) = export_losses([found], Format.GIFT, "kk", ())[1:]
    assert (loss.field, said(loss.why)) == (
        "article",
        "Moodle's tags hold no angle brackets and no backslashes.",
    )


def test_signs_that_a_text_should_not_have_are_a_loss_and_harm_nothing():
    odd = one(1, texts={"kk": text("Бірінші\nжол\x00?", "а\ufffe", "ә", "б\u200b", "в")})
    fields = [loss.field for loss in export_losses([odd], Format.QTI, "", ())]
    assert fields == ["text", "options"]
    reading = read_qti("items.zip", write_qti([odd], ("kk",)))
    (question,) = reading.questions
    assert (question.text, list(question.options.values())) == (
        "Бірінші жол?",
        ["а", "ә", "б", "в"],
    )
    assert clean("а\ufffe") == "а"
