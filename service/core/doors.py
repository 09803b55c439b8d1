"""What routes of pages and of the API take: the moment, the parts, a checked form."""

from datetime import datetime
from typing import Annotated, Any

from fastapi import Depends, Request
from pydantic import BaseModel

from service.core.forms import Form, read_form
from service.core.wiring import Wiring, wiring


def _now(request: Request) -> datetime:
    return wiring(request).clock.now()


Now = Annotated[datetime, Depends(_now)]
House = Annotated[Wiring, Depends(wiring)]


def form_of(model: type[BaseModel]) -> Any:
    """Return the dependency that reads the request's form against the model."""

    async def read(request: Request) -> Form[Any]:
        return await read_form(request, model)

    return Depends(read)
