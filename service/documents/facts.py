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
class Paper(_Strict):
    """What every paper carries.

    number: as printed, e.g. "LE-2026-000123-7". issued_at: also the PDF's own date.
    issuer: the organisation that signs. notice: a line on top, e.g. that this is a demonstration.
    """

    number: Text
    issued_at: AwareDatetime
    issuer: Words
    holder: Holder
    programme: ProgrammeTitle
    notice: Words | None = None
    appeal: Appeal | None = None


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


FACTS: dict[DocumentKind, type[Paper]] = {
    DocumentKind.CERTIFICATE: CertificateFacts,
    DocumentKind.STATEMENT: StatementFacts,
    DocumentKind.TECHNICAL_ACT: TechnicalActFacts,
    DocumentKind.BREACH_LIST: BreachListFacts,
}
_ADAPTERS: dict[type[Paper], TypeAdapter[Any]] = {one: TypeAdapter(one) for one in FACTS.values()}


def masked_iin(iin: str) -> str:
    """Hide all but the last four of an IIN's twelve digits."""
    return "\u2022" * (len(iin) - SHOWN_DIGITS) + iin[-SHOWN_DIGITS:]


def as_json(facts: Paper) -> dict[str, Any]:
    """Turn facts into the dict that is stored and rendered: strings, numbers, lists, dicts."""
    dumped: dict[str, Any] = _ADAPTERS[type(facts)].dump_python(facts, mode="json")
    return dumped


def from_json(kind: DocumentKind, facts: dict[str, Any]) -> Paper:
    """Check a stored dict and make the facts again.

    Raises:
        KeyError: there is no paper of this kind yet.
        pydantic.ValidationError: a ValueError that names every missing, unknown or wrong field.
    """
    checked: Paper = _ADAPTERS[FACTS[kind]].validate_python(facts)
    return checked
