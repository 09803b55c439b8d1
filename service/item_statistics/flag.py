"""The flags and their limits, apart from the figures: pages need no more."""

from enum import StrEnum
from typing import Final

ENOUGH: Final = 100  # answers, below which nothing is judged
ENOUGH_WRONG: Final = 60  # answers other than the key, to judge how they spread
WEAK: Final = 0.10  # item-rest correlation
FAIR: Final = 0.20
SURE: Final = 3.0  # standard errors
NEARLY_SURE: Final = 1.96
DEAD: Final = 0.05  # share of an option among the answers other than the key
EASY: Final = 0.95
HARD: Final = 0.25  # what blind guessing gives
UNLIKE: Final = 0.25  # facility and expectation
SILENT: Final = 0.10  # share without an answer


class Flag(StrEnum):
    """In the order of urgency."""

    WRONG_KEY = "wrong-key"
    HARDER_IN_RUSSIAN = "harder-in-russian"
    HARDER_IN_KAZAKH = "harder-in-kazakh"
    DOES_NOT_SEPARATE = "does-not-separate"
    DEAD_OPTION = "dead-option"
    TOO_HARD = "too-hard"
    TOO_EASY = "too-easy"
    UNLIKE_EXPECTED = "unlike-expected"
    OFTEN_UNANSWERED = "often-unanswered"
    TOO_FEW = "too-few"


URGENCY: Final = {flag: place for place, flag in enumerate(Flag)}
