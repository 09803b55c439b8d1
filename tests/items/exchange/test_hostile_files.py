"""Files that are made to harm: bombs, entities, lies about sizes, names that climb."""

import io
import struct
import zipfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service.items.exchange import package
from service.items.exchange.aiken import read_aiken, write_aiken
from service.items.exchange.gift import write_gift
from service.items.exchange.gift_reading import read_gift
from service.items.exchange.qti import write_qti
from service.items.exchange.qti_reading import read_qti
from tests.items.exchange.questions import archive, faults, item
from tests.items.exchange.test_qti import ITEM, MANIFEST, TAO

ONE = MANIFEST.format(ITEM.format("a.xml"))
FOR_SAFETY = "The file declares a DTD or entities; such files are not read, for safety."


@pytest.mark.parametrize("codec", ["utf-8", "utf-16"])
@pytest.mark.parametrize(
    "declared",
    [
        '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>',
        '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE x SYSTEM "https://example.org/x.dtd">',
        '<!DOCTYPE x [<!ENTITY % p SYSTEM "https://example.org/p"> %p;]>',
    ],
)
def test_entities_are_neither_expanded_nor_fetched(declared: str, codec: str):
    head = f'<?xml version="1.0" encoding="{codec}"?>'
    body = TAO.partition("?>")[2].replace("Федеративным", "&a;")
    content = (head + declared + body).encode(codec)
    reading = read_qti("item.xml", content)
    assert faults(reading) == [("file", FOR_SAFETY)]
    assert faults(read_qti("p.zip", archive({"imsmanifest.xml": ONE, "a.xml": content}))) == [
        ("file", FOR_SAFETY)
    ]


def test_an_xinclude_includes_nothing(tmp_path: Path):
    secret = tmp_path / "secret"
    secret.write_text("the key")
    include = (
        f'<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="{secret}" parse="text"/>'
    )
    reading = read_qti("item.xml", TAO.replace("Федеративным", f"a{include}").encode())
    assert reading.questions[0].options["a"] == "a"


def test_a_tree_that_is_too_deep_is_a_sentence():
    deep = "<x>" * 5000 + "</x>" * 5000
    ((field, said),) = faults(read_qti("item.xml", deep.encode()))
    assert (field, said[:29]) == ("file", "This is not well-formed XML: ")


def test_a_bomb_is_not_unpacked():
    bomb = archive({"imsmanifest.xml": ONE, "a.xml": b" " * (40 * 1024 * 1024)})
    assert len(bomb) < 100_000
    assert faults(read_qti("p.zip", bomb)) == [("file", "Unpacked, a.xml is larger than 8 MB.")]


def test_many_files_of_a_lawful_size_are_stopped_at_the_whole(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(package, "LARGEST_WHOLE", 1)
    padded = TAO + " " * 300_000
    files = {f"{n}.xml": padded for n in range(4)}
    manifest = MANIFEST.format("".join(ITEM.format(name) for name in files))
    reading = read_qti("p.zip", archive({"imsmanifest.xml": manifest, **files}))
    assert [field for field, _ in faults(reading)] == ["file"]


def test_a_size_that_the_archive_lies_about_is_a_damaged_archive():
    content = bytearray(archive({"imsmanifest.xml": ONE, "a.xml": TAO}))
    place = content.rfind(b"PK\x01\x02")
    content[place + 24 : place + 28] = struct.pack("<I", 10)  # its size unpacked
    assert faults(read_qti("p.zip", bytes(content))) == [("file", "The archive is damaged.")]


@pytest.mark.parametrize("cut", [4, 60, 400])
def test_a_cut_archive_is_a_damaged_archive(cut: int):
    content = archive({"imsmanifest.xml": ONE, "a.xml": TAO})[:cut]
    assert faults(read_qti("p.zip", content)) == [("file", "The archive is damaged.")]


@pytest.mark.parametrize("packing", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_a_packing_that_cannot_be_measured_is_refused(packing: int):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", packing) as made:
        made.writestr("imsmanifest.xml", ONE)
    assert faults(read_qti("p.zip", buffer.getvalue())) == [
        ("file", "imsmanifest.xml is packed in a way that cannot be read here.")
    ]


def test_a_locked_archive_is_told():
    content = bytearray(archive({"imsmanifest.xml": ONE}))
    for sign, offset in ((b"PK\x01\x02", 8), (b"PK\x03\x04", 6)):
        content[content.find(sign) + offset] |= 1
    assert faults(read_qti("p.zip", bytes(content))) == [
        ("file", "The archive is locked with a password.")
    ]


def test_two_files_with_one_name_are_told():
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as made:
        made.writestr("imsmanifest.xml", ONE)
        with pytest.warns(UserWarning, match="Duplicate name"):
            made.writestr("imsmanifest.xml", ONE)
    assert faults(read_qti("p.zip", buffer.getvalue())) == [
        ("file", "The archive holds two files with the name imsmanifest.xml.")
    ]


def test_too_many_files_are_told(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(package, "MOST_FILES", 2)
    content = archive({"imsmanifest.xml": ONE, "a.xml": TAO, "b.xml": TAO})
    ((field, _),) = faults(read_qti("p.zip", content))
    assert field == "file"


def test_names_that_climb_are_never_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(tmp_path)
    content = archive({"imsmanifest.xml": ONE, "a.xml": TAO, "../evil": "x", "/evil": "x"})
    assert len(read_qti("p.zip", content).questions) == 1
    assert list(tmp_path.parent.glob("evil")) == []
    assert list(tmp_path.iterdir()) == []


def test_an_archive_that_is_no_package_is_told():
    assert faults(read_qti("p.zip", archive({"word/document.xml": "<w/>"}))) == [
        ("file", "The archive has no imsmanifest.xml: it is no QTI package.")
    ]


AGAIN = ("a\n", "A) x\n", "FEEDBACK:\n", "{\n\n", "// [tag:", "<!--", "{=[html]<a ", "[id:\\]", " ")


@pytest.mark.parametrize("again", AGAIN)
@pytest.mark.parametrize("read", [read_gift, read_aiken])
def test_a_file_that_repeats_itself_is_read_in_one_go(read: Any, again: str):
    # some of these would take minutes if a reader went back over what it has read
    content = again * (1024 * 1024 // len(again))
    assert read("x", content.encode()).questions == []


SOUND_FILES = {
    read_gift: write_gift([item(1), item(2)], "kk"),
    read_aiken: write_aiken([item(1), item(2)], "ru"),
    read_qti: write_qti([item(1)], ("kk", "ru")),
}
READERS = list(SOUND_FILES)


@settings(max_examples=100, deadline=None)
@given(st.sampled_from(READERS), st.binary(max_size=300))
def test_any_bytes_are_answered_with_a_reading(read: Any, content: bytes):
    reading = read("x", content)
    assert reading.questions or reading.faults or not content.strip() or read is read_gift


@settings(max_examples=200, deadline=None)
@given(st.sampled_from(READERS), st.data())
def test_a_file_that_was_damaged_on_its_way_is_answered_with_a_reading(
    read: Any, data: st.DataObject
):
    content = bytearray(SOUND_FILES[read])
    for _ in range(data.draw(st.integers(1, 4))):
        place = data.draw(st.integers(0, len(content) - 1))
        content[place : place + data.draw(st.integers(0, 3))] = data.draw(st.binary(max_size=3))
    read("x", bytes(content))  # a sentence or questions, never an accident
