"""The draw is committed to before the candidate's own word is known (rules.md after ST-9).

The seed waits in the form, sealed: the candidate sees its hash and cannot read it, the service
cannot choose another one after it has read the word. No seed serves two applications.
"""

import json
from dataclasses import dataclass
from uuid import UUID

from service.core.security import Keys, new_secret
from service.law.draw import commitment

PURPOSE = "draw-promise"


@dataclass(frozen=True)
class Promise:
    """What the page shows, and the hidden field of its form."""

    commitment: str
    sealed: str


def new_promise(keys: Keys, account_id: UUID) -> Promise:
    """Commit to a fresh seed for an application of this person."""
    seed = new_secret()
    told = json.dumps({"account": str(account_id), "seed": seed.hex()})
    return Promise(commitment(seed), keys.seal(PURPOSE, told.encode()))


def promised_seed(keys: Keys, account_id: UUID, sealed: str) -> bytes | None:
    """Return the seed that was promised to this person, None where the form was tampered with."""
    opened = keys.unseal(PURPOSE, sealed)
    if opened is None:
        return None
    told = json.loads(opened)
    return bytes.fromhex(told["seed"]) if told["account"] == str(account_id) else None
