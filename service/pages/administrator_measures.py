"""For administrators: what is done with running tests, for one or for all who are affected.

Each way goes form → confirmation page → deed. Whom it is for stands in the address:
`?whom=attempt:<id>`, `slot:<id>` or `running`.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Annotated, Any, Final
from uuid import UUID

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response
from pydantic import AfterValidator, BeforeValidator, Field
from sqlmodel import Session

from service.attempts import actions
from service.attempts import queries as attempts
from service.attempts.failure_act import Failure, register_failure
from service.attempts.step_words import length
from service.booking import queries as bookings
from service.core.db import Db
from service.core.errors import NotFound, Refused
from service.core.forms import FieldFault, Form, empty_form
from service.core.i18n import Message, say
from service.core.render import page, redirect
from service.core.tickets import use_ticket
from service.exam_day import queries
from service.law.calendar import ASTANA, local_time
from service.law.technical_failure import REBOOK_WITHIN
from service.pages.confirm import Asking, Sure, ask
from service.pages.doors import Now, form_of
from service.pages.gates import Administrator, administrator_gate, behind

MOST_NAMES: Final = 20
LONGEST_FAILURE: Final = timedelta(days=7)
DONE_ALREADY: Final = say("This was done already: the form had been sent twice.")

router = APIRouter(prefix="/administrator", dependencies=behind(administrator_gate))


@dataclass(frozen=True)
class Whom:
    """Whom a deed is for: the attempts that are not over, in words, and the page to return to."""

    text: str
    title: Message
    attempts: Sequence[UUID]
    back: str


def whom_for(db: Db, whom: str = "running") -> Whom:
    """Return whom the address names; 404 where it names nothing of ours."""
    kind, _, name = whom.partition(":")
    if whom == "running":
        everyone = say("Everybody in the test now")
        return Whom(whom, everyone, attempts.open_attempts(db), "/administrator/attempts")
    try:
        wanted = UUID(name)
    except ValueError:
        raise NotFound from None
    if kind == "attempt":
        return _one(db, wanted)
    if kind == "slot":
        return _slot(db, wanted)
    raise NotFound


def _one(db: Session, attempt_id: UUID) -> Whom:
    row = attempts.attempt(db, attempt_id)
    if row is None:
        raise NotFound
    (account,) = queries.people_in(db, [attempt_id])
    back = f"/administrator/attempts/{attempt_id}"
    return Whom(f"attempt:{attempt_id}", Message(account.name), [attempt_id], back)


def _slot(db: Session, slot_id: UUID) -> Whom:
    slot = bookings.slot(db, slot_id)
    if slot is None:
        raise NotFound
    title = say(
        "Everybody of %(at)s, %(centre)s",
        at=slot.starts_at,
        centre=bookings.centre_of(db, slot).name,
    )
    affected = queries.attempts_in_slot(db, slot_id)
    return Whom(f"slot:{slot_id}", title, affected, f"/administrator/slots/{slot_id}")


ForWhom = Annotated[Whom, Depends(whom_for)]
Reason = Annotated[str, Field(min_length=5, max_length=500)]


class TimeBack(Sure):
    minutes: int = Field(ge=0, le=120)
    seconds: int = Field(default=0, ge=0, le=59)
    reason: Reason

    @property
    def in_all(self) -> int:
        return self.minutes * 60 + self.seconds


class Letter(Sure):
    text: str = Field(min_length=5, max_length=1000)


def _local_moment(value: object) -> object:
    """Read what a datetime-local field sends: a moment on Astana's clock."""
    try:
        moment = datetime.fromisoformat(str(value))
    except ValueError:
        raise FieldFault(say("Please enter a date and a time.")) from None
    return moment if moment.tzinfo else moment.replace(tzinfo=ASTANA)


LocalMoment = Annotated[datetime, BeforeValidator(_local_moment)]
Words = Annotated[str, AfterValidator(str.strip), Field(max_length=1000)]


class FailureSent(Sure):
    began_at: LocalMoment
    ended_at: LocalMoment | None = None
    description_kk: Words = ""
    description_ru: Words = ""

    def failure(self) -> Failure:
        """Return what happened; words in one language stand for both."""
        kk, ru = self.description_kk, self.description_ru
        return Failure(self.began_at, self.ended_at, {"kk": kk or ru, "ru": ru or kk})


@router.get("/time")
def time_form(request: Request, whom: ForWhom, _: Administrator) -> Response:
    form = empty_form(minutes="5", seconds="0")
    return page(request, "administrator/time.html", form=form, whom=whom)


@router.post("/time")
def give_time(
    request: Request,
    db: Db,
    now: Now,
    whom: ForWhom,
    person: Administrator,
    form: Annotated[Form[TimeBack], form_of(TimeBack)],
) -> Response:
    sent = form.data
    if sent is not None and not sent.in_all:
        form = form.with_error("minutes", say("Please enter a time of at least one second."))
    if sent is None or form.errors or sent.change:
        return _form_again(request, "administrator/time.html", form, whom)
    if not sent.sure:
        return ask(request, _time_asked(db, whom, sent, form))
    return _once(
        request, db, whom, sent, now, lambda: _give(db, whom, sent, person.account_id, now)
    )


def _give(db: Session, whom: Whom, sent: TimeBack, actor_id: UUID, now: datetime) -> Message:
    given = actions.give_time_back(
        db, whom.attempts, seconds=sent.in_all, reason=sent.reason, actor_id=actor_id, now=now
    )
    return say("Given back: %(time)s. Tests made longer: %(n)s.", time=length(sent.in_all), n=given)


def _time_asked(db: Session, whom: Whom, sent: TimeBack, form: Form[TimeBack]) -> Asking:
    time = length(sent.in_all)
    return Asking(
        title=say("Give %(time)s back?", time=time),
        facts=[*_affected(db, whom), (say("Reason"), sent.reason)],
        happens=[
            say("Every open section of theirs becomes %(time)s longer at once.", time=time),
            say("The candidates see the new time left on their screens."),
            say("A break or a test that is over is not changed."),
            say("It cannot be taken back. The reason stands in the journal."),
        ],
        yes=say("Give the time back"),
        kind="primary",
        url=f"/administrator/time?whom={whom.text}",
        back=whom.back,
        fields=_kept(form, "minutes", "seconds", "reason"),
    )


@router.get("/message")
def message_form(request: Request, whom: ForWhom, _: Administrator) -> Response:
    return page(request, "administrator/message.html", form=empty_form(), whom=whom)


@router.post("/message")
def write(
    request: Request,
    db: Db,
    now: Now,
    whom: ForWhom,
    person: Administrator,
    form: Annotated[Form[Letter], form_of(Letter)],
) -> Response:
    sent = form.data
    if sent is None or sent.change:
        return _form_again(request, "administrator/message.html", form, whom)
    if not sent.sure:
        return ask(request, _letter_asked(db, whom, sent, form))

    def send() -> Message:
        sender = person.account_id
        number = actions.send_message(db, whom.attempts, sent.text, sender_id=sender, now=now)
        return say("The message was sent. Candidates: %(n)s.", n=number)

    return _once(request, db, whom, sent, now, send)


def _letter_asked(db: Session, whom: Whom, sent: Letter, form: Form[Letter]) -> Asking:
    return Asking(
        title=say("Send this message?"),
        facts=[*_affected(db, whom), (say("Message"), sent.text)],
        happens=[
            say("It appears on the candidates' screens over the test, and the clock goes on."),
            say("It is not translated: write it in the languages that they need."),
            say("It cannot be taken back and stands in the journal."),
        ],
        yes=say("Send"),
        kind="primary",
        url=f"/administrator/message?whom={whom.text}",
        back=whom.back,
        fields=_kept(form, "text"),
    )


@router.get("/failure")
def failure_form(request: Request, db: Db, now: Now, whom: ForWhom, _: Administrator) -> Response:
    newest = next(iter(attempts.outages(db, limit=1)), None)
    recent = newest is not None and now - newest.ended_at < timedelta(days=1)
    form = empty_form(
        began_at=_field(newest.began_at if newest and recent else now),
        ended_at=_field(newest.ended_at) if newest and recent else "",
    )
    return page(request, "administrator/failure.html", form=form, whom=whom, outage=recent)


@router.post("/failure")
def register(
    request: Request,
    db: Db,
    now: Now,
    whom: ForWhom,
    person: Administrator,
    form: Annotated[Form[FailureSent], form_of(FailureSent)],
) -> Response:
    sent, form = form.data, _checked(form, now)
    if sent is None or form.errors:
        return page(request, "administrator/failure.html", 422, form=form, whom=whom, outage=False)
    if not sent.sure:
        return ask(request, _failure_asked(db, whom, sent, form))
    return _once(
        request, db, whom, sent, now, lambda: _register(db, whom, sent, person.account_id, now)
    )


def _checked(form: Form[FailureSent], now: datetime) -> Form[FailureSent]:
    """Return the form with what only several fields together, or the clock, can say."""
    sent = form.data
    if sent is None:
        return form
    if not (sent.description_kk or sent.description_ru):
        form = form.with_error("description_kk", say("Please say what happened."))
    if sent.began_at > now:
        form = form.with_error("began_at", say("This moment is still to come."))
    elif now - sent.began_at > LONGEST_FAILURE:
        form = form.with_error("began_at", say("This is more than a week ago."))
    if sent.ended_at is not None and sent.ended_at > now:
        form = form.with_error("ended_at", say("This moment is still to come."))
    elif sent.ended_at is not None and sent.ended_at <= sent.began_at:
        form = form.with_error("ended_at", say("The end must come after the beginning."))
    return form


def _register(db: Session, whom: Whom, sent: FailureSent, actor_id: UUID, now: datetime) -> Message:
    refused, made = None, 0
    for attempt_id in sorted(whom.attempts):
        try:
            register_failure(db, attempt_id, sent.failure(), actor_id=actor_id, now=now)
            made += 1
        except Refused as fault:  # this test has ended meanwhile; the others' acts stand
            refused = fault
    if refused is not None and not made:
        raise refused
    return say("Acts of technical failure registered: %(n)s.", n=made)


def _failure_asked(db: Session, whom: Whom, sent: FailureSent, form: Form[FailureSent]) -> Asking:
    ended: object = sent.ended_at or say("still lasts")
    failure = sent.failure()
    return Asking(
        title=say("Register the technical failure?"),
        facts=[
            *_affected(db, whom),
            (say("Began"), sent.began_at),
            (say("Ended at"), ended),
            (say("What happened (Kazakh)"), failure.description["kk"]),
            (say("What happened (Russian)"), failure.description["ru"]),
        ],
        happens=[
            say("A test that runs or has not begun ends now, without a result (TT-5)."),
            say("No ground of refusal arises for the candidate."),
            say("Each candidate gets the act as a signed paper, a notice and a text message."),
            say(
                "Each candidate has %(n)s hours from now to ask for another booking.",
                n=REBOOK_WITHIN // timedelta(hours=1),
            ),
            say("It cannot be taken back."),
        ],
        yes=say("Register the failure"),
        url=f"/administrator/failure?whom={whom.text}",
        back=whom.back,
        fields=_kept(form, "began_at", "ended_at", "description_kk", "description_ru"),
    )


def _form_again(request: Request, template: str, form: Form[Any], whom: Whom) -> Response:
    status = 422 if form.errors else 200
    return page(request, template, status, form=form, whom=whom, outage=False)


def _once(
    request: Request, db: Session, whom: Whom, sent: Sure, now: datetime, do: Callable[[], Message]
) -> Response:
    """Do what was confirmed, once for its ticket, and go back with what was done."""
    if sent.ticket is not None and not use_ticket(db, sent.ticket, now=now):
        return redirect(request, whom.back, said=DONE_ALREADY, kind="info")
    try:
        return redirect(request, whom.back, said=do())
    except Refused as refused:
        return redirect(request, whom.back, said=refused.sentence, kind="refused")


def _affected(db: Session, whom: Whom) -> list[tuple[Message, object]]:
    names = [account.name for account in queries.people_in(db, whom.attempts)]
    facts: list[tuple[Message, object]] = [(say("For whom"), whom.title)]
    if not whom.text.startswith("attempt:"):
        listed = ", ".join(names[:MOST_NAMES]) + (" …" if len(names) > MOST_NAMES else "")
        facts.append((say("Candidates in the test"), f"{len(names)}: {listed}" if names else "0"))
    return facts


def _kept(form: Form[Any], *names: str) -> dict[str, object]:
    return {name: form.values.get(name, "") for name in names}


def _field(moment: datetime) -> str:
    return local_time(moment).strftime("%Y-%m-%dT%H:%M")
