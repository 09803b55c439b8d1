"""What routes take: the moment, the parts; the session is core/db's `Db`."""

from datetime import datetime
from typing import Annotated

from fastapi import Depends, Request

from service.core.wiring import Wiring, wiring


def _now(request: Request) -> datetime:
    return wiring(request).clock.now()


Now = Annotated[datetime, Depends(_now)]
House = Annotated[Wiring, Depends(wiring)]
