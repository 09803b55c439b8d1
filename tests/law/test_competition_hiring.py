"""From the signed protocol to the post: down the list (ST-8)."""

from datetime import timedelta

from service.law.hiring import LW_9
from tests.law.story import Story
from tests.law.working_days import almaty


def test_st_8_the_list_down_to_its_end():
    story = Story()
    story.up_to_hiring("abc")
    assert story.of("a").state == "named"
    due = story.owed("a")["hiring-application-filed"].due_at
    assert due is not None
    story.now = due
    assert story.by_itself() == []
    assert story.after(due) == ["application-lapsed"]
    assert story.owed()["next-invited"].actor == "hr"
    assert story.refused("next-invited", "hr", invited="c").why == "guard"
    story.do("next-invited", "hr", invited="b")
    assert story.refused("next-invited", "hr", invited="c").why == "guard"
    due = story.owed("b")["accepted"].due_at
    assert due is not None
    assert story.after(due) == ["answer-lapsed"]
    story.do("next-invited", "hr", invited="c")
    story.do("accepted", "candidate", "c")
    story.do("hiring-application-filed", "candidate", "c")
    story.do("declined", "candidate", "c")
    assert story.by_itself() == ["list-exhausted"]
    assert (story.state, story.competition.ending) == ("ended", "list-exhausted")
    assert story.competition.invited == ("a", "b", "c")
    assert story.states() == {"a": "lapsed", "b": "lapsed", "c": "declined"}


def test_st_8_the_winner_leaves_on_probation_and_the_next_one_comes():
    story = Story()
    story.up_to_hiring("abc")
    story.do("hiring-application-filed", "candidate", "a")
    story.do("appointed", "hr", "a", probation_until="2026-06-30")
    story.wait(days=30)
    story.do("left", "hr", "a")
    story.do("next-invited", "hr", invited="b")
    story.do("accepted", "candidate", "b")
    story.do("hiring-application-filed", "candidate", "b")
    story.do("appointed", "hr", "b")
    assert story.by_itself() == ["position-filled"]
    assert story.states() == {"a": "left", "b": "hired", "c": "ended"}


def test_lw_9_who_cannot_be_appointed_leaves_the_place_to_the_next_one():
    story = Story()
    story.up_to_hiring("abc")
    story.do("hiring-application-filed", "candidate", "a")
    story.do("appointment-refused", "hr", "a")
    story.do("next-invited", "hr", invited="b")
    assert story.of("b").state == "invited"


def test_st_8_a_winner_who_withdrew_before_the_protocol_is_passed_over():
    story = Story()
    story.up_to_results("abc")
    story.do("withdrew", "candidate", "a")
    story.do("protocol-signed", "hr")
    assert story.competition.invited == ()
    assert story.owed()["next-invited"].due_at is not None
    story.do("next-invited", "hr", invited="b")
    assert story.of("b").state == "invited"


def test_lw_9_the_winner_has_ten_calendar_days_and_a_suspension_puts_them_off():
    story = Story()
    story.up_to_hiring("abc")
    assert story.now == almaty("2026-02-19 11:00")
    todo = story.owed("a")["hiring-application-filed"]
    assert (todo.rule, todo.actor) == (LW_9, "candidate")
    assert todo.due_at == almaty("2026-03-01 23:59:59.999999")
    story.now = almaty("2026-02-20 12:00")
    story.do("complaint-filed", "candidate", complaint="k")
    assert story.owed("a") == {}
    story.now = almaty("2026-02-24 12:00")
    story.do("complaint-dismissed", "authorised-body", complaint="k")
    assert story.owed("a")["hiring-application-filed"].due_at == almaty(
        "2026-03-06 23:59:59.999999"
    )


def test_st_8_the_next_one_has_three_working_days_then_ten_calendar_days():
    story = Story()
    story.up_to_hiring("abc")
    story.now = almaty("2026-02-20 18:00")  # a Friday
    story.do("declined", "candidate", "a")
    assert story.owed()["next-invited"].due_at == almaty("2026-02-23 23:59:59.999999")
    story.do("next-invited", "hr", invited="b")
    assert story.owed("b")["accepted"].due_at == almaty("2026-02-25 23:59:59.999999")
    story.now += timedelta(days=1)
    story.do("accepted", "candidate", "b")
    todo = story.owed("b")["hiring-application-filed"]
    assert todo.due_at == almaty("2026-03-03 23:59:59.999999")
