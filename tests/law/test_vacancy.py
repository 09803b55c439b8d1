from datetime import date, timedelta

import pytest

from service.law.vacancy import (
    LW_4,
    LW_6,
    Filled,
    Leaving,
    NextRound,
    Past,
    PostKind,
    Round,
    Standing,
    Vacant,
    exclusion,
    ground_of,
    is_former_official,
    must_refuse_agreement,
    next_round,
    round_refusal,
)

ON = date(2026, 2, 1)
BODY, ALL, GENERAL = Round
NOBODY_IN_BODY = Past(BODY, ON, "nobody")
NOBODY_IN_ALL = Past(ALL, ON, "nobody")

EXCLUDED = [
    (PostKind.POLITICAL, "LAW 14(1), 17(2)", "appointment-after-agreement", "LAW 14(1)-(2); POL"),
    (PostKind.CIVILIAN, "LAW 3(2)3; CIV", "labour-contract", "LAW 3(2)3"),
    (PostKind.TECHNICAL, "LAW 3(2)1", "labour-contract", "LAW 3(2)1"),
    (PostKind.CORPS_A, "LAW 1(1), 22-23", "reserve", "LAW 22(2), 23(2)"),
    (PostKind.ELECTED, "LAW 15(1), 26", "election", "LAW 15(1)"),
    (PostKind.OF_FIRST_HEAD, "LAW 29(4)", "appointment-by-first-head", "LAW 29(4)"),
]


@pytest.mark.parametrize(
    ("kind", "source", "filled", "filled_source"),
    [pytest.param(*each, id=f"{each[0]} is refused") for each in EXCLUDED],
)
def test_lw_6_a_post_outside_competition_is_told_with_its_article(
    kind, source, filled, filled_source
):
    told = exclusion(kind)
    assert told is not None
    assert told.rule is LW_6
    assert (told.source, told.filled_by, told.filled_source) == (source, filled, filled_source)


def test_lw_6_corps_b_alone_is_put_to_competition():
    assert [kind for kind in PostKind if exclusion(kind) is None] == [PostKind.CORPS_B]


def vacant(*past: Past, lowest: bool = False, **more: object) -> Vacant:
    return Vacant(lowest, "central", past=past, **more)  # type: ignore[arg-type]


ROUNDS = [
    pytest.param(
        vacant(lowest=True), GENERAL, "LAW 28(1), 29(2)", "lowest-post", id="lowest: general"
    ),
    pytest.param(
        vacant(lowest=True, body_is_new=True),
        GENERAL,
        "LAW 28(1), 29(2)",
        "lowest-post",
        id="lowest in a new body: general",
    ),
    pytest.param(vacant(), BODY, "LAW 29(1)", "first-round", id="first in the body"),
    pytest.param(
        vacant(body_is_new=True), ALL, "LAW 29(4-1)", "new-body", id="new body: among all bodies"
    ),
    pytest.param(
        vacant(NOBODY_IN_BODY), ALL, "LAW 29(2)", "nobody-in-body", id="nobody in the body: all"
    ),
    pytest.param(
        vacant(Past(BODY, ON, "cancelled")),
        BODY,
        "LAW 29(1)",
        "first-round",
        id="a cancelled round is held again",
    ),
    pytest.param(
        vacant(NOBODY_IN_BODY, NOBODY_IN_ALL),
        GENERAL,
        "LAW 28(2), 29(3)",
        "nobody-in-all",
        id="nobody in all bodies: general",
    ),
    pytest.param(
        vacant(NOBODY_IN_ALL, NOBODY_IN_BODY),
        GENERAL,
        "LAW 28(2), 29(3)",
        "nobody-in-all",
        id="in any order",
    ),
    pytest.param(
        vacant(NOBODY_IN_BODY, direct="case-1"),
        GENERAL,
        "LAW 28(2), 29(2-1)",
        "direct",
        id="nobody in the body and a case of 29(2-1): general",
    ),
    pytest.param(
        vacant(direct="case-1"),
        BODY,
        "LAW 29(1)",
        "first-round",
        id="29(2-1) does not skip the round in the body",
    ),
    pytest.param(
        vacant(body_is_new=True, direct="case-1"),
        ALL,
        "LAW 29(4-1)",
        "new-body",
        id="29(2-1) needs a round in the body, which a new body has not",
    ),
    pytest.param(
        vacant(NOBODY_IN_BODY, NOBODY_IN_ALL, Past(GENERAL, ON, "nobody")),
        GENERAL,
        "LAW 28(2), 29(3)",
        "nobody-in-all",
        id="nobody in the general one: general again",
    ),
]


@pytest.mark.parametrize(("case", "round_", "source", "why"), ROUNDS)
def test_lw_4_the_round_that_follows(case, round_, source, why):
    due = next_round(case)
    assert isinstance(due, NextRound)
    assert (due.round, due.rule, due.source, due.why) == (round_, LW_4, source, why)
    assert due.exempt is (why == "direct")
    assert (due.agreement_of is not None) is (round_ is GENERAL and why != "lowest-post")


def test_lw_4_a_vacancy_with_a_winner_is_filled():
    won = vacant(Past(BODY, ON, "winner"))
    assert next_round(won) == Filled(ON)
    told = round_refusal(ALL, won)
    assert told is not None
    assert told.why == "filled"


@pytest.mark.parametrize(
    ("office", "agreeing"),
    [
        ("central", "authorised-body"),
        ("territorial", "territorial-unit"),
        ("local", "territorial-unit"),
    ],
)
def test_lw_4_who_agrees_to_a_general_competition(office, agreeing):
    due = next_round(Vacant(lowest=False, office=office, past=(NOBODY_IN_ALL,)))
    assert isinstance(due, NextRound)
    assert due.agreement_of == agreeing


ANNOUNCED = [
    pytest.param(GENERAL, vacant(), None, "out-of-order", id="general before the internal rounds"),
    pytest.param(ALL, vacant(), None, "out-of-order", id="all bodies before the body"),
    pytest.param(BODY, vacant(lowest=True), None, "out-of-order", id="internal for a lowest post"),
    pytest.param(
        GENERAL, vacant(NOBODY_IN_ALL), None, "agreement-missing", id="agreement not asked"
    ),
    pytest.param(
        GENERAL, vacant(NOBODY_IN_ALL), "asked", "agreement-missing", id="agreement not answered"
    ),
    pytest.param(
        GENERAL, vacant(NOBODY_IN_ALL), "refused", "agreement-refused", id="agreement refused"
    ),
    pytest.param(GENERAL, vacant(NOBODY_IN_ALL), "agreed", None, id="agreement given"),
    pytest.param(GENERAL, vacant(lowest=True), None, None, id="lowest post without agreement"),
    pytest.param(BODY, vacant(), None, None, id="the first round"),
    pytest.param(ALL, vacant(NOBODY_IN_BODY), None, None, id="the second round"),
]


@pytest.mark.parametrize(("wanted", "case", "answer", "why"), ANNOUNCED)
def test_lw_4_a_round_out_of_order_or_without_agreement_is_refused(wanted, case, answer, why):
    told = round_refusal(wanted, case, answer)
    assert (told.why if told else None) == why
    if told:
        assert told.due == next_round(case)


def test_lw_4_agreement_is_refused_while_an_internal_round_is_due():
    assert must_refuse_agreement(vacant())
    assert must_refuse_agreement(vacant(NOBODY_IN_BODY))
    assert not must_refuse_agreement(vacant(NOBODY_IN_BODY, NOBODY_IN_ALL))
    assert not must_refuse_agreement(vacant(lowest=True))


CIRCLE = frozenset({"moj", "moj-registration"})
HERE, THERE, NOWHERE = Standing("moj-registration"), Standing("mof"), Standing()
LEFT = Standing(left=Leaving(ON))
TAKES_PART = [
    (BODY, HERE, "serving", "an official of a department of the body"),
    (BODY, THERE, None, "an official of another body"),
    (BODY, NOWHERE, None, "a citizen in the round in the body"),
    (BODY, LEFT, "former-official", "a person of 29(5)"),
    (ALL, HERE, "serving", "an official of the body among all bodies"),
    (ALL, THERE, "serving", "an official of another body among all bodies"),
    (ALL, NOWHERE, None, "a citizen among all bodies"),
    (ALL, LEFT, "former-official", "a person of 29(5) among all bodies"),
    (GENERAL, NOWHERE, "citizen", "a citizen in the general one"),
    (GENERAL, THERE, "serving", "an official in the general one"),
]


@pytest.mark.parametrize(
    ("round_", "standing", "ground"), [pytest.param(*each[:3], id=each[3]) for each in TAKES_PART]
)
def test_lw_4_who_takes_part_in_a_round(round_, standing, ground):
    assert ground_of(round_, CIRCLE, standing, ON + timedelta(days=30)) == ground


def test_lw_4_thirty_calendar_days_of_29_5_last_day_and_first_day_too_late():
    last = ON + timedelta(days=30)
    assert is_former_official(LEFT, last)
    assert not is_former_official(LEFT, last + timedelta(days=1))
    assert ground_of(ALL, CIRCLE, LEFT, last + timedelta(days=1)) is None


@pytest.mark.parametrize("fact", ["employed_since", "left_country"])
def test_lw_4_work_for_others_or_leaving_the_country_ends_29_5(fact):
    standing = Standing(left=Leaving(ON, **{fact: True}))
    assert not is_former_official(standing, ON)


def test_lw_4_three_months_of_62_2_last_day_and_first_day_too_late():
    displaced = Standing(left=Leaving(ON, displaced=True, employed_since=True))
    assert ground_of(BODY, CIRCLE, displaced, date(2026, 5, 1)) == "displaced-official"
    assert ground_of(BODY, CIRCLE, displaced, date(2026, 5, 2)) is None
