"""For administrators: the inferred values of a register that wait, confirmed one by one or many."""

from collections import Counter
from collections.abc import Collection, Sequence
from itertools import groupby
from typing import Annotated, Final

from fastapi import APIRouter, Request
from fastapi.responses import Response
from pydantic import Field

from service.core.db import Db
from service.core.errors import NotFound
from service.core.forms import Form
from service.core.i18n import Message, say
from service.core.render import page, redirect
from service.pages.confirm import Asking, Sure, ask
from service.pages.doors import Now, form_of
from service.pages.gates import Administrator, administrator_gate, behind
from service.posts import register_words as words
from service.posts.confirming import Waiting, confirm_values, fingerprint, waiting_values
from service.posts.models import RegisterName

SHOWN: Final = 20
MOST_SHOWN_VALUES: Final = 8

router = APIRouter(prefix="/administrator/registers", dependencies=behind(administrator_gate))


class Many(Sure):
    """Which values: of this kind (all where empty), of these posts (all where empty)."""

    field: str = Field(default="", max_length=40)
    keys: str = Field(default="", max_length=2000)
    seen: str = Field(default="", max_length=40)

    @property
    def posts(self) -> frozenset[str] | None:
        """Return the posts named, None where all are meant."""
        return frozenset(self.keys.split()) or None


@router.get("/{name}")
def waiting(request: Request, db: Db, name: str, _: Administrator) -> Response:
    register = _register(name)
    everything = waiting_values(db, register)
    kinds = Counter(one.field for one in everything)
    asked = request.query_params.get("field", "")
    field = asked if asked in kinds else ""
    values = [one for one in everything if field in ("", one.field)]
    posts = [(key, list(some)) for key, some in groupby(values, _key)]
    pages = max(1, -(-len(posts) // SHOWN))
    number = request.query_params.get("page", "")[:6]
    here = min(int(number), pages) if number.isascii() and number.isdigit() else 1
    here = max(1, here)
    shown = posts[(here - 1) * SHOWN : here * SHOWN]
    return page(
        request,
        "administrator/register_waiting.html",
        register=register,
        kinds=kinds,
        field=field,
        values=values,
        posts=shown,
        shown=[one for _, some in shown for one in some],
        page_number=here,
        pages=pages,
        words=words,
    )


@router.post("/{name}/confirm")
def confirm(
    request: Request,
    db: Db,
    now: Now,
    name: str,
    person: Administrator,
    form: Annotated[Form[Many], form_of(Many)],
) -> Response:
    register, sent = _register(name), form.data
    url = f"/administrator/registers/{register}"
    if sent is None or sent.change:
        return redirect(request, url)
    if not sent.sure:
        values = waiting_values(db, register, field=sent.field, keys=sent.posts)
        if not values:
            return redirect(request, url, said=say("None of these values waits any more."))
        return ask(request, _asked(register, sent, values, url))
    done = confirm_values(
        db,
        register,
        field=sent.field,
        keys=sent.posts,
        seen=sent.seen,
        actor_id=person.account_id,
        now=now,
    )
    if isinstance(done, Message):
        return redirect(request, url, said=done, kind="refused")
    return redirect(request, url, said=say("Values confirmed: %(n)s.", n=done))


def _register(name: str) -> RegisterName:
    if name not in set(RegisterName):
        raise NotFound
    return RegisterName(name)


def _key(one: Waiting) -> str:
    return one.post.post.key


def _asked(register: RegisterName, sent: Many, values: Sequence[Waiting], url: str) -> Asking:
    posts = {_key(one) for one in values}
    return Asking(
        title=say("Confirm these values as they were read?"),
        facts=[
            (say("Register"), words.REGISTERS[register]),
            (say("Posts"), len(posts)),
            *_counted(values),
        ],
        happens=[
            say("Each of these values counts as looked at by you; what it says stays as it is."),
            say("Everything is confirmed together, or nothing if a value has changed meanwhile."),
            say("A value that is confirmed can still be corrected later, with a reason."),
            say("It stands in the journal with your name."),
        ],
        yes=say("Confirm all of them"),
        kind="primary",
        url=f"{url}/confirm",
        back=f"{url}?field={sent.field}",
        fields={"field": sent.field, "keys": sent.keys, "seen": fingerprint(values)},
    )


def _counted(values: Collection[Waiting]) -> list[tuple[Message, object]]:
    """Say for each kind how many values there are and which come most often."""
    facts: list[tuple[Message, object]] = []
    for field in dict.fromkeys(one.field for one in values):
        these = [one.text.replace("\n", ", ") for one in values if one.field == field]
        texts = Counter(text or "\N{EN DASH}" for text in these)
        said = [f"{text} ({count})" for text, count in texts.most_common(MOST_SHOWN_VALUES)]
        more = "; …" if len(texts) > len(said) else ""
        total = sum(texts.values())
        facts.append((words.FIELDS.get(field, Message(field)), f"{total}: {'; '.join(said)}{more}"))
    return facts
