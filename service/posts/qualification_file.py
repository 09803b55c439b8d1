"""The facts of posts and their requirements as a data file: the register without the text."""

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Annotated, Final

from pydantic import Field

from service.core.yaml_file import Entry, read_yaml
from service.posts.political_file import DatedAct, LineSpan, SourceEntry, dated_act
from service.posts.qualification_cells import CellName
from service.posts.qualification_education import (
    Alternative,
    AlternativeKind,
    Education,
    Experience,
    Level,
    TypicalRequirements,
)
from service.posts.qualification_knowledge import (
    Act,
    ActKind,
    Knowledge,
    Legislation,
    Skills,
    Wish,
)
from service.posts.qualification_order import Cell, QualificationPost, QualificationReading

FILE_NAME: Final = "qualification-posts.yaml"


class KnownAct(Entry):
    """An act that posts ask to know, by the number that they name it by."""

    number_here: int
    kind: ActKind
    title: str
    adopted_on: date | None = None
    number: str = ""

    def act(self) -> Act:
        return Act(self.kind, self.title, self.adopted_on, self.number)


class TypicalEntry(Entry):
    """Typical requirements that posts refer to."""

    body: str
    number: str
    adopted_on: date | None = None
    registered: str
    registered_on: date | None = None
    subject: str


class EducationEntry(Entry):
    level: Level
    fields: list[str] = Field(default_factory=list)
    wished: str = ""

    def education(self, inferred: frozenset[str]) -> Education:
        """Return it as the parser gives it."""
        own = frozenset(name for name in inferred if name.startswith("education."))
        return Education(self.level, tuple(self.fields), self.wished, own)


class AlternativeEntry(Entry):
    kind: AlternativeKind
    years: int
    managing_years: int | None = None
    after_state_study: bool = False


class ExperienceEntry(Entry):
    """`typical` is the place in the file's list of typical requirements, from 1."""

    typical: int | None = None
    field: str = ""
    years: int | None = None
    alternatives: list[AlternativeEntry] = Field(default_factory=list)
    wished: str = ""

    def experience(self, typical: Sequence[TypicalRequirements]) -> Experience:
        """Return it as the parser gives it."""
        return Experience(
            typical[self.typical - 1] if self.typical else None,
            self.field,
            self.years,
            tuple(Alternative(**way.model_dump()) for way in self.alternatives),
            self.wished,
            (),
        )


class LegislationEntry(Entry):
    text: str
    wish: Wish


class SkillsEntry(Entry):
    computer: Wish | None = None
    programs: list[str] = Field(default_factory=list)
    foreign_languages: Wish | None = None
    secrets_form: int | None = None

    def skills(self) -> Skills:
        """Return it as the parser gives it."""
        return Skills(
            self.computer, tuple(self.programs), self.foreign_languages, self.secrets_form
        )


class QualificationPostEntry(Entry):
    """A post; `acts` are numbers of the file's list, `cells` the lines of each cell."""

    number: int
    key: str
    title: str
    department: str = ""
    division: str = ""
    position: str
    category: str
    category_key: str
    units: int
    staff_numbers: list[str] = Field(default_factory=list)
    education: EducationEntry
    acts: list[int]
    acts_of_own_field: bool = False
    legislation: list[LegislationEntry] = Field(default_factory=list)
    experience: ExperienceEntry
    skills: SkillsEntry = Field(default_factory=SkillsEntry)
    inferred: list[str] = Field(default_factory=list)
    lines: LineSpan
    cells: dict[CellName, LineSpan]


class QualificationFile(Entry):
    """The whole file."""

    source: SourceEntry
    act: DatedAct
    body: str
    corps: str
    acts: Annotated[list[KnownAct], Field(min_length=1)]
    typical_requirements: list[TypicalEntry]
    posts: Annotated[list[QualificationPostEntry], Field(min_length=1)]


def load_qualification_posts(path: Path) -> QualificationReading:
    """Return the shipped facts as if they were read; texts, anomalies and mends are empty.

    Raises:
        MalformedFileError: the file does not fit.
    """
    file = read_yaml(path, QualificationFile).value
    acts = {one.number_here: one.act() for one in file.acts}
    typical = [TypicalRequirements(**one.model_dump()) for one in file.typical_requirements]
    posts = tuple(_post(one, acts, typical) for one in file.posts)
    return QualificationReading(
        source_name=file.source.name,
        sha256=file.source.sha256,
        act=file.act.facts(),
        body=file.body,
        corps=file.corps,
        records=posts,
        anomalies=(),
        mends=(),
        counts={
            "posts": len(posts),
            "units": sum(post.units for post in posts),
            "staff_numbers": sum(len(post.staff_numbers) for post in posts),
        },
    )


def qualification_file(reading: QualificationReading) -> QualificationFile:
    """Return the facts of a reading in the form that is shipped."""
    posts = reading.records
    acts = list(dict.fromkeys(act for post in posts for act in post.knowledge.acts))
    typical = list(
        dict.fromkeys(post.experience.typical for post in posts if post.experience.typical)
    )
    return QualificationFile(
        source=SourceEntry(name=reading.source_name, sha256=reading.sha256),
        act=dated_act(reading.act),
        body=reading.body,
        corps=reading.corps,
        acts=[
            KnownAct(
                number_here=place,
                kind=act.kind,
                title=act.title,
                adopted_on=act.adopted_on,
                number=act.number,
            )
            for place, act in enumerate(acts, start=1)
        ],
        typical_requirements=[TypicalEntry.model_validate(_values(one)) for one in typical],
        posts=[_entry(post, acts, typical) for post in posts],
    )


def _values(one: TypicalRequirements | Alternative | Legislation | Skills) -> dict[str, object]:
    return {name: getattr(one, name) for name in one.__slots__}


def _entry(
    post: QualificationPost, acts: Sequence[Act], typical: Sequence[TypicalRequirements]
) -> QualificationPostEntry:
    return QualificationPostEntry(
        number=post.number,
        key=post.key,
        title=post.title,
        department=post.department,
        division=post.division,
        position=post.position,
        category=post.category,
        category_key=post.category_key,
        units=post.units,
        staff_numbers=list(post.staff_numbers),
        education=EducationEntry(
            level=post.education.level,
            fields=list(post.education.fields),
            wished=post.education.wished,
        ),
        acts=[acts.index(act) + 1 for act in post.knowledge.acts],
        acts_of_own_field=post.knowledge.acts_of_own_field,
        legislation=[
            LegislationEntry.model_validate(_values(one)) for one in post.knowledge.legislation
        ],
        experience=_experience(post.experience, typical),
        skills=SkillsEntry.model_validate(
            _values(post.skills) | {"programs": list(post.skills.programs)}
        ),
        inferred=sorted(post.inferred),
        lines=[post.first_line, post.last_line],
        cells={cell.name: [cell.first_line, cell.last_line] for cell in post.cells},
    )


def _experience(asked: Experience, typical: Sequence[TypicalRequirements]) -> ExperienceEntry:
    return ExperienceEntry(
        typical=typical.index(asked.typical) + 1 if asked.typical else None,
        field=asked.field,
        years=asked.years,
        alternatives=[AlternativeEntry.model_validate(_values(one)) for one in asked.alternatives],
        wished=asked.wished,
    )


def _post(
    one: QualificationPostEntry, acts: Mapping[int, Act], typical: Sequence[TypicalRequirements]
) -> QualificationPost:
    inferred = frozenset(one.inferred)
    return QualificationPost(
        key=one.key,
        number=one.number,
        title=one.title,
        department=one.department,
        division=one.division,
        position=one.position,
        category=one.category,
        category_key=one.category_key,
        units=one.units,
        staff_numbers=tuple(one.staff_numbers),
        education=one.education.education(inferred),
        knowledge=Knowledge(
            tuple(acts[number] for number in one.acts),
            one.acts_of_own_field,
            tuple(Legislation(law.text, law.wish) for law in one.legislation),
            (),
        ),
        experience=one.experience.experience(typical),
        skills=one.skills.skills(),
        cells=tuple(Cell(name, "", lines[0], lines[1], "") for name, lines in one.cells.items()),
        first_line=one.lines[0],
        last_line=one.lines[1],
        source_text="",
        inferred=inferred,
    )
