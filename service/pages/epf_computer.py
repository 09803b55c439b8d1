"""For candidates: the programs that they work with, chosen on one page."""

from typing import Annotated, Final

from fastapi import APIRouter, Request
from fastapi.responses import Response
from pydantic import BaseModel, field_validator

from service.core.db import Db
from service.core.forms import FieldFault, Form, empty_form
from service.core.i18n import say
from service.core.render import page, redirect
from service.pages.doors import House, Now, form_of
from service.pages.epf import keeper_of, to_consent
from service.pages.epf_forms import CHOOSE
from service.pages.epf_words import code_options
from service.pages.gates import Candidate, behind, candidate_gate
from service.personal_files import actions, queries
from service.personal_files.actions import FileRefusal
from service.personal_files.codes import codes
from service.personal_files.models import ComputerSkill

router = APIRouter(prefix="/me/file/computer", dependencies=behind(candidate_gate))
URL: Final = "/me/file"


class ComputerForm(BaseModel):
    programs: list[str] = []

    @field_validator("programs")
    @classmethod
    def _known(cls, programs: list[str]) -> list[str]:
        if any(one not in codes().programs for one in programs):
            raise FieldFault(CHOOSE)
        return programs


ComputerSent = Annotated[Form[ComputerForm], form_of(ComputerForm)]


@router.get("")
def show(request: Request, db: Db, person: Candidate) -> Response:
    known = queries.entries_of(db, person.account_id, ComputerSkill)
    return _page(request, empty_form(programs=[one.program for one in known]))


@router.post("")
def save(
    request: Request, db: Db, house: House, person: Candidate, now: Now, form: ComputerSent
) -> Response:
    if form.data is None:
        return _page(request, form)
    keeper = keeper_of(house, person, now)
    programs = frozenset(form.data.programs)
    refused = actions.say_programs(db, keeper, programs, now=now)
    if refused is FileRefusal.NO_CONSENT:
        return to_consent(request)
    return redirect(request, f"{URL}#computer", said=say("Saved."))


def _page(request: Request, form: Form[ComputerForm]) -> Response:
    programs = code_options(codes().programs)
    status = 422 if form.errors else 200
    return page(request, "epf/computer.html", status, form=form, programs=programs)
