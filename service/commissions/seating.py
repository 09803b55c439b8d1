"""Who may be seated on a commission, and who may follow whom; every refusal says what to do."""

from collections.abc import Collection, Sequence
from uuid import UUID

from sqlmodel import Session

from service.bodies import queries as bodies
from service.bodies.models import Work
from service.commissions import queries
from service.commissions.assessors import fitting
from service.commissions.models import Assessor, Commission, SeatHolder
from service.core.i18n import Message, say
from service.law import commission as law
from service.law.assessor import matching_list
from service.people.models import Account
from service.people.queries import account


def representatives(db: Session) -> Sequence[Account]:
    """Who answers for the authorised body or one of its units: one of them is seated (CM-3)."""
    authorised = bodies.authorised_body(db)
    if authorised is None:
        return []
    tree = bodies.tree_of(db, authorised.code)
    ids = {one for unit in tree for one in bodies.people_of(db, unit.code, Work.AGREEMENT)}
    found = [one for one in (account(db, each) for each in sorted(ids)) if one is not None]
    return sorted(found, key=lambda one: (one.name, one.id))


def against_person(
    db: Session, commission: Commission, account_id: UUID, *, as_representative: bool
) -> Message | None:
    """Why a person cannot sit on a commission, whatever the seat; None where nothing is against."""
    person = account(db, account_id)
    if person is None or person.blocked_at is not None:
        return say("This person cannot sign in here. Choose somebody else.")
    if any(one.account_id == account_id for _, one, _ in queries.holders(db, commission.id)):
        return say("This person is on the commission already.")
    if account_id in queries.competing(db, commission.announcement_id):
        return say("This person competes for the post. Choose somebody else.")
    return _against_representing(db, commission, account_id) if as_representative else None


def _against_representing(db: Session, commission: Commission, account_id: UUID) -> Message | None:
    if not commission.is_for_head_of_hr:
        return say("A representative sits on the commission for a head of an HR service only.")
    if all(one.id != account_id for one in representatives(db)):
        return say("This person does not answer for the authorised body or one of its units.")
    return None


def against_successor(
    before: SeatHolder, *, is_representative: bool, assessor_id: UUID | None
) -> Message | None:
    """Why this cannot follow on the seat: each kind of seat is followed by its own kind."""
    if before.is_representative and not is_representative:
        return say("A representative of the authorised body is followed by another one only.")
    is_own = before.assessor_id is None and not before.is_representative
    if is_own and (is_representative or assessor_id is not None):
        return say("An assessor cannot take the place of a member of the body.")
    return None


def everybody_competing(
    db: Session, commission: Commission, candidates: Collection[UUID]
) -> frozenset[UUID]:
    """Who competes: those who have applied, and whom the caller knows besides."""
    return queries.competing(db, commission.announcement_id) | frozenset(candidates)


def fitting_now(
    db: Session, commission: Commission, body_code: str, candidates: Collection[UUID] = ()
) -> dict[str, Assessor]:
    """The matching list by number: who fits, without members and candidates (O26 IS 13)."""
    made = queries.law_commission(db, commission.id)
    taken = {each.person for each in made.members} | {made.secretary or ""}
    compete = everybody_competing(db, commission, candidates)
    people = {
        one.number: one
        for one, person in fitting(db, commission.fields, body_code)
        if person.blocked_at is None
    }
    numbers = matching_list(
        people,
        [number for number, one in people.items() if str(one.account_id) in taken],
        [number for number, one in people.items() if one.account_id in compete],
    )
    return {number: people[number] for number in numbers}


def number_to_draw(made: law.Commission) -> int:
    """How many assessors are drawn to the members who sit there now (CM-1)."""
    own = sum(not each.assessor for each in made.members)
    return law.assessors_to_draw(own + sum(each.of_authorised for each in made.members))
