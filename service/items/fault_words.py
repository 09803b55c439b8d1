"""What is wrong with an item, in the reader's language.

The checks say it in English, as compilers do; here each sentence is found again by its form, with
what stands in it, and becomes a message that can be translated.
"""

import re
from collections.abc import Iterable
from typing import Final

from service.core.i18n import Message, say

ITEM_SENTENCES: Final = (
    # what stops an item
    say("%(name)s is no item id: write capitals, a hyphen and four digits"),
    say("versions begin with 1"),
    say("%(number)s is not within 0 and 1: write a share"),
    say("%(name)s is no tag: write small Latin letters with hyphens"),
    say("the article is empty: name what proves the key"),
    say("the text in %(language)s is missing: write it, or take %(same)s out"),
    say("%(language)s is not among the file's languages: add it there"),
    say("option %(letter)s says the same as %(earlier)s: change one"),
    say("the text is empty: write it"),
    say("a letter is written as two signs: save the text in the form NFC"),
    say("an invisible sign stands in the text: remove it"),
    say("Latin %(letters)s within the word %(word)s: type it in Cyrillic"),
    # what an editor should look at again
    say("the question denies (%(word)s) and does not mark it: ask it positively"),
    say("a Latin letter stands alone: is it a Cyrillic one?"),
    say("key %(letter)s stands at %(share)s of the items: move some, a quarter is fair"),
    say("the key is the longest option in %(share)s of the items (%(language)s)"),
    # what does not have the form of an item
    say("input should be %(choices)s"),
)


def finder(sentences: Iterable[Message]) -> tuple[tuple[re.Pattern[str], str], ...]:
    """Return the form of each sentence, to find it again with what stands in it."""
    return tuple((_form(each.msgid), each.msgid) for each in sentences)


def found_again(sentence: str, forms: Iterable[tuple[re.Pattern[str], str]]) -> Message | None:
    """Return the message of one of these forms that says this, or None."""
    for form, msgid in forms:
        found = form.fullmatch(sentence)
        if found:
            return Message(msgid, found.groupdict())
    return None


def item_words(sentence: str) -> Message:
    """Return what a check says of an item as a message; one not listed stays as it is."""
    return found_again(sentence, _FORMS) or say("%(sentence)s", sentence=sentence)


def _form(msgid: str) -> re.Pattern[str]:
    pieces = re.split(r"%\((\w+)\)s", msgid)
    return re.compile(
        "".join(
            f"(?P<{piece}>.+)" if index % 2 else re.escape(piece)
            for index, piece in enumerate(pieces)
        ),
        re.DOTALL,
    )


_FORMS: Final = finder(ITEM_SENTENCES)
