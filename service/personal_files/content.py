"""What a file from an unknown hand truly is, told by its content; its name is never looked at.

A small file can unpack to gigabytes or send its reader in circles. Here only a short-lived process
suffers: its memory and time are limited, and whatever happens the answer is a word.
"""

import subprocess
import sys
import threading
from enum import StrEnum
from pathlib import Path
from typing import Final

SECONDS: Final = 20
PROGRAM: Final = "service.personal_files.content_process"
AT_ONCE: Final = 2
ROOT: Final = Path(__file__).resolve().parents[2]
_turns: Final = threading.BoundedSemaphore(AT_ONCE)


class MediaType(StrEnum):
    """What may be kept."""

    PDF = "application/pdf"
    JPEG = "image/jpeg"
    PNG = "image/png"


class Unsound(StrEnum):
    """Why a file is not taken."""

    EMPTY = "empty"
    TOO_LARGE = "too-large"
    UNKNOWN_TYPE = "unknown-type"
    TWO_THINGS = "two-things"  # it is a file of two kinds at once
    TRUNCATED = "truncated"
    UNREADABLE = "unreadable"
    ENCRYPTED = "encrypted"
    ACTIVE = "active"
    BOMB = "bomb"
    TOO_LONG = "too-long"  # reading it took too long
    INFECTED = "infected"
    SCANNER_AWAY = "scanner-away"


def examine(content: bytes) -> MediaType | Unsound:
    """Return what the file is, or why it is not taken. Takes about a second."""
    if not content:
        return Unsound.EMPTY
    # most of what is wrong shows at once
    if not content.startswith((b"%PDF-", b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")):
        return Unsound.UNKNOWN_TYPE
    if not _turns.acquire(timeout=SECONDS):
        return Unsound.TOO_LONG
    try:
        done = subprocess.run(  # noqa: S603  # our own program, the file on its input
            [sys.executable, "-m", PROGRAM],
            input=content,
            capture_output=True,
            timeout=SECONDS,
            check=False,
            cwd=ROOT,
        )
    except subprocess.TimeoutExpired:
        return Unsound.TOO_LONG
    finally:
        _turns.release()
    if done.returncode != 0:
        # killed for its memory or its time
        return Unsound.BOMB if done.returncode < 0 else Unsound.UNREADABLE
    word = done.stdout.decode()
    return MediaType(word) if word in list(MediaType) else Unsound(word)
