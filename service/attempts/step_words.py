"""What happened in an attempt, in words: for the people who run tests and who review them."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, Literal

from service.core.i18n import Message, say
from service.law.attempt import Phase, Step, What

Tone = Literal["done", "now", "failed"]

PHASES: Final[Mapping[Phase, Message]] = {
    Phase.PREPARED: say("Ready, not begun"),
    Phase.OPEN: say("In the test"),
    Phase.BETWEEN: say("In the break"),
    Phase.FINISHED: say("Finished"),
    Phase.BROKEN_OFF: say("Broken off"),
    Phase.TECHNICAL_FAILURE: say("Technical failure"),
}
HOW: Final[Mapping[str, Message]] = {
    "candidate": say("By the candidate."),
    "time": say("By itself: the time was up."),
    "break over": say("By itself: the break was over."),
}
FINDINGS: Final[Mapping[str, Message]] = {
    "camera": say("camera"),
    "microphone": say("microphone"),
    "mbit": say("internet, Mbit/s"),
    "fullscreen": say("full screen"),
}
OWN_REASONS: Final[Mapping[str, Message]] = {
    "outage of the service": say("a short outage of the service"),
}


@dataclass(frozen=True)
class Told:
    """A step as it is shown; `notable` marks a place that a reviewer should look at."""

    at: datetime
    since_start: timedelta | None
    title: Message
    texts: Sequence[Message]
    tone: Tone = "done"
    notable: bool = False


def tell_steps(steps: Sequence[Step], titles: Sequence[Mapping[str, str]]) -> list[Told]:
    """Return the steps in words, with the time since the first section began.

    Args:
        steps: the attempt's facts in their order.
        titles: the sections' titles {kk, ru, en} in the programme's order.
    """
    began = next((step.at for step in steps if step.what is What.SECTION_STARTED), None)
    told, section = [], -1
    for step in steps:
        section += step.what is What.SECTION_STARTED
        since = step.at - began if began is not None and step.at >= began else None
        title = titles[max(section, 0)]
        told.append(_told(step, since, title))
    return told


def _told(step: Step, since: timedelta | None, section: Mapping[str, str]) -> Told:
    tone: Tone = "failed" if step.what in _ENDINGS else "done"
    title = Message(TITLES[step.what].msgid, {"section": section, "length": length(step.seconds())})
    return Told(step.at, since, title, _texts(step), tone, notable=step.what in NOTABLE)


TITLES: Final[Mapping[What, Message]] = {
    What.TERMS_ACCEPTED: say("The terms of the test were accepted"),
    What.EQUIPMENT_CHECKED: say("The equipment was checked"),
    What.SECTION_STARTED: say("The section began: %(section)s"),
    What.SECTION_ENDED: say("The section ended: %(section)s"),
    What.CONNECTION_LOST: say("The connection was lost for %(length)s"),
    What.WINDOW_LEFT: say("The window of the test was left for %(length)s"),
    What.TIME_GIVEN_BACK: say("Time given back: %(length)s"),
    What.TAKEN_OVER: say("Another device took the test over"),
    What.FINISHED: say("The test was finished"),
    What.BROKEN_OFF: say("The test was broken off (TT-4)"),
    What.TECHNICAL_FAILURE: say("A technical failure ended the test (TT-5)"),
    What.ANSWERS_RECOVERED: say("Answers were loaded from a sealed file"),
}
_ENDINGS: Final = frozenset({What.BROKEN_OFF, What.TECHNICAL_FAILURE})
NOTABLE: Final = frozenset(
    {What.CONNECTION_LOST, What.WINDOW_LEFT, What.TAKEN_OVER, What.ANSWERS_RECOVERED, *_ENDINGS}
)


def length(seconds: float) -> Message:
    """Return a length of time as people say it."""
    hours, rest = divmod(round(seconds), 3600)
    minutes, left = divmod(rest, 60)
    if hours and minutes:
        return say("%(h)s h %(m)s min", h=hours, m=minutes)
    if hours:
        return say("%(n)s h", n=hours)
    if minutes and left:
        return say("%(m)s min %(s)s s", m=minutes, s=left)
    if minutes:
        return say("%(n)s min", n=minutes)
    return say("%(n)s s", n=left)


def _texts(step: Step) -> list[Message]:
    facts = step.facts
    texts = []
    if step.what is What.EQUIPMENT_CHECKED:
        texts = [
            say("%(what)s: %(found)s", what=FINDINGS[name], found=facts[name])
            for name in FINDINGS
            if facts.get(name)
        ]
    if facts.get("how") in HOW:
        texts.append(HOW[str(facts["how"])])
    if "last_seen_at" in facts:
        heard = datetime.fromisoformat(str(facts["last_seen_at"]))
        texts.append(say("The player was last heard %(at)s.", at=heard))
    if step.what is What.ANSWERS_RECOVERED:
        texts.append(
            say(
                "Answers taken: %(taken)s, too late: %(late)s.",
                taken=facts.get("answers", 0),
                late=facts.get("too_late", 0),
            )
        )
    if facts.get("reason"):
        texts.append(say("Reason: %(reason)s", reason=_reason(str(facts["reason"]))))
    return texts


def _reason(text: str) -> Message:
    """Return a person's reason as it was written, one of the service's own in words."""
    away = re.fullmatch(r"service away (\S+) - (\S+)", text)
    if away is None:
        return OWN_REASONS.get(text, Message(text))
    began, ended = (datetime.fromisoformat(moment) for moment in away.groups())
    return say("the service was away from %(began)s to %(ended)s", began=began, ended=ended)
