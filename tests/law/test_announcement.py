from dataclasses import replace
from datetime import date, timedelta

import pytest

from service.law.announcement import (
    LW_7,
    LW_8,
    PARTS,
    VC_1,
    Announcement,
    Reorganisation,
    Running,
    Temporary,
    announcement_faults,
    appointment_refusal,
    cancelled_by,
    certificate_kinds,
    first_closing,
    receives,
    uses_system,
)
from service.law.calendar import WorkingCalendar
from service.law.vacancy import Round

# Monday 2 March 2026; the 9th is a day off for the holiday of the 8th
CALENDAR = WorkingCalendar(holidays=frozenset({date(2026, 3, 9)}))
PUBLISHED = date(2026, 3, 2)
GOOD = Announcement(
    round=Round.GENERAL,
    published_on=PUBLISHED,
    closes_on=date(2026, 3, 12),
    interview_on=date(2026, 3, 13),
    parts=frozenset(PARTS),
    sites=frozenset({"body", "authorised-body"}),
)


def flaws(told: Announcement) -> list[tuple[str, str]]:
    return [(each.code, each.subject) for each in announcement_faults(told, CALENDAR)]


def test_vc_1_a_complete_announcement_has_no_faults():
    assert flaws(GOOD) == []


@pytest.mark.parametrize(
    ("round_", "closes_on"),
    [
        pytest.param(Round.GENERAL, date(2026, 3, 12), id="general: seven working days"),
        pytest.param(Round.INTERNAL_BODY, date(2026, 3, 5), id="in the body: three"),
        pytest.param(Round.INTERNAL_ALL, date(2026, 3, 5), id="among all bodies: three"),
    ],
)
def test_vc_1_last_day_refused_and_first_day_to_close(round_, closes_on):
    assert first_closing(round_, PUBLISHED, CALENDAR) == closes_on
    told = replace(GOOD, round=round_, closes_on=closes_on, interview_on=date(2026, 4, 1))
    assert flaws(told) == []
    early = announcement_faults(replace(told, closes_on=closes_on - timedelta(days=1)), CALENDAR)
    assert [(each.rule, each.code, each.first_on) for each in early] == [
        (VC_1, "closes-too-early", closes_on)
    ]


def test_vc_1_reception_ends_on_a_working_day_and_not_after_a_month():
    saturday = replace(GOOD, closes_on=date(2026, 3, 14), interview_on=date(2026, 3, 17))
    (one,) = announcement_faults(saturday, CALENDAR)
    assert (one.code, one.first_on) == ("closes-on-day-off", date(2026, 3, 16))
    last = replace(GOOD, closes_on=date(2026, 4, 1), interview_on=date(2026, 4, 10))
    assert flaws(last) == []
    assert flaws(replace(last, closes_on=date(2026, 4, 2))) == [("closes-too-late", "")]


def test_vc_1_the_interview_has_a_day_after_the_closing_one():
    assert flaws(replace(GOOD, interview_on=None)) == [("interview-missing", "")]
    (one,) = announcement_faults(replace(GOOD, interview_on=date(2026, 3, 12)), CALENDAR)
    assert (one.code, one.source, one.first_on) == (
        "interview-too-early",
        "O26 IS 71(8)",
        date(2026, 3, 13),
    )


@pytest.mark.parametrize("part", PARTS)
def test_vc_1_every_part_must_be_there(part):
    assert flaws(replace(GOOD, parts=GOOD.parts - {part})) == [("part-missing", part)]


def test_vc_1_it_stands_on_the_sites_that_the_law_names():
    assert flaws(replace(GOOD, sites=frozenset())) == [
        ("site-missing", "body"),
        ("site-missing", "authorised-body"),
    ]
    assert flaws(replace(GOOD, single_service=True)) == [("site-missing", "service-body")]


def test_vc_1_an_essay_where_the_post_needs_it_and_always_an_interview():
    assert flaws(replace(GOOD, essay_needed=True)) == [("essay-missing", "")]
    with_essay = replace(GOOD, essay_needed=True, stages=frozenset({"essay", "interview"}))
    assert flaws(with_essay) == []
    assert flaws(replace(GOOD, stages=frozenset())) == [("interview-stage-missing", "")]


def test_vc_1_the_first_and_the_last_day_of_reception_count():
    days = [PUBLISHED - timedelta(days=1), PUBLISHED, GOOD.closes_on, date(2026, 3, 13)]
    assert [receives(GOOD, day) for day in days] == [False, True, True, False]


def away(**more: object) -> Announcement:
    temporary = Temporary("studies", date(2026, 12, 31))
    return replace(GOOD, is_temporary=True, temporary=replace(temporary, **more))  # type: ignore[arg-type]


ILL = {"absence": "illness", "listed_illness": True}
TEMPORARY = [
    pytest.param(away(), [], id="studies until the end of the year"),
    pytest.param(replace(away(), is_temporary=False), ["temporary-not-marked"], id="not marked"),
    pytest.param(replace(GOOD, is_temporary=True), ["temporary-reason-missing"], id="no reason"),
    pytest.param(away(until_on=GOOD.closes_on), ["temporary-over"], id="over on the closing day"),
    pytest.param(away(until_on=date(2026, 3, 13)), [], id="over a day after it"),
    pytest.param(
        away(ill_since=date(2026, 1, 2), **ILL), ["illness-too-short"], id="ill for two months"
    ),
    pytest.param(away(ill_since=date(2026, 1, 1), **ILL), [], id="ill for more than two months"),
    pytest.param(away(**ILL), ["illness-too-short"], id="ill since nobody knows when"),
    pytest.param(
        away(absence="illness", ill_since=date(2025, 1, 1)),
        ["illness-not-listed"],
        id="an illness of no list",
    ),
]


@pytest.mark.parametrize(("told", "codes"), TEMPORARY)
def test_lw_8_a_temporarily_vacant_post(told, codes):
    found = announcement_faults(told, CALENDAR)
    assert [each.code for each in found] == codes
    assert {each.rule for each in found} <= {LW_8}


def test_lw_8_the_first_day_on_which_an_illness_is_long_enough():
    (one,) = announcement_faults(away(ill_since=date(2026, 1, 15), **ILL), CALENDAR)
    assert one.first_on == date(2026, 3, 16)


ENDED = date(2026, 4, 20)
PAST_IT = [
    ("transfer", PUBLISHED - timedelta(days=1), False, "the eve of the announcement"),
    ("transfer", PUBLISHED, True, "the day of the announcement"),
    ("without-competition", ENDED - timedelta(days=1), True, "the eve of the end"),
    ("without-competition", ENDED, False, "the day of the end"),
    ("competition", PUBLISHED, False, "by the competition itself"),
    ("acting", PUBLISHED, False, "acting for the time being"),
]


@pytest.mark.parametrize(
    ("path", "day", "refused"), [pytest.param(*each[:3], id=each[3]) for each in PAST_IT]
)
def test_lw_7_nobody_is_appointed_past_a_competition(path, day, refused):
    told = appointment_refusal(PUBLISHED, ENDED, path, day)
    assert (told is not None) is refused
    if told:
        assert (told.rule, told.source, told.announced_on) == (LW_7, "O26 IS 69", PUBLISHED)


def test_lw_7_while_no_end_is_known_it_runs_and_without_announcement_nothing_stops():
    assert appointment_refusal(PUBLISHED, None, "transfer", date(2030, 1, 1)) is not None
    assert appointment_refusal(None, None, "transfer", PUBLISHED) is None


CHANGE = Reorganisation("moj", date(2026, 3, 10), frozenset({"archive"}))
RUNNING = [
    (Running("1", "moj", "registry", PUBLISHED), True, "a unit that changes"),
    (Running("2", "moj", "archive", PUBLISHED), False, "a unit that does not change"),
    (Running("3", "mof", "registry", PUBLISHED), False, "another body"),
    (Running("4", "moj", "registry", CHANGE.on), True, "announced on the day of the act"),
    (Running("5", "moj", "registry", date(2026, 3, 11)), False, "announced after the act"),
    (Running("6", "moj", "registry", PUBLISHED, date(2026, 3, 10)), False, "ended on the day"),
    (Running("7", "moj", "registry", PUBLISHED, date(2026, 3, 11)), True, "ended a day later"),
]


@pytest.mark.parametrize(
    ("running", "cancelled"), [pytest.param(*each[:2], id=each[2]) for each in RUNNING]
)
def test_vc_2_what_a_reorganisation_cancels(running, cancelled):
    assert cancelled_by(CHANGE, [running]) == ([running] if cancelled else [])


@pytest.mark.parametrize(
    ("wave", "first"), [("first", date(2024, 2, 1)), ("rest", date(2024, 7, 1))]
)
def test_vc_4_from_when_a_body_uses_the_system(wave, first):
    eve = first - timedelta(days=1)
    assert (uses_system(wave, eve), uses_system(wave, first)) == (False, True)
    assert certificate_kinds(wave, eve) == {"AD"}
    assert certificate_kinds(wave, first) == {"IS"}


def test_vc_4_a_body_of_no_list_does_not_use_it():
    assert not uses_system(None, date(2030, 1, 1))
