from datetime import UTC, datetime
from typing import Any

import pytest

from service.law.essay import ST_3
from service.law.interview import ST_4
from service.law.machine import BACK, Duty, Guard, Illegal, Machine, Move, State, Step, choose

NOW = datetime(2026, 2, 2, 5, tzinfo=UTC)
LIGHT = (State("red", "stop"), State("green", "go"), State("off", "broken", over=True))
IS_LATE = Guard("it is late", lambda context: context == "late")
IS_EARLY = Guard("it is early", lambda context: context == "early")
TURN = Move("turned", ("red",), "green", ("system",), ST_3, "para 1")
STOP_LATE = Move("stopped", ("green",), "off", ("system", "hr"), ST_3, "para 2", (IS_LATE,))
STOP_EARLY = Move("stopped", ("green",), "red", ("system",), ST_4, "para 3", (IS_EARLY,))
LAMP = Machine("lamp", "red", LIGHT, (TURN, STOP_LATE, STOP_EARLY), ())


def chosen(state: str, what: str, by: Any = "system", context: str = "", **how: bool) -> Any:
    return choose(LAMP, state, Step(what, NOW, by), context, **how)


def test_a_row_is_chosen_by_event_state_actor_and_guards():
    assert chosen("red", "turned") == TURN
    assert chosen("green", "stopped", context="late") == STOP_LATE
    assert chosen("green", "stopped", context="early") == STOP_EARLY


ILLEGAL = [
    pytest.param(
        ("red", "burst"), Illegal("burst", "red", "unknown-event", may=("turned",)), id="unknown"
    ),
    pytest.param(
        ("green", "turned"),
        Illegal("turned", "green", "not-in-this-state", ST_3, "para 1", "", ("stopped",)),
        id="in another state",
    ),
    pytest.param(
        ("red", "turned", "hr"),
        Illegal("turned", "red", "not-yours", ST_3, "para 1", "system", ("turned",)),
        id="by somebody else",
    ),
    pytest.param(
        ("green", "stopped", "hr", "early"),
        Illegal("stopped", "green", "guard", ST_3, "para 2", "it is late", ("stopped",)),
        id="while the guard of the only row of this actor does not hold",
    ),
    pytest.param(
        ("green", "stopped", "system", "noon"),
        Illegal("stopped", "green", "guard", ST_3, "para 2", "it is late", ("stopped",)),
        id="while no guard holds",
    ),
    pytest.param(
        ("off", "turned"),
        Illegal("turned", "off", "not-in-this-state", ST_3, "para 1"),
        id="when all is over",
    ),
]


@pytest.mark.parametrize(("asked", "answer"), ILLEGAL)
def test_what_cannot_happen_is_answered_with_the_reason(asked, answer):
    assert chosen(*asked) == answer


def test_what_was_recorded_is_not_judged_again_where_there_is_one_row():
    assert chosen("green", "stopped", "hr", "early", trusting=True) == STOP_LATE
    assert chosen("green", "stopped", "system", "early", trusting=True) == STOP_EARLY
    assert isinstance(chosen("green", "stopped", "system", "noon", trusting=True), Illegal)
    assert isinstance(chosen("green", "turned", trusting=True), Illegal)
    assert isinstance(chosen("red", "turned", "hr", trusting=True), Illegal)


def test_the_rows_of_a_state_and_of_an_event_are_found():
    assert LAMP.from_state("green") == (STOP_LATE, STOP_EARLY)
    assert LAMP.of("turned") == (TURN,)
    assert LAMP.state("off").over
    with pytest.raises(KeyError):
        LAMP.state("blue")


BACKWARDS = Move("fixed", ("off",), BACK, ("hr",), ST_3, "para 4")
FAULTY = [
    pytest.param((TURN,), (), "off cannot be reached", id="a state that is never reached"),
    pytest.param(
        (TURN, STOP_LATE, Move("lit", ("blue",), "red", ("hr",), ST_3, "")),
        (),
        "unknown state blue",
        id="an unknown source",
    ),
    pytest.param(
        (TURN, STOP_LATE, Move("lit", ("red",), "blue", ("hr",), ST_3, "")),
        (),
        "unknown state blue",
        id="an unknown target",
    ),
    pytest.param(
        (TURN, STOP_LATE),
        (Duty(("red",), "lit", "hr", ST_3, "", "none", ""),),
        "unknown event lit",
        id="a duty that nothing fulfils",
    ),
    pytest.param(
        (TURN, STOP_LATE),
        (Duty(("blue",), "turned", "hr", ST_3, "", "none", ""),),
        "unknown state blue",
        id="a duty in an unknown state",
    ),
]


@pytest.mark.parametrize(("moves", "duties", "why"), FAULTY)
def test_rows_that_do_not_fit_together_make_no_machine(moves, duties, why):
    with pytest.raises(ValueError, match=why):
        Machine("lamp", "red", LIGHT, moves, duties)


def test_a_row_may_lead_back_or_nowhere():
    stays = Move("looked", ("red",), None, ("hr",), ST_3, "")
    Machine("lamp", "red", LIGHT, (TURN, STOP_LATE, BACKWARDS, stays), ())
