"""create_app(settings): the one place where things are wired."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI
from fastapi.staticfiles import StaticFiles

from service.core import faults
from service.core.clock import Clock, ShiftedClock, SystemClock
from service.core.db import Database
from service.core.edge import Edge
from service.core.i18n import translators
from service.core.render import make_templates
from service.core.security import Keys
from service.core.wiring import Wiring
from service.rooms import routers
from service.settings import Settings


def make_wiring(settings: Settings, clock: Clock | None = None) -> Wiring:
    """Return the parts that the application, the worker and the commands share."""
    if clock is None:
        file = settings.shifted_clock
        clock = SystemClock() if file is None else ShiftedClock(file)
    return Wiring(
        environment=settings.environment,
        public_url=settings.public_url,
        database=Database(settings.database),
        clock=clock,
        keys=Keys(settings.secret.get_secret_value()),
        templates=make_templates(settings.web / "templates"),
        idle_minutes=settings.session_idle_minutes,
        session_hours=settings.session_hours,
    )


def create_app(settings: Settings, house: Wiring | None = None) -> FastAPI:
    """Return the application for these settings; nothing outside of them decides anything."""
    house = house or make_wiring(settings)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        yield
        house.database.dispose()

    app = FastAPI(title="Synaq", lifespan=lifespan, docs_url=None, redoc_url=None, openapi_url=None)
    app.state.wiring = house
    app.state.settings = settings
    faults.install(app)
    for router in routers():
        app.include_router(router)
    app.mount("/static", StaticFiles(directory=settings.web / "static"), name="static")
    app.add_middleware(
        Edge,
        translators=dict(translators(settings.web / "locales")),
        form_targets=settings.sso_issuer,
        https=settings.public_url.startswith("https:"),
    )
    return app
