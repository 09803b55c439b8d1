"""From a programme and what may be drawn to the blueprint that papers are drawn from."""

from dataclasses import replace
from datetime import datetime

from sqlmodel import Session

from service.ability import queries as ability
from service.core.db import insert_missing
from service.items import queries as items
from service.items.pools import Pools
from service.law.blueprint import Blueprint, Pool
from service.law.defaults import DEFAULTS
from service.law.programme import Programme, pool_name
from service.programmes import queries
from service.programmes.models import Blueprint as BlueprintRow
from service.qualities import queries as situations


def drawable(db: Session) -> Pools:
    """Return what may be drawn at this moment.

    Questions, texts and generators of numbers by their act, situations by their pool.
    """
    of_questions = items.pools(db)
    by_act = {**of_questions.by_act, **situations.pools(db), **ability.pools(db)}
    return replace(of_questions, by_act=by_act)


def blueprint_for(programme: Programme, pools: Pools) -> Blueprint:
    """Return the blueprint of a programme with the items of this moment.

    An act without enough items has a pool that is too small: such a programme is refused at its
    publication, and `law.blueprint.check` refuses it here.
    """
    made = tuple(
        Pool(
            section.code, part.code, act, count, pools.by_act.get(pool_name(section.level, act), ())
        )
        for section in programme.sections
        for part in section.parts
        for act, count in part.counts.items()
    )
    here = {item.ref for pool in made for item in pool.items}
    return Blueprint(
        pools=made,
        enemies=tuple(pair for pair in pools.enemies if here.issuperset(pair)),
        act_band=DEFAULTS.act_difficulty_band,
        section_band=DEFAULTS.section_difficulty_band,
    )


def keep_blueprint(
    db: Session, programme: Programme, blueprint: Blueprint, *, now: datetime
) -> None:
    """Keep a blueprint for ever, once: the papers that were drawn from it name its hash."""
    if queries.has_blueprint(db, blueprint.sha256):
        return  # tens of kilobytes that need not be sent for every paper
    row = {
        "sha256": blueprint.sha256,
        "programme_code": programme.code,
        "programme_version": programme.version,
        "body": blueprint.body(),
        "made_at": now,
    }
    db.execute(insert_missing(db, BlueprintRow), [row])
