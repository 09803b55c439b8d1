"""What the sources leave open: our own values, shown to the administrator as settings."""

from dataclasses import dataclass
from datetime import time
from typing import Final

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
    """Every DEFAULT that is a number; another instance holds an administrator's values."""

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
    agreement_days: int = 3
    admission_days: int = 1
    stage_notice_days: int = 1
    qualities_days: int = 3
    ability_days: int = 3
    essay_days: int = 2
    essay_writers: int = 5
    essay_minutes: int = 45
    essay_threshold: int = 30
    essay_spread: int = 20
    interview_candidates: int = 3
    interview_minutes: int = 20
    results_days: int = 1
    invitation_days: int = 1
    commission_members: int = 3
    commission_quorum: int = 2

    def describe(self) -> list[Setting]:
        """Every setting with its unit, its rule and a sentence that says what it does."""
        return [
            Setting(name, getattr(self, name), unit, rule_id, text)
            for name, (unit, rule_id, text) in _WORDS.items()
        ]


_WORDS: Final = {
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
    "agreement_days": (
        "working days",
        "LW-4",
        "How long the authorised body has to answer whether it agrees to a general competition.",
    ),
    "admission_days": (
        "working days",
        "VC-3",
        "How long HR has, after the last day of reception, to look at what needs a person.",
    ),
    "stage_notice_days": (
        "working days",
        "ST-1",
        "How long before a stage of a competition its candidates are told of it.",
    ),
    "qualities_days": (
        "working days",
        "ST-1",
        "How long personal qualities are assessed in a competition.",
    ),
    "ability_days": (
        "working days",
        "ST-2",
        "How long text and number ability is tested in a competition.",
    ),
    "essay_days": ("working days", "ST-3", "How long essays are written in a competition."),
    "essay_writers": (
        "candidates",
        "ST-3",
        "How many with the best results so far write the essay; more where the last place is tied.",
    ),
    "essay_minutes": ("minutes", "ST-3", "How long an essay is written."),
    "essay_threshold": (
        "tenths of a point",
        "ST-3",
        "From which mean of the members' scores an essay is passed.",
    ),
    "essay_spread": (
        "tenths of a point",
        "ST-3",
        "How far apart members' scores lie when the chair is shown it.",
    ),
    "interview_candidates": (
        "candidates",
        "ST-4",
        "How many with the best sums come to the interview; more where the last place is tied.",
    ),
    "interview_minutes": ("minutes", "ST-5", "How long an interview lasts."),
    "results_days": (
        "working days",
        "ST-6",
        "How long the results may take after the last interview.",
    ),
    "invitation_days": (
        "working days",
        "ST-8",
        "How soon HR invites the next candidate of the list.",
    ),
    "commission_members": ("members", "CM-1", "How many members a commission has at the least."),
    "commission_quorum": (
        "thirds",
        "CM-1",
        "How many of the members who may score must attend an interview.",
    ),
}
DEFAULTS = Defaults()
