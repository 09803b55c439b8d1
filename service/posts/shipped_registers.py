"""Writes the shipped registers of posts from the published texts.

`python -m service.posts.shipped_registers SOURCES REGISTERS`
"""

import sys
from pathlib import Path
from typing import Final

import yaml
from pydantic import BaseModel

from service.posts import civil_file, political_file, qualification_file
from service.posts.civil_order import read_civil_order
from service.posts.political_decree import read_political_decree
from service.posts.qualification_order import read_qualification_order
from service.posts.source_text import FatalFault

POLITICAL_SOURCE: Final = "decree-828-2002-political-posts.txt"
CIVIL_SOURCE: Final = "order-920-2019-civil-posts.txt"
QUALIFICATION_SOURCE: Final = "order-117-2014-requirements.txt"
_WIDTH: Final = 100
_HEAD: Final = (
    "# Facts of {act}, read from the published text: change the text's parser and not this file.\n"
    "# `python -m service.posts.shipped_registers SOURCES REGISTERS` writes it anew.\n"
)


def written(content: BaseModel, act: str) -> str:
    """Return the file's text: the same facts always give the same text."""
    plain = content.model_dump(mode="python", exclude_defaults=True)
    body = yaml.dump(plain, Dumper=_Plain, allow_unicode=True, sort_keys=False, width=_WIDTH)
    return _HEAD.format(act=act) + str(body)


class _Plain(yaml.SafeDumper):
    """Words of a fixed list are written as plain texts; short lists stay on one line."""

    def ignore_aliases(self, data: object) -> bool:  # noqa: ARG002  # the library's signature
        return True


def _short_list(dumper: _Plain, data: list[object]) -> yaml.Node:
    is_short = all(isinstance(one, int) for one in data)
    return dumper.represent_sequence("tag:yaml.org,2002:seq", data, flow_style=is_short)


def _short_text(dumper: _Plain, data: str) -> yaml.Node:
    return dumper.represent_str(str(data))


_Plain.add_representer(list, _short_list)
_Plain.add_multi_representer(str, _short_text)


def political_text(sources: Path) -> str:
    """Return the shipped file of political posts, read from the decree."""
    reading = read_political_decree(sources / POLITICAL_SOURCE)
    return written(political_file.political_file(reading), f"decree № {reading.act.number}")


def civil_text(sources: Path) -> str:
    """Return the shipped file of civilian posts, read from the order."""
    reading = read_civil_order(sources / CIVIL_SOURCE)
    return written(civil_file.civil_file(reading), f"order № {reading.act.number}")


def qualification_text(sources: Path) -> str:
    """Return the shipped file of posts with their requirements, read from the order."""
    reading = read_qualification_order(sources / QUALIFICATION_SOURCE)
    return written(qualification_file.qualification_file(reading), f"order № {reading.act.number}")


def main(sources: Path, registers: Path) -> None:
    """Write the files; nothing is written where a text cannot be read."""
    texts = {
        political_file.FILE_NAME: political_text(sources),
        civil_file.FILE_NAME: civil_text(sources),
        qualification_file.FILE_NAME: qualification_text(sources),
    }
    registers.mkdir(exist_ok=True)
    for name, text in texts.items():
        (registers / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    try:
        main(Path(sys.argv[1]), Path(sys.argv[2]))
    except FatalFault as fault:
        sys.exit(str(fault))
