"""Requirements of posts for the tour of all pages: a version that HR has published, a draft."""

from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from service.bodies.actions import add_member, load_shipped_bodies
from service.bodies.models import Work
from service.bodies.queries import body
from service.law.record import rebuild
from service.law.requirements import LanguageNeed, Requirements
from service.posts.models import RequirementDraft, RequirementSet
from service.posts.requirements_drafts import Publishing, begin_draft, publish_draft, save_draft
from service.posts.requirements_register import post_of_body, take_over_registers
from service.settings import ROOT

MINISTRY = "ministry-of-justice"
PUBLISHED, DRAFTED = "117-5", "117-6"


def set_requirements(db: Session, hr: UUID, *, now: datetime) -> dict[str, str]:
    """Publish version 2 of one post's requirements, leave a draft of another's."""
    load_shipped_bodies(db, ROOT / "registers", now=now)
    take_over_registers(db, now=now)
    add_member(db, MINISTRY, hr, Work.HR, by=hr, now=now)
    for key in (PUBLISHED, DRAFTED):
        _change(db, key, hr, now)
    sent = Publishing(2, now.date(), "Бұйрық № 5")
    made = publish_draft(db, MINISTRY, PUBLISHED, sent, actor_id=hr, now=now)
    assert isinstance(made, RequirementSet)
    place = f"/hr/requirements/{MINISTRY}"
    return {"requirements": f"{place}/{PUBLISHED}", "requirements-draft": f"{place}/{DRAFTED}"}


def _change(db: Session, key: str, hr: UUID, now: datetime) -> None:
    ministry = body(db, MINISTRY)
    assert ministry is not None
    post = post_of_body(db, ministry, key)
    assert post is not None
    draft = begin_draft(db, MINISTRY, post, from_register=False, actor_id=hr, now=now)
    before = rebuild(Requirements, draft.requirements)
    asked = Requirements(
        "№ 5, 20.11.2026",
        education=before.education,
        experience=before.experience,
        acts=before.acts,
        languages=(LanguageNeed("english", "b2"),),
    )
    saved = save_draft(
        db, MINISTRY, key, revision=1, asked=asked, texts=draft.texts, actor_id=hr, now=now
    )
    assert isinstance(saved, RequirementDraft)
