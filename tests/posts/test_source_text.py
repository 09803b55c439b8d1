import hashlib
from pathlib import Path

import pytest

from service.posts import source_text
from service.posts.source_text import Anomaly, FatalFault, joined, read_source, tidied


def texts_of(text: str) -> list[str]:
    return [line.text for line in read_source(text.encode()).lines]


@pytest.mark.parametrize(
    ("printed", "mended"),
    [
        ("б і л і м і", "білімі"),
        (
            "қ а ж е т т і  б а с қ а  д а  б і л і м д е р .",
            "қажетті басқа да білімдер.",
        ),
        ("қ а р ы м - қ а т ы н а с  е т у .", "қарым-қатынас ету."),
        ("б а с ш ы с ы  ( м е ң г е р у ш і с і ) :", "басшысы (меңгерушісі):"),
        ("Қ А Ж К  м е к е м е л е р і н і ң ;", "ҚАЖК мекемелерінің;"),
        ("2 0 1 4  ж ы л ғ ы", "2014 жылғы"),
        ("№  1 1 7          ", "№ 117"),
    ],
)
def test_a_letter_spaced_line_is_closed_up(printed: str, mended: str):
    source = read_source(printed.encode())
    assert [line.text for line in source.lines] == [mended]
    assert source.lines[0].printed == printed
    assert source.mends == (Anomaly(1, "letter-spaced", printed.strip()),)


@pytest.mark.parametrize(
    "printed",
    ["1", "А 1", "1 2 3 4", "А блогы", "ту. Ал", "ол да бұл", "№ 3-1-2", "а) бір б) екі в) үш"],
)
def test_a_line_that_is_not_letter_spaced_stays(printed: str):
    source = read_source(printed.encode())
    assert [line.text for line in source.lines] == [printed]
    assert source.mends == ()


def test_a_word_torn_by_blanks_is_put_together_where_the_text_knows_the_whole():
    text = "ұсыныс енгізу\nенгізу және\nжылжытуы туралы ұсыныс енг ізу ."
    assert texts_of(text)[2] == "жылжытуы туралы ұсыныс енгізу ."
    assert read_source(text.encode()).mends[0].kind == "torn word"


def test_a_torn_word_that_the_text_does_not_know_is_not_guessed():
    assert texts_of("туралы ұсыныс енг ізу .") == ["туралы ұсыныс енг ізу ."]


def test_two_words_that_make_a_third_stay_two_where_each_is_a_word():
    text = "бас\nбас\nтық\nтық\nбастық\nбас тық ."
    assert texts_of(text)[5] == "бас тық ."


@pytest.mark.parametrize(
    ("printed", "mended"),
    [
        ("өтiнiштерiн", "өтініштерін"),
        ("Yкiметiнiң", "Үкіметінің"),
        ("атқарулыуy", "атқарулыуу"),
        ("\u0415xcel", "Excel"),
        ("N 828 Word PhD", "N 828 Word PhD"),
        ("Wordты білу", "Wordты білу"),
    ],
)
def test_a_word_is_written_in_one_alphabet(printed: str, mended: str):
    assert texts_of(printed) == [mended]


def test_blanks_and_invisible_signs_go():
    assert texts_of("\ufeffа\u00a0б\u200bв\tг\nде\u0301") == ["а бв г", "де\u0301"]


def test_a_page_begins_after_three_empty_lines_or_a_form_feed():
    source = read_source("а\n\n\n\nб\n\n\nв\n\fг\n".encode())
    assert [line.text for line in source.lines if line.begins_page] == ["б", "г"]
    assert [(mend.line, mend.kind) for mend in source.mends] == [
        (5, "page break"),
        (9, "page break"),
    ]


@pytest.mark.parametrize(
    ("lines", "text"),
    [
        (["қамтамасыз", "ету."], "қамтамасыз ету."),
        (["«", "Әділет органдары туралы»"], "«Әділет органдары туралы»"),
        (["туралы»", ", «Жеке"], "туралы», «Жеке"),
        (["білу", "."], "білу."),
        (["Премьер-", "Министр"], "Премьер-Министр"),
        (["қам\u00ad", "тамасыз"], "қамтамасыз"),
        (["қам\u00ad", "", "", "", "тамасыз"], "қамтамасыз"),
        (["заң -", "жоба"], "заң - жоба"),
    ],
)
def test_continued_lines_are_joined(lines: list[str], text: str):
    assert joined(lines) == text
    assert joined(read_source("\n".join(lines).encode()).lines) == text


def test_signs_stand_where_they_belong():
    assert tidied(" ( сайлау )  ,  « туралы » .") == "(сайлау), «туралы»."


@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("bom", [b"", b"\xef\xbb\xbf"])
def test_lines_are_the_same_for_every_line_end_and_with_a_bom(ends: str, bom: bytes):
    source = read_source(bom + ends.join(["а", "", "б", ""]).encode())
    assert [(line.number, line.text) for line in source.lines] == [(1, "а"), (2, ""), (3, "б")]


def test_a_source_keeps_its_name_its_hash_and_what_is_printed(tmp_path: Path):
    file = tmp_path / "order.txt"
    file.write_bytes("бір\nе к і  ү ш\nтөрт\n".encode())
    source = read_source(file)
    assert source.name == "order.txt"
    assert source.sha256 == hashlib.sha256(file.read_bytes()).hexdigest()
    assert source.printed(2, 3) == "е к і  ү ш\nтөрт"
    assert read_source(file) == source


@pytest.mark.parametrize(
    ("data", "line", "reason"),
    [
        (b"", 0, "the file is empty."),
        (b"\xef\xbb\xbf \r\n\n", 0, "the file is empty."),
        (b"\xd0\xb0\n\xff\xfe\n", 2, "this is no text in UTF-8. Save it as plain text in UTF-8."),
        (b"a\nb\x00c\n", 2, "this is a binary file and no text."),
        (b"%PDF-1.7\n\x01\x02", 2, "this is a binary file and no text."),
    ],
    ids=["empty", "blanks only", "another encoding", "a NUL", "a PDF"],
)
def test_what_is_no_text_is_refused_with_the_line(data: bytes, line: int, reason: str):
    with pytest.raises(FatalFault) as refusal:
        read_source(data)
    assert (refusal.value.line, refusal.value.reason) == (line, reason)


def test_a_text_that_is_too_large_is_refused_unread(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    huge = tmp_path / "huge.txt"
    with huge.open("wb") as file:
        file.truncate(2 * 1024**3)  # a hole: nothing is written
    with pytest.raises(FatalFault, match="2048 MB, at most 20 MB"):
        read_source(huge)
    monkeypatch.setattr(source_text, "LARGEST", 10)
    assert read_source(b"0123456789").lines[0].text == "0123456789"
    with pytest.raises(FatalFault, match="too large"):
        read_source(b"01234567890")


def test_a_folder_is_no_file(tmp_path: Path):
    with pytest.raises(FatalFault, match="is no file"):
        read_source(tmp_path)


def test_another_text_is_refused_by_its_title():
    source = read_source("Ә д і л е т  м и н и с т р л і г і\nбіліктілік талаптары".encode())
    source.require("Әділет министрлігі", "БІЛІКТІЛІК талаптары")
    with pytest.raises(FatalFault, match="do not say «Жарлығы»"):
        source.require("Жарлығы")


def test_a_line_without_end_is_refused():
    with pytest.raises(FatalFault, match="line 2: this line is too long"):
        read_source(b"a\n" + b"b" * 10_001)
