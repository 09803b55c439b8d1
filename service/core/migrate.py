"""Brings a database to the newest migration."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

from service.core.db import Database

LOCK = 7_962_717  # any number, the same in every process
ROOT = Path(__file__).resolve().parent.parent.parent


def migrate(database: Database) -> None:
    """Run every migration the database does not have yet, each in a transaction of its own."""
    config = _config()
    with database.turn(), database.engine.connect() as connection:
        if not database.is_sqlite:
            # two machines may start at once; the lock ends with the connection
            connection.exec_driver_sql(f"SELECT pg_advisory_lock({LOCK})")
            connection.commit()
        config.attributes["connection"] = connection
        try:
            command.upgrade(config, "head")
            connection.commit()
        finally:
            if not database.is_sqlite:
                connection.rollback()
                connection.exec_driver_sql(f"SELECT pg_advisory_unlock({LOCK})")
                connection.commit()


def is_migrated(database: Database) -> bool:
    """Whether the database has the newest migration."""
    return migration_of(database) == newest_migration()


def migration_of(database: Database) -> str | None:
    """Return the id of the newest migration that the database has."""
    with database.engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def newest_migration() -> str | None:
    """Return the id of the newest migration there is."""
    return ScriptDirectory.from_config(_config()).get_current_head()


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(ROOT / "migrations"))
    return config
