import json
from dataclasses import fields, is_dataclass, replace
from datetime import date, timedelta
from itertools import permutations
from typing import Any, get_args, get_type_hints

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service.law.admission import LW_5, admission, admission_of, kept, reopened
from service.law.declarations import Declaration
from service.law.line import CODES
from service.law.personal_file import (
    LW_3_FIELDS,
    File,
    file_of,
    without_forbidden,
)
from service.law.record import plain
from service.law.vacancy import Leaving, Round, Standing
from tests.law.files import (
    CERTIFICATE,
    CLEAN,
    CLOSES,
    DAY,
    FILE,
    FILES,
    OPENING,
    OPENINGS,
    WORK,
    judged,
    line,
)

RANK = {"not-met": 0, "look": 1, "met": 2}


def test_vc_3_a_file_that_fits_is_admitted_line_by_line():
    decision = admission(FILE, OPENING, DAY)
    assert decision.outcome == "admitted"
    assert [each.code for each in decision.lines if each.code != "bar"] == [
        "round",
        "citizenship",
        "age-18",
        "pension-age",
        "certificate",
        "education",
        "education-document",
        "experience",
        "employment-document",
        "acts",
        "language",
        "computer",
        "secrets",
    ]
    assert {each.outcome for each in decision.lines} == {"met"}
    assert {each.code for each in decision.lines} <= set(CODES)


def test_vc_3_a_refusal_names_every_requirement_that_is_not_met():
    empty = File(replace(FILE.person, declared=CLEAN))
    decision = admission(empty, OPENING, DAY)
    assert decision.outcome == "refused"
    assert [(each.code, each.why, each.remedy) for each in decision.unmet] == [
        ("certificate", "none", "take-test"),
        ("education", "none", "add-education"),
        ("education-document", "no-document", "upload-education"),
        ("experience", "too-short", "add-employment"),
        ("employment-document", "no-document", "upload-employment"),
        ("language", "none", "add-language"),
        ("computer", "none", "add-computer"),
    ]
    assert all(each.source for each in decision.lines)


def test_vc_3_what_is_missing_may_be_added_up_to_and_with_the_closing_day():
    decision = admission(FILE, OPENING, DAY)
    assert decision.may_still_add(CLOSES)
    assert not decision.may_still_add(CLOSES + timedelta(days=1))


def held(**more: Any) -> File:
    return replace(FILE, certificates=(replace(CERTIFICATE, **more),))


CERTIFICATES = [
    pytest.param(held(valid_until=DAY), "met", "", id="valid on its last day"),
    pytest.param(
        held(valid_until=DAY - timedelta(days=1)), "not-met", "expired", id="expired yesterday"
    ),
    pytest.param(held(kind="AD", programme="AD-1"), "not-met", "other-kind", id="another kind"),
    pytest.param(held(taken_on=DAY + timedelta(days=1)), "not-met", "not-yet", id="from tomorrow"),
    pytest.param(replace(FILE, certificates=()), "not-met", "none", id="none"),
]


@pytest.mark.parametrize(("file", "outcome", "why"), CERTIFICATES)
def test_lw_5_a_valid_certificate_of_the_right_kind(file, outcome, why):
    one = line(judged(file), "certificate")
    assert (one.outcome, one.why, one.rule) == (outcome, why, LW_5)
    assert one.remedy == (None if outcome == "met" else "take-test")


def test_lw_5_another_programme_of_the_kind_does_not_count_where_programmes_are_named():
    opening = replace(OPENING, programmes=frozenset({"IS-2"}))
    assert line(admission(FILE, opening, DAY), "certificate").why == "other-kind"


OFFICIAL, FORMER = Standing("moj"), Standing(left=Leaving(DAY - timedelta(days=30)))
NO_TEST = [
    pytest.param(OFFICIAL, True, "met", id="an official in a competition of 29(2-1)"),
    pytest.param(FORMER, True, "met", id="a person of 29(5) on the last day"),
    pytest.param(
        Standing(left=Leaving(DAY - timedelta(days=31))),
        True,
        "not-met",
        id="a person of 29(5) a day too late",
    ),
    pytest.param(Standing(), True, "not-met", id="a citizen in a competition of 29(2-1)"),
    pytest.param(OFFICIAL, False, "not-met", id="an official in another general competition"),
]


@pytest.mark.parametrize(("standing", "direct", "outcome"), NO_TEST)
def test_lw_5_who_is_exempt_from_the_test(standing, direct, outcome):
    file = replace(FILE, person=replace(FILE.person, standing=standing), certificates=())
    one = line(admission(file, replace(OPENING, direct=direct), DAY), "certificate")
    assert one.outcome == outcome
    assert (one.why == "exempt") is (outcome == "met")


@pytest.mark.parametrize("round_", [Round.INTERNAL_BODY, Round.INTERNAL_ALL])
def test_lw_5_internal_rounds_ask_for_no_certificate(round_):
    opening = replace(OPENING, round=round_, circle=frozenset({"moj"}))
    file = replace(FILE, person=replace(FILE.person, standing=OFFICIAL), certificates=())
    decision = admission(file, opening, DAY)
    assert decision.outcome == "admitted"
    assert "certificate" not in {each.code for each in decision.lines}


def test_lw_2_a_bar_refuses_whatever_the_qualification():
    said = Declaration(8, applies=True)
    declared = (said, *(each for each in CLEAN if each.number != 8))
    file = replace(FILE, person=replace(FILE.person, declared=declared))
    assert [each.subject for each in admission(file, OPENING, DAY).unmet] == ["corruption-crime"]


# properties


def reached(kind: Any, seen: set[type]) -> set[type]:
    """Every dataclass that a value of that type may hold."""
    if is_dataclass(kind) and isinstance(kind, type) and kind not in seen:
        seen.add(kind)
        for each in get_type_hints(kind).values():
            reached(each, seen)
    for each in get_args(kind):
        reached(each, seen)
    return seen


def test_lw_3_no_field_of_the_file_is_one_of_16_5():
    names = {field.name for kind in reached(File, set()) for field in fields(kind)}
    assert names & LW_3_FIELDS == set()


ORIGINS = st.dictionaries(st.sampled_from(sorted(LW_3_FIELDS)), st.text(max_size=5), max_size=6)


def sprinkled(record: Any, origin: dict[str, str]) -> Any:
    """The record with the fields of 16(5) in every mapping of it."""
    if isinstance(record, dict):
        return {key: sprinkled(each, origin) for key, each in record.items()} | origin
    if isinstance(record, list):
        return [sprinkled(each, origin) for each in record]
    return record


@given(file=FILES, opening=OPENINGS, one=ORIGINS, other=ORIGINS)
def test_lw_3_admission_never_depends_on_a_field_of_16_5(file, opening, one, other):
    first = admission_of(sprinkled(plain(file), one), opening, DAY)
    second = admission_of(sprinkled(plain(file), other), opening, DAY)
    assert first == second == admission(file, opening, DAY)
    assert without_forbidden(first.as_record()) == first.as_record()


def test_lw_3_another_unknown_field_is_an_accident_and_not_passed_over():
    with pytest.raises(TypeError, match="File has no shoe_size"):
        file_of(plain(FILE) | {"shoe_size": 43})


@given(file=FILES, opening=OPENINGS, more=WORK)
def test_adding_experience_never_turns_met_into_not_met(file, opening, more):
    before = admission(file, opening, DAY)
    after = admission(replace(file, work=(*file.work, more)), opening, DAY)
    assert [RANK[each.outcome] for each in after.lines] >= [
        RANK[each.outcome] for each in before.lines
    ]
    for old, new in zip(before.lines, after.lines, strict=True):
        assert RANK[new.outcome] >= RANK[old.outcome], new
    assert before.outcome != "admitted" or after.outcome == "admitted"


@settings(max_examples=40)
@given(file=FILES, opening=OPENINGS)
def test_the_order_of_the_file_does_not_matter(file, opening):
    expected = admission(file, opening, DAY)
    for work in permutations(file.work):
        turned = replace(file, work=work, education=file.education[::-1])
        found = admission(turned, opening, DAY)
        assert [(each.code, each.outcome, each.first_on) for each in found.lines] == [
            (each.code, each.outcome, each.first_on) for each in expected.lines
        ]


@settings(max_examples=200)
@given(file=FILES, opening=OPENINGS, day=st.dates(date(2024, 1, 1), date(2027, 12, 31)))
def test_a_decision_can_be_shown_again_from_its_record(file, opening, day):
    decision = admission(file, opening, day)
    record = json.loads(json.dumps(decision.as_record()))
    again = reopened(record)
    assert again == decision
    assert again.as_record() == record
    assert kept(record) == decision
    assert kept(record).as_record() == record
    assert (decision.outcome == "refused") is bool(decision.unmet)


@given(file=FILES, opening=OPENINGS)
def test_what_is_not_met_says_why_or_what_can_be_done(file, opening):
    for each in admission(file, opening, DAY).lines:
        assert each.source
        assert each.outcome == "met" or each.why or each.remedy or each.facts or each.subject


def test_a_record_of_another_schema_is_not_read():
    record = admission(FILE, OPENING, DAY).as_record() | {"schema": 0}
    for read in (reopened, kept):
        with pytest.raises(ValueError, match="a decision of schema 0"):
            read(record)
