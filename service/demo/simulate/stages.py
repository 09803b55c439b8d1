"""Personal qualities and ability: a time is chosen, the test is taken, the proctor reviews it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import partial
from itertools import groupby
from typing import Any, Final

from service.demo.simulate.opening import take_back
from service.demo.simulate.run import Candidate, Run
from service.law.calendar import ONE_DAY, at, local_day
from service.law.competition_terms import window_of

OPENS, SLOTS, EVERY = 9 * 60, 32, 15  # the first slot of a day, how many, minutes between them
LASTS: Final = {"personal-qualities": 55, "ability": 50}
QUESTIONS: Final = 50


@dataclass(frozen=True)
class Trouble:
    """Who gets into which trouble, by places among those who take the stage."""

    misses: frozenset[int] = frozenset()
    withdraws: frozenset[int] = frozenset()
    breaks_down: frozenset[int] = frozenset()
    cheats: frozenset[int] = frozenset()


@dataclass
class _Event:
    at: datetime
    place: int
    do: Callable[[], object]


NO_TROUBLE: Final = Trouble()


def take_stage(
    run: Run,
    stage: str,
    trouble: Trouble = NO_TROUBLE,
    correct: Mapping[str, int] | None = None,
) -> None:
    """Let everybody take the stage that is open, up to the published reviews.

    Args:
        run: the competition; it stands at the stage.
        stage: its name.
        trouble: who misses it, withdraws, whose computer breaks down, who cheats.
        correct: right answers of 50 by the applications' keys, where the play wants them so.
    """
    course = run.course()
    assert course.state.state == stage, course.state.state
    takers = run.at(stage)
    days = _days(run, takers[0])
    play = _Stage(run, stage, days, dict(correct or {}))
    for place, one in enumerate(takers):
        if place in trouble.misses:
            run.reached(f"{stage}: missed")
        elif place in trouble.withdraws:
            play.plan(days[0], time(8, 30), place, partial(take_back, run, one))
        elif place in trouble.breaks_down:
            play.breakdown(place, one)
        else:
            play.sitting(place, one, is_cheating=place in trouble.cheats)
    play.run_through()
    while run.course().state.state == stage:
        run.until(run.world.after(1))


def _days(run: Run, one: Candidate) -> list[date]:
    """The working days on which the stage can be taken and a time still be chosen."""
    course = run.course()
    given = window_of(course.plan, course.state, course.state.candidacy(one.key))
    assert given is not None
    first = max(given.opens_on, run.world.today + ONE_DAY)
    days = [first + ONE_DAY * number for number in range((given.closes_on - first).days + 1)]
    found = [day for day in days if run.world.calendar.is_working(day)]
    assert found, f"no day is left to take the stage: {given}"
    return found


@dataclass
class _Stage:
    """One stage as a list of what happens when."""

    run: Run
    stage: str
    days: list[date]
    correct: dict[str, int]
    events: list[_Event] = field(default_factory=list)

    def plan(self, day: date, clock: time, place: int, do: Callable[[], object]) -> None:
        self.events.append(_Event(at(day, clock), place, do))

    def run_through(self) -> None:
        self.events.sort(key=lambda each: (each.at, each.place))
        for _, events in groupby(self.events, key=lambda each: local_day(each.at)):
            with self.run.scene():
                for each in events:
                    self.run.until(each.at)
                    each.do()

    def sitting(self, place: int, one: Candidate, *, is_cheating: bool = False) -> None:
        """Choose a time on the day before, come, finish; the review is published next day."""
        day, clock = self._slot(place)
        self._choose(place, one, day, clock)
        ends = self._comes(place, one, day, clock)
        event = "breach-found" if is_cheating else "review-published"
        reviewed = at(self.run.world.calendar.add_working_days(day, 1), time(10)) + timedelta(
            minutes=7 * (place % SLOTS)
        )
        assert ends < reviewed
        self.events.append(_Event(reviewed, place, partial(self._reviewed, event, one)))

    def breakdown(self, place: int, one: Candidate) -> None:
        """The centre's network fails; the candidate takes the stage on another day (TT-5)."""
        run, (day, clock) = self.run, self._slot(place)
        self._choose(place, one, day, clock)
        self.plan(day, clock, place, partial(run.do, "started", "candidate", one))
        later = run.world.calendar.add_working_days(self.days[-1], 1)
        failed = at(day, clock) + timedelta(minutes=12)
        fail = partial(run.do, "technical-failure", "administrator", one,
                       actor=run.cast.administrator, closes_on=later.isoformat())  # fmt: skip
        self.events.append(_Event(failed, place, fail))
        run.reached("technical failure: another day")
        self._comes(place, one, later, time(11))
        reviewed = at(run.world.calendar.add_working_days(later, 1), time(10))
        review = partial(self._reviewed, "review-published", one)
        self.events.append(_Event(reviewed, place, review))

    def _slot(self, place: int) -> tuple[date, time]:
        day, minute = self.days[place % len(self.days)], OPENS + EVERY * (place % SLOTS)
        return day, time(minute // 60, minute % 60)

    def _choose(self, place: int, one: Candidate, day: date, clock: time) -> None:
        run, starts_at = self.run, at(day, clock)
        first = max(run.world.now, at(run.world.today, time(10)))
        chosen = first + timedelta(minutes=2 + 3 * place)
        assert chosen < starts_at
        told = starts_at.isoformat()
        choose = partial(run.do, "slot-chosen", "candidate", one, starts_at=told)
        self.events.append(_Event(chosen, place, choose))

    def _comes(self, place: int, one: Candidate, day: date, clock: time) -> datetime:
        run = self.run
        self.plan(day, clock, place, partial(run.do, "started", "candidate", one))
        ends = at(day, clock) + timedelta(minutes=LASTS[self.stage])
        self.events.append(_Event(ends, place, partial(run.do, "finished", "candidate", one)))
        return ends

    def _reviewed(self, event: str, one: Candidate) -> None:
        run, facts = self.run, dict[str, Any]()
        if event == "breach-found":
            run.reached("breach of the rules")
        elif self.stage == "ability":
            facts["correct"] = self._correct(one)
        run.do(event, "proctor", one, actor=run.cast.proctor, **facts)

    def _correct(self, one: Candidate) -> int:
        if one.key in self.correct:
            return self.correct[one.key]
        found = round(self.run.world.dice.near(6 + 38 * one.who.skill, 4))
        return min(max(found, 0), QUESTIONS)
