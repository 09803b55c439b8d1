"""What the journal says, in sentences: who did what, when, under which rule."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from typing import Any, Final
from uuid import UUID

from sqlmodel import Session, col, select

from service.admissions import queries as admissions
from service.admissions.judging import kept_answer
from service.admissions.line_words import told
from service.competitions.models import CompetitionStep
from service.competitions.queries import candidacy
from service.core.i18n import Translator
from service.journal.models import JournalEntry
from service.law.calendar import local_day, local_time
from service.law.points import printed
from service.lots import queries as lots
from service.vacancies.queries import announcement

SYSTEM: Final = "the system"
# of a lot that is promised or drawn: under which rule, for what
LOTS: Final = {
    "assessors": ("CM-1", "of the assessors"),
    "tie": ("ST-6", "of a tie"),
    "essay-topics": ("ST-3", "of the essay topics"),
}
ANONYMOUS: Final = frozenset({"essay-scored", "essay-rated", "second-look-asked"})
Facts = Mapping[str, Any]


@dataclass(frozen=True)
class Line:
    """One sentence of the story.

    Attributes:
        key: what lines of one day have in common that can be told together.
        whom: whom it is about, where several can be.
    """

    at: datetime
    rule: str
    who: str
    text: str
    key: str = ""
    whom: str = ""


@dataclass
class Teller:
    """Turns entries of the journal into sentences."""

    names: Mapping[str, str]
    speak: Translator

    def lines(self, db: Session, entries: list[JournalEntry]) -> list[Line]:
        """Return the sentences; what a story need not say is left out."""
        found = (self._line(db, one) for one in entries)
        return [line for line in found if line is not None]

    def _line(self, db: Session, entry: JournalEntry) -> Line | None:
        if entry.verb == "competition step":
            # what was filed is told when it is answered
            return None if entry.facts["what"] == "applied" else self._step(db, entry)
        if entry.verb in {"lot promised", "lot drawn"}:
            return self._lot(db, entry)
        if entry.verb == "admission decided":
            return self._decided(db, entry)
        known = WORDS.get(entry.verb)
        if known is None or entry.facts.get("kind", "protocol") not in {"protocol", "reorganised"}:
            return None
        rule, text = known
        told_text = text(self, entry.facts) if callable(text) else text
        whom = self.names.get(entry.subject_id, "")
        whom = "" if entry.verb in NOT_ABOUT else whom
        return Line(
            entry.at, entry.rule or rule, self.who(entry.actor_id), told_text, told_text, whom
        )

    def who(self, actor_id: UUID | None) -> str:
        """Return who it was."""
        return SYSTEM if actor_id is None else self.names.get(str(actor_id), "somebody")

    def _lot(self, db: Session, entry: JournalEntry) -> Line:
        found = lots.lot_by_number(db, entry.facts["lot"])
        assert found is not None
        rule, what = LOTS[found.purpose]
        if entry.verb == "lot promised":
            text = f"promises lot {found.number} {what}: {entry.facts['commitment'][:16]}…"
        else:
            order = [self.names.get(each, each) for each in entry.facts["order"]]
            text = f"draws lot {found.number} {what}: {', '.join(order[:8])}"
            text += f" and {len(order) - 8} more" if len(order) > 8 else ""
        return Line(entry.at, rule, SYSTEM, text)

    def _decided(self, db: Session, entry: JournalEntry) -> Line | None:
        """The answer to an application; a refused one with each of its reasons."""
        application_id = UUID(entry.subject_id)
        decision = admissions.decision(db, application_id, entry.facts["ordinal"])
        assert decision is not None
        answer = kept_answer(decision)
        shown, looks = answer.shown, {(one.code, one.subject): one for one in answer.looks}
        lines = {"refused": shown.unmet, "look": shown.to_look_at}.get(shown.outcome, ())
        whom = self.names[entry.subject_id]
        why = f"{entry.facts['cause']}: {shown.outcome}"
        text = f"answers an application ({why})"
        if not lines:
            return Line(entry.at, entry.rule or "", SYSTEM, text, text, whom)
        filed = admissions.filed(db, application_id)
        assert filed is not None
        texts = filed.announcement.wordings
        said = [
            self.speak.render(told(each, texts, looks.get((each.code, each.subject))))
            for each in lines
        ]
        return Line(entry.at, entry.rule or "", SYSTEM, f"{text} {whom}: {' · '.join(said)}")

    def _step(self, db: Session, entry: JournalEntry) -> Line:
        facts, what = entry.facts, entry.facts["what"]
        step = _step_of(db, entry)
        whom = self.names.get(entry.subject_id, "")
        if entry.subject_kind == "candidacy" and what in ANONYMOUS:
            row = candidacy(db, UUID(entry.subject_id))
            whom = row.code if row is not None else whom
        text = STEPS.get(what, what.replace("-", " "))
        said = text(self, facts) if callable(text) else text
        part = step.by.replace("-", " ")
        by = part if step.actor_id is None else f"{self.who(step.actor_id)} ({part})"
        by = {"system": SYSTEM, "candidate": "the candidate"}.get(step.by, by)
        return Line(entry.at, entry.rule or "", by, said, f"{what} {said}", whom)


def _step_of(db: Session, entry: JournalEntry) -> CompetitionStep:
    """The step that an entry is about; every step has one entry."""
    ordinal = entry.facts["ordinal"]
    if entry.subject_kind == "candidacy":
        row = candidacy(db, UUID(entry.subject_id))
        assert row is not None
        return db.get_one(CompetitionStep, (row.announcement_id, ordinal))
    found = select(CompetitionStep).where(
        CompetitionStep.ordinal == ordinal,
        CompetitionStep.what == entry.facts["what"],
        CompetitionStep.at == entry.at,
        col(CompetitionStep.application_id).is_(None),
    )
    steps = db.exec(found).all()
    return next(
        one for one in steps if announcement(db, one.announcement_id).number == entry.subject_id
    )


def day_words(day: date) -> str:
    """Return a day as the story heads it."""
    return f"{day:%A} {day.day} {day:%B %Y}"


def clock_words(moment: datetime) -> str:
    """Return the time in Astana."""
    return f"{local_time(moment):%H:%M}"


def _days(_: Teller, facts: Facts) -> str:
    return f"opens the stage from {facts['opens_on']} to {facts['closes_on']}"


def _names(teller: Teller, keys: object) -> str:
    return ", ".join(teller.names.get(str(key), str(key)) for key in keys)  # type: ignore[attr-defined]  # a list


def _chosen(text: str) -> Callable[[Teller, Facts], str]:
    return lambda teller, facts: f"{text}: {_names(teller, facts['chosen'])}"


def _ranked(teller: Teller, facts: Facts) -> str:
    winner = facts["winner"]
    first = "nobody wins" if winner is None else f"{teller.names[winner]} wins"
    return f"determines the results, {first}: {_names(teller, facts['order'])}"


def _score(facts: Facts) -> str:
    exact = Fraction(facts["score"])
    return f"{exact}" if exact.denominator == 1 else f"{exact} = {printed(exact)}"


def _local(text: object) -> str:
    moment = local_time(datetime.fromisoformat(str(text)))
    return f"{moment:%Y-%m-%d %H:%M}"


Words = str | Callable[[Teller, Facts], str]
STEPS: Final[Mapping[str, Words]] = {
    "admitted": "admits to the competition",
    "not-admitted": "does not admit to the competition",
    "reception-closed": "closes the reception",
    "personal-qualities-opened": lambda t, f: f"assesses personal qualities: {_days(t, f)}",
    "ability-opened": lambda t, f: f"tests ability: {_days(t, f)}",
    "essay-opened": lambda t, f: f"essay: {_days(t, f)}; the best: {_names(t, f['chosen'])}",
    "commission-formed": lambda _, f: f"the commission is formed with {len(f['seats'])} members",
    "member-replaced": "a seat of the commission has another holder",
    "slot-chosen": "chooses a time",
    "started": "begins the stage",
    "finished": "finishes the stage",
    "missed": "notes that the stage was missed",
    "withdrew": "withdraws",
    "technical-failure": lambda _, f: f"notes a technical failure, another day: {f['closes_on']}",
    "breach-found": "finds a breach of the rules, the part in the competition ends",
    "review-published": lambda _, f: (
        "publishes the review" + (f": {f['correct']} of 50 right" if "correct" in f else "")
    ),
    "essay-scored": "scores an essay",
    "second-look-asked": "asks for a second look, the scores lie far apart",
    "essay-rated": lambda _, f: f"rates an essay: {_score(f)}",
    "recheck-opened": _chosen("sends files to the re-check"),
    "files-sent": _chosen("sends the next files to the re-check"),
    "file-confirmed": "confirms the file",
    "file-refused": lambda _, f: f"refuses the file: {f['reason']}",
    "interview-scheduled": lambda _, f: f"sets the interviews: {_local(f['starts_at'])}",
    "interview-opened": "invites to the interviews",
    "let-in": lambda _, f: f"lets in, {len(f['present'])} members attend, the clock starts",
    "absent": "notes that nobody came",
    "interview-signed": "signs the points by e-signature",
    "interview-rated": lambda _, f: f"rates an interview: {_score(f)}",
    "interviews-finished": "all who came are scored",
    "conflict-declared": "has a conflict of interest, neither sees nor scores",
    "lot-drawn": "the lot decides what nothing else decides",
    "results-determined": _ranked,
    "protocol-signed": lambda _, f: f"signs protocol {f['protocol']}; the results are published",
    "next-invited": lambda t, f: f"invites the next one: {t.names[f['invited']]}",
    "accepted": "accepts the invitation",
    "declined": "declines the post",
    "answer-lapsed": "notes that no answer came in three working days",
    "application-lapsed": "notes that no hiring application came in time",
    "hiring-application-filed": "hands in the hiring application",
    "appointed": lambda _, f: f"appoints, on probation until {f.get('probation_until', '-')}",
    "probation-passed": "records that the probation is passed",
    "left": "records that the person left before the end of probation",
    "position-filled": "the post is filled",
    "list-exhausted": "the list is used up, the competition ends",
    "nobody-left": "nobody is left, the competition ends",
    "body-reorganised": "the body is reorganised, the competition is cancelled",
    "complaint-filed": "a complaint suspends the competition, all terms stand still",
    "complaint-dismissed": "dismisses the complaint, the competition goes on",
    "complaint-upheld": "upholds the complaint, the competition is cancelled",
}


def _hiring_step(_: Teller, facts: Facts) -> str:
    return f"enters in the hiring: {facts['what']}"


NOT_ABOUT: Final = frozenset({"conflicts of interest declared", "commission member seated"})
WORDS: Final[Mapping[str, tuple[str, Words]]] = {
    "assessor call published": ("CM-2", lambda _, f: f"calls for assessors until {f['closes_on']}"),
    "assessor application filed": (
        "CM-2", lambda _, f: f"applies as assessor: {f['match']}"),
    "assessor application answered": ("CM-2", lambda _, f: f"takes in: {f['reason']}"),
    "vacancy made": ("VC-1", lambda _, f: f"makes vacancy {f['number']} of post {f['post']}"),
    "announcement published": (
        "VC-1",
        lambda _, f: f"announces the competition; applications until {f['closes_on']}",
    ),
    "line looked at": ("VC-3", lambda _, f: f"looks at {f['line']}: {f['verdict']}"),
    "competition application withdrawn": ("VC-3", "takes the application back"),
    "competition begun": ("VC-1", lambda _, f: f"begins the competition: {', '.join(f['stages'])}"),
    "commission begun": ("CM-1", "begins to form the commission"),
    "commission member seated": (
        "CM-1",
        lambda t, f: f"seats {t.names[f['account']]}: {f['part']}",
    ),
    "commission member taken off": ("CM-1", lambda t, f: f"takes off {t.names[f['account']]}"),
    "commission member replaced": (
        "CM-1",
        lambda t, f: f"{t.names[f['now']]} follows {t.names[f['was']]} ({f['reason']})",
    ),
    "conflicts of interest declared": (
        "CM-4",
        lambda _, f: f"declares for {f['candidates']} candidates, {f['conflicts']} conflicts",
    ),
    "signature refused": ("ST-5", lambda _, f: f"a signature is refused: {f['reason']}"),
    "document issued": ("ST-7", lambda _, f: f"makes protocol {f['number']}"),
    "complaint filed": (
        "ST-9",
        lambda _, f: "files a complaint, it suspends" if f["suspends"]
        else "files a complaint, too late to suspend",
    ),
    "complaint answered": ("ST-9", lambda _, f: f"answers the complaint: {f['answer']}"),
    "body reorganised": (
        "VC-2",
        lambda _, f: f"enters the act {f['act']}: cancels {', '.join(f['cancelled']) or 'nothing'}",
    ),
    "announcement cancelled": ("VC-2", "the announced round is cancelled"),
    "hiring begun": ("LW-9", lambda _, f: f"begins the hiring under protocol {f['protocol']}"),
    "hiring step made": ("LW-9", _hiring_step),
    "round ended": ("LW-4", lambda _, f: f"ends the round: {f['outcome']}"),
}  # fmt: skip


def day_of(line: Line) -> date:
    """The day of a line in Astana."""
    return local_day(line.at)
