"""Checking what the service hands out besides papers: answer receipts and the record of a draw."""

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any, Final

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response
from pydantic import BaseModel, ConfigDict, field_validator
from starlette.datastructures import UploadFile

from service.attempts.receipts import file_faults
from service.core.columns import from_milliseconds
from service.core.forms import FieldFault, Form, empty_form
from service.core.i18n import LOCAL, Message, say
from service.core.render import page
from service.law import draw, paper_draw
from service.law.receipt import FORMAT, Saved, read_saved
from service.pages.doors import House, form_of
from service.pages.gates import behind, public_gate
from service.pages.pace import MEGABYTE, at_most, no_larger_than
from service.pages.verify_words import (
    DRAW_FAULTS,
    RECEIPT_FAULTS,
    draw_fault,
    for_browser,
    receipt_fault,
)

LARGEST: Final = 2  # MB: a chain of a whole test takes about a tenth of it
RECORDS: Final = 20  # a minute
MOST_OPTIONS: Final = 26  # letters: more would keep the server shuffling
MOST_POOLS: Final = 100  # a programme has about ten; each is drawn up to a thousand times
MOST_NUMBERS: Final = 1_000_000  # about a second of work; a paper takes some ten thousand
LONGEST_NAME: Final = 200  # of a section, part or act: each stands in every finding
MOST_FAULTS: Final = 20  # shown

router = APIRouter(dependencies=behind(public_gate))
uploads = APIRouter(
    dependencies=[
        Depends(at_most(RECORDS, "check a record")),
        Depends(no_larger_than(LARGEST)),
        *behind(public_gate),
    ]
)


class RecordSent(BaseModel):
    """The form with a JSON file, or with its text."""

    model_config = ConfigDict(arbitrary_types_allowed=True)
    file: UploadFile | None = None
    text: str = ""

    @field_validator("file")
    @classmethod
    def _is_small(cls, file: UploadFile | None) -> UploadFile | None:
        if file is not None and (file.size or 0) > LARGEST * MEGABYTE:
            raise FieldFault(say("The file is larger than %(n)s MB.", n=LARGEST))
        return file

    def content(self) -> object:
        """Return what the file says, or the text where no file was chosen.

        Raises:
            FieldFault: there is neither, or it is no JSON.
        """
        raw = self.file.file.read() if self.file is not None else b""
        if not raw and not self.text:
            raise FieldFault(say("Please choose the file, or paste its text."))
        try:
            found: object = json.loads(raw or self.text)
        except (ValueError, RecursionError):
            raise FieldFault(
                say("This cannot be read as JSON. Please take the file as it was downloaded.")
            ) from None
        return found


Sent = Annotated[Form[RecordSent], form_of(RecordSent)]


@dataclass(frozen=True)
class Answer:
    """What counts for one question: the last choice, when it came, how often it was saved."""

    saved: Saved
    received_at: datetime
    times: int

    @property
    def clock(self) -> str:
        """The time of day to the second, in Astana."""
        return self.received_at.astimezone(LOCAL).strftime("%H:%M:%S")


@dataclass(frozen=True)
class Chain:
    """What a receipts file says in all."""

    attempt: str
    receipts: int
    first_at: datetime | None
    last_at: datetime | None
    answers: Sequence[Answer]


@router.get("/check/receipts")
def ask_receipts(request: Request, house: House) -> Response:
    return _receipts(request, house, empty_form())


@uploads.post("/check/receipts")
def check_receipts(request: Request, house: House, form: Sent) -> Response:
    """Check a chain of answer receipts; nothing of it is kept."""
    form, content = _content(form)
    if form.data is None:
        return _receipts(request, house, form, status=422)
    faults = [receipt_fault(each) for each in file_faults(content, house.keys.receipt_public_key)]
    return _receipts(request, house, form, faults=faults, chain=chain_of(content))


@router.get("/check/draw")
def ask_draw(request: Request) -> Response:
    return _draw(request, empty_form())


@uploads.post("/check/draw")
def check_draw(request: Request, form: Sent) -> Response:
    """Repeat a draw from its record; nothing of it is kept."""
    form, content = _content(form)
    if form.data is None:
        return _draw(request, form, status=422)
    faults = [draw_fault(each) for each in faults_of_draw(content)]
    return _draw(request, form, faults=faults, record=content if not faults else None)


def chain_of(content: object) -> Chain | None:
    """Return what a receipts file says, whether or not it is true; None where it says nothing."""
    receipts = content.get("receipts") if isinstance(content, Mapping) else None
    if not isinstance(content, Mapping) or not isinstance(receipts, list):
        return None
    latest: dict[tuple[int, int], Saved] = {}
    times: Counter[tuple[int, int]] = Counter()
    moments = []
    for saved in filter(None, map(_saved, receipts)):
        latest[saved.section, saved.position] = saved
        times[saved.section, saved.position] += 1
        moments.append(saved.received_ms)
    if not moments:
        return None
    answers = [
        Answer(latest[place], from_milliseconds(latest[place].received_ms), times[place])
        for place in sorted(latest)
    ]
    first, last = from_milliseconds(min(moments)), from_milliseconds(max(moments))
    return Chain(str(content.get("attempt")), len(moments), first, last, answers)


def _saved(receipt: object) -> Saved | None:
    try:
        saved = read_saved(receipt) if isinstance(receipt, Mapping) else None
        if saved is not None:
            from_milliseconds(saved.received_ms)
    except (KeyError, TypeError, ValueError, OverflowError, OSError):
        return None
    return saved


def faults_of_draw(content: object) -> list[str]:
    """Return what `law.paper_draw.verify` finds, without what only keeps the server busy."""
    if not isinstance(content, Mapping):
        return paper_draw.verify({})
    if "version" in content and "algorithm" not in content:
        return ["This is the record of a lot."]
    if any(len(str(each)) > most for each, most in _sizes(content.get("blueprint"))):
        return ["The record cannot be repeated: it holds texts of unlikely length."]
    if len(_pools(content.get("blueprint"))) > MOST_POOLS:
        return ["The record cannot be repeated: it holds more pools than a programme has."]
    return paper_draw.verify(content, most=MOST_NUMBERS)


def _pools(blueprint: object) -> list[object]:
    pools = blueprint.get("pools") if isinstance(blueprint, Mapping) else None
    return pools if isinstance(pools, list) else []


def _sizes(blueprint: object) -> Iterator[tuple[object, int]]:
    """Yield what the draw repeats for each question, with the length it may have."""
    if not isinstance(blueprint, Mapping):
        return
    yield blueprint.get("options", ""), MOST_OPTIONS
    for pool in _pools(blueprint):
        if isinstance(pool, Mapping):
            yield from ((pool.get(name, ""), LONGEST_NAME) for name in ("section", "part", "act"))


def _content(form: Form[RecordSent]) -> tuple[Form[RecordSent], object]:
    if form.data is None:
        return form, None
    try:
        return form, form.data.content()
    except FieldFault as fault:
        name = "file" if form.data.file is not None or not form.data.text else "text"
        return form.with_error(name, fault.sentence), None


def _receipts(
    request: Request,
    house: House,
    form: Form[Any],
    *,
    status: int = 200,
    faults: Sequence[Message] | None = None,
    chain: Chain | None = None,
) -> Response:
    return page(
        request,
        "verify/receipts.html",
        status,
        form=form,
        faults=faults,
        chain=chain,
        most_faults=MOST_FAULTS,
        largest=LARGEST,
        format=FORMAT,
        public_key=house.keys.receipt_public_key.hex(),
        fault_texts=for_browser(RECEIPT_FAULTS),
    )


def _draw(
    request: Request,
    form: Form[Any],
    *,
    status: int = 200,
    faults: Sequence[Message] | None = None,
    record: object = None,
) -> Response:
    return page(
        request,
        "verify/draw.html",
        status,
        form=form,
        faults=faults,
        record=record,
        most_faults=MOST_FAULTS,
        largest=LARGEST,
        algorithm=paper_draw.ALGORITHM,
        seed_bytes=draw.SEED_BYTES,
        fault_texts=for_browser(DRAW_FAULTS),
    )
