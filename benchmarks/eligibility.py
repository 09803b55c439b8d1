"""How long it takes to say how many of many personal files meet a vacancy, and in how much memory.

    python -m benchmarks.eligibility [--files 100000] [--database URL ...] [--check 500]

Invented files (education, work with overlaps, languages, bars, standings) are indexed as the
service indexes them; then several vacancies are asked, each in a process of its own whose memory
is measured. `--check` files are also judged one by one by the law: the answers must be the same.
Without --database both PostgreSQL (SYNAQ_TEST_POSTGRES) and SQLite are measured.
"""

import argparse
import json
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from rich.console import Console
from rich.progress import track
from rich.table import Table
from sqlalchemy import insert, text
from sqlmodel import Session

from benchmarks.item_statistics import a_database
from service.core.db import Database
from service.core.ids import new_id
from service.core.migrate import migrate
from service.law.admission import Opening, admission
from service.law.declarations import DECLARED, Declaration
from service.law.entry import Person
from service.law.experience import Employment, ExperienceNeed
from service.law.personal_file import Clearance, Education, File, LanguageSkill
from service.law.requirements import (
    LANGUAGE_LEVELS,
    Alternative,
    ComputerNeed,
    EducationNeed,
    Experience,
    LanguageNeed,
    Level,
    Requirements,
    SecretsNeed,
)
from service.law.vacancy import Leaving, Round, Standing
from service.people.models import Account, Consent
from service.personal_files import queries
from service.personal_files.codes import codes
from service.personal_files.indexing import write_index

TODAY = date(2026, 11, 23)
NOW = datetime(2026, 11, 23, 5, tzinfo=UTC)
BATCH = 1000
LAW = frozenset({"law", "international-law"})
LEVELS = ("worker", "specialist", "unit-head", "organisation-head")
# the categories that go with a level
CATEGORIES = {
    1: ("C-5", "C-O-5", "C-R-4"),
    2: ("C-4", "C-5", "C-O-4", "C-O-5", "C-R-4"),
    3: ("C-2", "C-3", "C-O-2", "C-O-3", "C-R-2"),
    4: ("C-1", "C-O-1", "C-R-1"),
}
ROUNDS = 5


def some_fields(
    chance: random.Random, known: Sequence[str], how_many: Sequence[int]
) -> frozenset[str]:
    """Fields as people have them: the first of the list often, the last seldom, two akin."""
    place = min(int(chance.expovariate(0.15)), len(known) - 1)
    return frozenset(known[place : place + chance.choice(how_many)])


def some_education(chance: random.Random) -> Iterator[Education]:
    for number in range(chance.choice((1, 1, 1, 2, 2, 3))):
        completed = TODAY - timedelta(days=chance.randrange(-400, 12000))
        yield Education(
            f"education-{number}",
            chance.choice(tuple(Level)),
            some_fields(chance, tuple(codes().education.names), (0, 1, 1, 1)),
            completed,
            has_document=chance.random() < 0.9,
            has_annex=chance.random() < 0.85,
            foreign=chance.random() < 0.05,
            recognised=chance.random() < 0.5,
        )


def some_work(chance: random.Random) -> Iterator[Employment]:
    """A career: one job after the other, now and then two at once."""
    day = TODAY - timedelta(days=chance.randrange(0, 11000))
    for number in range(chance.choice((0, 1, 2, 3, 3, 4, 5, 7))):
        if day > TODAY:
            return
        ended = day + timedelta(days=chance.randrange(60, 2500))
        reached = chance.choice((1, 2, 2, 2, 3, 4))
        civil = chance.random() < 0.4
        levels = frozenset(LEVELS[:reached]) | (
            {chance.choice(CATEGORIES[reached])} if civil else frozenset()
        )
        sector = "civil" if civil else chance.choice(("other", "other", "law-enforcement"))
        fields = some_fields(chance, tuple(codes().work.names), (0, 1, 1, 1, 1, 2))
        yield Employment(
            f"work-{number}",
            day,
            None if ended > TODAY else ended,
            frozenset({sector}),
            fields,
            levels,
        )
        day = ended + timedelta(days=chance.randrange(-300, 200))


def some_person(chance: random.Random) -> Person:
    declared = [Declaration(bar.number, applies=False) for bar in DECLARED]
    if chance.random() < 0.05:
        happened = TODAY - timedelta(days=chance.randrange(0, 2000))
        number = chance.choice((3, 6, 7, 9))
        said = Declaration(number, applies=True, happened_on=happened, until_on=happened)
        declared = [said if one.number == number else one for one in declared]
    elif chance.random() < 0.1:
        declared.pop(chance.randrange(len(declared)))
    standing = Standing()
    if chance.random() < 0.2:
        standing = Standing(serving_in=chance.choice(("ministry-of-justice", "akmola-executive")))
    elif chance.random() < 0.1:
        standing = Standing(left=Leaving(TODAY - timedelta(days=chance.randrange(0, 90))))
    return Person(
        born_on=date(1958, 1, 1) + timedelta(days=chance.randrange(0, 52 * 365)),
        citizen=chance.random() < 0.98,
        standing=standing,
        declared=tuple(declared),
    )


def some_file(number: int) -> File:
    """The invented file of this number, the same every time."""
    chance = random.Random(number)
    work = tuple(some_work(chance))
    return File(
        some_person(chance),
        tuple(some_education(chance)),
        work,
        has_employment_document=bool(work) and chance.random() < 0.9,
        languages=tuple(
            LanguageSkill(code, chance.choice(LANGUAGE_LEVELS[:6]))
            for code in ("kazakh", "russian", "english")
            if chance.random() < 0.7
        ),
        computer=frozenset(
            one for one in ("documents", "spreadsheets", "databases") if chance.random() < 0.7
        ),
        clearances=(Clearance(2),) if chance.random() < 0.05 else (),
    )


def openings() -> dict[str, Opening]:
    """The vacancies that are asked: from one that asks little to one that asks everything."""
    lawyer = tuple(EducationNeed(Level.BACHELOR, frozenset({field})) for field in sorted(LAW))
    civil = frozenset({"civil", "law-enforcement"})
    ways = (
        Alternative((ExperienceNeed(12, civil),)),
        Alternative((ExperienceNeed(24, civil, levels=frozenset({"C-4", "C-5", "C-O-4"})),)),
        Alternative(
            (
                ExperienceNeed(36, fields=frozenset({"law", "lawmaking", "public-administration"})),
                ExperienceNeed(12, levels=frozenset({"unit-head"})),
            )
        ),
        Alternative((ExperienceNeed(6, civil),), frozenset({"studied-by-state-order"})),
    )
    full = Requirements(
        "QR",
        education=lawyer,
        experience=Experience(ways),
        languages=(LanguageNeed("kazakh", "b2"), LanguageNeed("english", "a2")),
        computer=ComputerNeed(frozenset({"documents"})),
        secrets=SecretsNeed(3),
        health=True,
    )
    closes = TODAY + timedelta(days=10)
    lowest = Requirements("QR", education=(EducationNeed(Level.BACHELOR),))
    inside = frozenset({"ministry-of-justice"})
    return {
        "education alone": Opening("lowest", Round.GENERAL, closes, lowest),
        "experience in four ways": Opening(
            "middle", Round.GENERAL, closes, Requirements("QR", experience=Experience(ways))
        ),
        "everything": Opening("high", Round.GENERAL, closes, full),
        "everything, in the body": Opening("high", Round.INTERNAL_BODY, closes, full, inside),
    }


def fill(database: Database, files: int) -> float:
    """Write accounts, consents and the index; return how many seconds the index alone took."""
    spent = 0.0
    for first in track(range(0, files, BATCH), f"{files} files"):
        numbers = range(first, min(first + BATCH, files))
        with database.writing() as db:
            made = people(db, numbers)
            begun = time.perf_counter()
            write_index(db, made, {account_id: {} for account_id in made}, now=NOW)
            db.flush()
            spent += time.perf_counter() - begun
    with database.engine.connect() as connection:
        # as the database itself does after such a load
        connection.execution_options(isolation_level="AUTOCOMMIT").execute(text("ANALYZE"))
    return spent


def people(db: Session, numbers: range) -> dict[UUID, File]:
    made = {new_id(): some_file(number) for number in numbers}
    accounts = [
        {
            "id": account_id,
            "iin": f"{number:012d}",
            "family_name": "Bench",
            "given_name": str(number),
            "birth_on": file.person.born_on,
            "language": "kk",
            "made_at": NOW,
        }
        for number, (account_id, file) in zip(numbers, made.items(), strict=True)
    ]
    db.execute(insert(Account.__table__), accounts)  # type: ignore[attr-defined]  # every table has one
    consents = [
        {"id": new_id(), "account_id": account_id, "version": "1", "text_sha256": "0" * 64,
         "given_at": NOW}
        for account_id in made
    ]  # fmt: skip
    db.execute(insert(Consent.__table__), consents)  # type: ignore[attr-defined]  # every table has one
    return made


def ask(url: str, name: str) -> None:
    """Ask one vacancy in this process and print what it took as one JSON object."""
    database = Database(url)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    seconds = []
    found = None
    for _ in range(ROUNDS):
        begun = time.perf_counter()
        with database.reading() as db:
            found = queries.eligible_counts(db, openings()[name], TODAY)
        seconds.append(time.perf_counter() - begun)
    assert found is not None
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    told = {
        "first": seconds[0],
        "best": min(seconds),
        "peak": peak / 1024,
        "more": (peak - before) / 1024,
        "counts": [found.met, found.not_met, found.look],
    }
    print(json.dumps(told))


def as_the_law(url: str, files: int) -> dict[str, bool]:
    """Tell for each vacancy whether SQL says of a few files what the law says of each of them."""
    found = {}
    with tempfile.TemporaryDirectory() as place, a_database(url, Path(place)) as mine:
        database = Database(mine)
        migrate(database)
        fill(database, files)
        for name, opening in openings().items():
            said = Counter(law_says(some_file(number), opening) for number in range(files))
            with database.reading() as db:
                counts = queries.eligible_counts(db, opening, TODAY)
            met = (counts.met, counts.not_met, counts.look)
            found[name] = met == (said["met"], said["not-met"], said["look"])
        database.dispose()
    return found


def law_says(file: File, opening: Opening) -> str:
    """Return what the law says, certificates apart."""
    lines = admission(file, opening, TODAY).lines
    deciding = {one.outcome for one in lines if one.decides and one.code != "certificate"}
    return next((word for word in ("not-met", "look") if word in deciding), "met")


def measure(url: str, files: int, check: int) -> None:
    same = as_the_law(url, check)
    with tempfile.TemporaryDirectory() as place, a_database(url, Path(place)) as mine:
        database = Database(mine)
        migrate(database)
        spent = fill(database, files)
        kind = database.url.get_backend_name()
        with database.engine.connect() as connection:
            signatures = connection.execute(
                text("SELECT count(*) FROM work_signature")
            ).scalar_one()
        database.dispose()
        head = f"{kind}: {files} files, {signatures} signatures of work, {spent:.0f} s to index"
        table = Table(title=head)
        for column in ("vacancy", "first, s", "best, s", "peak MB", "more, MB", "met", "not met",
                       "look", f"as the law ({check})"):  # fmt: skip
            table.add_column(column, justify="right")
        for name in openings():
            told = asked_apart(mine, name)
            figures = (f"{told['first']:.2f}", f"{told['best']:.2f}", f"{told['peak']:.0f}",
                       f"{told['more']:.0f}")  # fmt: skip
            table.add_row(name, *figures, *map(str, told["counts"]), "yes" if same[name] else "NO")
        Console(width=120).print(table)


def asked_apart(url: str, name: str) -> dict[str, Any]:
    command = [sys.executable, "-m", "benchmarks.eligibility", "--ask", name, "--database", url]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    told: dict[str, Any] = json.loads(done.stdout)
    return told


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--files", type=int, default=100_000)
    parser.add_argument("--check", type=int, default=500)
    parser.add_argument("--database", action="append", default=[])
    parser.add_argument("--ask", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.ask:
        ask(given.database[0], given.ask)
        return
    postgres = os.environ.get("SYNAQ_TEST_POSTGRES")
    for url in given.database or [*([postgres] if postgres else []), "sqlite://"]:
        measure(url, given.files, given.check)


if __name__ == "__main__":
    main()
