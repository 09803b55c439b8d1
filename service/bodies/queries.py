from collections.abc import Sequence
from uuid import UUID

from sqlmodel import Session, col, select

from service.bodies.models import Body, BodyMember, Work
from service.people.models import Account


def body(db: Session, code: str) -> Body | None:
    """Return the body of this code."""
    return db.get(Body, code) if "\0" not in code else None


def body_for_update(db: Session, code: str) -> Body:
    """Return the body, locked until the end of the transaction."""
    found = select(Body).where(Body.code == code).with_for_update()
    return db.exec(found.execution_options(populate_existing=True)).one()


def all_bodies(db: Session) -> Sequence[Body]:
    """Return every body, by code."""
    return db.exec(select(Body).order_by(Body.code)).all()


def authorised_body(db: Session) -> Body | None:
    """Return the authorised body in matters of the civil service."""
    return db.exec(select(Body).where(col(Body.is_authorised).is_(True))).first()


def bodies_of(db: Session, account_id: UUID, work: Work) -> Sequence[Body]:
    """Return the bodies for which a person does this work now, by code."""
    found = select(Body).join(BodyMember, col(BodyMember.body_code) == col(Body.code))
    found = found.where(
        BodyMember.account_id == account_id,
        BodyMember.work == work,
        col(BodyMember.ended_at).is_(None),
    )
    return db.exec(found.distinct().order_by(Body.code)).all()


def works_for(db: Session, account_id: UUID, code: str, work: Work) -> bool:
    """Tell whether a person does this work for the body now."""
    return membership(db, account_id, code, work) is not None


def membership(db: Session, account_id: UUID, code: str, work: Work) -> BodyMember | None:
    """Return the person's running membership for this work, if there is one."""
    if "\0" in code:
        return None
    found = select(BodyMember).where(
        BodyMember.account_id == account_id,
        BodyMember.body_code == code,
        BodyMember.work == work,
        col(BodyMember.ended_at).is_(None),
    )
    return db.exec(found).first()


def members_of(db: Session, code: str) -> Sequence[tuple[BodyMember, Account]]:
    """Return who works for the body now, by name."""
    found = select(BodyMember, Account).join(Account, col(Account.id) == col(BodyMember.account_id))
    found = found.where(BodyMember.body_code == code, col(BodyMember.ended_at).is_(None))
    return db.exec(found.order_by(Account.family_name, col(BodyMember.id))).all()


def member(db: Session, member_id: UUID) -> BodyMember | None:
    """Return the membership of this id."""
    return db.get(BodyMember, member_id)


def circle_of(db: Session, code: str) -> frozenset[str]:
    """Return the bodies of a competition in the body (LAW 29(1)): all of its tree and of its HR.

    The tree is the body itself, what it belongs to and everything below; a single HR service
    joins all the bodies that it serves.
    """
    known = {one.code: one for one in all_bodies(db)}
    joined: dict[str, set[str]] = {one: {one} for one in known}
    for one in known.values():
        for other in (one.parent, one.served_by):
            if other in joined and joined[one.code] is not joined[other]:
                both = joined[one.code] | joined[other]
                for each in both:
                    joined[each] = both
    return frozenset(joined.get(code, {code}))
