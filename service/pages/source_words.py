"""The source of a rule as a reader meets it: LAW 28(2) becomes the law by its name."""

from typing import Final

from service.core.i18n import Message, current, say

_ACTS: Final = (
    ("LAW ", say("Law on the civil service, %(places)s")),
    ("O26 IS ", say("Order № 26 of 31 January 2024, rules of the integrated system, %(places)s")),
    ("O26 ", say("Order № 26 of 31 January 2024, %(places)s")),
)
_WHOLE: Final = {
    "POL": say("decree № 828 on political posts"),
    "CIV": say("order № 920 on civilian posts"),
}


def source_words(source: str) -> str:
    """Return a source in the reader's language; what has no words of its own stands as it is."""
    return "; ".join(_part(each.strip()) for each in source.split(";"))


def _part(part: str) -> str:
    render = current.get().render
    if part.startswith("DEFAULT"):
        return render(say("the value is a setting of the service"))
    if part in _WHOLE:
        return render(_WHOLE[part])
    for start, message in _ACTS:
        if part.startswith(start):
            return render(Message(message.msgid, {"places": part.removeprefix(start)}))
    return part
