"""What can happen to a competition at any stage: complaints, breaches, cancellation, failures."""

from datetime import date, timedelta
from fractions import Fraction

import pytest

from service.law.competition_state import Competition
from service.law.competition_terms import closing
from service.law.defaults import Defaults
from tests.law.story import Story
from tests.law.working_days import almaty

STATES = [
    "announced",
    "personal-qualities",
    "ability",
    "essay",
    "recheck",
    "interview",
    "protocol",
    "hiring",
]


def story_in(state: str) -> Story:
    """A competition of a, b and c in that state."""
    story = Story()
    story.apply("abc")
    if state == "announced":
        return story
    story.form()
    story.close()
    for name in STATES[1:]:
        assert story.state == name
        if name == state:
            break
        _go_on(story)
    return story


def _go_on(story: Story) -> None:
    match story.state:
        case "personal-qualities":
            story.assess("abc")
        case "ability":
            story.ability(a=40, b=35, c=30)
        case "essay":
            story.essay(a=4, b=4, c=4)
        case "recheck":
            story.confirm("abc")
            story.schedule()
        case "interview":
            story.interview(a=4, b=4, c=4)
        case "protocol":
            story.do("protocol-signed", "hr")


@pytest.mark.parametrize("state", STATES)
def test_vc_2_a_reorganised_body_cancels_at_any_stage(state):
    story = story_in(state)
    assert story.refused("body-reorganised", "hr", unit_unchanged=True).why == "guard"
    story.do("body-reorganised", "hr")
    assert (story.state, story.competition.ending) == ("cancelled", "body-reorganised")
    assert set(story.states().values()) == {"ended"}
    assert story.by_itself() == []
    assert story.refused("body-reorganised", "hr").why == "not-in-this-state"


@pytest.mark.parametrize("state", STATES)
def test_pr_1_a_list_of_breaches_ends_the_part_at_any_stage(state):
    story = story_in(state)
    story.do("breach-found", "proctor", "a")
    assert (story.of("a").state, story.of("a").reason) == ("breach", "breach-found")
    assert story.refused("breach-found", "proctor", "a").why == "not-in-this-state"


@pytest.mark.parametrize("state", [each for each in STATES if each != "hiring"])
def test_a_candidate_may_withdraw_at_any_stage(state):
    story = story_in(state)
    assert story.refused("withdrew", "hr", "a").why == "not-yours"
    story.do("withdrew", "candidate", "a")
    assert story.of("a").state == "withdrawn"


@pytest.mark.parametrize("state", STATES)
def test_st_9_a_complaint_suspends_and_its_dismissal_brings_everything_back(state):
    story = story_in(state)
    before = story.competition
    story.do("complaint-filed", "candidate", complaint="k1")
    assert story.state == "suspended"
    assert story.wait(days=60) == []
    assert list(story.owed()) == ["complaint-dismissed"]
    story.do("complaint-dismissed", "authorised-body", complaint="k1")
    assert story.state == state
    assert story.competition.candidacies == before.candidacies
    assert story.competition.since == before.since


@pytest.mark.parametrize("state", STATES)
def test_st_9_a_complaint_that_is_upheld_cancels(state):
    story = story_in(state)
    story.do("complaint-filed", "candidate", complaint="k1")
    story.do("complaint-upheld", "authorised-body", complaint="k1")
    assert (story.state, story.competition.ending) == ("cancelled", "complaint-upheld")
    assert set(story.states().values()) == {"ended"}


def test_st_9_every_complaint_is_decided_before_it_goes_on():
    story = story_in("hiring")
    story.do("complaint-filed", "candidate", complaint="k1")
    story.wait(days=1)
    story.do("complaint-filed", "candidate", complaint="k2")
    assert story.refused("complaint-dismissed", "authorised-body", complaint="k3").why == "guard"
    assert story.refused("complaint-dismissed", "hr", complaint="k1").why == "not-yours"
    story.do("complaint-dismissed", "authorised-body", complaint="k1")
    assert story.state == "suspended"
    story.do("complaint-dismissed", "authorised-body", complaint="k2")
    assert story.state == "hiring"
    assert len(story.competition.pauses) == 1


def test_st_9_after_five_working_days_a_complaint_no_longer_suspends():
    story = story_in("hiring")
    published_at = story.competition.published_at
    assert published_at == almaty("2026-02-19 11:00")
    story.now = almaty("2026-02-26 23:59")
    story.do("complaint-filed", "candidate", complaint="k")
    story.do("complaint-dismissed", "authorised-body", complaint="k")
    story.now = almaty("2026-02-27 23:59")  # the day of the pause did not count
    assert isinstance(story.try_("complaint-filed", "candidate", complaint="k2"), Competition)
    story.now = almaty("2026-02-28 00:00")
    refused = story.refused("complaint-filed", "candidate", complaint="k2")
    assert (refused.why, refused.rule and refused.rule.id) == ("guard", "ST-9")


def test_st_9_an_end_with_nobody_can_be_complained_of_and_goes_back_to_it():
    story = Story()
    story.apply("a")
    story.close()
    story.assess("a")
    story.ability(a=9)
    assert story.state == "ended"
    story.do("complaint-filed", "candidate", complaint="k")
    assert story.refused("body-reorganised", "hr").why == "guard"
    story.do("complaint-dismissed", "authorised-body", complaint="k")
    assert (story.state, story.competition.ending) == ("ended", "nobody-left")


def test_st_9_while_it_is_suspended_candidates_do_nothing_but_end_what_they_had_begun():
    story = story_in("ability")
    story.open_days()
    story.do("started", "candidate", "a")
    story.do("started", "candidate", "b")
    story.do("complaint-filed", "candidate", complaint="k")
    assert story.refused("started", "candidate", "c").why == "suspended"
    assert story.refused("review-published", "proctor", "c", correct=10).why == "suspended"
    story.do("finished", "candidate", "a")
    story.do("technical-failure", "administrator", "b")
    story.do("withdrew", "candidate", "c")
    assert story.states() == {"a": "ability-review", "b": "ability", "c": "withdrawn"}


def test_st_9_a_cancellation_of_the_body_ends_the_suspension_too():
    story = story_in("essay")
    story.do("complaint-filed", "candidate", complaint="k")
    story.do("body-reorganised", "authorised-body")
    assert story.state == "cancelled"
    assert story.competition.pauses[-1].last_on is not None


def test_tt_5_a_failure_found_out_after_the_door_has_closed():
    story = story_in("ability")
    story.take("bc")
    events = story.after(story.competition.windows["ability"].closes_at)
    assert events == ["missed"]
    closes_on = story.competition.windows["ability"].closes_on + timedelta(days=3)
    story.do("technical-failure", "administrator", "a", closes_on=closes_on.isoformat())
    assert story.of("a").state == "ability"
    assert story.by_itself() == []
    due = story.owed("a")["finished"].due_at
    assert due is not None
    story.now = due - timedelta(hours=1)
    story.do("started", "candidate", "a")
    story.do("finished", "candidate", "a")
    story.review("abc", correct=30)
    assert story.state == "essay"
    assert story.refused("technical-failure", "administrator", "z").why == "not-in-this-state"


def test_tt_5_who_missed_another_stage_does_not_come_back():
    story = story_in("personal-qualities")
    story.take("bc")
    story.after(story.competition.windows["personal-qualities"].closes_at)
    story.review("bc")
    assert story.state == "ability"
    assert story.refused("technical-failure", "administrator", "a").why == "guard"


def test_tt_4_who_breaks_off_has_not_passed():
    story = story_in("ability")
    story.open_days()
    assert story.refused("broken-off", "system", "a").why == "guard"
    story.do("started", "candidate", "a")
    story.do("broken-off", "system", "a")
    assert (story.of("a").state, story.of("a").reason) == ("not-passed", "broken-off")


def test_st_1_a_slot_lies_ahead_and_within_the_days_of_the_stage():
    story = story_in("personal-qualities")
    days = story.competition.windows["personal-qualities"]
    late = (days.closes_at + timedelta(seconds=1)).isoformat()
    assert story.refused("slot-chosen", "candidate", "a", starts_at=late).why == "guard"
    first = days.opens_at.isoformat()
    story.do("slot-chosen", "candidate", "a", starts_at=first)
    assert story.of("a").slot_at == days.opens_at
    story.now = days.opens_at + timedelta(seconds=1)
    assert story.refused("slot-chosen", "candidate", "a", starts_at=first).why == "guard"
    story.do("slot-chosen", "candidate", "a", starts_at=days.closes_at.isoformat())


def test_a_worker_that_was_down_for_days_catches_up_with_everything_once():
    story = Story()
    story.apply("ab")
    story.now = closing(story.plan, story.competition) + timedelta(days=9)
    assert story.by_itself() == ["reception-closed", "personal-qualities-opened"]
    assert story.competition.windows["personal-qualities"].opens_on > date(2026, 2, 20)
    assert story.by_itself() == []


def test_the_settings_of_the_announcement_count():
    story = Story(defaults=Defaults(essay_writers=1, essay_threshold=10, interview_candidates=1))
    story.apply("abc")
    story.form()
    story.close()
    story.assess("abc")
    story.ability(a=40, b=30, c=20)
    assert story.states() == {"a": "essay", "b": "not-among-best", "c": "not-among-best"}
    story.essay(a=1)
    assert story.state == "recheck"
    assert story.of("a").points == {"ability": Fraction(40), "essay": Fraction(1)}
