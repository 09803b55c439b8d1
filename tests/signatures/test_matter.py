"""What is signed has one way to be written, and says what the person has read."""

import json
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import pytest

from service.core.i18n import Translator, say
from service.signatures.matter import (
    LONGEST,
    Matter,
    canonical_bytes,
    facts_in,
    matter_bytes,
    shown_in,
)
from tests.clock import START

SIGNER = UUID("0192f6a1-0000-7000-8000-000000000001")
SUBJECT = UUID("0192f6a1-0000-7000-8000-000000000002")


@pytest.mark.parametrize(
    ("value", "written"),
    [
        pytest.param({"b": 1, "a": 2}, '{"a":2,"b":1}', id="keys in order"),
        pytest.param({"a": {"c": 1, "b": []}}, '{"a":{"b":[],"c":1}}', id="inside, too"),
        pytest.param({"a": "Қ/\n"}, '{"a":"Қ/\\n"}', id="letters as they are"),
        pytest.param({"a": [True, None, -1]}, '{"a":[true,null,-1]}', id="no blanks"),
        pytest.param({"a": (1, 2)}, '{"a":[1,2]}', id="a tuple is a list"),
    ],
)
def test_there_is_one_way_to_write_it_down(value: dict[str, Any], written: str):
    assert canonical_bytes(value) == written.encode()


@pytest.mark.parametrize(
    "value",
    [
        pytest.param({"a": 0.1}, id="a broken number"),
        pytest.param({"a": START}, id="a moment"),
        pytest.param({"a": b"x"}, id="bytes"),
        pytest.param({"a": [{1: 2}]}, id="a key that is no text"),
        pytest.param({"қ": 1}, id="a key of other letters"),
        pytest.param({"a": "x" * LONGEST}, id="too much"),
    ],
)
def test_what_could_be_written_in_two_ways_is_not(value: dict[str, Any]):
    with pytest.raises(ValueError, match=r"."):
        canonical_bytes(value)


def test_facts_and_plain_words_are_signed_together(translator: Translator):
    matter = Matter(
        purpose="interview-points",
        subject=("hiring", SUBJECT),
        title=say("Check of an e-signature"),
        lines=(
            (say("Who signs"), "Ахметов Ә."),
            (say("When it was asked for"), START),
            (say("What follows from it"), say("Please tell the support service.")),
            (say("Checked"), date(2026, 11, 23)),
        ),
        facts={"points": [5, 4], "candidate": str(SIGNER)},
    )
    written = matter_bytes(matter, signer_id=SIGNER, nonce="00ff", translator=translator, now=START)
    assert json.loads(written) == {
        "version": 1,
        "purpose": "interview-points",
        "subject": {"kind": "hiring", "id": str(SUBJECT)},
        "signer": str(SIGNER),
        "nonce": "00ff",
        "made_at": datetime(2026, 11, 23, 5, tzinfo=UTC).isoformat(),
        "shown": {
            "language": "kk",
            "title": "ЭЦҚ-ны тексеру",
            "lines": [
                ["Қол қоюшы", "Ахметов Ә."],
                ["Сұралған уақыты", translator.moment(START)],
                ["Салдары", "Қолдау қызметіне хабарлаңыз."],
                ["Тексерілді", translator.day(date(2026, 11, 23))],
            ],
        },
        "facts": {"points": [5, 4], "candidate": str(SIGNER)},
    }
    assert facts_in(written) == matter.facts
    shown = shown_in(written)
    assert (shown.language, shown.title) == ("kk", "ЭЦҚ-ны тексеру")
    assert shown.lines[0] == ("Қол қоюшы", "Ахметов Ә.")
