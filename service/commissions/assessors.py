"""Calls for assessors, applications to them, and the list from which assessors are drawn (CM-2)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlmodel import Session

from service.bodies.models import Body, Work
from service.bodies.queries import body, hr_of, people_of
from service.commissions import queries
from service.commissions.models import (
    Assessor,
    AssessorApplication,
    AssessorCall,
    Ground,
    Match,
)
from service.core.db import insert_new
from service.core.i18n import Message, say
from service.core.ids import new_id
from service.journal.actions import record
from service.law import assessor as law
from service.law.calendar import local_day
from service.law.record import plain
from service.notices.actions import tell
from service.people.models import Account
from service.people.queries import account_for_update
from service.personal_files.law_file import file_for_law

LONGEST_CALL = 90  # days; so that a slip of the pen is seen


@dataclass(frozen=True)
class CallFacts:
    """A public notice: the fields of the functions by their codes, its texts, its last day."""

    fields: frozenset[str]
    texts: Mapping[str, str]
    closes_on: date


def publish_call(
    db: Session, body: Body, facts: CallFacts, *, by: UUID, now: datetime
) -> AssessorCall | Message:
    """Publish a call for assessors; return why it cannot be (O26 IS 25)."""
    today = local_day(now)
    if not facts.fields:
        return say("Choose at least one field of work: assessors are found by it.")
    if facts.closes_on <= today:
        return say("The last day must lie after today.")
    if (facts.closes_on - today).days > LONGEST_CALL:
        return say("The last day lies more than %(n)s days ahead.", n=LONGEST_CALL)
    if not all(facts.texts.get(language, "").strip() for language in ("kk", "ru")):
        return say("Write the notice in Kazakh and in Russian.")
    made = _new_call(db, body, facts, today.year, by=by, now=now)
    told = {"call": made.number, "body": body.code, "closes_on": facts.closes_on.isoformat()}
    record(db, "assessor call published", subject=("assessor-call", made.id), now=now,
           actor_id=by, rule="CM-2", facts=told)  # fmt: skip
    return made


def law_call(call: AssessorCall) -> law.Call:
    """The call as the law sees it."""
    return law.Call(
        call.body_code, frozenset(call.fields), local_day(call.published_at), call.closes_on
    )


def try_match(
    db: Session, account: Account, call: AssessorCall, *, is_hr: bool, now: datetime
) -> law.Match | law.Mismatch:
    """Whether a person fits a call, by the personal file as it is (CM-2); nothing is kept."""
    file = file_for_law(db, account, now=now)
    applicant = law.Applicant(
        str(account.id), file.work, hr_specialist=is_hr, serves_in=file.person.standing.serving_in
    )
    return law.match(applicant, law_call(call), local_day(now))


def apply_as_assessor(
    db: Session, account: Account, call: AssessorCall, *, is_hr: bool, now: datetime
) -> AssessorApplication | Message:
    """Apply for the part of an assessor; the answer stands at once, with what it rests on.

    Who fits by the own personal file is on the list from then on; a mismatch goes to the cabinet
    (O26 IS 27), and while the call is open the person may complete the file and apply again.
    `is_hr`: the person says to be a specialist in the management of personnel; where all rests on
    that, which is said and not known, a person of the body answers. A second application where
    the first has been answered by a person, or fits, changes nothing.
    """
    account_for_update(db, account.id)
    there = queries.application_to(db, call.id, account.id)
    if there is not None and (there.match is not Match.MISMATCHED or "decision" in there.record):
        return there
    found = try_match(db, account, call, is_hr=is_hr, now=now)
    if isinstance(found, law.Mismatch) and found.why == "closed":
        return say("The last day of this call is over.")
    made = there or AssessorApplication(call_id=call.id, account_id=account.id)
    made.filed_at, made.match = now, _answered(found)
    grounds = found.grounds if isinstance(found, law.Match) else ("experience",)
    made.ground = Ground(grounds[0])
    made.record = {"call": plain(law_call(call)), "answer": plain(found), "is_hr": is_hr}
    db.add(made)
    facts = {"call": call.number, "match": str(made.match)}
    record(db, "assessor application filed", subject=("assessor-call", call.id), now=now,
           actor_id=account.id, rule="CM-2", facts=facts)  # fmt: skip
    if made.match is Match.MATCHED:
        _enlist(db, account, call, [Ground(one) for one in grounds], now=now)
    _tell_answer(db, account, call, made.match, now=now)
    return made


def _answered(found: law.Match | law.Mismatch) -> Match:
    if isinstance(found, law.Mismatch):
        return Match.MISMATCHED
    return Match.WAITING if found.grounds == ("hr-specialist",) else Match.MATCHED


def _tell_answer(
    db: Session, account: Account, call: AssessorCall, answer: Match, *, now: datetime
) -> None:
    texts = {
        Match.MATCHED: say("You are on the list of assessors by the call %(call)s.",
                           call=call.number),
        Match.MISMATCHED: say("You do not fit the call for assessors %(call)s. See why.",
                              call=call.number),
        Match.WAITING: say("A person looks at your application to the call %(call)s.",
                           call=call.number),
    }  # fmt: skip
    tell(db, account.id, texts[answer], url=f"/assessors/{call.number}", now=now)
    if answer is Match.WAITING:
        text = say("An application to the call for assessors %(call)s waits for your answer.",
                   call=call.number)  # fmt: skip
        for one in recruiters_of(db, call.body_code):
            tell(db, one, text, url=f"/hr/assessors/{call.number}", now=now)


def recruiters_of(db: Session, code: str) -> Sequence[UUID]:
    """Who answers applications to the calls of a body: its HR, or who answers for the authority."""
    found = body(db, code)
    assert found is not None
    agreeing = people_of(db, code, Work.AGREEMENT) if found.is_authorised else []
    return list(dict.fromkeys([*hr_of(db, found), *agreeing]))


def answer_application(
    db: Session, application_id: UUID, *, accepts: bool, reason: str, by: UUID, now: datetime
) -> AssessorApplication | Message:
    """Accept or refuse, with a reason, an application that waits for a person; once (CM-2)."""
    one = queries.application_for_update(db, application_id)
    if one.account_id == by:
        return say("Somebody else must answer your own application.")
    if one.match is not Match.WAITING:
        return say("This application has been answered already.")
    if not accepts and not reason.strip():
        return say("Write the reason: the applicant reads it.")
    account = account_for_update(db, one.account_id)
    call = db.get(AssessorCall, one.call_id)
    assert call is not None
    one.match = Match.MATCHED if accepts else Match.MISMATCHED
    said = {"accepted": accepts, "reason": reason, "by": str(by), "at": now.isoformat()}
    one.record = {**one.record, "decision": said}
    db.add(one)
    record(db, "assessor application answered", subject=("assessor-call", call.id), now=now,
           actor_id=by, rule="CM-2", facts={"call": call.number, **said})  # fmt: skip
    if accepts:
        _enlist(db, account, call, [Ground.HR_SPECIALIST], now=now)
    _tell_answer(db, account, call, one.match, now=now)
    return one


def _enlist(
    db: Session, account: Account, call: AssessorCall, grounds: Sequence[Ground], *, now: datetime
) -> Assessor:
    """Put somebody on the list, or add what the call has shown to a place that is there."""
    there = queries.assessor_of(db, account.id)
    counted = set(call.fields) if Ground.EXPERIENCE in grounds else set()
    if there is not None:
        there.fields = sorted(set(there.fields) | counted)
        if Ground.HR_SPECIALIST in grounds:
            there.ground = Ground.HR_SPECIALIST  # fits functions in every field
        db.add(there)
        return there
    file = file_for_law(db, account, now=now)
    made = _new_assessor(
        db,
        {
            "account_id": account.id,
            "ground": grounds[0],
            "fields": sorted(counted),
            "works_in": file.person.standing.serving_in,
            "since_at": now,
        },
    )
    facts = {"assessor": made.number, "grounds": [str(one) for one in grounds]}
    record(db, "assessor listed", subject=("account", account.id), now=now, rule="CM-2",
           facts=facts)  # fmt: skip
    return made


def _new_assessor(db: Session, values: Mapping[str, Any]) -> Assessor:
    """Give the next number of the list; of two at once the second takes the one after."""
    number, row_id = queries.assessors_ever(db) + 1, new_id()
    row = {"id": row_id, "end_reason": "", **values}
    while not insert_new(
        db, Assessor, unique=["number"], values={**row, "number": f"A-{number:05d}"}
    ):
        number += 1
    return db.get_one(Assessor, row_id)


def _new_call(
    db: Session, body: Body, facts: CallFacts, year: int, *, by: UUID, now: datetime
) -> AssessorCall:
    """Give the next number of the year; of two at once the second takes the one after."""
    number, row_id = queries.calls_ever(db, year) + 1, new_id()
    row = {
        "id": row_id,
        "body_code": body.code,
        "fields": sorted(facts.fields),
        "texts": dict(facts.texts),
        "published_at": now,
        "closes_on": facts.closes_on,
        "made_by": by,
    }
    while not insert_new(
        db, AssessorCall, unique=["number"], values={**row, "number": f"C-{year}-{number:06d}"}
    ):
        number += 1
    return db.get_one(AssessorCall, row_id)


def end_assessor(db: Session, one: Assessor, *, reason: str, by: UUID, now: datetime) -> None:
    """Take somebody off the list; a second time changes nothing."""
    account_for_update(db, one.account_id)
    db.refresh(one)
    if one.ended_at is not None:
        return
    one.ended_at, one.end_reason = now, reason
    db.add(one)
    record(db, "assessor taken off", subject=("account", one.account_id), now=now, actor_id=by,
           rule="CM-2", facts={"assessor": one.number, "reason": reason})  # fmt: skip
    text = say("You are no longer on the list of assessors. The reason: %(reason)s", reason=reason)
    tell(db, one.account_id, text, url="/assessors", now=now)


def fitting(db: Session, fields: Sequence[str], body_code: str) -> list[tuple[Assessor, Account]]:
    """The assessors of the list who fit functions in these fields for a post of that body."""
    wanted = set(fields)
    return [
        (one, account)
        for one, account in queries.assessors(db)
        if one.ground is Ground.HR_SPECIALIST
        or (one.works_in is not None and one.works_in != body_code)
        or wanted & set(one.fields)
    ]
