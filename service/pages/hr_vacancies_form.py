"""The form of what HR says of a vacancy: the same when it is made and when it is changed."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from pydantic import BaseModel, Field

from service.bodies.models import Place
from service.core.forms import Form, empty_form
from service.core.i18n import say
from service.law.announcement import Absence, Temporary
from service.law.record import rebuild
from service.law.vacancy import PostKind
from service.vacancies.actions import VacancyFacts
from service.vacancies.models import Vacancy


class VacancySent(BaseModel):
    """What HR says of a vacancy; `absence` left empty means that the post is simply vacant."""

    title_ru: str = Field(min_length=3, max_length=1000)
    place: Place | None = None
    is_lowest: bool
    essay_needed: bool = False
    absence: Absence | None = None
    until_on: date | None = None
    ill_since: date | None = None
    listed_illness: bool = False
    direct_case: str | None = Field(default=None, max_length=300)

    def temporary(self) -> Temporary | None:
        """Return why the post is vacant for a time only."""
        if self.absence is None or self.until_on is None:
            return None
        is_ill = self.absence == "illness"
        since = self.ill_since if is_ill else None
        return Temporary(self.absence, self.until_on, since, is_ill and self.listed_illness)

    def facts(self) -> VacancyFacts:
        """Return it as the action takes it."""
        return VacancyFacts(
            title_ru=self.title_ru,
            place=self.place,
            is_lowest=self.is_lowest,
            essay_needed=self.essay_needed,
            temporary=self.temporary(),
            direct_case=self.direct_case,
        )


class NewVacancySent(VacancySent):
    body: str = Field(max_length=40)
    kind: PostKind = PostKind.CORPS_B


class ChangedVacancySent(VacancySent):
    version: int


def checked(form: Form[Any]) -> Form[Any]:
    """Return the form with what one field asks of another."""
    if form.data is not None and form.data.absence is not None and form.data.until_on is None:
        return form.with_error("until_on", say("Say until when the post is vacant."))
    return form


def form_of_vacancy(row: Vacancy) -> Form[Any]:
    """Return the form as the vacancy stands."""
    temporary = None if row.temporary is None else rebuild(Temporary, row.temporary)
    values: dict[str, object] = {
        "title_ru": row.title.get("ru", ""),
        "place": row.place or "",
        "is_lowest": str(row.is_lowest).lower(),
        "direct_case": row.direct_case or "",
        "version": row.version,
        **({"essay_needed": "true"} if row.essay_needed else {}),
        **({} if temporary is None else _of_temporary(temporary)),
    }
    return empty_form(**values)


def _of_temporary(temporary: Temporary) -> Mapping[str, object]:
    return {
        "absence": temporary.absence,
        "until_on": temporary.until_on.isoformat(),
        "ill_since": temporary.ill_since.isoformat() if temporary.ill_since else "",
        **({"listed_illness": "true"} if temporary.listed_illness else {}),
    }
