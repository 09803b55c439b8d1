"""Documents that the service issues: kinds, numbers with a check digit, codes, validity."""

import re
from datetime import date
from enum import StrEnum

from service.law.rule import rule
from service.law.rule_set import Kind, RuleSet
from service.law.terms import last_day

TT_7 = rule("TT-7", "O26 annex 6; IS 34")


class DocumentKind(StrEnum):
    """Every document of a test or a competition."""

    CERTIFICATE = "certificate"
    STATEMENT = "statement"
    CONCLUSION = "conclusion"  # on personal qualities
    BREACH_LIST = "breach-list"
    BREACH_ACT = "breach-act"
    IMPERSONATOR_ACT = "impersonator-act"
    TECHNICAL_ACT = "technical-act"
    PROTOCOL = "competition-protocol"


# A certificate's number begins with the kind of its rules, the others' with a series of their own.
_SERIES = {
    DocumentKind.STATEMENT: "ST",
    DocumentKind.CONCLUSION: "PQ",
    DocumentKind.BREACH_LIST: "BL",
    DocumentKind.BREACH_ACT: "AB",
    DocumentKind.IMPERSONATOR_ACT: "AI",
    DocumentKind.TECHNICAL_ACT: "AT",
    DocumentKind.PROTOCOL: "CP",
}
_SERIES_FORM = re.compile(r"[A-Z]{2}")
_NUMBER = re.compile(r"[A-Z]{2}-[0-9]{4}-[0-9]{6}-[0-9]")
LARGEST_SERIAL = 999_999

# Crockford's alphabet: no letter that reads like a digit.
CHECK_CODE_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
CHECK_CODE_LENGTH = 12
_MISREAD = str.maketrans("OIL", "011")


def valid_until(document: DocumentKind, day: date, rules: RuleSet) -> date | None:
    """The last valid day of a document on a test of that day; None where it does not expire.

    One year from the day of the test ends with the day of the same number: a test on 3 March 2026
    is certified up to and with 3 March 2027 (TT-7).
    """
    if document is DocumentKind.CERTIFICATE and rules.certificate_validity is not None:
        return last_day(day, rules.certificate_validity)
    return None


def series(document: DocumentKind, kind: Kind) -> str:
    """The first letters of a document's number."""
    return _SERIES.get(document, kind)


def number(prefix: str, day: date, serial: int) -> str:
    """The number of a document, such as ``LE-2026-000123-7``; the last digit checks the others.

    Args:
        prefix: what `series` answers, two capitals.
        day: the local day of issue; its year stands in the number.
        serial: 1 and up, counted within series and year.

    Raises:
        ValueError: the prefix or the serial does not fit.
    """
    if not _SERIES_FORM.fullmatch(prefix) or not 0 < serial <= LARGEST_SERIAL:
        message = f"{prefix!r} and {serial} make no document number"
        raise ValueError(message)
    stem = f"{prefix}-{day.year:04d}-{serial:06d}"
    return f"{stem}-{_check_digit(stem)}"


def is_number(text: str) -> bool:
    """Has the text the form of a number, and does its check digit fit?"""
    return _NUMBER.fullmatch(text) is not None and _check_digit(text[:-2]) == int(text[-1])


def _check_digit(stem: str) -> int:
    """ISO 7064 MOD 11,10 over the digits, letters counted as two digits (A = 10 … Z = 35)."""
    product = 10
    for digit in "".join(str(int(each, 36)) for each in stem if each != "-"):
        product = ((product + int(digit)) % 10 or 10) * 2 % 11
    return (11 - product) % 10


def read_check_code(text: str) -> str | None:
    """The code of the public check page as it is stored, from what a person typed; else None.

    Blanks, hyphens and small letters make no difference; O is read as 0, I and L as 1.
    """
    code = re.sub(r"[\s-]", "", text).upper().translate(_MISREAD)
    fits = len(code) == CHECK_CODE_LENGTH and set(code) <= set(CHECK_CODE_ALPHABET)
    return code if fits else None


def show_check_code(code: str) -> str:
    """The code as it is printed: groups of four with hyphens between them."""
    return "-".join(code[i : i + 4] for i in range(0, len(code), 4))
