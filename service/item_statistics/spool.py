"""The sheets between the first and the second reading: in a file, so that memory stays bounded."""

import struct
import tempfile
from collections.abc import Iterator
from typing import Any, Final, NamedTuple, Self

import numpy as np
import numpy.typing as npt

HEAD: Final = struct.Struct("<III")  # group, sheets, questions

Bytes = npt.NDArray[np.uint8]


class Block(NamedTuple):
    """Sheets of one group: columns and choices (sheets by questions), languages (sheets)."""

    columns: npt.NDArray[np.uint16]
    choices: Bytes
    languages: Bytes


class Spool:
    """Takes blocks and gives them back in the same order; three bytes an answer."""

    def __init__(self) -> None:
        self._file = tempfile.TemporaryFile()  # noqa: SIM115  # it lives as long as the spool

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()

    def add(self, group: int, block: Block) -> None:
        """Put a block of a group behind the others."""
        self._file.write(HEAD.pack(group, *block.columns.shape))
        for part in block:
            self._file.write(np.ascontiguousarray(part).tobytes())

    def blocks(self) -> Iterator[tuple[int, Block]]:
        """Yield every block with its group."""
        self._file.seek(0)
        while head := self._file.read(HEAD.size):
            group, sheets, questions = HEAD.unpack(head)
            columns = self._read(np.uint16, sheets * questions).reshape(sheets, questions)
            choices = self._read(np.uint8, sheets * questions).reshape(sheets, questions)
            yield group, Block(columns, choices, self._read(np.uint8, sheets))

    def _read(self, kind: type[Any], count: int) -> Any:
        return np.frombuffer(self._file.read(count * np.dtype(kind).itemsize), dtype=kind)
