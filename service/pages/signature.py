"""For anyone signed in: does my e-signature work? And one's own signatures as files."""

from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from fastapi import APIRouter, Depends, Request
from fastapi.responses import RedirectResponse, Response
from sqlmodel import Session

from service.core.db import Db
from service.core.errors import NotFound
from service.core.i18n import current, say
from service.core.render import page
from service.pages.doors import House, Now
from service.pages.gates import Anyone, anyone_gate, behind
from service.pages.pace import at_most, no_larger_than
from service.pages.signature_form import SignatureSent, hand_in, sign_view
from service.pages.signature_words import ALGORITHMS, REVOCATIONS
from service.people.person import Person
from service.signatures import queries
from service.signatures.actions import Accepted, Asked, accept_signature, ask_signature
from service.signatures.matter import Matter
from service.signatures.models import Signature, SignatureRequest
from service.signatures.refusals import NotAccepted

PURPOSE: Final = "key-check"
URL: Final = "/me/signature"
ENDS_SOON: Final = timedelta(days=30)

router = APIRouter(prefix=URL, dependencies=behind(anyone_gate))
uploads = APIRouter(
    prefix=URL,
    dependencies=[
        Depends(at_most(60, "sign")),
        Depends(no_larger_than(1)),
        *behind(anyone_gate),
    ],
)
files = APIRouter(prefix="/signatures", dependencies=behind(anyone_gate))


@router.get("")
def start(request: Request, db: Db, house: House, person: Anyone) -> Response:
    """Say what will happen, and how it went the last time."""
    last = queries.signature_by(db, person.account_id, PURPOSE, _subject(person))
    is_set_up = house.parts["esign"] is not None
    return page(request, "signature/start.html", last=last, is_set_up=is_set_up)


@router.post("")
def begin(db: Db, person: Anyone, now: Now) -> Response:
    """Make something to sign."""
    matter = key_check(person.account_id, person.name, now)
    asked = ask_signature(db, person.account_id, matter, translator=current.get(), now=now)
    return RedirectResponse(f"{URL}/{asked.id}", 303)


@router.get("/{request_id}")
def show(request: Request, db: Db, person: Anyone, now: Now, request_id: UUID) -> Response:
    """Show what is to be signed, or how it went."""
    asked = _own(db, person, request_id)
    signature = queries.signature_of(db, asked.id)
    if signature is not None:
        return _outcome(request, signature, now)
    return _sign_page(request, asked)


@uploads.post("/{request_id}")
def take_in(
    request: Request,
    house: House,
    person: Anyone,
    now: Now,
    form: SignatureSent,
    request_id: UUID,
) -> Response:
    """Verify the signature and keep it."""
    asked = Asked(request_id, person.account_id, PURPOSE, _subject(person))
    checked = hand_in(house, form, asked, now=now)
    with house.database.writing() as db:
        outcome = accept_signature(db, checked, now=now)
    if isinstance(outcome, Accepted):
        return RedirectResponse(f"{URL}/{request_id}", 303)
    return _sign_page(request, outcome.request, outcome)


@files.get("/{request_id}/to-sign.json")
def to_sign(db: Db, person: Anyone, request_id: UUID) -> Response:
    """Give the very bytes that are to be signed, for a program of one's own."""
    asked = _own(db, person, request_id)
    return _file(asked.canonical, "application/json", f"to-sign-{asked.id}.json")


@files.get("/{request_id}/signature.p7s")
def signature_file(db: Db, person: Anyone, request_id: UUID) -> Response:
    """Give one's own signature as it was handed in."""
    asked = _own(db, person, request_id)
    signature = queries.signature_of(db, asked.id)
    if signature is None:
        raise NotFound
    return _file(signature.cms, "application/pkcs7-signature", f"signature-{asked.id}.p7s")


def _own(db: Session, person: Person, request_id: UUID) -> SignatureRequest:
    """Return the request to this person; 404 for another's."""
    found = queries.request_for(db, person.account_id, request_id)
    if found is None:
        raise NotFound
    return found


def _subject(person: Person) -> tuple[str, UUID]:
    return ("account", person.account_id)


def key_check(account_id: UUID, name: str, now: datetime) -> Matter:
    """Return what is signed to see whether a key works."""
    return Matter(
        purpose=PURPOSE,
        subject=("account", account_id),
        title=say("Check of an e-signature"),
        lines=(
            (say("Who signs"), name),
            (say("When it was asked for"), now),
            (say("What follows from it"), say("Nothing: it only shows that the key works.")),
        ),
        facts={"asked_at": now.isoformat()},
    )


def _sign_page(
    request: Request, asked: SignatureRequest, refused: NotAccepted | None = None
) -> Response:
    if (asked.purpose, asked.subject_kind) != (PURPOSE, "account"):
        raise NotFound  # signed where it belongs
    sign = sign_view(request, asked, url=f"{URL}/{asked.id}", back=URL, refused=refused)
    return page(request, "signature/sign.html", 422 if refused else 200, sign=sign)


def _outcome(request: Request, signature: Signature, now: datetime) -> Response:
    return page(
        request,
        "signature/outcome.html",
        signature=signature,
        algorithm=ALGORITHMS[signature.algorithm],
        revocation=REVOCATIONS[signature.revocation],
        ends_soon=signature.valid_until < now + ENDS_SOON,
    )


def _file(content: bytes, media_type: str, name: str) -> Response:
    headers = {
        "content-disposition": f'attachment; filename="{name}"',
        "content-security-policy": "default-src 'none'; sandbox",
    }
    return Response(content, media_type=media_type, headers=headers)
