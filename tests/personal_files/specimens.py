"""Files as people send them, sound ones and hostile ones."""

import io
import struct
import zipfile
import zlib
from collections.abc import Callable

from PIL import Image
from pypdf import PdfWriter
from pypdf.generic import (
    ArrayObject,
    DecodedStreamObject,
    DictionaryObject,
    NameObject,
    TextStringObject,
)


def pdf(change: Callable[[PdfWriter], None] | None = None, *, pages: int = 1) -> bytes:
    """Return a PDF; `change` does to it what the test is about."""
    writer = PdfWriter()
    for _ in range(pages):
        writer.add_blank_page(595, 842)
    if change is not None:
        change(writer)
    buffer = io.BytesIO()
    writer.write(buffer)
    return buffer.getvalue()


def picture(form: str = "JPEG", size: tuple[int, int] = (64, 48)) -> bytes:
    """Return a picture with something on it."""
    made = Image.effect_noise(size, 80).convert("RGB")
    buffer = io.BytesIO()
    made.save(buffer, form)
    return buffer.getvalue()


def zip_file() -> bytes:
    """Return an archive that unpacks to much more than it weighs."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("zeros", bytes(10_000_000))
    return buffer.getvalue()


def archive_until(rest: bytes) -> bytes:
    """Return an archive that is still one with `rest` behind it: its own comment."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("META-INF/MANIFEST.MF", "Main-Class: Evil")
    return buffer.getvalue()[:-2] + struct.pack("<H", len(rest))


def commented(jpeg: bytes, comment: bytes) -> bytes:
    """Return the JPEG with a comment in it, which no picture shows."""
    return jpeg[:2] + b"\xff\xfe" + struct.pack(">H", len(comment) + 2) + comment + jpeg[2:]


def jpeg_that_is_an_archive() -> bytes:
    """Return a sound JPEG that is a sound archive too."""
    jpeg = picture()
    return commented(jpeg, archive_until(jpeg[2:]))


def png_that_is_an_archive() -> bytes:
    """Return a sound PNG that is a sound archive too, in a chunk that readers pass over."""
    png = picture("PNG")
    end = png[-12:]
    return png[:-12] + _chunk(b"zzZz", archive_until(bytes(4) + end)) + end


def pdf_that_is_an_archive() -> bytes:
    """Return a PDF that is an archive too, in a comment before its last line."""
    whole = pdf()
    end = whole.rindex(b"startxref")
    tail = b"\n" + whole[end:]
    return whole[:end] + b"%" + archive_until(tail) + tail


def launching(writer: PdfWriter) -> None:
    """Let the PDF start a program when it is opened."""
    action = DictionaryObject(
        {NameObject("/S"): NameObject("/Launch"), NameObject("/F"): TextStringObject("calc.exe")}
    )
    writer.root_object[NameObject("/OpenAction")] = action


def scripting(writer: PdfWriter) -> None:
    """Let the PDF run a script."""
    action = DictionaryObject(
        {NameObject("/S"): NameObject("/JavaScript"), NameObject("/JS"): _script()}
    )
    writer.root_object[NameObject("/OpenAction")] = action


def scripting_in_disguise(writer: PdfWriter) -> None:
    """Hide the script in an object stream's way: nothing of its name stands in plain words."""
    action = DictionaryObject({NameObject("/S"): NameObject("/URI"), NameObject("/JS"): _script()})
    page = writer.pages[0]
    page[NameObject("/Annots")] = ArrayObject([DictionaryObject({NameObject("/A"): action})])


def _script() -> TextStringObject:
    return TextStringObject("app.alert('hello')")


def attaching(writer: PdfWriter) -> None:
    """Put another file into the PDF."""
    writer.add_attachment("virus.exe", b"MZ")


def locked(writer: PdfWriter) -> None:
    """Protect the PDF with a password."""
    writer.encrypt("secret", algorithm="RC4-128")


def locked_for_nobody(writer: PdfWriter) -> None:
    """Encrypt it so that it opens without a password."""
    writer.encrypt("", "owner", algorithm="RC4-128")


def unpacking(size: int, *, twice: bool = False) -> Callable[[PdfWriter], None]:
    """Put a stream into the PDF that unpacks to this many zeros."""

    def change(writer: PdfWriter) -> None:
        packing = zlib.compressobj(9)
        piece = bytes(1024 * 1024)
        packed = b"".join(packing.compress(piece) for _ in range(size // len(piece)))
        packed += packing.flush()
        names = [NameObject("/FlateDecode")]
        if twice:
            packed, names = zlib.compress(packed, 9), names * 2
        stream = DecodedStreamObject()
        stream.set_data(packed)
        stream[NameObject("/Filter")] = ArrayObject(names)
        writer.pages[0][NameObject("/Contents")] = writer._add_object(stream)

    return change


def huge_png(side: int = 60_000) -> bytes:
    """Return a small PNG that says it is enormous."""
    row = zlib.compress(bytes(side // 8 + 1) * 64, 9)
    header = struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        _chunk(name, data) for name, data in ((b"IHDR", header), (b"IDAT", row), (b"IEND", b""))
    )


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
