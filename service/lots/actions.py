from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from service.core.security import new_code_of, new_secret
from service.journal.actions import record
from service.law.document import CHECK_CODE_ALPHABET
from service.law.draw import SEED_BYTES
from service.law.lot import NONCE_BYTES, lot, lot_commitment, lot_record
from service.lots import queries
from service.lots.models import LotCommitment, LotDraw, LotSecret


@dataclass(frozen=True)
class Fixed:
    """What a lot is drawn from, and since when that can no longer be changed.

    Args:
        entries: names of printable ASCII without blanks, each once.
        picks: how many are chosen.
        fixed_at: when the entries were fixed; never before the commitment.
        public: names and texts of what nobody could know at the commitment.
    """

    entries: Iterable[str]
    picks: int
    fixed_at: datetime
    public: Mapping[str, str] | None = None


def promise_lot(
    db: Session, purpose: str, *, subject: tuple[str, object], now: datetime
) -> LotCommitment:
    """Take a seed and publish its commitment, before what is drawn from is known.

    One that was promised for the same and is not drawn yet is kept: nobody may choose among seeds.
    """
    there = queries.lot_of(db, purpose, *subject)
    if there is not None and queries.draw_of(db, there.id) is None:
        return there
    seed, nonce = new_secret(SEED_BYTES), new_secret(NONCE_BYTES)
    made = LotCommitment(
        number=_new_number(db, now),
        purpose=purpose,
        subject_kind=subject[0],
        subject_id=str(subject[1]),
        commitment=lot_commitment(seed, nonce),
        committed_at=now,
    )
    db.add(made)
    db.flush()
    db.add(LotSecret(lot_id=made.id, seed=seed, nonce=nonce))
    db.flush()
    facts = {"lot": made.number, "purpose": purpose, "commitment": made.commitment}
    record(db, "lot promised", subject=subject, now=now, facts=facts)
    return made


def draw_promised(
    db: Session, lot_id: UUID, fixed: Fixed, *, now: datetime, by: UUID | None = None
) -> LotDraw:
    """Draw a promised lot and disclose its seed; drawn already, it stays as it is.

    Raises:
        ValueError: the entries are none, or were fixed before the commitment.
    """
    promised = queries.lot_for_update(db, lot_id)
    there = queries.draw_of(db, lot_id)
    if there is not None:
        return there
    secret = queries.secret_of(db, lot_id)
    drawn = lot(promised.purpose, promised.subject_id, fixed.entries, fixed.picks, fixed.public)
    told = lot_record(
        secret.seed,
        secret.nonce,
        drawn,
        committed_at=promised.committed_at,
        fixed_at=fixed.fixed_at,
    )
    made = LotDraw(lot_id=lot_id, record=told, drawn_at=now, drawn_by=by)
    db.add(made)
    facts = {"lot": promised.number, "entries": told["entries"], "order": told["order"]}
    subject = (promised.subject_kind, promised.subject_id)
    record(db, "lot drawn", subject=subject, now=now, actor_id=by, facts=facts)
    return made


def _new_number(db: Session, now: datetime) -> str:
    """Return a number nobody has: it is drawn, not counted, and tells nothing."""
    while True:
        letters = new_code_of(CHECK_CODE_ALPHABET, 8)
        number = f"L-{now:%y%m}-{letters[:4]}-{letters[4:]}"
        if queries.lot_by_number(db, number) is None:
            return number
