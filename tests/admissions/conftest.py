from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import TypeVar

import pytest
from sqlmodel import Session

from service.core.db import Database
from service.people.models import Account
from service.vacancies.models import Announcement
from tests import make_admissions as make
from tests import make_vacancies

MANY = 8
T = TypeVar("T")
Deed = Callable[[Session], T]


@pytest.fixture
def hr(db: Session) -> Account:
    """Somebody of the ministry's HR; the registers are there."""
    make_vacancies.register(db)
    return make_vacancies.hr(db)


@pytest.fixture
def competition(db: Session, hr: Account) -> Announcement:
    """A general competition that receives documents up to 2 December."""
    return make.announced(db, hr)


@pytest.fixture
def at_once(database_url: str) -> Iterator[Callable[[Sequence[Deed[T]]], list[T]]]:
    """A function that does deeds at the same moment, each on a connection of its own."""
    database = Database(database_url, pool_size=MANY)

    def run(deeds: Sequence[Deed[T]]) -> list[T]:
        ready = Barrier(len(deeds))

        def one(deed: Deed[T]) -> T:
            ready.wait()
            with database.writing() as own:
                return deed(own)

        with ThreadPoolExecutor(len(deeds)) as threads:
            return list(threads.map(one, deeds))

    yield run
    database.dispose()
