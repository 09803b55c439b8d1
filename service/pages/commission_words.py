"""What pages say of commissions: parts, faults, reasons, ties, grounds."""

from collections.abc import Mapping
from typing import Final

from service.commissions.models import CommissionState, Ground, Match, Part
from service.core.i18n import Message, say
from service.law.commission import CommissionFault, Flaw, Reason
from service.law.conflict import Tie

PARTS: Final[Mapping[Part, Message]] = {
    Part.CHAIR: say("Chair"),
    Part.MEMBER: say("Member of the commission"),
    Part.SECRETARY: say("Secretary"),
}
STATES: Final[Mapping[CommissionState, tuple[str, Message]]] = {
    CommissionState.FORMING: ("wait", say("Being formed")),
    CommissionState.FORMED: ("good", say("Formed")),
    CommissionState.DISSOLVED: ("off", say("Dissolved")),
}
FAULTS: Final[Mapping[Flaw, Message]] = {
    "too-few-members": say(
        "The commission has %(found)s members, it needs at least %(needed)s. Seat more members."
    ),
    "too-few-assessors": say(
        "Drawn assessors: %(found)s, at least %(needed)s are needed: a third of the members."
    ),
    "assessor-not-drawn": say(
        "%(name)s sits as an assessor without having been drawn. Take this person off."
    ),
    "authorised-body-missing": say(
        "The post is that of a head of an HR service: seat a representative of the authorised body."
    ),
    "no-chair": say("There is no chair. Seat one."),
    "several-chairs": say("There are %(found)s chairs. One must stay."),
    "no-secretary": say("There is no secretary. Seat one."),
    "secretary-is-member": say(
        "%(name)s is secretary and member at once. Take off one of the two."
    ),
    "seat-twice": say("The same seat stands there twice: %(name)s."),
    "person-twice": say("%(name)s sits on the commission twice. Take off one of the seats."),
    "member-is-candidate": say(
        "%(name)s competes for the post. Whoever competes cannot sit on the commission."
    ),
}
REASONS: Final[Mapping[Reason, Message]] = {
    "conflict": say("Conflict of interest"),
    "illness": say("Illness"),
    "leave": say("Leave or business trip"),
    "dismissal": say("Dismissal or transfer"),
    "refusal": say("Refused to take part"),
    "overdue": say("Did not score in time"),
    "other": say("Another reason"),
}
TIES: Final[Mapping[Tie, tuple[Message, Message]]] = {
    "close-relative": (
        say("Close relative"),
        say("Parents, children, also by adoption; brothers, sisters, grandparents, grandchildren"),
    ),
    "in-law": (
        say("Spouse or in-law"),
        say("Spouse; the spouse's parents, children, brothers, sisters"),
    ),
    "property": (
        say("Common property, business or debts"),
        say("Now, of you or of your close relatives"),
    ),
    "subordination": (say("One is the other's superior"), say("Now, or within the last year")),
    "dispute": (say("A dispute"), say("In court or otherwise")),
    "other": (say("Something else"), say("Say it in words below")),
}
GROUNDS: Final[Mapping[Ground, Message]] = {
    Ground.EXPERIENCE: say("three years of work in the field"),
    Ground.HR_SPECIALIST: say("specialist in the management of personnel"),
    Ground.OTHER_BODY: say("official of another state body"),
    Ground.REPRESENTATIVE: say("representative of the authorised body"),
}
ANSWERS: Final[Mapping[Match, tuple[str, Message]]] = {
    Match.MATCHED: ("good", say("On the list")),
    Match.MISMATCHED: ("bad", say("Does not fit")),
    Match.WAITING: ("wait", say("Waits for an answer")),
}


def fault_words(fault: CommissionFault, names: Mapping[str, str]) -> Message:
    """Return what stands against the commission as a sentence with its way out."""
    values = {
        "found": fault.found,
        "needed": fault.needed,
        "name": names.get(fault.subject, fault.subject),
    }
    return Message(FAULTS[fault.code].msgid, values)
