"""What the sources leave open: our own values, shown to the administrator as settings."""

from dataclasses import dataclass
from datetime import time

SOURCE = "DEFAULT"


@dataclass(frozen=True, slots=True)
class Setting:
    """One DEFAULT as an administrator reads it; `unit` and `text` are message ids."""

    name: str
    value: int | time
    unit: str
    rule_id: str
    text: str
    source: str = SOURCE


@dataclass(frozen=True, slots=True)
class Defaults:
    """Every DEFAULT that a test needs; another instance holds an administrator's values."""

    door_minutes: int = 10
    hall_late_until: time = time(23, 0)
    loss_in_a_row: int = 180
    loss_in_all: int = 600
    outage_given_back: int = 300
    late_delivery: int = 180
    break_between_sections: int = 300
    result_within: int = 20
    review_working_days: int = 1
    act_difficulty_band: int = 50
    section_difficulty_band: int = 15

    def describe(self) -> list[Setting]:
        """Every setting with its unit, its rule and a sentence that says what it does."""
        return [
            Setting(name, getattr(self, name), unit, rule_id, text)
            for name, (unit, rule_id, text) in _WORDS.items()
        ]


_WORDS = {
    "door_minutes": ("minutes", "BK-4", "How long the door stays open after the slot begins."),
    "hall_late_until": ("time", "BK-3", "When halls close on days on which they run late."),
    "loss_in_a_row": ("seconds", "TT-4", "The longest connection loss in a row that ends no test."),
    "loss_in_all": ("seconds", "TT-4", "The longest connection loss in all that ends no test."),
    "outage_given_back": (
        "seconds",
        "TT-5",
        "An outage of the service shorter than this gives the lost time back.",
    ),
    "late_delivery": (
        "seconds",
        "TT-4",
        "How long after the end answers that were given in time still arrive.",
    ),
    "break_between_sections": (
        "seconds",
        "TT-4",
        "The longest break between two sections of a test.",
    ),
    "result_within": ("minutes", "TT-6", "How soon the result is in the cabinet."),
    "review_working_days": (
        "working days",
        "PR-3",
        "How long the review of a clean recording takes.",
    ),
    "act_difficulty_band": (
        "per mille",
        "LE-1",
        "How far the mean difficulty of an act on a paper may lie from that of all its items.",
    ),
    "section_difficulty_band": (
        "per mille",
        "LE-1",
        "How far the mean difficulty of a section on a paper may lie from that of all its items.",
    ),
}
DEFAULTS = Defaults()
