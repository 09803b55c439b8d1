"""What waits for HR on a vacancy: what to do next, and by when."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sqlmodel import Session

from service.law.vacancy import NextRound
from service.vacancies import queries
from service.vacancies.course import Course, course_of
from service.vacancies.models import VacancyState


class Task(StrEnum):
    """What HR does next on a vacancy."""

    ANNOUNCE = "announce"  # a round is due and nobody has begun its announcement
    FINISH = "finish"  # a draft waits to be published
    ASK = "ask"  # the round to come needs agreement
    ASK_AGAIN = "ask-again"  # it was not agreed to
    WAIT = "wait"  # for the authorised body's answer
    RECEIVE = "receive"  # documents are received
    END = "end"  # the reception is over: the round goes on until somebody ends it


@dataclass(frozen=True, slots=True)
class Waiting:
    """A task on a vacancy; `due_on` is None where the law sets no day."""

    task: Task
    course: Course
    due_on: date | None

    @property
    def is_hrs(self) -> bool:
        """Whether HR has to do something; else it waits for others or for a day."""
        return self.task not in {Task.WAIT, Task.RECEIVE}


def tasks_of(db: Session, codes: Iterable[str], today: date) -> list[Waiting]:
    """Return the tasks on the open vacancies of these bodies: HR's own first, then by their day."""
    rows = queries.vacancies_of(db, codes, VacancyState.OPEN)
    found = [waiting_on(course_of(db, row), today) for row in rows]
    return sorted(found, key=lambda one: (not one.is_hrs, one.due_on or date.max))


def waiting_on(course: Course, today: date) -> Waiting:
    """Return what an open vacancy waits for."""
    running = course.running
    if running is not None and running.closes_on is not None:
        if today <= running.closes_on:
            return Waiting(Task.RECEIVE, course, running.closes_on)
        return Waiting(Task.END, course, running.interview_on)
    task = _before_announcing(course)
    asked = course.agreement
    return Waiting(task, course, asked.due_on if task is Task.WAIT and asked else None)


def _before_announcing(course: Course) -> Task:
    needs = isinstance(course.due, NextRound) and course.due.agreement_of is not None
    if needs and course.answer != "agreed":
        of_answers = {"asked": Task.WAIT, "refused": Task.ASK_AGAIN}
        return of_answers.get(course.answer or "", Task.ASK)
    return Task.ANNOUNCE if course.draft is None else Task.FINISH


def counts_of(waiting: Sequence[Waiting]) -> dict[Task, int]:
    """Return how many vacancies wait for each task."""
    return {task: sum(one.task is task for one in waiting) for task in Task}
