"""Programme files that are wrong: file, line, fault and way out."""

from pathlib import Path

import pytest

from service.core.yaml_file import MalformedFileError
from service.programmes.programme_files import load_programme, load_programmes, parse_programme
from service.settings import ROOT

FOLDER = ROOT / "question_bank" / "programmes"
LE_1 = (FOLDER / "le-1.yaml").read_text(encoding="utf-8")


def line_of(text: str, part: str) -> int:
    return text[: text.index(part)].count("\n") + 1


@pytest.mark.parametrize(
    ("sound", "faulty", "sentence"),
    [
        ("minutes: 110", 'minutes: "110"', "sections.1.minutes is no whole number. Write a number"),
        ("minutes: 110", "minutes: 0", "sections.1.minutes: 0 is too short"),
        ("pass_total: 95", "pass_total: 136", "sections.1.pass_total: 136 is not within 1 and 135"),
        (
            "kind: LE",
            "kind: LX",
            "kind - input should be 'LE', 'AD', 'IS' or 'PQ'. Correct",
        ),
        ("legal_education: required", "legal_education: yes", "legal_education - input should be"),
        ("unconfirmed: false", "unconfirmed: perhaps", "unconfirmed is neither true nor false"),
        ("valid_to: null", "valid_to: 2024-13-01", "valid_to is no day. Write a day that exists"),
        ("valid_to: null", "valid_to: 2024-01-31", "valid_to: 2024-01-31 lies before valid_from"),
        ("valid_to: null", "valid_until: null", "valid_until is not known here. Remove this key"),
        ("{administrative-offences: 15}", "{administrative-offences: 3}", "pass_per_act 5"),
        ("C-GP-2, C-GP-3", "C-GP-2, С-GP-2", "C-GP-2 stands there 2 times: keep one"),
        ("version: 1", "version: 1 # first\nversion: 2", "version stands there twice. Keep one"),
        ("valid_to: null", "\tvalid_to: null", "is no YAML: found character"),
    ],
)
def test_a_fault_names_the_file_the_line_and_the_way_out(sound, faulty, sentence):
    assert LE_1.count(sound) == 1
    text = LE_1.replace(sound, faulty)
    with pytest.raises(MalformedFileError) as refusal:
        parse_programme(text, "le-1.yaml")
    line = line_of(text, faulty.rsplit("\n", maxsplit=1)[-1])
    if sound.startswith("C-GP"):
        line = line_of(text, "categories:")
    found = str(refusal.value).splitlines()
    assert any(each.startswith(f"le-1.yaml:{line}: ") and sentence in each for each in found), found


def test_a_key_that_is_missing_is_named_at_its_place():
    text = LE_1.replace("    minutes: 110\n", "")
    with pytest.raises(MalformedFileError) as refusal:
        parse_programme(text, "le-1.yaml")
    line = line_of(text, "  - code: legislation")
    assert str(refusal.value) == f"le-1.yaml:{line}: sections.1.minutes is missing. Add this key."


def test_a_folder_is_loaded_whole_or_not_at_all(tmp_path):
    (tmp_path / "a.yaml").write_text(LE_1)
    (tmp_path / "b.yaml").write_text(LE_1.replace("version: 1", "version: one"))
    (tmp_path / "c.yaml").write_text(LE_1.replace("kind: LE", "kind: XX"))
    with pytest.raises(MalformedFileError) as refusal:
        load_programmes(tmp_path)
    assert [(fault.path.name, fault.line) for fault in refusal.value.faults] == [
        ("b.yaml", 4),
        ("c.yaml", 5),
    ]


def test_one_programme_in_two_files_is_refused(tmp_path):
    (tmp_path / "a.yaml").write_text(LE_1)
    (tmp_path / "b.yaml").write_text(LE_1)
    with pytest.raises(MalformedFileError, match="LE-1 version 1 stands there 2 times"):
        load_programmes(tmp_path)


def test_an_empty_folder_is_refused(tmp_path):
    with pytest.raises(MalformedFileError, match="holds no programme"):
        load_programmes(tmp_path)


def test_a_file_that_is_not_there_is_named():
    with pytest.raises(MalformedFileError, match=r"nowhere\.yaml:1: cannot be read"):
        load_programme(Path("nowhere.yaml"))


def test_a_text_that_was_handed_in_is_read_as_a_file_is():
    assert parse_programme(LE_1, "anything") == load_programme(FOLDER / "le-1.yaml")
