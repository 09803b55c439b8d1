"""The candidate's pages around the test: check, terms, the player itself, the end."""

from collections.abc import Mapping, Sequence
from typing import Annotated, Any, Final
from uuid import UUID

from fastapi import APIRouter, Cookie, Query, Request
from fastapi.responses import JSONResponse, Response
from pydantic import BaseModel, Field

from service.attempts import actions, queries
from service.attempts.door import guard_door
from service.attempts.models import Attempt
from service.attempts.practice import practice_state
from service.attempts.receipts import receipts_file
from service.attempts.steps import Running
from service.attempts.tokens import DEVICE_COOKIE
from service.attempts.view import player_state
from service.booking import queries as bookings
from service.booking.actions import door_closes
from service.core.db import Db
from service.core.doors import House, Now, form_of
from service.core.errors import Malformed, NotFound, Refused
from service.core.forms import Form, empty_form
from service.core.i18n import say
from service.core.render import page, redirect
from service.core.security import new_secret
from service.law.attempt import Phase, What
from service.law.programme import ABILITY
from service.law.result import result_due
from service.pages.gates import Candidate, behind, candidate_gate
from service.programmes import queries as programmes

DEVICE_SECONDS = 14 * 3600

LARGEST_PROBE: Final = 4 * 1024 * 1024

router = APIRouter(dependencies=behind(candidate_gate))

Device = Annotated[str, Cookie(alias=DEVICE_COOKIE, max_length=64)]


class CheckFindings(BaseModel):
    camera: str = Field(default="", max_length=40)
    microphone: str = Field(default="", max_length=40)
    mbit: str = Field(default="", max_length=40)
    fullscreen: str = Field(default="", max_length=40)


class Terms(BaseModel):
    accepted: bool = False


@router.get("/test/{attempt_id}/check")
def check(request: Request, attempt_id: UUID, db: Db, person: Candidate) -> Response:
    """Show the equipment check (TT-1)."""
    attempt = attempt_for(db, person, attempt_id)
    return page(request, "player/check.html", **_around(db, attempt))


@router.post("/test/{attempt_id}/checked")
def checked(
    request: Request,
    attempt_id: UUID,
    db: Db,
    person: Candidate,
    now: Now,
    form: Annotated[Form[CheckFindings], form_of(CheckFindings)],
) -> Response:
    attempt = attempt_for(db, person, attempt_id)
    findings = form.data or CheckFindings()
    actions.note_equipment(db, attempt.id, findings.model_dump(), now=now)
    return redirect(request, f"/test/{attempt_id}/terms")


@router.get("/practice")
def practice(request: Request, now: Now) -> Response:
    """Show a practice run with harmless questions: nothing is kept."""
    return page(request, "player/practice.html", bootstrap=practice_state(now), **_kinds([]))


@router.get("/test/{attempt_id}/terms")
def terms(request: Request, attempt_id: UUID, db: Db, person: Candidate) -> Response:
    """Show the terms of the stage (ID-5)."""
    attempt = attempt_for(db, person, attempt_id)
    return page(request, "player/terms.html", form=empty_form(), **_around(db, attempt))


@router.post("/test/{attempt_id}/terms")
def accept(
    request: Request,
    attempt_id: UUID,
    db: Db,
    person: Candidate,
    now: Now,
    form: Annotated[Form[Terms], form_of(Terms)],
) -> Response:
    attempt = attempt_for(db, person, attempt_id)
    if form.data is None or not form.data.accepted:
        form = form.with_error("accepted", say("Please tick the box to accept the terms."))
        return page(request, "player/terms.html", 422, form=form, **_around(db, attempt))
    actions.accept_terms(db, attempt.id, now=now)
    return redirect(request, f"/test/{attempt_id}")


@router.get("/test/{attempt_id}")
def take_test(
    request: Request, attempt_id: UUID, db: Db, person: Candidate, house: House, now: Now,
    device: Device = "",
) -> Response:  # fmt: skip
    """Show the player, or where the candidate has to go instead."""
    house.parts["heart"].revive()
    with house.database.writing() as own:  # `db` is not used before: one connection at a time
        attempt = attempt_for(own, person, attempt_id)
        running = actions.settle_attempt(own, attempt.id, now=now)
        elsewhere = _place_instead(own, running, now)
    if elsewhere is not None:
        return redirect(request, elsewhere)
    is_elsewhere = bool(running.row.device) and device != running.row.device
    if is_elsewhere and not running.state.phase.is_over:
        return page(request, "player/taken.html", attempt=attempt)
    state = player_state(db, running, keys=house.keys, bank=house.parts["bank"], now=now)
    response = page(
        request,
        "player/test.html",
        attempt_id=attempt_id,
        bootstrap=state,
        **_kinds(state["sections"]),
    )
    if not device:
        _put_device(response, new_secret(16).hex())
    return response


@router.post("/test/{attempt_id}/take-over")
def take_over(
    request: Request, attempt_id: UUID, db: Db, person: Candidate, now: Now, device: Device = ""
) -> Response:
    """Go on here, knowingly: the other device's player is refused from now on."""
    attempt = attempt_for(db, person, attempt_id)
    fresh = device or new_secret(16).hex()
    actions.take_over(db, attempt.id, device=fresh, now=now)
    response = redirect(request, f"/test/{attempt_id}")
    _put_device(response, fresh)
    return response


@router.get("/test/{attempt_id}/finished")
def finished(request: Request, attempt_id: UUID, db: Db, person: Candidate) -> Response:
    """Show how the test ended and what comes next."""
    attempt = attempt_for(db, person, attempt_id)
    if not attempt.phase.is_over or attempt.ended_at is None:
        raise Refused(say("This test is still running."))
    return page(
        request,
        "player/finished.html",
        state=attempt.phase,
        result_due_at=result_due(attempt.ended_at),
        answers_saved=queries.count_answers(db, attempt.id),
        remarks=queries.remarks_of(db, attempt.id),
        receipts_url=f"/test/{attempt_id}/receipts.json",
        cabinet_url=f"/cabinet/applications/{attempt.application_id}",
        **_around(db, attempt),
    )


@router.get("/test/{attempt_id}/receipts.json")
def receipts(attempt_id: UUID, db: Db, person: Candidate, house: House) -> Response:
    """Hand out the chain of answer receipts, after the test."""
    attempt = attempt_for(db, person, attempt_id)
    if not attempt.phase.is_over:
        raise Refused(say("The receipts can be downloaded when the test is over."))
    name = f"synaq-receipts-{attempt_id}.json"
    return JSONResponse(
        receipts_file(db, house.keys, attempt),
        headers={"content-disposition": f'attachment; filename="{name}"'},
    )


@router.get("/practice/probe")
def probe(size: Annotated[int, Query(ge=1, le=LARGEST_PROBE)] = 1024 * 1024) -> Response:
    """Return so many bytes that do not compress, to measure the line (TT-1)."""
    block = bytes((i * 167 + (i >> 8) * 59) & 0xFF for i in range(64 * 1024))
    body = (block * (size // len(block) + 1))[:size]
    return Response(body, media_type="application/octet-stream")


@router.post("/practice/probe", status_code=204)
async def probe_upload(request: Request) -> None:
    """Take bytes and forget them, to measure the line upwards."""
    taken = 0
    async for chunk in request.stream():
        taken += len(chunk)
        if taken > LARGEST_PROBE:
            raise Malformed(say("The probe is larger than 4 MB."))


def attempt_for(db: Db, person: Candidate, attempt_id: UUID) -> Attempt:
    """Return the person's own attempt: the one door to it."""
    found = queries.attempt_for(db, person.account_id, attempt_id)
    if found is None:
        raise NotFound
    return found


def _place_instead(db: Db, running: Running, now: Now) -> str | None:
    """Return where the candidate has to go before or after the player, if not there."""
    row, state = running.row, running.state
    if state.phase is not Phase.PREPARED:
        # a test that is over too: the player looks whether answers are left on the device
        return None
    application = bookings.locked_application(db, row.application_id)
    assert application is not None
    guard_door(db, application, now=now)
    if not any(step.what is What.TERMS_ACCEPTED for step in running.steps):
        return f"/test/{row.id}/terms"
    return None


def _around(db: Db, attempt: Attempt) -> dict[str, Any]:
    """Return what every page around the test shows."""
    application = bookings.application(db, attempt.application_id)
    assert application is not None
    slot = bookings.slot_of(db, application)
    programme = programmes.programme(db, attempt.programme_code, attempt.programme_version)
    return {
        "attempt": attempt,
        "programme": programme,
        "sections": _section_lengths(db, attempt),
        "application": application,
        "starts_at": slot.starts_at,
        "opens_at": slot.starts_at,
        "door_closes_at": door_closes(slot),
    }


def _kinds(sections: Sequence[Mapping[str, Any]]) -> dict[str, bool]:
    """Return what the player's page looks like: situations, or texts and data with their aids."""
    kinds = {section["kind"] for section in sections}
    return {"is_profile": "qualities" in kinds, "is_ability": not kinds.isdisjoint(ABILITY)}


def _section_lengths(db: Db, attempt: Attempt) -> Sequence[dict[str, Any]]:
    programme = programmes.programme(db, attempt.programme_code, attempt.programme_version)
    plan = actions.plan_for(db, attempt)
    return [
        {
            "title": section.title,
            "questions": section.questions,
            "minutes": round(plan.length(index).total_seconds() / 60),
        }
        for index, section in enumerate(programme.sections)
    ]


def _put_device(response: Response, device: str) -> None:
    response.set_cookie(
        DEVICE_COOKIE, device, max_age=DEVICE_SECONDS, httponly=True, secure=True, samesite="lax"
    )
