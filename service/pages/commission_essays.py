"""For members: essays by code, the text beside the rubric; for the chair the spread (ST-3)."""

from typing import Annotated, Any, Final, Literal

from fastapi import APIRouter, Request
from fastapi.responses import Response
from pydantic import Field
from sqlmodel import Session

from service.competitions.models import Candidacy
from service.core.db import Db
from service.core.errors import NotFound
from service.core.forms import Form, empty_form
from service.core.i18n import Message, say
from service.core.render import page, redirect
from service.core.tickets import use_ticket
from service.core.wiring import Wiring
from service.law.conflict import Closed
from service.law.essay import METHOD, asks_second_look
from service.law.marks import mark_faults, member_score
from service.pages import competition_links as links
from service.pages import essay_scores_view as view
from service.pages import essay_words as words
from service.pages.confirm import Asking, Sure, ask
from service.pages.doors import House, Now, form_of
from service.pages.essay_doors import Seat, seat_for, topic_of
from service.pages.gates import Anyone, anyone_gate, behind
from service.people.person import Person
from service.scoring import queries
from service.scoring.essay_scores import (
    Sheet,
    against_scoring,
    decide_spread,
    essays_to_score,
    score_essay,
)
from service.scoring.models import Essay, EssayScore, SecondLook

router = APIRouter(prefix="/commission/{number}/{ordinal}/essays", dependencies=behind(anyone_gate))

SHORTEST: Final = 10  # characters of the chair's reason
GIVEN: Final = say("Your marks are given. They cannot be changed.")


class MarksSent(Sure):
    """The criteria of the method, each by its name, and words for the record."""

    understanding: int | None = None
    argument: int | None = None
    structure: int | None = None
    language: int | None = None
    originality: int | None = None
    comment: str = Field(default="", max_length=2000)

    @property
    def points(self) -> dict[str, object]:
        """The marks that were given, by criterion."""
        given = {each: getattr(self, each) for each in METHOD.criteria}
        return {name: mark for name, mark in given.items() if mark is not None}


class Decision(Sure):
    decision: Literal["again", "stand"]
    reason: str = Field(min_length=SHORTEST, max_length=1000)


@router.get("")
def essays(
    request: Request, db: Db, house: House, person: Anyone, now: Now, number: str, ordinal: int
) -> Response:
    seat = seat_for(db, house, person, number, ordinal)
    desk = view.desk_for(db, seat, now)
    seen = {one.code for one in desk.lines}  # a code that is left out here would tell whose it is
    late = [one for one in view.late_lines(db, seat.course, now) if one.code in seen]
    return page(
        request,
        "essays/scores.html",
        seat=seat,
        desk=desk,
        late=[one for one in late if one.is_late],
        links=links,
    )


@router.get("/{code}")
def essay(
    request: Request, db: Db, house: House, person: Anyone, number: str, ordinal: int, code: str
) -> Response:
    seat = seat_for(db, house, person, number, ordinal)
    found = _essay_for(db, seat, person, code)
    if found is None:
        return _declare_first(request, seat)
    return _one(request, db, house, seat, *found)


@router.post("/{code}/marks")
def mark(
    request: Request,
    db: Db,
    house: House,
    person: Anyone,
    now: Now,
    number: str,
    ordinal: int,
    code: str,
    form: Annotated[Form[MarksSent], form_of(MarksSent)],
) -> Response:
    """Give marks, asked once more before: they stand."""
    seat = seat_for(db, house, person, number, ordinal)
    found = _essay_for(db, seat, person, code)
    if found is None:
        return _declare_first(request, seat)
    sent, url = form.data, links.commission_essay(seat.course.announcement.number, code)
    for fault in mark_faults(METHOD, sent.points) if sent is not None else ():
        form = form.with_error(fault.criterion, words.mark_fault(fault))
    if form.data is None or form.data.change:
        return _one(request, db, house, seat, *found, marks=form)
    if not form.data.sure:
        return ask(request, _marks_asked(form.data, code, url))
    if form.data.ticket is not None and not use_ticket(db, form.data.ticket, now=now):
        return redirect(request, url)
    sheet = Sheet(form.data.points, form.data.comment)
    calendar = house.parts["calendar"]
    done = score_essay(db, found[0], person.account_id, sheet, calendar=calendar, now=now)
    if isinstance(done, EssayScore):
        return redirect(
            request, links.commission_essays(seat.course.announcement.number), said=GIVEN
        )
    refused = done if isinstance(done, Message) else say("This essay is not scored now.")
    return redirect(request, url, said=refused, kind="refused")


@router.post("/{code}/spread")
def decide(
    request: Request,
    db: Db,
    house: House,
    person: Anyone,
    now: Now,
    number: str,
    ordinal: int,
    code: str,
    form: Annotated[Form[Decision], form_of(Decision)],
) -> Response:
    """Ask for a second look at scores that lie far apart, or let them stand."""
    seat = seat_for(db, house, person, number, ordinal)
    found = _essay_for(db, seat, person, code)
    if found is None or not seat.is_chair:
        raise NotFound
    sent, url = form.data, links.commission_essay(seat.course.announcement.number, code)
    if sent is None or sent.change:
        return _one(request, db, house, seat, *found, decision=form)
    if not sent.sure:
        return ask(request, _decision_asked(sent, code, url))
    if sent.ticket is not None and not use_ticket(db, sent.ticket, now=now):
        return redirect(request, url)
    again, calendar = sent.decision == "again", house.parts["calendar"]
    done = decide_spread(
        db, found[0], person.account_id, again=again, reason=sent.reason, calendar=calendar, now=now
    )
    if isinstance(done, Message):
        return redirect(request, url, said=done, kind="refused")
    said = say("The members are asked to look once more.") if again else say("The scores stand.")
    return redirect(request, url, said=said)


def _essay_for(
    db: Session, seat: Seat, person: Person, code: str
) -> tuple[Essay, Candidacy] | None:
    """Return the essay of this code; None where conflicts are to be declared first (CM-4)."""
    found = queries.essay_by_code(db, seat.course.row.announcement_id, code)
    if found is None:
        raise NotFound
    one = found[0]
    if one.application_id not in essays_to_score(db, one.announcement_id):
        raise NotFound
    against = against_scoring(db, one.announcement_id, person.account_id, one.application_id)
    if isinstance(against, Closed) and against.why == "declare-first":
        return None
    if against is not None:
        raise NotFound
    return found


def _declare_first(request: Request, seat: Seat) -> Response:
    said = say("First declare for every candidate whether you have a conflict of interest.")
    url = links.commission_conflicts(seat.course.announcement.number)
    return redirect(request, url, said=said, kind="refused")


def _one(
    request: Request,
    db: Session,
    house: Wiring,
    seat: Seat,
    essay: Essay,
    row: Candidacy,
    *,
    marks: Form[Any] | None = None,
    decision: Form[Any] | None = None,
) -> Response:
    one = seat.course.state.candidacy(str(essay.application_id))
    newest = queries.newest_version(db, essay.application_id)
    spreads = view.spreads_of(db, seat.course, essay) if seat.is_chair else []
    decided: SecondLook | None = queries.second_look(db, essay.application_id)
    is_open = one.state == "essay-scoring" and not seat.course.state.is_suspended
    scores = [member_score(METHOD, line.points) for each in spreads[-1:] for line in each.lines]
    return page(
        request,
        "essays/score.html",
        422 if (marks and marks.errors) or (decision and decision.errors) else 200,
        seat=seat,
        essay=essay,
        code=row.code,
        one=one,
        topic=topic_of(house, essay).text(essay.language),
        text=newest.text if newest else "",
        may_score=is_open and seat.key not in one.scored,
        own=view.own_scores(db, seat, essay),
        spreads=spreads,
        may_decide=is_open and decided is None and asks_second_look(scores),
        decided=decided,
        marks=marks or empty_form(),
        decision=decision or empty_form(),
        score_of=view.score_of,
        words=words,
        links=links,
    )


def _marks_asked(sent: MarksSent, code: str, url: str) -> Asking:
    points = {name: int(str(mark)) for name, mark in sent.points.items()}
    facts: list[tuple[Message, object]] = [
        (words.CRITERIA[name][0], f"{mark} / {METHOD.highest}") for name, mark in points.items()
    ]
    facts.append((say("Mean of your marks"), view.score_of(points)))
    if sent.comment:
        facts.append((say("Words for the record"), sent.comment))
    return Asking(
        title=say("Give these marks?"),
        facts=[(say("Candidate's code"), code), *facts],
        happens=[
            say("Your marks stand: nobody can change them."),
            say("The other members do not see them while they score."),
        ],
        yes=say("Give the marks"),
        url=f"{url}/marks",
        back=url,
        fields={**points, "comment": sent.comment},
        kind="primary",
    )


def _decision_asked(sent: Decision, code: str, url: str) -> Asking:
    again = sent.decision == "again"
    happens = [
        say("Every member is asked to read the essay and to give marks once more.")
        if again
        else say("The mean over the members is worked out from the scores as they are."),
        say("No score is changed by this. The first ones stay on record."),
        say("It stands in the record of the competition with your reason; you decide once."),
    ]
    return Asking(
        title=say("Ask for a second look?") if again else say("Let the scores stand?"),
        facts=[(say("Candidate's code"), code), (say("Reason"), sent.reason)],
        happens=happens,
        yes=say("Ask for a second look") if again else say("Let them stand"),
        url=f"{url}/spread",
        back=url,
        fields={"decision": sent.decision, "reason": sent.reason},
        kind="primary",
    )
