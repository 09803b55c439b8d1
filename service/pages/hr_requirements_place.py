"""Whose requirements a page of HR is about: a body that the person works for, a post of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session

from service.bodies.models import Body
from service.core.errors import NotFound
from service.core.i18n import Message, current
from service.law.requirements import ActsNeed, Requirements
from service.pages.hr_doors import body_for
from service.people.person import Person
from service.personal_files.codes import LANGUAGES, CodeList, codes
from service.posts import queries as posts
from service.posts import requirements_words as words
from service.posts.models import RequirementDraft, RequirementSet
from service.posts.requirements_codes import Names, requirement_codes
from service.posts.requirements_differences import PARTS, Difference, values_by_part
from service.posts.requirements_register import PostOfBody, post_of_body, version_to_follow
from service.programmes.queries import programmes_on

Options = list[tuple[str, str]]
Told = list[tuple[str, list[str]]]


@dataclass(frozen=True, slots=True)
class Place:
    """A post of a body, with what the body has said of it."""

    body: Body
    post: PostOfBody
    versions: Sequence[RequirementSet]
    draft: RequirementDraft | None
    followed: RequirementSet | None  # what a unit follows as long as it has no version itself

    @property
    def url(self) -> str:
        """Return the address of the post's page."""
        return f"/hr/requirements/{self.body.code}/{self.post.key}"

    @property
    def newest(self) -> RequirementSet | None:
        """Return the body's own newest version."""
        return self.versions[0] if self.versions else None

    @property
    def next_number(self) -> int:
        """Return the number of the version that the draft will be."""
        return self.versions[0].version + 1 if self.versions else 1


def place_for(db: Session, person: Person, code: str, key: str) -> Place:
    """Return the post of a body that the person does HR work for."""
    body = body_for(db, person, code)
    post = post_of_body(db, body, key[:60])
    if post is None:
        raise NotFound
    versions = posts.requirement_sets(db, code, key)
    followed = None if versions else version_to_follow(db, code, key)
    return Place(body, post, versions, posts.requirement_draft(db, code, key), followed)


def told(asked: Requirements, texts: Mapping[str, Names]) -> Told:
    """Return what is asked, part by part, each requirement as a sentence."""
    found = values_by_part(asked)
    return [
        (str(part), [words.sentence(part, one, texts) for one in found[part]])
        for part in PARTS
        if found[part]
    ]


def told_differences(
    found: Sequence[Difference], texts: Mapping[str, Names]
) -> list[tuple[str, list[str], list[str]]]:
    """Return what each part has lost and gained, as sentences; `texts` of both versions."""
    return [
        (
            str(one.part),
            [words.sentence(one.part, value, texts) for value in one.removed],
            [words.sentence(one.part, value, texts) for value in one.added],
        )
        for one in found
    ]


def tests_of_acts(db: Session, needs: Sequence[ActsNeed], day: date) -> list[tuple[str, list[str]]]:
    """Return for each act asked the tests in force that ask about it: [(act, programmes)]."""
    asking: dict[str, list[str]] = {}
    for programme in programmes_on(db, day):
        knowledge = (one for one in programme.sections if one.kind == "knowledge")
        parts = (part for section in knowledge for part in section.parts)
        for act in {act for part in parts for act in part.counts}:
            asking.setdefault(act, []).append(programme.code)
    known = requirement_codes().acts
    asked = sorted({code for need in needs for code in need.acts})
    return [(words.named(known.get(one), one), asking.get(one, [])) for one in asked]


def options_of(names: CodeList | Mapping[str, Names]) -> Options:
    """Return codes to choose from by their names in the reader's language, in its order."""
    of = names.names if isinstance(names, CodeList) else names
    found = [(code, words.named(each, code)) for code, each in of.items()]
    return sorted(found, key=lambda one: one[1].casefold())


def worded(of: Mapping[str, Message]) -> Options:
    """Return words to choose from in the reader's language, in their own order."""
    return [(str(value), current.get().render(message)) for value, message in of.items()]


def choices(db: Session) -> dict[str, Options]:
    """Return everything that the editor lets choose from."""
    known = requirement_codes()
    return {
        "levels": worded(words.LEVELS),
        "education": options_of(codes().education),
        "work": options_of(codes().work),
        "programs": options_of(codes().programs),
        "sectors": worded(words.SECTORS),
        "post_levels": worded(words.POST_LEVELS),
        "languages": worded({one: words.LANGUAGES[one] for one in LANGUAGES}),
        "language_levels": worded(words.LANGUAGE_LEVELS),
        "acts": options_of(known.acts),
        "conditions": options_of(known.conditions),
        "wordings": options_of(known.wordings),
        "typical": [(one, words.typical_name(one)) for one in typical_keys(db)],
    }


def typical_keys(db: Session) -> list[str]:
    """Return what there are rows of typical requirements for."""
    return sorted({one.key for one in posts.typical_rows(db)})
