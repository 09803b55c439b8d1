"""The figures of textbooks and manuals, found again with the same counting as real attempts."""

from typing import Any

import numpy as np
import pytest

from service.item_statistics.language_gap import language_gap
from service.item_statistics.report import compute
from service.item_statistics.sheet import ItemFacts, Sheet

# Law School Admission Test, section 6 (Bock and Lieberman 1970): 1000 people, 5 questions
LSAT6 = {
    "00000": 3, "00001": 6, "00010": 2, "00011": 11, "00100": 1, "00101": 1, "00110": 3,
    "00111": 4, "01000": 1, "01001": 8, "01011": 16, "01101": 3, "01110": 2, "01111": 15,
    "10000": 10, "10001": 29, "10010": 14, "10011": 81, "10100": 3, "10101": 28, "10110": 15,
    "10111": 80, "11000": 16, "11001": 56, "11010": 21, "11011": 173, "11100": 11, "11101": 61,
    "11110": 28, "11111": 298,
}  # fmt: skip
# K. Wuensch, East Carolina University, "The Kuder-Richardson 20": ten students, ten questions
WUENSCH = (
    "1111110110", "1011011101", "1111011001", "0010001000", "0000010010",
    "1110111111", "1101110111", "1111111101", "0101111101", "1101101110",
)  # fmt: skip
# Admissions of the six largest departments at Berkeley 1973 (Bickel, Hammel and O'Connell 1975):
# men admitted, rejected; women admitted, rejected
BERKELEY = (
    (512, 313, 89, 19), (353, 207, 17, 8), (120, 205, 202, 391),
    (138, 279, 131, 244), (53, 138, 94, 299), (22, 351, 24, 317),
)  # fmt: skip


def computed(patterns: list[str]) -> dict[str, Any]:
    """The report on people who all had the same paper: 1 right, 0 wrong."""
    many = len(patterns[0])
    refs = [f"T-{number:04}@1" for number in range(1, many + 1)]
    facts = {ref: ItemFacts(ref, "act", "topic", "a", 0.5, ("kk", "ru")) for ref in refs}
    sheets = [
        Sheet("T", "section", "kk", " ".join(refs), one.replace("1", "a").replace("0", "b"))
        for one in patterns
    ]
    half = len(sheets) // 2
    return compute([sheets[:half], sheets[half:]], facts)


def of_items(report: dict[str, Any], name: str) -> list[float]:
    return [item[name] for item in sorted(report["items"], key=lambda item: str(item["ref"]))]


@pytest.fixture(scope="module")
def lsat6() -> dict[str, Any]:
    return computed([pattern for pattern, times in LSAT6.items() for _ in range(times)])


def test_lsat6_facilities(lsat6: dict[str, Any]):
    # D. Rizopoulos, "ltm", Journal of Statistical Software 17 (2006) 5: descript(LSAT)
    assert of_items(lsat6, "facility") == [0.924, 0.709, 0.553, 0.763, 0.870]


def test_lsat6_item_rest_correlations(lsat6: dict[str, Any]):
    # the same: point biserial correlation with the total score, the item excluded
    assert of_items(lsat6, "correlation") == [0.1128, 0.1532, 0.1728, 0.1444, 0.1216]


def test_lsat6_alpha(lsat6: dict[str, Any]):
    # the same: Cronbach's alpha, all items; the interval as pingouin.cronbach_alpha has it
    section = lsat6["sections"][0]
    assert section["alpha"] == 0.2950
    assert (section["low"], section["high"]) == pytest.approx((0.2235, 0.3618), abs=1e-4)


def test_the_standard_error_of_measurement_is_the_deviation_without_the_reliable_part(
    lsat6: dict[str, Any],
):
    section = lsat6["sections"][0]
    scores = [pattern.count("1") for pattern, times in LSAT6.items() for _ in range(times)]
    deviation = float(np.std(scores, ddof=1))
    assert section["deviation"] == pytest.approx(deviation, abs=1e-4)
    assert section["error"] == pytest.approx(deviation * (1 - 0.2950) ** 0.5, abs=1e-4)


def test_wuensch_kr_20():
    # Σpq = 2.18 and the variance 5.84 stand in the text
    section = computed(list(WUENSCH))["sections"][0]
    assert section["alpha"] == round(10 / 9 * (1 - 2.18 / 5.84), 4)
    assert section["deviation"] == round((5.84 * 10 / 9) ** 0.5, 4)


def test_the_mean_rest_score_of_those_who_chose_an_option():
    # Wuensch's first question: seven right with 48 points on the other nine, three wrong with 11
    first = next(i for i in computed(list(WUENSCH))["items"] if i["ref"] == "T-0001@1")
    rest = {option["letter"]: option["rest"] for option in first["options"]}
    assert rest["a"] == pytest.approx(48 / 7 / 9, abs=1e-4)
    assert rest["b"] == pytest.approx(11 / 3 / 9, abs=1e-4)
    assert rest["c"] is None


def test_berkeley_by_mantel_and_haenszel():
    # R, help page of mantelhaen.test: UCBAdmissions
    tables = np.array(BERKELEY, dtype=float).reshape(6, 2, 2).transpose(1, 2, 0)
    gap = language_gap(tables)
    assert gap is not None
    assert gap.odds == pytest.approx(0.9046968, abs=1e-7)
    assert gap.chi_square == pytest.approx(1.4269, abs=1e-4)
    assert gap.p_value == pytest.approx(0.2323, abs=1e-4)
    interval = np.exp(np.log(gap.odds) + np.array([-1.959964, 1.959964]) * gap.error / 2.35)
    assert interval == pytest.approx([0.7719074, 1.0603298], abs=1e-6)
    assert (gap.ets_class, gap.strata) == ("A", 6)
    assert gap.delta == pytest.approx(-2.35 * np.log(0.9046968), abs=1e-6)
