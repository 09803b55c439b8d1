from datetime import date, datetime
from uuid import UUID

from sqlmodel import Field, SQLModel

from service.core.columns import moment_field


class ChecklistTick(SQLModel, table=True):
    """An item of an exam day's checklist that a person has looked after and ticked."""

    __tablename__ = "checklist_tick"

    day: date = Field(primary_key=True)
    item: str = Field(max_length=40, primary_key=True)
    ticked_by: UUID = Field(foreign_key="account.id")
    ticked_at: datetime = moment_field()


class WorkerBeat(SQLModel, table=True):
    """The one row that says when the worker was last alive."""

    __tablename__ = "worker_beat"

    id: int = Field(default=1, primary_key=True)
    at: datetime = moment_field()
