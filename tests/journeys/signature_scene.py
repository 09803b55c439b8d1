"""A check of one's key that went well, and one that waits to be signed."""

import asyncio
from uuid import UUID

from service.core.i18n import translators
from service.demo.signer import KEYS
from service.demo.signer_keys import DemoKey, load_demo_keys
from service.pages.signature import PURPOSE, key_check
from service.people.models import Account
from service.settings import ROOT
from service.signatures.actions import (
    Accepted,
    Asked,
    accept_signature,
    ask_signature,
    check_signature,
)
from service.signatures.models import SignatureRequest
from tests.journeys.polling import apart
from tests.journeys.theatre import Theatre


def set_signatures(theatre: Theatre, account_id: UUID, person: str) -> dict[str, str]:
    """Let this person of the demo check the own key; return the ids that addresses need."""
    key = load_demo_keys(theatre.settings.data_folder / "keys" / KEYS)[f"{person}-good"]
    signed = _ask(theatre, account_id)
    apart(_sign, theatre, signed, key)
    return {"signed": str(signed.id), "to-sign": str(_ask(theatre, account_id).id)}


def _ask(theatre: Theatre, account_id: UUID) -> SignatureRequest:
    now = theatre.clock.now()
    with theatre.house.database.writing() as db:
        matter = key_check(account_id, db.get_one(Account, account_id).name, now)
        translator = translators(ROOT / "web" / "locales")["kk"]
        return ask_signature(db, account_id, matter, translator=translator, now=now)


def _sign(theatre: Theatre, asked: SignatureRequest, key: DemoKey) -> None:
    house, now = theatre.house, theatre.clock.now()
    signature = asyncio.run(key.sign(asked.canonical, attached=False, now=now))
    meant = Asked(asked.id, asked.account_id, PURPOSE, ("account", asked.account_id))
    checked = check_signature(house.database, house.parts["esign"], meant, signature, now=now)
    with house.database.writing() as db:
        assert isinstance(accept_signature(db, checked, now=now), Accepted)
