"""ID-2: the texts are dated, whole and never changed."""

import hashlib
from datetime import date
from pathlib import Path

import pytest

from service.core.i18n import LANGUAGES
from service.people.consent_text import ConsentTextsFaulty, load_consent_texts
from service.settings import ROOT


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for version in ("2025-01-01", "2026-11-01"):
        for language in LANGUAGES:
            (tmp_path / f"{version}.{language}.html").write_text(f"<p>{version} {language}</p>")
    write_sums(tmp_path)
    return tmp_path


def write_sums(folder: Path) -> None:
    lines = [
        f"{hashlib.sha256(file.read_bytes()).hexdigest()}  {file.name}"
        for file in sorted(folder.glob("*.html"))
    ]
    (folder / "SHA256SUMS").write_text("\n".join(lines) + "\n")


@pytest.mark.parametrize(
    ("day", "version"),
    [
        pytest.param(date(2024, 12, 31), "2025-01-01", id="before all the first is asked for"),
        pytest.param(date(2026, 10, 31), "2025-01-01", id="the last day of the former"),
        pytest.param(date(2026, 11, 1), "2026-11-01", id="the first day of the next"),
    ],
)
def test_a_version_is_asked_for_from_its_day(folder: Path, day: date, version: str):
    texts = load_consent_texts(folder)
    assert texts.version_on(day) == version
    text = texts.text_on(day, "ru")
    assert text.html == f"<p>{version} ru</p>"
    assert text.sha256 == hashlib.sha256(text.html.encode()).hexdigest()


def test_a_changed_text_stops_the_start(folder: Path):
    (folder / "2025-01-01.ru.html").write_text("<p>something else</p>")
    with pytest.raises(ConsentTextsFaulty, match=r"2025-01-01\.ru\.html has been changed"):
        load_consent_texts(folder)


def test_a_missing_language_stops_the_start(folder: Path):
    (folder / "2026-11-01.kk.html").unlink()
    write_sums(folder)
    with pytest.raises(ConsentTextsFaulty, match=r"2026-11-01\.kk\.html is missing"):
        load_consent_texts(folder)


def test_a_lost_file_stops_the_start(folder: Path):
    (folder / "2026-11-01.kk.html").unlink()
    with pytest.raises(ConsentTextsFaulty, match=r"2026-11-01\.kk\.html is missing"):
        load_consent_texts(folder)


def test_a_text_without_a_sum_stops_the_start(folder: Path):
    (folder / "2027-01-01.kk.html").write_text("<p>")
    with pytest.raises(ConsentTextsFaulty, match="add it with `sha256sum"):
        load_consent_texts(folder)


def test_no_text_stops_the_start(tmp_path: Path):
    (tmp_path / "SHA256SUMS").write_text("")
    with pytest.raises(ConsentTextsFaulty, match="holds no consent text"):
        load_consent_texts(tmp_path)


def test_our_own_texts_are_whole():
    texts = load_consent_texts(ROOT / "web" / "consent")
    sizes = {
        language: texts.text_on(date(2026, 12, 1), language).html.count("<li>")
        for language in LANGUAGES
    }
    assert set(sizes.values()) == {13}
