"""create_app(settings): the one place where things are wired."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from functools import cache, partial
from ssl import SSLContext
from uuid import UUID

import httpx
import structlog
from fastapi import FastAPI
from fastapi.staticfiles import StaticFiles
from starlette.concurrency import run_in_threadpool

from service.api.answers import HotPath
from service.api.problems import Problem, answer_problem
from service.attempts.actions import note_return
from service.attempts.outage import Heart
from service.attempts.writer import Writer
from service.core import faults
from service.core.clock import Clock, ShiftedClock, SystemClock
from service.core.columns import from_milliseconds
from service.core.db import Database
from service.core.edge import Edge
from service.core.faults import Accidents
from service.core.i18n import translators
from service.core.logs import configure_logs
from service.core.render import make_templates
from service.core.security import Keys
from service.core.wiring import Wiring
from service.core.working_days import working_calendar
from service.documents.actions import Press
from service.documents.signature import load_roots, load_signer
from service.gateways import sms
from service.gateways.egov import StateGateway
from service.gateways.esign import Verifier, load_verifier
from service.gateways.esign_revocation import RevocationSources
from service.gateways.mail import MailServer
from service.gateways.ncanode import NcaNode
from service.gateways.sso import Provider
from service.gateways.storage import Storage
from service.gateways.video import VideoRooms
from service.gateways.virus_scan import scanner_at
from service.items.in_memory import hold_bank
from service.people.consent_text import load_consent_texts
from service.qualities.situations import hold_situations
from service.rooms import routers
from service.scoring.topics import load_topics
from service.settings import Settings

log = structlog.get_logger()


def make_wiring(settings: Settings, clock: Clock | None = None) -> Wiring:
    """Return the parts that the application, the worker and the commands share."""
    configure_logs()
    if clock is None:
        file = settings.shifted_clock
        clock = SystemClock() if file is None else ShiftedClock(file)
    http = httpx.Client(verify=_trusted())
    house = Wiring(
        environment=settings.environment,
        public_url=settings.public_url,
        database=Database(settings.database),
        clock=clock,
        keys=Keys(settings.secret.get_secret_value()),
        templates=make_templates(settings.web / "templates"),
        idle_minutes=settings.session_idle_minutes,
        session_hours=settings.session_hours,
        parts={
            "http": http,
            "sso": _provider(settings, http),
            "state_gateway": _state_gateway(settings, http),
            "virus_scanner": scanner_at(settings.virus_scanner),
            "personal_documents": Storage.in_folder(settings.data_folder / "personal_documents"),
            "sms": _sms(settings, http),
            "mail": _mail(settings),
            "translators": translators(settings.web / "locales"),
            "consent": load_consent_texts(settings.web / "consent"),
            "calendar": working_calendar(settings.question_bank / "calendar" / "kz.yaml"),
            "essay_topics": load_topics(settings.question_bank),
            "press": _press(settings),
            "roots": load_roots(settings.trusted_roots) if settings.trusted_roots else [],
            "esign": _verifier(settings, http),
            "signer_url": settings.signer_url,
            "video": _video(settings),
        },
    )
    if settings.environment == "demo" and settings.demo_guide is not None:
        guide = json.loads(settings.demo_guide.read_text())
        house.parts["demo_people"], house.parts["demo_links"] = guide["people"], guide["links"]
    hold_bank(house, settings.question_bank / "items")
    hold_situations(house, settings.question_bank / "qualities")
    return house


@cache
def _trusted() -> SSLContext:
    """Whom HTTP calls trust; to read that costs more than all the rest of the wiring."""
    return httpx.create_ssl_context()


def _provider(settings: Settings, http: httpx.Client) -> Provider:
    secret = settings.sso_client_secret
    return Provider(
        settings.sso_issuer,
        settings.sso_client_id,
        secret.get_secret_value() if secret else None,
        settings.public_url.rstrip("/") + "/sign-in/callback",
        http,
    )


def _sms(settings: Settings, http: httpx.Client) -> Callable[..., sms.Receipt]:
    """Return what hands a text message to the gateway."""
    return partial(sms.send, settings.sms_url, settings.sms_token.get_secret_value(), http=http)


def _mail(settings: Settings) -> MailServer | None:
    """Return where letters are handed in; without a server notices go to cabinet and phone."""
    if not settings.mail_host:
        return None
    return MailServer(
        settings.mail_host,
        settings.mail_port,
        settings.mail_security,
        settings.mail_sender,
        settings.mail_user,
        settings.mail_password.get_secret_value(),
    )


def _video(settings: Settings) -> VideoRooms | None:
    """Return where interviews are held; without a provider HR types the links."""
    if not settings.video_url:
        return None
    secret = settings.video_secret.get_secret_value()
    return VideoRooms(settings.video_url, settings.video_server, settings.video_key, secret)


def _state_gateway(settings: Settings, http: httpx.Client) -> StateGateway | None:
    """Return the way to what the state knows; without one people type it themselves."""
    if not settings.state_gateway_url:
        return None
    token = settings.state_gateway_token.get_secret_value()
    return StateGateway(settings.state_gateway_url, token, http)


def _press(settings: Settings) -> Press | None:
    """Return what makes papers; without a key the worker keeps them waiting and says so."""
    if settings.signing_key is None:
        return None
    signer = load_signer(settings.signing_key, settings.signing_chain)
    return Press(signer, Storage.in_folder(settings.data_folder / "papers"), settings.public_url)


def _verifier(settings: Settings, http: httpx.Client) -> Verifier | None:
    """Return what e-signatures are held against; without roots nobody can sign."""
    if settings.esign_roots is None:
        return None
    sources = RevocationSources(settings.esign_ocsp, settings.esign_crls.split(), http)
    if not sources.is_set_up:
        log.warning("nobody_is_asked_whether_a_key_is_revoked", set="SYNAQ_ESIGN_OCSP")
    ncanode = NcaNode(settings.ncanode_url, http, settings.ncanode_checks.split())
    return load_verifier(
        settings.esign_roots,
        uses=settings.esign_uses.split(),
        revocation=sources if sources.is_set_up else None,
        ncanode=ncanode if settings.ncanode_url else None,
    )


def close(house: Wiring) -> None:
    """Close what make_wiring has opened."""
    house.parts["http"].close()
    house.database.dispose()


def _note_return(house: Wiring, attempt_id: UUID, generation: int, at_ms: int) -> None:
    house.parts["heart"].revive()
    with house.database.writing() as db:
        note_return(db, attempt_id, generation=generation, now=from_milliseconds(at_ms))


def create_app(settings: Settings, house: Wiring | None = None) -> FastAPI:
    """Return the application for these settings; nothing outside of them decides anything."""
    house = house or make_wiring(settings)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        heart = Heart(house.database, house.clock)
        writer = Writer(house.database, partial(_note_return, house))
        house.parts["writer"], house.parts["heart"] = writer, heart
        # an outage is settled before the first request
        await run_in_threadpool(heart.start)
        writer.start(asyncio.get_running_loop())
        yield
        await run_in_threadpool(writer.stop)
        await run_in_threadpool(heart.stop)
        close(house)

    app = FastAPI(title="Synaq", lifespan=lifespan, docs_url=None, redoc_url=None, openapi_url=None)
    app.state.wiring = house
    app.state.settings = settings
    faults.install(app)
    app.add_exception_handler(Problem, answer_problem)
    for router in routers():
        app.include_router(router)
    app.add_middleware(Accidents)  # inside the edge: also such an answer gets its headers
    app.mount("/static", StaticFiles(directory=settings.web / "static"), name="static")
    app.add_middleware(
        Edge,
        translators=dict(translators(settings.web / "locales")),
        form_targets=settings.sso_issuer,
        https=settings.public_url.startswith("https:"),
    )
    app.add_middleware(HotPath, house=house)  # added last, asked first
    return app
