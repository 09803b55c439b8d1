"""`synaq validate-bank`."""

from pathlib import Path

import pytest

from service.programmes.validation import validate_bank
from service.settings import ROOT
from tests.make_bank import change, shipped_copy


def test_a_sound_bank_is_said_to_be_sound(capsys: pytest.CaptureFixture[str]):
    assert validate_bank(ROOT / "question_bank") == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[-1] == "The bank is sound."
    assert any(line.startswith("constitution: ") for line in lines)


def test_every_fault_is_printed_with_file_line_and_item(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    folder = shipped_copy(tmp_path)
    items = folder / "items" / "constitution.yaml"
    programme = folder / "programmes" / "le-3.yaml"
    first = change(items, "CONST-0001\n    version: 1", "CONST-0001\n    version: 0") + 1
    second = change(programme, "pass_total: 35", "pass_total: 76")
    assert validate_bank(folder) == 1
    assert capsys.readouterr().out.splitlines() == [
        f"{items}:{first}: CONST-0001: versions begin with 1.",
        f"{programme}:{second}: sections.1.pass_total: 76 is not within 1 and 75 questions.",
        "2 faults: the bank cannot be used.",
    ]


def test_a_programme_that_cannot_be_filled_is_a_fault(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    folder = shipped_copy(tmp_path)
    (folder / "items" / "president.yaml").unlink()
    assert validate_bank(folder) == 1
    assert "LE-3 draws 15 items of president, the bank has 0" in capsys.readouterr().out


def test_a_folder_that_is_empty_is_a_fault(tmp_path: Path):
    assert validate_bank(tmp_path) == 1
