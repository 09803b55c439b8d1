"""From the register to a body: the posts it has, and version 1 of what each of them asks."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from service.bodies.models import Body
from service.bodies.queries import all_bodies, body_for_update, body_named, line_of
from service.journal.actions import record
from service.law.record import plain
from service.posts import queries
from service.posts.inferred import Settled, settled
from service.posts.models import RegisterAct, RegisterName, RequirementSet
from service.posts.requirements_reading import Converted, requirements_of


@dataclass(frozen=True, slots=True)
class PostOfBody:
    """A post of the register that belongs to a body, with the act it stands in."""

    act: RegisterAct
    one: Settled

    @property
    def key(self) -> str:
        """The post's key in the register."""
        return self.one.post.key

    @property
    def converted(self) -> Converted:
        """What the register's text asks, by codes."""
        return requirements_of(self.one.body, act_source(self.act))


def act_source(act: RegisterAct) -> str:
    """Return the act in figures, the same in every language."""
    return f"№ {act.number}, {act.adopted_on.isoformat()}"


def posts_of_body(db: Session, body: Body) -> list[PostOfBody]:
    """Return the posts that the register of posts has for the body, in the acts' order.

    The orders of the body that it belongs to are those of a unit, too.
    """
    return _posts(db, {one.code for one in line_of(db, body.code)})


def post_of_body(db: Session, body: Body, key: str) -> PostOfBody | None:
    """Return the post of this key, if the register has it for the body."""
    found = queries.present_post(db, RegisterName.POSTS, key)
    if found is None:
        return None
    act = queries.act(db, found.act_id)
    meant = body_named(db, act.body_name)
    if meant is None or meant.code not in {one.code for one in line_of(db, body.code)}:
        return None
    return PostOfBody(act, settled(found, queries.corrections(db, RegisterName.POSTS, [key])))


def _posts(db: Session, codes: Collection[str]) -> list[PostOfBody]:
    acts = {one.id: one for one in queries.present_acts(db, RegisterName.POSTS)}
    meant = {one: body_named(db, one) for one in {act.body_name for act in acts.values()}}
    of = {name for name, body in meant.items() if body is not None and body.code in codes}
    if not of:
        return []
    said = queries.corrections(db, RegisterName.POSTS)
    return [
        PostOfBody(acts[one.act_id], settled(one, said))
        for one in queries.present_posts(db, RegisterName.POSTS)
        if acts[one.act_id].body_name in of
    ]


def version_to_follow(db: Session, body_code: str, post_key: str) -> RequirementSet | None:
    """Return the newest version of the body; where a unit has none, of what it belongs to."""
    for one in line_of(db, body_code):
        found = queries.requirement_sets(db, one.code, post_key)
        if found:
            return found[0]
    return None


def take_over_register(
    db: Session, body: Body, *, actor_id: UUID | None, now: datetime
) -> Sequence[RequirementSet]:
    """Make version 1 of what the body's posts ask, as the register prints it; return the new ones.

    A post that has a version already, of whatever origin, is left as it is.
    """
    body_for_update(db, body.code)
    there = queries.sets_of_body(db, body.code)
    made = [_first(body, one, now) for one in _posts(db, {body.code}) if one.key not in there]
    if not made:
        return []
    db.add_all(made)
    db.flush()
    record(
        db,
        "requirements taken from the register",
        subject=("body", body.code),
        now=now,
        actor_id=actor_id,
        facts={"posts": [one.post_key for one in made]},
    )
    return made


def take_over_registers(db: Session, *, now: datetime) -> int:
    """Do the same for every body; return how many versions are new."""
    return sum(len(take_over_register(db, one, actor_id=None, now=now)) for one in all_bodies(db))


def _first(body: Body, post: PostOfBody, now: datetime) -> RequirementSet:
    found = post.converted
    return RequirementSet(
        body_code=body.code,
        post_key=post.key,
        version=1,
        source=found.requirements.source,
        requirements=plain(found.requirements),
        texts=plain(found.texts),
        lines=plain(found.lines),
        in_force_from=post.act.valid_from,
        register_post_id=post.one.post.id,
        made_at=now,
    )
