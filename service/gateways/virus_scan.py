"""The virus scanner: a clamd daemon, or a command that reads the file from its input.

SYNAQ_VIRUS_SCANNER is one of

    clamd://host:3310                 clamd over TCP (INSTREAM)
    clamd:///run/clamav/clamd.ctl     clamd over its local socket
    command:clamdscan --no-summary -  exit status 0: clean, 1: a virus; any other: did not work
"""

import shlex
import socket
import struct
import subprocess
from collections.abc import Callable
from enum import StrEnum
from typing import Final
from urllib.parse import urlsplit

PORT: Final = 3310
PATIENCE: Final = 30.0  # seconds
PIECE: Final = 64 * 1024
LONGEST_REPLY: Final = 4096

Scanner = Callable[[bytes], "Finding"]


class Finding(StrEnum):
    """What a scanner says of a file."""

    CLEAN = "clean"
    INFECTED = "infected"
    AWAY = "away"  # it did not answer, or not in a way that can be understood


def scanner_at(address: str) -> Scanner | None:
    """Return the scanner of the settings; None where none is set.

    Raises:
        ValueError: the address is of no kind that is known.
    """
    if not address:
        return None
    if address.startswith("command:"):
        words = shlex.split(address.removeprefix("command:"))
        if words:
            return lambda content: _by_command(words, content)
    parts = urlsplit(address)
    if parts.scheme == "clamd" and (parts.hostname or parts.path):
        return lambda content: _by_clamd(parts.hostname, parts.port or PORT, parts.path, content)
    message = f"SYNAQ_VIRUS_SCANNER={address!r}: write clamd://host:port or command:program"
    raise ValueError(message)


def _by_command(words: list[str], content: bytes) -> Finding:
    try:
        done = subprocess.run(  # noqa: S603  # the operator's own command; the file is its input
            words, input=content, capture_output=True, timeout=PATIENCE, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return Finding.AWAY
    return {0: Finding.CLEAN, 1: Finding.INFECTED}.get(done.returncode, Finding.AWAY)


def _by_clamd(host: str | None, port: int, path: str, content: bytes) -> Finding:
    try:
        with _connected(host, port, path) as line:
            line.settimeout(PATIENCE)
            line.sendall(b"zINSTREAM\0")
            for start in range(0, len(content), PIECE):
                piece = content[start : start + PIECE]
                line.sendall(struct.pack("!L", len(piece)) + piece)
            line.sendall(struct.pack("!L", 0))
            reply = _reply(line)
    except OSError:
        return Finding.AWAY
    if reply.endswith(b"FOUND"):
        return Finding.INFECTED
    return Finding.CLEAN if reply == b"stream: OK" else Finding.AWAY


def _connected(host: str | None, port: int, path: str) -> socket.socket:
    if host:
        return socket.create_connection((host, port), timeout=PATIENCE)
    line = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    line.settimeout(PATIENCE)
    try:
        line.connect(path)
    except OSError:
        line.close()
        raise
    return line


def _reply(line: socket.socket) -> bytes:
    """Return what stands before the closing zero byte."""
    reply = b""
    while not reply.endswith(b"\0") and len(reply) < LONGEST_REPLY:
        piece = line.recv(LONGEST_REPLY)
        if not piece:
            break
        reply += piece
    return reply.rstrip(b"\0").strip()
