"""The shipped question bank is whole: every programme can be taken."""

import pytest

from service.ability.passages import FOLDER as ABILITY
from service.ability.passages import load_passages
from service.items.bank import ITEMS, load_bank
from service.law.programme import needed_items, shortages, unlike_texts
from service.programmes.actions import counts_of
from service.programmes.programme_files import PROGRAMMES, load_programmes
from service.qualities.situations import FOLDER as QUALITIES
from service.qualities.situations import load_situations
from service.settings import ROOT

FOLDER = ROOT / "question_bank"
BANK = load_bank(FOLDER / ITEMS)
SITUATIONS = load_situations(FOLDER / QUALITIES)
PASSAGES = load_passages(FOLDER / ABILITY)
ACTS = [act.act for act in BANK.acts()]
LANGUAGE_ACT = "state-language"


@pytest.mark.parametrize("programme", load_programmes(FOLDER / PROGRAMMES), ids=lambda p: p.code)
def test_every_programme_can_be_filled(programme):
    assert shortages(programme, counts_of(BANK, SITUATIONS, PASSAGES)) == []
    assert unlike_texts(programme, PASSAGES.asks()) == []


def test_the_programmes_and_the_bank_name_the_same_acts():
    named = {
        act for programme in load_programmes(FOLDER / PROGRAMMES) for act in needed_items(programme)
    }
    assert named == set(ACTS)


@pytest.mark.parametrize("act", ACTS)
def test_an_act_has_at_least_60_items_and_the_state_language_120(act):
    assert BANK.counts()[act] >= (120 if act == LANGUAGE_ACT else 60)


def test_an_item_says_why_it_is_expected_to_be_so_hard():
    for item in BANK.items():
        assert item.reason.strip(), item.ref
        assert 0.2 <= item.difficulty <= 0.95, item.ref
        assert (item.level is not None) == (item.act == LANGUAGE_ACT), item.ref
    assert bool(item.source) == (item.act == "civil-service")


def test_enemies_are_items_of_the_bank():
    ids = {item.id for item in BANK.items()}
    assert {enemy for item in BANK.items() for enemy in item.enemies} <= ids


@pytest.mark.parametrize("act", ACTS)
def test_an_act_is_asked_about_in_kazakh_and_russian_and_says_what_it_is(act):
    head = BANK.act(act)
    assert head.languages == (("kk",) if act == LANGUAGE_ACT else ("kk", "ru"))
    assert "not the official" in head.notice["en"]
    assert "ресми" in head.notice["kk"]
    assert "не являются официальными" in head.notice["ru"]


def test_nothing_is_left_to_look_at_again():
    assert [str(warning) for warning in BANK.warnings] == []
