from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.law.document import (
    CHECK_CODE_ALPHABET,
    CHECK_CODE_LENGTH,
    DocumentKind,
    is_number,
    number,
    read_check_code,
    series,
    show_check_code,
    valid_until,
)
from service.law.rule_set import Kind, rule_set

DAY = date(2026, 3, 3)


# the conclusion on personal qualities has a series of its own and no term
CERTIFIED: tuple[Kind, ...] = ("LE", "AD", "IS")


@pytest.mark.parametrize("kind", CERTIFIED)
@pytest.mark.parametrize(
    ("tested", "last"),
    [
        pytest.param(date(2026, 3, 3), date(2027, 3, 3), id="the same day a year later"),
        pytest.param(date(2028, 2, 29), date(2029, 2, 28), id="from a leap day"),
    ],
)
def test_tt_7_a_certificate_is_valid_one_year(kind, tested, last):
    assert valid_until(DocumentKind.CERTIFICATE, tested, rule_set(kind, tested)) == last


@pytest.mark.parametrize("document", [each for each in DocumentKind if each != "certificate"])
def test_tt_7_other_documents_do_not_expire(document):
    assert valid_until(document, DAY, rule_set("LE", DAY)) is None


def test_a_series_is_two_letters_and_tells_the_documents_apart():
    all_series = [series(DocumentKind.CERTIFICATE, kind) for kind in CERTIFIED]
    assert all_series == ["LE", "AD", "IS"]
    all_series += [series(each, "LE") for each in DocumentKind if each != "certificate"]
    assert len(set(all_series)) == len(all_series) == len(CERTIFIED) + len(DocumentKind) - 1
    assert all(is_number(number(each, DAY, 1)) for each in all_series)


def test_the_check_digit_is_iso_7064_mod_11_10():
    # L = 21, E = 14: over the digits 2114 2026 000123
    assert number("LE", DAY, 123) == "LE-2026-000123-" + str(check("21142026000123"))


def check(digits: str) -> int:
    """ISO 7064 MOD 11,10 in the standard's own words: P(1) = 10, S = P + a, P = 2 · (S mod 10)."""
    p = 10
    for digit in digits:
        s = (p % 11 + int(digit)) % 10
        p = (s or 10) * 2
    return next(c for c in range(10) if (p % 11 + c) % 10 == 1)


@pytest.mark.parametrize("serial", [0, -1, 1_000_000])
def test_a_serial_that_does_not_fit_is_refused(serial):
    with pytest.raises(ValueError, match="make no document number"):
        number("LE", DAY, serial)


@pytest.mark.parametrize("prefix", ["L", "LES", "le", "L1", "", "ЛЕ"])
def test_a_prefix_that_does_not_fit_is_refused(prefix):
    with pytest.raises(ValueError, match="make no document number"):
        number(prefix, DAY, 1)


@given(
    prefix=st.from_regex(r"[A-Z]{2}", fullmatch=True),
    day=st.dates(date(2024, 1, 1), date(2100, 1, 1)),
    serial=st.integers(1, 999_999),
    place=st.integers(0, 11),
    other=st.integers(1, 9),
)
def test_a_mistyped_digit_is_noticed(prefix, day, serial, place, other):
    sound = number(prefix, day, serial)
    assert is_number(sound)
    index = [i for i, each in enumerate(sound) if each.isdigit()][place % 11]
    wrong = str((int(sound[index]) + other) % 10)
    assert not is_number(sound[:index] + wrong + sound[index + 1 :])


@pytest.mark.parametrize("text", ["", "LE-2026-123-7", "LE-2026-000123", "le-2026-000123-0"])
def test_what_has_not_the_form_is_no_number(text):
    assert not is_number(text)


@given(code=st.text(CHECK_CODE_ALPHABET, min_size=CHECK_CODE_LENGTH, max_size=CHECK_CODE_LENGTH))
def test_a_printed_code_is_read_back(code):
    assert read_check_code(show_check_code(code)) == code
    assert read_check_code(f"  {show_check_code(code).lower()} ") == code


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("7G2K-O1IL-MN3P", "7G2K0111MN3P"),
        ("7G2K 0111 MN3P", "7G2K0111MN3P"),
        ("7G2K-0111-MN3", None),
        ("7G2K-0111-MN3PX", None),
        ("7G2K-0111-MN3U", None),
        ("7G2K-0111-MN3П", None),
        ("", None),
    ],
)
def test_a_typed_code(typed, code):
    assert read_check_code(typed) == code
