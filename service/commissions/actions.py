"""How a commission is formed, drawn, replaced, and how its members declare conflicts (CM-1…4)."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlmodel import Session

from service.commissions import queries
from service.commissions.models import (
    Assessor,
    Commission,
    CommissionSeat,
    CommissionState,
    ConflictDeclaration,
    Part,
    SeatHolder,
)
from service.commissions.seating import (
    against_person,
    against_successor,
    everybody_competing,
    fitting_now,
    number_to_draw,
)
from service.core.i18n import Message, say
from service.journal.actions import record
from service.law import commission as law
from service.law.conflict import Tie
from service.lots.actions import Fixed, draw_promised, promise_lot
from service.lots.queries import draw_of
from service.notices.actions import tell
from service.vacancies.queries import announcement, vacancy_for_update

PURPOSE: Final = "assessors"


@dataclass(frozen=True)
class Who:
    """Who is seated: a person, and on which ground where it is an assessor."""

    account_id: UUID
    assessor_id: UUID | None = None
    is_representative: bool = False


def begin_commission(
    db: Session,
    announcement_id: UUID,
    fields: Collection[str],
    *,
    is_for_head_of_hr: bool,
    by: UUID,
    now: datetime,
) -> Commission:
    """Begin to form the commission of a round, and promise the lot of its assessors (CM-1).

    The lot's commitment is public before anybody knows who is on the matching list. A second
    time it is the one that is there.
    """
    vacancy_for_update(db, announcement(db, announcement_id).vacancy_id)  # of two one begins
    there = queries.commission_of(db, announcement_id)
    if there is not None:
        return there
    promised = promise_lot(db, PURPOSE, subject=("announcement", announcement_id), now=now)
    made = Commission(
        announcement_id=announcement_id,
        fields=sorted(fields),
        is_for_head_of_hr=is_for_head_of_hr,
        lot_id=promised.id,
        made_at=now,
        made_by=by,
    )
    db.add(made)
    db.flush()
    _record(db, made, "commission begun", by=by, now=now, facts={"lot": promised.number})
    return made


def seat_person(
    db: Session, commission: Commission, part: Part, who: Who, *, by: UUID | None, now: datetime
) -> SeatHolder | Message:
    """Seat a person on a new place of a commission that is being formed."""
    commission = queries.commission_for_update(db, commission.id)
    if commission.state is not CommissionState.FORMING:
        return say("The commission is formed. A member can only be replaced, with a reason.")
    represents = who.is_representative
    refused = against_person(db, commission, who.account_id, as_representative=represents)
    if refused is not None:
        return refused
    seated = queries.holders(db, commission.id)
    if part is not Part.MEMBER and any(place.part is part for place, _, _ in seated):
        return say("There is one already. Take that person off first.")
    place = CommissionSeat(
        commission_id=commission.id,
        ordinal=queries.next_ordinal(db, commission.id),
        part=part,
        is_assessor=who.assessor_id is not None or who.is_representative,
        made_at=now,
    )
    db.add(place)
    db.flush()
    return _sit(db, commission, place, who, by=by, now=now)


def unseat_person(
    db: Session, commission: Commission, seat_id: UUID, *, by: UUID, now: datetime
) -> Message | None:
    """Take a place away while the commission is being formed; a drawn assessor stays."""
    commission = queries.commission_for_update(db, commission.id)
    place, holder = queries.seat(db, seat_id), queries.holder_of_seat(db, seat_id)
    if place is None or holder is None or place.commission_id != commission.id:
        return say("This place is no more.")
    if commission.state is not CommissionState.FORMING:
        return say("The commission is formed. A member can only be replaced, with a reason.")
    if holder.assessor_id is not None:
        return say("An assessor that was drawn can only be replaced, with a reason.")
    _stand_up(db, holder, "other", "", now=now)
    place.ended_at = now
    db.add(place)
    _change(db, commission)
    _record(db, commission, "commission member taken off", by=by, now=now,
            facts={"account": str(holder.account_id)})  # fmt: skip
    return None


def draw_assessors(
    db: Session,
    commission: Commission,
    *,
    body_code: str,
    candidates: Collection[UUID],
    by: UUID,
    now: datetime,
) -> list[SeatHolder] | Message:
    """Draw the assessors by the promised lot and seat them; the others stand in reserve (CM-1).

    The matching list is fixed at this moment: who fits, without members and candidates. It is
    done once.
    """
    commission = queries.commission_for_update(db, commission.id)
    assert commission.lot_id is not None
    if commission.state is not CommissionState.FORMING or draw_of(db, commission.lot_id):
        return say("The assessors of this commission are drawn already.")
    made = queries.law_commission(db, commission.id)
    if all(each.assessor for each in made.members):
        return say("First seat the body's own members: the number of assessors follows from it.")
    picks = number_to_draw(made)
    people = fitting_now(db, commission, body_code, candidates)
    numbers = tuple(people)
    if len(numbers) < picks:
        return say(
            "The list has %(found)s fitting assessors, %(needed)s are needed. Publish a call.",
            found=len(numbers),
            needed=picks,
        )
    drawn = draw_promised(db, commission.lot_id, Fixed(numbers, picks, now), now=now, by=by)
    chosen = [people[number] for number in drawn.record["order"][:picks]]
    seated = []
    for one in chosen:
        holder = seat_person(
            db, commission, Part.MEMBER, Who(one.account_id, one.id), by=None, now=now
        )
        assert isinstance(holder, SeatHolder)
        seated.append(holder)
    return seated


def form_commission(
    db: Session, commission: Commission, *, candidates: Collection[UUID], by: UUID, now: datetime
) -> list[law.CommissionFault]:
    """Declare the commission formed; return everything that stands against it."""
    commission = queries.commission_for_update(db, commission.id)
    faults = faults_of(db, commission, candidates)
    if faults or commission.state is not CommissionState.FORMING:
        return faults
    commission.state, commission.formed_at = CommissionState.FORMED, now
    _change(db, commission)
    _record(db, commission, "commission formed", by=by, now=now)
    for _, holder, _ in queries.holders(db, commission.id):
        tell(db, holder.account_id, say("You are on a competition commission. Please declare "
             "conflicts of interest first."), url="/commission", now=now, sms=True)  # fmt: skip
    return []


def faults_of(
    db: Session, commission: Commission, candidates: Collection[UUID]
) -> list[law.CommissionFault]:
    """Everything that stands against a commission as it is (CM-1, CM-3)."""
    setting = law.Setting(
        head_of_hr=commission.is_for_head_of_hr,
        drawn=frozenset(_drawn_people(db, commission).values()),
        candidates=frozenset(map(str, everybody_competing(db, commission, candidates))),
    )
    return law.commission_faults(queries.law_commission(db, commission.id), setting)


def reserve_of(
    db: Session, commission: Commission, candidates: Collection[UUID] = ()
) -> Assessor | None:
    """The assessor who comes next by the lot's order; None where the reserve is used up."""
    people = _drawn_people(db, commission)
    ever = {str(one.account_id) for one in queries.holders_ever(db, commission.id)}
    gone = ever | {str(one) for one in everybody_competing(db, commission, candidates)}
    still = {str(one.account_id): one for one, _ in queries.assessors(db)}
    gone |= set(people.values()) - set(still)
    person = law.next_reserve(list(people.values()), gone)
    return still[person] if person is not None else None


def replace_member(
    db: Session,
    commission: Commission,
    seat_id: UUID,
    who: Who,
    *,
    reason: law.Reason,
    words: str,
    by: UUID,
    now: datetime,
    was: UUID | None = None,
) -> SeatHolder | Message:
    """Put a successor on a seat, with the reason; what was scored from it stays (CM-1, DEFAULT).

    The successor of a drawn assessor is the next one of the reserve and nobody else. `was` is the
    holder whom the caller has seen there: of two who replace at once the second is refused.
    """
    commission = queries.commission_for_update(db, commission.id)
    place, before = queries.seat(db, seat_id), queries.holder_of_seat(db, seat_id)
    if place is None or before is None or place.commission_id != commission.id:
        return say("This place is no more.")
    if commission.state is CommissionState.DISSOLVED:
        return say("The commission is dissolved.")
    if was is not None and was != before.id:
        return say("Somebody else has replaced this member meanwhile.")
    if not words.strip():
        return say("Please say why the member is replaced.")
    refused = _against_following(db, commission, before, who)
    if refused is not None:
        return refused
    _stand_up(db, before, reason, words, now=now)
    holder = _sit(db, commission, place, who, by=by, now=now, replaces=before.id)
    facts = {"seat": place.ordinal, "reason": reason, "words": words,
             "was": str(before.account_id), "now": str(who.account_id)}  # fmt: skip
    _record(db, commission, "commission member replaced", by=by, now=now, facts=facts)
    return holder


def _against_following(
    db: Session, commission: Commission, before: SeatHolder, who: Who
) -> Message | None:
    if before.assessor_id is not None:
        following = reserve_of(db, commission)
        if following is None or following.id != who.assessor_id:
            return say("A drawn assessor is followed by the next one of the reserve only.")
    represents = who.is_representative
    return against_successor(
        before, is_representative=represents, assessor_id=who.assessor_id
    ) or against_person(db, commission, who.account_id, as_representative=represents)


def declare_conflicts(
    db: Session,
    holder: SeatHolder,
    said: Mapping[UUID, tuple[frozenset[Tie], str]],
    *,
    now: datetime,
) -> list[ConflictDeclaration]:
    """Keep what a member declares about candidates, by application; the same again is not kept."""
    commission = queries.commission_for_update(db, holder.commission_id)
    newest = {
        one.application_id: one
        for one in queries.declarations(db, commission.id)
        if one.holder_id == holder.id
    }
    made = []
    for application_id, (ties, words) in sorted(said.items()):
        there = newest.get(application_id)
        if there is not None and set(there.ties) == ties and there.words == words:
            continue
        made.append(
            ConflictDeclaration(
                holder_id=holder.id,
                application_id=application_id,
                ties=sorted(ties),
                words=words,
                at=now,
            )
        )
    db.add_all(made)
    if made:
        facts = {"candidates": len(made), "conflicts": sum(bool(one.ties) for one in made)}
        _record(db, commission, "conflicts of interest declared", by=holder.account_id, now=now,
                facts=facts, rule="CM-4")  # fmt: skip
    return made


def dissolve_commission(db: Session, commission: Commission, *, now: datetime) -> None:
    """End a commission whose competition is over or cancelled; a second time changes nothing."""
    commission = queries.commission_for_update(db, commission.id)
    if commission.state is CommissionState.DISSOLVED:
        return
    commission.state = CommissionState.DISSOLVED
    _change(db, commission)
    _record(db, commission, "commission dissolved", by=None, now=now)


def _drawn_people(db: Session, commission: Commission) -> dict[str, str]:
    """Number → account id of everybody in the lot's order; empty before the draw."""
    drawn = draw_of(db, commission.lot_id) if commission.lot_id else None
    if drawn is None:
        return {}
    people = queries.assessors_numbered(db, drawn.record["order"])
    return {number: str(people[number].account_id) for number in drawn.record["order"]}


def _sit(
    db: Session,
    commission: Commission,
    place: CommissionSeat,
    who: Who,
    *,
    by: UUID | None,
    now: datetime,
    replaces: UUID | None = None,
) -> SeatHolder:
    holder = SeatHolder(
        commission_id=commission.id,
        seat_id=place.id,
        account_id=who.account_id,
        assessor_id=who.assessor_id,
        is_representative=who.is_representative,
        seated_at=now,
        seated_by=by,
        replaces=replaces,
    )
    db.add(holder)
    db.flush()
    _change(db, commission)
    facts = {"account": str(who.account_id), "part": str(place.part), "seat": place.ordinal}
    _record(db, commission, "commission member seated", by=by, now=now, facts=facts)
    if commission.state is CommissionState.FORMED:
        tell(db, who.account_id, say("You are on a competition commission. Please declare "
             "conflicts of interest first."), url="/commission", now=now, sms=True)  # fmt: skip
    return holder


def _stand_up(
    db: Session, holder: SeatHolder, reason: law.Reason, words: str, *, now: datetime
) -> None:
    holder.ended_at, holder.end_reason, holder.end_words = now, reason, words
    db.add(holder)
    db.flush()  # the seat and the person are free before somebody else sits there


def _change(db: Session, commission: Commission) -> None:
    commission.version += 1
    db.add(commission)
    db.flush()


def _record(
    db: Session,
    commission: Commission,
    verb: str,
    *,
    by: UUID | None,
    now: datetime,
    facts: Mapping[str, Any] | None = None,
    rule: str = "CM-1",
) -> None:
    subject = ("announcement", commission.announcement_id)
    record(db, verb, subject=subject, now=now, actor_id=by, rule=rule, facts=dict(facts or {}))
