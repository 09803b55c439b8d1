"""The register of bodies as a data file."""

from pathlib import Path
from typing import Final

from pydantic import Field

from service.bodies.models import Office, Place, Wave
from service.core.yaml_file import Entry, MalformedFileError, read_yaml

FILE_NAME: Final = "bodies.yaml"


class BodyEntry(Entry):
    """A body; an unknown parent is a fault of the file."""

    code: str = Field(pattern=r"^[a-z][a-z0-9-]{1,39}$")
    kk: str = Field(min_length=3)
    ru: str = Field(min_length=3)
    en: str = Field(min_length=3)
    office: Office = Field(strict=False)
    wave: Wave | None = Field(default=None, strict=False)
    authorised: bool = False
    parent: str | None = None
    place: Place | None = Field(default=None, strict=False)
    site: str = ""
    source: str

    @property
    def name(self) -> dict[str, str]:
        """The name by language."""
        return {"kk": self.kk, "ru": self.ru, "en": self.en}


class BodyFile(Entry):
    bodies: list[BodyEntry]


def load_bodies(path: Path) -> list[BodyEntry]:
    """Read the register.

    Raises:
        MalformedFileError: a body stands twice, its parent is unknown or stands after it, or there
            is not exactly one authorised body.
    """
    read = read_yaml(path, BodyFile)
    seen: set[str] = set()
    faults = []
    for number, one in enumerate(read.value.bodies):
        if one.code in seen:
            faults.append(read.fault(("bodies", number), f"{one.code} stands there twice"))
        if one.parent is not None and one.parent not in seen:
            faults.append(
                read.fault(
                    ("bodies", number, "parent"),
                    f"{one.parent} is no body that stands before",
                    "Write the body above its units.",
                )
            )
        seen.add(one.code)
    if sum(one.authorised for one in read.value.bodies) != 1:
        faults.append(read.fault(("bodies",), "there must be exactly one authorised body"))
    if faults:
        raise MalformedFileError(faults)
    return read.value.bodies
