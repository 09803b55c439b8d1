from datetime import date
from pathlib import Path

import pytest

from service.core.yaml_file import Entry, MalformedFileError, parse_yaml, read_yaml


class Row(Entry):
    day: date
    name: str = ""


class Table(Entry):
    rows: list[Row]


def faults_of(text: str) -> list[str]:
    with pytest.raises(MalformedFileError) as refusal:
        parse_yaml(text, Path("table.yaml"), Table)
    return str(refusal.value).splitlines()


def test_a_sound_file_comes_with_the_lines_of_its_values(tmp_path):
    path = tmp_path / "table.yaml"
    path.write_text("# a table\nrows:\n  - day: 2024-02-01\n    name: Наурыз\n")
    file = read_yaml(path, Table)
    assert file.value == Table(rows=[Row(day=date(2024, 2, 1), name="Наурыз")])
    assert file.fault(("rows", 0, "name"), "bad", "Mend it.").line == 4
    assert file.fault(("rows", 7, "x"), "bad").line == 2
    assert str(file.fault(("rows",), "bad", "Mend it.")) == f"{path}:2: bad. Mend it."


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        pytest.param("", "table.yaml:1: the file is empty. Fill it, or remove it.", id="empty"),
        pytest.param("- 1", "table.yaml:1: the file is no mapping", id="a list at the top"),
        pytest.param("rows: 1", "table.yaml:1: rows is no list", id="a number for a list"),
        pytest.param("rows:\n- day: 1", "table.yaml:2: rows.0.day is no day", id="no day"),
        pytest.param(
            "rows:\n- day: 2024-02-30", "table.yaml:2: rows.0.day is no day", id="30 February"
        ),
        pytest.param(
            "rows:\n- name: x", "table.yaml:2: rows.0.day is missing. Add this key.", id="missing"
        ),
        pytest.param(
            "rows:\n- {day: 2024-02-01, name: no}", "rows.0.name is no text", id="no means false"
        ),
        pytest.param(
            "rows: []\n\nrows: []", "table.yaml:3: rows stands there twice", id="a key twice"
        ),
        pytest.param("rows: &x [*x]", "table.yaml:1: an alias (*) stands here", id="endless"),
        pytest.param("rows: [", "is no YAML", id="not closed"),
        pytest.param("rows: \x07", "is no YAML", id="a control character"),
        pytest.param("[" * 9999 + "]" * 9999, "is nested too deeply", id="very deep"),
        pytest.param("rows: !!python/object:os.system {}", "is no YAML", id="a tag of Python"),
    ],
)
def test_a_fault_says_where_what_and_how_to_mend_it(text, fault):
    found = faults_of(text)
    assert len(found) == 1
    assert fault in found[0]


def test_all_faults_are_told_at_once():
    assert [each.split(" ")[0] for each in faults_of("rows:\n- day: x\n- day: y\n  nam: z")] == [
        "table.yaml:2:",
        "table.yaml:3:",
        "table.yaml:4:",
    ]


def test_a_file_that_is_not_utf_8_is_refused(tmp_path):
    path = tmp_path / "table.yaml"
    path.write_bytes("rows: [] # Наурыз".encode("cp1251"))
    with pytest.raises(MalformedFileError, match=r"table\.yaml:1: is not UTF-8"):
        read_yaml(path, Table)
