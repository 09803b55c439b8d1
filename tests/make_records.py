"""Records as the service hands them out: a draw, a lot, and a chain of answer receipts.

`python -m tests.make_records` writes those that the tests of the browser's own checks read.
"""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from service.core.security import Keys
from service.law.ability.catalogue import ACT, IN_USE
from service.law.blueprint import Blueprint, Pool, PoolItem
from service.law.draw import commitment
from service.law.lot import lot, lot_record
from service.law.paper_draw import draw_paper, record
from service.law.receipt import FORMAT, Saved, first_hash, next_hash, to_json

FOLDER = Path(__file__).parent / "js" / "records"
SEED = bytes(range(32))
ATTEMPT = "0199f000-0000-7000-8000-00000000000a"
KEYS = Keys("a secret that no service of the tests has")
START_MS = 1_795_410_000_000  # 23 November 2026, 10:00 in Astana

Json = dict[str, Any]


def draw_record(*, word: str = "алма 🍎 \"'\\\n") -> Json:
    """Return the record of a draw: two sections, an act alone and two acts in one part."""
    blueprint = Blueprint(
        pools=(
            _pool("state-language", "state-language", "LANG", 20, 40),
            _pool("legislation", "constitution", "CONST", 15, 23),
            _pool("legislation", "service-and-ethics", "LES", 8, 20),
            _pool("legislation", "service-and-ethics", "ETH", 7, 21),
        ),
        enemies=(
            ("CONST-001@1", "CONST-002@1"),
            ("CONST-003@1", "LES-004@1"),
            ("LANG-010@1", "LANG-020@1"),
        ),
        act_band=30,
        section_band=10,
    )
    inputs: Json = {
        "candidate_word": word,
        "application_id": "0199f000-0000-7000-8000-00000000000b",
        "blueprint": blueprint,
    }
    made = record(SEED, draw_paper(SEED, **inputs), **inputs) | {"blueprint": blueprint.body()}
    return dict(json.loads(json.dumps(made)))


def ability_record() -> Json:
    """Return the record of a draw with questions that generators make."""
    numbers = sorted((each.ref, each.family, each.difficulty) for each in IN_USE)
    blueprint = Blueprint(
        (Pool("numbers", "numbers", ACT, 25, tuple(PoolItem(*one) for one in numbers)),)
    )
    inputs: Json = {
        "candidate_word": "сөз",
        "application_id": "0199f000-0000-7000-8000-00000000000b",
        "blueprint": blueprint,
    }
    made = record(SEED, draw_paper(SEED, **inputs), **inputs) | {"blueprint": blueprint.body()}
    return dict(json.loads(json.dumps(made)))


def _pool(section: str, part: str, act: str, count: int, size: int) -> Pool:
    items = [
        PoolItem(f"{act}-{number:03d}@1", "abc"[number % 3], 300 + number * 37 % 600)
        for number in range(1, size + 1)
    ]
    return Pool(section, part, act.lower(), count, tuple(items))


def receipts_content(count: int = 12, *, keys: Keys = KEYS) -> Json:
    """Return a chain of so many receipts over five questions; the third choice is none."""
    draw_commitment = commitment(SEED)
    previous = first_hash(ATTEMPT, draw_commitment)
    receipts = []
    for seq in range(1, count + 1):
        saved = Saved(
            seq=seq,
            section=0,
            position=(seq - 1) % 5 + 1,
            choice=None if seq == 3 else "abcd"[seq % 4],
            flagged=seq % 6 == 0,
            answered_ms=START_MS + seq * 1000,
            received_ms=START_MS + seq * 1000 + 90,
        )
        own = next_hash(previous, ATTEMPT, saved)
        receipts.append(to_json(saved, previous, own, keys.receipt_key.sign(own)))
        previous = own
    return {
        "format": FORMAT,
        "attempt": ATTEMPT,
        "draw_commitment": draw_commitment,
        "public_key": keys.receipt_public_key.hex(),
        "receipts": receipts,
    }


def assessors_lot() -> Json:
    """Return the record of a lot: three of twelve, with two public words."""
    drawn = lot(
        "assessors",
        "competition:0199f000-0000-7000-8000-00000000000c",
        [f"0199f000-0000-7000-8000-0000000001{number:02x}" for number in range(12)],
        3,
        {"chair": "тауға қарай 🏔 \"'\\\n", "a-lottery": "5 12 33 41 44 02"},
    )
    committed_at = datetime(2026, 11, 23, 4, tzinfo=UTC)
    fixed_at = datetime(2026, 11, 25, 13, 30, tzinfo=UTC)
    made = lot_record(SEED, bytes(range(16)), drawn, committed_at=committed_at, fixed_at=fixed_at)
    return dict(json.loads(json.dumps(made)))


def main() -> None:
    FOLDER.mkdir(exist_ok=True)
    made = (
        ("draw", draw_record()),
        ("ability", ability_record()),
        ("receipts", receipts_content()),
        ("lot", assessors_lot()),
    )
    for name, content in made:
        text = json.dumps(content, ensure_ascii=False, indent=1)
        (FOLDER / f"{name}.json").write_text(text + "\n")


if __name__ == "__main__":
    main()
