"""An announcement as its page shows it: where it stands, who may apply, what is asked."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal
from uuid import UUID

from sqlmodel import Session

from service.bodies import queries as bodies
from service.bodies.models import Body
from service.core.i18n import Message, say
from service.core.render import translate
from service.law.admission import Opening
from service.law.announcement import Temporary
from service.law.record import rebuild
from service.law.vacancy import Round
from service.pages import vacancies_words as words
from service.posts.requirements_differences import Part
from service.posts.requirements_words import PARTS as ASKED_PARTS
from service.programmes import queries as programmes
from service.vacancies import queries
from service.vacancies.asked import requirement_lines
from service.vacancies.models import Announcement, AnnouncementState, RoundOutcome, Vacancy

Standing = Literal["draft", "open", "running", "ended", "cancelled"]
SHOWN_APART: tuple[Part, ...] = ("source",)  # the order is named under the list


@dataclass(frozen=True, slots=True)
class Ad:
    """An announcement with what belongs to it.

    Attributes:
        days_left: to the last day of reception; 0 on that day, None where it is over.
        opening: what admission depends on.
        lines: what is asked, by part, each a sentence in the reader's language.
        circle: the names of the bodies of a round in the body, where there are several.
        temporary: why the post is vacant for a time only.
        others: the other public rounds of the vacancy, in order.
        certificates: the programmes whose certificates count in a general competition.
    """

    one: Announcement
    vacancy: Vacancy
    body: Body
    standing: Standing
    days_left: int | None
    opening: Opening
    lines: Sequence[tuple[Message, Sequence[str]]]
    circle: Sequence[Mapping[str, str]]
    temporary: Temporary | None
    others: Sequence[Announcement]
    certificates: Sequence[Any]

    @property
    def url(self) -> str:
        """The address of the page: the number itself."""
        return f"/vacancies/{self.one.number}"

    @property
    def is_open(self) -> bool:
        """Whether applications are received."""
        return self.standing == "open"


def standing_of(one: Announcement, today: date) -> Standing:
    """Return where an announcement stands on a day; the last day of reception is open."""
    if one.state is AnnouncementState.DRAFT:
        return "draft"
    if one.state is AnnouncementState.CANCELLED:
        return "cancelled"
    if one.state is AnnouncementState.ENDED:
        return "ended"
    return "open" if one.closes_on is not None and today <= one.closes_on else "running"


def days_left(one: Announcement, today: date) -> int | None:
    """Return how many days the reception goes on after today; None where it is over."""
    is_open = standing_of(one, today) == "open"
    return (one.closes_on - today).days if is_open and one.closes_on else None


def ad_of(
    db: Session,
    one: Announcement,
    vacancy: Vacancy,
    today: date,
    *,
    draft: tuple[Opening, Mapping[str, Mapping[str, str]]] | None = None,
) -> Ad:
    """Return the announcement for its page; `draft` is what an unpublished one would freeze."""
    opening, texts = draft or (rebuild(Opening, one.opening), one.wordings)
    body = bodies.body(db, vacancy.body_code)
    assert body is not None
    names = bodies.names_of(db)
    rounds = [each for each in queries.rounds_of(db, vacancy.id) if each.published_on]
    general = opening.round is Round.GENERAL
    return Ad(
        one=one,
        vacancy=vacancy,
        body=body,
        standing=standing_of(one, today),
        days_left=days_left(one, today),
        opening=opening,
        lines=[
            (ASKED_PARTS[part], said)
            for part, said in requirement_lines(opening.requirements, texts)
            if part not in SHOWN_APART
        ],
        circle=[names[code] for code in sorted(opening.circle - {body.code}) if code in names],
        temporary=None
        if not one.is_temporary or vacancy.temporary is None
        else rebuild(Temporary, vacancy.temporary),
        others=[each for each in rounds if each.id != one.id],
        certificates=_certificates(db, opening, one.published_on or today) if general else (),
    )


def _certificates(db: Session, opening: Opening, day: date) -> list[Any]:
    in_force = (each for each in programmes.programmes_on(db, day) if not each.is_ability)
    chosen = [each for each in in_force if each.kind in opening.kinds]
    return [each for each in chosen if not opening.programmes or each.code in opening.programmes]


@dataclass(frozen=True, slots=True)
class Card:
    """An announcement in a list."""

    one: Announcement
    vacancy: Vacancy
    body: Mapping[str, str]
    standing: Standing
    days_left: int | None


def cards_of(db: Session, found: Sequence[tuple[Announcement, Vacancy]], today: date) -> list[Card]:
    """Return announcements for a list."""
    names = bodies.names_of(db)
    return [
        Card(
            one,
            row,
            names[row.body_code],
            standing_of(one, today),
            days_left(one, today),
        )
        for one, row in found
    ]


def newest_public(db: Session, vacancy_id: UUID) -> Announcement | None:
    """Return the newest round of a vacancy that was published."""
    rounds = [one for one in queries.rounds_of(db, vacancy_id) if one.published_on is not None]
    return rounds[-1] if rounds else None


def summary_of(ad: Ad, today: date) -> str:
    """Return an announcement in some sentences: who, until when, what has happened."""
    said = [words.ROUNDS[ad.one.round], words.WHO[ad.one.round], what_happens(ad.one, today)]
    return " ".join(translate(each) for each in said)


def what_happens(one: Announcement, today: date) -> Message:
    """Return where the announcement stands as one sentence."""
    if one.state is AnnouncementState.CANCELLED:
        return say("Cancelled on %(day)s: %(reason)s.", day=one.ended_on, reason=one.end_reason)
    if one.outcome is RoundOutcome.WINNER:
        return say("The competition ended on %(day)s with a winner.", day=one.ended_on)
    if one.outcome is RoundOutcome.NOBODY:
        return say("The competition ended on %(day)s: nobody was chosen.", day=one.ended_on)
    if standing_of(one, today) == "open":
        return say("Documents are received up to and with %(day)s.", day=one.closes_on)
    return say("The reception ended on %(day)s; the competition goes on.", day=one.closes_on)
