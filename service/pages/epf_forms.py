"""What a person writes into a line of the electronic personal file, as forms."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any, Final, Literal

from pydantic import AfterValidator, BaseModel, Field, ValidationInfo, field_validator

from service.core.forms import FieldFault
from service.core.i18n import Message, say
from service.law.programme import normalise_category
from service.pages.epf_words import LANGUAGES
from service.personal_files.codes import CodeList, codes
from service.personal_files.models import (
    Clearance,
    Education,
    EducationLevel,
    Employment,
    Entry,
    LanguageLevel,
    LanguageSkill,
    PostLevel,
    ProvedCondition,
    ServiceKind,
    Volunteering,
)

IN_FUTURE: Final = say("This day has not come yet.")
ENDS_EARLY: Final = say("The end stands before the beginning.")
CHOOSE: Final = say("Please choose one of the answers.")


def _plain(text: str) -> str:
    # a database cannot keep NUL, and nobody types the others
    if not text.isprintable():
        raise FieldFault(say("This field holds a character that cannot be kept."))
    return text


def _one_of(known: Mapping[str, object] | CodeList) -> AfterValidator:
    def check(text: str) -> str:
        if text not in known:
            raise FieldFault(CHOOSE)
        return text

    return AfterValidator(check)


PLAIN: Final = AfterValidator(_plain)
Short = Annotated[str, Field(max_length=200), PLAIN]
Long = Annotated[str, Field(max_length=300), PLAIN]
Year = Annotated[int, Field(ge=1930, le=2100)]
Day = Annotated[date, Field(ge=date(1930, 1, 1), le=date(2200, 12, 31))]


class LineForm(BaseModel):
    """A form whose `facts` are the columns of a line, and whose `typed` are its fields again."""

    def facts(self) -> dict[str, Any]:
        """Return what the line keeps."""
        return self.model_dump()

    @classmethod
    def typed(cls, line: Entry) -> dict[str, object]:
        """Return what the form holds for a line that is there."""
        return {name: getattr(line, name) for name in cls.model_fields}


class _WithEnd(LineForm):
    @field_validator("ended_in", "ended_on", check_fields=False)
    @classmethod
    def _in_order(cls, end: Any, info: ValidationInfo) -> Any:
        begin = info.data.get("began_in") or info.data.get("began_on")
        if end is not None and begin is not None and end < begin:
            raise FieldFault(ENDS_EARLY)
        return end


class _WithField(_WithEnd):
    """A line with a field in words and by its code; the words alone may name the code."""

    def facts(self) -> dict[str, Any]:
        said = super().facts()
        code = said.pop("code") or self.known().named(said["field"])
        return {**said, "fields": [code] if code else []}

    @classmethod
    def typed(cls, line: Entry) -> dict[str, object]:
        assert isinstance(line, Education | Employment)
        names = cls.model_fields.keys() - {"code"}
        return {
            **{name: getattr(line, name) for name in names},
            "code": line.fields[0] if line.fields else "",
        }

    @classmethod
    def known(cls) -> CodeList:
        """Return the codes that the field may have."""
        raise NotImplementedError


class EducationForm(_WithField):
    level: EducationLevel
    field: Short
    code: Annotated[str, _one_of(codes().education)] | None = None
    institution: Long
    began_in: Year | None = None
    ended_in: Year | None = None
    diploma_number: Annotated[str, Field(max_length=60), PLAIN] | None = None
    is_foreign: bool = False
    is_recognised: bool = False

    @field_validator("is_recognised")
    @classmethod
    def _foreign_only(cls, recognised: bool, info: ValidationInfo) -> bool:  # noqa: FBT001  # pydantic calls it
        return recognised and bool(info.data.get("is_foreign"))

    @classmethod
    def known(cls) -> CodeList:
        return codes().education


class EmploymentForm(_WithField):
    organisation: Long
    post: Long
    field: Short
    code: Annotated[str, _one_of(codes().work)] | None = None
    level: PostLevel
    service: ServiceKind
    body_code: Annotated[str, Field(max_length=40), PLAIN] | None = None
    category: Annotated[str, Field(max_length=20), PLAIN, AfterValidator(normalise_category)] = ""
    began_on: Day
    ended_on: Day | None = None

    @classmethod
    def known(cls) -> CodeList:
        return codes().work

    def facts(self) -> dict[str, Any]:
        """Return what the line keeps; only the civil service has bodies and categories."""
        said = super().facts()
        is_civil = self.service is ServiceKind.CIVIL
        return said if is_civil else {**said, "body_code": None, "category": ""}


class LanguageForm(LineForm):
    language: Annotated[str, _one_of(LANGUAGES)]
    level: LanguageLevel
    certificate: Short | None = None


class VolunteeringForm(_WithEnd):
    organisation: Long
    deed: Annotated[str, Field(max_length=500), PLAIN]
    began_on: Day
    ended_on: Day | None = None


class ClearanceForm(LineForm):
    form: Literal["1", "2", "3"]
    valid_until: Day | None = None

    def facts(self) -> dict[str, Any]:
        """Return what the line keeps: the form as a number."""
        return {"form": int(self.form), "valid_until": self.valid_until}


class ConditionForm(LineForm):
    code: Annotated[str, _one_of(codes().conditions)]


@dataclass(frozen=True)
class EntryKind:
    """A kind of line: its table, its form, its page and what a list of it is called."""

    table: type[Any]
    form: type[LineForm]
    template: str
    title: Message


KINDS: Final[Mapping[str, EntryKind]] = {
    "education": EntryKind(Education, EducationForm, "epf/education.html", say("Education")),
    "employment": EntryKind(Employment, EmploymentForm, "epf/employment.html", say("Work")),
    "language": EntryKind(LanguageSkill, LanguageForm, "epf/language.html", say("Languages")),
    "volunteering": EntryKind(
        Volunteering,
        VolunteeringForm,
        "epf/volunteering.html",
        say("Social work and volunteering"),
    ),
    "clearance": EntryKind(
        Clearance, ClearanceForm, "epf/clearance.html", say("Access to state secrets")
    ),
    "condition": EntryKind(
        ProvedCondition,
        ConditionForm,
        "epf/condition.html",
        say("Training that shortens the experience asked"),
    ),
}
