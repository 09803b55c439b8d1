from collections.abc import Mapping, Sequence
from uuid import UUID

from sqlmodel import Session, col, select

from service.bodies.models import Body, BodyMember, Office, Wave, Work
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


def served_by(db: Session, account_id: UUID, work: Work) -> Sequence[Body]:
    """Return the bodies for which a person does this work, those with their HR in one of them too.

    Where a body has its HR service within another body, the people of that one work for both.
    """
    own = {one.code for one in bodies_of(db, account_id, work)}
    return [one for one in all_bodies(db) if one.code in own or one.served_by in own]


def may_work_for(db: Session, account_id: UUID, wanted: Body, work: Work) -> bool:
    """Tell whether the person works for the body, or for the one that has its HR service."""
    return works_for(db, account_id, wanted.code, work) or (
        wanted.served_by is not None and works_for(db, account_id, wanted.served_by, work)
    )


def people_of(db: Session, code: str, work: Work) -> Sequence[UUID]:
    """Return the accounts that do this work for the body now."""
    found = select(BodyMember.account_id).where(
        BodyMember.body_code == code, BodyMember.work == work, col(BodyMember.ended_at).is_(None)
    )
    return db.exec(found.distinct().order_by(col(BodyMember.account_id))).all()


def hr_of(db: Session, body_: Body) -> Sequence[UUID]:
    """Return who does the HR work of a body, there or where its HR service is."""
    found = [*people_of(db, body_.code, Work.HR)]
    if body_.served_by is not None:
        found += people_of(db, body_.served_by, Work.HR)
    return list(dict.fromkeys(found))


def line_of(db: Session, code: str) -> list[Body]:
    """Return the body and what it belongs to, upwards."""
    return _line({one.code: one for one in all_bodies(db)}, code)


def tree_of(db: Session, code: str) -> list[Body]:
    """Return the body and its departments and territorial units at every depth, by code."""
    known = {one.code: one for one in all_bodies(db)}
    return [one for one in known.values() if any(up.code == code for up in _line(known, one.code))]


def _line(known: Mapping[str, Body], code: str) -> list[Body]:
    line: list[Body] = []
    here = known.get(code)
    while here is not None and here not in line:
        line.append(here)
        here = known.get(here.parent or "")
    return line


def wave_of(db: Session, code: str) -> Wave | None:
    """Return the list of annex 7 that a body is in, by itself or with what it belongs to."""
    return next((one.wave for one in line_of(db, code) if one.wave is not None), None)


def body_named(db: Session, name: str) -> Body | None:
    """Return the body that a register of posts means by this Kazakh name."""
    wanted = _folded(name)
    return next((one for one in all_bodies(db) if _folded(one.name.get("kk", "")) == wanted), None)


def agreeing_body(db: Session, asking: Body) -> Body | None:
    """Return who answers a body's question for agreement (LAW 28(2)).

    A central body asks the authorised body; the others ask its unit in their region. Where the
    register has no such unit the authorised body itself answers (DEFAULT).
    """
    authorised = authorised_body(db)
    if authorised is None or asking.office is Office.CENTRAL or asking.place is None:
        return authorised
    units = (one for one in tree_of(db, authorised.code) if one.place == asking.place)
    return next((one for one in units if one.code != authorised.code), authorised)


def names_of(db: Session) -> Mapping[str, Mapping[str, str]]:
    """Return the names of all bodies by their codes."""
    return {one.code: one.name for one in all_bodies(db)}


def _folded(name: str) -> str:
    """A body's name without what registers write in two ways: capitals, marks, the genitive."""
    letters = "".join(letter for letter in name.casefold() if letter.isalnum())
    return letters.replace("республикасының", "республикасы")
