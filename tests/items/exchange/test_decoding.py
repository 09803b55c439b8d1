"""Encodings in which files come; what cannot be told is not guessed."""

import pytest

from service.items.exchange.aiken import read_aiken
from service.items.exchange.decoding import decode
from tests.items.exchange.questions import faults

KAZAKH = (
    "Әкімшілік құқық бұзушылық үшін өндіріп алу – не?\r\nA) Ғ\r\nB) Ң\r\nC) Ү\r\nD) Һ\r\nANSWER: A"
)
RUSSIAN = "Каким государством является Республика Казахстан?\rА) 1\rВ) 2\rС) 3\rD) 4\rANSWER: A"


@pytest.mark.parametrize(
    ("text", "codec", "name"),
    [
        (KAZAKH, "utf-8", "UTF-8"),
        (KAZAKH, "utf-8-sig", "UTF-8"),
        (KAZAKH, "utf-16", "UTF-16"),
        (KAZAKH, "utf-16-le", "UTF-16"),
        (KAZAKH, "utf-16-be", "UTF-16"),
        (KAZAKH, "kz1048", "Windows-1251 (KZ-1048)"),
        (RUSSIAN, "cp1251", "Windows-1251 (KZ-1048)"),
        (RUSSIAN, "koi8_r", "KOI8-R"),
        (RUSSIAN, "cp866", "CP866"),
    ],
)
def test_an_encoding_is_told_by_its_letters(text: str, codec: str, name: str):
    found = decode(text.encode(codec))
    assert found is not None
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    assert (found.encoding, found.text.removeprefix("\ufeff")) == (name, lines)
    reading = read_aiken("a.txt", text.encode(codec))
    assert (reading.faults, len(reading.questions), reading.encoding) == ([], 1, name)


@pytest.mark.parametrize("content", [b"\xef\xbb\xbf\xff\xfe", b"\xff\xfe\x00", bytes(range(256))])
def test_what_cannot_be_told_is_a_fault(content: bytes):
    assert faults(read_aiken("a.txt", content)) == [
        ("file", "In which encoding the file is written cannot be told.")
    ]


@pytest.mark.parametrize("content", [b"", b"\xef\xbb\xbf", b" \r\n\t\n"])
def test_an_empty_file_is_a_fault(content: bytes):
    assert faults(read_aiken("a.txt", content)) == [("file", "The file is empty.")]
