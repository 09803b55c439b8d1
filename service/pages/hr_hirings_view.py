"""A hiring as its pages show it: what has happened, what is due, what may be entered now."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from service.core.i18n import Message, current, say
from service.core.render import translate
from service.hirings.actions import BY_THEMSELVES
from service.hirings.fold import Case
from service.hirings.hiring_words import CANCELLED_BY, DUTIES, ENDS, STEPS, why_words
from service.hirings.models import HiringState, HiringStep, What
from service.law.calendar import end_of_day
from service.law.hiring import Absence, probation
from service.law.hiring_steps import Made, StepRefusal, step_refusal
from service.pages.source_words import source_words

STATES: Final[dict[HiringState, tuple[str, Message]]] = {
    HiringState.OPEN: ("wait", say("Under way")),
    HiringState.ENDED: ("good", say("Hired")),
    HiringState.LOST: ("bad", say("Not hired")),
}
FAILED: Final = frozenset(
    {
        What.REFUSED,
        What.LAPSED,
        What.CHECK_FAILED,
        What.LEFT,
        What.CANCELLED,
        What.TAKEN_BACK,
    }
)
# of these the day may lie some time back, so that they stand open though today is too late
DATED_BACK: Final = frozenset({"term-over"})


@dataclass(frozen=True)
class Step:
    """A step that can be entered, or why it cannot."""

    what: What
    title: Message
    why_not: Message | None
    source: str


@dataclass(frozen=True)
class Entered:
    """A step as the timeline shows it."""

    ordinal: int
    what: What
    title: str
    on: date
    text: str
    is_gone: bool
    has_document: bool


def entered_of(case: Case) -> list[Entered]:
    """Return everything that was entered, the first one first; what was taken back stays there."""
    standing = {one.ordinal for one in case.standing}
    return [
        Entered(
            ordinal=one.ordinal,
            what=one.what,
            title=translate(STEPS[one.what]),
            on=one.happened_on,
            text=_told(one),
            is_gone=one.what not in {What.INVITED, What.TAKEN_BACK} and one.ordinal not in standing,
            has_document="document" in one.facts,
        )
        for one in case.steps
    ]


def timeline_of(case: Case, today: date) -> list[dict[str, Any]]:
    """Return the moments of a hiring as macros/timeline.html takes them: past, then due."""
    return [*_past(case), *_to_come(case, today)]


def steps_of(case: Case, today: date) -> list[Step]:
    """Return every step that HR may enter now, and why the others may not be."""
    return [_step(case, what, today) for what in What if what not in BY_THEMSELVES]


def proposes_lapse(case: Case, today: date) -> bool:
    """Tell whether the winner has not applied in time: people decide what comes of it."""
    found = _refusal(case, What.LAPSED, today)
    return case.state is HiringState.OPEN and found is None


def end_words(case: Case) -> Message | None:
    """Return how the hiring has ended."""
    return None if case.course.end is None else ENDS[case.course.end]


def end_why(case: Case) -> Message | None:
    """Return by what the competition was cancelled, where that has ended the hiring."""
    last = case.standing[-1] if case.standing else None
    return CANCELLED_BY[last.facts["why"]] if last and last.what is What.CANCELLED else None


def _step(case: Case, what: What, today: date) -> Step:
    found = _refusal(case, what, today)
    if found is None or found.why in DATED_BACK:
        return Step(what, STEPS[what], None, "")
    return Step(what, STEPS[what], why_words(found), source_words(found.source))


def _refusal(case: Case, what: What, today: date) -> StepRefusal | None:
    found = probation(case.course.case)
    day = found.began_on if found is not None else today
    absence = Absence(day, day) if what is What.ABSENT else None
    return step_refusal(case.course, Made(str(what), today, absence), today)  # type: ignore[arg-type]  # the same words


def _past(case: Case) -> Iterator[dict[str, Any]]:
    for one in entered_of(case):
        gone = translate(say("taken back")) if one.is_gone else ""
        parts = [current.get().day(one.on), one.text, gone]
        yield {
            "title": one.title,
            "state": "failed" if one.is_gone or one.what in FAILED else "done",
            "at": None,
            "text": " · ".join(filter(None, parts)),
        }


def _to_come(case: Case, today: date) -> Iterator[dict[str, Any]]:
    for duty in case.open_duties:
        late = duty.overdue(today)
        text = source_words(duty.source)
        if late:
            text = f"{translate(say('Past its day'))}. {text}"
        yield {
            "title": translate(DUTIES[duty.code]),
            "state": "now" if late or duty.due_on == case.due_on else "next",
            "due_at": None if duty.due_on is None else end_of_day(duty.due_on),
            "text": text,
        }


def _told(step: HiringStep) -> str:
    facts = step.facts
    if step.what is What.INVITED:
        on = date.fromisoformat(facts["protocol_on"])
        text = say("Protocol № %(number)s of %(day)s", number=facts["protocol"], day=on)
        return translate(text)
    if step.what is What.TAKEN_BACK:
        text = say("%(step)s: %(reason)s", step=STEPS[What(facts["what"])], reason=facts["reason"])
        return translate(text)
    if step.what is What.CANCELLED:
        return translate(CANCELLED_BY[facts["why"]])
    if "first_on" in facts:
        first, last = (date.fromisoformat(facts[name]) for name in ("first_on", "last_on"))
        return translate(say("From %(first)s to %(last)s", first=first, last=last))
    return str(facts.get("note", ""))
