"""What every page that asks for an e-signature shows, and takes in.

    sign = sign_view(request, asked_row, url="/…/sign", back="/…")        to macros/sign.html
    outcome = hand_in(house, form, Asked(…), now=now)                     of a posted form
    with house.database.writing() as db: accept_signature(db, outcome, now=now)

A page with `sign_view` may speak with the signing program: its policy says so.
"""

import base64
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi import Request
from pydantic import BaseModel, ConfigDict, field_validator
from starlette.datastructures import UploadFile

from service.core.forms import Form
from service.core.wiring import Wiring, wiring
from service.gateways.esign_cms import LONGEST
from service.pages.doors import form_of
from service.signatures.actions import Asked, Checked, asked_request, check_signature
from service.signatures.matter import Shown, shown_in
from service.signatures.models import SignatureRequest
from service.signatures.refusals import NotAccepted, State, refusal


class SignatureForm(BaseModel):
    """The signature as text from the page's program, or as a file."""

    model_config = ConfigDict(arbitrary_types_allowed=True)

    cms: str = ""
    file: UploadFile | None = None

    @field_validator("file", mode="before")
    @classmethod
    def _chosen(cls, sent: object) -> object:
        # a field in which no file was chosen comes as an empty text or a file without a name
        return sent if isinstance(sent, UploadFile) and sent.filename else None


SignatureSent = Annotated[Form[SignatureForm], form_of(SignatureForm)]


@dataclass(frozen=True)
class SignView:
    """What macros/sign.html shows: url takes the signature in, back leads where one came from."""

    request_id: UUID
    url: str
    back: str
    shown: Shown
    data: str
    expires_at: datetime
    signer_url: str
    is_set_up: bool
    refusal: NotAccepted | None


def sign_view(
    request: Request,
    asked: SignatureRequest,
    *,
    url: str,
    back: str,
    refused: NotAccepted | None = None,
) -> SignView:
    """Return what the macro shows, and let the page speak with the signing program."""
    parts = wiring(request).parts
    request.state.connects_to = parts["signer_url"]
    return SignView(
        request_id=asked.id,
        url=url,
        back=back,
        shown=shown_in(asked.canonical),
        data=base64.b64encode(asked.canonical).decode(),
        expires_at=asked.expires_at,
        signer_url=parts["signer_url"],
        is_set_up=parts["esign"] is not None,
        refusal=refused,
    )


def hand_in(
    house: Wiring, form: Form[SignatureForm], asked: Asked, *, now: datetime
) -> Checked | NotAccepted:
    """Verify what a form has brought; no transaction is open meanwhile.

    Raises:
        NotFound: there is no such request to this person about this.
    """
    cms = _sent(form)
    verifier = house.parts["esign"]
    if cms and verifier is not None:
        return check_signature(house.database, verifier, asked, cms, now=now)
    with house.database.reading() as db:
        row = asked_request(db, asked)
    return refusal(row, State.NOT_SET_UP if verifier is None else State.NOTHING_SENT)


def _sent(form: Form[SignatureForm]) -> bytes:
    if form.data is None:
        return b""
    if form.data.file is not None:
        return form.data.file.file.read(LONGEST + 1)
    return form.data.cms.encode()
