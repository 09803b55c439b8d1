"""By what a published announcement is found: its facets and its words."""

from collections.abc import Iterator

from service.law.admission import Opening
from service.personal_files.codes import codes
from service.vacancies.course import Course
from service.vacancies.models import Announcement, AnnouncementFacet, FacetKind

LONGEST = 500


def facets_of(course: Course, one: Announcement, opening: Opening) -> list[AnnouncementFacet]:
    """Return every value by which the announcement is found, each once."""
    found = dict.fromkeys((kind, value[:LONGEST]) for kind, value in _values(course, one, opening))
    return [
        AnnouncementFacet(announcement_id=one.id, kind=kind, value=value)
        for kind, value in found
        if value
    ]


def _values(course: Course, one: Announcement, opening: Opening) -> Iterator[tuple[FacetKind, str]]:
    yield FacetKind.BODY, course.body.code
    yield FacetKind.OFFICE, str(course.body.office)
    yield FacetKind.PLACE, str(course.vacancy.place or course.body.place or "")
    yield FacetKind.DEPARTMENT, course.vacancy.department
    yield FacetKind.CATEGORY, course.vacancy.category
    yield FacetKind.ROUND, str(one.round)
    yield FacetKind.TEMPORARY, "yes" if one.is_temporary else ""
    yield from ((FacetKind.STAGE, stage) for stage in one.stages)
    asked = opening.requirements
    yield from ((FacetKind.FIELD, code) for need in asked.education for code in sorted(need.fields))
    yield from ((FacetKind.ACT, code) for need in asked.acts for code in sorted(need.acts))


def search_text_of(course: Course, one: Announcement, opening: Opening) -> str:
    """Return the words by which the announcement is found, all in small letters."""
    names = codes().education.names
    fields = {code for need in opening.requirements.education for code in need.fields}
    parts = [
        one.number,
        *course.vacancy.title.values(),
        *course.body.name.values(),
        course.vacancy.department,
        course.vacancy.category,
        *one.texts.get("workplace", {}).values(),
        *one.texts.get("functions", {}).values(),
        *(name for code in sorted(fields) for name in names.get(code, {}).values()),
    ]
    return "\n".join(parts).casefold()
