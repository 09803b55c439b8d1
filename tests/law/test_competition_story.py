"""Whole competitions, from the announcement to the post, with every branch."""

import pytest

from service.law.competition_course import needs_lot
from service.law.competition_todo import course_of
from service.law.lot import draw_lot, lot
from service.law.vacancy import Round
from tests.law.story import Story


def test_st_1_to_st_8_from_the_announcement_to_the_post():
    story = Story()
    story.apply("abcdefgh")
    story.form()
    assert story.close() == ["reception-closed", "personal-qualities-opened"]
    story.assess("abcdefgh")
    assert story.state == "ability"
    story.ability(a=45, b=40, c=35, d=30, e=25, f=20, g=9, h=10)
    assert story.state == "essay"
    assert story.of("g").state == "not-passed"
    assert [story.of(key).state for key in "fh"] == ["not-among-best"] * 2
    story.essay(a=3, b=4, c="3.5", d=5, e="2.99")
    assert story.of("e").state == "not-passed"
    # sums: a 9 + 3, b 8 + 4, c 7 + 3.5, d 6 + 5
    assert [story.of(key).state for key in "abcd"] == ["recheck", "recheck", "waiting", "recheck"]
    story.confirm("ab")
    story.do("file-refused", "hr", "d")
    assert story.by_itself() == ["files-sent"]
    story.confirm("c")
    story.schedule()
    assert story.state == "interview"
    story.interview(a=4, b=5, c=3)
    assert story.competition.order == ("b", "a", "c")
    assert story.competition.winner == "b"
    story.do("protocol-signed", "hr")
    assert [story.of(key).state for key in "abc"] == ["ranked", "named", "ranked"]
    story.do("hiring-application-filed", "candidate", "b")
    story.do("appointed", "hr", "b", probation_until="2026-06-30")
    assert story.by_itself() == []
    story.do("probation-passed", "hr", "b")
    assert story.by_itself() == ["position-filled"]
    assert story.state == "filled"
    assert story.states() == {
        "a": "ended",
        "b": "hired",
        "c": "ended",
        "d": "not-confirmed",
        "e": "not-passed",
        "f": "not-among-best",
        "g": "not-passed",
        "h": "not-among-best",
    }
    assert story.of("a").reason == "competition-ended"
    assert story.of("e").reason == "essay-rated"


def test_an_internal_round_goes_from_admission_to_the_re_check():
    story = Story(round_=Round.INTERNAL_BODY, announced=())
    assert course_of(story.plan) == (
        "announced",
        "admission",
        "recheck",
        "interview",
        "ranking",
        "protocol",
        "hiring",
    )
    story.apply("abcd")
    assert story.close() == ["reception-closed", "recheck-opened"]
    assert set(story.states().values()) == {"recheck"}  # all have the same sum: none
    story.form()
    story.confirm("abcd")
    story.schedule()
    story.interview(a=1, b=2, c=3, d=4)
    assert story.competition.winner == "d"
    story.do("protocol-signed", "hr")
    story.do("hiring-application-filed", "candidate", "d")
    story.do("appointed", "hr", "d")
    assert story.by_itself() == ["position-filled"]
    assert story.of("d").probation_until is None


def test_an_internal_round_with_an_essay_has_no_tests():
    story = Story(round_=Round.INTERNAL_ALL)
    story.apply("abcdef")
    story.form()
    assert story.close() == ["reception-closed", "essay-opened"]
    assert set(story.states().values()) == {"essay"}  # more than five: all are tied


def test_lw_5_an_official_of_a_direct_round_is_not_assessed_for_qualities():
    story = Story()
    story.apply("ab")
    story.apply("o", exempt=True)
    story.form()
    story.close()
    assert story.states() == {
        "a": "personal-qualities",
        "b": "personal-qualities",
        "o": "waiting",
    }
    story.assess("ab")
    assert story.states() == dict.fromkeys("abo", "ability")


def test_where_all_are_exempt_the_stage_is_over_at_once():
    story = Story()
    story.apply("o", exempt=True)
    assert story.close() == [
        "reception-closed",
        "personal-qualities-opened",
        "ability-opened",
    ]


def test_vc_3_nobody_applied():
    story = Story()
    assert story.close() == ["reception-closed", "nobody-left"]
    assert (story.state, story.competition.ending) == ("ended", "nobody-left")


def test_vc_3_nobody_was_admitted_and_the_last_answer_is_waited_for():
    story = Story()
    story.do("applied", "candidate", "a")
    story.do("applied", "candidate", "b")
    story.do("not-admitted", "system", "a")
    assert story.close() == ["reception-closed"]
    story.do("not-admitted", "hr", "b")
    assert story.by_itself() == ["nobody-left"]


def test_vc_3_a_refusal_can_turn_while_no_stage_has_begun():
    story = Story()
    story.do("applied", "candidate", "a")
    story.do("not-admitted", "system", "a")
    story.do("admitted", "system", "a", experience_days=0)
    story.do("not-admitted", "hr", "a")
    story.do("admitted", "hr", "a", experience_days=0, education=None)
    story.close()
    assert story.of("a").state == "personal-qualities"
    assert story.refused("not-admitted", "hr", "a").why == "not-in-this-state"


def test_st_1_nobody_came():
    story = Story()
    story.apply("ab")
    story.close()
    events = story.after(story.competition.windows["personal-qualities"].closes_at)
    assert events == ["missed", "missed", "nobody-left"]
    assert (story.state, story.of("a").reason) == ("ended", "missed")


def test_st_2_nobody_passed():
    story = Story()
    story.apply("ab")
    story.close()
    story.assess("ab")
    story.ability(a=9, b=0)
    assert (story.state, story.competition.ending) == ("ended", "nobody-left")


def test_st_3_nobody_reached_the_threshold_though_others_had_passed_the_tests():
    story = Story()
    story.apply("abcdefg")
    story.form()
    story.close()
    story.assess("abcdefg")
    story.ability(a=50, b=49, c=48, d=47, e=46, f=45, g=44)
    story.essay(a=1, b=2, c="2.9", d="2.99", e=2)
    assert (story.state, story.competition.ending) == ("ended", "nobody-left")


def test_st_3_the_essay_waits_for_the_commission():
    story = Story()
    story.apply("ab")
    story.close()
    story.assess("ab")
    story.ability(a=20, b=30)
    assert story.state == "ability"
    assert story.owed()["commission-formed"].actor == "hr"
    story.form()
    assert story.by_itself() == ["essay-opened"]


def test_st_3_a_second_look_never_changes_a_score_by_itself():
    story = Story()
    story.apply("a")
    story.form()
    story.close()
    story.assess("a")
    story.ability(a=20)
    story.take("a")
    story.do("review-published", "proctor", "a")
    for seat in ("chair", "m1"):
        story.do("essay-scored", "member", "a", seat=seat)
    assert story.refused("second-look-asked", "chair", "a").why == "guard"
    assert story.refused("essay-rated", "system", "a", score="4").why == "guard"
    story.do("essay-scored", "member", "a", seat="m2")
    assert story.refused("essay-scored", "member", "a", seat="m2").why == "guard"
    story.do("second-look-asked", "chair", "a")
    assert story.refused("essay-rated", "system", "a", score="4").why == "guard"
    assert story.owed("a")["essay-scored"].seats == ("chair", "m1", "m2")
    story.rate(a=4)
    assert story.of("a").points["essay"] == 4
    assert story.state == "recheck"


def test_st_4_all_are_refused_down_to_the_last():
    story = Story(announced=())
    story.apply("abcde")
    story.close()
    story.assess("abcde")
    story.ability(a=50, b=40, c=30, d=20, e=10)
    assert story.state == "recheck"
    for key, event in (("b", "files-sent"), ("a", "files-sent")):
        story.do("file-refused", "hr", key)
        assert story.by_itself() == [event]
    for key in "cde":
        assert story.of(key).state == "recheck"
        story.do("file-refused", "hr", key)
    assert story.by_itself() == ["nobody-left"]
    assert story.state == "ended"


def test_st_4_a_withdrawal_during_the_re_check_brings_the_next_one_in():
    story = Story(announced=())
    story.apply("abcd")
    story.close()
    story.assess("abcd")
    story.ability(a=50, b=40, c=30, d=20)
    assert story.of("d").state == "waiting"
    story.do("withdrew", "candidate", "b")
    assert story.by_itself() == ["files-sent"]
    assert story.of("d").state == "recheck"


def test_st_5_nobody_came_to_the_interview():
    story = Story(announced=())
    story.apply("ab")
    story.form()
    story.close()
    story.assess("ab")
    story.ability(a=50, b=40)
    story.confirm("ab")
    story.schedule()
    assert story.competition.interview_at is not None
    story.now = story.competition.interview_at
    story.do("absent", "secretary", "a")
    assert story.by_itself() == []
    story.do("absent", "secretary", "b")
    assert story.by_itself() == ["nobody-left"]


def test_st_5_without_a_quorum_nobody_is_let_in_and_a_failure_repeats_the_interview():
    story = Story(round_=Round.INTERNAL_BODY, announced=())
    story.apply("a")
    story.form()
    story.close()
    story.confirm("a")
    story.schedule()
    assert story.refused("let-in", "secretary", "a", present=["chair", "m1"]).why == "guard"
    assert story.competition.interview_at is not None
    story.now = story.competition.interview_at
    refused = story.refused("let-in", "secretary", "a", present=["chair"])
    assert refused.words == "two thirds of the members who may score attend"
    story.do("let-in", "secretary", "a", present=["chair", "m1"])
    story.do("interview-signed", "chair", "a", seat="chair")
    story.do("technical-failure", "secretary", "a")
    assert (story.of("a").state, story.of("a").scored) == ("interview", frozenset())
    story.interview(a=3)
    assert story.state == "protocol"


def test_cm_4_a_conflicted_member_is_out_and_a_successor_is_not():
    story = Story(round_=Round.INTERNAL_BODY, announced=())
    story.apply("ab")
    story.form("chair", "m1", "m2", "m3", "m4", "m5")
    story.close()
    for seat in ("m1", "m2", "m3"):
        story.do("conflict-declared", "member", "a", seat=seat)
    assert story.owed("a")["member-replaced"].seats == ("m1", "m2", "m3")
    story.do("member-replaced", "hr", seat="m2", person="other", reason="conflict")
    assert "member-replaced" not in story.owed("a")
    story.confirm("ab")
    story.schedule()
    assert story.competition.interview_at is not None
    story.now = story.competition.interview_at
    story.do("let-in", "secretary", "a", present=["chair", "m2", "m4"])
    assert story.refused("interview-signed", "member", "a", seat="m1").why == "guard"
    for seat in ("chair", "m2", "m4"):
        story.do("interview-signed", "member", "a", seat=seat)
    assert story.refused("interview-rated", "system", "a", score="3").why == "guard"
    story.do("interview-signed", "member", "a", seat="m5")
    story.do("interview-rated", "system", "a", score="3")


def test_st_6_a_tie_waits_for_the_promised_draw():
    story = Story(round_=Round.INTERNAL_BODY, announced=())
    story.apply("abc")
    story.form()
    story.close()
    story.confirm("abc")
    story.schedule()
    story.interview(a=4, b=3, c=4)
    assert story.state == "ranking"
    among = needs_lot(story.plan, story.competition)
    assert among == ("a", "c")
    order = draw_lot(bytes(32), bytes(16), lot("tie", "competition:1", among, 1))
    assert story.refused("lot-drawn", "system", order=["a", "b"]).why == "guard"
    story.do("lot-drawn", "system", order=list(order))
    assert story.by_itself() == ["results-determined"]
    assert story.competition.order == (*order, "b")
    assert needs_lot(story.plan, story.competition) == ()


@pytest.mark.parametrize(
    ("merit", "winner"),
    [({"experience_days": 1001}, "b"), ({"education": "master"}, "b"), ({}, None)],
)
def test_st_6_experience_then_education_decide_before_a_draw(merit, winner):
    story = Story(round_=Round.INTERNAL_BODY, announced=())
    story.apply("a")
    story.apply("b", **merit)
    story.form()
    story.close()
    story.confirm("ab")
    story.schedule()
    story.interview(a=4, b=4)
    assert story.competition.winner == winner


@pytest.mark.parametrize(
    ("score", "others", "ending"),
    [
        pytest.param("0.99", 0, "protocol-signed", id="one alone below a point"),
        pytest.param("1", 0, "", id="one alone with a point"),
        pytest.param("0.99", 1, "", id="two came"),
    ],
)
def test_st_6_one_alone_below_a_point_is_no_winner(score, others, ending):
    story = Story(round_=Round.INTERNAL_BODY, announced=())
    keys = "ab"[: 1 + others]
    story.apply(keys)
    story.form()
    story.close()
    story.confirm(keys)
    story.schedule()
    story.interview(**dict.fromkeys(keys[1:], "0.5"), a=score)
    assert story.state == "protocol"
    story.do("protocol-signed", "hr")
    assert story.competition.ending == ending
    assert story.state == ("ended" if ending else "hiring")
    assert story.of("a").state == ("ended" if ending else "named")


def test_st_6_who_came_and_withdrew_still_came():
    story = Story(round_=Round.INTERNAL_BODY, announced=())
    story.apply("ab")
    story.form()
    story.close()
    story.confirm("ab")
    story.schedule()
    assert story.competition.interview_at is not None
    story.now = story.competition.interview_at
    seats = list(story.competition.seats)
    for key, score in (("a", "0.5"), ("b", "0.6")):
        story.do("let-in", "secretary", key, present=seats)
        for seat in seats:
            story.do("interview-signed", "member", key, seat=seat)
        story.do("interview-rated", "system", key, score=score)
    story.do("withdrew", "candidate", "b")
    story.by_itself()
    assert story.competition.order == ("a",)
    assert story.competition.winner == "a"
