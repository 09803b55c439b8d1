"""The commission: its own members, the drawn assessors, conflicts of interest, successors."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from service.commissions import queries
from service.commissions.actions import (
    Who,
    begin_commission,
    declare_conflicts,
    draw_assessors,
    form_commission,
    replace_member,
    reserve_of,
    seat_person,
    unseat_person,
)
from service.commissions.models import CommissionSeat, Part, SeatHolder
from service.core.i18n import Message
from service.demo.simulate.invented import reason
from service.demo.simulate.prologue import BODY, FIELD, officials
from service.demo.simulate.run import Candidate, Run
from service.law.commission import Reason, assessors_to_draw
from service.law.conflict import Tie
from service.people.models import Account

Seated = tuple[CommissionSeat, SeatHolder, Account]
LEAST: Final = 3
KINDS: Final[tuple[Tie, ...]] = ("close-relative", "in-law", "property", "dispute")


@dataclass(frozen=True)
class Judge:
    """How a member scores: so much above or below what the work is worth."""

    account: Account
    leaning: float


def form(run: Run, members: int) -> None:
    """Form a commission of so many, at least a third of them drawn (CM-1)."""
    world, by = run.world, run.cast.hr.id
    own = next(each for each in range(2, members) if each + assessors_to_draw(each) >= members)
    surplus = own + assessors_to_draw(own) - members
    with world.scene() as db:
        made = begin_commission(
            db, run.round_id, [FIELD], is_for_head_of_hr=False, by=by, now=world.now
        )
        parts = (Part.CHAIR, *[Part.MEMBER] * (own - 1), Part.SECRETARY)
        for part, account in zip(parts, officials(world, own + 1), strict=True):
            seated = seat_person(db, made, part, Who(account.id), by=by, now=world.now)
            assert isinstance(seated, SeatHolder), seated
    run.until(world.after(1))
    competing = [one.account.id for one in run.people]
    with world.scene() as db:
        drawn = draw_assessors(db, made, body_code=BODY, candidates=competing, by=by, now=world.now)
        assert isinstance(drawn, list), drawn
        run.reached("assessors drawn by lot", len(drawn))
        _take_off(run, made.id, surplus)
        faults = form_commission(db, made, candidates=competing, by=by, now=world.now)
        assert faults == [], faults
    run.tick()
    assert len(members_of(run)) == members


def _take_off(run: Run, commission_id: UUID, surplus: int) -> None:
    """The lot gives a third of whole members: for seven in all one of the own ones steps back."""
    with run.scene() as db:
        made = queries.commission(db, commission_id)
        own = [
            place
            for place, _, _ in queries.holders(db, commission_id)
            if place.part is Part.MEMBER and not place.is_assessor
        ]
        for place in own[:surplus]:
            answer = unseat_person(db, made, place.id, by=run.cast.hr.id, now=run.world.now)
            assert answer is None, answer


def seated(run: Run) -> list[Seated]:
    """Everybody who sits on the commission now."""
    with run.scene() as db:
        made = queries.commission_of(db, run.round_id)
        assert made is not None
        return queries.holders(db, made.id)


def members_of(run: Run) -> list[Seated]:
    """Who scores."""
    return [each for each in seated(run) if each[0].part is not Part.SECRETARY]


def chair_of(run: Run) -> Account:
    """The chair."""
    return next(account for place, _, account in seated(run) if place.part is Part.CHAIR)


def secretary_of(run: Run) -> Account:
    """The secretary."""
    return next(account for place, _, account in seated(run) if place.part is Part.SECRETARY)


def judges_of(run: Run) -> dict[UUID, Judge]:
    """How each seat's member leans: the same for the same seat."""
    leanings = (-0.5, 0.0, 0.4, 0.1, -0.2, 0.3, 0.0)
    return {
        place.id: Judge(account, leanings[place.ordinal % len(leanings)])
        for place, _, account in members_of(run)
    }


def declare(run: Run, about: Sequence[Candidate], ties: Collection[tuple[int, int]] = ()) -> None:
    """Every member declares for everybody who is to be scored (CM-4).

    Args:
        run: the competition.
        about: who is to be scored.
        ties: pairs of a member's place and a candidate's place between whom there is a conflict.
    """
    world = run.world
    with world.scene() as db:
        for number, (_, holder, _) in enumerate(members_of(run)):
            said: dict[UUID, tuple[frozenset[Tie], str]] = {
                one.application_id: _said(run, is_tied=(number, place) in ties)
                for place, one in enumerate(about)
            }
            declare_conflicts(db, holder, said, now=world.now)
    run.tick()
    if ties:
        run.reached("conflict of interest declared", len(ties))


def _said(run: Run, *, is_tied: bool) -> tuple[frozenset[Tie], str]:
    if not is_tied:
        return frozenset(), ""
    return frozenset({run.world.dice.one_of(KINDS)}), reason("tie")


def replace_own(run: Run) -> None:
    """A member of the ministry falls ill; somebody else of it takes the seat over."""
    place = next(
        place
        for place, _, _ in reversed(members_of(run))
        if place.part is Part.MEMBER and not place.is_assessor
    )
    (account,) = officials(run.world, 1)
    _replace(run, place, Who(account.id), "illness")


def replace_drawn(run: Run) -> None:
    """A drawn assessor withdraws; the next one of the lot's reserve comes."""
    place = next(place for place, _, _ in members_of(run) if place.is_assessor)
    with run.scene() as db:
        made = queries.commission_of(db, run.round_id)
        assert made is not None
        following = reserve_of(db, made, [one.account.id for one in run.people])
    assert following is not None, "the reserve is used up"
    who = Who(following.account_id, following.id)
    _replace(run, place, who, "refusal")


def _replace(run: Run, place: CommissionSeat, who: Who, why: Reason) -> None:
    with run.scene() as db:
        made = queries.commission_of(db, run.round_id)
        assert made is not None
        answer = replace_member(
            db,
            made,
            place.id,
            who,
            reason=why,
            words=reason(why),
            by=run.cast.hr.id,
            now=run.world.now,
        )
        assert not isinstance(answer, Message), answer
    run.tick()
    run.reached("member replaced")
