"""Where a vacancy stands: its rounds, what the law has next, whether that is agreed to."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import cast

from sqlmodel import Session

from service.bodies import queries as bodies
from service.bodies.models import Body
from service.law import vacancy as law
from service.law.vacancy import Filled, NextRound, Past, Vacant, next_round
from service.vacancies import queries
from service.vacancies.models import (
    Agreement,
    Announcement,
    AnnouncementState,
    Answer,
    Vacancy,
    VacancyState,
)

_OUTCOMES: dict[AnnouncementState, str] = {AnnouncementState.CANCELLED: "cancelled"}


@dataclass(frozen=True, slots=True)
class Course:
    """A vacancy with everything that decides what may be done with it now.

    Attributes:
        rounds: those that were announced, in order; drafts are not among them.
        draft: the draft that is being written, if there is one.
        due: the round that the law has next, or that the vacancy has its winner.
        agreement: the newest question that speaks of the round to come.
    """

    vacancy: Vacancy
    body: Body
    rounds: Sequence[Announcement]
    draft: Announcement | None
    vacant: Vacant
    due: NextRound | Filled
    agreement: Agreement | None

    @property
    def running(self) -> Announcement | None:
        """Return the round that is announced and goes on."""
        return next((one for one in self.rounds if is_announced(one)), None)

    @property
    def is_open(self) -> bool:
        """Whether the body still wants to fill it and nobody has won it."""
        return self.vacancy.state is VacancyState.OPEN

    @property
    def answer(self) -> law.Answer | None:
        """Return what the authorised body has said to the round to come."""
        if self.agreement is None or self.agreement.answer is Answer.TAKEN_BACK:
            return None
        return cast("law.Answer", str(self.agreement.answer))

    @property
    def may_ask(self) -> bool:
        """Whether HR may ask for agreement now: the round to come needs it and has it not."""
        needs = isinstance(self.due, NextRound) and self.due.agreement_of is not None
        free = self.is_open and self.running is None
        return needs and free and self.answer in {None, "refused"}

    @property
    def may_draft(self) -> bool:
        """Whether HR may begin an announcement."""
        return self.is_open and self.draft is None and self.running is None


def is_announced(one: Announcement) -> bool:
    """Tell whether the round is announced and goes on."""
    return one.state is AnnouncementState.ANNOUNCED


def course_of(db: Session, vacancy: Vacancy) -> Course:
    """Return where the vacancy stands now."""
    body = bodies.body(db, vacancy.body_code)
    assert body is not None
    rounds = queries.rounds_of(db, vacancy.id)
    announced = [one for one in rounds if one.published_on is not None]
    vacant = vacant_of(vacancy, body, announced)
    return Course(
        vacancy=vacancy,
        body=body,
        rounds=announced,
        draft=next((one for one in rounds if one.state is AnnouncementState.DRAFT), None),
        vacant=vacant,
        due=next_round(vacant),
        agreement=_newest(queries.agreements_of(db, vacancy.id), len(announced)),
    )


def vacant_of(vacancy: Vacancy, body: Body, announced: Sequence[Announcement]) -> Vacant:
    """Return what the law asks about a vacancy: its rounds that are over, its body's office."""
    return Vacant(
        lowest=vacancy.is_lowest,
        office=cast("law.Office", str(body.office)),
        body_is_new=body.is_new,
        direct=vacancy.direct_case,
        past=tuple(past for one in announced if (past := _past(one)) is not None),
    )


def _past(one: Announcement) -> Past | None:
    if one.ended_on is None:
        return None
    outcome = _OUTCOMES.get(one.state) or str(one.outcome)
    return Past(one.round, one.ended_on, outcome)  # type: ignore[arg-type]  # its three words


def _newest(asked: Sequence[Agreement], rounds: int) -> Agreement | None:
    """The newest question asked since the last announced round: a round uses its agreement up."""
    of_now = [one for one in asked if one.after_rounds == rounds]
    return of_now[-1] if of_now else None
