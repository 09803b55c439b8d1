"""What a new version changes, in words; faults in words; who stands where in time."""

import re
from dataclasses import replace
from datetime import date

import pytest

from service.core.i18n import LANGUAGES, Message, say, translators
from service.core.yaml_file import MalformedFileError
from service.law import programme as law
from service.programmes.changes import Change, changes
from service.programmes.fault_words import SENTENCES, in_words
from service.programmes.programme_files import load_programme, parse_programme
from service.programmes.programme_words import standing
from service.settings import ROOT

LE_2 = load_programme(ROOT / "question_bank" / "programmes" / "le-2.yaml")
LATER = date(2027, 1, 1)


def with_section(**values: object) -> law.Programme:
    return replace(LE_2, sections=(LE_2.sections[0], replace(LE_2.sections[1], **values)))  # type: ignore[arg-type]  # each test names its own


@pytest.mark.parametrize(
    ("after", "expected"),
    [
        (LE_2, []),
        (replace(LE_2, version=2), []),
        (
            replace(LE_2, valid_from=LATER),
            [Change(say("In force from"), "2024-02-01", "2027-01-01")],
        ),
        (
            replace(LE_2, valid_to=LATER),
            [Change(say("In force until"), say("nothing"), "2027-01-01")],
        ),
        (
            with_section(minutes=95),
            [Change(say("Section %(code)s: minutes", code="legislation"), "90", "95")],
        ),
        (
            with_section(pass_total=None),
            [
                Change(
                    say("Section %(code)s: correct answers in all", code="legislation"),
                    "63",
                    say("nothing"),
                )
            ],
        ),
        (
            with_section(kind="qualities", level="manager"),
            [
                Change(
                    say("Section %(code)s: what it tests", code="legislation"),
                    "knowledge",
                    "qualities manager",
                )
            ],
        ),
        (
            replace(LE_2, categories=("X-Y-1", *LE_2.categories[1:])),
            [Change(say("Categories"), LE_2.categories[0], "X-Y-1")],
        ),
    ],
    ids=[
        "the same",
        "the number",
        "first day",
        "last day",
        "minutes",
        "threshold",
        "kind",
        "categories",
    ],
)
def test_a_change_is_said(after, expected):
    assert changes(LE_2, after) == expected


def test_letters_of_a_category_that_only_look_different_are_no_change():
    latin = tuple(map(law.normalise_category, LE_2.categories))
    assert latin != LE_2.categories
    assert changes(LE_2, replace(LE_2, categories=latin)) == []


def test_a_section_that_goes_is_said():
    after = replace(LE_2, sections=LE_2.sections[:1])
    assert {each.what.values["code"] for each in changes(LE_2, after)} == {"legislation"}


@pytest.mark.parametrize(
    ("first", "last", "word"),
    [
        (date(2026, 1, 1), None, "in-force"),
        (date(2026, 6, 1), None, "in-force"),
        (date(2026, 6, 2), None, "later"),
        (date(2026, 1, 1), date(2026, 6, 1), "in-force"),
        (date(2026, 1, 1), date(2026, 5, 31), "over"),
        (date(2026, 7, 1), date(2026, 6, 15), "over"),
    ],
)
def test_a_version_stands_somewhere_in_time(first, last, word):
    version = replace(LE_2, valid_from=first, valid_to=last)
    assert standing(version, date(2026, 6, 1)) == word


@pytest.mark.parametrize(
    ("sentence", "message"),
    [
        ("version is missing", say("%(name)s is missing", name="version")),
        (
            "sections.1.minutes: 0 is too short: a section takes at least one minute",
            say(
                "%(place)s: %(sentence)s",
                place="sections.1.minutes",
                sentence=say(
                    "%(minutes)s is too short: a section takes at least one minute", minutes="0"
                ),
            ),
        ),
        ("something new", say("%(sentence)s", sentence="something new")),
    ],
)
def test_a_fault_becomes_a_message(sentence, message):
    assert in_words(sentence) == message


def test_every_message_keeps_its_sentence_in_english():
    for message in SENTENCES:
        values = {name: f"<{name}>" for name in re.findall(r"%\((\w+)\)s", message.msgid)}
        said = message.msgid % values if values else message.msgid
        assert in_words(said).msgid in {message.msgid, "%(place)s: %(sentence)s"}


LE_1 = (ROOT / "question_bank" / "programmes" / "le-1.yaml").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("sound", "faulty"),
    [
        (LE_1, "\n"),
        (LE_1, "a: &b 1\nc: *b"),
        (LE_1, "a: " + "[" * 3000),
        (LE_1, "a: \x00"),
        ("version: 1", 'version: "1"'),
        ("version: 1", "version: 0"),
        ("version: 1", "version: 1\nversion: 2"),
        ("version: 1", "versions: 1"),
        ("kind: LE", "kind: LX"),
        ("unconfirmed: false", "unconfirmed: 1"),
        ("unconfirmed: false", "unconfirmed: true"),
        ("valid_to: null", "valid_to: 2024-13-01"),
        ("valid_to: null", "valid_to: 2024-01-01"),
        ("valid_to: null", "\tvalid_to: null"),
        ("note: null", "note: [a]"),
        ("note: null", "note: {kk: a, ru: б, en: ''}"),
        ('source: "O26 annex 3 (annex 3 to the LE rules), item 1)"', "source: ''"),
        ("legal_education: required", "legal_education: null"),
        ("categories: [", "categories: 5 #"),
        ("  C-GP-2, C-GP-3", "  C-GP-2, C-GP-2"),
        ("minutes: 110", "minutes: 0"),
        ("pass_total: 95", "pass_total: 136"),
        ("{constitution: 15}", "{constitution: 4}"),
        ("{constitution: 15}", "{}"),
        ("{constitution: 15}", "{criminal-code: 15}"),
        (LE_1[LE_1.index("sections:") :], "sections: []"),
        (LE_1[LE_1.rindex("    parts:") :], "    parts: []"),
    ],
)
def test_every_fault_of_a_programme_has_words(sound, faulty):
    with pytest.raises(MalformedFileError) as refusal:
        parse_programme(LE_1.replace(sound, faulty, 1), "programme")
    for fault in refusal.value.faults:
        assert "%(sentence)s" not in _msgids(in_words(fault.sentence)), fault.sentence
        assert not fault.way_out or in_words(fault.way_out).msgid != "%(sentence)s", fault.way_out


def _msgids(message: Message) -> list[str]:
    """The texts of a message and of those within it, but for the frame that names a place."""
    inner = message.values.get("sentence")
    if message.msgid == "%(place)s: %(sentence)s":
        assert isinstance(inner, Message)
        return _msgids(inner)
    return [message.msgid]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_fault_is_said_in_the_readers_language(language):
    said = translators(ROOT / "web" / "locales")[language].render(in_words("version is missing"))
    assert (
        said
        == {
            "kk": "version жоқ",
            "ru": "version отсутствует",
            "en": "version is missing",
        }[language]
    )
