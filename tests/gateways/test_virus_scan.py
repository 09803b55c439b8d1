"""The virus scanner: a command, or a daemon that speaks clamd's protocol over a real socket."""

import socket
import struct
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Thread

import pytest

from service.gateways.virus_scan import Finding, scanner_at

VIRUS = b"X5O!" * 40_000
COMMAND = "import sys; sys.exit({clean} if b'X5O!' not in sys.stdin.buffer.read() else 1)"


def _read(line: socket.socket, size: int) -> bytes:
    data = b""
    while len(data) < size:
        data += line.recv(size - len(data))
    return data


def _answer(listening: socket.socket, reply: bytes | None) -> None:
    with listening.accept()[0] as line:
        assert _read(line, 10) == b"zINSTREAM\0"
        content = b""
        while size := struct.unpack("!L", _read(line, 4))[0]:
            content += _read(line, size)
        found = b"stream: Eicar FOUND\0" if b"X5O!" in content else b"stream: OK\0"
        line.sendall(found if reply is None else reply)


@contextmanager
def clamd(listening: socket.socket, reply: bytes | None = None) -> Iterator[None]:
    thread = Thread(target=_answer, args=(listening, reply))
    with listening:
        thread.start()
        yield
        thread.join()


def scan(address: str, content: bytes) -> Finding:
    scanner = scanner_at(address)
    assert scanner is not None
    return scanner(content)


@pytest.mark.parametrize(("content", "finding"), [(b"good", "clean"), (VIRUS, "infected")])
def test_clamd_is_asked_over_tcp(content: bytes, finding: str):
    listening = socket.create_server(("127.0.0.1", 0))
    port = listening.getsockname()[1]
    with clamd(listening):
        assert scan(f"clamd://127.0.0.1:{port}", content) == finding


def test_clamd_is_asked_over_its_local_socket(tmp_path: Path):
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(str(tmp_path / "clamd.ctl"))
        listening.listen()
        with clamd(listening):
            assert scan(f"clamd://{tmp_path}/clamd.ctl", VIRUS) is Finding.INFECTED


@pytest.mark.parametrize("reply", [b"INSTREAM size limit exceeded. ERROR\0", b""])
def test_what_clamd_cannot_scan_is_not_clean(reply: bytes):
    listening = socket.create_server(("127.0.0.1", 0))
    port = listening.getsockname()[1]
    with clamd(listening, reply):
        assert scan(f"clamd://127.0.0.1:{port}", b"good") is Finding.AWAY


@pytest.mark.parametrize(
    "address", ["clamd://127.0.0.1:9", "clamd:///nowhere/clamd.ctl", "command:/no/such/program"]
)
def test_a_scanner_that_is_not_there_lets_nothing_pass(address: str):
    assert scan(address, b"good") is Finding.AWAY


@pytest.mark.parametrize(
    ("clean", "content", "finding"),
    [(0, b"good", "clean"), (0, VIRUS, "infected"), (2, b"good", "away")],
)
def test_a_command_says_it_by_its_status(clean: int, content: bytes, finding: str):
    code = COMMAND.format(clean=clean)
    assert scan(f'command:{sys.executable} -c "{code}"', content) == finding


def test_without_an_address_there_is_no_scanner():
    assert scanner_at("") is None


@pytest.mark.parametrize("address", ["clamav", "http://scanner/", "command:", "clamd:"])
def test_an_address_that_is_none_stops_the_start(address: str):
    with pytest.raises(ValueError, match="SYNAQ_VIRUS_SCANNER"):
        scanner_at(address)
