"""A file comes from the browser: it is looked at, scanned and kept under a name of ours."""

import hashlib
import re
import unicodedata
from typing import Final

from service.core.ids import new_id
from service.gateways.storage import Storage
from service.gateways.virus_scan import Finding, Scanner
from service.personal_files.actions import Upload
from service.personal_files.content import MediaType, Unsound, examine
from service.personal_files.models import DocumentKind, PersonalDocument, Scan

LARGEST: Final = 20 * 1024 * 1024
MOST_AT_ONCE: Final = 5
LONGEST_NAME: Final = 200
NAMELESS: Final = "document"
ENDINGS: Final = {
    MediaType.PDF: (".pdf",),
    MediaType.JPEG: (".jpg", ".jpeg", ".jpe"),
    MediaType.PNG: (".png",),
}


def receive(
    content: bytes,
    *,
    kind: DocumentKind,
    original_name: str,
    storage: Storage,
    scanner: Scanner | None,
) -> Upload | Unsound:
    """Keep the file's bytes if it is sound; `content` may be one byte more than LARGEST.

    It is no part of anybody's file yet: that is what `add_document` does.
    """
    if len(content) > LARGEST:
        return Unsound.TOO_LARGE
    found = examine(content)
    if isinstance(found, Unsound):
        return found
    scan = Scan.NOT_SCANNED
    if scanner is not None:
        finding = scanner(content)
        if finding is not Finding.CLEAN:
            return Unsound.INFECTED if finding is Finding.INFECTED else Unsound.SCANNER_AWAY
        scan = Scan.CLEAN
    upload = Upload(
        id=new_id(),
        kind=kind,
        original_name=shown_name(original_name),
        media_type=str(found),
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        scan=scan,
    )
    storage.put(str(upload.id), content)
    return upload


def shown_name(original: str) -> str:
    """Return the name as it was, without what cannot be shown or kept, at most 200 letters."""
    shown = "".join(
        # controls (NUL), what turns the direction of text, halves of letters
        "\N{REPLACEMENT CHARACTER}"
        if unicodedata.category(letter) in {"Cc", "Cf", "Cs"}
        else letter
        for letter in original
    ).strip()
    return shown[:LONGEST_NAME] or NAMELESS


def download_name(document: PersonalDocument) -> str:
    """Return the name under which a browser is to save the document: no path, the true ending."""
    last = re.split(r"[/\\]", document.original_name)[-1]
    name = re.sub(r'[\N{REPLACEMENT CHARACTER}:*?"<>|]', "_", last).strip(" .") or NAMELESS
    endings = ENDINGS[MediaType(document.media_type)]
    return name if name.lower().endswith(endings) else name + endings[0]
