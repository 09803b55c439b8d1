"""What the certificate, the statement and the conclusion of an attempt say."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlmodel import Session

from service.attempts import queries
from service.attempts.conclusion import conclusion_facts
from service.attempts.models import Attempt, AttemptResult, Outcome
from service.attempts.outcome import WITH_PAPER, titles_of
from service.booking import queries as bookings
from service.core.i18n import say
from service.documents.actions import Order, Press, issue_document
from service.documents.facts import (
    Appeal,
    CertificateFacts,
    ConclusionFacts,
    Holder,
    Mark,
    Paper,
    ProgrammeTitle,
    SectionMark,
    StatementFacts,
    Words,
    masked_iin,
)
from service.documents.models import Document
from service.documents.queries import document_about
from service.law.calendar import WorkingCalendar, local_day
from service.law.document import DocumentKind, series, valid_until
from service.law.programme import Programme
from service.law.rule_set import RuleSet, rule_set
from service.law.terms import first_free
from service.notices.actions import tell
from service.people import queries as people
from service.people.models import Account
from service.programmes import queries as programmes

KINDS: Final = {
    Outcome.PASSED: DocumentKind.CERTIFICATE,
    Outcome.BELOW_THRESHOLD: DocumentKind.STATEMENT,
    Outcome.ASSESSED: DocumentKind.CONCLUSION,
}
ISSUER: Final = Words(
    kk="Synaq тестілеу және іріктеу қызметі", ru="Служба тестирования и отбора Synaq"
)
DEMO: Final = Words(
    kk="КӨРСЕТУ ҮЛГІСІ – заңды күші жоқ", ru="ДЕМОНСТРАЦИОННЫЙ ОБРАЗЕЦ – юридической силы не имеет"
)
APPEAL_DAYS: Final = 3  # AP-3a, DEFAULT: working days
HOW_TO_APPEAL: Final = Words(
    kk="Апелляция жеке кабинет арқылы беріледі.", ru="Апелляция подаётся через личный кабинет."
)
ONE_YEAR: Final = Words(kk="бір жыл", ru="один год")
REMOTE: Final = Words(kk="қашықтан", ru="дистанционно")
WAIT_SOURCE: Final = {
    "LE": Words(
        kk="RF-1: № 26 бұйрық, 1-1-қосымша, 9-жол, 1)",
        ru="RF-1: приказ № 26, приложение 1-1, строка 9, 1)",
    ),
    "AD": Words(
        kk="RF-1: № 26 бұйрық, 2-1-қосымша, 9-жол, 1)",
        ru="RF-1: приказ № 26, приложение 2-1, строка 9, 1)",
    ),
}


def issue_result_paper(
    db: Session,
    attempt_id: UUID,
    *,
    press: Press,
    calendar: WorkingCalendar,
    is_demo: bool,
    now: datetime,
) -> Document | None:
    """Issue the certificate, statement or conclusion that a final result calls for; once.

    Returns None where the result is not final or calls for no paper.
    """
    row = queries.attempt(db, attempt_id)
    result = queries.result_of(db, attempt_id)
    if row is None or result is None:
        return None
    if result.outcome not in WITH_PAPER:
        return None
    account = people.account(db, row.account_id)
    assert account is not None
    programme = programmes.programme(db, row.programme_code, row.programme_version)
    order = _Paper(db, row, result, account, programme, calendar, is_demo, now).order()
    made = document_about(db, order.kind, *order.subject)
    if made is not None:
        return made
    document = issue_document(db, order, press, now=now)
    _tell(db, account, document, now)
    return document


class _Paper:
    """Gathers what all kinds of paper say."""

    def __init__(
        self,
        db: Session,
        row: Attempt,
        result: AttemptResult,
        account: Account,
        programme: Programme,
        calendar: WorkingCalendar,
        is_demo: bool,  # noqa: FBT001  # passed by one caller, by position
        now: datetime,
    ) -> None:
        self.row, self.result, self.account, self.programme = row, result, account, programme
        self.now = now
        self.tested_on = local_day(row.started_at or now)
        self.rules: RuleSet = rule_set(programme.kind, self.tested_on)
        application = bookings.application(db, row.application_id)
        assert application is not None
        centre = bookings.centre_of(db, bookings.slot_of(db, application))
        self.place = (
            REMOTE if centre.is_remote else Words(kk=centre.name["kk"], ru=centre.name["ru"])
        )
        appeal_until = calendar.add_working_days(local_day(now), APPEAL_DAYS)
        self.shared: dict[str, Any] = {
            "issued_at": now,
            "issuer": ISSUER,
            "holder": Holder(name=account.name, iin=masked_iin(account.iin)),
            "programme": ProgrammeTitle(code=programme.code, title=_words(programme.title)),
            "notice": DEMO if is_demo else None,
            "appeal": Appeal(how=HOW_TO_APPEAL, until_on=appeal_until),
            "tested_on": self.tested_on,
            "place": self.place,
        }

    def order(self) -> Order:
        kind = KINDS[self.result.outcome]
        makers: Mapping[DocumentKind, Callable[[str], Paper]] = {
            DocumentKind.CERTIFICATE: self._certificate,
            DocumentKind.STATEMENT: self._statement,
            DocumentKind.CONCLUSION: self._conclusion,
        }
        return Order(
            kind=kind,
            series=series(kind, self.programme.kind),
            account_id=self.account.id,
            subject=("attempt", self.row.id),
            facts=makers[kind],
            programme_code=self.programme.code,
            valid_until=valid_until(kind, self.tested_on, self.rules),
        )

    def _certificate(self, number: str) -> CertificateFacts:
        last = valid_until(DocumentKind.CERTIFICATE, self.tested_on, self.rules)
        assert last is not None
        assert self.programme.kind != "PQ"
        return CertificateFacts(
            number=number,
            rules=self.programme.kind,
            validity=ONE_YEAR,
            valid_until=last,
            sections=self._sections(),
            **self.shared,
        )

    def _conclusion(self, number: str) -> ConclusionFacts:
        return conclusion_facts(number, self.shared, self.result.scores)

    def _statement(self, number: str) -> StatementFacts:
        wait = self.rules.below_threshold_wait
        assert wait is not None
        free = first_free(self.tested_on, wait)
        source = WAIT_SOURCE["LE" if self.programme.kind == "LE" else "AD"]
        return StatementFacts(
            number=number,
            next_attempt_on=free,
            next_attempt_source=source,
            sections=self._sections(),
            **self.shared,
        )

    def _sections(self) -> tuple[SectionMark, ...]:
        titles = titles_of(self.programme)
        return tuple(
            SectionMark(
                title=_words(titles[section["code"]]),
                questions=section["questions"],
                threshold=section["threshold"],
                correct=section["correct"],
                parts=_parts(section, titles),
            )
            for section in self.result.scores["sections"]
        )


def _parts(section: dict[str, Any], titles: Any) -> tuple[Mark, ...]:
    if len(section["parts"]) == 1:
        return ()  # the section's own row says it all
    return tuple(
        Mark(
            title=_words(titles[part["code"]]),
            questions=part["questions"],
            threshold=part["threshold"],
            correct=part["correct"],
        )
        for part in section["parts"]
    )


def _words(title: Any) -> Words:
    return Words(kk=title["kk"], ru=title["ru"])


def _tell(db: Session, account: Account, document: Document, now: datetime) -> None:
    ready = {
        DocumentKind.CERTIFICATE: say(
            "Your certificate %(number)s is ready. It is valid until %(day)s.",
            number=document.number,
            day=document.valid_until,
        ),
        DocumentKind.STATEMENT: say(
            "Your statement %(number)s of a result below the threshold is ready.",
            number=document.number,
        ),
        DocumentKind.CONCLUSION: say(
            "Your conclusion %(number)s on personal qualities is ready.", number=document.number
        ),
    }
    tell(db, account.id, ready[document.kind], url="/cabinet", now=now, sms=True)
