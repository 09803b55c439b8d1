"""Signs a paper with the organisation's key (PAdES B-B) and checks such a signature.

The signature is one incremental update: it adds a signature field over the seal that the paper
shows, names it for screen readers, and leaves the archival metadata as they were, so that the
file stays PDF/A-2a and PDF/UA-1. It certifies the paper: a reader reports any later change.
"""
# mypy: allow-untyped-calls
# (pyhanko has types for a part of itself)

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

from asn1crypto import x509
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    PublicFormat,
    load_der_private_key,
)
from pyhanko.keys import load_certs_from_pemder, load_private_key_from_pemder
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.generic import pdf_name
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import MDPPerm, SigFieldSpec, SigSeedSubFilter, append_signature_field
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner, SimpleSigner
from pyhanko.sign.signers.pdf_signer import PdfSigningSession
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.sign.validation.errors import SignatureValidationError
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko.sign.validation.status import SignatureCoverageLevel
from pyhanko.stamp.noop import NoOpStampStyle
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.registry import SimpleCertificateStore

from service.documents.paper import SEAL_BOX

FIELD = "Synaq"
DIGEST = "sha256"
CLOCKS_DIFFER = timedelta(minutes=5)


class SigningKeyError(Exception):
    """The organisation's key cannot sign: unreadable, without certificate, or out of its time."""


@dataclass(frozen=True)
class Verdict:
    """What a check of a signed paper found; `good` only if every part is.

    intact: not a byte was changed or added after signing. valid: the signature is that of the
    certificate inside. trusted: the certificate leads to one of our roots and was in its time
    when it signed. signed_at: the signer's own word, aware UTC. number: the paper's, as its
    metadata give it. problem: what kept the file from being read, for the log, in English.
    """

    intact: bool = False
    valid: bool = False
    trusted: bool = False
    signer_name: str | None = None
    signed_at: datetime | None = None
    number: str | None = None
    problem: str | None = None

    @property
    def good(self) -> bool:
        return self.intact and self.valid and self.trusted


def load_signer(
    key: Path, chain: Path | None = None, *, passphrase: bytes | None = None
) -> SimpleSigner:
    """Read the organisation's key: PEM with a PEM chain (its certificate first), or PKCS#12.

    Raises:
        SigningKeyError: a file is missing, unreadable, or the passphrase does not fit.
    """
    signer: SimpleSigner
    try:
        others = load_roots(chain) if chain else []
        if key.suffix in {".p12", ".pfx"}:
            signer = SimpleSigner.load_pkcs12_data(key.read_bytes(), others, passphrase)
        elif not others:
            raise SigningKeyError(f"{key}: a PEM key needs the file with its certificates")
        else:
            store = SimpleCertificateStore()
            store.register_multiple(others[1:])
            signer = SimpleSigner(
                others[0], load_private_key_from_pemder(str(key), passphrase), store
            )
    except (OSError, ValueError, TypeError) as e:
        raise SigningKeyError(f"{key}: {e}") from e
    private = load_der_private_key(signer.signing_key.dump(), password=None)
    public = private.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    certificate = signer.signing_cert
    if certificate is None or certificate.public_key.dump() != public:
        raise SigningKeyError(f"{key}: the first certificate of {chain} is another key's")
    return signer


def load_roots(file: Path) -> list[x509.Certificate]:
    """Read the certificates (PEM or DER) that are trusted as roots."""
    return list(load_certs_from_pemder([str(file)]))


def sign(pdf: bytes, signer: SimpleSigner, *, now: datetime, reason: str) -> bytes:
    """Sign a paper that `paper.render` made.

    `reason` is what readers show as the reason for signing; the field bears the paper's title.
    Takes 20 to 40 ms: for the worker, never on a request's path, never inside a running event loop.

    Raises:
        SigningKeyError: the certificate is not yet or no longer in its time at `now`.
    """
    certificate = signer.signing_cert
    assert certificate is not None
    if not certificate.not_valid_before <= now <= certificate.not_valid_after:
        raise SigningKeyError(
            f"the certificate is valid from {certificate.not_valid_before} "
            f"to {certificate.not_valid_after}, not at {now}"
        )
    update = _Update(BytesIO(pdf))
    title = _info(update.prev, "/Title")
    append_signature_field(
        update,
        SigFieldSpec(FIELD, on_page=-1, box=SEAL_BOX, readable_field_name=title),
    )
    _tag_field(update)
    meta = PdfSignatureMetadata(
        field_name=FIELD,
        md_algorithm=DIGEST,
        subfilter=SigSeedSubFilter.PADES,
        reason=reason,
        certify=True,
        docmdp_permissions=MDPPerm.NO_CHANGES,
    )
    signed = BytesIO()
    _SignerAt(now, meta, signer, stamp_style=NoOpStampStyle()).sign_pdf(
        update, existing_fields_only=True, output=signed
    )
    return signed.getvalue()


def verify(pdf: bytes, roots: Iterable[x509.Certificate], *, now: datetime) -> Verdict:
    """Check a signed paper as it came from anyone; a broken file is a verdict, not an error.

    The chain is judged at the moment of signing, which stands under the signature: the paper
    outlives the key's certificate. A moment after `now` is not believed.
    """
    try:
        reader = PdfFileReader(BytesIO(pdf))
        signatures = reader.embedded_signatures
        if not signatures:
            return Verdict(
                number=_info(reader, "/Keywords"), problem="there is no signature in the file"
            )
        return _judged(reader, signatures[0], list(roots), now)
    except (PdfError, SignatureValidationError, ValueError, LookupError, TypeError, OSError) as e:
        return Verdict(problem=f"{type(e).__name__}: {e}")


def _judged(
    reader: PdfFileReader,
    signature: EmbeddedPdfSignature,
    roots: list[x509.Certificate],
    now: datetime,
) -> Verdict:
    signed_at = signature.self_reported_timestamp
    believed = signed_at is not None and signed_at <= now + CLOCKS_DIFFER
    context = ValidationContext(
        trust_roots=roots, moment=signed_at if believed else now, allow_fetching=False
    )
    status = validate_pdf_signature(signature, context)
    return Verdict(
        intact=bool(status.intact and status.coverage is SignatureCoverageLevel.ENTIRE_FILE),
        valid=bool(status.valid),
        trusted=bool(status.trusted and believed),
        signer_name=signature.signer_cert.subject.native.get("common_name"),
        signed_at=None if signed_at is None else signed_at.astimezone(UTC),
        number=_info(reader, "/Keywords"),
    )


class _SignerAt(PdfSigner):
    """Signs at the moment it is given; pyhanko itself would look at the computer's clock."""

    def __init__(self, now: datetime, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._now = now

    def init_signing_session(self, *args: Any, **kwargs: Any) -> PdfSigningSession:
        session = super().init_signing_session(*args, **kwargs)
        session.system_time = self._now
        return session


class _Update(IncrementalPdfFileWriter):
    """An update that leaves XMP and Info alone: rewritten ones would end the PDF/A conformance."""

    def _update_meta(self) -> None:
        return


def _tag_field(update: _Update) -> None:
    """Put the field into the tree that screen readers walk, as PDF/UA asks of every widget."""
    page = update.find_page_for_modification(-1)[0]
    field = update.root["/AcroForm"]["/Fields"].raw_get(0)
    tree = update.root["/StructTreeRoot"]
    document = tree["/K"].raw_get(0)  # typst makes one Document element that holds all
    place = tree["/ParentTreeNextKey"]
    form = update.add_object(
        generic.DictionaryObject(
            {
                pdf_name("/Type"): pdf_name("/StructElem"),
                pdf_name("/S"): pdf_name("/Form"),
                pdf_name("/P"): document,
                pdf_name("/Pg"): page,
                pdf_name("/K"): generic.DictionaryObject(
                    {
                        pdf_name("/Type"): pdf_name("/OBJR"),
                        pdf_name("/Obj"): field,
                        pdf_name("/Pg"): page,
                    }
                ),
            }
        )
    )
    children = document.get_object()["/K"]
    children.append(form)
    tree["/ParentTree"]["/Nums"].extend([generic.NumberObject(place), form])
    tree[pdf_name("/ParentTreeNextKey")] = generic.NumberObject(place + 1)
    field.get_object()[pdf_name("/StructParent")] = generic.NumberObject(place)
    for changed in (children, tree["/ParentTree"]["/Nums"], tree):
        update.update_container(changed)


def _info(reader: PdfFileReader, key: str) -> str | None:
    """Read one entry of the metadata: the number stands as /Keywords, the title as /Title."""
    try:
        return str(reader.trailer["/Info"][key])
    except KeyError:
        return None
