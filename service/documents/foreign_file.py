"""Checks a PDF from an unknown hand, in a process of its own.

A small PDF can unpack to gigabytes or send its reader in circles. Here only a short-lived process
suffers: its memory and time are limited, and whatever happens the answer is a verdict.
"""
# mypy: allow-untyped-calls
# (asn1crypto has no types)

import base64
import dataclasses
import json
import resource
import subprocess
import sys
import threading
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import Final

from asn1crypto import x509

from service.documents.signature import Verdict, verify

SECONDS: Final = 15
MEMORY: Final = 1024**3
AT_ONCE: Final = 2
ROOT: Final = Path(__file__).resolve().parents[2]
_turns: Final = threading.BoundedSemaphore(AT_ONCE)


def verify_foreign(pdf: bytes, roots: Iterable[x509.Certificate], *, now: datetime) -> Verdict:
    """Return what `signature.verify` says, or that the file could not be read.

    Takes about a second. Waits while two others are being checked.
    """
    asked = {"now": now.isoformat(), "roots": [_text(one.dump()) for one in roots]}
    if not _turns.acquire(timeout=SECONDS):
        return Verdict(problem="too many files at once")
    try:
        done = subprocess.run(  # noqa: S603  # our own program, the file on its input
            [sys.executable, "-m", __name__],
            input=json.dumps(asked).encode() + b"\n" + pdf,
            capture_output=True,
            timeout=SECONDS,
            check=False,
            cwd=ROOT,
        )
    except subprocess.TimeoutExpired:
        return Verdict(problem=f"not read within {SECONDS} seconds")
    finally:
        _turns.release()
    if done.returncode != 0:
        return Verdict(problem=f"reading it ended with status {done.returncode}")
    return _verdict(done.stdout)


def _text(raw: bytes) -> str:
    return base64.b64encode(raw).decode()


def _verdict(answer: bytes) -> Verdict:
    fields = json.loads(answer)
    at = fields.pop("signed_at")
    return Verdict(signed_at=None if at is None else datetime.fromisoformat(at), **fields)


def main() -> None:
    """Read the question and the file from the standard input, write the verdict as JSON."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    question, pdf = sys.stdin.buffer.read().split(b"\n", 1)
    asked = json.loads(question)
    roots = [x509.Certificate.load(base64.b64decode(one)) for one in asked["roots"]]
    verdict = verify(pdf, roots, now=datetime.fromisoformat(asked["now"]))
    fields = dataclasses.asdict(verdict)
    fields["signed_at"] = verdict.signed_at.isoformat() if verdict.signed_at else None
    sys.stdout.write(json.dumps(fields))


if __name__ == "__main__":
    main()
