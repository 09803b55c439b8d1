"""The figures of every item as a table for other programs: no option, so no key can be read off."""

import csv
import io
from collections.abc import Mapping
from typing import Any, Final

COLUMNS: Final = (
    "item",
    "act",
    "topic",
    "answers",
    "facility",
    "facility_error",
    "item_rest_correlation",
    "expected_difficulty",
    "answers_kk",
    "facility_kk",
    "item_rest_correlation_kk",
    "answers_ru",
    "facility_ru",
    "item_rest_correlation_ru",
    "mh_odds_ratio",
    "mh_chi_square",
    "mh_p_value",
    "mh_delta",
    "mh_class",
    "flags",
)


def items_csv(body: Mapping[str, Any]) -> str:
    """Return the items of a report as CSV, most urgent first."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    writer.writerows(_row(item) for item in body["items"])
    return out.getvalue()


def _row(item: Mapping[str, Any]) -> list[object]:
    gap = item["gap"] or {}
    sides = [item["sides"][language] for language in ("kk", "ru")]
    return [
        item["ref"],
        item["act"],
        item["topic"],
        item["count"],
        item["facility"],
        item["error"],
        item["correlation"],
        item["expected"],
        *(side[name] for side in sides for name in ("count", "facility", "correlation")),
        *(gap.get(name) for name in ("odds", "chi_square", "p_value", "delta", "ets_class")),
        " ".join(dict.fromkeys(one["flag"] for one in item["flags"])),
    ]
