"""What the journal says has words in every language."""

import ast
from collections.abc import Iterator
from pathlib import Path

from service.jobs import HANDLERS
from service.journal.verb_words import VERBS, verb_words
from service.pages.administrator_journal import WORK
from service.settings import ROOT


def verbs_in(file: Path) -> Iterator[str]:
    """Every verb that a file writes out where it records something."""
    for node in ast.walk(ast.parse(file.read_text())):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name):
            continue
        if node.func.id.lstrip("_") == "record":
            for given in node.args[:3]:
                if isinstance(given, ast.Constant) and isinstance(given.value, str):
                    yield given.value


def test_every_verb_that_is_recorded_has_words():
    recorded = {verb for file in (ROOT / "service").rglob("*.py") for verb in verbs_in(file)}
    assert len(recorded) > 30
    assert recorded - VERBS.keys() == set(), "name them in service/journal/verb_words.py"


def test_a_verb_of_former_times_is_shown_as_it_was_written():
    assert verb_words("something else done").msgid == "something else done"


def test_every_kind_of_work_has_words():
    assert HANDLERS.keys() - WORK.keys() == set(), "name them in pages/administrator_journal.py"
