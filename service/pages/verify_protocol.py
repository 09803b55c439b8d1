"""The protocol of a competition as the public check page shows it: what the paper says."""

from collections.abc import Callable, Iterator
from datetime import date, datetime
from typing import Final

from markupsafe import Markup, escape
from sqlmodel import Session

from service.competitions.protocol import signature_of_protocol
from service.core.i18n import Message, say
from service.core.render import translate
from service.documents.facts import Place, ProtocolFacts, Seat, Words
from service.documents.models import Document
from service.law.document import DocumentKind
from service.pages.competition_words import ACTORS, DECIDED, figures

Value = str | Message | date | datetime
ASSESSOR: Final = say("assessor, drawn by lot")


def protocol_rows(
    paper: ProtocolFacts, in_words: Callable[[Words], str]
) -> Iterator[tuple[Message, Value]]:
    """Return the entries of the protocol in its order: label and value."""
    yield say("Announcement"), paper.announcement
    yield say("State body"), in_words(paper.body)
    yield say("Post"), in_words(paper.post)
    yield say("Last day of reception"), paper.closes_on
    yield say("Results worked out"), paper.results_at
    for stage in paper.stages:
        yield Message("%(stage)s", {"stage": in_words(stage.title)}), str(stage.people)
    yield say("Competition commission"), _lines(map(_seat, paper.commission))
    if paper.commission_lot is not None:
        yield say("Lot of the assessors"), paper.commission_lot
    for one in paper.places:
        yield say("Place %(place)s", place=one.place), _place(one, in_words)
    if paper.tie is not None:
        yield say("Lot that ended a tie"), paper.tie.number
        yield say("Commitment of the lot"), paper.tie.commitment
        yield say("Seed of the lot"), paper.tie.seed
    nobody = say("There is none: one alone was interviewed, with less than a point.")
    yield say("Winner"), paper.winner or nobody


def lacks_signature(db: Session, row: Document) -> bool:
    """Tell whether this is a protocol that HR has not signed: its results are not published."""
    is_protocol = row.kind is DocumentKind.PROTOCOL
    return is_protocol and signature_of_protocol(db, row.subject_id) is None


def _seat(seat: Seat) -> str:
    part = translate(ACTORS[seat.part])
    return f"{seat.name}: {part}" + (f", {translate(ASSESSOR)}" if seat.is_assessor else "")


def _place(one: Place, in_words: Callable[[Words], str]) -> str:
    lines = [escape(one.candidate)]
    lines += [
        Markup("{}: {}").format(in_words(each.title), figures(each.formula)) for each in one.stages
    ]
    lines.append(Markup("<strong>{}</strong>").format(figures(one.formula)))
    days = say("Experience: %(n)s days", n=one.experience_days)
    lines.append(escape(translate(days)))
    if one.education is not None:
        lines.append(escape(in_words(one.education)))
    if one.decided not in {"total", "last"}:
        above = say("Above the next place by: %(what)s", what=DECIDED[one.decided])
        lines.append(escape(translate(above)))
    return Markup("<br>").join(lines)


def _lines(texts: Iterator[str]) -> str:
    return Markup("<br>").join(texts)
