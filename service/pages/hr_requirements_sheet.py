"""Requirements as a form has them: rows that come and go, read back with a fault at each field.

A sheet is what the fields hold, as it was typed: rows in lists, choices as lists of codes. Names of
fields are the ways into it: `ways-0-needs-1-years`.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from starlette.datastructures import FormData

from service.law.requirements import Alternative, Requirements
from service.law.terms import MONTHS_A_YEAR
from service.posts.requirements_codes import Names, requirement_codes

Row = dict[str, Any]
Sheet = dict[str, Any]

MOST_ROWS: Final = 20
LONGEST: Final = 1000
MUST, WISH = "must", "wish"
OWN_TEXT: Final = "own"

_NEED: Final[Row] = {"years": "", "months": "", "sectors": [], "fields": [], "levels": []}
_ROWS: Final[Mapping[str, Row]] = {
    "education": {"level": "", "fields": []},
    "acts": {"codes": [], "weight": MUST},
    "languages": {"code": "", "level": "", "weight": MUST},
    "wordings": {"code": "", "kk": "", "ru": "", "weight": MUST},
}
_WAY: Final[Row] = {"conditions": []}
_SINGLE: Final[Row] = {
    "source": "", "typical": "", "computer": "", "programs": [], "secrets": "", "health": "",
}  # fmt: skip
ROW_KINDS: Final = (*_ROWS, "ways")


def sheet_of(asked: Requirements, texts: Mapping[str, Names]) -> Sheet:
    """Return the sheet that says what the requirements say."""
    computer, secrets = asked.computer, asked.secrets
    return {
        "source": asked.source,
        "education": [
            {"level": str(one.level), "fields": sorted(one.fields)} for one in asked.education
        ],
        "ways": ways_of(asked.experience.alternatives),
        "typical": asked.experience.typical or "",
        "acts": [
            {"codes": sorted(one.acts), "weight": _weight(decides=one.decides)}
            for one in asked.acts
        ],
        "languages": [
            {"code": one.code, "level": one.level or "", "weight": _weight(decides=one.decides)}
            for one in asked.languages
        ],
        "computer": _weight(decides=computer.decides) if computer else "",
        "programs": sorted(computer.programs) if computer else [],
        "secrets": str(secrets.form) if secrets else "",
        "health": "true" if asked.health else "",
        "wordings": [
            {**_wording(one.code, texts), "weight": _weight(decides=one.decides)}
            for one in asked.wordings
        ],
    }


def ways_of(alternatives: Sequence[Alternative]) -> list[Row]:
    """Return the rows of the alternatives of an experience."""
    return [
        {
            "conditions": sorted(way.conditions),
            "needs": [
                {
                    "years": str(need.months // MONTHS_A_YEAR),
                    "months": str(need.months % MONTHS_A_YEAR or ""),
                    "sectors": sorted(need.sectors),
                    "fields": sorted(need.fields),
                    "levels": sorted(need.levels),
                }
                for need in way.needs
            ],
        }
        for way in alternatives
    ]


def _weight(*, decides: bool) -> str:
    return MUST if decides else WISH


def _wording(code: str, texts: Mapping[str, Names]) -> Row:
    if code in requirement_codes().wordings:
        return {"code": code, "kk": "", "ru": ""}
    names = texts.get(code, {})
    return {"code": OWN_TEXT, "kk": names.get("kk", code), "ru": names.get("ru", "")}


def sheet_from(sent: FormData) -> Sheet:
    """Return what was typed and chosen; what is beyond measure is cut or left out."""
    sheet: Sheet = {name: _taken(sent, name, empty) for name, empty in _SINGLE.items()}
    for kind, shape in _ROWS.items():
        sheet[kind] = [_row(sent, f"{kind}-{place}", shape) for place in _places(sent, kind)]
    sheet["ways"] = ways_from(sent)
    return sheet


def ways_from(sent: FormData) -> list[Row]:
    """Return the rows of the alternatives of an experience."""
    ways = []
    for place in _places(sent, "ways"):
        way = _row(sent, f"ways-{place}", _WAY)
        at = f"ways-{place}-needs"
        way["needs"] = [_row(sent, f"{at}-{one}", _NEED) for one in _places(sent, at)]
        ways.append(way)
    return ways


def _places(sent: FormData, start: str) -> list[int]:
    """Return the numbers of the rows whose fields begin so, each once, in order."""
    found = (re.match(rf"{start}-(\d{{1,3}})-", name) for name in sent)
    return sorted({int(one[1]) for one in found if one})[:MOST_ROWS]


def _row(sent: FormData, start: str, shape: Row) -> Row:
    return {name: _taken(sent, f"{start}-{name}", empty) for name, empty in shape.items()}


def _taken(sent: FormData, name: str, empty: object) -> Any:
    values = [one for one in sent.getlist(name) if isinstance(one, str)]
    values = [one.replace("\0", "").replace("\r\n", "\n").strip()[:LONGEST] for one in values]
    if isinstance(empty, list):
        return values
    return values[-1] if values else empty


def with_row(sheet: Sheet, wish: str) -> str | None:
    """Add or take out the row that a button asks for; return where to look then.

    Buttons say "add education", "add need 0", "remove ways 1", "remove need 0 1". None where the
    wish is none of these.
    """
    verb, kind, *numbers = [*wish.split(), "", ""]
    places = [int(one) for one in numbers if one.isdecimal()]
    deed = _DEEDS.get((verb, kind == "need"))
    if deed is None or kind not in {*ROW_KINDS, "need"}:
        return None
    return deed(sheet, kind, places)


def _add(sheet: Sheet, kind: str, _: Sequence[int]) -> str:
    rows = sheet[kind]
    if len(rows) < MOST_ROWS:
        rows.append(_new_way() if kind == "ways" else _copy(_ROWS[kind]))
    return f"{kind}-{len(rows) - 1}"


def _add_need(sheet: Sheet, _: str, places: Sequence[int]) -> str | None:
    if len(places) != 1 or places[0] >= len(sheet["ways"]):
        return None
    needs = sheet["ways"][places[0]]["needs"]
    if len(needs) < MOST_ROWS:
        needs.append(_copy(_NEED))
    return f"ways-{places[0]}-needs-{len(needs) - 1}"


def _remove(sheet: Sheet, kind: str, places: Sequence[int]) -> str | None:
    if len(places) != 1 or places[0] >= len(sheet[kind]):
        return None
    del sheet[kind][places[0]]
    return f"part-{'experience' if kind == 'ways' else kind}"


def _remove_need(sheet: Sheet, _: str, places: Sequence[int]) -> str | None:
    if len(places) != len(("way", "need")) or places[0] >= len(sheet["ways"]):
        return None
    needs = sheet["ways"][places[0]]["needs"]
    if places[1] >= len(needs):
        return None
    del needs[places[1]]
    return f"ways-{places[0]}"


_DEEDS: Final[Mapping[tuple[str, bool], Callable[[Sheet, str, Sequence[int]], str | None]]] = {
    ("add", False): _add,
    ("add", True): _add_need,
    ("remove", False): _remove,
    ("remove", True): _remove_need,
}


def _new_way() -> Row:
    return _copy(_WAY) | {"needs": [_copy(_NEED)]}


def _copy(shape: Row) -> Row:
    return {
        name: list(value) if isinstance(value, list) else value for name, value in shape.items()
    }
