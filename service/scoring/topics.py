"""The topics of essays as a data file."""

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Final

from pydantic import Field

from service.core.yaml_file import Entry, MalformedFileError, read_yaml

FILE: Final = Path("essays") / "topics.yaml"


class Topic(Entry):
    """A topic in the two languages in which essays are written (O26 IS 117)."""

    id: str = Field(pattern=r"^[A-Z0-9-]{3,20}$")
    kk: str = Field(min_length=10)
    ru: str = Field(min_length=10)

    def text(self, language: str) -> str:
        """The topic in a language of essays."""
        return self.kk if language == "kk" else self.ru


class TopicFile(Entry):
    topics: list[Topic] = Field(min_length=1)


@lru_cache
def load_topics(folder: Path) -> Mapping[str, Topic]:
    """Read the topics of a question bank's folder, by id.

    Raises:
        MalformedFileError: the file does not fit, or a topic stands twice.
    """
    read = read_yaml(folder / FILE, TopicFile)
    found = {one.id: one for one in read.value.topics}
    if len(found) != len(read.value.topics):
        raise MalformedFileError([read.fault(("topics",), "a topic stands there twice")])
    return found
