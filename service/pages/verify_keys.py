"""The public keys with which anyone checks what the service has signed, without the service."""
# mypy: allow-untyped-calls
# (asn1crypto has no types)

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from asn1crypto import pem, x509
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from fastapi import APIRouter, Request
from fastapi.responses import Response

from service.core.errors import NotFound
from service.core.render import page
from service.core.wiring import Wiring
from service.pages.doors import House
from service.pages.gates import behind, public_gate

PEM: Final = "application/x-pem-file"
ROOT_FILE: Final = "synaq-root.pem"
RECEIPT_FILE: Final = "synaq-receipts.pem"

router = APIRouter(dependencies=behind(public_gate))


@dataclass(frozen=True)
class Root:
    """A root certificate as the page shows it."""

    name: str
    fingerprint: str
    valid_from: datetime
    valid_until: datetime


@router.get("/keys")
def keys(request: Request, house: House) -> Response:
    return page(
        request,
        "verify/keys.html",
        public_key=house.keys.receipt_public_key.hex(),
        roots=[_shown(each) for each in _roots(house)],
        root_file=ROOT_FILE,
    )


@router.get("/keys/root.pem")
def root_file(house: House) -> Response:
    """Hand out the root certificates that the service's papers lead to."""
    roots = _roots(house)
    if not roots:
        raise NotFound
    text = b"".join(pem.armor("CERTIFICATE", each.dump()) for each in roots)
    return _download(text, ROOT_FILE)


@router.get("/keys/receipts.pem")
def receipt_file(house: House) -> Response:
    """Hand out the receipts' key in the form that openssl reads."""
    key = Ed25519PublicKey.from_public_bytes(house.keys.receipt_public_key)
    return _download(
        key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo), RECEIPT_FILE
    )


def _roots(house: Wiring) -> Sequence[x509.Certificate]:
    roots: Sequence[x509.Certificate] = house.parts["roots"]
    return roots


def _shown(root: x509.Certificate) -> Root:
    subject = root.subject.native
    return Root(
        name=str(subject.get("common_name") or root.subject.human_friendly),
        fingerprint=str(root.sha256_fingerprint),
        valid_from=root.not_valid_before,
        valid_until=root.not_valid_after,
    )


def _download(text: bytes, name: str) -> Response:
    return Response(
        text, media_type=PEM, headers={"content-disposition": f'attachment; filename="{name}"'}
    )
