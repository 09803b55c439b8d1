"""Tells the story of a competition step by step, for the tests of its machine.

After every step the steps so far are folded again: it must come to the same.
"""

from datetime import date, datetime, timedelta
from fractions import Fraction
from typing import Any

from service.law.announcement import Stage
from service.law.calendar import local_day
from service.law.competition import fold, kept, record, reread
from service.law.competition_course import next_by_itself
from service.law.competition_guards import ranking_of
from service.law.competition_state import Candidacy, Competition, Plan
from service.law.competition_todo import Todo, todos
from service.law.defaults import DEFAULTS, Defaults
from service.law.machine import Actor, Illegal, Step
from service.law.ranking import Ranking
from service.law.stages import stages_of
from service.law.vacancy import Round
from tests.law.working_days import CALENDAR, almaty

SEATS = ("chair", "m1", "m2")


class Story:
    """A competition, its steps so far, and the present moment."""

    def __init__(
        self,
        *,
        round_: Round = Round.GENERAL,
        announced: tuple[Stage, ...] = ("essay",),
        start: str = "2026-02-02 10:00",
        defaults: Defaults = DEFAULTS,
    ) -> None:
        self.now = almaty(start)
        day = local_day(self.now)
        closes_on = CALENDAR.add_working_days(day, 7)
        stages = stages_of(round_, announced)
        self.plan = Plan(day, closes_on, stages, CALENDAR, None, defaults)
        self.competition = Competition()
        self.steps: list[Step] = []

    def try_(
        self, what: str, by: Actor, candidate: str | None = None, **facts: Any
    ) -> Competition | Illegal:
        """What would come of a step."""
        return record(self.plan, self.competition, Step(what, self.now, by, candidate, facts))

    def do(self, what: str, by: Actor, candidate: str | None = None, **facts: Any) -> None:
        self._take(Step(what, self.now, by, candidate, facts))

    def _take(self, step: Step) -> None:
        after = record(self.plan, self.competition, step)
        assert isinstance(after, Competition), after
        self.competition = after
        self.steps.append(reread(kept(step)))
        assert fold(self.plan, self.steps) == after

    def refused(self, what: str, by: Actor, candidate: str | None = None, **facts: Any) -> Illegal:
        found = self.try_(what, by, candidate, **facts)
        assert isinstance(found, Illegal), f"{what} happened"
        return found

    def by_itself(self) -> list[str]:
        """Let happen what comes about by itself now; the events, in order."""
        events = []
        while step := next_by_itself(self.plan, self.competition, self.now):
            self._take(step)
            events.append(step.what)
        return events

    def wait(self, **length: int) -> list[str]:
        self.now += timedelta(**length)
        return self.by_itself()

    def at(self, text: str) -> list[str]:
        """Go on to a moment on Astana's clock."""
        self.now = almaty(text)
        return self.by_itself()

    def after(self, moment: datetime) -> list[str]:
        """Go on to the first moment after the one given."""
        self.now = moment + timedelta(microseconds=1)
        return self.by_itself()

    # --- longer pieces of a story ---

    @property
    def state(self) -> str:
        return self.competition.state

    def of(self, key: str) -> Candidacy:
        return self.competition.candidacy(key)

    def states(self) -> dict[str, str]:
        return {key: each.state for key, each in sorted(self.competition.candidacies.items())}

    def owed(self, candidate: str | None = None) -> dict[str, Todo]:
        found = todos(self.plan, self.competition)
        return {each.event: each for each in found if each.candidate == candidate}

    def apply(self, keys: str, **facts: Any) -> None:
        for key in keys:
            self.do("applied", "candidate", key)
            given = {"experience_days": 1000, "education": "bachelor"} | facts
            self.do("admitted", "system", key, **given)

    def close(self) -> list[str]:
        """Go on to the end of reception, and let the first stage be opened."""
        return self.after(almaty(f"{self.plan.closes_on} 23:59:59.999999"))

    def form(self, *seats: str) -> None:
        self.do("commission-formed", "hr", seats=list(seats or SEATS))

    def open_days(self) -> None:
        """Go on to the first day of the stage that is open."""
        days = self.competition.windows[self.state]
        self.now = max(self.now, days.opens_at + timedelta(hours=9))

    def take(self, keys: str) -> None:
        """Let candidates take the present stage, on its first day."""
        self.open_days()
        for key in keys:
            self.do("started", "candidate", key)
            self.do("finished", "candidate", key)

    def review(self, keys: str, **facts: Any) -> None:
        for key in keys:
            self.do("review-published", "proctor", key, **facts)
        self.by_itself()

    def assess(self, keys: str) -> None:
        """Let candidates take personal qualities from the invitation to the review."""
        self.take(keys)
        self.review(keys)

    def ability(self, **correct: int) -> None:
        self.take("".join(correct))
        for key, number in correct.items():
            self.do("review-published", "proctor", key, correct=number)
        self.by_itself()

    def essay(self, **scores: Any) -> None:
        self.take("".join(scores))
        for key in scores:
            self.do("review-published", "proctor", key)
        self.rate(**scores)

    def rate(self, **scores: Any) -> None:
        """Let the members score essays, and the system rate them."""
        for key, score in scores.items():
            for seat in self.competition.seats:
                if seat not in self.of(key).conflicted:
                    self.do("essay-scored", "member", key, seat=seat)
            self.do("essay-rated", "system", key, score=str(Fraction(score)))
        self.by_itself()

    def confirm(self, keys: str) -> None:
        for key in keys:
            self.do("file-confirmed", "hr", key)
        self.by_itself()

    def schedule(self, days: int = 2) -> None:
        """Set the interview so many working days from now, at ten."""
        day: date = CALENDAR.add_working_days(local_day(self.now), days)
        self.do(
            "interview-scheduled", "hr", starts_at=almaty(f"{day} 10:00").isoformat(), link="https:"
        )
        self.by_itself()

    def interview(self, **scores: Any) -> None:
        assert self.competition.interview_at is not None
        self.now = max(self.now, self.competition.interview_at)
        for key, score in scores.items():
            self.do("let-in", "secretary", key, present=list(self.competition.seats))
            self.wait(minutes=20)
            for seat in self.competition.seats:
                if seat not in self.of(key).conflicted:
                    self.do("interview-signed", "member", key, seat=seat)
            self.do("interview-rated", "system", key, score=str(Fraction(score)))
        self.by_itself()

    def ranking(self) -> Ranking:
        found = ranking_of(self.plan, self.competition)
        assert isinstance(found, Ranking)
        return found

    def up_to_results(self, keys: str = "abc") -> None:
        """A competition up to its results: a before b before c."""
        self.apply(keys)
        self.form()
        self.close()
        self.assess(keys)
        self.ability(**{key: 40 - 5 * place for place, key in enumerate(keys)})
        self.essay(**dict.fromkeys(keys, 4))
        self.confirm(keys[:3])
        self.schedule()
        self.interview(**dict.fromkeys(keys[:3], 4))
        assert self.state == "protocol"

    def up_to_hiring(self, keys: str = "abc") -> None:
        self.up_to_results(keys)
        self.do("protocol-signed", "hr")
        self.by_itself()
