"""Runs the migrations on the connection it is given, or on SYNAQ_DATABASE_URL."""

import importlib

from alembic import context
from sqlmodel import SQLModel

from service.core.db import Database
from service.settings import Settings

for concept in (
    "core.due_work",
    "people.models",
    "journal.models",
    "documents.models",
    "signatures.models",
    "notices.models",
    "personal_files.models",
    "personal_files.index_models",
    "bodies.models",
    "posts.models",
    "items.models",
    "qualities.models",
    "ability.models",
    "programmes.models",
    "booking.models",
    "attempts.models",
    "proctoring.models",
    "item_statistics.models",
    "exam_day.models",
    "lots.models",
    "vacancies.models",
    "admissions.models",
    "hirings.models",
    "commissions.models",
    "competitions.models",
    "scoring.models",
    "core.tickets",
):
    importlib.import_module(f"service.{concept}")


def run(connection) -> None:
    context.configure(
        connection=connection,
        target_metadata=SQLModel.metadata,
        render_as_batch=True,
        compare_type=True,
        transaction_per_migration=True,
    )
    with context.begin_transaction():
        context.run_migrations()


given = context.config.attributes.get("connection")
if given is not None:
    run(given)
else:
    database = Database(Settings().database)
    with database.engine.connect() as connection:
        run(connection)
        connection.commit()
