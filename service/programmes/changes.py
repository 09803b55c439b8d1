"""What a new version of a programme changes, for the one who is about to publish it."""

from collections.abc import Iterator
from dataclasses import dataclass

from service.core.i18n import Message, say
from service.law.programme import LANGUAGES, Programme, Section, normalise_category

Value = Message | str


@dataclass(frozen=True, slots=True)
class Change:
    """One difference: what it is about, what stood there and what stands there now."""

    what: Message
    before: Value
    after: Value


NOTHING = say("nothing")


def changes(before: Programme, after: Programme) -> list[Change]:
    """Return every difference that a candidate or a commission could meet, in reading order."""
    return [change for change in _all(before, after) if change.before != change.after]


def _all(before: Programme, after: Programme) -> Iterator[Change]:
    for language in LANGUAGES:
        title = say("Title (%(language)s)", language=language)
        yield Change(title, before.title[language], after.title[language])
        note = say("Note (%(language)s)", language=language)
        yield Change(
            note, (before.note or {}).get(language, ""), (after.note or {}).get(language, "")
        )
    yield Change(say("Source"), before.source, after.source)
    yield Change(say("In force from"), _text(before.valid_from), _text(after.valid_from))
    yield Change(say("In force until"), _text(before.valid_to), _text(after.valid_to))
    yield Change(say("Unconfirmed"), _yes_no(before.unconfirmed), _yes_no(after.unconfirmed))
    yield Change(
        say("Legal education"), before.legal_education or NOTHING, after.legal_education or NOTHING
    )
    together = say("Correct answers of all sections together")
    yield Change(together, _text(before.pass_together), _text(after.pass_together))
    yield from _categories(before, after)
    old = {section.code: section for section in before.sections}
    new = {section.code: section for section in after.sections}
    for code in {**old, **new}:
        yield from _section(code, old.get(code), new.get(code))


def _categories(before: Programme, after: Programme) -> Iterator[Change]:
    old = {normalise_category(each): each for each in before.categories}
    new = {normalise_category(each): each for each in after.categories}
    gone = ", ".join(printed for each, printed in old.items() if each not in new)
    come = ", ".join(printed for each, printed in new.items() if each not in old)
    if gone or come:
        yield Change(say("Categories"), gone or NOTHING, come or NOTHING)


def _section(code: str, old: Section | None, new: Section | None) -> Iterator[Change]:
    yield Change(
        say("Section %(code)s: minutes", code=code),
        _text(old and old.minutes),
        _text(new and new.minutes),
    )
    yield Change(
        say("Section %(code)s: correct answers in all", code=code),
        _text(old and old.pass_total),
        _text(new and new.pass_total),
    )
    yield Change(
        say("Section %(code)s: correct answers per act", code=code),
        _text(old and old.pass_per_act),
        _text(new and new.pass_per_act),
    )
    yield Change(say("Section %(code)s: questions", code=code), _counts(old), _counts(new))
    yield Change(say("Section %(code)s: what it tests", code=code), _kind(old), _kind(new))
    for language in LANGUAGES:
        titles = say("Section %(code)s: titles (%(language)s)", code=code, language=language)
        yield Change(titles, _titles(old, language), _titles(new, language))


def _kind(section: Section | None) -> Value:
    return NOTHING if section is None else " ".join(filter(None, (section.kind, section.level)))


def _counts(section: Section | None) -> Value:
    if section is None:
        return NOTHING
    return "; ".join(
        " + ".join(f"{act} {count}" for act, count in part.counts.items())
        + (f" × {part.asks}" if part.asks > 1 else "")  # noqa: RUF001  # times
        for part in section.parts
    )


def _titles(section: Section | None, language: str) -> Value:
    if section is None:
        return NOTHING
    titles = [section.title[language], *(part.title[language] for part in section.parts)]
    return "; ".join(titles)


def _text(value: object) -> Value:
    return NOTHING if value is None else str(value)


def _yes_no(value: bool) -> Message:  # noqa: FBT001  # it is the value that is said
    return say("Yes") if value else say("No")
