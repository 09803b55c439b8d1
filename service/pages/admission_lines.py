"""The lines of an admission as a page shows them: what is asked, the data used, what to do."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from sqlmodel import Session

from service.admissions.judging import Answer
from service.admissions.line_words import Todo, sentence_of, title_of, todo_of
from service.core.i18n import Message, say
from service.law.line import Line
from service.law.look import Look
from service.pages.admission_asked import asked_by
from service.pages.admission_data import Datum, Known, data_of, known_of
from service.pages.source_words import source_words
from service.vacancies.models import Announcement

Kind = Literal["good", "bad", "wait", "note"]
STATES: Final[Mapping[str, tuple[Kind, Message]]] = {
    "met": ("good", say("Met")),
    "not-met": ("bad", say("Not met")),
    "look": ("wait", say("A person must look")),
}
WISHED: Final[Mapping[str, tuple[Kind, Message]]] = {
    "met": ("good", say("Met")),
    "not-met": ("note", say("Not met; it decides nothing")),
    "look": ("note", say("Left open; it decides nothing")),
}


@dataclass(frozen=True)
class LineView:
    """One line: its title, what it comes to, and everything that this rests on.

    Attributes:
        state: the kind of the tag and its word.
        asked: what is asked, in the words of the requirements.
        data: the data used, each with where it is from.
        source: the paragraph in words.
        todo: what the candidate can do, where there is something.
        look: what a person has said of it.
        is_question: whether a person may say something of it.
    """

    line: Line
    title: Message
    state: tuple[Kind, Message]
    sentence: Message
    asked: Sequence[str]
    data: Sequence[Datum]
    source: str
    todo: Todo | None
    look: Look | None
    is_question: bool

    @property
    def id(self) -> str:
        """Return the anchor of the line on its page."""
        return line_id(self.line.code, self.line.subject)


@dataclass(frozen=True)
class Lines:
    """All lines of an answer in the order in which they matter to the reader."""

    not_met: Sequence[LineView]
    questions: Sequence[LineView]
    met: Sequence[LineView]
    bars: Sequence[LineView]  # the bars to entry that are met: a dozen alike

    @property
    def number(self) -> int:
        """Return how many requirements there are."""
        return len(self.not_met) + len(self.questions) + len(self.met) + len(self.bars)


def line_id(code: str, subject: str) -> str:
    """Return the anchor of a line on its page."""
    return "-".join(filter(None, ("line", code, subject)))


def lines_of(db: Session, announcement: Announcement, answer: Answer) -> Lines:
    """Return the lines of an answer with all that they rest on."""
    known = known_of(db, answer.machine.file)
    views = list(_views(announcement, answer, known))
    not_met = [each for each in views if each.line.outcome == "not-met" and each.line.decides]
    open_ = [each for each in views if each.line.outcome == "look" and each.line.decides]
    rest = [each for each in views if each not in not_met and each not in open_]
    bars = [each for each in rest if each.line.code == "bar" and each.look is None]
    return Lines(not_met, open_, [each for each in rest if each not in bars], bars)


def _views(announcement: Announcement, answer: Answer, known: Known) -> Iterator[LineView]:
    looks = {(each.code, each.subject): each for each in answer.looks}
    asked = {(each.code, each.subject) for each in answer.machine.to_look_at}
    requirements = answer.machine.opening.requirements
    for line in answer.shown.lines:
        key = (line.code, line.subject)
        yield LineView(
            line=line,
            title=title_of(line, announcement.wordings),
            state=(STATES if line.decides else WISHED)[line.outcome],
            sentence=sentence_of(line, looks.get(key)),
            asked=asked_by(line, requirements),
            data=list(data_of(line, answer.machine.file, known)),
            source=source_words(line.source),
            todo=todo_of(line),
            look=looks.get(key),
            is_question=key in asked,
        )
