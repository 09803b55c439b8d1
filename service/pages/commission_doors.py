"""Nobody judges a competition in which they take part: whoever has applied sees none of its work.

One may apply after one was seated, and HR may apply in the own body. Until somebody else is
seated, or the application is taken back, the pages of those who judge are shut.
"""

from typing import Final
from uuid import UUID

from sqlmodel import Session

from service.commissions.queries import competing
from service.core.errors import NotAllowed
from service.core.i18n import say
from service.people.person import Person

COMPETES: Final = say("You have applied in this competition yourself: others work on it.")


def check_not_competing(db: Session, announcement_id: UUID, person: Person) -> None:
    """Let pass who has not applied in this round.

    Raises:
        NotAllowed: the person competes, and would see and decide about rivals.
    """
    if person.account_id in competing(db, announcement_id):
        raise NotAllowed(COMPETES)
