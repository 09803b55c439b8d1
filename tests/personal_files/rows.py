"""Rows of personal files, made up: pleasant ones by hand and any by hypothesis."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from hypothesis import strategies as st

from service.core.ids import new_id
from service.law.bars import BARS, TEXT_VERSION
from service.law.personal_file import LW_3_FIELDS
from service.personal_files.file_rows import FileRows
from service.personal_files.models import (
    Clearance,
    ComputerSkill,
    Declaration,
    DocumentKind,
    Education,
    EducationLevel,
    Employment,
    Entry,
    Gravity,
    LanguageLevel,
    LanguageSkill,
    PenaltyKind,
    PersonalDocument,
    PostLevel,
    ProvedCondition,
    Scan,
    ServiceKind,
    Source,
    StateFinding,
    StatePenalty,
)
from tests.clock import START

# in every text that admission must never see
SECRET = "jasyryn"
CITIZEN = {"citizenship": "KAZ"}
PRIVATE = dict.fromkeys(LW_3_FIELDS, SECRET) | {"iin": SECRET, "family_name": SECRET}


def _own(owner: UUID, source: Source) -> dict[str, Any]:
    return {"id": new_id(), "account_id": owner, "source": source, "made_at": START}


def education(owner: UUID, source: Source = Source.PERSON, **facts: Any) -> Education:
    values: dict[str, Any] = {
        "level": EducationLevel.BACHELOR,
        "field": SECRET,
        "institution": SECRET,
        "ended_in": 2018,
    }
    return Education(**_own(owner, source), **values | facts)


def employment(owner: UUID, source: Source = Source.PERSON, **facts: Any) -> Employment:
    values: dict[str, Any] = {
        "organisation": SECRET,
        "post": SECRET,
        "field": SECRET,
        "level": PostLevel.SPECIALIST,
        "service": ServiceKind.CIVIL,
        "began_on": date(2020, 1, 1),
    }
    return Employment(**_own(owner, source), **values | facts)


def line(table: type[Entry], owner: UUID, source: Source = Source.PERSON, /, **facts: Any) -> Any:
    return table(**_own(owner, source), **facts)


def document(owner: UUID, kind: DocumentKind, proves: Entry | None = None) -> PersonalDocument:
    return PersonalDocument(
        id=new_id(),
        account_id=owner,
        kind=kind,
        original_name=SECRET,
        media_type="application/pdf",
        size=1,
        sha256="0" * 64,
        scan=Scan.CLEAN,
        line_id=proves.id if proves is not None else None,
        uploaded_at=START,
    )


def declaration(owner: UUID, number: int, **facts: Any) -> Declaration:
    values: dict[str, Any] = {
        "applies": False,
        "text_version": TEXT_VERSION,
        "source": Source.PERSON,
    }
    return Declaration(account_id=owner, number=number, made_at=START, **values | facts)


def rows(
    owner: UUID,
    *lines: Entry,
    documents: Sequence[PersonalDocument] = (),
    declared: Sequence[Declaration] | None = None,
    identity: dict[str, Any] | None = None,
    born_on: date = date(1990, 5, 17),
) -> FileRows:
    """Return the rows of a file; where nothing is said of them all bars are denied."""
    if declared is None:
        declared = [declaration(owner, bar.number) for bar in BARS]
    by_kind: dict[type[Entry], list[Any]] = {}
    for one in lines:
        by_kind.setdefault(type(one), []).append(one)
    return FileRows(
        owner, born_on, identity, by_kind, documents, {one.number: one for one in declared}
    )


# any file

_DAYS = st.dates(date(1985, 1, 1), date(2029, 12, 31))
_MAYBE = st.none() | _DAYS
_SOURCE = st.sampled_from(Source)
_FIELDS = st.lists(st.sampled_from(["law", "finance", "economics"]), max_size=2, unique=True)
IDENTITY = st.none() | st.fixed_dictionaries(
    {"citizenship": st.sampled_from(["KAZ", "KGZ"])},
    optional={
        "pension_on": st.dates(date(2020, 1, 1), date(2040, 1, 1)).map(date.isoformat),
        "left_country_on": _DAYS.map(date.isoformat),
    },
)


@st.composite
def any_work(draw: st.DrawFn, owner: UUID) -> Employment:
    began_on = draw(_DAYS)
    return employment(
        owner,
        draw(_SOURCE),
        began_on=began_on,
        ended_on=draw(st.none() | st.dates(began_on, date(2030, 12, 31))),
        level=draw(st.sampled_from(PostLevel)),
        service=draw(st.sampled_from(ServiceKind)),
        fields=draw(_FIELDS),
        category=draw(st.sampled_from(["", "C-4"])),
        body_code=draw(st.sampled_from([None, "moj", "mof"])),
        is_displaced=draw(st.booleans()),
    )


@st.composite
def any_education(draw: st.DrawFn, owner: UUID) -> Education:
    return education(
        owner,
        draw(_SOURCE),
        level=draw(st.sampled_from(EducationLevel)),
        ended_in=draw(st.none() | st.integers(2010, 2028)),
        completed_on=draw(_MAYBE),
        diploma_number=draw(st.sampled_from([None, SECRET])),
        fields=draw(_FIELDS),
        is_foreign=draw(st.booleans()),
        is_recognised=draw(st.booleans()),
    )


@st.composite
def _said(draw: st.DrawFn) -> dict[str, Any]:
    return {
        "applies": draw(st.booleans()),
        "happened_on": draw(_MAYBE),
        "until_on": draw(_MAYBE),
        "dismissed": draw(st.booleans()),
        "released": draw(st.booleans()),
        "gravity": draw(st.none() | st.sampled_from(Gravity)),
    }


@st.composite
def any_rows(draw: st.DrawFn, owner: UUID) -> FileRows:
    """Return the rows of any file; half of them deny all bars."""
    found: list[Entry] = draw(st.lists(any_work(owner), max_size=4))
    found += draw(st.lists(any_education(owner), max_size=3))
    found += [
        line(LanguageSkill, owner, language=language, level=draw(st.sampled_from(LanguageLevel)))
        for language in draw(st.lists(st.sampled_from(["kazakh", "english"]), max_size=3))
    ]
    found += [
        line(ComputerSkill, owner, program=program)
        for program in draw(st.lists(st.sampled_from(["documents", "databases"]), max_size=2))
    ]
    found += [
        line(Clearance, owner, draw(_SOURCE), form=form, valid_until=draw(_MAYBE))
        for form in draw(st.lists(st.integers(1, 3), max_size=2))
    ]
    if draw(st.booleans()):
        found.append(line(ProvedCondition, owner, draw(_SOURCE), code="studied-by-state-order"))
    for number in draw(st.lists(st.integers(2, 14), max_size=2)):
        found.append(line(StateFinding, owner, Source.STATE, number=number, **draw(_said())))
    for kind in draw(st.lists(st.sampled_from(PenaltyKind), max_size=1)):
        days = {"executed_on": draw(_MAYBE), "removed_on": draw(_MAYBE)}
        found.append(line(StatePenalty, owner, Source.STATE, kind=kind, **days))
    proves = st.sampled_from(
        [None, *(one for one in found if isinstance(one, Education | Employment))]
    )
    documents = [
        document(owner, kind, draw(proves))
        for kind in draw(st.lists(st.sampled_from(DocumentKind), max_size=5))
    ]
    declared = {bar.number: declaration(owner, bar.number) for bar in BARS}
    for number in draw(st.lists(st.integers(2, 14), max_size=2)):
        declared[number] = declaration(owner, number, **draw(_said()))
    if draw(st.booleans()) and draw(st.booleans()):
        del declared[draw(st.integers(2, 14))]
    return rows(
        owner,
        *found,
        documents=documents,
        declared=list(declared.values()),
        identity=draw(IDENTITY),
        born_on=draw(st.dates(date(1955, 1, 1), date(2010, 12, 31))),
    )
