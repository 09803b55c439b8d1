"""Phone numbers and e-mail addresses: one form inside, however people type them."""

import re
from typing import Annotated, Final

from pydantic import AfterValidator, Field

from service.core.forms import FieldFault
from service.core.i18n import say

KAZAKH_MOBILE: Final = re.compile(r"(?:\+?7|8)?(7\d{9})")
BETWEEN_DIGITS: Final = re.compile(r"[\s()\-\u2010-\u2015.]")
EMAIL: Final = re.compile(r"[^@\s<>,;\"]+@[^@\s<>,;\".]+(?:\.[^@\s<>,;\".]+)+")


def read_phone(text: str) -> str | None:
    """Return a mobile number of Kazakhstan as +77XXXXXXXXX; None where it is none."""
    found = KAZAKH_MOBILE.fullmatch(BETWEEN_DIGITS.sub("", text))
    return f"+7{found[1]}" if found and found[1].isascii() else None


def show_phone(phone: str) -> str:
    """Return +77010000001 as people read it: +7 701 000 00 01."""
    return " ".join((phone[:2], phone[2:5], phone[5:8], phone[8:10], phone[10:]))


def hide_phone(phone: str) -> str:
    """Return the number with its middle hidden, for pages that others may see: +7 701 ••• •• 01."""
    return f"{phone[:2]} {phone[2:5]} ••• •• {phone[-2:]}"


def _phone(text: str) -> str:
    phone = read_phone(text)
    if phone is None:
        raise FieldFault(
            say("Please enter a mobile number of Kazakhstan, for example +7 701 000 00 01.")
        )
    return phone


def _email(text: str) -> str:
    if not EMAIL.fullmatch(text):
        raise FieldFault(say("Please enter an e-mail address, for example name@example.kz."))
    return text


Phone = Annotated[str, AfterValidator(_phone)]
Email = Annotated[str, Field(max_length=200), AfterValidator(_email)]
