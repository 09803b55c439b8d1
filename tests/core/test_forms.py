"""Forms: what was typed is kept, of what no database can keep the rest."""

from pydantic import BaseModel
from starlette.datastructures import FormData

from service.core.forms import check_form


class Words(BaseModel):
    text: str
    lines: list[str]


def test_of_a_text_with_nul_the_rest_is_kept():
    sent = FormData([("text", " a\0b\0 "), ("lines", "\0"), ("lines", "c\0")])
    form = check_form(sent, Words)
    assert form.data == Words(text="ab", lines=["", "c"])
    assert form.values == {"text": "ab", "lines": ["", "c"]}
