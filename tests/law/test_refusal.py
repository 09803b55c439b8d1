from collections.abc import Sequence
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.law.refusal import (
    RF_1,
    RF_2,
    RF_3,
    RF_4,
    RF_5,
    RF_6,
    History,
    PastAct,
    PastResult,
    Refusal,
    ValidCertificate,
    refusals,
)
from service.law.rule_set import KINDS, Kind, rule_set
from service.law.terms import Term

DAY = date(2026, 3, 3)
RULES = {kind: rule_set(kind, DAY) for kind in KINDS}
CODE: dict[Kind, str] = {"LE": "LE-1", "AD": "AD-1", "IS": "IS-1", "PQ": "PQ-1"}


def asked(
    kind: Kind,
    day: date,
    *,
    results: Sequence[PastResult] = (),
    acts: Sequence[PastAct] = (),
    certificates: Sequence[ValidCertificate] = (),
    consent_given: bool = True,
) -> list[Refusal]:
    history = History(results, acts, certificates, consent_given)
    return refusals(history, CODE[kind], RULES[kind], day)


def below(kind: Kind, on: date = DAY, *, broken_off: bool = False) -> PastResult:
    return PastResult(CODE[kind], kind, on, passed=False, broken_off=broken_off)


TERMS = [
    # ground, kind, the facts, the last refused day, the term
    pytest.param(
        RF_1,
        "LE",
        {"results": [below("LE")]},
        date(2026, 4, 3),
        Term(months=1),
        id="LE: a month after a result below the threshold",
    ),
    pytest.param(
        RF_1,
        "LE",
        {"results": [below("LE", broken_off=True)]},
        date(2026, 4, 3),
        Term(months=1),
        id="LE: a broken-off attempt waits as a result below the threshold",
    ),
    pytest.param(
        RF_1,
        "AD",
        {"results": [below("AD")]},
        date(2026, 3, 18),
        Term(days=15),
        id="AD: fifteen days after a result below the threshold",
    ),
    pytest.param(
        RF_1,
        "IS",
        {"results": [below("IS")]},
        date(2026, 3, 18),
        Term(days=15),
        id="IS: fifteen days after a result below the threshold",
    ),
    pytest.param(
        RF_6,
        "IS",
        {"results": [below("IS", broken_off=True)]},
        date(2026, 3, 6),
        Term(days=3),
        id="IS: three days after a broken-off attempt",
    ),
    pytest.param(
        RF_6,
        "AD",
        {"results": [below("AD", broken_off=True)]},
        date(2026, 3, 6),
        Term(days=3),
        id="AD: three days after a broken-off attempt",
    ),
    *(
        pytest.param(
            RF_2,
            kind,
            {"acts": [PastAct("breach", DAY)]},
            date(2026, 9, 3),
            Term(months=6),
            id=f"{kind}: six months after an act on a breach",
        )
        for kind in RULES
    ),
    *(
        pytest.param(
            RF_3,
            kind,
            {"acts": [PastAct("impersonator", DAY)]},
            date(2027, 3, 3),
            Term(years=1),
            id=f"{kind}: a year after an act on an impersonator",
        )
        for kind in RULES
    ),
]


@pytest.mark.parametrize(("ground", "kind", "facts", "last", "term"), TERMS)
def test_rf_1_rf_2_rf_3_rf_6_last_refused_and_first_free_day(ground, kind, facts, last, term):
    free = last + timedelta(days=1)
    expected = Refusal(
        ground, {"on": DAY, "term": term, "source": RULES[kind].source}, free, "wait"
    )
    assert asked(kind, DAY, **facts) == [expected]
    assert asked(kind, last, **facts) == [expected]
    assert asked(kind, free, **facts) == []


@pytest.mark.parametrize("kind", RULES)
def test_rf_4_without_consent(kind):
    assert asked(kind, DAY, consent_given=False) == [Refusal(RF_4, {}, None, "give-consent")]


@pytest.mark.parametrize("kind", RULES)
def test_rf_5_a_valid_certificate_up_to_and_with_its_last_day(kind):
    until = date(2027, 3, 3)
    held = [ValidCertificate(CODE[kind], kind, until, "LE-2026-000123-7")]
    facts = {"number": "LE-2026-000123-7", "valid_until": until, "source": RULES[kind].source}
    refusal = Refusal(RF_5, facts, date(2027, 3, 4), "use-certificate")
    assert asked(kind, until, certificates=held) == [refusal]
    assert asked(kind, date(2027, 3, 4), certificates=held) == []


def test_rf_5_a_certificate_of_another_programme_does_not_stand_in_the_way():
    other = [ValidCertificate("LE-3", "LE", date(2027, 3, 3), "LE-2026-000123-7")]
    assert asked("LE", DAY, certificates=other) == []


def test_rf_1_a_result_of_another_programme_of_the_kind_counts():
    result = PastResult("LE-3", "LE", DAY, passed=False)
    assert [each.rule for each in asked("LE", DAY, results=[result])] == [RF_1]


def test_rf_1_a_result_of_another_kind_does_not_count():
    assert asked("LE", DAY, results=[below("AD")]) == []


def test_rf_1_after_personal_qualities_nothing_is_waited_for():
    rows = [below("PQ"), PastResult("PQ-1", "PQ", DAY, passed=True)]
    assert asked("PQ", DAY, results=rows) == []
    assert asked("IS", DAY, results=rows) == [], "nor do they bar from a test of knowledge"


def test_rf_6_personal_qualities_broken_off_are_waited_for_as_a_test_is():
    found = asked("PQ", DAY, results=[below("PQ", broken_off=True)])
    assert [(each.rule, each.first_free_on) for each in found] == [(RF_6, DAY + timedelta(days=4))]


def test_rf_1_a_passed_result_does_not_count():
    assert asked("LE", DAY, results=[PastResult("LE-1", "LE", DAY, passed=True)]) == []


def test_rf_1_the_latest_result_sets_the_first_free_day():
    later = DAY + timedelta(days=10)
    results = [below("LE"), below("LE", later), below("LE", DAY - timedelta(days=5))]
    assert [each.first_free_on for each in asked("LE", later, results=results)] == [
        date(2026, 4, 14)
    ]


def test_rf_1_what_came_after_the_application_does_not_judge_it():
    assert asked("LE", DAY - timedelta(days=1), results=[below("LE")]) == []


def test_tt_5_an_act_of_technical_failure_never_bars():
    assert asked("IS", DAY, acts=[PastAct("technical", DAY)]) == []


def test_all_grounds_are_reported_in_the_order_of_the_rules():
    found = asked(
        "AD",
        DAY,
        consent_given=False,
        results=[below("AD"), below("AD", broken_off=True)],
        acts=[PastAct("impersonator", DAY), PastAct("breach", DAY)],
        certificates=[ValidCertificate("AD-1", "AD", DAY, "AD-2025-000001-0")],
    )
    assert [each.rule for each in found] == [RF_1, RF_2, RF_3, RF_4, RF_5, RF_6]


DAYS = st.dates(date(2024, 2, 1), date(2028, 12, 31))
HISTORIES = st.builds(
    History,
    results=st.lists(
        st.builds(
            PastResult,
            programme=st.sampled_from(sorted(CODE.values())),
            kind=st.sampled_from(sorted(CODE)),
            on=DAYS,
            passed=st.booleans(),
            broken_off=st.booleans(),
        ),
        max_size=5,
    ),
    acts=st.lists(
        st.builds(PastAct, st.sampled_from(["breach", "impersonator", "technical"]), DAYS),
        max_size=5,
    ),
    certificates=st.lists(
        st.builds(
            ValidCertificate,
            programme=st.sampled_from(sorted(CODE.values())),
            kind=st.sampled_from(sorted(CODE)),
            valid_until=DAYS,
            number=st.just("LE-2026-000123-7"),
        ),
        max_size=3,
    ),
    consent_given=st.just(True),
)


@given(history=HISTORIES, kind=st.sampled_from(sorted(CODE)), day=DAYS)
def test_whoever_waits_for_the_last_first_free_day_may_apply(history, kind, day):
    """Unless more has happened by then: the history is complete on the day of the question."""
    so_far = History(
        results=[each for each in history.results if each.on <= day],
        acts=[each for each in history.acts if each.on <= day],
        certificates=history.certificates,
        consent_given=True,
    )
    found = refusals(so_far, CODE[kind], RULES[kind], day)
    free = max((each.first_free_on or day for each in found), default=day)
    assert free >= day
    assert refusals(so_far, CODE[kind], RULES[kind], free) == []
    if found:
        eve = free - timedelta(days=1)
        assert refusals(so_far, CODE[kind], RULES[kind], eve) != []
