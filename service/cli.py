"""The command line `synaq`."""

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

import typer
from pydantic import ValidationError
from rich.console import Console

from service.core.yaml_file import MalformedFileError
from service.demo.simulate.console import simulate
from service.settings import ROOT, Settings

if TYPE_CHECKING:  # a command that needs no database does not load what talks to one
    from collections.abc import Callable

    from service.core.wiring import Wiring
    from service.posts.actions import Imported
    from service.posts.console_registers import Reading, Register

app = typer.Typer(no_args_is_help=True, add_completion=False, help="Synaq, the testing service.")
out = Console(highlight=False, soft_wrap=True)

DryRun = Annotated[bool, typer.Option(help="only say what would come in")]
AsJson = Annotated[bool, typer.Option("--json", help="print one JSON object")]
Document = Annotated[Path, typer.Argument(exists=True, dir_okay=False, readable=True)]


def fail(sentence: str) -> NoReturn:
    """Print why it cannot be done and end with status 1."""
    out.print(f"synaq: {sentence}", markup=False)
    raise typer.Exit(1)


def settings() -> Settings:
    """Return the settings of the environment; a fault in them is a sentence, not a traceback."""
    try:
        return Settings()
    except ValidationError as fault:
        lines = [f"{'.'.join(map(str, one['loc']))}: {one['msg']}" for one in fault.errors()]
        fail("; ".join(line.removeprefix(": ") for line in lines))


@contextmanager
def the_house() -> "Iterator[Wiring]":
    """Yield the parts of the service for one command."""
    from service.app import close, make_wiring

    try:
        made = make_wiring(settings())
    except MalformedFileError as fault:
        fail(str(fault))
    try:
        yield made
    finally:
        close(made)


@app.command()
def serve(
    host: str = "127.0.0.1",
    port: int = 8000,
    workers: Annotated[int, typer.Option(min=1, max=64, help="web processes")] = 1,
    worker: Annotated[bool, typer.Option(help="also do due work")] = True,  # noqa: FBT002  # typer's form
) -> None:
    """Serve the service; with it, unless told otherwise, the worker for due work."""
    from service import serving

    settings()
    try:
        serving.serve(host, port, workers=workers, with_worker=worker)
    except (serving.NotMigrated, MalformedFileError) as fault:
        fail(str(fault))


@app.command()
def work(parent: Annotated[int | None, typer.Option(hidden=True)] = None) -> None:
    """Do due work only: results, papers, text messages, what happens by itself."""
    from service import serving

    settings()
    try:
        serving.work(parent)
    except (serving.NotMigrated, MalformedFileError) as fault:
        fail(str(fault))


@app.command()
def migrate() -> None:
    """Bring the database to the newest tables, then load the question bank and the registers."""
    from service.bodies.actions import load_shipped_bodies
    from service.core.migrate import migrate as run
    from service.posts.actions import load_shipped_registers
    from service.programmes.actions import load_question_bank

    with the_house() as house:
        run(house.database)
        try:
            with house.database.writing() as db:
                now = house.clock.now()
                loaded = load_question_bank(db, settings().question_bank, now=now)
                load_shipped_bodies(db, settings().registers, now=now)
                registers = load_shipped_registers(db, settings().registers, now=now)
        except MalformedFileError as fault:
            fail(str(fault))
        out.print(
            f"The database is up to date; {loaded.new_items} new items, "
            f"{loaded.new_situations} new situations, {loaded.new_programmes} new programmes, "
            f"{registers} new registers of posts."
        )


@app.command()
def assets() -> None:
    """Bring the fonts that the pages need from their packages."""
    from service.assets import AssetsMissingError, prepare

    try:
        prepare(ROOT)
    except AssetsMissingError as fault:
        fail(str(fault))


@app.command("create-user")
def create_user(
    iin: str,
    family_name: str,
    given_name: str,
    role: Annotated[list[str], typer.Option(help="may be given several times")],
    patronymic: str = "",
    phone: str = "",
) -> None:
    """Create an account with roles: the first administrator signs in by the IIN afterwards."""
    from service.people.models import Role
    from service.people.registration import create_account

    unknown = [one for one in role if one not in set(Role)]
    if unknown:
        fail(f"unknown role {', '.join(unknown)}: choose from {', '.join(Role)}")
    with the_house() as house, house.database.writing() as db:
        made = create_account(
            db,
            iin=iin,
            family_name=family_name,
            given_name=given_name,
            patronymic=patronymic or None,
            phone=phone or None,
            roles=[Role(one) for one in role],
            now=house.clock.now(),
        )
        if isinstance(made, str):
            fail(made)
        out.print(f"{made.name} ({made.iin}): {', '.join(role)}")


@app.command("validate-bank")
def validate_bank(folder: Path = ROOT / "question_bank") -> None:
    """Name every fault of a question bank with its file, line and item."""
    from service.programmes.validation import validate_bank as run

    raise typer.Exit(run(folder))


@app.command("item-statistics")
def item_statistics(
    programme: Annotated[str, typer.Option(help="such as LE-3; all where none is named")] = "",
    csv: Annotated[Path | None, typer.Option(help="write the figures of every item here")] = None,
) -> None:
    """Compute from all finished tests how well items and sections measure."""
    from service.item_statistics.console import print_statistics

    with the_house() as house:
        print_statistics(house.database, programme.upper(), csv, out=out)


@app.command("index-files")
def index_files() -> None:
    """Derive anew what can be asked of all personal files at once."""
    from service.personal_files.console import index_all

    with the_house() as house:
        index_all(house.database, house.clock, out=out)


@app.command("export-items")
def export_items(
    file: Path,
    by: Annotated[str, typer.Option(help="IIN of the author or reviewer who reads the keys")],
    format: Annotated[str, typer.Option(help="qti, gift or aiken")] = "qti",  # noqa: A002  # the option's name
    act: Annotated[str, typer.Option(help="such as constitution; all where none is named")] = "",
    language: Annotated[str, typer.Option(help="kk or ru; both in QTI where none is named")] = "",
    words: Annotated[str, typer.Option(help="language of the loss report")] = "en",
) -> None:
    """Write the approved items, with their keys, into a file for other programs."""
    from service.items.exchange import command

    with the_house() as house, house.database.writing() as db, command.told(fail):
        say, now = command.words_of(settings().web, words), house.clock.now()
        wanted = command.wanted(format, act, language)
        for line in command.export_to(db, file, wanted, by=by, words=say, now=now):
            out.print(line, markup=False)


@app.command("import-items")
def import_items(
    file: Document,
    act: Annotated[str, typer.Option(help="the act that the drafts are for")],
    by: Annotated[str, typer.Option(help="IIN of the author whose drafts they will be")],
    format: Annotated[str, typer.Option(help="qti, gift or aiken")] = "qti",  # noqa: A002  # the option's name
    language: Annotated[str, typer.Option(help="kk or ru, where the file does not say it")] = "",
    second: Annotated[Path | None, typer.Option(help="the file in the other language")] = None,
    dry_run: DryRun = False,  # noqa: FBT002  # typer's form
    words: Annotated[str, typer.Option(help="language of the reports")] = "en",
) -> None:
    """Read items of another program into drafts: all of the file or nothing."""
    from service.items.exchange import command

    with the_house() as house, house.database.writing() as db, command.told(fail):
        say, now = command.words_of(settings().web, words), house.clock.now()
        files, kind = command.files(file, second, language), command.format_of(format)
        for line in command.import_from(
            db, files, kind, act, by=by, dry_run=dry_run, words=say, now=now
        ):
            out.print(line, markup=False)


@app.command("import-posts")
def import_posts(
    file: Document,
    dry_run: DryRun = False,  # noqa: FBT002  # typer's form
    as_json: AsJson = False,  # noqa: FBT002  # typer's form
) -> None:
    """Read an order on qualification requirements into the register."""
    from service.posts.console import posts_register

    _import_register(posts_register(settings().registers), file, dry_run=dry_run, as_json=as_json)


@app.command("import-political")
def import_political(
    file: Document,
    dry_run: DryRun = False,  # noqa: FBT002  # typer's form
    as_json: AsJson = False,  # noqa: FBT002  # typer's form
) -> None:
    """Read the decree on political and other posts into the register."""
    from service.posts.console_registers import POLITICAL

    _import_register(POLITICAL, file, dry_run=dry_run, as_json=as_json)


@app.command("import-civilian")
def import_civilian(
    file: Document,
    dry_run: DryRun = False,  # noqa: FBT002  # typer's form
    as_json: AsJson = False,  # noqa: FBT002  # typer's form
) -> None:
    """Read the order on civilian posts into the register."""
    from service.posts.console_registers import CIVILIAN

    _import_register(CIVILIAN, file, dry_run=dry_run, as_json=as_json)


@app.command("verify-draw")
def verify_draw(file: Document) -> None:
    """Repeat a draw from its record; needs nothing but the file."""
    from service.law.lot import verify_record

    _verdict(verify_record(_json(file)), "The draw repeats exactly: the record is true.")


@app.command("verify-receipts")
def verify_receipts(
    file: Document,
    key: Annotated[str, typer.Option(help="the service's public key, hex; see /keys")] = "",
) -> None:
    """Check a chain of answer receipts: order, hashes, signatures."""
    from service.attempts.receipts import file_faults

    content = _json(file)
    if not key:
        key = str(content.get("public_key", "")) if isinstance(content, dict) else ""
        out.print("No --key given: checked against the key that the file itself names.")
    try:
        public_key = bytes.fromhex(key)
        faults = file_faults(content, public_key)
    except ValueError as fault:
        fail(f"the key is not 32 bytes in hex: {fault}")
    count = len(content.get("receipts", [])) if isinstance(content, dict) else 0
    _verdict(faults, f"All {count} receipts follow from one another and are signed.")


@app.command("verify-document")
def verify_document(
    file: Document,
    roots: Annotated[list[Path], typer.Option(exists=True, help="PEM roots you trust; see /keys")],
) -> None:
    """Check the signature of a certificate, statement or act (PDF)."""
    from service.core.clock import SystemClock
    from service.documents.signature import load_roots, verify

    trusted = [certificate for one in roots for certificate in load_roots(one)]
    verdict = verify(file.read_bytes(), trusted, now=SystemClock().now())
    faults = [verdict.problem] if verdict.problem else []
    if not verdict.intact:
        faults.append("the file was changed after it was signed, or has no signature")
    if not verdict.valid:
        faults.append("the signature is not that of the certificate inside")
    if not verdict.trusted:
        faults.append("the certificate does not lead to one of the given roots")
    signed = f"{verdict.signed_at:%Y-%m-%d %H:%M} UTC" if verdict.signed_at else "?"
    _verdict(faults, f"{verdict.number}: signed by {verdict.signer_name} on {signed}, unchanged.")


@app.command()
def backup(file: Path) -> None:
    """Write the database and all papers into one archive."""
    from service import backup as archive

    with the_house() as house:
        try:
            count = archive.backup(settings(), house.database, file, now=house.clock.now())
        except archive.BackupFault as fault:
            fail(str(fault))
        out.print(f"{file}: {count} files, {file.stat().st_size} bytes")


@app.command()
def restore(
    file: Document,
    replace: Annotated[bool, typer.Option(help="put it in the place of what is there")] = False,  # noqa: FBT002  # typer's form
) -> None:
    """Bring back an archive after checking it; stop the service first."""
    from service import backup as archive

    with the_house() as house:
        try:
            manifest = archive.restore(
                settings(), house.database, file, replace=replace, now=house.clock.now()
            )
        except archive.BackupFault as fault:
            fail(str(fault))
        out.print(f"Restored what was backed up on {manifest['made_at']}.")


@app.command()
def demo(
    port: int = 8000,
    fresh: Annotated[bool, typer.Option(help="forget the last demo")] = False,  # noqa: FBT002  # typer's form
) -> None:
    """Set up a demo with people for every role and serve it, with its provider and SMS receiver."""
    from service.demo.show import run_demo

    run_demo(ROOT, port=port, fresh=fresh)


app.command()(simulate)


def _import_register(register: "Register", file: Path, *, dry_run: bool, as_json: bool) -> None:
    from service.posts.console_registers import import_register

    if dry_run:
        raise typer.Exit(import_register(register, file, as_json=as_json, out=out))
    from service.core.migrate import is_migrated
    from service.posts.actions import import_reading

    with the_house() as house:
        if not is_migrated(house.database):
            fail("the database is older than this program: run `synaq migrate` first.")

        def keep(reading: "Reading", step: "Callable[[], None]") -> "Imported":
            with house.database.writing() as db:
                return import_reading(db, reading, now=house.clock.now(), step=step)

        status = import_register(register, file, as_json=as_json, out=out, keep=keep)
    raise typer.Exit(status)


def _json(file: Path) -> Any:
    try:
        return json.loads(file.read_bytes())
    except ValueError as fault:
        fail(f"{file} is not JSON: {fault}")


def _verdict(faults: list[str], good: str) -> None:
    for fault in faults:
        out.print(f"FAULT  {fault}", markup=False)
    if faults:
        raise typer.Exit(1)
    out.print(f"OK  {good}", markup=False)


if __name__ == "__main__":
    sys.exit(app())
