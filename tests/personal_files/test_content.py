"""What a file is, is told by its content; what could harm is refused with a word."""

import io
import zipfile

import pytest
from PIL import Image
from pypdf import PdfReader

from service.personal_files.content import MediaType, Unsound, examine
from tests.personal_files import specimens
from tests.personal_files.specimens import pdf, picture

HTML = b"<!doctype html><script>alert(1)</script>"
JPEG, PNG = picture(), picture("PNG")
NO_END = JPEG[:-2]


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        pytest.param(pdf(), MediaType.PDF, id="a PDF"),
        pytest.param(pdf(pages=40), MediaType.PDF, id="a PDF of many pages"),
        pytest.param(pdf() + b"\r\n\r\n", MediaType.PDF, id="a PDF with line ends behind it"),
        pytest.param(JPEG, MediaType.JPEG, id="a JPEG"),
        pytest.param(JPEG + bytes(64), MediaType.JPEG, id="a JPEG filled up with zeros"),
        pytest.param(JPEG + picture(size=(8, 8)), MediaType.JPEG, id="a JPEG with its preview"),
        pytest.param(PNG, MediaType.PNG, id="a PNG"),
    ],
)
def test_sound_files_are_known_by_their_content(content: bytes, kind: MediaType):
    assert examine(content) is kind


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        pytest.param(b"", Unsound.EMPTY, id="nothing"),
        pytest.param(b"Hello", Unsound.UNKNOWN_TYPE, id="a text"),
        pytest.param(b"MZ\x90\x00", Unsound.UNKNOWN_TYPE, id="a program"),
        pytest.param(HTML, Unsound.UNKNOWN_TYPE, id="a web page"),
        pytest.param(picture("GIF"), Unsound.UNKNOWN_TYPE, id="a GIF"),
        pytest.param(specimens.zip_file(), Unsound.UNKNOWN_TYPE, id="a zip bomb"),
        pytest.param(HTML + pdf(), Unsound.UNKNOWN_TYPE, id="a web page before a PDF"),
        pytest.param(b"%PDF-" + HTML, Unsound.UNREADABLE, id="a web page that begins as a PDF"),
        pytest.param(b"%PDF-1.7\n" + HTML + pdf(), Unsound.TWO_THINGS, id="a PDF and a web page"),
        pytest.param(pdf() + HTML, Unsound.TWO_THINGS, id="a web page behind a PDF"),
        pytest.param(pdf() + specimens.zip_file(), Unsound.TWO_THINGS, id="an archive behind it"),
        pytest.param(JPEG + HTML, Unsound.TWO_THINGS, id="a web page behind a JPEG"),
        pytest.param(JPEG + specimens.zip_file(), Unsound.TWO_THINGS, id="an archive in a JPEG"),
        pytest.param(PNG + pdf(), Unsound.TWO_THINGS, id="a PDF behind a PNG"),
        pytest.param(JPEG + pdf(), Unsound.TWO_THINGS, id="a PDF behind a JPEG"),
        pytest.param(
            specimens.commented(JPEG, pdf()), Unsound.TWO_THINGS, id="a PDF in a comment of a JPEG"
        ),
        pytest.param(
            specimens.commented(specimens.commented(JPEG, pdf()), bytes(4000)),
            Unsound.TWO_THINGS,
            id="a PDF far inside a JPEG",
        ),
        pytest.param(
            specimens.commented(JPEG, HTML), Unsound.TWO_THINGS, id="a web page in a JPEG"
        ),
        pytest.param(
            specimens.jpeg_that_is_an_archive(), Unsound.TWO_THINGS, id="a JPEG and an archive"
        ),
        pytest.param(
            specimens.png_that_is_an_archive(), Unsound.TWO_THINGS, id="a PNG and an archive"
        ),
        pytest.param(
            specimens.pdf_that_is_an_archive(), Unsound.TWO_THINGS, id="a PDF and an archive"
        ),
        pytest.param(pdf() + JPEG, Unsound.TWO_THINGS, id="a JPEG behind a PDF"),
        pytest.param(pdf()[:-20], Unsound.TRUNCATED, id="a PDF without its end"),
        pytest.param(pdf()[:400], Unsound.TRUNCATED, id="half a PDF"),
        pytest.param(b"%PDF-1.7\n%%EOF\n", Unsound.UNREADABLE, id="a PDF of nothing"),
        pytest.param(pdf(pages=0), Unsound.UNREADABLE, id="a PDF without a page"),
        pytest.param(JPEG[: len(JPEG) // 2], Unsound.TRUNCATED, id="half a JPEG"),
        pytest.param(PNG[: len(PNG) // 2], Unsound.TRUNCATED, id="half a PNG"),
        pytest.param(b"\xff\xd8\xff\xe0" + bytes(40), Unsound.UNREADABLE, id="no JPEG at all"),
        pytest.param(pdf(specimens.locked), Unsound.ENCRYPTED, id="a locked PDF"),
        pytest.param(
            pdf(specimens.locked_for_nobody), Unsound.ENCRYPTED, id="a PDF that opens by itself"
        ),
        pytest.param(pdf(specimens.scripting), Unsound.ACTIVE, id="a PDF with a script"),
        pytest.param(
            pdf(specimens.scripting_in_disguise), Unsound.ACTIVE, id="a PDF with a hidden script"
        ),
        pytest.param(pdf(specimens.launching), Unsound.ACTIVE, id="a PDF that starts a program"),
        pytest.param(pdf(specimens.attaching), Unsound.ACTIVE, id="a PDF with a file inside"),
        pytest.param(pdf(specimens.unpacking(400_000_000)), Unsound.BOMB, id="a PDF bomb"),
        pytest.param(
            pdf(specimens.unpacking(400_000_000, twice=True)), Unsound.BOMB, id="packed twice"
        ),
        pytest.param(specimens.huge_png(), Unsound.BOMB, id="a picture bomb"),
    ],
)
def test_what_could_harm_is_refused(content: bytes, fault: Unsound):
    assert examine(content) is fault


@pytest.mark.parametrize(
    "both",
    [
        specimens.jpeg_that_is_an_archive(),
        specimens.png_that_is_an_archive(),
        specimens.pdf_that_is_an_archive(),
    ],
    ids=["JPEG", "PNG", "PDF"],
)
def test_the_specimens_truly_are_two_things(both: bytes):
    with zipfile.ZipFile(io.BytesIO(both)) as archive:
        assert archive.namelist() == ["META-INF/MANIFEST.MF"]
    if both.startswith(b"%PDF-"):
        assert len(PdfReader(io.BytesIO(both)).pages) == 1
    else:
        Image.open(io.BytesIO(both)).load()


def test_a_picture_that_only_lacks_its_last_mark_breaks_off():
    assert examine(NO_END) in {Unsound.TRUNCATED, Unsound.UNREADABLE}
