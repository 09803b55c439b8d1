"""Interviews for the tour of all pages: one candidate is inside, one waits, one is expected."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from sqlmodel import Session

from service.commissions import queries as commissions
from service.commissions.actions import declare_conflicts, form_commission
from service.commissions.models import Part
from service.core.i18n import translators
from service.law.interview import METHOD
from service.people.models import Account
from service.scoring.interviews import (
    Hall,
    enter_waiting_room,
    let_in,
    note_attendance,
    points_to_sign,
    schedule_interviews,
)
from service.scoring.models import InterviewTurn
from service.settings import ROOT
from service.signatures.actions import ask_signature
from service.signatures.matter import Matter
from tests import make_commissions
from tests.journeys.competition_scene import AGO, begun
from tests.make_competitions import CALENDAR, Play

LINK = "https://meet.example.kz/k7m2p9x4"


def set_interviews(
    db: Session, hr: UUID, candidates: Sequence[UUID], *, now: datetime
) -> dict[str, str]:
    """Bring these candidates to the interviews; return what addresses and signing in need.

    Who sits on the commission stands among the things, too: the chair and the secretary.
    """
    people = [db.get_one(Account, one) for one in candidates]
    play = begun(db, db.get_one(Account, hr), people, now - AGO)
    first, second, _ = play.applications
    play.tests(dict.fromkeys(play.applications, 30))
    _form(play)
    for one in play.go_on().state.at("recheck"):
        play.do("file-confirmed", "hr", UUID(one.key))
    play.now = now - timedelta(hours=2)
    hall, begins = Hall(play.round.id, CALENDAR), now - timedelta(hours=1)
    schedule_interviews(db, hall, begins, LINK, by=hr, now=play.now)
    play.until(begins)
    chair, secretary = _come(play, hall)
    for each in (first, second):
        enter_waiting_room(db, hall, each, now=now - timedelta(minutes=20))
    turn = let_in(db, hall, secretary, first, now=now - timedelta(minutes=4))
    assert isinstance(turn, InterviewTurn), turn
    matter = points_to_sign(db, hall, chair, first, dict.fromkeys(METHOD.criteria, 4))
    assert isinstance(matter, Matter), matter
    speak = translators(ROOT / "web" / "locales")["kk"]
    asked = ask_signature(db, chair, matter, translator=speak, now=now)
    return {
        "interviews": play.round.number,
        "interviewed": str(first),
        "waiting-for-interview": str(second),
        "points-to-sign": str(asked.id),
        "interview-chair": str(chair),
        "interview-secretary": str(secretary),
    }


def _form(play: Play) -> None:
    """A commission of the assessors who are on the list already."""
    commission = make_commissions.begun(play.db, play.round, play.hr)
    make_commissions.drawn(play.db, commission, play.hr)
    faults = form_commission(play.db, commission, candidates=(), by=play.hr.id, now=play.now)
    assert faults == []


def _come(play: Play, hall: Hall) -> tuple[UUID, UUID]:
    """Let everybody attend who has declared; return the chair and the secretary."""
    commission = commissions.commission_of(play.db, play.round.id)
    assert commission is not None
    seated = commissions.holders(play.db, commission.id)
    parts = {place.part: who.id for place, _, who in seated}
    for place, holder, _ in seated:
        if place.part is not Part.SECRETARY:
            clear = {one: (frozenset[str](), "") for one in play.applications}
            declare_conflicts(play.db, holder, clear, now=play.now)  # type: ignore[arg-type]  # no ties
            note_attendance(play.db, hall, parts[Part.SECRETARY], holder, now=play.now)
    return parts[Part.CHAIR], parts[Part.SECRETARY]
