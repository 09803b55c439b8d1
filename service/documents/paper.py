"""Sets a paper: facts in, an archival PDF out. Typst does the setting, segno the QR code."""

import dataclasses
import json
from datetime import date, datetime
from io import BytesIO
from pathlib import Path
from typing import Any, Literal

import segno
import typst

from service.documents.facts import from_json
from service.law.calendar import ASTANA
from service.law.document import DocumentKind

TEMPLATES = Path(__file__).resolve().parents[2] / "web" / "documents"

# PDF/A-2a: archival, tagged, every letter maps to Unicode. PDF/UA-1: read aloud in order.
STANDARDS: tuple[Literal["a-2a"], Literal["ua-1"]] = ("a-2a", "ua-1")

REMEMBERED = 10  # compilations, fixed in the typst package

# Where the last page keeps the signature's place: left, bottom, right, top, in points.
SEAL_BOX = (296, 60, 533, 130)


def render(kind: DocumentKind, facts: dict[str, Any], *, check_url: str) -> bytes:
    """Set a paper as PDF/A-2a and PDF/UA-1, Kazakh part first, then Russian, not signed yet.

    Equal input gives equal bytes. `facts` is what `facts.as_json` made; `check_url` is the
    public check page, printed and put into the QR code.

    Raises:
        pydantic.ValidationError: the facts are not those of this kind of paper.
        typst.TypstError: a template is broken.
    """
    checked = from_json(kind, facts)
    pdf = typst.compile(
        TEMPLATES / f"{kind.value}.typ",
        root=TEMPLATES,
        ignore_system_fonts=True,  # the same letters on every machine
        pdf_standards=list(STANDARDS),
        sys_inputs={
            "facts": json.dumps(_plain(dataclasses.asdict(checked)), ensure_ascii=False),
            "check_url": check_url,
            "qr": qr_code(check_url),
            "seal_box": json.dumps(SEAL_BOX),
        },
    )
    assert isinstance(pdf, bytes)
    _forget()
    return pdf


def _forget() -> None:
    """Let go of what typst remembers of the last ten papers: no two are alike, 12 MB each."""
    for _ in range(REMEMBERED):
        typst.compile(b"", format="svg", ignore_system_fonts=True)


def qr_code(url: str) -> str:
    """Draw a QR code as SVG; level M still reads with 15 % of it damaged."""
    picture = BytesIO()
    segno.make(url, error="m", micro=False).save(
        picture, kind="svg", border=0, xmldecl=False, dark="#18222d"
    )
    return picture.getvalue().decode()


def _plain(value: Any) -> Any:
    """Make facts readable for the templates: days and Astana moments as ISO text."""
    if isinstance(value, dict):
        return {key: _plain(one) for key, one in value.items()}
    if isinstance(value, tuple | list):
        return [_plain(one) for one in value]
    if isinstance(value, datetime):
        return value.astimezone(ASTANA).strftime("%Y-%m-%dT%H:%M")
    if isinstance(value, date):
        return value.isoformat()
    return value
