"""What the pages of HR say of vacancies: kinds of posts, how excluded ones are filled, tasks."""

from collections.abc import Mapping
from typing import Final

from service.core.i18n import Message, say
from service.law.announcement import Path
from service.law.vacancy import Filling, Past, PostKind
from service.vacancies.models import Answer, VacancyState
from service.vacancies.tasks import Task

KINDS: Final[Mapping[str, Message]] = {
    PostKind.CORPS_B: say("An ordinary post of Corps B"),
    PostKind.OF_FIRST_HEAD: say("Assistant, adviser or press secretary of a first head"),
    PostKind.CORPS_A: say("Corps A"),
    PostKind.POLITICAL: say("Political post"),
    PostKind.ELECTED: say("Elected, or appointed by a local representative body"),
    PostKind.TECHNICAL: say("Technical service of the body"),
    PostKind.CIVILIAN: say("Civilian post"),
}
FILLED_BY: Final[Mapping[Filling, Message]] = {
    "appointment-after-agreement": say(
        "By appointment or election, after the agreement that the decree asks for."
    ),
    "labour-contract": say("By a labour contract: the law on the civil service leaves it out."),
    "reserve": say("From the personnel reserve of Corps A."),
    "election": say("By election, or by appointment of a local representative body."),
    "appointment-by-first-head": say("By appointment without a competition."),
}
TASKS: Final[Mapping[Task, Message]] = {
    Task.ANNOUNCE: say("Announce the next round"),
    Task.FINISH: say("Finish the draft and publish it"),
    Task.ASK: say("Ask for agreement to the general competition"),
    Task.ASK_AGAIN: say("Not agreed to: mend it and ask again"),
    Task.WAIT: say("The authorised body answers"),
    Task.RECEIVE: say("Documents are received"),
    Task.END: say("The reception is over: hold the competition and end it"),
}
STATES: Final[Mapping[str, Message]] = {
    VacancyState.OPEN: say("Open vacancies"),
    VacancyState.FILLED: say("Filled vacancies"),
    VacancyState.WITHDRAWN: say("Vacancies closed unfilled"),
}
ANSWERS: Final[Mapping[str, Message]] = {
    Answer.ASKED: say("Waits for the answer"),
    Answer.AGREED: say("Agreed to"),
    Answer.REFUSED: say("Not agreed to"),
    Answer.TAKEN_BACK: say("Taken back"),
}
ANSWER_KINDS: Final[Mapping[str, str]] = {
    Answer.ASKED: "wait",
    Answer.AGREED: "good",
    Answer.REFUSED: "bad",
    Answer.TAKEN_BACK: "off",
}
PATHS: Final[Mapping[Path, Message]] = {
    "transfer": say("Transfer"),
    "without-competition": say("Appointment without a competition"),
    "acting": say("Acting for the time being"),
}
OUTCOMES: Final[Mapping[str, Message]] = {
    "winner": say("With a winner"),
    "nobody": say("Nobody was chosen"),
    "cancelled": say("Cancelled"),
}


def outcome_of(past: Past) -> Message:
    """Return how a round that is over ended."""
    return OUTCOMES[past.outcome]
