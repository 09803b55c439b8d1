"""Every state, event, duty, part and reason of the two machines has words in every language."""

from typing import get_args

import pytest

from service.core.i18n import LANGUAGES, Language, translators
from service.law.candidacy_moves import CANDIDACY
from service.law.competition_guards import IS_RANKING
from service.law.competition_moves import COMPETITION
from service.law.machine import Actor, Illegal, Machine, Why
from service.law.ranking import Decided
from service.pages.competition_event_words import EVENTS
from service.pages.competition_refusals import GUARDS, WHYS, illegal_words
from service.pages.competition_words import (
    ACTORS,
    DECIDED,
    STAGES,
    STANDINGS,
    STATES,
    TODOS,
)
from service.settings import ROOT

MACHINES = (COMPETITION, CANDIDACY)
SAID = (STATES, STANDINGS, ACTORS, TODOS, EVENTS, WHYS, GUARDS, DECIDED, STAGES)
# owed though no row of the duties names them (law/competition_todo)
MORE = {"commission-formed", "member-replaced", "essay-rated", "interview-rated"}


def owed(machine: Machine) -> set[str]:
    return {each.event for each in machine.duties}


def test_every_state_has_words():
    assert {each.code for each in COMPETITION.states} == set(STATES)
    assert {each.code for each in CANDIDACY.states} == set(STANDINGS)


def test_every_event_has_words():
    assert {each.event for machine in MACHINES for each in machine.moves} == set(EVENTS)


def test_everything_that_can_be_owed_has_words():
    openings = {each.event for each in COMPETITION.moves if each.event.endswith("-opened")}
    assert set(TODOS) == MORE | openings | owed(COMPETITION) | owed(CANDIDACY)


def test_every_part_and_what_decides_has_words():
    assert set(get_args(Actor)) == set(ACTORS)
    assert set(get_args(Decided)) == set(DECIDED)


def test_every_reason_has_a_sentence():
    guards = {each.words for machine in MACHINES for row in machine.moves for each in row.guards}
    assert guards == set(GUARDS)
    assert set(get_args(Why)) == set(WHYS)


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_lacks_in_a_language(language: Language):
    translator = translators(ROOT / "web" / "locales")[language]
    for words in SAID:
        for code, text in words.items():
            assert translator.render(text) or code is None, code
            assert language == "en" or text.msgid in translator, text.msgid


@pytest.mark.parametrize("why", get_args(Why))
def test_each_reason_is_a_sentence_with_its_source(why: Why):
    rule = COMPETITION.of("protocol-signed")[0].rule
    found = Illegal("protocol-signed", "ranking", why, rule, "O26 IS 140", IS_RANKING.words)
    translator = translators(ROOT / "web" / "locales")["en"]
    said = translator.render(illegal_words(found))
    assert said.endswith("(O26 IS 140)")
    assert "%" not in said
