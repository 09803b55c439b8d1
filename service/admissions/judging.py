"""A file is judged against an announced round; the answer is kept with all that it rests on."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlmodel import Session

from service.admissions import queries
from service.admissions.certificates import held_certificates
from service.admissions.models import AdmissionDecision
from service.law.admission import Decision, Opening, admission, kept
from service.law.calendar import local_day
from service.law.look import Look, standing, with_looks
from service.law.personal_file import File
from service.law.record import plain, rebuild
from service.personal_files import queries as personal_files
from service.personal_files.law_file import file_of_rows
from service.vacancies.models import Announcement


@dataclass(frozen=True)
class Answer:
    """What the program says, the looks that speak in it, and both together as it is shown."""

    machine: Decision
    looks: tuple[Look, ...]

    @property
    def shown(self) -> Decision:
        """Return the decision with what people have said of its lines."""
        return with_looks(self.machine, self.looks)

    def as_record(self) -> dict[str, Any]:
        """Return it as it is kept; `answer_of` reads it again."""
        return {**self.machine.as_record(), "looks": plain(self.looks)}

    def says_the_same_as(self, other: "Answer") -> bool:
        """Tell whether nothing but the day has changed from one to the other."""
        one, two = self.shown, other.shown
        same = (one.outcome, one.file, self.looks) == (two.outcome, two.file, other.looks)
        return same and [_said(each) for each in one.lines] == [_said(each) for each in two.lines]


def _said(line: Any) -> tuple[object, ...]:
    return line.code, line.subject, line.outcome, line.why, line.first_on


def opening_of(announcement: Announcement) -> Opening:
    """Return what admission to the round depends on, as it was published."""
    return rebuild(Opening, announcement.opening)


def file_at(db: Session, account_id: UUID, at: datetime) -> File:
    """Return the person's file as it stood at that moment, with the certificates held then."""
    rows = personal_files.file_rows(db, [account_id], at=at)[account_id]
    certificates = held_certificates(db, account_id, at=at)
    scans = frozenset(str(one.id) for one in rows.documents)
    return replace(file_of_rows(rows, local_day(at), certificates), scans=scans)


def judge(db: Session, announcement: Announcement, account_id: UUID, *, at: datetime) -> Decision:
    """Return what the program says of the file as it stood at that moment."""
    return admission(file_at(db, account_id, at), opening_of(announcement), local_day(at))


def answered(db: Session, decision: Decision, application_id: UUID) -> Answer:
    """Return the decision with what has been said of the application's lines so far."""
    said = [look_of(one) for one in queries.looks_of(db, application_id)]
    return Answer(decision, standing(decision, said))


def look_of(row: Any) -> Look:
    """Return a look as the law has it."""
    return Look(
        row.code,
        row.subject,
        row.why,
        str(row.verdict),  # type: ignore[arg-type]  # its two words
        row.reason,
        local_day(row.at),
        tuple(row.rests_on),
    )


def answer_of(record: Mapping[str, Any]) -> Answer:
    """Return the answer that was kept so; nothing is judged anew.

    Raises:
        KeyError, TypeError, ValueError: the record is none of `Answer.as_record`.
    """
    return Answer(kept(record), tuple(rebuild(Look, one) for one in record["looks"]))


def kept_answer(row: AdmissionDecision) -> Answer:
    """Return what an application was answered, word by word as it was kept."""
    return answer_of(row.record)


def sha256_of(record: Mapping[str, Any]) -> str:
    """Return the digest of a record, however its keys are ordered."""
    text = json.dumps(record, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
