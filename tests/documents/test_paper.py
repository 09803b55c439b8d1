"""What a paper shows, that it is archival and accessible, and that its QR code can be read."""

import itertools
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import pypdf
import pytest
import segno
from pydantic import ValidationError
from pypdf.generic import DictionaryObject, IndirectObject

from service.documents.facts import FACTS, as_json, from_json, masked_iin
from service.documents.paper import SEAL_BOX, TEMPLATES, render
from service.law.document import DocumentKind

URL = "https://synaq.example.kz/check/7QK3M9TDPX2V"
STATM = Path("/proc/self/statm")
PDFTOPPM = shutil.which("pdftoppm")
PAPERS = {
    "certificate": DocumentKind.CERTIFICATE,
    "certificate-is": DocumentKind.CERTIFICATE,
    "statement": DocumentKind.STATEMENT,
    "conclusion": DocumentKind.CONCLUSION,
    "technical-act": DocumentKind.TECHNICAL_ACT,
    "breach-list": DocumentKind.BREACH_LIST,
}
EVERY_PAPER = pytest.mark.parametrize("name", PAPERS)
Specimen = Callable[[str], dict[str, Any]]


def opened(name: str, facts: dict[str, Any]) -> pypdf.PdfReader:
    return pypdf.PdfReader(BytesIO(render(PAPERS[name], facts, check_url=URL)), strict=True)


def words(page: pypdf.PageObject) -> str:
    return " ".join(page.extract_text().replace("\u00a0", " ").split())


@EVERY_PAPER
def test_the_kazakh_part_comes_first_and_the_russian_second(name: str, specimen: Specimen) -> None:
    facts = specimen(name)
    kazakh, russian = (words(page) for page in opened(name, facts).pages)
    assert {"ә", "ғ", "қ", "ң", "ө", "ұ", "ү", "і"} <= set(kazakh)
    assert "Бағдарлама" in kazakh or "бағдарламасы" in kazakh
    assert "Программа тестирования" in russian
    for part in (kazakh, russian):
        assert facts["holder"]["name"] in part
        assert facts["number"] in part
        assert "••••••••" in part
        assert URL.rsplit("/", 1)[0] in part


@EVERY_PAPER
def test_a_name_with_every_kazakh_letter_survives_in_both_parts(
    name: str, specimen: Specimen
) -> None:
    facts = specimen(name)
    facts["holder"]["name"] = "Әғқңөұүһі ӘҒҚҢӨҰҮҺІ"
    for page in opened(name, facts).pages:
        assert "Әғқңөұүһі ӘҒҚҢӨҰҮҺІ" in words(page)


def test_tt_7_the_certificate_has_a_row_per_test_and_act_and_the_total(specimen: Specimen) -> None:
    facts = specimen("certificate")
    kazakh, russian = (words(page) for page in opened("certificate", facts).pages)
    for section in facts["sections"]:
        for row in (section, *section["parts"]):
            assert row["title"]["kk"] in kazakh
            assert row["title"]["ru"] in russian
    assert "Тест на знание государственного языка 20 не установлено 17" in russian
    assert "Тест на знание законодательства Республики Казахстан 135 95 108" in russian
    assert "Конституция Республики Казахстан 15 5 12" in russian
    assert "ИТОГО 155 – 125" in russian
    assert "ҚОРЫТЫНДЫ 155 – 125" in kazakh


def test_the_total_has_a_threshold_where_every_test_has_one(specimen: Specimen) -> None:
    facts = specimen("certificate-is")
    facts["sections"] = facts["sections"][1:]
    assert "ИТОГО 55 30 44" in words(opened("certificate", facts).pages[1])


@pytest.mark.parametrize(
    ("rules", "kazakh", "russian"),
    [
        ("LE", "құқық қорғау қызметінің лауазымдарына", "на должности правоохранительной службы"),
        ("AD", "«Б» корпусының мемлекеттік әкімшілік", "должностей корпуса «Б»"),
        ("IS", "қатысқан кезде ғана жарамды", "только для участия в отборе и конкурсах"),
    ],
)
def test_tt_7_the_certificate_says_where_and_until_when_it_is_valid(
    specimen: Specimen, rules: str, kazakh: str, russian: str
) -> None:
    facts = specimen("certificate") | {"rules": rules}
    first, second = (words(page) for page in opened("certificate", facts).pages)
    assert kazakh in first
    assert "бір жыл – 2027 жылғы 3 қарашаға дейін (қоса алғанда)" in first
    assert russian in second
    assert "один год со дня прохождения тестирования — до 3 ноября 2027 года" in second


def test_st_1_the_conclusion_has_a_score_and_a_level_for_each_quality_and_no_word_of_passing(
    specimen: Specimen,
) -> None:
    kazakh, russian = (words(page) for page in opened("conclusion", specimen("conclusion")).pages)
    assert "Стреске төзімділік 8,3 жоғары" in kazakh
    assert "Бастамашылдық 5,4 тәуекел аймағы" in kazakh
    assert "Стрессоустойчивость 8,3 высокий" in russian
    assert "Ориентация на потребителя услуг 9,2 высокий" in russian
    assert "Стратегическое мышление 2,5 мало ответов" in russian
    assert "7,2 из 10" in russian
    assert "Отвечено ситуаций: 45 из 48" in russian
    for word in ("прошёл", "сдал", "провал", "өтті", "құлады"):
        assert word not in russian + kazakh


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"is_steady": False, "consistency": 41}, "профиль следует читать с осторожностью"),
        ({"is_steady": None, "consistency": None}, "Ответов недостаточно, чтобы о ней судить"),
        ({"level": "specialist"}, "Уровень должности специалист"),
        ({"sufficient_from": 55, "strong_from": 85}, "достаточный — от 5,5; высокий — от 8,5"),
    ],
)
def test_the_conclusion_says_how_it_is_to_be_read(
    specimen: Specimen, changed: dict[str, Any], said: str
) -> None:
    facts = specimen("conclusion") | changed
    assert said in words(opened("conclusion", facts).pages[1])


def test_the_certificate_says_how_and_until_when_to_appeal(specimen: Specimen) -> None:
    facts = specimen("certificate")
    first, second = (words(page) for page in opened("certificate", facts).pages)
    assert f"{facts['appeal']['how']['kk']} Өтініш беру мерзімі – 2026 жылғы 6 қараша" in first
    assert f"{facts['appeal']['how']['ru']} Срок подачи — до 6 ноября 2026 года" in second


def test_a_paper_without_appeal_and_notice_leaves_them_out(specimen: Specimen) -> None:
    facts = specimen("certificate") | {"appeal": None, "notice": None}
    text = words(opened("certificate", facts).pages[1])
    assert "Апелляция" not in text
    assert "АПЕЛЛЯЦИЯ" not in text
    assert "Демонстрационный" not in text


def test_rf_1_the_statement_says_what_lacked_and_when_to_come_again(specimen: Specimen) -> None:
    first, second = (words(page) for page in opened("statement", specimen("statement")).pages)
    assert "2026 жылғы 4 желтоқсаннан бастап" in first
    assert "с 4 декабря 2026 года" in second
    assert "Тест на знание законодательства Республики Казахстан 135 95 76 19" in second
    assert "Уголовный кодекс Республики Казахстан 15 5 4 1" in second
    assert "Конституция Республики Казахстан 15 5 12 –" in second


def test_tt_5_the_act_shows_astana_times_and_the_twenty_four_hours(specimen: Specimen) -> None:
    first, second = (words(one) for one in opened("technical-act", specimen("technical-act")).pages)
    assert "2026 жылғы 3 қараша, 10:12 (Астана уақыты)" in first
    assert "до 4 ноября 2026 года, 10:40 (время Астаны)" in second


def test_tt_5_an_act_of_a_failure_that_still_lasts_says_so(specimen: Specimen) -> None:
    facts = specimen("technical-act") | {"ended_at": None}
    assert "акт тіркелген сәтте жалғасуда" in words(opened("technical-act", facts).pages[0])


def test_pr_1_the_list_shows_each_breach_with_time_rule_and_what_was_seen(
    specimen: Specimen,
) -> None:
    facts = specimen("breach-list")
    text = words(opened("breach-list", facts).pages[1])
    assert "0:12:34" in text
    assert "1:02:03" in text
    for breach in facts["breaches"]:
        assert breach["requirement"]["ru"] in text
        assert breach["seen"]["ru"] in text
    assert "до 3 мая 2027 года включительно" in text


def test_a_long_list_runs_over_pages_and_counts_them_in_each_part(specimen: Specimen) -> None:
    facts = specimen("breach-list")
    facts["breaches"] *= 8
    texts = [words(page) for page in opened("breach-list", facts).pages]
    assert [("бет, барлығы 2" in one, "из 2" in one) for one in texts] == [
        (True, False),
        (True, False),
        (False, True),
        (False, True),
    ]


@pytest.mark.parametrize("name", ["certificate", "statement"])
def test_the_longest_names_still_fit_one_page_a_language(name: str, specimen: Specimen) -> None:
    facts = specimen(name)
    facts["holder"]["name"] = "Нұрмағамбетова-Қожахметова Гүлжауһар-Ақбөпе Өтегенмұхаммедқызы"
    facts["issuer"] = {
        "kk": "Мемлекеттік қызмет істері агенттігінің Ұлттық тестілеу орталығы",
        "ru": "Национальный центр тестирования Агентства по делам государственной службы",
    }
    assert len(opened(name, facts).pages) == 2


@pytest.mark.parametrize("month", range(1, 13))
def test_kazakh_months_take_their_endings(specimen: Specimen, month: int) -> None:
    facts = specimen("certificate") | {"valid_until": f"2027-{month:02}-05"}
    endings = ["ға", "ға", "ға", "ге", "ға", "ға", "ге", "ға", "ке", "ға", "ға", "ға"]
    text = words(opened("certificate", facts).pages[0])
    until = text.split("бір жыл – 2027 жылғы 5 ")[1].split(" ")[0]
    assert until.endswith(endings[month - 1])


@EVERY_PAPER
def test_equal_facts_give_equal_bytes(name: str, specimen: Specimen) -> None:
    facts = specimen(name)
    assert render(PAPERS[name], facts, check_url=URL) == render(PAPERS[name], facts, check_url=URL)


def test_another_process_sets_the_same_bytes(certificate: bytes) -> None:
    program = (
        "import json, sys; from service.documents.paper import render;"
        "from service.law.document import DocumentKind;"
        f"facts = json.load(open({str(Path(__file__).parent / 'specimens/certificate.json')!r}));"
        f"pdf = render(DocumentKind.CERTIFICATE, facts, check_url={URL!r});"
        "sys.stdout.buffer.write(pdf)"
    )
    again = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True)
    assert again.stdout == certificate


@pytest.mark.skipif(not STATM.exists(), reason="needs Linux")
def test_many_papers_do_not_fill_the_memory(specimen: Specimen) -> None:
    facts = specimen("certificate")
    taken = []
    for person in range(15):
        facts["holder"]["name"] = f"Үміткер {person}"
        render(DocumentKind.CERTIFICATE, facts, check_url=URL)
        taken.append(int(STATM.read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE"))
    assert taken[-1] - taken[1] < 40_000_000


@EVERY_PAPER
def test_a_template_and_its_facts_exist_for_every_kind(name: str) -> None:
    assert (TEMPLATES / f"{PAPERS[name].value}.typ").is_file()
    # the protocol of a competition has tests of its own
    assert set(FACTS) == {*PAPERS.values(), DocumentKind.PROTOCOL}


@EVERY_PAPER
def test_facts_survive_their_storage_as_json(name: str, specimen: Specimen) -> None:
    facts = from_json(PAPERS[name], specimen(name))
    assert from_json(PAPERS[name], as_json(facts)) == facts


@pytest.mark.parametrize(
    "change",
    [
        {"number": ""},
        {"issued_at": "2026-11-03T06:41:00"},
        {"holder": {"name": "Әли Ұя", "iin": "900101300123"}},
        {"sections": []},
        {"unknown": 1},
    ],
    ids=["no number", "a moment without zone", "an unmasked iin", "no sections", "a stray field"],
)
def test_wrong_facts_are_refused(specimen: Specimen, change: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        render(DocumentKind.CERTIFICATE, specimen("certificate") | change, check_url=URL)


def test_the_text_of_facts_is_text_and_not_markup(specimen: Specimen) -> None:
    facts = specimen("certificate")
    facts["holder"]["name"] = '#panic("x") $1$ *a* <b>'
    assert '#panic("x") $1$ *a* <b>' in words(opened("certificate", facts).pages[0])


def test_an_iin_shows_its_last_four_digits() -> None:
    assert masked_iin("900101300123") == "••••••••0123"


# ---- archival and accessible: what PDF/A-2a and PDF/UA-1 ask and can be seen in the structure


@EVERY_PAPER
def test_the_metadata_say_pdf_a_2a_and_pdf_ua_1(name: str, specimen: Specimen) -> None:
    facts = specimen(name)
    reader = opened(name, facts)
    root: Any = reader.trailer["/Root"]
    xmp = root["/Metadata"].get_data().decode()
    assert "<pdfaid:part>2</pdfaid:part><pdfaid:conformance>A</pdfaid:conformance>" in xmp
    assert "<pdfuaid:part>1</pdfuaid:part>" in xmp
    info: Any = reader.metadata
    assert info["/Keywords"] == facts["number"]
    assert facts["number"] in info["/Title"]
    assert info["/CreationDate"] == "D:20261103000000Z"


@EVERY_PAPER
def test_the_file_is_archival_in_its_structure(name: str, specimen: Specimen) -> None:
    reader = opened(name, specimen(name))
    root: Any = reader.trailer["/Root"]
    assert "/ID" in reader.trailer
    assert "/Encrypt" not in reader.trailer
    assert root["/OutputIntents"][0].get_object()["/S"] == "/GTS_PDFA1"
    assert root["/MarkInfo"]["/Marked"]
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert not {"/OpenAction", "/AA", "/AcroForm"} & set(root)
    assert "/JavaScript" not in root.get("/Names", {})
    for page in reader.pages:
        tabs: Any = page["/Tabs"]
        assert tabs == "/S"
        annotations: Any = page.get("/Annots", [])
        for annotation in annotations:
            assert annotation["/F"] & 4  # printed
            assert annotation["/Contents"] == URL
    assert all(is_embedded(font) for font in fonts_of(reader))


def fonts_of(reader: pypdf.PdfReader) -> Iterator[Any]:
    size: Any = reader.trailer["/Size"]
    for number in range(1, size):
        one = IndirectObject(number, 0, reader).get_object()
        if isinstance(one, DictionaryObject) and one.get("/Type") == "/Font":
            yield one


def is_embedded(font: Any) -> bool:
    if font["/Subtype"] == "/Type0":
        return "/ToUnicode" in font
    return bool({"/FontFile2", "/FontFile3"} & set(font["/FontDescriptor"]))


@EVERY_PAPER
def test_screen_readers_find_headings_tables_and_the_qr_codes_meaning(
    name: str, specimen: Specimen
) -> None:
    root: Any = opened(name, specimen(name)).trailer["/Root"]
    document = root["/StructTreeRoot"]["/K"][0]
    kinds = [node["/S"] for node in walk(document)]
    assert kinds.count("/H1") == 2
    assert kinds.count("/Table") == (0 if name == "technical-act" else 2)
    figures = [node["/Alt"] for node in walk(document) if node["/S"] == "/Figure"]
    assert figures == [
        f"Құжатты тексеру бетінің QR-коды: {URL}",
        f"QR-код страницы проверки документа: {URL}",
    ]
    headings = [node["/Lang"] for node in walk(document) if node["/S"] == "/H1"]
    assert headings == ["kk-KZ", "ru-KZ"]


def walk(node: Any) -> Iterator[Any]:
    node = node.get_object()
    if isinstance(node, DictionaryObject) and "/S" in node:
        yield node
        children = node.get("/K", [])
        for child in children if isinstance(children, list) else [children]:
            yield from walk(child)


@pytest.mark.skipif(PDFTOPPM is None, reason="needs poppler-utils")
@pytest.mark.parametrize("page", [1, 2])
def test_the_printed_qr_code_leads_to_the_check_page(
    certificate: bytes, tmp_path: Path, page: int
) -> None:
    """Reads the QR code's modules off the page as printed and compares them with segno's."""
    dots = 216  # three dots a point
    file = tmp_path / "paper.pdf"
    file.write_bytes(certificate)
    picture = subprocess.run(
        [str(PDFTOPPM), "-gray", "-r", str(dots), "-f", str(page), "-l", str(page), str(file)],
        capture_output=True,
        check=True,
    ).stdout
    magic, width, height, _ = picture.split(maxsplit=4)[:4]
    assert magic == b"P5"
    pixels = picture[-int(width) * int(height) :]
    expected = [[bool(dark) for dark in row] for row in segno.make(URL, error="m").matrix]
    size = SEAL_BOX[3] - SEAL_BOX[1]
    left, top = 22 / 25.4 * 72, 297 / 25.4 * 72 - SEAL_BOX[3]
    seen = [[False] * len(expected) for _ in expected]
    for row, column in itertools.product(range(len(expected)), repeat=2):
        x = round((left + (column + 0.5) * size / len(expected)) * dots / 72)
        y = round((top + (row + 0.5) * size / len(expected)) * dots / 72)
        seen[row][column] = pixels[y * int(width) + x] < 128
    assert seen == expected
