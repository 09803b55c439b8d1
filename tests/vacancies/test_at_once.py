"""Several at once: numbers without gaps, one open announcement, one publication."""

from collections.abc import Callable, Sequence
from datetime import timedelta
from uuid import UUID

import pytest
from sqlmodel import Session

from service.core.db import Database
from service.core.i18n import Message
from service.journal.queries import entries_before
from service.people.models import Account
from service.vacancies import queries
from service.vacancies.actions import withdraw_vacancy
from service.vacancies.agreement import answer_agreement, ask_agreement
from service.vacancies.announcing import Stale, begin_draft, save_draft
from service.vacancies.cancelling import BodyChanged, ChangeSaid, change_body
from service.vacancies.ending import end_round
from service.vacancies.models import (
    Agreement,
    Announcement,
    AnnouncementState,
    Answer,
    RoundOutcome,
    VacancyState,
)
from service.vacancies.publishing import NotPublished, publish
from tests import make_vacancies as make
from tests.clock import START
from tests.make_bodies import MINISTRY
from tests.vacancies.test_rounds import CASE, after, in_the_direct_case

CALENDAR = make.calendar()
MANY = 8
Deeds = Sequence[Callable[[Session], object]]
AtOnce = Callable[[Deeds], list[object]]


def test_numbers_follow_one_another_without_gaps(db: Session, hr: Account, at_once: AtOnce):
    db.commit()

    def makes(place: int) -> Callable[[Session], object]:
        def deed(own: Session) -> object:
            made = make.vacancy(own, hr)
            if place % 2:
                own.rollback()  # what comes to nothing uses no number
            return made.number

        return deed

    at_once([makes(place) for place in range(MANY)])
    numbers = [one.number for one in queries.vacancies_of(db, [MINISTRY])]
    assert sorted(numbers) == [f"V-2026-{place:06d}" for place in range(1, MANY // 2 + 1)]


def test_a_new_year_begins_with_the_first_number(db: Session, hr: Account):
    make.vacancy(db, hr)
    assert make.vacancy(db, hr, now=START + timedelta(days=60)).number == "V-2027-000001"


def test_one_announcement_is_begun_at_a_time(db: Session, hr: Account, at_once: AtOnce):
    row = make.vacancy(db, hr)
    db.commit()

    def begins(own: Session) -> object:
        begun = begin_draft(own, row.id, calendar=CALENDAR, speak=make.SPEAK, by=hr.id, now=START)
        assert isinstance(begun, Announcement)
        return begun.id

    assert len(set(at_once([begins] * MANY))) == 1
    assert [one.number for one in queries.rounds_of(db, row.id)] == [f"{row.number}/1"]


def test_of_many_who_save_one_version_one_is_kept(db: Session, hr: Account, at_once: AtOnce):
    draft = make.draft(db, make.vacancy(db, hr), hr)
    db.commit()
    version = draft.version

    def saves(place: int) -> Callable[[Session], object]:
        edit = make.edit(draft, closes_on=make.day(10 + place))
        return lambda own: save_draft(own, draft.id, edit, version=version, by=hr.id, now=START)

    answers = at_once([saves(place) for place in range(MANY)])
    assert len([one for one in answers if isinstance(one, Stale)]) == MANY - 1
    db.refresh(draft)
    assert draft.version == version + 1


def test_vc_1_of_many_who_publish_one_does(db: Session, hr: Account, at_once: AtOnce):
    draft = make.draft(db, make.vacancy(db, hr), hr)
    db.commit()
    version = draft.version

    def publishes(own: Session) -> object:
        return publish(own, draft.id, version=version, calendar=CALENDAR, by=hr.id, now=START)

    answers = at_once([publishes] * MANY)
    assert all(isinstance(one, Announcement) for one in answers)
    assert len(entries_before(db, verb="announcement published", limit=99)) == 1


def test_publishing_and_withdrawing_the_vacancy_leave_one_of_both(
    db: Session, hr: Account, at_once: AtOnce
):
    row = make.vacancy(db, hr)
    draft = make.draft(db, row, hr)
    db.commit()
    version = draft.version
    at_once(
        [
            lambda own: publish(
                own, draft.id, version=version, calendar=CALENDAR, by=hr.id, now=START
            ),
            lambda own: withdraw_vacancy(own, row.id, reason="No money", by=hr.id, now=START),
        ]
    )
    db.refresh(row)
    db.refresh(draft)
    assert (row.state, draft.state) in {
        (VacancyState.OPEN, AnnouncementState.ANNOUNCED),
        (VacancyState.WITHDRAWN, AnnouncementState.CANCELLED),
    }


def test_lw_4_a_question_is_asked_once_and_answered_once(db: Session, hr: Account, at_once: AtOnce):
    row, now = in_the_direct_case(db, hr)
    people = [make.authority(db) for _ in range(4)]
    db.commit()

    def asks(own: Session) -> object:
        return ask_agreement(own, row.id, grounds=CASE, calendar=CALENDAR, by=hr.id, now=now)

    asked = [one for one in at_once([asks] * MANY) if isinstance(one, Agreement)]
    assert len(asked) == 1

    def answers(person: Account, place: int) -> Callable[[Session], object]:
        agrees = bool(place % 2)
        return lambda own: answer_agreement(
            own, asked[0].id, agrees=agrees, reason="x", by=person.id, now=now
        )

    said = at_once([answers(person, place) for place, person in enumerate(people)])
    assert len([one for one in said if isinstance(one, Agreement)]) == 1
    (kept,) = queries.agreements_of(db, row.id)
    assert kept.answer in {Answer.AGREED, Answer.REFUSED}


def test_a_round_ends_in_one_way(db: Session, hr: Account, at_once: AtOnce):
    one = make.published(db, make.vacancy(db, hr), hr)
    db.commit()
    now = after(one)

    def ends(outcome: RoundOutcome) -> Callable[[Session], object]:
        return lambda own: end_round(own, one.id, outcome, reason="", by=hr.id, now=now)

    said = at_once([ends(outcome) for outcome in RoundOutcome])
    assert len([each for each in said if isinstance(each, Message)]) == 1
    assert len(entries_before(db, verb="round ended", limit=9)) == 1


@pytest.mark.parametrize("_run", range(3))
def test_vc_2_nothing_is_published_past_a_reorganisation(
    db: Session, hr: Account, at_once: AtOnce, _run: int
):
    draft = make.draft(db, make.vacancy(db, hr), hr)
    db.commit()
    version, said = draft.version, ChangeSaid(MINISTRY, "reorganised", "№ 1", make.day(23, 11))
    first, second = at_once(
        [
            lambda own: publish(
                own, draft.id, version=version, calendar=CALENDAR, by=hr.id, now=START
            ),
            lambda own: change_body(own, said, seen=[], by=hr.id, now=START),
        ]
    )
    assert isinstance(first, Announcement)
    if isinstance(second, BodyChanged):  # it came first and saw nothing announced
        assert second.cancelled == []
    else:  # it came second and would cancel what nobody was shown
        assert isinstance(second, Message)
    assert not isinstance(first, NotPublished)


def test_vc_2_a_reorganisation_entered_twice_cancels_once(
    db: Session, hr: Account, at_once: AtOnce, database: Database
):
    one = make.published(db, make.vacancy(db, hr), hr)
    db.commit()
    said = ChangeSaid(MINISTRY, "reorganised", "№ 1", make.day(23, 11))
    seen = [one.number]

    def changes(own: Session) -> object:
        return change_body(own, said, seen=seen, by=hr.id, now=START)

    answers = at_once([changes] * 4)
    assert len([each for each in answers if isinstance(each, BodyChanged)]) == 1
    assert len(entries_before(db, verb="announcement cancelled", limit=9)) == 1
    with database.reading() as own:
        assert queries.announcement(own, UUID(str(one.id))).state is AnnouncementState.CANCELLED
