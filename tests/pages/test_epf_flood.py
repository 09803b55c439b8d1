"""Two gigabytes sent to a real server: refused while they come, and nothing of them is kept."""

import resource
import select
import socket
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from fastapi import FastAPI

from service.core.db import Database
from tests.demo.serving import served

GIGABYTE = 1024**3
BLOCK = b"x" * 64 * 1024
MOST_SENT = 32 * 1024 * 1024
MOST_MEMORY = 64 * 1024  # KB more than before
HEAD = (
    "POST /me/file/documents HTTP/1.1\r\nHost: testserver\r\nAccept-Language: en\r\n"
    "Content-Type: multipart/form-data; boundary=x\r\n{length}\r\n\r\n"
)


@pytest.fixture
def address(app: FastAPI, database: Database) -> Iterator[str]:
    with served(lambda _: app) as found:
        yield found
    database.dispose()


def flood(address: str, length: str, *, chunked: bool = False) -> tuple[bytes, int]:
    """Send as fast as the server takes it until it answers; return the answer and what was sent."""
    piece = b"%x\r\n%s\r\n" % (len(BLOCK), BLOCK) if chunked else BLOCK
    where, answer, sent = urlsplit(address), b"", 0
    with socket.create_connection((str(where.hostname), int(where.port or 0)), timeout=20) as line:
        line.sendall(HEAD.format(length=length).encode())
        line.setblocking(False)
        while sent < 2 * GIGABYTE and b"</html>" not in answer:
            readable, writable, _ = select.select([line], [] if answer else [line], [], 20)
            try:
                if readable:
                    answer += (more := line.recv(65536))
                    if not more:
                        break
                elif writable:
                    sent += line.send(piece)
                else:
                    break
            except ConnectionError:
                break
    return answer, sent


@pytest.mark.parametrize(
    ("length", "chunked", "sentence"),
    [
        pytest.param(f"Content-Length: {2 * GIGABYTE}", False, b"larger than 100 MB", id="told"),
        pytest.param("Transfer-Encoding: chunked", True, b"must be said beforehand", id="untold"),
    ],
)
def test_a_flood_is_refused_early_in_bounded_memory(
    address: str, tmp_path: Path, length: str, *, chunked: bool, sentence: bytes
):
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    answer, sent = flood(address, length, chunked=chunked)
    assert answer.startswith(b"HTTP/1.1 422")
    assert sent < MOST_SENT
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < MOST_MEMORY
    assert not [file for file in tmp_path.rglob("*") if file.stat().st_size > MOST_SENT]
    assert sentence in answer
