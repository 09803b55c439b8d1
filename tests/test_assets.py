"""The files that pages load: brought once, whole, or refused with a way out."""

import stat
from pathlib import Path

import pytest

from service.assets import COPIES, VENDOR, AssetsMissingError, copy_files, npm_command, prepare

NPM = """#!/bin/sh
mkdir -p node_modules
echo called >> calls
{body}
"""


def pretend_packages(root: Path) -> None:
    for copies in COPIES:
        file = root / "node_modules" / copies.pattern
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(copies.pattern)


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a folder with a lock file and, on the PATH, programs named npm and node."""
    (tmp_path / "package-lock.json").write_text("{}")
    programs = tmp_path / "programs"
    programs.mkdir()
    for name in ("npm", "node"):
        program(programs / name, NPM.format(body=""))
    monkeypatch.setenv("PATH", f"{programs}:/usr/bin:/bin")
    return tmp_path


def program(file: Path, text: str) -> None:
    file.write_text(text)
    file.chmod(file.stat().st_mode | stat.S_IXUSR)


def calls(root: Path) -> int:
    return len((root / "calls").read_text().splitlines())


def test_every_file_is_copied_to_its_folder(root: Path) -> None:
    pretend_packages(root)
    prepare(root)
    copied = {str(file.relative_to(root / VENDOR)) for file in (root / VENDOR).rglob("*.*")}
    assert copied == {
        ".stamp",
        "noto-sans/noto-sans-latin-wght-normal.woff2",
        "noto-sans/noto-sans-latin-ext-wght-normal.woff2",
        "noto-sans/noto-sans-cyrillic-wght-normal.woff2",
        "noto-sans/noto-sans-cyrillic-ext-wght-normal.woff2",
        "ncalayer/ncalayer-client.js",
    }
    for folder in ("noto-sans", "ncalayer"):
        assert (root / VENDOR / folder / "LICENSE").exists()


def test_npm_is_not_called_again_while_the_lock_file_stays(root: Path) -> None:
    pretend_packages(root)
    prepare(root)
    prepare(root)
    assert calls(root) == 1


def test_a_changed_lock_file_brings_the_files_anew(root: Path) -> None:
    pretend_packages(root)
    prepare(root)
    (root / "package-lock.json").write_text('{"lockfileVersion": 3}')
    (root / VENDOR / "old.js").write_text("from an older package")
    prepare(root)
    assert calls(root) == 2
    assert not (root / VENDOR / "old.js").exists()


def test_a_failing_npm_says_what_npm_said_and_what_to_do(root: Path) -> None:
    program(root / "programs" / "npm", NPM.format(body="echo 'no network' >&2; exit 1"))
    with pytest.raises(AssetsMissingError, match=r"no network\n.*run `synaq assets` again"):
        prepare(root)
    assert not (root / VENDOR).exists()


def test_a_package_without_a_wanted_file_is_named(root: Path) -> None:
    with pytest.raises(
        AssetsMissingError, match=r"node_modules/@fontsource-variable/noto-sans/files"
    ):
        copy_files(root)


def test_without_node_on_the_path_the_python_package_brings_npm(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("PATH", "/nonexistent")
    assert [Path(part).name for part in npm_command()] == ["node", "npm-cli.js"]


def test_without_any_npm_the_way_out_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "/nonexistent")
    monkeypatch.setattr("sys.path", [str(tmp_path)])
    with pytest.raises(AssetsMissingError, match=r"install Node\.js 18 or newer"):
        npm_command()
