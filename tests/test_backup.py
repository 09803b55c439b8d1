"""Backup and restore, on both databases."""

import tarfile
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from service import backup as archive
from service.attempts import outage
from service.core.clock import Clock
from service.core.db import Database
from service.people.queries import account_by_iin
from service.settings import Settings
from tests import make


@pytest.fixture
def saved(settings, database, db, clock, tmp_path):
    person = make.account(db)
    db.commit()
    papers = settings.data_folder / archive.PAPERS / "certificate"
    papers.mkdir(parents=True)
    (papers / "one.pdf").write_bytes(b"%PDF one")
    file = tmp_path / "backup.tar.gz"
    archive.backup(settings, database, file, now=clock.now())
    db.close()
    return file, person.iin


def restore(
    settings: Settings, database: Database, file: Path, clock: Clock, *, replace: bool = True
) -> dict[str, Any]:
    now = clock.now()
    return archive.restore(settings, database, file, replace=replace, now=now)


def test_what_was_backed_up_comes_back(settings, database, db, clock, saved):
    file, iin = saved
    later = make.account(db)
    db.commit()
    db.close()
    paper = settings.data_folder / archive.PAPERS / "certificate" / "one.pdf"
    paper.write_bytes(b"spoilt")
    restore(settings, database, file, clock)
    assert paper.read_bytes() == b"%PDF one"
    with database.reading() as again:
        assert account_by_iin(again, iin) is not None
        assert account_by_iin(again, later.iin) is None


def test_data_that_is_there_is_replaced_only_when_that_is_said(settings, database, clock, saved):
    with pytest.raises(archive.BackupFault, match="--replace"):
        restore(settings, database, saved[0], clock, replace=False)


def test_a_running_service_is_not_overwritten(settings, database, clock, saved):
    with database.writing() as db:
        outage.beat(db, now=clock.now())
    with pytest.raises(archive.BackupFault, match="stop it first"):
        restore(settings, database, saved[0], clock)
    clock.set(clock.now() + timedelta(seconds=10))
    restore(settings, database, saved[0], clock)


def test_a_damaged_archive_changes_nothing(settings, database, clock, saved, tmp_path):
    file, iin = saved
    broken = tmp_path / "broken.tar.gz"
    broken.write_bytes(file.read_bytes()[:-200])
    with pytest.raises(archive.BackupFault, match="not a whole backup"):
        restore(settings, database, broken, clock)
    with tarfile.open(file) as whole:
        whole.extractall(tmp_path / "open", filter="data")
    (tmp_path / "open" / archive.PAPERS / "certificate" / "one.pdf").write_bytes(b"other")
    changed = tmp_path / "changed.tar.gz"
    with tarfile.open(changed, "w:gz") as made:
        for one in sorted((tmp_path / "open").rglob("*")):
            if one.is_file():
                made.add(one, arcname=str(one.relative_to(tmp_path / "open")))
    with pytest.raises(archive.BackupFault, match="damaged"):
        restore(settings, database, changed, clock)
    with database.reading() as db:
        assert account_by_iin(db, iin) is not None


def test_an_archive_is_not_overwritten(settings, database, clock, saved):
    with pytest.raises(archive.BackupFault, match="already"):
        archive.backup(settings, database, saved[0], now=clock.now())
