"""ID-2: the texts that people consent to: dated versions in three languages, never changed.

`<folder>/<version>.<language>.html`, the version being the day from which it is asked for, and
`<folder>/SHA256SUMS` (as sha256sum writes it), which stops the start when a text has been changed
after people have consented to it.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

from markupsafe import Markup

from service.core.i18n import LANGUAGES

SUMS: Final = "SHA256SUMS"


class ConsentTextsFaulty(ValueError):
    """The folder of consent texts cannot be used; the text says which file and why."""


@dataclass(frozen=True)
class ConsentText:
    """One version in one language; `sha256` is of the file's bytes."""

    version: str
    language: str
    html: Markup
    sha256: str

    @property
    def asked_from(self) -> date:
        """The day from which it is asked for."""
        return date.fromisoformat(self.version)


class ConsentTexts:
    """Every version of the consent, by the day from which it is asked for."""

    def __init__(self, texts: Mapping[tuple[str, str], ConsentText]) -> None:
        self._texts = texts
        self._versions = sorted({version for version, _ in texts})

    def version_on(self, day: date) -> str:
        """Return the version that is asked for on this day; the first one before all."""
        begun = [version for version in self._versions if version <= day.isoformat()]
        return begun[-1] if begun else self._versions[0]

    def text_on(self, day: date, language: str) -> ConsentText:
        """Return what is asked for on this day, in this language."""
        return self._texts[self.version_on(day), language]


def load_consent_texts(folder: Path) -> ConsentTexts:
    """Read every version; raises ConsentTextsFaulty where one is incomplete or changed."""
    texts = {}
    sums = _read_sums(folder)
    for name, expected in sums.items():
        version, language, ending = name.split(".")
        content = _content(folder / name)
        if hashlib.sha256(content).hexdigest() != expected:
            message = (
                f"{folder / name} has been changed, but people have consented to it: restore it "
                "and write a new version (a file named by the day from which it is asked for)"
            )
            raise ConsentTextsFaulty(message)
        assert ending == "html"
        text = ConsentText(version, language, Markup(content.decode()), expected)  # noqa: S704  # our own file, its sum checked
        texts[version, language] = text
    _check_complete(folder, texts)
    return ConsentTexts(texts)


def _read_sums(folder: Path) -> dict[str, str]:
    sums = {}
    for line in _content(folder / SUMS).decode().splitlines():
        sha256, name = line.split()
        sums[name] = sha256
    for file in sorted(folder.glob("*.html")):
        if file.name not in sums:
            message = f"{file} does not stand in {SUMS}: add it with `sha256sum {file.name}`"
            raise ConsentTextsFaulty(message)
    return sums


def _content(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except FileNotFoundError:
        message = f"{file} is missing: consent cannot be asked for without it"
        raise ConsentTextsFaulty(message) from None


def _check_complete(folder: Path, texts: Mapping[tuple[str, str], ConsentText]) -> None:
    versions = {version for version, _ in texts}
    if not versions:
        message = f"{folder} holds no consent text"
        raise ConsentTextsFaulty(message)
    for version in versions:
        date.fromisoformat(version)
        for language in LANGUAGES:
            if (version, language) not in texts:
                message = f"{folder / version}.{language}.html is missing in {SUMS}"
                raise ConsentTextsFaulty(message)
