"""Why a step of a competition cannot happen, as a sentence."""

from collections.abc import Mapping
from typing import Final

from service.core.i18n import Message, say
from service.law.machine import Illegal
from service.pages.competition_words import STANDINGS, STATES

WHYS: Final[Mapping[str, Message]] = {
    "unknown-event": say("The competition knows no such step."),
    "time-goes-back": say("Something later has been recorded already. Reload the page."),
    "suspended": say("The competition is suspended until a complaint is decided."),
    "not-in-this-state": say("This cannot be done where the competition stands now: %(state)s."),
    "not-yours": say("Somebody else does this in a competition."),
    "guard": say("A condition does not hold yet."),
}
# by the words of the guard in the law: what is so where it does not hold
GUARDS: Final[Mapping[str, Message]] = {
    "nobody has been scored yet": say("Somebody has been scored already."),
    "the commission has such a seat": say("The commission has no such seat."),
    "the last day of reception is over": say("Documents are still received."),
    "it is the next stage that was announced": say("Another stage comes next."),
    "everybody's part in the stage before is decided": say(
        "Somebody's part in the stage before is not decided yet."
    ),
    "somebody is in the running": say("Nobody is left in the competition."),
    "the commission is formed": say("The commission is not formed yet."),
    "those named are the best so far, by the setting": say("Those named are not the best so far."),
    "those named have the highest sums of who was not sent yet": say(
        "Those named have not the highest sums."
    ),
    "the time lies ahead": say("This time is past."),
    "HR has answered about every file and nobody is to be sent": say(
        "Not every file is answered yet."
    ),
    "somebody's file is confirmed": say("Nobody's file is confirmed."),
    "HR has set the time": say("The time of the interviews is not set."),
    "everybody who came is scored": say("Not everybody who came is scored."),
    "only a draw sets some apart, and it is of all of them": say(
        "There is no tie that a lot must end."
    ),
    "order and winner are those of the ranking, no tie is open": say(
        "The list is another one, or a tie is open."
    ),
    "there is a winner": say("There is no winner."),
    "one alone took part, with less than a point": say("There is a winner already."),
    "it is the next one of the list, and nobody is under way": say(
        "Somebody is invited already, or this is not the next one on the list."
    ),
    "somebody is hired": say("Nobody is hired yet."),
    "nobody is under way and nobody is left on the list": say("Somebody is still on the list."),
    "nobody is in the running": say("Somebody is still in the competition."),
    "functions, powers or staff of the unit change": say(
        "The unit stays as it is, so the competition goes on."
    ),
    "it had not ended when it was suspended": say(
        "The competition had ended before it was suspended."
    ),
    "within five working days from the publication of the results": say(
        "The five working days for a complaint that suspends are over."
    ),
    "the complaint is open": say("This complaint is decided already."),
    "another complaint is open": say("No other complaint is open."),
    "no other complaint is open": say("Another complaint is open."),
    "applications are received": say("Applications are not received any more."),
    "no stage has begun": say("A stage has begun already."),
    "the candidate is not exempt from it (LAW 29(2-1))": say(
        "The candidate does not take this stage."
    ),
    "the time lies ahead and within the days of the stage": say(
        "The time is past, or not within the days of the stage."
    ),
    "the stage can be taken now": say("The stage cannot be taken now."),
    "the days of the stage are over and the candidate has not begun": say(
        "The days of the stage are not over, or the candidate has begun."
    ),
    "the candidate has begun": say("The candidate has not begun."),
    "it is this stage that was missed, and others still take it": say(
        "The stage is over for everybody."
    ),
    "it is among those named": say("This candidate is not among those named."),
    "at least 10 of 50 correct": say("Fewer than 10 of 50 answers are correct."),
    "fewer than 10 of 50 correct": say("At least 10 of 50 answers are correct."),
    "the member has no conflict of interest and has not scored yet": say(
        "The member has scored already, or has a conflict of interest."
    ),
    "every member has scored, and no second look was asked for": say(
        "Not every member has scored, or a second look was asked for already."
    ),
    "every member without a conflict of interest has scored": say("Not every member has scored."),
    "the mean reaches the threshold": say("The mean is below the threshold."),
    "the mean is below the threshold": say("The mean reaches the threshold."),
    "the day of the interview has come": say("The day of the interview has not come."),
    "two thirds of the members who may score attend": say(
        "Fewer than two thirds of the members attend."
    ),
    "it is the winner": say("This candidate is not the winner."),
    "it is the one named": say("This candidate is not the one named."),
    "three working days are over": say("The three working days are not over."),
    "the term of the hiring application is over": say(
        "The term of the hiring application is not over."
    ),
    "a probation is served": say("No probation is served."),
    "no probation is served": say("A probation is served."),
}


def illegal_words(found: Illegal) -> Message:
    """Return why something cannot be done now, with the rule."""
    sentence = _sentence(found)
    if found.rule is None:
        return sentence
    return say("%(why)s (%(source)s)", why=sentence, source=found.source)


def _sentence(found: Illegal) -> Message:
    if found.why == "guard":
        return GUARDS.get(found.words, WHYS["guard"])
    if found.why == "not-in-this-state":
        state = STATES.get(found.state) or STANDINGS[found.state]
        return Message(WHYS[found.why].msgid, {"state": state})
    return WHYS[found.why]
