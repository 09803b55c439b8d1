"""A page between a form and what it does: what will happen, and one more button."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal
from uuid import UUID

from fastapi import Request
from fastapi.responses import Response
from pydantic import BaseModel

from service.core.i18n import Message, say
from service.core.ids import new_id
from service.core.render import page


class Sure(BaseModel):
    """The part of a form that its confirmation page adds.

    `ticket` makes a form that is sent twice be carried out once (core/tickets). `change` asks for
    the form again, with what was typed.
    """

    sure: bool = False
    change: bool = False
    ticket: UUID | None = None


@dataclass(frozen=True)
class Asking:
    """What a confirmation page says.

    title: the question, as the page's heading. happens: what will happen, sentence by sentence.
    facts: what it is done with, [(name, value)]. yes: the button. url: where the form goes, back:
    where the way back leads. fields: the form's values, sent again as they came; of a list each.
    """

    title: Message
    happens: Sequence[Message]
    yes: Message
    url: str
    back: str
    fields: Mapping[str, object] = field(default_factory=dict)
    facts: Sequence[tuple[Message, object]] = ()
    kind: Literal["primary", "danger"] = "danger"
    no: Message = say("Go back")  # noqa: RUF009  # a message is frozen


def ask(request: Request, asking: Asking) -> Response:
    """Show the confirmation page; its form carries a fresh ticket."""
    return page(request, "confirm/ask.html", asking=asking, ticket=new_id())
