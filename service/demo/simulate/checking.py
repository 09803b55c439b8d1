"""What must hold after a competition, whatever happened in it; what does not hold is an error."""

import hashlib
import json
from collections.abc import Iterator
from fractions import Fraction

from sqlmodel import Session, col, select

from service.commissions import queries as commissions
from service.competitions import queries
from service.competitions.course import Course, due_at, read_step
from service.demo.simulate.run import Run
from service.gateways.esign_values import Verified
from service.journal.models import JournalEntry
from service.law import competition as law
from service.law.candidacy_moves import CANDIDACY
from service.law.competition import kept
from service.law.competition_moves import COMPETITION
from service.law.essay import METHOD as ESSAY
from service.law.interview import METHOD as INTERVIEW
from service.law.lot import verify_record
from service.law.machine import Illegal
from service.law.marks import stage_score
from service.lots.models import LotCommitment, LotDraw
from service.people.queries import account
from service.scoring import queries as scoring
from service.scoring.essay_scores import turn_of
from service.scoring.models import Essay, EssayScore, InterviewScore
from service.signatures.models import Signature, SignatureRequest


class InvariantBroken(Exception):
    """Something does not hold that must hold in every competition."""


def check(run: Run) -> None:
    """Look at everything that a competition has left in the database.

    Raises:
        InvariantBroken: with everything that does not hold.
    """
    with run.scene() as db:
        course = run.course()
        faults = [
            *_refolded(db, course),
            *_ruled(db, course),
            *_conflicts(db, course),
            *_points(db, course),
            *_lots(db, course),
            *_signatures(run, db, course),
            *_ended(run, course),
        ]
    off = [each for each in sorted(run.due_days) if not run.world.calendar.is_working(each[1])]
    faults += [f"{event} is due on {day}, which is no working day" for event, day in off]
    if faults:
        raise InvariantBroken(f"{run.number}: " + "; ".join(faults))


def digest_of(course: Course) -> str:
    """Return the fingerprint of all steps of a competition."""
    steps = [kept(read_step(one)) for one in course.steps]
    text = json.dumps(steps, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def _refolded(db: Session, course: Course) -> Iterator[str]:
    """Folding all steps anew gives what the rows say."""
    row, state = course.row, course.state
    again = law.fold(course.plan, map(read_step, course.steps))
    if isinstance(again, Illegal):
        yield f"step {again.event} fits nowhere"
        return
    if (row.state, row.is_suspended, row.steps) != (
        again.state,
        again.is_suspended,
        len(course.steps),
    ):
        yield f"the row says {row.state}, the steps say {again.state}"
    if row.due_at != due_at(course):
        yield f"the row says due at {row.due_at}, the steps say {due_at(course)}"
    rows = {str(one.application_id): one for one in queries.candidacies(db, row.announcement_id)}
    if set(rows) != set(state.candidacies):
        yield "other candidacies are kept than the steps tell of"
    for key, one in again.candidacies.items():
        points = {stage: str(points) for stage, points in one.points.items()}
        if key in rows and (rows[key].state, rows[key].points) != (one.state, points):
            yield f"{rows[key].code} is kept as {rows[key].state}, the steps say {one.state}"


def _ruled(db: Session, course: Course) -> Iterator[str]:
    """Every step has a rule and one who may do it, and stands in the journal with them."""
    found = select(JournalEntry).where(JournalEntry.verb == "competition step")
    ids = {str(key) for key in course.state.candidacies} | {course.announcement.number}
    entries = db.exec(found.where(col(JournalEntry.subject_id).in_(ids))).all()
    journal = {(one.facts["what"], one.facts["ordinal"]): one for one in entries}
    for step in course.steps:
        machine = COMPETITION if step.application_id is None else CANDIDACY
        moves = machine.of(step.what)
        entry = journal.get((step.what, step.ordinal))
        if entry is None or entry.rule not in {move.rule.id for move in moves}:
            yield f"step {step.ordinal} {step.what} has no rule in the journal"
        if not any(step.by in move.actors for move in moves):
            yield f"step {step.ordinal} {step.what} is not {step.by}'s"


def _conflicts(db: Session, course: Course) -> Iterator[str]:
    """Nobody has scored a candidate with whom there is a conflict of interest (CM-4)."""
    made = commissions.commission_of(db, course.row.announcement_id)
    if made is None:
        return
    said = commissions.declarations(db, made.id)
    tied = {(one.holder_id, one.application_id) for one in said if one.ties}
    declared = {(one.holder_id, one.application_id) for one in said}
    scores = {(one.holder_id, one.application_id) for one in _essay_scores(db, course)}
    scores |= {(one.holder_id, one.application_id) for one in _interview_scores(db, course)}
    for _, key in sorted(scores & tied):
        yield f"a member has scored {key} in spite of a conflict"
    for _, key in sorted(scores - declared):
        yield f"a member has scored {key} without a declaration"


def _essay_scores(db: Session, course: Course) -> list[EssayScore]:
    of = select(Essay.application_id).where(Essay.announcement_id == course.row.announcement_id)
    found = select(EssayScore).where(col(EssayScore.application_id).in_(of))
    return list(db.exec(found).all())


def _interview_scores(db: Session, course: Course) -> list[InterviewScore]:
    ids = [one.application_id for one in queries.candidacies(db, course.row.announcement_id)]
    found = select(InterviewScore).where(col(InterviewScore.application_id).in_(ids))
    return list(db.exec(found).all())


def _points(db: Session, course: Course) -> Iterator[str]:
    """The points of a stage are the mean of what its members gave, exactly."""
    seats = course.state.seats
    for row in queries.candidacies(db, course.row.announcement_id):
        one, key = course.state.candidacy(str(row.application_id)), row.application_id
        sheets = {
            "essay": (ESSAY, scoring.essay_scores(db, key, turn_of(db, key))),
            "interview": (INTERVIEW, scoring.interview_scores(db, key)),
        }
        for stage, (method, given) in sheets.items():
            if stage not in row.points:
                continue
            marks = {str(seat): sheet for seat, sheet in given.items()}
            found = stage_score(method, marks, seats, one.conflicted)
            if found != Fraction(row.points[stage]):
                yield f"{row.code} has {row.points[stage]} for the {stage}, the sheets say {found}"


def _lots(db: Session, course: Course) -> Iterator[str]:
    """Every lot that was drawn repeats exactly, and was promised before."""
    found = select(LotCommitment, LotDraw).join(
        LotDraw, col(LotDraw.lot_id) == col(LotCommitment.id)
    )
    own = found.where(LotCommitment.subject_id == str(course.row.announcement_id))
    for promised, drawn in db.exec(own).all():
        for fault in verify_record(drawn.record):
            yield f"lot {promised.number}: {fault}"
        if drawn.record["commitment"] != promised.commitment:
            yield f"lot {promised.number}: another commitment was published"


def _signatures(run: Run, db: Session, course: Course) -> Iterator[str]:
    """Every signature holds over the bytes that were asked for, by the person asked."""
    ids = [one.signature_id for one in _interview_scores(db, course)]
    about = select(Signature).where(
        col(Signature.id).in_(ids) | (col(Signature.subject_id) == course.row.announcement_id)
    )
    for one in db.exec(about).all():
        request = db.get_one(SignatureRequest, one.request_id)
        signer = account(db, one.account_id)
        assert signer is not None
        verified = run.world.verifier.verify(
            one.cms, request.canonical, iin=signer.iin, now=one.accepted_at
        )
        if not isinstance(verified, Verified):
            yield f"a signature about {one.purpose} does not hold: {verified.reason}"


def _ended(run: Run, course: Course) -> Iterator[str]:
    """One is hired or nobody is; the list is that of the ranking."""
    state = course.state
    hired = [key for key, one in state.candidacies.items() if one.state == "hired"]
    if len(hired) != (1 if state.state == "filled" else 0):
        yield f"it is {state.state} with {len(hired)} hired"
    if len(set(state.order)) != len(state.order):
        yield "somebody stands twice on the list"
    if state.winner is not None and state.order[0] != state.winner:
        yield "the winner does not stand first on the list"
    if state.state not in {"filled", "ended", "cancelled"}:
        yield f"it stands at {state.state}"
    if {one.key for one in run.people} != set(state.candidacies):
        yield "an application is lost"
