"""An application's number: short enough to say on the phone, and it tells nothing."""

from datetime import date
from typing import Final

from sqlmodel import Session

from service.booking.queries import has_number
from service.core.security import new_code_of
from service.law.document import CHECK_CODE_ALPHABET

GROUP: Final = 4


def new_number(db: Session, day: date) -> str:
    """Return a number nobody has, such as ``T-2611-7K4M-X2PQ``: year, month, eight letters.

    It is drawn, not counted: no row that every filing would wait for.
    """
    while True:
        letters = new_code_of(CHECK_CODE_ALPHABET, 2 * GROUP)
        number = f"T-{day:%y%m}-{letters[:GROUP]}-{letters[GROUP:]}"
        if not has_number(db, number):
            return number
