"""The rows of the two machines, and what is refused."""

import random
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service.law.candidacy_moves import CANDIDACY, OPEN
from service.law.competition import events_after, fold, record
from service.law.competition_course import needs_lot, next_by_itself
from service.law.competition_facts import CANDIDACY_FACTS, COMPETITION_FACTS
from service.law.competition_guards import OVER, next_on_list
from service.law.competition_moves import COMPETITION, COURSE
from service.law.competition_state import OUT, UNDER_WAY, Competition
from service.law.competition_terms import due_of
from service.law.competition_todo import todos
from service.law.machine import Actor, Illegal, Machine, Move, Step
from service.law.rule import all_rules
from tests.law.story import SEATS, Story
from tests.law.working_days import CALENDAR, almaty

RULES = all_rules()
MACHINES = [COMPETITION, CANDIDACY]
MOVES = [
    pytest.param(machine, move, id=f"{move.event} in {move.sources[0]}")
    for machine in MACHINES
    for move in machine.moves
]


@pytest.mark.parametrize(("machine", "move"), MOVES)
def test_every_move_names_its_rule_its_source_and_its_actor(machine: Machine, move: Move):
    assert move.rule in RULES
    assert move.source
    assert move.actors
    assert all(guard.words for guard in move.guards)
    assert set(move.brings) <= {each.event for each in CANDIDACY.moves}


@pytest.mark.parametrize("machine", MACHINES, ids=lambda each: each.name)
def test_every_duty_has_a_term_that_can_be_computed(machine: Machine):
    story = Story()
    story.apply("a")
    for duty in machine.duties:
        candidacy = story.of("a") if machine is CANDIDACY else None
        due_of(duty.term, story.plan, story.competition, candidacy)
        assert duty.words


@pytest.mark.parametrize("machine", MACHINES, ids=lambda each: each.name)
def test_facts_are_told_of_events_that_there_are(machine: Machine):
    told = COMPETITION_FACTS if machine is COMPETITION else CANDIDACY_FACTS
    assert set(told) <= {each.event for each in machine.moves}


def test_the_states_of_the_rows_are_those_of_the_words_used_elsewhere():
    over = {each.code for each in CANDIDACY.states if each.over}
    assert over == OUT
    assert {each.code for each in CANDIDACY.states} == over | set(OPEN) | {"new"}
    assert {each.code for each in COMPETITION.states if each.over} == OVER
    assert {each.code for each in COMPETITION.states} == OVER | set(COURSE) | {"suspended"}
    assert set(OPEN) >= UNDER_WAY


@pytest.mark.parametrize("machine", MACHINES, ids=lambda each: each.name)
def test_something_leads_out_of_every_open_state_and_out_of_few_others(machine: Machine):
    for state in machine.states:
        leads_out = any(each.target is not None for each in machine.from_state(state.code))
        expected = not state.over or state.code in {"ended", "filled", "refused", "missed"}
        if machine is CANDIDACY and state.code == "ended":
            expected = False
        assert leads_out is expected, state.code


def test_something_is_owed_in_every_open_state_but_in_those_that_wait_for_the_others():
    owed = {code for each in CANDIDACY.duties for code in each.states}
    assert set(OPEN) - owed == {"waiting", "confirmed", "interviewed", "ranked"}
    owed = {code for each in COMPETITION.duties for code in each.states}
    assert (set(COURSE) | {"suspended"}) - owed == set()


def test_the_next_round_of_ending_with_nobody_names_the_rule_of_its_stage():
    rules = {each.sources[0]: each.rule.id for each in COMPETITION.of("nobody-left")}
    assert rules == {
        "admission": "VC-3",
        "personal-qualities": "ST-1",
        "ability": "ST-2",
        "essay": "ST-3",
        "recheck": "ST-4",
        "interview": "ST-5",
        "ranking": "ST-6",
    }


# --- what is refused ---


def test_what_nobody_knows_is_refused():
    refused = Story().refused("jumped", "hr")
    assert (refused.why, refused.rule) == ("unknown-event", None)
    assert Story().refused("jumped", "hr", "a").why == "unknown-event"


def test_time_does_not_go_back():
    story = Story()
    story.apply("a")
    story.now -= timedelta(seconds=1)
    assert story.refused("withdrew", "candidate", "a").why == "time-goes-back"


BROUGHT = sorted({each.event for each in CANDIDACY.moves if "competition" in each.actors})


@pytest.mark.parametrize("event", BROUGHT)
@pytest.mark.parametrize("by", ["competition", "system", "hr"])
def test_what_the_competition_brings_nobody_else_can_bring_about(event, by):
    story = Story()
    story.apply("ab")
    story.close()
    refused = story.refused(event, by, "a", chosen=["a"], invited="a")
    assert refused.why in {"not-yours", "not-in-this-state"}


def test_nobody_applies_after_the_last_day_or_twice():
    story = Story()
    story.now = almaty(f"{story.plan.closes_on} 23:59")
    story.do("applied", "candidate", "a")
    assert story.refused("applied", "candidate", "a").why == "not-in-this-state"
    story.now += timedelta(minutes=1)
    refused = story.refused("applied", "candidate", "b")
    assert (refused.why, refused.words) == ("guard", "applications are received")
    assert refused.rule is not None
    assert refused.rule.id == "VC-1"


def test_vc_1_reception_is_not_closed_before_its_last_day_is_over():
    story = Story()
    story.now = almaty(f"{story.plan.closes_on} 23:59")
    assert story.refused("reception-closed", "system").why == "guard"
    assert story.refused("reception-closed", "hr").why == "not-yours"
    story.now += timedelta(minutes=1)
    story.do("reception-closed", "system")


def test_no_stage_is_left_out_or_taken_before_its_turn():
    story = Story()
    story.apply("a")
    story.now = almaty("2026-02-16 00:00")
    story.do("reception-closed", "system")
    days = {"opens_on": "2026-02-17", "closes_on": "2026-02-19"}
    for event in ("ability-opened", "essay-opened", "recheck-opened"):
        refused = story.refused(event, "system", chosen=["a"], **days)
        assert refused.words == "it is the next stage that was announced"
    story.do("personal-qualities-opened", "system", **days)
    refused = story.refused("ability-opened", "system", **days)
    assert refused.words == "everybody's part in the stage before is decided"


@pytest.mark.parametrize("chosen", [["a"], ["b"], ["a", "b", "c"], []])
def test_st_3_st_4_nobody_but_the_best_can_be_named(chosen):
    story = Story()
    story.apply("abc")
    story.form()
    story.close()
    story.assess("abc")
    story.take("abc")
    for key, correct in (("a", 30), ("b", 30), ("c", 9)):
        story.do("review-published", "proctor", key, correct=correct)
    days = {"opens_on": "2026-03-02", "closes_on": "2026-03-03"}
    assert story.refused("essay-opened", "system", chosen=chosen, **days).why == "guard"
    story.do("essay-opened", "system", chosen=["b", "a"], **days)


def test_st_6_no_other_order_and_no_other_winner_can_be_recorded():
    story = Story()
    story.up_to_results("abc")
    steps = [each for each in story.steps if each.what != "results-determined"]
    before = fold(story.plan, steps)
    assert isinstance(before, Competition)
    for order, winner in ((["b", "a", "c"], "b"), (["a", "b", "c"], "b"), (["a", "b"], "a")):
        step = Step(
            "results-determined", story.now, "system", None, {"order": order, "winner": winner}
        )
        refused = record(story.plan, before, step)
        assert isinstance(refused, Illegal)
        assert refused.why == "guard"


def test_st_1_a_stage_is_begun_on_its_days_only():
    story = Story()
    story.apply("ab")
    story.close()
    assert story.refused("started", "candidate", "a").words == "the stage can be taken now"
    story.now = story.competition.windows["personal-qualities"].closes_at
    assert story.refused("finished", "candidate", "a").words == "the candidate has begun"
    story.do("started", "candidate", "a")
    story.now += timedelta(minutes=30)
    assert story.by_itself() == ["missed"]
    assert story.refused("started", "candidate", "b").why == "not-in-this-state"
    story.do("finished", "candidate", "a")


def test_st_8_terms_do_not_lapse_early():
    story = Story()
    story.up_to_hiring("abc")
    assert story.refused("application-lapsed", "system", "a").why == "guard"
    story.do("declined", "candidate", "a")
    story.do("next-invited", "hr", invited="b")
    assert story.refused("answer-lapsed", "system", "b").why == "guard"
    assert story.refused("position-filled", "system").why == "guard"
    assert story.refused("list-exhausted", "system").why == "guard"


def test_cm_1_the_commission_is_not_formed_anew_once_somebody_was_scored():
    story = Story()
    story.apply("a")
    story.form()
    story.form("x", "y", "z")
    story.form()
    story.close()
    story.assess("a")
    story.ability(a=20)
    story.take("a")
    story.do("review-published", "proctor", "a")
    story.do("essay-scored", "member", "a", seat="m1")
    assert story.refused("commission-formed", "hr", seats=["x"]).why == "guard"
    assert story.refused("member-replaced", "hr", seat="x").why == "guard"
    story.do("member-replaced", "hr", seat="m1")


def test_an_event_that_may_happen_is_told():
    story = Story()
    story.apply("a")
    assert "withdrew" in events_after(story.competition, "a")
    assert "personal-qualities-invited" not in events_after(story.competition, "a")
    assert "reception-closed" in events_after(story.competition)
    assert events_after(story.competition, "unknown") == ("applied",)
    story.do("complaint-filed", "candidate", complaint="k")
    assert set(events_after(story.competition, "a")) == {
        "withdrew",
        "breach-found",
        "conflict-declared",
    }


def test_a_recorded_step_that_fits_nowhere_ends_the_telling():
    story = Story()
    story.apply("a")
    steps = [*story.steps, Step("essay-scored", story.now, "member", "a", {"seat": "m1"})]
    found = fold(story.plan, steps)
    assert isinstance(found, Illegal)
    assert found.why == "not-in-this-state"


def test_a_holiday_that_is_moved_later_makes_no_old_step_illegal():
    story = Story()
    story.up_to_hiring("abc")
    story.now = almaty("2026-02-26 23:00")
    story.do("complaint-filed", "candidate", complaint="k")
    moved = CALENDAR.moved_working | {date(2026, 2, 22)}
    plan = story.plan
    earlier = type(plan)(
        plan.announced_on,
        plan.closes_on,
        plan.stages,
        type(CALENDAR)(CALENDAR.holidays, moved),
        plan.interview_on,
        plan.defaults,
    )
    assert isinstance(fold(earlier, story.steps), Competition)


# --- whatever happens ---

KEYS = "abcdef"
OTHERS: list[tuple[str, Actor]] = [
    ("interview-scheduled", "hr"),
    ("protocol-signed", "hr"),
    ("next-invited", "hr"),
    ("lot-drawn", "system"),
    ("complaint-filed", "candidate"),
    ("complaint-dismissed", "authorised-body"),
    ("complaint-dismissed", "authorised-body"),
    ("member-replaced", "hr"),
    ("complaint-upheld", "authorised-body"),
    ("body-reorganised", "hr"),
]
RARE = {
    "withdrew",
    "breach-found",
    "broken-off",
    "complaint-upheld",
    "body-reorganised",
    "not-admitted",
    "file-refused",
    "absent",
    "declined",
    "left",
    "appointment-refused",
    "complaint-filed",
}


def _facts(story: Story, dice: random.Random) -> dict[str, object]:
    """Facts that fit most events; what is not asked for does no harm."""
    soon = story.now + timedelta(hours=dice.choice([1, 30]))
    return {
        "seats": list(SEATS),
        "seat": dice.choice(SEATS),
        "present": list(SEATS[dice.choice([0, 0, 1, 2]) :]),
        "starts_at": soon.isoformat(),
        "correct": dice.choice([9, 10, 25, 25, 50]),
        "score": dice.choice(["29/10", "3", "4", "4", "5"]),
        "experience_days": dice.choice([1, 1, 2]),
        "complaint": dice.choice(["k1", "k2"]),
        "invited": next_on_list(story.competition) or "a",
        "order": list(needs_lot(story.plan, story.competition)),
        **({"probation_until": "2026-12-31"} if dice.random() < 0.5 else {}),
    }


def _step(story: Story, dice: random.Random) -> Step | None:
    """What comes about by itself, what is owed, or anything else that has a row."""
    facts, chance = _facts(story, dice), dice.random()
    step = next_by_itself(story.plan, story.competition, story.now)
    if step is not None:
        return step
    owed = todos(story.plan, story.competition)
    if owed and chance < 0.8:
        todo = dice.choice(owed)
        begins = todo.event == "finished" and story.of(str(todo.candidate)).started_at is None
        event = "started" if begins else todo.event
        facts |= {"seat": todo.seats[0]} if todo.seats else {}
        return Step(event, story.now, todo.actor, todo.candidate, facts)
    if chance < 0.85:
        event, by = _own(dice)
        return Step(event, story.now, by, None, facts)
    key = dice.choice(KEYS)
    rows = [
        each
        for each in CANDIDACY.from_state(story.of(key).state)
        if "competition" not in each.actors and (each.event not in RARE or dice.random() < 0.3)
    ]
    if not rows:
        return None
    row = dice.choice(rows)
    return Step(row.event, story.now, row.actors[0], key, facts)


def _happen(story: Story, dice: random.Random) -> None:
    """Try something; what the law refuses does not happen."""
    story.now += timedelta(hours=dice.choice([0, 0, 0, 0, 1, 9]))
    if story.state in {"announced", "hiring"} and dice.random() < 0.1:
        story.now += timedelta(days=dice.choice([2, 6]))
    step = _step(story, dice)
    after = None if step is None else record(story.plan, story.competition, step)
    if isinstance(after, Competition):
        assert step is not None
        story.competition = after
        story.steps.append(step)


def _own(dice: random.Random) -> tuple[str, Actor]:
    return dice.choice([each for each in OTHERS if each[0] not in RARE or dice.random() < 0.1])


@settings(max_examples=30)
@given(seed=st.integers(0, 10**9))
def test_whatever_happens_the_law_holds(seed):
    dice = random.Random(seed)  # noqa: S311  # a story, no secret
    story = Story()
    story.form()
    for _ in range(300):
        _happen(story, dice)
        competition = story.competition
        assert len(competition.at(*UNDER_WAY)) <= 1
        if competition.state in OVER:
            assert competition.running() == ()
    assert fold(story.plan, story.steps) == story.competition
