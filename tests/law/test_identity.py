from datetime import date

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from service.law.identity import birth_date, check_digit, iin_fault


def iin_of(born: date, century_digit: int, serial: int) -> str:
    stem = f"{born:%y%m%d}{century_digit}{serial:04d}"
    return f"{stem}{check_digit([int(digit) for digit in stem])}"


# 1·9 + 2·0 + 3·0 + 4·3 + 5·1 + 6·5 + 7·3 + 8·0 + 9·0 + 10·0 + 11·1 = 88 = 8·11 → 0
SOUND = "900315300010"


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        pytest.param(SOUND, None, id="a sound number"),
        pytest.param(SOUND[:-1], "length", id="eleven digits"),
        pytest.param(SOUND + "0", "length", id="thirteen digits"),
        pytest.param("", "length", id="nothing"),
        pytest.param("90031530001O", "digits", id="a letter O for a zero"),
        pytest.param("٩٠٠٣١٥٣٠٠٠١٠", "digits", id="digits of another script"),
        pytest.param("900315 00010", "digits", id="a blank"),
        pytest.param("900315000010", "century", id="a seventh digit 0"),
        pytest.param("900315700010", "century", id="a seventh digit 7"),
        pytest.param("900230300010", "date", id="30 February"),
        pytest.param("901315300010", "date", id="a thirteenth month"),
        pytest.param("900300300010", "date", id="day zero"),
        pytest.param("010229500010", "date", id="29 February in a common year"),
        pytest.param("900315300011", "check-digit", id="the last digit one too high"),
        pytest.param("900315300100", "check-digit", id="two digits changed places"),
    ],
)
def test_id_1_faults_of_an_iin(text, fault):
    assert iin_fault(text) == fault


@pytest.mark.parametrize(
    ("born", "century_digit"),
    [
        (date(1899, 12, 31), 1),
        (date(1900, 1, 1), 4),
        (date(1999, 12, 31), 3),
        (date(2000, 2, 29), 5),
        (date(2008, 7, 1), 6),
    ],
    ids=str,
)
def test_id_1_the_date_of_birth(born, century_digit):
    assert birth_date(iin_of(born, century_digit, 21)) == born


@pytest.mark.parametrize(
    ("stem", "digit"),
    [
        # 9 + 12 + 5 + 30 + 21 + 11 = 88 = 8 · 11
        pytest.param("90031530001", 0, id="the first row gives 0"),
        # first row 9 + 12 + 5 + 30 + 21 + 10 + 11 = 98 ≡ 10, second 27 + 18 + 7 + 40 + 27 + 1 + 2
        # = 122 ≡ 1
        pytest.param("90031530011", 1, id="the first row gives 10, the second decides"),
        # first 9 + 12 + 5 + 30 + 21 + 10 = 87 ≡ 10, second 27 + 18 + 7 + 40 + 27 + 1 = 120 ≡ 10
        pytest.param("90031530010", None, id="both rows give 10: never given out"),
    ],
)
def test_id_1_the_check_digit(stem, digit):
    assert check_digit([int(each) for each in stem]) == digit


def test_id_1_a_faulty_number_has_no_date_of_birth():
    with pytest.raises(ValueError, match="check-digit"):
        birth_date("900315300011")


@given(
    born=st.dates(date(1900, 1, 1), date(1999, 12, 31)),
    century_digit=st.sampled_from([3, 4]),
    serial=st.integers(0, 9999),
    last=st.integers(0, 9),
)
def test_id_1_exactly_one_last_digit_fits(born, century_digit, serial, last):
    sound = iin_of(born, century_digit, serial)
    assume(not sound.endswith("None"))
    assert (iin_fault(sound[:-1] + str(last)) is None) is (sound[-1] == str(last))
    assert birth_date(sound) == born
