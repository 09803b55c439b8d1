"""A PDF from an unknown hand; runs in content_process.py."""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from typing import Any, Final

from pypdf import PdfReader
from pypdf.errors import LimitReachedError, PyPdfError
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, StreamObject

from service.personal_files.content import Unsound

HEAD: Final = 1024
TAIL: Final = 1024
MOST_UNPACKED: Final = 256 * 1024 * 1024  # bytes of one stream
MOST_UNPACKED_IN_ALL: Final = 1024**3
MOST_OBJECTS: Final = 200_000
VERSION: Final = re.compile(rb"%PDF-[12]\.[0-9][\r\n \t%]")
FOREIGN: Final = (b"<html", b"<script", b"<!doctype", b"<?php", b"<svg")
ENDING: Final = re.compile(rb"%%EOF[\s\0]*\Z")
# names of what a viewer carries out, or of what is another file inside
ACTIVE_KEYS: Final = {"/JS", "/JavaScript", "/AA", "/EmbeddedFiles", "/EF", "/XFA", "/RichMedia"}
ACTIVE_KINDS: Final = {
    "/JavaScript", "/Launch", "/SubmitForm", "/ImportData", "/GoToE", "/GoToR", "/Rendition",
    "/Sound", "/Movie", "/Filespec", "/EmbeddedFile", "/RichMedia", "/RichMediaExecute",
    "/FileAttachment", "/3D", "/Screen",
}  # fmt: skip
# looked for in the bytes too: another reader may find objects that ours does not
ACTIVE_WORDS: Final = re.compile(rb"/(JavaScript|Launch|EmbeddedFiles?|RichMedia)[\s/<(\[>]")
FLATE: Final = {"/FlateDecode", "/Fl"}


def pdf_fault(content: bytes) -> Unsound | None:
    """Return why the PDF is not taken; None where it is sound."""
    fault = _outline_fault(content)
    if fault is not None:
        return fault
    try:
        reader = PdfReader(io.BytesIO(content), strict=False)
        if reader.is_encrypted or "/Encrypt" in reader.trailer:
            return Unsound.ENCRYPTED
        # an object that cannot be read where it should stand shows here
        if len(reader.pages) == 0:
            return Unsound.UNREADABLE
        return _objects_fault(reader)
    except LimitReachedError:
        return Unsound.BOMB
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, IndexError, OSError):
        # all of these come out of the reader for a broken file
        return Unsound.UNREADABLE


def _outline_fault(content: bytes) -> Unsound | None:
    """Look at the file's two ends, where a file of two kinds betrays itself."""
    if not VERSION.match(content):
        return Unsound.UNREADABLE
    if any(word in content[:HEAD].lower() for word in FOREIGN):
        return Unsound.TWO_THINGS
    if zipfile.is_zipfile(io.BytesIO(content)):
        return Unsound.TWO_THINGS
    if not ENDING.search(content[-TAIL:]):
        return Unsound.TWO_THINGS if b"%%EOF" in content else Unsound.TRUNCATED
    return Unsound.ACTIVE if ACTIVE_WORDS.search(content) else None


def _objects_fault(reader: PdfReader) -> Unsound | None:
    left = MOST_UNPACKED_IN_ALL
    for seen, thing in enumerate(_things(reader)):
        if seen > MOST_OBJECTS:
            return Unsound.BOMB
        if _is_active(thing):
            return Unsound.ACTIVE
        if isinstance(thing, StreamObject):
            size = _unpacked(thing)
            left -= size
            if size > MOST_UNPACKED or left < 0:
                return Unsound.BOMB
    return None


def _things(reader: PdfReader) -> Iterator[DictionaryObject]:
    """Yield every dictionary and stream of the file, those inside others too."""
    ids = {number for numbers in reader.xref.values() for number in numbers}
    ids |= set(reader.xref_objStm)
    waiting: list[Any] = [reader.trailer]
    waiting += [reader.get_object(number) for number in sorted(ids) if number]
    while waiting:
        thing = waiting.pop()
        if isinstance(thing, DictionaryObject):
            yield thing
            inside = [thing.raw_get(key) for key in thing]
        elif isinstance(thing, ArrayObject):
            inside = list(list.__iter__(thing))
        else:
            continue
        # what is referred to stands in the list of objects by itself
        waiting += [one for one in inside if not isinstance(one, IndirectObject)]


def _is_active(thing: DictionaryObject) -> bool:
    if not ACTIVE_KEYS.isdisjoint(thing.keys()):
        return True
    return any(str(thing.get(key)) in ACTIVE_KINDS for key in ("/S", "/Type", "/Subtype"))


def _unpacked(stream: StreamObject) -> int:
    """Return how many bytes the stream unpacks to, counted without keeping them."""
    filters = stream.get("/Filter")
    names = [str(one) for one in filters] if isinstance(filters, ArrayObject) else [str(filters)]
    packed = sum(name in FLATE for name in names)
    if packed == 0 or names[0] not in FLATE:
        return 0
    if packed > 1:
        # nothing honest is packed twice
        return MOST_UNPACKED + 1
    size, unpacking = 0, zlib.decompressobj()
    waiting: bytes = stream._data  # noqa: SLF001  # as it stands in the file; get_data unpacks it
    try:
        while waiting and not unpacking.eof and size <= MOST_UNPACKED:
            size += len(unpacking.decompress(waiting, 1024 * 1024))
            waiting = unpacking.unconsumed_tail
    except zlib.error:
        return size
    return size
