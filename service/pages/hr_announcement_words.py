"""What stands against publishing an announcement, as sentences at the fields they speak of."""

from collections.abc import Mapping
from typing import Final

from service.core.i18n import Message, say
from service.law.announcement import LONGEST_RECEPTION, AnnouncementFault, Flaw
from service.law.vacancy import RoundRefusal
from service.pages.vacancies_words import ROUNDS
from service.vacancies.announcing import WRITTEN_IN
from service.vacancies.models import Announcement
from service.vacancies.publishing import NotPublished

SITES: Final[Mapping[str, Message]] = {
    "body": say("The body's own web site"),
    "authorised-body": say("The web site of the authorised body"),
    "service-body": say("The web site of the body where the single HR service is"),
}
_FIELDS: Final[Mapping[Flaw, str]] = {
    "closes-too-early": "closes_on",
    "closes-too-late": "closes_on",
    "closes-on-day-off": "closes_on",
    "interview-missing": "interview_on",
    "interview-too-early": "interview_on",
    "interview-stage-missing": "stages",
    "essay-missing": "stages",
    "site-missing": "sites",
}
_SENTENCES: Final[Mapping[Flaw, Message]] = {
    "interview-stage-missing": say("Without an interview there is no competition."),
    "essay-missing": say("The kind of this post needs an essay."),
    "temporary-reason-missing": say("Say at the vacancy why the post is vacant for a time only."),
    "temporary-not-marked": say("The announcement must say that the post is vacant for a time."),
    "temporary-over": say("The post would not be vacant any more when the reception ends."),
    "illness-not-listed": say("The illness is none of the list that makes a post vacant."),
}
_BY_DAY: Final[Mapping[Flaw, Message]] = {
    "closes-too-early": say("Documents are received until %(day)s at the least."),
    "closes-on-day-off": say("This is a day off. The next working day is %(day)s."),
    "interview-missing": say("Set the day of the interview: %(day)s or later."),
    "interview-too-early": say("The interview comes after the reception: %(day)s or later."),
    "illness-too-short": say("The illness lasts long enough from %(day)s on."),
}
_ROUND: Final[Mapping[str, Message]] = {
    "filled": say("The vacancy has its winner: there is nothing to announce."),
    "agreement-missing": say("The general competition needs the authorised body's agreement."),
    "agreement-refused": say("The authorised body has not agreed to the general competition."),
}


def errors_of(draft: Announcement, against: NotPublished) -> dict[str, Message]:
    """Return everything that stands against publishing by the field of the form; "" the whole."""
    errors: dict[str, Message] = {}
    for fault in against.faults:
        for name in _fields(draft, fault):
            _say(errors, name, _sentence(fault))
    if against.round is not None:
        _say(errors, "", _of_round(against.round))
    if against.sentence is not None:
        _say(errors, "", against.sentence)
    return errors


def _say(errors: dict[str, Message], name: str, sentence: Message) -> None:
    """Say one more thing at a field: everything that stands against it is said at once."""
    before = errors.get(name)
    if before is not None:
        sentence = Message("%(one)s %(other)s", {"one": before, "other": sentence})
    errors[name] = sentence


def _fields(draft: Announcement, fault: AnnouncementFault) -> list[str]:
    """The fields at which a fault stands; of a part those of the languages that are empty."""
    if fault.code == "part-missing":
        texts = draft.texts.get(fault.subject, {})
        return [
            f"{fault.subject}_{language}"
            for language in WRITTEN_IN
            if not texts.get(language, "").strip()
        ]
    return [_FIELDS.get(fault.code, "")]


def _sentence(fault: AnnouncementFault) -> Message:
    if fault.code == "part-missing":
        return say("Please fill in this field.")
    if fault.code == "site-missing":
        return say("The law asks for it: %(site)s.", site=SITES[fault.subject])
    if fault.code == "closes-too-late":
        return say("Not later than %(n)s days after publication.", n=LONGEST_RECEPTION)
    if fault.first_on is not None and fault.code in _BY_DAY:
        return Message(_BY_DAY[fault.code].msgid, {"day": fault.first_on})
    if fault.code == "illness-too-short":
        return say("Say at the vacancy since when the illness lasts: more than two months.")
    return _SENTENCES[fault.code]


def _of_round(refusal: RoundRefusal) -> Message:
    if refusal.why == "out-of-order" and refusal.due is not None:
        return say("Now another round is due: %(round)s.", round=ROUNDS[refusal.due.round])
    return _ROUND[refusal.why]
