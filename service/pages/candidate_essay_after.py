"""What happened to an essay and what comes next, as its writer sees it."""

from datetime import datetime
from typing import Any, Final

from service.core.i18n import Message, say
from service.core.render import translate
from service.pages.essay_doors import OwnEssay, owed_until
from service.scoring.models import Essay

# where an application stands once its essay is scored, or will not be
BEFORE_SCORES: Final = frozenset({"essay", "essay-review", "essay-scoring"})
ENDED: Final = frozenset({"breach", "withdrawn"})


def after_moments(own: OwnEssay, essay: Essay) -> list[dict[str, Any]]:
    """Return the timeline of an essay that is handed in, or of one that was given up."""
    state = own.one.state
    found = [_step("done", say("You began to write"), at=essay.began_at)]
    if essay.finished_at is None:
        return [*found, _step("failed", say("Your part in the competition ended before"))]
    by_time = essay.finished_by_time
    text = say("The time was over: what was saved in time counts.") if by_time else None
    found.append(_step("done", say("Essay handed in"), at=essay.finished_at, text=text))
    if state in ENDED and essay.due_at is None:
        return [*found, _step("failed", say("The essay is not scored"))]
    review = say("A proctor reviews how it was written")
    if essay.reviewed_at is None:
        found.append(_step("now", review, due_at=owed_until(own.course, own.row.application_id)))
        scored = "next"
    else:
        found.append(_step("done", review, at=essay.reviewed_at))
        scored = "now" if state in BEFORE_SCORES else "done"
    text = say("Each member reads it without your name and gives marks alone.")
    due_at = essay.due_at if scored == "now" else None
    found.append(_step(scored, say("The commission scores it"), due_at=due_at, text=text))
    told = say("You are told whether you go on; points are shown with the results.")
    found.append(_step("next" if scored != "done" else "done", say("The result"), text=told))
    return found


def _step(
    state: str,
    title: Message,
    *,
    at: datetime | None = None,
    due_at: datetime | None = None,
    text: Message | None = None,
) -> dict[str, Any]:
    return {
        "state": state,
        "title": translate(title),
        "at": at,
        "due_at": due_at,
        "text": translate(text) if text else None,
    }
