"""The data that a line of an admission rests on, with where each is from."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from uuid import UUID

from sqlmodel import Session

from service.admissions import queries
from service.admissions.line_words import duration_words, months_words
from service.bodies import queries as bodies
from service.core.i18n import Message, current, say
from service.core.render import translate
from service.law.declarations import CODES as BARS
from service.law.declarations import Declaration
from service.law.line import Line
from service.law.personal_file import File
from service.personal_files.codes import codes
from service.personal_files.law_file import source_of
from service.personal_files.models import Education, Employment, Source
from service.posts.requirements_codes import requirement_codes
from service.posts.requirements_words import LANGUAGE_LEVELS, LEVELS, named

ORIGINS: Final[Mapping[str, Message]] = {
    Source.STATE: say("from state systems"),
    Source.PERSON: say("written by the candidate"),
}
DECLARED: Final = say("declared by the candidate")
OURS: Final = say("from this service")
IN_FILE: Final = say("in the personal file")
UPLOADED: Final = say("uploaded by the candidate")


@dataclass(frozen=True)
class Datum:
    """Something that is known; `counts` is None where counting or not is no question."""

    text: str
    origin: Message | None = None
    counts: bool | None = None


@dataclass(frozen=True)
class Known:
    """The rows behind the keys of a file, as they were written, and the names of bodies."""

    education: Mapping[UUID, Education]
    work: Mapping[UUID, Employment]
    bodies: Mapping[str, Mapping[str, str]]


def known_of(db: Session, file: File) -> Known:
    """Return the rows that the file was made of; a line of a file is never changed or deleted."""
    education = [source_of(each.key).row_id for each in file.education]
    work = [source_of(each.key).row_id for each in file.work]
    return Known(
        queries.lines_by_id(db, Education, education),
        queries.lines_by_id(db, Employment, work),
        bodies.names_of(db),
    )


def data_of(line: Line, file: File, known: Known) -> Iterator[Datum]:
    """Yield the data that the line rests on."""
    tell = _TELL.get(line.code)
    if tell is not None:
        yield from tell(line, file, known)


def _round(line: Line, _: File, known: Known) -> Iterator[Datum]:
    code = line.facts.get("serving_in")
    if code:
        name = translate(known.bodies.get(str(code), {"kk": str(code), "ru": str(code)}))
        yield Datum(translate(say("Serves in: %(body)s", body=name)), ORIGINS[Source.STATE])


def _citizenship(line: Line, _: File, __: Known) -> Iterator[Datum]:
    words = {
        True: say("Citizenship: Kazakhstan"),
        False: say("Citizenship: another one"),
        None: say("Citizenship: not known yet"),
    }
    yield Datum(translate(words[line.facts.get("citizen")]), ORIGINS[Source.STATE])  # type: ignore[index]  # its three words


def _age(line: Line, file: File, _: Known) -> Iterator[Datum]:
    born_on = file.person.born_on
    if born_on is not None:
        yield Datum(translate(say("Born on %(day)s", day=born_on)), ORIGINS[Source.STATE])
    pension_on = file.person.pension_on
    if line.code == "pension-age" and pension_on is not None:
        text = say("Pension age is reached on %(day)s", day=pension_on)
        yield Datum(translate(text), ORIGINS[Source.STATE])


def _bar(line: Line, file: File, _: Known) -> Iterator[Datum]:
    said = ((file.person.declared, DECLARED), (file.person.checked, ORIGINS[Source.STATE]))
    for declarations, origin in said:
        for each in declarations:
            if BARS.get(each.number) == line.subject:
                yield Datum(_declared(each), origin)


def _declared(said: Declaration) -> str:
    if not said.applies:
        return translate(say("It is not so"))
    parts = [translate(say("It is so"))]
    if said.happened_on is not None:
        parts.append(translate(say("day: %(day)s", day=said.happened_on)))
    if said.until_on is not None:
        parts.append(translate(say("until %(day)s", day=said.until_on)))
    if said.dismissed:
        parts.append(translate(say("dismissed for it")))
    if said.released:
        parts.append(translate(say("released from liability")))
    return ", ".join(parts)


def _penalty(line: Line, _: File, __: Known) -> Iterator[Datum]:
    words = {
        "corruption-offence": say("Penalty for a corruption offence"),
        "discrediting-misdemeanour": say("Penalty for a discrediting misdemeanour"),
    }
    penalties: Any = line.facts.get("penalties", ())
    for each in penalties:
        yield Datum(translate(words[each["kind"]]), ORIGINS[Source.STATE])


def _certificate(_: Line, file: File, __: Known) -> Iterator[Datum]:
    for held in file.certificates:
        text = say(
            "%(number)s, %(programme)s, valid until %(day)s",
            number=held.number,
            programme=held.programme,
            day=held.valid_until,
        )
        yield Datum(translate(text), OURS)


def _education(line: Line, file: File, known: Known) -> Iterator[Datum]:
    names = codes().education.names
    for each in file.education:
        found = source_of(each.key)
        row = known.education.get(found.row_id)
        fields = ", ".join(sorted(named(names.get(one), one) for one in each.fields))
        parts = [translate(LEVELS[each.level])]
        if row is not None:
            parts += [row.field, row.institution]
        parts.append(
            translate(say("field: %(names)s", names=fields or translate(say("not named yet"))))
        )
        counts = line.facts.get("counted") == each.key if line.code == "education" else None
        yield Datum(" · ".join(parts), ORIGINS[found.source], counts)


def _education_scans(line: Line, _: File, known: Known) -> Iterator[Datum]:
    scans: Any = line.facts.get("scans", ())
    for each in scans:
        row = known.education.get(source_of(each["key"]).row_id)
        name = row.institution if row is not None else ""
        for there, is_there, missing in (
            ("document", say("diploma"), say("no diploma")),
            ("annex", say("annex"), say("no annex")),
        ):
            word = is_there if each[there] else missing
            yield Datum(
                f"{name}: {translate(word)}", UPLOADED if each[there] else None, each[there]
            )


def _experience(line: Line, file: File, known: Known) -> Iterator[Datum]:
    ways: Any = line.facts.get("alternatives", ())
    for way in ways:
        for need in way:
            text = say(
                "Counted: %(held)s of %(asked)s asked",
                held=duration_words(need["days"]),
                asked=months_words(need["need"]["months"]),
            )
            yield Datum(translate(text), None, bool(need["met"]))
    counted = {key for way in ways for need in way for key in need["counted"]}
    for each in sorted(file.work, key=lambda one: one.began_on, reverse=True):
        found = source_of(each.key)
        row = known.work.get(found.row_id)
        names = codes().work.names
        fields = ", ".join(sorted(named(names.get(one), one) for one in each.fields))
        parts = [] if row is None else [row.post, row.organisation]
        parts.append(_days(each.began_on, each.ended_on))
        parts.append(
            translate(say("field: %(names)s", names=fields or translate(say("not named yet"))))
        )
        # without ways to measure by nothing is counted, and nothing is left out either
        yield Datum(" · ".join(parts), ORIGINS[found.source], each.key in counted if ways else None)


def _days(began_on: date, ended_on: date | None) -> str:
    first = current.get().day(began_on)
    last = translate(say("now")) if ended_on is None else current.get().day(ended_on)
    return translate(say("From %(first)s to %(last)s", first=first, last=last))


def _employment_scan(line: Line, _: File, __: Known) -> Iterator[Datum]:
    there = bool(line.facts.get("document"))
    word = say("A document on employment") if there else say("No document on employment")
    yield Datum(translate(word), UPLOADED if there else None, there)


def _acts(line: Line, _: File, __: Known) -> Iterator[Datum]:
    known = requirement_codes().acts
    proved: Any = line.facts.get("proved", ())
    left: Any = line.facts.get("left", ())
    for act in proved:
        yield Datum(named(known.get(act), act), OURS, counts=True)
    for act in left:
        yield Datum(named(known.get(act), act), None, counts=False)


def _language(line: Line, file: File, _: Known) -> Iterator[Datum]:
    for each in file.languages:
        if each.code == line.subject:
            level = LANGUAGE_LEVELS[each.level] if each.level else say("not stated")
            text = say("Level: %(level)s", level=level)
            yield Datum(translate(text), IN_FILE)


def _computer(_: Line, file: File, __: Known) -> Iterator[Datum]:
    names = codes().programs.names
    for each in sorted(file.computer or ()):
        yield Datum(named(names.get(each), each), IN_FILE)


def _secrets(_: Line, file: File, __: Known) -> Iterator[Datum]:
    for each in file.clearances:
        text = say("Access of form %(number)s", number=each.form)
        yield Datum(translate(text), IN_FILE)


_TELL: Final[Mapping[str, Callable[[Line, File, Known], Iterator[Datum]]]] = {
    "round": _round,
    "citizenship": _citizenship,
    "age-18": _age,
    "pension-age": _age,
    "bar": _bar,
    "penalty": _penalty,
    "certificate": _certificate,
    "education": _education,
    "education-document": _education_scans,
    "experience": _experience,
    "employment-document": _employment_scan,
    "acts": _acts,
    "language": _language,
    "computer": _computer,
    "secrets": _secrets,
}
