"""Tickets: a confirmation page carries one, and what it asked for is done once for it."""

from datetime import datetime
from uuid import UUID

from sqlmodel import Field, Session, SQLModel

from service.core.columns import moment_field
from service.core.db import insert_new


class UsedTicket(SQLModel, table=True):
    """A confirmation that has been carried out: sent again, it changes nothing."""

    __tablename__ = "used_ticket"

    id: UUID = Field(primary_key=True)
    used_at: datetime = moment_field()


def use_ticket(db: Session, ticket: UUID, *, now: datetime) -> bool:
    """Use the ticket in the caller's transaction; return False where it was used before.

    Of two at once one waits for the other's transaction and is told that it came second.
    """
    values = {"id": ticket, "used_at": now}
    return insert_new(db, UsedTicket, unique=["id"], values=values)
