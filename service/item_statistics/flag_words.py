"""What each flag means in plain words, and what to do next. A flag proposes, people decide."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from service.core.i18n import Message, say
from service.item_statistics.flag import ENOUGH, Flag


@dataclass(frozen=True, slots=True)
class FlagWords:
    """`name` for lists; `meaning` tells no option's letter; `kind` as tags have it."""

    name: Message
    meaning: Message
    next_step: Message
    kind: str


FLAG_WORDS: Final[Mapping[Flag, FlagWords]] = {
    Flag.WRONG_KEY: FlagWords(
        say("The key may be wrong"),
        say(
            "Another option attracts stronger candidates, while those who choose the key do worse "
            "on the other questions."
        ),
        say(
            "Check the key against the article. If it is wrong, have the item retired and tell the "
            "administrator: results of the past may be affected."
        ),
        "bad",
    ),
    Flag.HARDER_IN_RUSSIAN: FlagWords(
        say("Harder in Russian"),
        say("The Russian version is harder than the Kazakh one for equally able people."),
        say(
            "Read both versions side by side: a translation that changes the sense, a term that is "
            "unusual in one language, a clue that only one of them gives."
        ),
        "bad",
    ),
    Flag.HARDER_IN_KAZAKH: FlagWords(
        say("Harder in Kazakh"),
        say("The Kazakh version is harder than the Russian one for equally able people."),
        say(
            "Read both versions side by side: a translation that changes the sense, a term that is "
            "unusual in one language, a clue that only one of them gives."
        ),
        "bad",
    ),
    Flag.DOES_NOT_SEPARATE: FlagWords(
        say("Does not separate"),
        say("Those who know the rest answer it right hardly more often than those who do not."),
        say(
            "See whether it can be read in two ways, or asks for what nobody needs to know. "
            "Rewrite it as a new version, or have it retired."
        ),
        "wait",
    ),
    Flag.DEAD_OPTION: FlagWords(
        say("An option nobody chooses"),
        say(
            "One of the wrong options is chosen by nobody or hardly anybody: the question has "
            "fewer than four real options."
        ),
        say("Write a more plausible option, as a new version."),
        "wait",
    ),
    Flag.TOO_HARD: FlagWords(
        say("Too hard"),
        say("No more answer it right than would by guessing."),
        say(
            "Check the key first. Then see whether the act really says so, and whether the "
            "question asks for a needless detail."
        ),
        "wait",
    ),
    Flag.TOO_EASY: FlagWords(
        say("Too easy"),
        say("At least nineteen of twenty answer it right: it tells little about who knows more."),
        say("Keep it where everybody must know this; otherwise write a harder version."),
        "note",
    ),
    Flag.UNLIKE_EXPECTED: FlagWords(
        say("Unlike the expected difficulty"),
        say(
            "The share of right answers is far from the expected one, by which papers are kept "
            "equally hard."
        ),
        say(
            "Correct the expected difficulty, or look for what makes the question easier or harder "
            "than was meant."
        ),
        "note",
    ),
    Flag.OFTEN_UNANSWERED: FlagWords(
        say("Often left unanswered"),
        say("More than one in ten give no answer."),
        say("See whether the question takes too long to read, or is unclear."),
        "note",
    ),
    Flag.TOO_FEW: FlagWords(
        say("Too few answers to judge"),
        say(
            "There are fewer than %(least)s answers: chance alone could explain every figure.",
            least=ENOUGH,
        ),
        say("Wait for more tests. There is nothing to be done now."),
        "off",
    ),
}


def with_letter(flag: Flag, letter: str, count: int) -> Message:
    """Return the meaning with the option it is about: for those who have read the key."""
    if flag is Flag.WRONG_KEY:
        return say(
            "Option %(letter)s attracts stronger candidates, while those who choose the key do "
            "worse on the other questions.",
            letter=letter.upper(),
        )
    if flag is Flag.DEAD_OPTION and not count:
        return say("Option %(letter)s is chosen by nobody.", letter=letter.upper())
    if flag is Flag.DEAD_OPTION:
        return say(
            "Option %(letter)s is chosen by hardly anybody: %(count)s answers.",
            letter=letter.upper(),
            count=count,
        )
    return FLAG_WORDS[flag].meaning
