"""A document as the public check page shows it: what the paper says and where it stands."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final, Literal

from markupsafe import Markup
from sqlmodel import Session

from service.core.i18n import Message, current, say
from service.documents.facts import (
    BreachListFacts,
    CertificateFacts,
    ConclusionFacts,
    Issued,
    Paper,
    ProtocolFacts,
    SectionMark,
    StatementFacts,
    TechnicalActFacts,
    Words,
    from_json,
)
from service.documents.models import Document, Standing
from service.documents.queries import events_of
from service.law.calendar import local_day
from service.law.document import DocumentKind
from service.pages.verify_protocol import protocol_rows

KINDS: Final = {
    DocumentKind.CERTIFICATE: say("Certificate"),
    DocumentKind.STATEMENT: say("Statement of a result below the threshold"),
    DocumentKind.CONCLUSION: say("Conclusion on personal qualities"),
    DocumentKind.BREACH_LIST: say("List of breaches"),
    DocumentKind.BREACH_ACT: say("Act on a breach of the testing rules"),
    DocumentKind.IMPERSONATOR_ACT: say("Act on an impersonator"),
    DocumentKind.TECHNICAL_ACT: say("Act of technical failure"),
    DocumentKind.PROTOCOL: say("Protocol of a competition"),
}
WHERE_VALID: Final = {
    "LE": say(
        "Only for posts of the law-enforcement service in the categories of the programme %(code)s."
    ),
    "AD": say(
        "For competitions for administrative public posts of Corps B. Competitions in the "
        "integrated information system need the certificate of that system."
    ),
    "IS": say(
        "Only for selection and competitions for an administrative public post of Corps B in the "
        "integrated information system. It is not valid in other competitions."
    ),
}
MINUTE: Final = 60

State = Literal["valid", "genuine", "expired", "suspended", "revoked"]
Value = str | Message | date | datetime
Row = tuple[Message, Value]


@dataclass(frozen=True)
class Stand:
    """Where a document stands today, and since which day where that is not its issue."""

    state: State
    since: date | None = None


def stand_of(db: Session, row: Document, today: date) -> Stand:
    """Return where the document stands; only a certificate is valid for a time and expires."""
    if row.standing is not Standing.VALID:
        moments = [each.at for each in events_of(db, row.id) if each.standing is row.standing]
        since = local_day(moments[-1]) if moments else None
        return Stand("suspended" if row.standing is Standing.SUSPENDED else "revoked", since)
    if row.valid_until is None:
        return Stand("genuine")
    if row.valid_until < today:
        return Stand("expired", row.valid_until)
    return Stand("valid", row.valid_until)


def paper_of(row: Document) -> Issued | None:
    """Return what the paper says; None where papers of this kind are not set by the service."""
    try:
        return from_json(row.kind, row.facts)
    except KeyError:
        return None


def rows_of(row: Document, paper: Issued | None) -> list[Row]:
    """Return the paper's entries in its order: label and value."""
    if paper is None:
        return [(say("Number of the document"), row.number), (say("Date of issue"), row.issued_on)]
    if isinstance(paper, ProtocolFacts):
        number = (say("Number of the document"), paper.number)
        return [number, *protocol_rows(paper, in_words)]
    return [*_head(paper), *_middle(paper), *_appeal(paper)]


def marks_of(paper: Issued | None) -> tuple[SectionMark, ...]:
    """Return the table of results where the paper has one."""
    return paper.sections if isinstance(paper, (CertificateFacts, StatementFacts)) else ()


def in_words(words: Words) -> str:
    """Return a text of the paper: in Kazakh for an English reader, papers have no English."""
    language = current.get().language
    if language == "en":
        return Markup('<span lang="kk">{}</span>').format(words.kk)
    return words.ru if language == "ru" else words.kk


def elapsed(seconds: int) -> str:
    """Return the place on a recording: 1:02:09."""
    minutes, rest = divmod(seconds, MINUTE)
    hours, minutes = divmod(minutes, MINUTE)
    return f"{hours}:{minutes:02d}:{rest:02d}"


def _head(paper: Issued) -> Iterator[Row]:
    yield say("Number of the document"), paper.number
    if not isinstance(paper, Paper):
        return
    yield say("Full name"), paper.holder.name
    yield say("IIN"), paper.holder.iin
    title = in_words(paper.programme.title)
    yield say("Programme"), Markup("{} · {}").format(paper.programme.code, title)


def _middle(paper: Issued) -> Iterator[Row]:
    match paper:
        case CertificateFacts():
            yield from _tested(paper.tested_on, paper.place)
            yield say("Valid until (inclusive)"), paper.valid_until
            yield (
                say("Where it is valid"),
                Message(WHERE_VALID[paper.rules].msgid, {"code": paper.programme.code}),
            )
            yield say("Date of issue"), local_day(paper.issued_at)
        case StatementFacts():
            yield from _tested(paper.tested_on, paper.place)
            if paper.remark is not None:
                yield say("Remark"), in_words(paper.remark)
            if paper.next_attempt_on is not None:
                yield say("A new application is possible from"), paper.next_attempt_on
            if paper.next_attempt_source is not None:
                yield say("Ground"), in_words(paper.next_attempt_source)
            yield say("Date of issue"), local_day(paper.issued_at)
        case ConclusionFacts():
            yield from _tested(paper.tested_on, paper.place)
            yield say("Date of issue"), local_day(paper.issued_at)
        case TechnicalActFacts():
            yield from _technical(paper)
        case BreachListFacts():
            yield say("Application"), paper.application
            yield say("Test began"), paper.began_at
            yield say("Review published"), paper.reviewed_at
            yield say("Proctor"), paper.proctor
            if paper.barred_until is not None:
                yield say("No test may be taken until (inclusive)"), paper.barred_until


def _tested(on: date, place: Words | None) -> Iterator[Row]:
    yield say("Date of the test"), on
    if place is not None:
        yield say("Place of the test"), in_words(place)


def _technical(paper: TechnicalActFacts) -> Iterator[Row]:
    yield say("Application"), paper.application
    yield say("Stage"), in_words(paper.stage)
    if paper.place is not None:
        yield say("Place of the test"), in_words(paper.place)
    yield say("The failure began"), paper.began_at
    yield say("The failure ended"), paper.ended_at or say("still lasted when the act was made")
    yield say("Act registered"), paper.issued_at
    yield say("Administrator"), paper.registered_by
    yield say("What happened"), in_words(paper.description)
    if paper.evidence is not None:
        yield say("Evidence"), in_words(paper.evidence)
    yield say("A new booking may be asked for until"), paper.rebook_until


def _appeal(paper: Issued) -> Iterator[Row]:
    if paper.appeal is not None:
        yield say("Appeal until (inclusive)"), paper.appeal.until_on
