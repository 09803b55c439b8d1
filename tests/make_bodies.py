"""Builders of bodies and of the people who work for them."""

from datetime import datetime

from sqlmodel import Session

from service.bodies.actions import add_member, load_shipped_bodies
from service.bodies.models import Body, Office, Place, Wave, Work
from service.people.models import Account, Role
from service.settings import ROOT
from tests import make
from tests.clock import START

MINISTRY = "ministry-of-justice"
AGENCY = "civil-service-agency"


def shipped(db: Session, *, now: datetime = START) -> None:
    """Add the bodies that ship with the project."""
    load_shipped_bodies(db, ROOT / "registers", now=now)
    db.flush()


def body(
    db: Session,
    code: str,
    *,
    office: Office = Office.CENTRAL,
    parent: str | None = None,
    served_by: str | None = None,
    place: Place | None = Place.ASTANA,
    wave: Wave | None = None,
    is_new: bool = False,
    now: datetime = START,
) -> Body:
    """Add a body of this code."""
    made = Body(
        code=code,
        name={"kk": f"{code} kk", "ru": f"{code} ru", "en": f"{code} en"},
        office=office,
        parent=parent,
        served_by=served_by,
        place=place,
        wave=wave,
        is_new=is_new,
        changed_at=now,
    )
    db.add(made)
    db.flush()
    return made


def member(
    db: Session,
    code: str = MINISTRY,
    work: Work = Work.HR,
    *,
    now: datetime = START,
    **values: object,
) -> Account:
    """Add a person who does this work for the body, with the role that it needs."""
    role = {Work.HR: Role.HR, Work.AGREEMENT: Role.AUTHORITY}[work]
    person = make.account(db, roles=[role], **values)  # type: ignore[arg-type]  # passed on
    add_member(db, code, person.id, work, by=person.id, now=now)
    db.flush()
    return person
