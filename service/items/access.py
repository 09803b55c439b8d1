"""Who may see which version of an item: denied unless a line here allows it.

What may be or was drawn is open to authors and reviewers. A draft is its author's alone until it
is handed in; from then on reviewers read it too, also after they have given it back with a remark.
Other authors see it once it is approved. Drafts of the bank's files have no author: reviewers see
them.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlmodel import Session

from service.core.errors import NotFound
from service.items import queries
from service.items.models import ItemWork, Origin, Stage


@dataclass(frozen=True, slots=True)
class Reader:
    """Somebody at the bank, with the roles that count there."""

    account_id: UUID
    is_author: bool
    is_reviewer: bool


def may_see(reader: Reader, work: ItemWork, *, has_remarks: bool) -> bool:
    """Whether the reader may read this version; `has_remarks`: of somebody but its author."""
    if not (reader.is_author or reader.is_reviewer):
        return False
    if work.stage in {Stage.APPROVED, Stage.RETIRED}:
        return True
    if work.author_id == reader.account_id:
        return True
    was_handed_in = work.stage is Stage.REVIEWED or work.submitted_at is not None or has_remarks
    return reader.is_reviewer and (was_handed_in or work.origin is Origin.FILE)


def sight(db: Session, reader: Reader) -> Callable[[ItemWork], bool]:
    """Return the question whether the reader may see a version, for many versions."""
    remarked = queries.remarked(db)
    return lambda work: may_see(reader, work, has_remarks=(work.item_id, work.version) in remarked)


def seen_work(db: Session, reader: Reader, ref: str) -> ItemWork:
    """Return the version of this ref.

    Raises:
        NotFound: there is none, or the reader may not see it: the answer is the same.
    """
    work = queries.work_of(db, ref)
    if not sight(db, reader)(work):
        raise NotFound
    return work


def seen_versions(db: Session, reader: Reader, item_id: str) -> Sequence[ItemWork]:
    """Return the versions of an item that the reader may see, newest first."""
    return list(filter(sight(db, reader), queries.versions(db, item_id)))
