"""The worker's own sign of life: without it papers, messages and results would wait unseen."""

from datetime import timedelta
from typing import Final

from service.core.due_work import Doing
from service.exam_day.models import WorkerBeat

BEAT_EVERY: Final = timedelta(seconds=30)


def beat(doing: Doing) -> None:
    """Say that the worker is alive."""
    doing.db.merge(WorkerBeat(id=1, at=doing.now))
