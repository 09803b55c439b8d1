"""The faults of data files in the reader's language.

The law and the reader of files say them in English, as compilers do; here each sentence is found
again by its form, with what stands in it, and becomes a message that can be translated.
"""

import re
from typing import Final

from service.core.i18n import Message, say
from service.items.fault_words import ITEM_SENTENCES, finder, found_again

SENTENCES: Final = (
    # what a file may not hold
    say("%(name)s is missing"),
    say("%(name)s is not known here"),
    say("%(name)s is no whole number"),
    say("%(name)s is no number"),
    say("%(name)s is neither true nor false"),
    say("%(name)s is no day"),
    say("%(name)s is no list"),
    say("%(name)s is no text"),
    say("%(name)s is no mapping"),
    say("%(name)s stands there twice"),
    say("%(name)s - input should be %(choices)s"),
    say("%(name)s - %(fault)s"),
    say("the file is empty"),
    say("an alias (*) stands here"),
    say("is nested too deeply"),
    say("is no YAML: %(fault)s"),
    # what a programme may not say
    say("%(number)s is no version: they begin with 1"),
    say("%(day)s lies before valid_from %(first)s"),
    say("it is empty: name the order and its paragraph, or DEFAULT"),
    say("an unconfirmed programme needs a note that says why"),
    say("there is none: a programme has at least one section"),
    say("there is none: a section has at least one part"),
    say("write legal_education: required or not-required beside the categories"),
    say("%(minutes)s is too short: a section takes at least one minute"),
    say("pass_per_act %(number)s is not within 1 and %(questions)s questions"),
    say("%(number)s is not within 1 and %(questions)s questions"),
    say("every part names an act, every act draws at least one question"),
    say("the text is missing in %(languages)s"),
    say("personal qualities are a programme of their own: take the rest out"),
    say("personal qualities need a level: write manager or specialist"),
    say("personal qualities know no threshold: write null"),
    say("only personal qualities have a level: take it out"),
    say("the ability test has a part on texts and one on numbers, nothing else"),
    say("the ability test needs a threshold of both: write pass_together"),
    say("only the ability test counts its sections together: take it out"),
    say("the ability test has one threshold for both sections: write null"),
    say("only a text asks several questions: write 1"),
    say("%(name)s stands there %(times)s times: keep one"),
    say(
        "%(code)s draws %(needed)s items of %(act)s, the bank has %(have)s approved ones: "
        "add items or lower the count"
    ),
    say(
        "a text of %(act)s asks %(have)s questions, %(code)s says %(said)s: write asks: %(number)s"
    ),
    say(
        "category %(category)s stands in %(codes)s, both with legal_education %(education)s: "
        "keep it in one"
    ),
    # what a new version may not do
    say("%(number)s does not follow"),
    say("%(day)s has passed"),
    say("%(code)s belongs to %(kind)s"),
    say("%(number)s has been published by somebody else"),
    # what is said of items
    *ITEM_SENTENCES,
    # ways out
    say("Add this key."),
    say("Remove this key or correct its spelling."),
    say("Write a number without quotes."),
    say("Write true or false without quotes."),
    say("Write a day that exists, like 2024-02-01, without quotes."),
    say("Write a list."),
    say("Write a text in quotes."),
    say("Write names with their values below it."),
    say("Correct the value."),
    say("Keep one of the two."),
    say("Fill it, or remove it."),
    say("Write the value out."),
    say("Flatten it."),
    say("Look at the indent, the quotes and the colons here and on the line before."),
    say("Remove the sign that YAML does not allow."),
    say("Write %(day)s or a later day."),
    say("Write %(kind)s, or choose another code."),
    say("Write %(value)s."),
    say("Reload the page and look at it."),
)
PLACE: Final = re.compile(r"(?P<place>[a-z_]+(?:\.[\w-]+)*): (?P<rest>.+)", re.DOTALL)


_FORMS: Final = finder(SENTENCES)


def in_words(sentence: str) -> Message:
    """Return the sentence as a message; one that nobody has listed stays as it is."""
    placed = PLACE.fullmatch(sentence)
    if placed:
        inner = in_words(placed["rest"])
        return say("%(place)s: %(sentence)s", place=placed["place"], sentence=inner)
    return found_again(sentence, _FORMS) or say("%(sentence)s", sentence=sentence)
