"""For administrators: the registers' texts, their anomalies, and inferred values to confirm."""

from collections.abc import Mapping
from typing import Annotated, Final

from fastapi import APIRouter, Request
from fastapi.responses import Response
from pydantic import BaseModel, Field
from sqlmodel import Session

from service.core.db import Db
from service.core.errors import NotFound
from service.core.forms import Form, empty_form
from service.core.i18n import Message, say
from service.core.render import page, redirect
from service.pages.doors import Now, form_of
from service.pages.gates import Administrator, administrator_gate, behind
from service.people import queries as people
from service.posts import queries
from service.posts import register_words as words
from service.posts.actions import settle_value
from service.posts.inferred import Settled, settled
from service.posts.models import RegisterName, RegisterPost

PAGES: Final[Mapping[RegisterName, str]] = {
    RegisterName.POSTS: "/posts/",
    RegisterName.POLITICAL: "/posts/political/",
    RegisterName.CIVILIAN: "/posts/civilian/",
}

router = APIRouter(prefix="/administrator/registers", dependencies=behind(administrator_gate))


class Value(BaseModel):
    field: str = Field(max_length=40)
    value: str = Field(default="", max_length=2000)
    reason: str = Field(default="", max_length=1000)


@router.get("")
def registers(request: Request, db: Db, _: Administrator) -> Response:
    present = {one.id for name in RegisterName for one in queries.present_acts(db, name)}
    open_posts = {name: _open(db, name) for name in RegisterName}
    return page(
        request,
        "administrator/registers.html",
        acts=queries.all_acts(db),
        present=present,
        open_posts=open_posts,
        words=words,
    )


@router.get("/{name}/{key}")
def post(request: Request, db: Db, name: str, key: str, _: Administrator) -> Response:
    return _page(request, db, _post(db, name, key), empty_form())


@router.post("/{name}/{key}")
def settle(
    request: Request,
    db: Db,
    now: Now,
    name: str,
    key: str,
    person: Administrator,
    form: Annotated[Form[Value], form_of(Value)],
) -> Response:
    found, sent = _post(db, name, key), form.data
    if sent is None:
        return _page(request, db, found, form)
    done = settle_value(
        db,
        found.kind,
        key,
        sent.field,
        value=sent.value,
        reason=sent.reason,
        actor_id=person.account_id,
        now=now,
    )
    if isinstance(done, Message):
        return _page(request, db, found, form.with_error("", done))
    url = f"/administrator/registers/{name}/{key}"
    return redirect(request, url, said=say("This value counts from now on."))


def _open(db: Session, name: RegisterName) -> list[Settled]:
    corrections = queries.corrections(db, name)
    found = (settled(one, corrections) for one in queries.present_posts(db, name))
    return [one for one in found if one.is_open]


def _post(db: Session, name: str, key: str) -> RegisterPost:
    found = queries.present_post(db, RegisterName(name), key) if name in set(RegisterName) else None
    if found is None:
        raise NotFound
    return found


def _page(request: Request, db: Session, found: RegisterPost, form: Form[Value]) -> Response:
    history = queries.corrections(db, found.kind, [found.key])
    one = settled(found, history)
    waiting = [each for each in _open(db, found.kind) if each.post.number > found.number]
    return page(
        request,
        "administrator/register_post.html",
        422 if form.errors else 200,
        one=one,
        act=queries.act(db, found.act_id),
        history=[(each, people.account(db, each.account_id)) for each in reversed(history)],
        form=form,
        url=f"{PAGES[found.kind]}{found.key}",
        next_key=waiting[0].post.key if waiting else None,
        words=words,
    )
