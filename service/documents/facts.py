"""What a paper says: plain facts, fixed at the moment of issue and kept as JSON beside the PDF.

Each kind of paper has one frozen dataclass. `as_json` makes the JSON-able dict that is stored and
handed to `paper.render`; `from_json` checks such a dict and names what is wrong with it.
Moments are aware; days are local days. Nothing here asks the law: thresholds, dates and terms
come in ready-made, so that a paper printed again years later says what it said on its day.
"""

from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import AwareDatetime, ConfigDict, Field, StringConstraints, TypeAdapter

from service.law.document import DocumentKind

Text = Annotated[str, StringConstraints(min_length=1)]
Count = Annotated[int, Field(ge=0)]
Tenths = Annotated[int, Field(ge=0, le=100)]
SHOWN_DIGITS = 4


class _Strict:
    __pydantic_config__ = ConfigDict(extra="forbid")


@dataclass(frozen=True, kw_only=True)
class Words(_Strict):
    """One text in the paper's two languages."""

    kk: Text
    ru: Text


@dataclass(frozen=True, kw_only=True)
class Holder(_Strict):
    """Whose paper it is: the full name, and the IIN as `masked_iin` shows it."""

    name: Text
    iin: Annotated[str, StringConstraints(pattern=r"^\u2022{8}\d{4}$")]


@dataclass(frozen=True, kw_only=True)
class ProgrammeTitle(_Strict):
    """The programme as printed, e.g. code "LE-1"."""

    code: Text
    title: Words


@dataclass(frozen=True, kw_only=True)
class Mark(_Strict):
    """One row of the result's table; threshold None: none is set for it."""

    title: Words
    questions: Count
    threshold: Count | None
    correct: Count


@dataclass(frozen=True, kw_only=True)
class SectionMark(Mark):
    """A section (state language, legislation) and the parts its threshold per act applies to."""

    parts: tuple[Mark, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Appeal(_Strict):
    """How an appeal is filed (a full sentence) and the last day on which it can be."""

    how: Words
    until_on: date


@dataclass(frozen=True, kw_only=True)
class Issued(_Strict):
    """What every paper carries.

    number: as printed, e.g. "LE-2026-000123-7". issued_at: also the PDF's own date.
    issuer: the organisation that signs. notice: a line on top, e.g. that this is a demonstration.
    """

    number: Text
    issued_at: AwareDatetime
    issuer: Words
    notice: Words | None = None
    appeal: Appeal | None = None


@dataclass(frozen=True, kw_only=True)
class Paper(Issued):
    """What every paper about a person's test carries."""

    holder: Holder
    programme: ProgrammeTitle


@dataclass(frozen=True, kw_only=True)
class CertificateFacts(Paper):
    """The certificate (O26 annex 6; TT-7).

    rules: decides the sentence that says where it is valid. validity: the term in words, as in
    "one year". valid_until: the last valid day. place: the hall, or that it was remote.
    """

    rules: Literal["LE", "AD", "IS"]
    tested_on: date
    place: Words | None = None
    validity: Words
    valid_until: date
    sections: Annotated[tuple[SectionMark, ...], Field(min_length=1)]


@dataclass(frozen=True, kw_only=True)
class StatementFacts(Paper):
    """The statement of a below-threshold result (O26 LE annex 2 row 5; TT-6).

    next_attempt_on: the first free day, with the rule's source as next_attempt_source.
    remark: a sentence more, e.g. that the candidate broke the test off (TT-4).
    """

    tested_on: date
    place: Words | None = None
    sections: Annotated[tuple[SectionMark, ...], Field(min_length=1)]
    remark: Words | None = None
    next_attempt_on: date | None = None
    next_attempt_source: Words | None = None


@dataclass(frozen=True, kw_only=True)
class QualityMark(_Strict):
    """A quality of the profile: its score in tenths of a point out of ten.

    answered: situations marked whole, of so many; band None: too few of them to name one.
    """

    title: Words
    situations: Count
    answered: Count
    tenths: Tenths
    band: Literal["risk-zone", "sufficient", "strong"] | None


@dataclass(frozen=True, kw_only=True)
class ConclusionFacts(Paper):
    """The conclusion on personal qualities (LAW 28(4); O26 IS 79, 80): a profile without a mark.

    consistency: tenths, None where too little was answered; is_steady says whether it is enough.
    sufficient_from, strong_from, steady_from: where the bands begin, in tenths.
    """

    tested_on: date
    place: Words | None = None
    level: Literal["manager", "specialist"]
    qualities: Annotated[tuple[QualityMark, ...], Field(min_length=1)]
    situations: Count
    answered: Count
    consistency: Tenths | None
    is_steady: bool | None
    sufficient_from: Tenths
    strong_from: Tenths
    steady_from: Tenths


@dataclass(frozen=True, kw_only=True)
class TechnicalActFacts(Paper):
    """The act of technical failure (O26 IS 11; TT-5).

    ended_at None: the failure still lasted when the act was registered. stage: which stage it
    ended. evidence: what the service's own heartbeat journal shows. registered_by: the selection
    administrator. rebook_until: end of the 24 hours; support: where to turn, a full sentence.
    """

    application: Text
    stage: Words
    place: Words | None = None
    began_at: AwareDatetime
    ended_at: AwareDatetime | None = None
    description: Words
    evidence: Words | None = None
    registered_by: Text
    rebook_until: AwareDatetime
    support: Words


@dataclass(frozen=True, kw_only=True)
class Breach(_Strict):
    """One breach: seconds on the recording, the requirement of TT-2, what the proctor saw.

    requirement: the item's text; source: its paragraph ("IS 10"); seen: in the words of the
    proctor (the same text twice where it was written in one language).
    """

    second: Count
    requirement: Words
    source: Words
    seen: Words


@dataclass(frozen=True, kw_only=True)
class BreachListFacts(Paper):
    """The list of breaches (O26 IS 10-1, 57; PR-1). barred_until: last barred day (PR-2)."""

    application: Text
    began_at: AwareDatetime
    reviewed_at: AwareDatetime
    proctor: Text
    breaches: Annotated[tuple[Breach, ...], Field(min_length=1)]
    barred_until: date | None = None


@dataclass(frozen=True, kw_only=True)
class Seat(_Strict):
    """Who sat on the commission; an assessor was drawn from the list."""

    name: Text
    part: Literal["chair", "member", "secretary"]
    is_assessor: bool


@dataclass(frozen=True, kw_only=True)
class StageCount(_Strict):
    """How many took part in a stage."""

    title: Words
    people: Count


@dataclass(frozen=True, kw_only=True)
class StagePoints(_Strict):
    """What a stage adds to a total, with its arithmetic in signs."""

    title: Words
    formula: Text


@dataclass(frozen=True, kw_only=True)
class Place(_Strict):
    """A place on the list.

    candidate: the winner's full name, of everybody else the code. formula: the addition in signs.
    decided: what sets it above the next place. experience_days, education: what a tie looks at.
    """

    place: Annotated[int, Field(ge=1)]
    candidate: Text
    stages: tuple[StagePoints, ...]
    formula: Text
    decided: Literal["total", "experience", "education", "lot", "last"]
    experience_days: Count
    education: Words | None = None


@dataclass(frozen=True, kw_only=True)
class Lot(_Strict):
    """A drawn lot: its number, what was promised, and the seed that was kept until then."""

    number: Text
    commitment: Text
    seed: Text


@dataclass(frozen=True, kw_only=True)
class ProtocolFacts(Issued):
    """The protocol of a competition (O26 IS 140; ST-7).

    announcement: the number of the announced round. winner None: one alone took part, with less
    than a point (O26 IS 139). tie: the lot that ended a tie.
    """

    announcement: Text
    body: Words
    post: Words
    closes_on: date
    results_at: AwareDatetime
    commission: tuple[Seat, ...]
    commission_lot: Text | None = None
    stages: tuple[StageCount, ...]
    places: Annotated[tuple[Place, ...], Field(min_length=1)]
    tie: Lot | None = None
    winner: Text | None


FACTS: dict[DocumentKind, type[Issued]] = {
    DocumentKind.CERTIFICATE: CertificateFacts,
    DocumentKind.STATEMENT: StatementFacts,
    DocumentKind.CONCLUSION: ConclusionFacts,
    DocumentKind.TECHNICAL_ACT: TechnicalActFacts,
    DocumentKind.BREACH_LIST: BreachListFacts,
    DocumentKind.PROTOCOL: ProtocolFacts,
}
_ADAPTERS: dict[type[Issued], TypeAdapter[Any]] = {one: TypeAdapter(one) for one in FACTS.values()}


def masked_iin(iin: str) -> str:
    """Hide all but the last four of an IIN's twelve digits."""
    return "\u2022" * (len(iin) - SHOWN_DIGITS) + iin[-SHOWN_DIGITS:]


def as_json(facts: Issued) -> dict[str, Any]:
    """Turn facts into the dict that is stored and rendered: strings, numbers, lists, dicts."""
    dumped: dict[str, Any] = _ADAPTERS[type(facts)].dump_python(facts, mode="json")
    return dumped


def from_json(kind: DocumentKind, facts: dict[str, Any]) -> Issued:
    """Check a stored dict and make the facts again.

    Raises:
        KeyError: there is no paper of this kind yet.
        pydantic.ValidationError: a ValueError that names every missing, unknown or wrong field.
    """
    checked: Issued = _ADAPTERS[FACTS[kind]].validate_python(facts)
    return checked
