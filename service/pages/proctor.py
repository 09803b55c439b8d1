"""For proctors: remote attempts to review, published as clean or with a list of breaches."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import Response
from sqlmodel import Session

from service.attempts import queries as attempts
from service.attempts.actions import seen
from service.attempts.models import Attempt
from service.attempts.step_words import Told, tell_steps
from service.booking import queries as bookings
from service.booking.models import Application
from service.core.db import Db
from service.core.errors import NotAllowed, NotFound, Refused
from service.core.forms import Form
from service.core.i18n import Message, say
from service.core.render import page, redirect
from service.law.calendar import local_day
from service.law.proctoring import BREACH_KINDS, act_for, barred_until, breach_kind
from service.law.programme import Programme
from service.law.rule_set import rule_set
from service.pages.breach_rows import BreachRows, RowsSent, first_rows, show_second
from service.pages.confirm import Asking, Sure, ask
from service.pages.doors import Now, form_of
from service.pages.gates import Proctor, behind, proctor_gate
from service.people import queries as people
from service.people.models import Account
from service.people.person import Person
from service.proctoring import queries
from service.proctoring.actions import FoundBreach, publish_review
from service.proctoring.models import Review
from service.programmes import queries as programmes

router = APIRouter(prefix="/proctor", dependencies=behind(proctor_gate))


@dataclass(frozen=True)
class Case:
    """A review with whose attempt it is; nothing of its answers or score."""

    review: Review
    attempt: Attempt
    application: Application
    account: Account
    programme: Programme

    @property
    def lasted(self) -> timedelta:
        """How long the test lasted from its start to its end."""
        if self.attempt.started_at is None or self.attempt.ended_at is None:
            return timedelta()
        return self.attempt.ended_at - self.attempt.started_at

    @property
    def url(self) -> str:
        """The page of the review."""
        return f"/proctor/reviews/{self.review.id}"


@router.get("")
def reviews(request: Request, db: Db, now: Now, person: Proctor) -> Response:
    return page(
        request,
        "proctor/reviews.html",
        cases=_cases(db, queries.open_reviews(db)),
        now=now,
        own_id=person.account_id,
    )


@router.get("/published")
def published(request: Request, db: Db, _: Proctor) -> Response:
    cases = _cases(db, queries.published_reviews(db))
    proctors = {
        case.review.published_by: people.account(db, case.review.published_by)
        for case in cases
        if case.review.published_by is not None
    }
    return page(request, "proctor/published.html", cases=cases, proctors=proctors)


@router.get("/reviews/{review_id}")
def review(request: Request, db: Db, now: Now, review_id: UUID, person: Proctor) -> Response:
    case = case_for(db, person, review_id)
    by = case.review.published_by and people.account(db, case.review.published_by)
    return page(
        request,
        "proctor/review.html",
        case=case,
        now=now,
        steps=_steps(db, case),
        show_second=show_second,
        breaches=[(breach_kind(one["code"]), one) for one in case.review.breaches],
        published_by=by,
    )


@router.post("/reviews/{review_id}/clean")
def publish_clean(
    request: Request,
    db: Db,
    now: Now,
    review_id: UUID,
    person: Proctor,
    form: Annotated[Form[Sure], form_of(Sure)],
) -> Response:
    case = case_for(db, person, review_id)
    if form.data is None or not form.data.sure:
        return ask(request, _clean_asked(case))
    return _publish(request, db, case, [], person, now)


@router.get("/reviews/{review_id}/breaches")
def list_breaches(
    request: Request, db: Db, review_id: UUID, person: Proctor, at: str = ""
) -> Response:
    case = case_for(db, person, review_id)
    if case.review.published_at is not None:
        return redirect(request, case.url)
    return _listing(request, case, first_rows(at))


@router.post("/reviews/{review_id}/breaches")
def publish_breaches(
    request: Request, db: Db, now: Now, review_id: UUID, person: Proctor, sent: RowsSent
) -> Response:
    case = case_for(db, person, review_id)
    if sent.adds or sent.change:
        return _listing(request, case, sent)
    breaches, checked = sent.breaches(case.lasted)
    if checked.errors:
        return _listing(request, case, sent, checked)
    if not sent.sure:
        return ask(request, _breaches_asked(case, sent, breaches, now))
    return _publish(request, db, case, breaches, person, now)


def case_for(db: Session, person: Person, review_id: UUID) -> Case:
    """Return the review; nobody opens that of an attempt of their own."""
    found = queries.review(db, review_id)
    if found is None:
        raise NotFound
    case = _case(db, found)
    if case.account.id == person.account_id:
        raise NotAllowed(say("Nobody reviews an attempt of their own."))
    return case


def _publish(
    request: Request,
    db: Session,
    case: Case,
    breaches: Sequence[FoundBreach],
    person: Person,
    now: datetime,
) -> Response:
    try:
        publish_review(db, case.review.id, breaches, proctor_id=person.account_id, now=now)
    except Refused as refused:
        return redirect(request, case.url, said=refused.sentence, kind="refused")
    said = say("The review is published: the result is final.")
    if breaches:
        said = say("The review is published with a list of breaches.")
    return redirect(request, "/proctor", said=said)


def _listing(
    request: Request, case: Case, sent: BreachRows, checked: Form[Any] | None = None
) -> Response:
    return page(
        request,
        "proctor/breaches.html",
        422 if checked else 200,
        case=case,
        form=checked or sent.form,
        rows=sent.rows,
        kinds=BREACH_KINDS,
    )


def _steps(db: Session, case: Case) -> Sequence[Told]:
    titles = [section.title for section in case.programme.sections]
    return tell_steps(seen(db, case.attempt.id).steps, titles)


def _clean_asked(case: Case) -> Asking:
    return Asking(
        title=say("Publish the review without breaches?"),
        facts=_facts(case),
        happens=[
            say("The result becomes final at once, as the answers made it (PR-3)."),
            say("The candidate is told, and the certificate or statement is issued."),
            say("It cannot be taken back."),
        ],
        yes=say("Publish without breaches"),
        kind="primary",
        url=f"{case.url}/clean",
        back=case.url,
    )


def _breaches_asked(
    case: Case, sent: BreachRows, breaches: Sequence[FoundBreach], now: datetime
) -> Asking:
    listed: list[tuple[Message, object]] = [
        (say("At %(time)s", time=show_second(one.second)), _in_words(one)) for one in breaches
    ]
    happens = [
        say("The result becomes “Not passed”, and the candidate's part ends (PR-1)."),
        say("The list goes to the cabinet as a signed paper, with the way to appeal."),
    ]
    act, day = act_for([one.code for one in breaches]), local_day(now)
    assert act is not None
    until = barred_until(act, day, rule_set(case.programme.kind, day))
    if until is not None:
        barred = say("The candidate cannot apply until %(day)s included (PR-2).", day=until)
        happens.append(barred)
    happens.append(say("It cannot be taken back: an appeal decides."))
    return Asking(
        title=say("Publish this list of breaches?"),
        facts=[*_facts(case), *listed],
        happens=happens,
        yes=say("Publish the list"),
        url=f"{case.url}/breaches",
        back=case.url,
        fields=sent.fields,
    )


def _in_words(found: FoundBreach) -> Message:
    kind = breach_kind(found.code).text
    return say("%(kind)s: %(seen)s", kind=kind, seen=found.seen)


def _facts(case: Case) -> list[tuple[Message, object]]:
    return [
        (say("Candidate"), case.account.name),
        (say("Application"), case.application.number),
        (say("Programme"), case.programme.title),
    ]


def _cases(db: Session, found: Sequence[Review]) -> list[Case]:
    return [_case(db, one) for one in found]


def _case(db: Session, found: Review) -> Case:
    row = attempts.attempt(db, found.attempt_id)
    assert row is not None
    application = bookings.application(db, row.application_id)
    account = people.account(db, row.account_id)
    assert application is not None
    assert account is not None
    programme = programmes.programme(db, row.programme_code, row.programme_version)
    return Case(found, row, application, account, programme)
