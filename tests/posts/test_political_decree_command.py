"""`synaq import-political` and `synaq import-civilian`."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from service import cli
from service.posts.source_text import LARGEST
from tests.posts.test_civil_order import order
from tests.posts.test_political_decree import WHOLE, decree

TEXTS = {"import-political": decree(WHOLE), "import-civilian": order()}
COUNTS = {
    "import-political": {"posts": 1, "inferred": 0, "footnotes": 3},
    "import-civilian": {"groups": 4, "levels": 4, "titles": 4, "units": 1},
}
each_command = pytest.mark.parametrize("command", TEXTS)


def run(folder: Path, command: str, text: bytes, *options: str) -> Result:
    file = folder / "text.txt"
    file.write_bytes(text)
    return CliRunner().invoke(cli.app, [command, str(file), *options])


@each_command
def test_a_dry_run_prints_one_json_object(tmp_path: Path, command: str):
    done = run(tmp_path, command, TEXTS[command], "--dry-run", "--json")
    assert done.exit_code == 0
    told = json.loads(done.stdout)
    assert {name: told[name] for name in COUNTS[command]} == COUNTS[command]
    assert told["anomalies"] == sum(told["anomalies_by_kind"].values())
    assert done.stderr == ""


@each_command
def test_a_dry_run_shows_counts_and_anomalies(tmp_path: Path, command: str):
    done = run(tmp_path, command, TEXTS[command], "--dry-run")
    assert done.exit_code == 0
    assert "Act № " in done.stdout
    assert all(name in done.stdout for name in COUNTS[command])


@pytest.fixture
def house_of_its_own(database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Settings of the environment, as the commands read them."""
    monkeypatch.setenv("SYNAQ_ENVIRONMENT", "test")
    monkeypatch.setenv("SYNAQ_SECRET", "a secret of the tests, long enough")
    monkeypatch.setenv("SYNAQ_DATA_FOLDER", str(tmp_path))
    monkeypatch.setenv("SYNAQ_DATABASE_URL", database_url)


@each_command
@pytest.mark.usefixtures("house_of_its_own")
def test_a_text_is_written_once(tmp_path: Path, command: str):
    first = run(tmp_path, command, TEXTS[command])
    assert (first.exit_code, first.stderr) == (0, "")
    assert "version 1: " in first.stdout
    again = run(tmp_path, command, TEXTS[command], "--json")
    assert again.exit_code == 0
    told = json.loads(again.stdout)
    assert (told["written"], told["version"]) == (False, 1)


@pytest.mark.usefixtures("house_of_its_own")
def test_a_database_without_the_tables_is_told_apart(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("SYNAQ_DATABASE_URL", f"sqlite:///{tmp_path / 'empty.sqlite'}")
    done = run(tmp_path, "import-political", TEXTS["import-political"])
    assert done.exit_code == 1
    assert "synaq migrate" in done.stdout


@each_command
@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (b"", "is empty"),
        (b"PK\x03\x04\x00", "binary"),
        (b"Another text", "another text"),
        (b"\xff\xfe", "UTF-8"),
        (b" " * (LARGEST + 1), "too large"),
    ],
    ids=["empty", "binary", "foreign", "not UTF-8", "too large"],
)
def test_a_text_that_cannot_be_read_is_refused_with_the_reason(
    tmp_path: Path, command: str, text: bytes, reason: str
):
    done = run(tmp_path, command, text, "--dry-run", "--json")
    assert (done.exit_code, done.stdout) == (1, "")
    assert reason in done.stderr
