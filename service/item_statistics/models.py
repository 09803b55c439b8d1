from uuid import UUID

from sqlalchemy import SmallInteger, Text
from sqlmodel import Field, SQLModel


class AnswerSheet(SQLModel, table=True):
    """What was answered in a section of an attempt that counts, in one row, ready to be counted.

    Made from the paper and the answers when the result is final; made anew when it is corrected.
    """

    __tablename__ = "answer_sheet"

    attempt_id: UUID = Field(foreign_key="attempt.id", primary_key=True)
    section: int = Field(primary_key=True, sa_type=SmallInteger)  # from 0
    result_id: UUID = Field(foreign_key="attempt_result.id")
    programme_code: str = Field(max_length=20, index=True)
    section_code: str = Field(max_length=60)
    language: str = Field(max_length=2)  # in which the questions stood: kk or ru
    items: str = Field(sa_type=Text)  # refs in the paper's order, a blank between them
    choices: str = Field(sa_type=Text)  # a letter each, of the item's own options; - none
