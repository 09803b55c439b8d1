"""What a hiring says: duties, steps, why a step is refused, how a hiring ended."""

from collections.abc import Mapping
from typing import Final

from service.core.i18n import Message, say
from service.hirings.models import Entrant, What
from service.law.hiring import DutyCode
from service.law.hiring_steps import End, StepRefusal, StepWhy

DUTIES: Final[Mapping[DutyCode, Message]] = {
    "hiring-application": say("Hiring application"),
    "declaration-certificate": say("Certificate of the income declaration"),
    "special-check": say("Special check"),
    "appointment": say("Act of appointment"),
    "restrictions-in-writing": say("Restrictions to be recorded in writing"),
    "mentor": say("Mentor"),
    "probation": say("End of probation"),
    "probation-decision": say("Decision whether the probation is extended"),
}
STEPS: Final[Mapping[What, Message]] = {
    What.INVITED: say("Invited to be hired"),
    What.APPLIED: say("Hiring application handed in"),
    What.REFUSED: say("Appointment declined"),
    What.LAPSED: say("No hiring application in time"),
    What.DECLARED: say("Certificate of the income declaration handed in"),
    What.CHECK_SENT: say("Sent for the special check"),
    What.CHECK_PASSED: say("Special check passed"),
    What.CHECK_FAILED: say("Special check not passed"),
    What.ACTING: say("Duties performed for the time of the check"),
    What.APPOINTED: say("Appointed"),
    What.RESTRICTIONS: say("Restrictions recorded in writing"),
    What.MENTOR: say("Mentor assigned"),
    What.ABSENT: say("Absent for a valid reason"),
    What.EXTENDED: say("Probation extended"),
    What.PASSED: say("Probation passed"),
    What.LEFT: say("Left the service"),
    What.CANCELLED: say("Ended: the competition is cancelled"),
    What.TAKEN_BACK: say("Entry taken back"),
}
ENDS: Final[Mapping[End, Message]] = {
    "passed": say("Hired: the probation is passed"),
    "appointed": say("Hired: no probation is needed"),
    "left": say("Left after the probation"),
    "refused": say("The appointment was declined"),
    "lapsed": say("No hiring application came in time"),
    "check-failed": say("The special check was not passed"),
    "left-early": say("Left before the end of probation"),
    "cancelled": say("Not hired: the competition is cancelled"),
}
# by which event of the competition
CANCELLED_BY: Final[Mapping[str, Message]] = {
    "complaint-upheld": say("A complaint about the competition was upheld."),
    "body-reorganised": say("The body or its unit is reorganised."),
}
ENTRANTS: Final[Mapping[Entrant, Message]] = {
    Entrant.FIRST_TIME: say("Enters the civil service for the first time"),
    Entrant.RETURNING: say("Enters the civil service again"),
    Entrant.SERVING: say("Serves already"),
    Entrant.FORMER_OFFICIAL: say("Left the service no more than 30 days ago"),
}
WHY: Final[Mapping[StepWhy, Message]] = {
    "over": say("This hiring is over."),
    "in-future": say("This day is still to come."),
    "before-invitation": say("This day is before the invitation of %(day)s."),
    "before-its-cause": say("This day is before %(day)s, when it became possible."),
    "made-already": say("This has been entered already."),
    "not-needed": say("This is not needed in this hiring."),
    "not-applied": say("There is no hiring application yet."),
    "applied-already": say("The hiring application came on %(day)s."),
    "check-not-sent": say("The special check has not been asked for yet."),
    "missing": say("Missing before that: %(missing)s."),
    "not-appointed": say("There is no act of appointment yet."),
    "appointed-already": say("The act of appointment was made on %(day)s."),
    "term-runs": say("The term still runs: at the earliest on %(day)s."),
    "term-over": say("The term is over: its last day was %(day)s."),
    "no-probation": say("There is no probation in this hiring."),
    "extended-already": say("The probation was extended once; it cannot be extended again."),
    "absence-outside": say("The absence must begin within the probation and end after it began."),
    "later-step-stands": say(
        "This entry is needed for a later one. Take that back first: %(step)s."
    ),
}


def why_words(refusal: StepRefusal) -> Message:
    """Return why a step may not be made, in one sentence."""
    message = WHY[refusal.why]
    values: dict[str, object] = {}
    if refusal.day is not None and "%(day)s" in message.msgid:
        values["day"] = refusal.day
    if refusal.missing:
        values["missing"] = listed([DUTIES[one] for one in refusal.missing])
    if refusal.step is not None:
        values["step"] = STEPS[What(refusal.step)]
    return Message(message.msgid, values)


def listed(messages: list[Message]) -> Message:
    """Return several messages as one, a comma between them."""
    found = messages[0]
    for one in messages[1:]:
        found = Message("%(a)s, %(b)s", {"a": found, "b": one})
    return found
