"""Items of the question bank at every place of their life, for the pages of those who write it."""

from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from service.item_statistics.queries import KIND, facts_of_all
from service.item_statistics.report import compute
from service.items import actions, queries
from service.items.bank import load_bank, ref_of
from service.items.exchange.exporting import Wanted, export_items
from service.items.exchange.importing import Sent, keep_import, read_files
from service.items.exchange.model import Format
from service.items.models import BankReport, ItemWork, Stage
from service.law.calendar import local_day
from service.programmes.blueprints import blueprint_for
from service.programmes.queries import programmes_on
from service.programmes.simulation import ask_simulation, count_papers
from service.settings import ROOT
from tests.item_statistics.simulated import plan_of, world_of

ACT = "constitution"
PAPERS = 30
TESTS = 800
WHY = "Екінші нұсқа да дұрыс: тұжырымды нақтылаңыз. Уточните формулировку."
ENEMIES = "Біреуі екіншісінің жауабын айтып тұр."


def set_bank(db: Session, *, author: UUID, reviewer: UUID, now: datetime) -> dict[str, str]:
    """Return the refs of items by where they stand, and the id of an import that waits."""
    approved = queries.items_of_stage(db, Stage.APPROVED, act=ACT)
    with_enemy, other, *rest = approved
    begun, handed_in, returned, reviewed = (
        _done(actions.begin_version(db, work, by=author, now=now)) for work in rest[:4]
    )
    retired = rest[4]
    why = ENEMIES
    actions.make_enemies(db, with_enemy.item_id, other.item_id, reason=why, by=author, now=now)
    for work in (handed_in, returned, reviewed):
        _done(actions.submit_draft(db, work, turn=work.turn, by=author, now=now))
    _done(actions.return_item(db, returned, why=WHY, turn=returned.turn, by=reviewer, now=now))
    _done(actions.review_item(db, reviewed, turn=reviewed.turn, by=reviewer, now=now))
    _done(actions.retire_item(db, retired, why=WHY, turn=retired.turn, by=reviewer, now=now))
    found = {
        "blank": actions.write_draft(db, author, {"act": ACT}, now=now),
        "begun": begun,
        "handed-in": handed_in,
        "returned": returned,
        "reviewed": reviewed,
        "approved": with_enemy,
        "retired": retired,
    }
    refs = {f"{where}-item": ref_of(one.item_id, one.version) for where, one in found.items()}
    _simulate(db, author, now)
    return {
        **refs,
        "item-import": str(_import(db, author, now)),
        "item-report": str(_statistics(db, author, now)),
    }


def _done(outcome: ItemWork | actions.ItemRefusal) -> ItemWork:
    assert isinstance(outcome, ItemWork), outcome
    return outcome


def _import(db: Session, author: UUID, now: datetime) -> UUID:
    """Read a file of the bank's own items, as far as the author's next step."""
    exported = export_items(db, Wanted(Format.QTI, ACT), by=author, now=now)
    files = [Sent(exported.name, exported.content)]
    pairs = read_files(Format.QTI, files, ACT, queries.languages_of(db, ACT))
    return keep_import(db, pairs, Format.QTI, files, ACT, by=author, now=now).id


def _simulate(db: Session, author: UUID, now: datetime) -> None:
    """Draw some papers at once, so that the worker finds nothing left to do."""
    programme = next(one for one in programmes_on(db, local_day(now)) if one.code == "AD-1")
    report = ask_simulation(db, programme, papers=PAPERS, by=author, now=now)
    blueprint = blueprint_for(programme, queries.pools(db))
    report.body = count_papers(blueprint, report.body, range(PAPERS))
    report.done, report.ended_at = PAPERS, now
    db.add(report)


def _statistics(db: Session, author: UUID, now: datetime) -> UUID:
    """Compute statistics on simulated tests: more of them than the scene has candidates."""
    world = world_of(load_bank(ROOT / "question_bank" / "items").items(), seed=1)
    plan = plan_of(next(one for one in programmes_on(db, local_day(now)) if one.code == "AD-1"))
    body = compute(world.sheets(plan, TESTS), facts_of_all(db))
    report = BankReport(
        kind=KIND, subject="AD-1", asked_by=author, asked_at=now, ended_at=now, done=1, total=1,
        body={"attempts": TESTS, **body},
    )  # fmt: skip
    db.add(report)
    db.flush()
    return report.id
