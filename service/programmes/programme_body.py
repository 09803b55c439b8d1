"""A programme as JSON-able data, as a programme version keeps it, and back."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from typing import Any

from service.law.programme import Part, Programme, Section


def body_of(programme: Programme, text: str) -> dict[str, Any]:
    """Return what a programme version keeps: the programme, and the YAML text it came as."""
    return {"programme": _plain(programme), "text": text}


def sha256_of(programme: Programme) -> str:
    """Return the hash of what the programme says; comments of its file do not count."""
    plain = json.dumps(_plain(programme), ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(plain.encode()).hexdigest()


def programme_from_body(body: Mapping[str, Any]) -> Programme:
    """Return the programme that `body_of` stored."""
    plain = dict(body["programme"])
    valid_to = plain["valid_to"]
    sections = tuple(_section(section) for section in plain.pop("sections"))
    return Programme(
        **{
            **plain,
            "valid_from": date.fromisoformat(plain["valid_from"]),
            "valid_to": None if valid_to is None else date.fromisoformat(valid_to),
            "categories": tuple(plain["categories"]),
        },
        sections=sections,
    )


def _section(plain: Mapping[str, Any]) -> Section:
    parts = tuple(Part(**part) for part in plain["parts"])
    return Section(**{**plain, "parts": parts})


def _plain(programme: Programme) -> dict[str, Any]:
    plain = _said(asdict(programme), {"pass_together": None})
    valid_to = programme.valid_to
    return plain | {
        "valid_from": programme.valid_from.isoformat(),
        "valid_to": None if valid_to is None else valid_to.isoformat(),
        "categories": list(programme.categories),
        "sections": [_plain_section(section) for section in programme.sections],
    }


def _plain_section(section: Section) -> dict[str, Any]:
    parts = [_said(asdict(part), {"asks": 1}) for part in section.parts]
    return _said(asdict(section) | {"parts": parts}, {"kind": "knowledge", "level": None})


def _said(plain: dict[str, Any], silent: Mapping[str, Any]) -> dict[str, Any]:
    """What goes without saying is not said: programmes published before there was more agree."""
    return {name: value for name, value in plain.items() if silent.get(name, ...) != value}
