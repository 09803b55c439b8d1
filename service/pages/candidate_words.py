"""What the candidate reads about applications: states, grounds of refusal, faults of a slot."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from service.booking.actions import SlotFault
from service.booking.models import ApplicationState
from service.core.i18n import Message, say
from service.law.refusal import Refusal, Remedy
from service.law.terms import Term

S = ApplicationState
STATES: Final[Mapping[ApplicationState, tuple[str, Message]]] = {
    S.FILED: ("wait", say("Waits for your code")),
    S.BOOKED: ("note", say("You have a seat")),
    S.IN_TEST: ("wait", say("Test is under way")),
    S.UNDER_REVIEW: ("wait", say("Under review")),
    S.PASSED: ("good", say("Passed")),
    S.BELOW_THRESHOLD: ("bad", say("Below the threshold")),
    S.ASSESSED: ("good", say("Assessed")),
    S.NOT_PASSED: ("bad", say("Not passed")),
    S.TECHNICAL_FAILURE: ("off", say("Technical failure")),
    S.NO_SHOW: ("off", say("You did not come")),
    S.CANCELLED: ("off", say("Cancelled")),
    S.LAPSED: ("off", say("Not confirmed")),
}
SLOT_FAULTS: Final[Mapping[SlotFault, Message]] = {
    SlotFault.GONE: say("This time is no longer in the schedule. Please choose another one."),
    SlotFault.STARTED: say("This test has already begun. Please choose another time."),
    SlotFault.TOO_EARLY: say(
        "An application filed now is too late for this day. Please choose a later one."
    ),
    SlotFault.FULL: say("The last seat has just been taken. Please choose another time."),
}
GROUNDS: Final[Mapping[str, Message]] = {
    "RF-1": say("On %(on)s your result was below the threshold."),
    "RF-2": say("On %(on)s an act on a breach of the testing rules was drawn up."),
    "RF-3": say("On %(on)s an act on an impersonator was drawn up."),
    "RF-4": say("You have not consented to the processing of your personal data."),
    "RF-5": say("You have a valid certificate for this programme: %(number)s."),
    "RF-6": say("On %(on)s you broke off a test."),
}
REMEDIES: Final[Mapping[Remedy, Message]] = {
    "wait": say("Nothing else is needed from you: apply again from that day on."),
    "give-consent": say("Read the text and give your consent; then you can apply at once."),
    "use-certificate": say("You do not need another test: use the certificate until that day."),
}

STEPS: Final[Mapping[str, Message]] = {
    "filed": say("Application filed"),
    "confirmed": say("Confirmed with the code"),
    "moved": say("Moved to another time"),
    "cancelled": say("Cancelled by you"),
    "released": say("Cancelled: your part in the competition has ended"),
    "lapsed": say("Not confirmed in time"),
    "replaced": say("Replaced by another application"),
    "no-show": say("You did not start the test"),
    "started": say("Test started"),
}


@dataclass(frozen=True)
class Ground:
    """A ground of refusal as a page shows it."""

    rule: str
    sentence: Message
    term: Term | None
    source: str
    first_free_on: date | None
    remedy: Message
    is_consent: bool


def ground(refusal: Refusal) -> Ground:
    """Return the refusal in words."""
    facts = refusal.facts
    term = facts.get("term")
    return Ground(
        rule=refusal.rule.id,
        sentence=Message(
            GROUNDS[refusal.rule.id].msgid,
            {name: facts[name] for name in ("on", "number") if name in facts},
        ),
        term=term if isinstance(term, Term) else None,
        source=str(facts.get("source", refusal.rule.source)),
        first_free_on=refusal.first_free_on,
        remedy=REMEDIES[refusal.remedy],
        is_consent=refusal.remedy == "give-consent",
    )
