"""Backup and restore: database, papers and uploaded documents in one archive with hashes."""

import hashlib
import json
import shutil
import subprocess
import tarfile
import tempfile
from datetime import datetime
from pathlib import Path
from typing import Any, Final

import pysqlite3.dbapi2 as sqlite
from sqlalchemy import inspect

from service.attempts.outage import is_away
from service.attempts.queries import service_seen_at
from service.core.db import Database
from service.core.migrate import migration_of
from service.settings import Settings

FORMAT: Final = "synaq-backup-1"
MANIFEST: Final = "manifest.json"
DATABASE: Final = "database"
PAPERS: Final = "papers"
FOLDERS: Final = (PAPERS, "personal_documents")


class BackupFault(Exception):
    """The archive or the target does not allow it; the text says what and the way out."""


def backup(settings: Settings, database: Database, file: Path, *, now: datetime) -> int:
    """Write an archive of the database and all files; return how many files it holds.

    The service may go on running: the database's own means give one consistent state.

    Raises:
        BackupFault: the file is there already, or the database's dump failed.
    """
    if file.exists():
        raise BackupFault(f"{file} is there already: name another file")
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        _dump(database, folder / DATABASE)
        for name in FOLDERS:
            if (settings.data_folder / name).is_dir():
                shutil.copytree(settings.data_folder / name, folder / name)
        hashes = {
            str(one.relative_to(folder)): _sha256(one)
            for one in sorted(folder.rglob("*"))
            if one.is_file()
        }
        manifest = {
            "format": FORMAT,
            "made_at": now.isoformat(),
            "database": database.url.get_backend_name(),
            "migration": migration_of(database),
            "files": hashes,
        }
        (folder / MANIFEST).write_text(json.dumps(manifest, indent=1, sort_keys=True))
        unfinished = file.with_suffix(file.suffix + ".part")
        with tarfile.open(unfinished, "w:gz") as archive:
            for one in sorted(folder.rglob("*")):
                if one.is_file():
                    archive.add(one, arcname=str(one.relative_to(folder)))
        unfinished.rename(file)
        return len(hashes)


def restore(
    settings: Settings, database: Database, file: Path, *, replace: bool, now: datetime
) -> dict[str, Any]:
    """Bring back an archive after checking every hash; return its manifest.

    Raises:
        BackupFault: it is no backup, it is damaged, it is of another kind of database, or the
            target holds data and `replace` was not said.
    """
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        manifest = _unpack(file, folder)
        if manifest["database"] != database.url.get_backend_name():
            raise BackupFault(
                f"the archive is of {manifest['database']}, the target is "
                f"{database.url.get_backend_name()}: set SYNAQ_DATABASE_URL to the same kind"
            )
        if _holds_data(database) and not replace:
            raise BackupFault(
                "the target holds data: say --replace to put the archive in its place"
            )
        if _is_served(database, now):
            raise BackupFault("the service is running on this database: stop it first")
        _load(database, folder / DATABASE)
        for name in FOLDERS:
            if (settings.data_folder / name).exists():
                shutil.rmtree(settings.data_folder / name)
            if (folder / name).is_dir():
                shutil.copytree(folder / name, settings.data_folder / name)
        return manifest


def _unpack(file: Path, folder: Path) -> dict[str, Any]:
    try:
        with tarfile.open(file, "r:gz") as archive:
            archive.extractall(folder, filter="data")
        manifest: dict[str, Any] = json.loads((folder / MANIFEST).read_text())
    except (OSError, tarfile.TarError, ValueError, EOFError) as fault:
        raise BackupFault(f"{file} is not a whole backup of Synaq: {fault}") from fault
    if manifest.get("format") != FORMAT:
        raise BackupFault(f"{file} is not of the format {FORMAT}")
    for name, expected in manifest["files"].items():
        one = folder / name
        if not one.is_file() or _sha256(one) != expected:
            raise BackupFault(f"{file} is damaged: {name} is not what was written; nothing changed")
    return manifest


def _dump(database: Database, target: Path) -> None:
    if database.is_sqlite:
        source = sqlite.connect(str(database.url.database))
        copy = sqlite.connect(str(target))
        with copy:
            source.backup(copy)
        copy.close()
        source.close()
    else:
        _run(["pg_dump", "--format=custom", f"--file={target}", _plain_url(database)])


def _load(database: Database, source: Path) -> None:
    if database.is_sqlite:
        database.dispose()
        target = Path(str(database.url.database))
        for rest in ("-wal", "-shm"):
            target.with_name(target.name + rest).unlink(missing_ok=True)
        shutil.copyfile(source, target)
    else:
        url = _plain_url(database)
        options = ["--clean", "--if-exists", "--no-owner", "--single-transaction"]
        _run(["pg_restore", *options, f"--dbname={url}", str(source)])


def _run(command: list[str]) -> None:
    try:
        subprocess.run(command, check=True, capture_output=True, text=True)  # noqa: S603  # fixed programs
    except FileNotFoundError as fault:
        raise BackupFault(f"{command[0]} is not installed: install postgresql-client") from fault
    except subprocess.CalledProcessError as fault:
        raise BackupFault(f"{command[0]} failed: {fault.stderr.strip()}") from fault


def _plain_url(database: Database) -> str:
    return database.url.set(drivername="postgresql").render_as_string(hide_password=False)


def _holds_data(database: Database) -> bool:
    if not inspect(database.engine).has_table("account"):
        return False
    with database.engine.connect() as connection:
        return connection.exec_driver_sql("SELECT 1 FROM account LIMIT 1").first() is not None


def _is_served(database: Database, now: datetime) -> bool:
    if not inspect(database.engine).has_table("service_beat"):
        return False
    with database.reading() as db:
        return not is_away(db, now=now) and service_seen_at(db) is not None


def _sha256(file: Path) -> str:
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
