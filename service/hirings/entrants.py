"""How a winner comes to the post, by the file that was admitted."""

from datetime import datetime
from typing import Final

from sqlmodel import Session

from service.admissions import queries as admissions
from service.admissions.judging import kept_answer
from service.admissions.models import CompetitionApplication
from service.hirings.models import Entrant
from service.law.calendar import local_day
from service.law.vacancy import is_former_official

CIVIL: Final = "civil"


def likely_entrant(db: Session, application: CompetitionApplication, now: datetime) -> Entrant:
    """Return how the file says that the candidate comes; HR confirms or corrects it."""
    file = kept_answer(admissions.newest_decision(db, application)).machine.file
    standing = file.person.standing
    if standing.serving_in is not None:
        return Entrant.SERVING
    if is_former_official(standing, local_day(now)):
        return Entrant.FORMER_OFFICIAL
    served = any(CIVIL in one.sectors for one in file.work)
    return Entrant.RETURNING if served else Entrant.FIRST_TIME
