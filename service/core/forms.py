"""Reading forms: what was typed is kept, every fault names its field and the way out."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from fastapi import Request
from pydantic import BaseModel, ValidationError
from starlette.datastructures import FormData, UploadFile

from service.core.i18n import Message, say

Model = TypeVar("Model", bound=BaseModel)


class FieldFault(ValueError):
    """A validator's finding with a sentence of its own."""

    def __init__(self, sentence: Message) -> None:
        super().__init__(sentence.msgid)
        self.sentence = sentence


@dataclass(frozen=True)
class Form(Generic[Model]):
    """A form as it came: `data` where it is valid, else `errors` by field; `values` always."""

    data: Model | None
    values: Mapping[str, Any]
    errors: dict[str, Message] = field(default_factory=dict)

    def with_error(self, name: str, sentence: Message) -> "Form[Model]":
        """Return the form with one more fault, found by the action."""
        return Form(None, self.values, {**self.errors, name: sentence})


async def read_form(request: Request, model: type[Model]) -> Form[Model]:
    """Return the request's form checked against `model`; several values of a name are a list."""
    return check_form(await request.form(), model)


def check_form(sent: FormData, model: type[Model]) -> Form[Model]:
    """Return the fields checked against `model`."""
    values: dict[str, Any] = {}
    for name in sent:
        several = [
            item if isinstance(item, UploadFile) else _kept(item) for item in sent.getlist(name)
        ]
        values[name] = several if _is_list(model, name) else several[-1]
    typed = {
        name: value
        for name, value in values.items()
        if value not in ("", None) or _keeps_empty(model, name)
    }
    try:
        return Form(model.model_validate(typed), values)
    except ValidationError as fault:
        errors: dict[str, Message] = {}
        for found in fault.errors():
            name = str(found["loc"][0]) if found["loc"] else ""
            errors.setdefault(name, _sentence(dict(found)))
        return Form(None, values, errors)


def _kept(text: str) -> str:
    """Return what a database can keep of what was typed: PostgreSQL keeps no NUL in a text."""
    return text.replace("\0", "").strip()


def empty_form(**values: object) -> Form[Any]:
    """Return a form nobody has filled in yet, with these values to begin with."""
    return Form(None, values)


def _is_list(model: type[BaseModel], name: str) -> bool:
    described = model.model_fields.get(name)
    return described is not None and str(described.annotation).startswith(("list[", "set["))


def _keeps_empty(model: type[BaseModel], name: str) -> bool:
    described = model.model_fields.get(name)
    return described is not None and described.annotation is str and not described.is_required()


def _sentence(found: Mapping[str, Any]) -> Message:
    context = found.get("ctx") or {}
    inner = context.get("error")
    if isinstance(inner, FieldFault):
        return inner.sentence
    kind = str(found["type"])
    if kind in _SENTENCES:
        return _SENTENCES[kind]
    for kinds, msgid, limit in _LIMITS:
        if kind in kinds:
            found_limits = (context[name] for name in limit if name in context)
            return say(msgid, n=next(found_limits))
    return say("Please check this field: what it holds cannot be read.")


# kinds of fault, the sentence, and where pydantic keeps the limit
_LIMITS = (
    ({"string_too_long"}, say("Please write at most %(n)s characters.").msgid, ("max_length",)),
    ({"string_too_short"}, say("Please write at least %(n)s characters.").msgid, ("min_length",)),
    (
        {"greater_than_equal", "greater_than"},
        say("Please enter a number from %(n)s up.").msgid,
        ("ge", "gt"),
    ),
    (
        {"less_than_equal", "less_than"},
        say("Please enter a number up to %(n)s.").msgid,
        ("le", "lt"),
    ),
)
_SENTENCES: dict[str, Message] = {
    "missing": say("Please fill in this field."),
    "int_parsing": say("Please enter a whole number."),
    "int_type": say("Please enter a whole number."),
    "date_from_datetime_parsing": say("Please enter a date, for example 2026-11-21."),
    "date_parsing": say("Please enter a date, for example 2026-11-21."),
    "datetime_parsing": say("Please enter a date and a time."),
    "datetime_from_date_parsing": say("Please enter a date and a time."),
    "time_parsing": say("Please enter a time, for example 09:30."),
    "bool_parsing": say("Please choose one of the answers."),
    "literal_error": say("Please choose one of the answers."),
    "enum": say("Please choose one of the answers."),
    "uuid_parsing": say("Please choose one of the answers."),
    "string_pattern_mismatch": say("Please check this field: its form is not right."),
}
