"""Calls for assessors, applications to them, and the list from which assessors are drawn (CM-2)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlmodel import Session

from service.bodies.models import Body
from service.bodies.queries import body_for_update
from service.commissions import queries
from service.commissions.models import (
    Assessor,
    AssessorApplication,
    AssessorCall,
    Ground,
    Match,
)
from service.core.i18n import Message, say
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
    body_for_update(db, body.code)  # numbers of calls are counted one by one
    made = AssessorCall(
        number=f"C-{today.year}-{queries.calls_ever(db, today.year) + 1:06d}",
        body_code=body.code,
        fields=sorted(facts.fields),
        texts=dict(facts.texts),
        published_at=now,
        closes_on=facts.closes_on,
        made_by=by,
    )
    db.add(made)
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
) -> AssessorApplication:
    """Apply for the part of an assessor; the answer stands at once, with what it rests on.

    Who fits is on the list from then on; a mismatch goes to the cabinet (O26 IS 27). A second
    application to the same call changes nothing. `is_hr`: the person says to be a specialist in
    the management of personnel; it is said and not known, and shown so to whoever forms a
    commission.
    """
    account_for_update(db, account.id)
    there = queries.application_to(db, call.id, account.id)
    if there is not None:
        return there
    found = try_match(db, account, call, is_hr=is_hr, now=now)
    fits = isinstance(found, law.Match)
    made = AssessorApplication(
        call_id=call.id,
        account_id=account.id,
        ground=Ground(found.grounds[0]) if isinstance(found, law.Match) else Ground.EXPERIENCE,
        filed_at=now,
        match=Match.MATCHED if fits else Match.MISMATCHED,
        record={"call": plain(law_call(call)), "answer": plain(found), "is_hr": is_hr},
    )
    db.add(made)
    facts = {"call": call.number, "match": str(made.match)}
    record(db, "assessor application filed", subject=("assessor-call", call.id), now=now,
           actor_id=account.id, rule="CM-2", facts=facts)  # fmt: skip
    if isinstance(found, law.Match):
        _enlist(db, account, call, found, now=now)
        text = say("You are on the list of assessors by the call %(call)s.", call=call.number)
    else:
        text = say("You do not fit the call for assessors %(call)s. See why.", call=call.number)
    tell(db, account.id, text, url=f"/assessors/{call.number}", now=now)
    return made


def _enlist(
    db: Session, account: Account, call: AssessorCall, found: law.Match, *, now: datetime
) -> Assessor:
    """Put somebody on the list, or add the call's fields to a place that is there."""
    there = queries.assessor_of(db, account.id)
    counted = set(call.fields) if "experience" in found.grounds else set()
    if there is not None:
        there.fields = sorted(set(there.fields) | counted)
        db.add(there)
        return there
    file = file_for_law(db, account, now=now)
    made = Assessor(
        number=_next_number(db),
        account_id=account.id,
        ground=Ground(found.grounds[0]),
        fields=sorted(counted),
        works_in=file.person.standing.serving_in,
        since_at=now,
    )
    db.add(made)
    db.flush()
    facts = {"assessor": made.number, "grounds": list(found.grounds)}
    record(db, "assessor listed", subject=("account", account.id), now=now, rule="CM-2",
           facts=facts)  # fmt: skip
    return made


def _next_number(db: Session) -> str:
    """The next number of the list; two at once are told apart by its unique number."""
    return f"A-{queries.assessors_ever(db) + 1:05d}"


def end_assessor(db: Session, one: Assessor, *, reason: str, by: UUID, now: datetime) -> None:
    """Take somebody off the list; a second time changes nothing."""
    account_for_update(db, one.account_id)
    db.refresh(one)
    if one.ended_at is not None:
        return
    one.ended_at, one.end_reason = now, reason
    db.add(one)
    record(db, "assessor taken off", subject=("account", one.account_id), now=now, actor_id=by,
           facts={"assessor": one.number, "reason": reason})  # fmt: skip


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
