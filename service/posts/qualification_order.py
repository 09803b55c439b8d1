"""Reads an order on qualification requirements: what each post of a body asks of its holder."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Final

from service.posts.act_facts import ActFacts, act_facts
from service.posts.moved_words import restored, titles_in
from service.posts.printed_dates import acts_in_words
from service.posts.qualification_cells import CELLS, CellName, RawCell, RawPost, posts_of
from service.posts.qualification_education import (
    Education,
    Experience,
    education_of,
    experience_of,
)
from service.posts.qualification_head import StaffNumber, head_of
from service.posts.qualification_knowledge import Knowledge, Skills, knowledge_of, skills_of
from service.posts.source_text import Anomaly, FatalFault, SourceText, joined, read_source

TITLE_WORDS: Final = ("біліктілік", "талаптар", "министрлігі", "лауазымдарына", "бұйрығы")
ORDER_LINES: Final = 20
LONGEST_CELL: Final = 20_000

_BODY = re.compile(r"^\W*(?P<body>[\w ]+? министрлігі)(?:нің)?\b")
_CORPS = re.compile(r"[«\"](?P<corps>[^\W\d_])[»\"] ?корпусы")
# where a new thing is said although the sentence before has no full stop
_OPENINGS: Final = (
    r"(?:Осы санаттағы лауазымдар|Компьютер|Дербес компьютер|Жеке компьютер|Шет тіл|Шетел тіл"
    r"|Функционал|1-ші нысан|Мемлекеттік құпияларды қорғау сал|Зияткерлік меншік сал"
    r"|Нормативтік құқықтық актілерді мемлекеттік тіркеу сал|Мемлекеттік қызмет өтілі"
    r"|Мемлекеттік қызмет істері бойынша|Азаматтық, Азаматтық)"
)
_MUSTS: Final = r"(?<=міндетті білімдер) (?=[^\W\d_])"
_SENTENCE = re.compile(rf"(?<=[.;])\s*(?=[^\W\d_«])|(?<=[\w,])\s(?={_OPENINGS})|{_MUSTS}")


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a post's table: its label as printed, its lines, its words in their own order."""

    name: CellName
    label: str
    first_line: int
    last_line: int
    text: str


@dataclass(frozen=True, slots=True)
class QualificationPost:
    """A post of the staff table with what it asks; `inferred` names what is not printed so.

    `key` is the same for every reading of the same order. `category_key` is the category in Latin
    letters, as programmes name it. Several places share a post: `units` of them, by their numbers.
    """

    key: str
    number: int
    title: str
    department: str
    division: str
    position: str
    category: str
    category_key: str
    units: int
    staff_numbers: tuple[str, ...]
    education: Education
    knowledge: Knowledge
    experience: Experience
    skills: Skills
    cells: tuple[Cell, ...]
    first_line: int
    last_line: int
    source_text: str
    inferred: frozenset[str]

    @property
    def duties(self) -> str:
        """The functional duties in the order's words."""
        return next((cell.text for cell in self.cells if cell.name == "duties"), "")


@dataclass(frozen=True, slots=True)
class QualificationReading:
    """What was read: the order, its body and corps, the posts, what is odd, what was mended."""

    source_name: str
    sha256: str
    act: ActFacts
    body: str
    corps: str
    records: tuple[QualificationPost, ...]
    anomalies: tuple[Anomaly, ...]
    mends: tuple[Anomaly, ...]
    counts: dict[str, int]


def read_qualification_order(source: SourceText | Path | bytes) -> QualificationReading:
    """Read the order.

    Raises:
        FatalFault: it is another text, has no posts, or breaks off.
    """
    text = source if isinstance(source, SourceText) else read_source(source)
    text.require(*TITLE_WORDS)
    act = _act(text)
    head = joined(text.lines[:ORDER_LINES])
    body, corps = _BODY.match(head.lstrip()), _CORPS.search(head)
    titles = titles_in(joined(text.lines))
    read = [_post(raw, text, titles, act.number) for raw in posts_of(text)]
    records = tuple(one.record for one in read if one.record is not None)
    anomalies = [odd for one in read for odd in one.anomalies]
    anomalies += _odd_labels([one.raw for one in read])
    anomalies += _odd_numbers(records)
    anomalies += _odd_units(records)
    anomalies.sort(key=lambda odd: (odd.line, odd.kind, odd.text))
    mends = sorted([*text.mends, *(mend for one in read for mend in one.mends)], key=_line)
    return QualificationReading(
        source_name=text.name,
        sha256=text.sha256,
        act=act,
        body=body["body"] if body else "",
        corps=corps["corps"] if corps else "",
        records=records,
        anomalies=tuple(anomalies),
        mends=tuple(mends),
        counts={
            "posts": len(records),
            "units": sum(post.units for post in records),
            "staff_numbers": sum(len(post.staff_numbers) for post in records),
            "anomalies": len(anomalies),
        },
    )


def _line(odd: Anomaly) -> int:
    return odd.line


def _act(source: SourceText) -> ActFacts:
    named = acts_in_words(joined(source.lines[:ORDER_LINES]))
    if not named:
        raise FatalFault(0, "this is another text: its head names no order by day and number.")
    return act_facts(source.lines, named[0].number)


@dataclass(frozen=True, slots=True)
class _Read:
    raw: RawPost
    record: QualificationPost | None
    anomalies: Sequence[Anomaly]
    mends: Sequence[Anomaly]


def _post(raw: RawPost, source: SourceText, titles: frozenset[str], order: str) -> _Read:
    head, odd = head_of(raw.head)
    cells: dict[CellName, Cell] = {}
    mends: list[Anomaly] = []
    for one in raw.cells:
        cells[one.name], moved, left = _cell(one, titles)
        mends += moved
        odd += left
    asked = _asked(cells, raw.first_line)
    odd += asked.anomalies
    if head is None:
        return _Read(raw, None, odd, mends)
    record = QualificationPost(
        key=f"{order}/{raw.number}",
        number=raw.number,
        title=head.title,
        department=head.department,
        division=head.division,
        position=head.position,
        category=head.category,
        category_key=head.category_key,
        units=head.units,
        staff_numbers=tuple(one.number for one in head.staff_numbers),
        education=asked.education,
        knowledge=asked.knowledge,
        experience=asked.experience,
        skills=asked.skills,
        cells=tuple(cells.values()),
        first_line=raw.first_line,
        last_line=raw.last_line,
        source_text=source.printed(raw.first_line, raw.last_line),
        inferred=head.inferred | asked.education.inferred,
    )
    return _Read(raw, record, odd, mends)


@dataclass(frozen=True, slots=True)
class _Asked:
    education: Education
    knowledge: Knowledge
    experience: Experience
    skills: Skills
    anomalies: Sequence[Anomaly]


def _asked(cells: Mapping[CellName, Cell], first_line: int) -> _Asked:
    """Read what the cells of a post ask; `first_line` is the post's."""
    texts = {name: _sentences(cells[name].text) if name in cells else [] for name in CELLS}
    about_work = [one for one in texts["experience"] if not _about_computers(one)]
    education, odd_education = education_of(cells["education"].text if "education" in cells else "")
    knowledge, odd_knowledge = knowledge_of(texts["knowledge"])
    experience, odd_experience = experience_of(about_work)
    found: dict[CellName, list[tuple[str, str]]] = {
        "education": odd_education,
        "knowledge": odd_knowledge,
        "experience": odd_experience,
    }
    odd = [Anomaly(first_line, "cell missing", name) for name in CELLS if not texts[name]]
    for name, strange in found.items():
        line = cells[name].first_line if name in cells else first_line
        odd += [Anomaly(line, kind, words) for kind, words in strange if texts[name]]
    skills = skills_of([*texts["knowledge"], *texts["experience"]])
    return _Asked(education, knowledge, experience, skills, odd)


def _about_computers(sentence: str) -> bool:
    return "компьютер" in sentence.casefold()


def _cell(raw: RawCell, titles: frozenset[str]) -> tuple[Cell, list[Anomaly], list[Anomaly]]:
    """Return the cell, the moved words that were put back, and those that could not be."""
    lines = restored(raw.lines, titles)
    both = list(zip(raw.lines, lines, strict=True))
    moved = [
        Anomaly(line.number, "moved words", line.printed.strip()) for line, one in both if one.moved
    ]
    left = [
        Anomaly(line.number, "moved words left", line.printed.strip())
        for line, one in both
        if one.doubtful
    ]
    if raw.over_page:
        moved.append(Anomaly(raw.label_line, "label behind a page break", raw.label))
    numbers = [line.number for line in raw.lines] or [raw.label_line]
    text = joined(one.text for one in lines)
    if len(text) > LONGEST_CELL:
        raise FatalFault(min(numbers), "this cell is too long for a requirement.")
    cell = Cell(raw.name, raw.label, min(numbers), max(numbers), text)
    return cell, moved, left


def _sentences(text: str) -> list[str]:
    return [part.strip() for part in _SENTENCE.split(text) if part.strip(" .,")]


def _odd_labels(posts: Sequence[RawPost]) -> Iterable[Anomaly]:
    """Yield the labels that are not the usual ones of this order."""
    seen: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for post in posts:
        if post.table_head is None:
            yield Anomaly(post.first_line, "head of the table missing", str(post.number))
        else:
            seen["table"].append((post.table_head.number, post.table_head.text))
        for cell in post.cells:
            seen[cell.name].append((cell.label_line, cell.label))
    for labels in seen.values():
        usual = Counter(label for _, label in labels).most_common(1)[0][0]
        yield from (
            Anomaly(line, "label varies", label) for line, label in labels if label != usual
        )


def _odd_numbers(posts: Sequence[QualificationPost]) -> Iterable[Anomaly]:
    """Yield posts out of order, staff numbers given twice, and places left out."""
    for last, post in pairwise(posts):
        if post.number != last.number + 1:
            text = f"{post.number} after {last.number}"
            yield Anomaly(post.first_line, "number out of order", text)
    owner: dict[str, int] = {}
    expected: dict[str, int] = defaultdict(int)
    for post in posts:
        for number in map(StaffNumber, post.staff_numbers):
            if number.number in owner:
                text = f"{number.number}, also of post {owner[number.number]}"
                yield Anomaly(post.first_line, "staff number twice", text)
            owner[number.number] = post.number
            expected[number.division] += 1
            skipped = range(expected[number.division], number.place)
            for place in skipped:
                text = f"{number.division}-{place}"
                yield Anomaly(post.first_line, "staff number left out", text)
            expected[number.division] = number.place


def _odd_units(posts: Sequence[QualificationPost]) -> Iterable[Anomaly]:
    """Yield departments and divisions that bear several names, or names with several numbers."""
    names: dict[str, Counter[str]] = defaultdict(Counter)
    for post in posts:
        for number in map(StaffNumber, post.staff_numbers[:1]):
            names[number.unit][post.department] += 1
            names[number.division][f"{post.department}|{post.division}"] += 1
    for post in posts:
        for number in map(StaffNumber, post.staff_numbers[:1]):
            own = f"{post.department}|{post.division}"
            usual = names[number.division].most_common(1)[0][0]
            if own != usual:
                name = post.division or post.department
                yield Anomaly(post.first_line, "unit named otherwise", name)
