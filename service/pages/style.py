"""The components as they look, for those who build pages; not in production."""

from datetime import date, datetime, timedelta
from typing import Annotated, Any, Final

from fastapi import APIRouter, Request
from fastapi.responses import Response
from pydantic import BaseModel, Field

from service.core.errors import NotFound
from service.core.forms import Form, empty_form
from service.core.i18n import say
from service.core.render import page
from service.pages.doors import House, Now, form_of
from service.pages.gates import behind, public_gate

PLACES: Final = frozenset({"demo", "test"})

router = APIRouter(dependencies=behind(public_gate))


class Sample(BaseModel):
    """The fields of the sample form that can be wrong."""

    iin: str = Field(min_length=12, max_length=12)
    day: date


@router.get("/style")
def style(request: Request, house: House, now: Now) -> Response:
    return _show(request, house.environment, now, empty_form(iin="98031749901"))


@router.post("/style")
def style_sent(
    request: Request, house: House, now: Now, form: Annotated[Form[Any], form_of(Sample)]
) -> Response:
    return _show(request, house.environment, now, form, status=422 if form.errors else 200)


def _show(
    request: Request, environment: str, now: datetime, form: Form[Any], *, status: int = 200
) -> Response:
    if environment not in PLACES:
        raise NotFound
    moments = [
        {"title": say("Application filed"), "state": "done", "at": now - timedelta(days=3)},
        {"title": say("Test begins"), "state": "now", "at": now + timedelta(minutes=12)},
        {"title": say("Result"), "state": "next", "due_at": now + timedelta(hours=3)},
    ]
    return page(
        request,
        "public/style.html",
        status,
        form=form,
        errors=form.errors,
        until=now + timedelta(minutes=42),
        moments=moments,
    )
