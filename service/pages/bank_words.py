"""The words of the bank's pages: stages, fields, steps, and what a row of items shows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from sqlmodel import Session

from service.core.errors import NotAllowed
from service.core.i18n import Message, current, say
from service.core.wiring import Wiring
from service.items.access import Reader
from service.items.bank import ref_of
from service.items.in_memory import bank_of
from service.items.models import ItemUse, ItemWork, Stage
from service.people import queries as people
from service.people.models import Role
from service.people.person import Person

STAGES: Final[Mapping[Stage, Message]] = {
    Stage.DRAFT: say("Draft"),
    Stage.REVIEWED: say("Reviewed"),
    Stage.APPROVED: say("Approved"),
    Stage.RETIRED: say("Retired"),
}
KINDS: Final[Mapping[Stage, str]] = {
    Stage.DRAFT: "note",
    Stage.REVIEWED: "wait",
    Stage.APPROVED: "good",
    Stage.RETIRED: "off",
}
CONFIDENCES: Final[Mapping[str, Message]] = {
    "high": say("High: the source says it in these words"),
    "medium": say("Medium: a second look at the source is wanted"),
}
LANGUAGE_NAMES: Final[Mapping[str, str]] = {"kk": "Қазақша", "ru": "Русский"}
# what the files of the bank say when they retire a version
RETIRED_WHY: Final[Mapping[str, Message]] = {
    "retired in the bank's files": say("retired in the bank's files"),
}
REPLACED: Final = ("version ", " took its place")


@dataclass(frozen=True, slots=True)
class Row:
    """A version in a list: nothing of it tells the key."""

    work: ItemWork
    ref: str
    act: object
    stage: Message
    kind: str
    language: str
    text: str
    use: ItemUse | None


def reader_of(person: Person) -> Reader:
    """Return what the person is at the bank."""
    return Reader(person.account_id, person.has(Role.AUTHOR), person.has(Role.REVIEWER))


def stage_words(work: ItemWork, *, has_remarks: bool = False) -> tuple[str, Message]:
    """Return (kind of tag, where the version stands)."""
    if work.stage is Stage.DRAFT and work.submitted_at is not None:
        return "wait", say("Handed in")
    if work.stage is Stage.DRAFT and has_remarks:
        return "bad", say("Given back")
    return KINDS[work.stage], STAGES[work.stage]


def row_of(house: Wiring, work: ItemWork, use: ItemUse | None, *, has_remarks: bool) -> Row:
    """Return a version as a row of a list."""
    kind, stage = stage_words(work, has_remarks=has_remarks)
    texts = work.body.get("texts") or {}
    written = {language: each["text"] for language, each in texts.items() if each["text"]}
    language = next((each for each in (current.get().language, *written) if each in written), "kk")
    text = written.get(language, "")
    ref = ref_of(work.item_id, work.version)
    return Row(work, ref, act_title(house, work.act), stage, kind, language, text, use)


def act_title(house: Wiring, act: str) -> object:
    """Return the act's title in three languages, or its short name where no file tells it."""
    try:
        return bank_of(house).act(act).title
    except KeyError:
        return act


def act_choices(house: Wiring, acts: Sequence[str]) -> list[tuple[str, object]]:
    """Return the acts with their titles."""
    return [(act, act_title(house, act)) for act in acts]


def names_of(db: Session, ids: Sequence[UUID | None]) -> dict[UUID, str]:
    """Return the names of these accounts."""
    found = {one: people.account(db, one) for one in dict.fromkeys(ids) if one is not None}
    return {one: account.name for one, account in found.items() if account is not None}


def why_retired(why: str) -> Message:
    """Return the reason in the reader's language where the service itself has given it."""
    first, last = REPLACED
    if why.startswith(first) and why.endswith(last):
        number = why.removeprefix(first).removesuffix(last)
        return say("version %(number)s took its place", number=number)
    return RETIRED_WHY.get(why, say("%(sentence)s", sentence=why))


def need(*, is_allowed: bool) -> None:
    """Refuse where the role does not allow it."""
    if not is_allowed:
        raise NotAllowed
