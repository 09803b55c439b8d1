"""Brings a database to the newest migration."""

from pathlib import Path

from alembic import command
from alembic.config import Config

from service.core.db import Database

ROOT = Path(__file__).resolve().parent.parent.parent


def migrate(database: Database) -> None:
    """Run every migration the database does not have yet, each in a transaction of its own."""
    config = Config()
    config.set_main_option("script_location", str(ROOT / "migrations"))
    with database.turn(), database.engine.connect() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
        connection.commit()
