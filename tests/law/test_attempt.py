"""An attempt folded from its steps: TT-3, TT-4, TT-5."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.law.attempt import (
    LATENCY,
    Allowances,
    Phase,
    Plan,
    SectionPlan,
    State,
    Step,
    What,
    broken_off_at,
    fold,
    lost_to_outage,
    next_by_itself,
    own_loss,
)

START = datetime(2026, 11, 23, 5, 0, tzinfo=UTC)
PLAN = Plan((SectionPlan(20, 20), SectionPlan(110, 135)))


def at(minutes: float = 0, seconds: float = 0) -> datetime:
    return START + timedelta(minutes=minutes, seconds=seconds)


def started(minutes: float = 0) -> Step:
    return Step(What.SECTION_STARTED, at(minutes))


def by_itself(steps: list[Step], now: datetime, *, seen: datetime | None = None, outages=()):
    """All that comes about by itself until now, folded in."""
    steps = list(steps)
    for _ in range(20):
        step = next_by_itself(
            PLAN, fold(PLAN, steps), seen_at=seen or now, outages=outages, now=now
        )
        if step is None:
            return steps, fold(PLAN, steps)
        steps.append(step)
    raise AssertionError("it never comes to rest")


def test_nothing_has_begun_before_the_first_section():
    assert fold(PLAN, [Step(What.TERMS_ACCEPTED, at())]) == State()


def test_a_section_runs_for_its_minutes_from_its_start():
    window = fold(PLAN, [started(3)]).window
    assert window is not None
    assert (window.opened_at, window.deadline_at) == (at(3), at(23))
    assert window.closes_at == at(23) + LATENCY


@pytest.mark.parametrize(
    ("extra", "minutes"), [(0, 20), (25, 25), (50, 30), (100, 40)], ids="{}% extra".format
)
def test_extra_time_lengthens_every_section(extra, minutes):
    plan = Plan(PLAN.sections, extra)
    assert plan.length(0) == timedelta(minutes=minutes)
    assert plan.length(1) == timedelta(minutes=110) * (100 + extra) / 100


@pytest.mark.parametrize(
    ("now", "phase"),
    [
        (at(20, -0.001), Phase.OPEN),
        (at(20), Phase.BETWEEN),
        (at(25, -0.001), Phase.BETWEEN),
        (at(25), Phase.OPEN),
        (at(135, -0.001), Phase.OPEN),
        (at(135), Phase.FINISHED),
    ],
    ids=[
        "the last moment of the first section",
        "its time is up",
        "the last moment of the break",
        "the second section starts by itself",
        "the last moment of the second section",
        "the test is over though nobody looked",
    ],
)
def test_tt_3_what_is_due_comes_about_by_itself(now, phase):
    _, state = by_itself([started()], now)
    assert state.phase is phase


def test_finishing_the_last_section_ends_the_test_at_once():
    steps = [
        started(),
        Step(What.SECTION_ENDED, at(10), {"how": "candidate"}),
        started(11),
        Step(What.SECTION_ENDED, at(60), {"how": "candidate"}),
    ]
    state = fold(PLAN, steps)
    assert (state.phase, state.ended_at) == (Phase.FINISHED, at(60))
    assert state.windows[1].closes_at == at(60)


@pytest.mark.parametrize(
    ("silence", "phase"),
    [(timedelta(seconds=179.999), Phase.OPEN), (timedelta(seconds=180), Phase.BROKEN_OFF)],
    ids=["a loss just below three minutes is not ending", "three minutes in a row end the test"],
)
def test_tt_4_a_loss_in_a_row(silence, phase):
    _, state = by_itself([started()], at(5) + silence, seen=at(5))
    assert state.phase is phase


@pytest.mark.parametrize(
    ("silence", "phase"),
    [(59.999, Phase.OPEN), (60, Phase.BROKEN_OFF)],
    ids=["the last second of ten minutes in all", "ten minutes in all end the test"],
)
def test_tt_4_losses_in_all(silence, phase):
    lost = [Step(What.CONNECTION_LOST, at(3 * i), {"seconds": 135}) for i in range(1, 5)]
    _, state = by_itself([started(), *lost], at(14, silence), seen=at(14))
    assert state.phase is phase
    assert state.lost == timedelta(minutes=9)


def test_tt_4_a_test_broken_off_says_when_and_takes_nothing_more():
    steps, state = by_itself([started()], at(12), seen=at(4))
    assert steps[-1].what is What.BROKEN_OFF
    assert state.ended_at == at(7)
    assert state.windows[0].closes_at == at(7)


def test_tt_5_the_services_own_outage_is_not_the_candidates_loss():
    outage = (at(5), at(9))
    _, state = by_itself([started()], at(11), seen=at(5), outages=[outage])
    assert state.phase is Phase.OPEN
    assert broken_off_at(PLAN, timedelta(), at(5), [outage]) == at(12)
    assert own_loss(at(4), at(10), [outage]) == timedelta(minutes=2)


@pytest.mark.parametrize(
    ("minutes", "given_back"),
    [(4.99, timedelta(minutes=4.99)), (5, None)],
    ids=["a short outage gives the time back", "five minutes are a technical failure"],
)
def test_tt_5_an_outage(minutes, given_back):
    window = fold(PLAN, [started()]).window
    assert window is not None
    outage = (at(5), at(5 + minutes))
    assert lost_to_outage(window, outage, Allowances()) == given_back


def test_tt_5_an_outage_before_the_start_gives_back_only_what_was_lost():
    window = fold(PLAN, [started(6)]).window
    assert window is not None
    assert lost_to_outage(window, (at(4), at(7)), Allowances()) == timedelta(minutes=1)


@pytest.mark.parametrize(
    ("began", "given_back"),
    [(19, 3), (20, 0)],
    ids=["before the deadline: what was left is left again", "at the deadline: nothing was left"],
)
def test_tt_5_an_outage_over_the_deadline(began, given_back):
    window = fold(PLAN, [started()]).window
    assert window is not None
    lost = lost_to_outage(window, (at(began), at(began + 3)), Allowances())
    assert lost == timedelta(minutes=given_back)


def test_tt_5_a_break_that_ends_while_the_service_is_away_ends_when_it_is_back():
    ended = [started(), Step(What.SECTION_ENDED, at(10), {"how": "candidate"})]
    steps, _ = by_itself(ended, at(19), seen=at(14), outages=[(at(14), at(18))])
    assert (steps[-1].what, steps[-1].at) == (What.SECTION_STARTED, at(18))


def test_time_given_back_moves_the_open_sections_deadline_alone():
    steps = [started(), Step(What.TIME_GIVEN_BACK, at(5), {"seconds": 90})]
    window = fold(PLAN, steps).window
    assert window is not None
    assert window.deadline_at == at(21.5)
    over = [*steps, Step(What.SECTION_ENDED, at(21.5), {"how": "time"})]
    later = [*over, Step(What.TIME_GIVEN_BACK, at(22), {"seconds": 90})]
    assert fold(PLAN, later) == fold(PLAN, over)


def test_who_was_connected_at_the_end_gets_no_late_delivery():
    steps, state = by_itself([started()], at(20, 1), seen=at(19, 55))
    assert steps[-1].what is What.SECTION_ENDED
    assert state.windows[0].closes_at == at(20) + LATENCY


def test_who_was_away_at_the_end_may_deliver_what_was_answered_until_the_loss_is_too_long():
    _, state = by_itself([started()], at(20, 1), seen=at(19))
    assert state.windows[0].deadline_at == at(20)
    assert state.windows[0].closes_at == at(22)


def test_another_device_raises_the_generation_and_gives_no_time():
    before = fold(PLAN, [started()])
    after = fold(PLAN, [started(), Step(What.TAKEN_OVER, at(5))])
    assert after.generation == before.generation + 1
    assert after.windows == before.windows


@given(
    st.lists(
        st.sampled_from(
            [What.TAKEN_OVER, What.WINDOW_LEFT, What.TERMS_ACCEPTED, What.EQUIPMENT_CHECKED]
        )
    )
)
def test_nothing_that_a_candidate_can_do_gives_more_time(whats):
    steps = [started(), *(Step(what, at(i)) for i, what in enumerate(whats))]
    window = fold(PLAN, steps).window
    assert window is not None
    assert window.deadline_at == at(20)


@given(st.floats(min_value=0, max_value=200), st.floats(min_value=0, max_value=200))
def test_looking_often_or_once_comes_to_the_same(first, second):
    early, late = sorted([first, second])
    steps, _ = by_itself([started()], at(early), seen=at(early))
    _, in_two = by_itself(steps, at(late), seen=at(late))
    _, in_one = by_itself([started()], at(late), seen=at(late))
    assert in_two == in_one
