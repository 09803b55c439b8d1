from datetime import date

import pytest

from service.law.experience import ExperienceNeed
from service.law.requirements import (
    ActsNeed,
    Alternative,
    Experience,
    LanguageNeed,
    Level,
    Requirements,
    TypicalRequirements,
    TypicalUnknown,
    Wording,
    faults,
    with_typical,
)

ONE, TWO, THREE = (Alternative((ExperienceNeed(12 * years),)) for years in (1, 2, 3))
FROM, UNTIL = date(2024, 1, 1), date(2025, 12, 31)
REGISTER = [
    TypicalRequirements("C-4", (ONE,), "typical of 2024", FROM, UNTIL),
    TypicalRequirements("C-4", (TWO, THREE), "typical of 2026", date(2026, 1, 1)),
    TypicalRequirements("C-5", (), "typical of 2024", FROM),
]


def asked(*own: Alternative, typical: str | None = "C-4") -> Requirements:
    return Requirements("QR 1", experience=Experience(own, typical))


TYPICAL = [
    pytest.param(asked(), UNTIL, (ONE,), id="the row in force on its last day"),
    pytest.param(asked(), date(2026, 1, 1), (TWO, THREE), id="the row in force from the next day"),
    pytest.param(
        asked(THREE),
        UNTIL,
        (Alternative((*ONE.needs, *THREE.needs)),),
        id="the post's own experience is asked besides",
    ),
    pytest.param(asked(THREE, typical="C-5"), UNTIL, (THREE,), id="nothing typical: its own alone"),
    pytest.param(asked(typical="C-5"), UNTIL, (), id="nothing asked at all"),
]


@pytest.mark.parametrize(("requirements", "day", "alternatives"), TYPICAL)
def test_vc_3_a_reference_to_typical_requirements(requirements, day, alternatives):
    resolved = with_typical(requirements, REGISTER, day)
    assert resolved.experience == Experience(alternatives)
    assert resolved.asks_experience is bool(alternatives)


@pytest.mark.parametrize(
    ("category", "day"), [("C-4", date(2023, 12, 31)), ("C-1", date(2026, 1, 1))]
)
def test_vc_3_a_reference_that_leads_nowhere_is_said(category, day):
    with pytest.raises(TypicalUnknown):
        with_typical(asked(typical=category), REGISTER, day)


def test_vc_3_without_a_reference_nothing_changes():
    own = asked(ONE, typical=None)
    assert with_typical(own, REGISTER, FROM) is own


def test_levels_of_education_are_in_order():
    assert Level.MASTER.reaches(Level.BACHELOR)
    assert Level.BACHELOR.reaches(Level.BACHELOR)
    assert not Level.VOCATIONAL.reaches(Level.BACHELOR)


FAULTS = [
    pytest.param(Requirements(" "), ["no-source"], id="no source"),
    pytest.param(Requirements("QR 1", version=0), ["version"], id="a version before the first"),
    pytest.param(
        Requirements("QR 1", experience=Experience((Alternative((ExperienceNeed(481),)),))),
        ["experience-months"],
        id="more than a working life",
    ),
    pytest.param(
        Requirements("QR 1", experience=Experience((Alternative(()),))),
        ["empty-alternative"],
        id="an alternative that asks nothing",
    ),
    pytest.param(Requirements("QR 1", acts=(ActsNeed(frozenset()),)), ["acts-empty"], id="no act"),
    pytest.param(
        Requirements("QR 1", languages=(LanguageNeed("en"), LanguageNeed("en", "b1"))),
        ["language-twice"],
        id="a language twice",
    ),
    pytest.param(
        Requirements("QR 1", wordings=(Wording("a"), Wording("a"))),
        ["wording-twice"],
        id="a wording twice",
    ),
    pytest.param(Requirements("QR 1"), [], id="nothing asked is no fault"),
]


@pytest.mark.parametrize(("draft", "found"), FAULTS)
def test_what_is_wrong_with_a_draft(draft, found):
    assert faults(draft) == found
