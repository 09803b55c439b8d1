"""The migrations build what the models say, in one line, and guard what has happened."""

import importlib
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import CheckConstraint, Connection, Engine, String, Text, inspect, text
from sqlalchemy.exc import DatabaseError
from sqlmodel import SQLModel
from sqlmodel.sql.sqltypes import AutoString

from service.core.db import Database
from service.core.migrate import ROOT, is_migrated, migrate

MIGRATIONS = ROOT / "migrations"
VERSIONS = sorted((MIGRATIONS / "versions").glob("*.py"))
APPEND_ONLY = (
    "journal_entry",
    "document_event",
    "programme_version",
    "item_version",
    "application_step",
    "attempt_step",
    "answer",
    "attempt_result",
    "technical_failure",
    "item_comment",
    "blueprint",
    "state_answer",
    "declaration",
    "register_act",
    "register_post",
    "register_correction",
    "requirement_set",
    "typical_requirement",
    "signature_request",
    "signature",
    "body_change",
    "outside_act",
    "admission_decision",
    "admission_look",
    "hiring_step",
    "lot_commitment",
    "lot_secret",
    "lot_draw",
    "conflict_declaration",
    "competition_step",
    "essay_task",
    "essay_version",
    "essay_score",
    "second_look",
    "interview_score",
    "attendance",
)


def script() -> ScriptDirectory:
    return ScriptDirectory(str(MIGRATIONS))


def test_there_is_one_head_and_the_file_says_which():
    heads = script().get_heads()
    assert heads == [(MIGRATIONS / "head").read_text().strip()]


def test_a_migration_is_named_as_its_file():
    assert {file.stem for file in VERSIONS} == {one.revision for one in script().walk_revisions()}


def test_migrations_follow_one_another_in_the_order_of_their_names():
    in_order = [one.revision for one in script().walk_revisions()][::-1]
    assert in_order == [file.stem for file in VERSIONS]


def _differences(connection: Connection) -> list[object]:
    context = MigrationContext.configure(connection, opts={"compare_type": _other_type})
    return list(compare_metadata(context, SQLModel.metadata))


def _other_type(
    _context: object, _inspected: object, _metadata: object, was: object, wanted: object
) -> bool | None:
    """Our own types are what they are made of; a text without a length is a text."""
    if type(wanted).__module__.startswith("service."):
        return False
    is_plain_text = isinstance(wanted, AutoString | String) and wanted.length is None
    return False if is_plain_text and isinstance(was, Text) else None


def test_models_and_migrations_do_not_drift(database: Database):
    for concept in sorted((ROOT / "service").glob("*/models.py")):
        importlib.import_module(f"service.{concept.parent.name}.models")
    with database.engine.connect() as connection:
        assert _differences(connection) == []


def test_the_check_constraints_of_the_models_are_in_the_database(database: Database):
    inspector = inspect(database.engine)
    for table in SQLModel.metadata.tables.values():
        wanted = {
            str(one.name)
            for one in table.constraints
            if one.__visit_name__ == "check_constraint" and one.name
        }
        there = {str(one["name"]) for one in inspector.get_check_constraints(table.name)}
        assert wanted <= there, table.name


def test_every_model_is_known_to_the_migrations():
    named = (MIGRATIONS / "env.py").read_text()
    concepts = {file.parent.name for file in (ROOT / "service").glob("*/models.py")}
    assert {one for one in concepts if f'"{one}.models"' not in named} == set()


def test_migrating_twice_changes_nothing(database: Database):
    assert is_migrated(database)
    migrate(database)
    assert is_migrated(database)


def test_every_migration_can_be_taken_back_and_done_again(database: Database):
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    with database.engine.connect() as connection:
        config.attributes["connection"] = connection
        command.downgrade(config, "base")
        connection.commit()
        assert set(inspect(connection).get_table_names()) <= {"alembic_version"}
        command.upgrade(config, "head")
        connection.commit()
        assert _differences(connection) == []


def _fill(connection: Connection, table: str) -> None:
    """Put a row of nothing in particular into the table, whatever it refers to."""
    is_sqlite = connection.dialect.name == "sqlite"
    if not is_sqlite:
        connection.execute(text("SET session_replication_role = replica"))
        for rule in SQLModel.metadata.tables[table].constraints:
            if isinstance(rule, CheckConstraint):  # until the rollback
                connection.execute(text(f"ALTER TABLE {table} DROP CONSTRAINT {rule.name}"))
    columns = SQLModel.metadata.tables[table].columns
    values = {}
    for column in columns:
        if column.nullable or column.autoincrement is True:
            continue
        kind = column.type.compile(connection.dialect).upper()
        values[column.name] = _something(kind)
    names = ", ".join(values)
    holes = ", ".join(f":{name}" for name in values)
    connection.execute(text(f"INSERT INTO {table} ({names}) VALUES ({holes})"), values)  # noqa: S608  # our own names
    if not is_sqlite:
        connection.execute(text("SET session_replication_role = origin"))


def _something(kind: str) -> object:
    if "INT" in kind:
        return 1
    if "JSON" in kind:
        return "{}"
    if "DATE" in kind or "TIME" in kind:
        return "2026-11-23 05:00:00"
    if kind in {"UUID", "CHAR(32)"}:
        return "0192f6a1000070008000000000000001"
    return "true" if "BOOL" in kind else "x"


@pytest.mark.parametrize("table", APPEND_ONLY)
@pytest.mark.parametrize("change", ["UPDATE {0} SET {1} = {1}", "DELETE FROM {0}"])
def test_what_has_happened_cannot_be_changed(database: Database, table: str, change: str):
    column = next(iter(SQLModel.metadata.tables[table].primary_key.columns)).name
    engine: Engine = database.engine
    with engine.connect() as connection:
        if connection.dialect.name == "sqlite":
            # before the transaction begins, which would make it too late
            driver: Any = connection.connection.driver_connection
            driver.execute("PRAGMA foreign_keys=OFF")
            driver.execute("PRAGMA ignore_check_constraints=ON")
        _fill(connection, table)
        with pytest.raises(DatabaseError, match=f"{table} is append-only"):
            connection.execute(text(change.format(table, column)))
        connection.rollback()


def test_every_append_only_table_is_named_here():
    migrations = "".join(file.read_text() for file in VERSIONS)
    guarded = {
        table for table in SQLModel.metadata.tables if f'"{table}"' in _after_forbid(migrations)
    }
    assert guarded == set(APPEND_ONLY)


def _after_forbid(migrations: str) -> str:
    parts = migrations.split("forbid_changes(")[1:]
    return " ".join(part.split(")")[0] for part in parts)


def test_a_database_that_is_behind_is_noticed(tmp_path: Path):
    database = Database(f"sqlite:///{tmp_path / 'empty.sqlite'}")
    assert not is_migrated(database)
    database.dispose()
