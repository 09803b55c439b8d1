from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final, NamedTuple, cast
from uuid import UUID

import sqlalchemy
from sqlalchemy.orm import InstrumentedAttribute, aliased, defer
from sqlmodel import Session, col, func, select

from service.attempts.models import Answer, Attempt, AttemptResult, AttemptStep, Outcome
from service.core.errors import NotFound
from service.item_statistics.models import AnswerSheet
from service.item_statistics.sheet import ItemFacts, Sheet, facts_from
from service.items.bank import ref_of
from service.items.models import BankReport, ItemVersion
from service.law.attempt import What
from service.people.models import Account
from service.programmes.queries import newest_programmes

KIND: Final = "item-statistics"
# an attempt that was broken off, annulled or failed technically says nothing about the items
COUNTED: Final = (Outcome.PASSED, Outcome.BELOW_THRESHOLD)
SHEETS_AT_ONCE: Final = 1000
BODY: Final = cast("InstrumentedAttribute[dict[str, Any]]", BankReport.body)  # megabytes
SHEET_COLUMNS: Final = (
    col(AnswerSheet.programme_code),
    col(AnswerSheet.section_code),
    col(AnswerSheet.language),
    col(AnswerSheet.items),
    col(AnswerSheet.choices),
)


class Counted(NamedTuple):
    """An attempt whose final result counts."""

    attempt_id: UUID
    result_id: UUID
    programme_code: str
    paper: Sequence[Mapping[str, Any]]  # sections with their drawn items
    language: str  # of the account


def results_without_sheet(db: Session, *, after: UUID | None, limit: int) -> Sequence[Counted]:
    """Return final results that count and have no sheet, in their order, behind `after`."""
    newer = aliased(AttemptResult)
    columns = (
        col(Attempt.id),
        col(AttemptResult.id),
        col(Attempt.programme_code),
        col(Attempt.paper)["paper"],  # without the pools and the seed
        col(Account.language),
    )
    found = (
        sqlalchemy.select(*columns)
        .join(AttemptResult, col(AttemptResult.attempt_id) == col(Attempt.id))
        .join(Account, col(Account.id) == col(Attempt.account_id))
        .where(
            col(AttemptResult.is_final),
            col(AttemptResult.outcome).in_(COUNTED),
            col(Attempt.programme_code).not_in(_without_items(db)),
            ~select(newer.id)
            .where(newer.attempt_id == Attempt.id, col(newer.id) > col(AttemptResult.id))
            .exists(),
            ~select(AnswerSheet.section).where(AnswerSheet.attempt_id == Attempt.id).exists(),
        )
    )
    if after is not None:
        found = found.where(col(AttemptResult.id) > after)
    rows = db.execute(found.order_by(col(AttemptResult.id)).limit(limit))
    return [Counted(*row) for row in rows]


def count_results_without_sheet(db: Session) -> int:
    """Return about how many results wait for their sheets (corrected ones counted twice)."""
    found = (
        select(func.count())
        .select_from(AttemptResult)
        .join(Attempt, col(Attempt.id) == col(AttemptResult.attempt_id))
        .where(
            col(AttemptResult.is_final),
            col(AttemptResult.outcome).in_(COUNTED),
            col(Attempt.programme_code).not_in(_without_items(db)),
            ~select(AnswerSheet.section)
            .where(AnswerSheet.attempt_id == AttemptResult.attempt_id)
            .exists(),
        )
    )
    return db.exec(found).one()


def _without_items(db: Session) -> list[str]:
    """Return the programmes that ask no items of the bank: ability asks texts and made numbers."""
    return [each.code for each in newest_programmes(db) if each.is_ability]


def outdated(db: Session) -> Sequence[UUID]:
    """Return the attempts whose result was corrected after their sheets were made."""
    found = (
        select(AnswerSheet.attempt_id)
        .join(AttemptResult, col(AttemptResult.attempt_id) == col(AnswerSheet.attempt_id))
        .where(col(AttemptResult.id) > col(AnswerSheet.result_id))
    )
    return db.exec(found.distinct()).all()


def choices_of(db: Session, attempts: Sequence[UUID]) -> dict[UUID, dict[tuple[int, int], str]]:
    """Return the newest choice, as displayed, of each (section, position) of these attempts.

    "-" is a choice taken back. The database puts an attempt's answers into one text: as rows they
    would take several times as long.
    """
    one = func.concat(
        Answer.seq,
        " ",
        Answer.section,
        " ",
        Answer.position,
        " ",
        func.coalesce(Answer.choice, "-"),
    )
    found = (
        sqlalchemy.select(col(Answer.attempt_id), func.aggregate_strings(one, ","))
        .where(col(Answer.attempt_id).in_(attempts))
        .group_by(col(Answer.attempt_id))
    )
    given: dict[UUID, dict[tuple[int, int], str]] = {one: {} for one in attempts}
    for attempt_id, text in db.execute(found):
        answers = [answer.split(" ") for answer in text.split(",")]
        answers.sort(key=lambda answer: int(answer[0]))
        newest = given[attempt_id]
        for _, section, position, choice in answers:
            newest[int(section), int(position)] = choice
    return given


def languages_said(db: Session, attempts: Sequence[UUID]) -> dict[UUID, list[str]]:
    """Return for each attempt the language of its sections' questions, "" where none was said."""
    found = (
        select(AttemptStep.attempt_id, AttemptStep.what, AttemptStep.facts)
        .where(
            col(AttemptStep.attempt_id).in_(attempts),
            col(AttemptStep.what).in_((What.SECTION_STARTED, What.SECTION_ENDED)),
        )
        .order_by(col(AttemptStep.attempt_id), col(AttemptStep.ordinal))
    )
    said: dict[UUID, list[str]] = {one: [] for one in attempts}
    for attempt_id, what, facts in db.execute(found):
        sections = said[attempt_id]
        if what == What.SECTION_STARTED:
            sections.append(sections[-1] if sections else "")
        if sections and facts.get("language"):
            sections[-1] = str(facts["language"])
    return said


def count_sheets(db: Session, programme: str) -> tuple[int, int]:
    """Return how many sheets and how many attempts there are, of a programme or ("") of all."""
    found = select(func.count(), func.count(col(AnswerSheet.attempt_id).distinct()))
    found = found.select_from(AnswerSheet)
    if programme:
        found = found.where(col(AnswerSheet.programme_code) == programme)
    sheets, attempts = db.exec(found).one()
    return sheets, attempts


def sheets(db: Session, programme: str) -> Iterator[Sequence[Sheet]]:
    """Yield the sheets of a programme, or ("") of all, so many at a time as the server has them."""
    found = sqlalchemy.select(*SHEET_COLUMNS)
    if programme:
        found = found.where(col(AnswerSheet.programme_code) == programme)
    rows = db.execute(found.execution_options(yield_per=SHEETS_AT_ONCE))
    for part in rows.partitions():
        yield [Sheet(*row) for row in part]


def facts_of_all(db: Session) -> dict[str, ItemFacts]:
    """Return what is known of every item version that was ever in use."""
    found = select(ItemVersion.item_id, ItemVersion.version, ItemVersion.body)
    rows = db.execute(found.execution_options(yield_per=SHEETS_AT_ONCE))
    refs = ((ref_of(item_id, version), body) for item_id, version, body in rows)
    return {ref: facts_from(ref, body) for ref, body in refs}


def programmes_with_results(db: Session) -> Sequence[str]:
    """Return the codes of the programmes of which a test has been taken."""
    found = select(Attempt.programme_code).distinct().order_by(Attempt.programme_code)
    has_items = col(Attempt.programme_code).not_in(_without_items(db))
    return db.exec(found.where(col(Attempt.ended_at).is_not(None), has_items)).all()


def reports(db: Session, *, limit: int = 10) -> Sequence[BankReport]:
    """Return the newest reports, newest first."""
    found = select(BankReport).where(BankReport.kind == KIND).options(defer(BODY))
    return db.exec(found.order_by(col(BankReport.id).desc()).limit(limit)).all()


def report(db: Session, report_id: UUID) -> BankReport:
    """Return a report.

    Raises:
        NotFound: there is none of this id.
    """
    found = db.get(BankReport, report_id)
    if found is None or found.kind != KIND:
        raise NotFound
    return found


def running_report(db: Session, programme: str) -> BankReport | None:
    """Return the report of this programme that is being computed."""
    found = select(BankReport).where(
        BankReport.kind == KIND,
        BankReport.subject == programme,
        col(BankReport.ended_at).is_(None),
    )
    return db.exec(found.order_by(col(BankReport.id).desc()).limit(1)).first()
