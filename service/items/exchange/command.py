"""`synaq export-items` and `synaq import-items`: the exchange on the command line."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Final, NoReturn

from sqlmodel import Session

from service.core.i18n import Message, Translator, translators
from service.items import queries as items_queries
from service.items.exchange.exporting import Wanted, export_items
from service.items.exchange.importing import Sent, read_files, write_drafts
from service.items.exchange.losses import rows_of
from service.items.exchange.model import FIELD_WORDS, LANGUAGES, FileFault, Format, Loss
from service.people import queries as people
from service.people.models import Account, Role

SHOWN: Final = 8  # items that a line of the loss report names


class CommandFault(Exception):
    """Why the command does nothing."""


def export_to(
    db: Session, file: Path, wanted: Wanted, *, by: str, words: Translator, now: datetime
) -> list[str]:
    """Write the file and return what to print: the count and the loss report.

    Raises:
        CommandFault: nobody with this IIN may read keys, or there is nothing to export.
    """
    person = _person(db, by, Role.AUTHOR, Role.REVIEWER)
    exported = export_items(db, wanted, by=person.id, now=now)
    if not exported.count:
        raise CommandFault("there is no approved item of this kind: see synaq validate-bank")
    db.flush()  # the journal knows of the file before it is there
    file.write_bytes(exported.content)
    return [
        f"{file}: {exported.count} items. It holds their keys: keep it like a sealed paper.",
        *loss_lines(exported.losses, words),
    ]


def import_from(
    db: Session,
    files: Sequence[tuple[Path, str]],
    fmt: Format,
    act: str,
    *,
    by: str,
    dry_run: bool,
    words: Translator,
    now: datetime,
) -> list[str]:
    """Write the drafts of the files and return what to print; all of them or none.

    Raises:
        CommandFault: with every fault of the files, or there is no such author or act.
    """
    person = _person(db, by, Role.AUTHOR)
    if items_queries.prefix_of(db, act) is None:
        known = ", ".join(items_queries.acts(db))
        raise CommandFault(f"the bank has no act {act}: choose from {known}")
    sent = [Sent(path.name, path.read_bytes(), language) for path, language in files]
    pairs = read_files(fmt, sent, act, items_queries.languages_of(db, act))
    if pairs.faults:
        raise CommandFault("\n".join(["nothing was imported", *fault_lines(pairs.faults, words)]))
    lines = loss_lines(pairs.losses, words)
    if dry_run:
        return [f"{len(pairs.drafts)} drafts would come in.", *lines]
    facts = {
        "format": str(fmt),
        "files": [{"name": each.name, "sha256": each.sha256} for each in sent],
    }
    bodies = [draft.body for draft in pairs.drafts]
    ids = write_drafts(db, bodies, facts, act, by=person.id, now=now)
    return [f"{len(ids)} drafts: {ids[0]} to {ids[-1]}.", *lines]


def wanted(fmt: str, act: str, language: str) -> Wanted:
    """Return what is to be exported.

    Raises:
        CommandFault: there is no such format or language, or the format needs one.
    """
    kind, language = format_of(fmt), _language(language)
    if kind is not Format.QTI and not language:
        raise CommandFault(f"{kind} holds one language: name it with --language")
    return Wanted(kind, act, language)


def files(first: Path, second: Path | None, language: str) -> list[tuple[Path, str]]:
    """Return the files with the language of each.

    Raises:
        CommandFault: there are two files and the first one's language is not said.
    """
    own = _language(language)
    if second is None:
        return [(first, own)]
    if not own:
        raise CommandFault("two files: name the first one's language with --language")
    if not second.is_file():
        raise CommandFault(f"{second} is not there")
    return [(first, own), (second, "ru" if own == "kk" else "kk")]


def format_of(name: str) -> Format:
    """Return the format of this name.

    Raises:
        CommandFault: there is none.
    """
    if name not in set(Format):
        raise CommandFault(f"unknown format {name}: choose from {', '.join(Format)}")
    return Format(name)


def words_of(web: Path, language: str) -> Translator:
    """Return the texts of the language in which the reports are written.

    Raises:
        CommandFault: there is no such language.
    """
    found = {str(each): texts for each, texts in translators(web / "locales").items()}
    if language not in found:
        raise CommandFault(f"unknown language {language}: choose from {', '.join(found)}")
    return found[language]


@contextmanager
def told(fail: Callable[[str], NoReturn]) -> Iterator[None]:
    """Hand the sentence of a CommandFault to the command line; nothing is written then."""
    try:
        yield
    except CommandFault as fault:
        fail(str(fault))


def _language(name: str) -> str:
    if name and name not in LANGUAGES:
        raise CommandFault(f"unknown language {name}: choose from {', '.join(LANGUAGES)}")
    return name


def fault_lines(faults: Iterable[FileFault], words: Translator) -> list[str]:
    """Return the faults as compilers write them: place, item, field, fault, way out."""
    return [
        f"{fault.place}: "
        + (f"{fault.place.item}: " if fault.place.item else "")
        + f"{_field(fault.field, words)}: {words.render(fault.what)} {words.render(fault.way_out)}"
        for fault in faults
    ]


def loss_lines(losses: Iterable[Loss], words: Translator) -> list[str]:
    """Return the loss report, a line for each field and reason."""
    lines = []
    for row in rows_of(losses):
        some = ", ".join(row.names[:SHOWN])
        more = f" and {len(row.names) - SHOWN} more" if len(row.names) > SHOWN else ""
        lines.append(f"lost: {_field(row.field, words)}: {words.render(row.why)} ({some}{more})")
    return lines


def _field(name: str, words: Translator) -> str:
    found: Message | None = FIELD_WORDS.get(name)
    return words.render(found) if found else name


def _person(db: Session, iin: str, *roles: Role) -> Account:
    account = people.account_by_iin(db, iin)
    if account is None or not set(roles) & people.roles_of(db, account.id):
        wanted = " or ".join(roles)
        raise CommandFault(f"--by: nobody with this IIN has the role {wanted}")
    return account
