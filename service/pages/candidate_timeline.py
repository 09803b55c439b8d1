"""One timeline for an application: what happened, what happens now, what comes, each with its time.

Everything the candidate waits for has a due time (rules.md section 13).
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, Literal

from service.attempts.models import Attempt, AttemptResult
from service.booking.actions import door_closes, held_until
from service.booking.models import Application, ApplicationState, ApplicationStep, Centre, Slot
from service.core.i18n import Message, say
from service.core.render import translate
from service.documents.models import Document
from service.law.document import DocumentKind
from service.law.result import result_due
from service.pages.candidate_words import STEPS
from service.proctoring.models import Review

S = ApplicationState
Moment = Literal["done", "now", "next", "failed"]
FAILED: Final = frozenset({"cancelled", "released", "lapsed", "replaced", "no-show"})
RESULTS: Final[Mapping[ApplicationState, tuple[Moment, Message]]] = {
    S.PASSED: ("done", say("Result: passed")),
    S.BELOW_THRESHOLD: ("failed", say("Result: below the threshold")),
    S.ASSESSED: ("done", say("Result: profile of personal qualities")),
    S.NOT_PASSED: ("failed", say("Result: not passed")),
    S.TECHNICAL_FAILURE: ("failed", say("Ended by a technical failure: no result")),
}
PAPERS: Final[Mapping[DocumentKind, Message]] = {
    DocumentKind.CERTIFICATE: say("Certificate issued"),
    DocumentKind.STATEMENT: say("Statement of the result issued"),
    DocumentKind.CONCLUSION: say("Conclusion issued"),
    DocumentKind.BREACH_LIST: say("List of breaches drawn up"),
    DocumentKind.BREACH_ACT: say("Act on a breach drawn up"),
    DocumentKind.IMPERSONATOR_ACT: say("Act on an impersonator drawn up"),
    DocumentKind.TECHNICAL_ACT: say("Act of technical failure drawn up"),
}


@dataclass(frozen=True)
class Story:
    """Everything that is known of an application."""

    application: Application
    slot: Slot
    centre: Centre
    steps: Sequence[ApplicationStep]
    attempt: Attempt | None
    result: AttemptResult | None
    review: Review | None
    papers: Sequence[Document]
    gives_paper: bool = True  # False for a stage of a competition, whose result is points


def timeline_of(story: Story) -> list[dict[str, Any]]:
    """Return the moments as macros/timeline.html takes them, texts in the reader's language."""
    return [*_past(story), *_now(story), *_to_come(story)]


def _moment(
    title: Message,
    state: Moment,
    *,
    at: datetime | None = None,
    due_at: datetime | None = None,
    text: Message | None = None,
) -> dict[str, Any]:
    said = None if text is None else translate(text)
    return {"title": translate(title), "state": state, "at": at, "due_at": due_at, "text": said}


def _past(story: Story) -> Iterator[dict[str, Any]]:
    for step in story.steps:
        title = STEPS.get(step.what)
        if title is not None:
            state: Moment = "failed" if step.what in FAILED else "done"
            yield _moment(title, state, at=step.at, text=_detail(step))
        elif step.what == "result":
            yield _result_moment(story, step)
        if step.what == "started" and story.attempt and story.attempt.ended_at:
            yield _moment(say("Test ended"), "done", at=story.attempt.ended_at)
        if step.what == "under-review" and story.result is not None:
            yield _moment(
                say("Provisional result"),
                "done",
                at=story.result.decided_at,
                text=say("It becomes final when the review is published."),
            )
    for paper in story.papers:
        yield _moment(PAPERS[paper.kind], "done", at=paper.issued_at)


def _detail(step: ApplicationStep) -> Message | None:
    facts = step.facts
    match step.what:
        case "moved":
            return say(
                "from %(before)s, %(first)s to %(after)s, %(second)s",
                before=datetime.fromisoformat(facts["from"]),
                first=facts["from_centre"],
                after=datetime.fromisoformat(facts["to"]),
                second=facts["to_centre"],
            )
        case "no-show":
            closed_at = datetime.fromisoformat(facts["door_closed_at"])
            return say("The door closed on %(at)s. Nothing bars you.", at=closed_at)
    return None


def _result_moment(story: Story, step: ApplicationStep) -> dict[str, Any]:
    state, title = RESULTS[story.application.state]
    text = None
    if story.application.state is S.NOT_PASSED:
        broken = step.facts.get("broken_off", False)
        text = (
            say("The connection was away for longer than is allowed, or the test was left.")
            if broken
            else say("The reasons stand in the list of breaches.")
        )
    return _moment(title, state, at=step.at, text=text)


def _now(story: Story) -> Iterator[dict[str, Any]]:
    application, slot = story.application, story.slot
    match application.state:
        case S.FILED:
            yield _moment(
                say("Confirm with the code from the message"),
                "now",
                due_at=held_until(application),
                text=say("Until then the seat is kept for you."),
            )
        case S.BOOKED:
            text = say("Start it in this cabinet, at the earliest at the time booked.")
            yield _moment(
                say("Test"), "now", at=slot.starts_at, due_at=door_closes(slot), text=text
            )
        case S.IN_TEST:
            yield _in_test(story)
        case S.UNDER_REVIEW:
            yield _moment(
                say("A proctor reviews the recording"),
                "now",
                due_at=None if story.review is None else story.review.due_at,
                text=say("An automatic flag is never a breach by itself: a person decides."),
            )


def _in_test(story: Story) -> dict[str, Any]:
    attempt = story.attempt
    if attempt is None or attempt.ended_at is None:
        return _moment(say("The test is under way"), "now")
    return _moment(
        say("Your answers are being counted"), "now", due_at=result_due(attempt.ended_at)
    )


def _to_come(story: Story) -> Iterator[dict[str, Any]]:
    state = story.application.state
    is_remote = story.centre.is_remote
    if state is S.FILED:
        yield _moment(say("Test"), "next", at=story.slot.starts_at)
    if state in {S.FILED, S.BOOKED} or _is_running(story):
        within = say("Within 20 minutes of the end of the test.")
        title = say("Provisional result") if is_remote else say("Result")
        yield _moment(title, "next", text=within)
    if is_remote and state in {S.FILED, S.BOOKED, S.IN_TEST}:
        text = say("A proctor looks through the recording within one working day.")
        yield _moment(say("Review of the recording"), "next", text=text)
    if story.gives_paper and (state.is_open or _waits_for_paper(story)):
        paper = (
            say("Conclusion on personal qualities")
            if story.application.kind == "PQ"
            else say("Certificate, or statement of the result")
        )
        yield _moment(
            paper,
            "next",
            text=say("It appears here and on your list of documents."),
        )


def _is_running(story: Story) -> bool:
    ended = story.attempt is not None and story.attempt.ended_at is not None
    return story.application.state is S.IN_TEST and not ended


def _waits_for_paper(story: Story) -> bool:
    kinds = {one.kind for one in story.papers}
    expected = {DocumentKind.CERTIFICATE, DocumentKind.STATEMENT, DocumentKind.CONCLUSION}
    final = story.application.state in {S.PASSED, S.BELOW_THRESHOLD, S.ASSESSED}
    return final and not kinds & expected
