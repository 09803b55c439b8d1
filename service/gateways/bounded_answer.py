"""The body of an answer from outside, as long as it is no longer than any true one."""

import httpx


def read_at_most(answer: httpx.Response, most: int) -> bytes | None:
    """Return the body of a streamed answer; None where it has more than `most` bytes."""
    content = bytearray()
    for piece in answer.iter_bytes():
        content += piece
        if len(content) > most:
            return None
    return bytes(content)
