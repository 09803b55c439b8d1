"""The stages of a competition: which of them a round has, and on which days they can be taken."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from service.law.announcement import Stage
from service.law.calendar import WorkingCalendar, end_of_day, local_day, start_of_day
from service.law.defaults import DEFAULTS, Defaults
from service.law.qualities import REMIND_BEFORE
from service.law.vacancy import Round

# LAW 27(2) and O26 IS 64 put them in this order
ORDER: Final[tuple[Stage, ...]] = ("personal-qualities", "ability", "essay", "interview")


def stages_of(round_: Round, announced: Collection[Stage]) -> tuple[Stage, ...]:
    """The stages of a round in their order.

    Personal qualities are assessed in general competitions (LAW 28(4)); ability is tested with
    them (DEFAULT: the order does not print for which rounds). The essay stands where it is
    announced (O26 IS 64(4), 113), the interview always (LAW 27(2)5).
    """
    taken = {"interview"} | (set(announced) & {"essay"})
    if round_ is Round.GENERAL:
        taken |= {"personal-qualities", "ability"}
    return tuple(stage for stage in ORDER if stage in taken)


def is_exempt(stage: Stage, *, direct: bool, official: bool) -> bool:
    """Does a candidate not take a stage that the others take (LAW 29(2-1))?

    Officials and persons of LAW 29(5) in a general competition of 29(2-1) are not assessed for
    personal qualities. They take the ability test: its points are a part of the total (DEFAULT).
    """
    return stage == "personal-qualities" and direct and official


@dataclass(frozen=True, slots=True)
class Window:
    """The days on which a stage can be taken, both counted."""

    opens_on: date
    closes_on: date

    @property
    def opens_at(self) -> datetime:
        """The first moment (UTC)."""
        return start_of_day(self.opens_on)

    @property
    def closes_at(self) -> datetime:
        """The last moment (UTC)."""
        return end_of_day(self.closes_on)

    def holds(self, moment: datetime) -> bool:
        """Does a moment lie within?"""
        return self.opens_at <= moment <= self.closes_at


def window(
    stage: Stage, told_at: datetime, calendar: WorkingCalendar, defaults: Defaults = DEFAULTS
) -> Window:
    """When a stage can be taken that the candidates are told of now (ST-1: the system says it).

    All its days are counted in working days; an essay may be written at any hour of them and of
    the days off between (O26 IS 117).

    Raises:
        KeyError: the stage is not taken within days; HR sets the day of the interview.
    """
    days = {
        "personal-qualities": defaults.qualities_days,
        "ability": defaults.ability_days,
        "essay": defaults.essay_days,
    }[stage]
    opens_on = calendar.add_working_days(local_day(told_at), defaults.stage_notice_days)
    last = calendar.add_working_days(opens_on, days - 1) if days > 1 else opens_on
    return Window(opens_on, last)


def reminder_at(starts_at: datetime, chosen_at: datetime) -> datetime:
    """When the reminder goes out: one hour before, at once where less is left (ST-1)."""
    return max(starts_at - REMIND_BEFORE, chosen_at)
