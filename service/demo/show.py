"""`synaq demo`: prepares a demo's folder, its database and people, and serves it all."""

import json
import os
import secrets
import shutil
import socket
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Final

from rich.console import Console

from service.core.migrate import migrate
from service.demo import identity_provider, signer, sms_receiver, state_gateway, video_room
from service.demo.admissions import set_admissions
from service.demo.authority import Authority, make_demo_authority
from service.demo.competitions import set_competitions
from service.demo.people import demo_people
from service.demo.stage import Stage, set_stage
from service.demo.vacancies import load_registers, set_vacancies

PRIVATE: Final = 0o600
PATIENCE: Final = 60  # seconds
KEYS_SINCE: Final = timedelta(days=120)  # the demo's past is signed too

out = Console(highlight=False, soft_wrap=True)


def run_demo(root: Path, *, port: int, fresh: bool) -> None:
    """Set the stage, start the other side's programs, serve until stopped."""
    folder = Path(os.environ.get("SYNAQ_DATA_FOLDER", root / "var" / "demo"))
    if fresh:
        shutil.rmtree(folder, ignore_errors=True)
    programs_of_others = (identity_provider, sms_receiver, state_gateway, signer, video_room)
    ports = [one.PORT for one in programs_of_others]
    for each in (port, *ports):
        _is_free(each)
    prepare(folder, port=port)
    programs = [
        _start("service.demo.identity_provider", *_provider_arguments(port)),
        _start("service.demo.sms_receiver"),
        _start("service.demo.state_gateway"),
        _start("service.demo.signer", "--keys", str(folder / "keys")),
        _start("service.demo.video_room"),
    ]
    try:
        from service import serving

        for program, each in zip(programs, ports, strict=True):
            _wait_for(program, each)
        out.print(f"\n  Synaq's demo: http://127.0.0.1:{port}\n  Ctrl+C ends it.\n")
        serving.serve("127.0.0.1", port, workers=1, with_worker=True)
    finally:
        for program in programs:
            program.terminate()


def prepare(folder: Path, *, port: int) -> None:
    """Make the demo's keys and settings, migrate, load the bank, set the stage."""
    folder.mkdir(parents=True, exist_ok=True)
    authority = make_demo_authority(folder / "keys", now=datetime.now(UTC) - KEYS_SINCE)
    os.environ.update(
        SYNAQ_ENVIRONMENT="demo",
        SYNAQ_DATA_FOLDER=str(folder),
        SYNAQ_SECRET=_secret(folder / "keys" / "secret"),
        SYNAQ_PUBLIC_URL=f"http://127.0.0.1:{port}",
        SYNAQ_SSO_ISSUER=f"http://127.0.0.1:{identity_provider.PORT}",
        SYNAQ_SMS_URL=f"http://127.0.0.1:{sms_receiver.PORT}/messages",
        SYNAQ_STATE_GATEWAY_URL=f"http://127.0.0.1:{state_gateway.PORT}/records",
        SYNAQ_SIGNING_KEY=str(authority.key),
        SYNAQ_SIGNING_CHAIN=str(authority.chain),
        SYNAQ_TRUSTED_ROOTS=str(authority.root),
        SYNAQ_ESIGN_ROOTS=str(authority.root),
        SYNAQ_ESIGN_OCSP=f"http://127.0.0.1:{signer.PORT}/ocsp",
        SYNAQ_ESIGN_CRLS=f"http://127.0.0.1:{signer.PORT}/demo.crl",
        SYNAQ_SIGNER_URL=f"ws://127.0.0.1:{signer.PORT}",
        SYNAQ_VIDEO_URL=f"http://127.0.0.1:{video_room.PORT}",
        SYNAQ_DEMO_GUIDE=str(_guide(folder)),
    )
    from service.app import close, make_wiring
    from service.programmes.actions import load_question_bank
    from service.settings import Settings

    settings = Settings()
    house = make_wiring(settings)
    try:
        out.print("synaq: bringing the database up to date")
        migrate(house.database)
        with house.database.writing() as db:
            load_question_bank(db, settings.question_bank, now=house.clock.now())
            load_registers(Stage(house, db, house.clock.now()), settings.registers)
        out.print(
            "synaq: setting the stage: centres, slots, people, their past, vacancies, competitions"
        )
        with house.database.writing() as db:
            _set(Stage(house, db, house.clock.now()), authority)
    finally:
        close(house)


def _set(stage: Stage, authority: Authority) -> None:
    set_stage(stage)
    set_vacancies(stage)
    set_admissions(stage)
    set_competitions(stage, authority)


def _guide(folder: Path) -> Path:
    """Write down who may be signed in as and where the demo's other programs are."""
    file = folder / "guide.json"
    people = [
        {"key": one.key, "name": one.full_name, "roles": one.roles, "story": dict(one.story)}
        for one in demo_people()
    ]
    links = {
        "provider": f"http://127.0.0.1:{identity_provider.PORT}/",
        "sms": f"http://127.0.0.1:{sms_receiver.PORT}/",
        "state": f"http://127.0.0.1:{state_gateway.PORT}/",
        "signer": f"http://127.0.0.1:{signer.PORT}/",
    }
    file.write_text(json.dumps({"people": people, "links": links}, ensure_ascii=False))
    return file


def _secret(file: Path) -> str:
    if not file.exists():
        file.touch(mode=PRIVATE)
        file.write_text(secrets.token_hex(32))
    return file.read_text()


def _provider_arguments(port: int) -> tuple[str, ...]:
    return (
        "--redirect-uri",
        f"http://127.0.0.1:{port}/sign-in/callback",
        "--after-sign-out-uri",
        f"http://127.0.0.1:{port}/",
    )


def _start(module: str, *arguments: str) -> "subprocess.Popen[bytes]":
    from service.serving import end_with_parent

    return subprocess.Popen(  # noqa: S603  # our own program
        [sys.executable, "-m", module, *arguments],
        preexec_fn=partial(end_with_parent, os.getpid()),  # noqa: PLW1509  # one call of prctl, no lock is taken
    )


def _wait_for(program: "subprocess.Popen[bytes]", port: int) -> None:
    until = time.monotonic() + PATIENCE
    while not _listens(port):
        if program.poll() is not None or time.monotonic() > until:
            out.print(f"synaq: the demo's program on port {port} did not start")
            raise SystemExit(1)
        time.sleep(0.1)


def _listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def _is_free(port: int) -> None:
    if _listens(port):
        out.print(f"synaq: port {port} is in use: stop what listens there and try again")
        raise SystemExit(1)
