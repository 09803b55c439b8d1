"""Vacancies for the tour of all pages: those that the demo brings, by what they have to show."""

from typing import Final

from sqlmodel import Session

from service.vacancies import queries

MINISTRY: Final = "ministry-of-justice"
# what the tour calls it: the post of the demo's vacancy (service/demo/vacancies.yaml)
POSTS: Final = {
    "announced": "117-100",
    "temporary": "117-115",
    "running": "117-58",
    "asked": "117-116",
    "due": "117-119",
    "drafted": "117-6",
}


def vacancies_of_scene(db: Session) -> dict[str, str]:
    """Return the numbers of the vacancies and of their newest announcements, and the question."""
    things: dict[str, str] = {}
    for name, post in POSTS.items():
        row = queries.last_vacancy_of_post(db, MINISTRY, post)
        assert row is not None
        things[f"{name}-vacancy"] = row.number
        things[f"{name}-announcement"] = queries.rounds_of(db, row.id)[-1].number
        for question in queries.agreements_of(db, row.id):
            things["agreement"] = str(question.id)
    return things
