"""From questions in one language each to drafts in both: paired by name, else by their order."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from service.core.i18n import Message, say
from service.items.drafts import blank_body
from service.items.exchange.model import (
    LANGUAGE_WORDS,
    MOST_ITEMS,
    FileFault,
    Loss,
    Place,
    Question,
    Reading,
)

SAY_LANGUAGE: Final = say("The file does not say in which language the question is.")
CHOOSE_LANGUAGE: Final = say("Choose the language of the file in the form.")
NOT_ASKED: Final = say("This act has no questions in the language %(language)s.")
CHOOSE_ACT: Final = say("Choose another act, or the language of the file in the form.")
TWICE: Final = say("Two questions in the language %(language)s have the name %(name)s.")
OWN_NAME: Final = say("Give each question a name of its own.")
KEYS_DIFFER: Final = say(
    "The right option is %(one)s in %(one_language)s and %(other)s in %(other_language)s."
)
SAME_ORDER: Final = say("Write the options of both languages in the same order.")
COUNTS_DIFFER: Final = say("The two files hold %(one)s and %(other)s questions without names.")
SAME_COUNT: Final = say(
    "Both files need the same questions in the same order; or give the questions names."
)
NO_PARTNER: Final = say("The other file has no question of this name.")
WRITE_PARTNER: Final = say("Add it there, or import the two files one by one.")
MANY: Final = say("There are more than %(n)s questions.", n=MOST_ITEMS)
SPLIT: Final = say("Split the file: import fewer questions at a time.")
NOTHING: Final = say("The file holds no questions.")
CHOOSE_FILE: Final = say("Choose the right format, or another file.")
OTHER_ACT: Final = say("The file says %(value)s; the drafts go to the act that you chose.")
NEW_NUMBER: Final = say("The draft gets a number and a first version of its own.")


@dataclass(frozen=True, slots=True)
class Draft:
    """What would be written: the name in the file and the body of the draft."""

    place: Place
    name: str
    body: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Pairs:
    """The drafts of one or two files, and what stands against them."""

    drafts: tuple[Draft, ...]
    faults: tuple[FileFault, ...]
    losses: tuple[Loss, ...]


def pair(readings: Sequence[tuple[Reading, str]], act: str, languages: Sequence[str]) -> Pairs:
    """Return the drafts of the files.

    Args:
        readings: one or two readings, each with the language chosen for what does not say its own
            ("" for none).
        act: the act that the drafts are for.
        languages: in which the act asks.
    """
    faults: list[FileFault] = [fault for reading, _ in readings for fault in reading.faults]
    losses: list[Loss] = [loss for reading, _ in readings for loss in reading.losses]
    groups: dict[str, dict[str, Question]] = {}
    for reading, chosen in readings:
        _group(reading, chosen, languages, groups, faults, alone=len(readings) == 1)
    _check_partners(readings, groups, faults)
    if not groups and not faults:
        first = Place(readings[0][0].file)
        faults.append(FileFault(first, "file", NOTHING, CHOOSE_FILE))
    if len(groups) > MOST_ITEMS:
        faults.append(FileFault(Place(readings[0][0].file), "file", MANY, SPLIT))
    drafts = [_draft(by_language, act, faults, losses) for by_language in groups.values()]
    return Pairs(tuple(drafts), tuple(faults), tuple(losses))


def _group(
    reading: Reading,
    chosen: str,
    languages: Sequence[str],
    groups: dict[str, dict[str, Question]],
    faults: list[FileFault],
    *,
    alone: bool,
) -> None:
    named = _names_are_unique(reading.questions, chosen)
    for number, question in enumerate(reading.questions, 1):
        language = question.language or chosen
        place = question.place
        if not language:
            faults.append(FileFault(place, "language", SAY_LANGUAGE, CHOOSE_LANGUAGE))
            continue
        if language not in languages:
            what = say(NOT_ASKED.msgid, language=LANGUAGE_WORDS[language])
            faults.append(FileFault(place, "language", what, CHOOSE_ACT))
            continue
        # a single file may use one name for many questions, as Moodle's often do
        by_name = question.name and (named or not alone)
        mine = groups.setdefault(question.name if by_name else f"#{number}", {})
        if language in mine:
            word = LANGUAGE_WORDS[language]
            what = say(TWICE.msgid, language=word, name=question.name or f"#{number}")
            faults.append(FileFault(place, "name", what, OWN_NAME))
        mine.setdefault(language, question)


def _names_are_unique(questions: Iterable[Question], chosen: str) -> bool:
    names = [(question.name, question.language or chosen) for question in questions]
    return len(set(names)) == len(names)


def _check_partners(
    readings: Sequence[tuple[Reading, str]],
    groups: Mapping[str, Mapping[str, Question]],
    faults: list[FileFault],
) -> None:
    """Of two files each question needs its partner, or somebody has exported something else."""
    if len(readings) == 1 or faults:
        return
    lone = [found for found in groups.values() if len(found) == 1]
    if any(not question.name for found in lone for question in found.values()):
        one, other = (len(reading.questions) for reading, _ in readings)
        place = Place(readings[1][0].file)
        what = say(COUNTS_DIFFER.msgid, one=one, other=other)
        faults.append(FileFault(place, "file", what, SAME_COUNT))
        return
    for found in lone:
        (question,) = found.values()
        faults.append(FileFault(question.place, "name", NO_PARTNER, WRITE_PARTNER))


def _draft(
    by_language: Mapping[str, Question], act: str, faults: list[FileFault], losses: list[Loss]
) -> Draft:
    ordered = [by_language[language] for language in sorted(by_language)]
    first = ordered[0]
    faults += [
        FileFault(other.place, "key", _keys_differ(by_language), SAME_ORDER)
        for other in ordered[1:]
        if other.key != first.key
    ]
    facts: dict[str, Any] = {}
    for question in ordered:
        for name, value in question.facts.items():
            facts.setdefault(name, value)
    if facts.pop("act", act) != act:
        said = next(q.facts["act"] for q in ordered if "act" in q.facts)
        losses.append(Loss(first.place, "act", say(OTHER_ACT.msgid, value=said)))
    if facts.pop("version", None) is not None:
        losses.append(Loss(first.place, "version", NEW_NUMBER))
    texts = {
        language: {"text": question.text, "options": dict(question.options)}
        for language, question in sorted(by_language.items())
    }
    body = {**blank_body(act), **facts, "key": first.key, "texts": texts}
    return Draft(first.place, first.name or first.place.item, body)


def _keys_differ(by_language: Mapping[str, Question]) -> Message:
    (one_language, one), (other_language, other) = sorted(by_language.items())
    return say(
        KEYS_DIFFER.msgid,
        one=one.key.upper(),
        one_language=LANGUAGE_WORDS[one_language],
        other=other.key.upper(),
        other_language=LANGUAGE_WORDS[other_language],
    )
