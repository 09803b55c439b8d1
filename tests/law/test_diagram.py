import re

import pytest

from service.law.candidacy_moves import CANDIDACY
from service.law.competition_moves import COMPETITION
from service.law.diagram import mermaid, page
from service.law.machine import Machine
from service.settings import ROOT


def test_the_page_is_the_one_that_the_rows_draw():
    kept = (ROOT / "docs" / "competition.md").read_text()
    assert kept == page(), "run `python -m service.law.diagram > docs/competition.md`"


@pytest.mark.parametrize("machine", [COMPETITION, CANDIDACY], ids=lambda each: each.name)
def test_every_state_and_every_way_is_drawn(machine: Machine):
    drawn = mermaid(machine)
    names = re.findall(r'state "([\w-]+)" as', drawn)
    assert names == [each.code for each in machine.states]
    leads_on = {
        f" {move.event} ({move.rule.id})"
        for move in machine.moves
        if any(move.target not in {None, source} for source in move.sources)
    }
    for move in machine.moves:
        label = f" {move.event} ({move.rule.id})"
        assert (label in drawn) is (label in leads_on)


def test_the_drawings_of_an_application_hold_all_of_it_together():
    text = (ROOT / "docs" / "competition.md").read_text()
    _, application = text.split("## An application to it")
    drawings = "\n".join(re.findall(r"```mermaid\n(.*?)```", application, re.DOTALL))
    arrows = {line for line in mermaid(CANDIDACY).splitlines() if "-->" in line}
    assert arrows <= set(drawings.splitlines())


def test_every_event_and_state_stands_in_the_tables():
    text = page()
    for machine in (COMPETITION, CANDIDACY):
        for move in machine.moves:
            assert f"| `{move.event}`" in text
        for state in machine.states:
            assert f"| `{state.code}` | {state.words} |" in text


def test_names_in_a_drawing_are_words_to_mermaid():
    for name in re.findall(r"^    (\S+) -->", mermaid(CANDIDACY), re.MULTILINE):
        assert re.fullmatch(r"\w+|\[\*\]", name)
