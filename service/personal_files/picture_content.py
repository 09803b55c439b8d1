"""A JPEG or PNG from an unknown hand; runs in content_process.py."""

import io
import warnings
import zipfile
from typing import Final

from PIL import Image, UnidentifiedImageError

from service.personal_files.content import MediaType, Unsound

MOST_PIXELS: Final = 100_000_000  # A4 at 600 dpi has 35 million
HEAD: Final = 1024
START_OF_PICTURE: Final = b"\xff\xd8\xff"
START_OF_SCAN: Final = 0xDA
END_OF_PICTURE: Final = 0xD9
ALONE: Final = {0x01, *range(0xD0, 0xD8)}  # markers without a length
FORMATS: Final = {MediaType.JPEG: "JPEG", MediaType.PNG: "PNG"}
FOREIGN: Final = (b"<html", b"<script", b"<!doctype", b"<?php")
PDF: Final = b"%PDF-"  # some readers look for it in the whole file


def picture_fault(content: bytes, kind: MediaType) -> Unsound | None:
    """Return why the picture is not taken; None where it is sound."""
    if any(word in content[:HEAD].lower() for word in FOREIGN) or PDF in content:
        return Unsound.TWO_THINGS
    if zipfile.is_zipfile(io.BytesIO(content)):
        # an archive is read from its end: it fits into a comment that no picture shows
        return Unsound.TWO_THINGS
    fault = _decoding_fault(content, FORMATS[kind])
    if fault is not None:
        return fault
    rest = _after_jpeg(content) if kind is MediaType.JPEG else _after_png(content)
    if rest is None:
        return Unsound.TRUNCATED
    return Unsound.TWO_THINGS if rest.strip(b"\0\r\n ") else None


def _decoding_fault(content: bytes, form: str) -> Unsound | None:
    Image.MAX_IMAGE_PIXELS = MOST_PIXELS
    warnings.simplefilter("error", Image.DecompressionBombWarning)
    try:
        with Image.open(io.BytesIO(content), formats=(form,)) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                return Unsound.BOMB
            picture.load()
    except (Image.DecompressionBombWarning, Image.DecompressionBombError):
        return Unsound.BOMB
    except UnidentifiedImageError:
        return Unsound.UNREADABLE
    except OSError as fault:
        return Unsound.TRUNCATED if "truncated" in str(fault) else Unsound.UNREADABLE
    except (SyntaxError, ValueError, EOFError, IndexError, KeyError, TypeError, OverflowError):
        # each of them comes out of the decoder for a broken file
        return Unsound.UNREADABLE
    return None


def _after_png(content: bytes) -> bytes | None:
    """Return what stands after the last chunk; None where it does not come to an end."""
    place = 8
    while place + 12 <= len(content):
        length = int.from_bytes(content[place : place + 4], "big")
        name = content[place + 4 : place + 8]
        place += 12 + length
        if name == b"IEND":
            return content[place:] if place <= len(content) else None
    return None


def _after_jpeg(content: bytes) -> bytes | None:
    """Return what stands after the picture and those that cameras put behind it (CIPA DC-007)."""
    rest: bytes | None = content
    while rest is not None and rest.startswith(START_OF_PICTURE):
        end = _end_of_jpeg(rest)
        rest = None if end is None else rest[end:].lstrip(b"\0")
    return rest


def _end_of_jpeg(content: bytes) -> int | None:
    place = 2
    while place + 2 <= len(content):
        if content[place] != 0xFF:  # noqa: PLR2004  # the first byte of each marker
            return None
        marker = content[place + 1]
        if marker == END_OF_PICTURE:
            return place + 2
        if marker in ALONE:
            place += 2
        elif marker == 0xFF:  # noqa: PLR2004  # filling
            place += 1
        else:
            place += 2 + int.from_bytes(content[place + 2 : place + 4], "big")
            if marker == START_OF_SCAN:
                place = _end_of_scan(content, place)
    return None


def _end_of_scan(content: bytes, place: int) -> int:
    """Return where the next marker stands that is not part of the scan's data."""
    while True:
        place = content.find(b"\xff", place)
        if place < 0 or place + 1 >= len(content):
            return len(content)
        if content[place + 1] == 0 or content[place + 1] in ALONE:
            place += 2
        else:
            return place
