"""For administrators: the centres where tests are taken."""

from typing import Annotated, Any, Final
from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import Response
from pydantic import BaseModel, Field

from service.booking import queries as bookings
from service.booking.centres import CentreFacts, change_centre, make_centre
from service.booking.models import Centre
from service.core.db import Db
from service.core.errors import NotFound
from service.core.forms import Form, empty_form
from service.core.i18n import LANGUAGES, say
from service.core.render import page, redirect
from service.pages.doors import Now, form_of
from service.pages.gates import Administrator, administrator_gate, behind

router = APIRouter(prefix="/administrator/centres", dependencies=behind(administrator_gate))
Name = Annotated[str, Field(min_length=2, max_length=200)]
TEXTS: Final = ("name", "city", "address")


class CentreSent(BaseModel):
    name_kk: Name
    name_ru: Name
    name_en: Name
    city_kk: Name
    city_ru: Name
    city_en: Name
    address_kk: Name
    address_ru: Name
    address_en: Name
    seats: int = Field(ge=1, le=2000)
    until_late: bool = False
    is_closed: bool = False

    def facts(self) -> CentreFacts:
        """Return what is said of the centre, its texts by language."""
        values = self.model_dump()
        name, city, address = (
            {str(language): str(values[f"{text}_{language}"]) for language in LANGUAGES}
            for text in TEXTS
        )
        return CentreFacts(name, city, address, self.seats, self.until_late)


class NewCentre(CentreSent):
    code: str = Field(pattern=r"^[a-z0-9][a-z0-9-]{1,28}$")
    is_remote: bool = False


@router.get("")
def centres(request: Request, db: Db, _: Administrator) -> Response:
    return page(request, "administrator/centres.html", centres=bookings.all_centres(db))


@router.get("/new")
def new_centre(request: Request, _: Administrator) -> Response:
    return page(request, "administrator/centre.html", form=empty_form(), centre=None)


@router.post("/new")
def add_centre(
    request: Request,
    db: Db,
    now: Now,
    person: Administrator,
    form: Annotated[Form[NewCentre], form_of(NewCentre)],
) -> Response:
    sent = form.data
    if sent is not None:
        made = make_centre(
            db,
            sent.code,
            sent.facts(),
            is_remote=sent.is_remote,
            actor_id=person.account_id,
            now=now,
        )
        if made is not None:
            said = say("The centre is made. Open slots for it.")
            url = f"/administrator/slots/new?centre={made.id}"
            return redirect(request, url, said=said)
        form = form.with_error("code", say("There is a centre with this code already."))
    return page(request, "administrator/centre.html", 422, form=form, centre=None)


@router.get("/{centre_id}")
def edit_centre(request: Request, db: Db, centre_id: UUID, _: Administrator) -> Response:
    centre = _centre(db, centre_id)
    return page(request, "administrator/centre.html", form=_as_form(centre), centre=centre)


@router.post("/{centre_id}")
def save_centre(
    request: Request,
    db: Db,
    now: Now,
    centre_id: UUID,
    person: Administrator,
    form: Annotated[Form[CentreSent], form_of(CentreSent)],
) -> Response:
    centre = _centre(db, centre_id)
    if form.data is None:
        return page(request, "administrator/centre.html", 422, form=form, centre=centre)
    change_centre(
        db,
        centre_id,
        form.data.facts(),
        is_closed=form.data.is_closed,
        actor_id=person.account_id,
        now=now,
    )
    return redirect(request, "/administrator/centres", said=say("The centre is saved."))


def _centre(db: Db, centre_id: UUID) -> Centre:
    centre = bookings.centre(db, centre_id)
    if centre is None:
        raise NotFound
    return centre


def _as_form(centre: Centre) -> Form[Any]:
    values: dict[str, object] = {
        f"{text}_{language}": getattr(centre, text).get(language, "")
        for text in TEXTS
        for language in LANGUAGES
    }
    values |= {"seats": centre.seats}
    values |= {"until_late": "true"} if centre.until_late else {}
    values |= {"is_closed": "true"} if centre.closed_at is not None else {}
    return empty_form(**values)
