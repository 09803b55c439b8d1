"""A ZIP of somebody else: nothing of it is written anywhere, and no more of it is read than said.

Sizes are counted while reading, since what the archive says of itself may be a lie.
"""

import io
import posixpath
import struct
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final
from urllib.parse import unquote

from service.core.i18n import Message, say
from service.items.exchange.model import MEGABYTE

MOST_FILES: Final = 5000
LARGEST_ENTRY: Final = 8  # MB, unpacked
LARGEST_WHOLE: Final = 60  # MB, unpacked
ENCRYPTED: Final = 0x1
# others unpack whole blocks at once, however little of them is asked for
PACKINGS: Final = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})
# what the standard library raises for archives that are not what they say
DAMAGE: Final = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    ArithmeticError,
    EOFError,
    LookupError,
    NotImplementedError,
    OSError,
    RuntimeError,
    ValueError,
)

BROKEN: Final = say("The archive is damaged.")
SEND_AGAIN: Final = say("Export it again in its program and choose the new file.")
LOCKED: Final = say("The archive is locked with a password.")
UNLOCK: Final = say("Make it again without a password.")
MANY: Final = say("The archive holds more than %(n)s files.", n=MOST_FILES)
LARGE: Final = say("Unpacked, %(name)s is larger than %(n)s MB.")
SMALLER: Final = say("Split it: export fewer questions at a time.")
TWICE: Final = say("The archive holds two files with the name %(name)s.")
PRESSED: Final = say("%(name)s is packed in a way that cannot be read here.")
OUTSIDE: Final = say("%(name)s lies outside the archive.")


@dataclass
class PackageFault(Exception):
    """The archive cannot be taken, or not this file of it."""

    what: Message
    way_out: Message
    name: str = ""


class Package:
    """Files of an archive, by name, in memory."""

    def __init__(self, content: bytes) -> None:
        """Open the archive.

        Raises:
            PackageFault: it is damaged, locked, or holds too much.
        """
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(content))
            entries = [entry for entry in self._zip.infolist() if not entry.is_dir()]
        except DAMAGE as fault:
            raise PackageFault(BROKEN, SEND_AGAIN) from fault
        if len(entries) > MOST_FILES:
            raise PackageFault(MANY, SMALLER)
        names: dict[str, zipfile.ZipInfo] = {}
        for entry in entries:
            if entry.flag_bits & ENCRYPTED:
                raise PackageFault(LOCKED, UNLOCK)
            if entry.filename in names:
                raise PackageFault(say(TWICE.msgid, name=entry.filename[:80]), SEND_AGAIN)
            names[entry.filename] = entry
        self.files: Mapping[str, zipfile.ZipInfo] = names
        self._left = LARGEST_WHOLE * MEGABYTE

    def read(self, name: str) -> bytes:
        """Return a file's content.

        Raises:
            KeyError: there is no such file.
            PackageFault: it is too large, damaged or packed in an unknown way.
        """
        entry = self.files[name]
        if entry.compress_type not in PACKINGS:
            raise PackageFault(say(PRESSED.msgid, name=name[:80]), SEND_AGAIN, name)
        most = min(LARGEST_ENTRY * MEGABYTE, self._left)
        try:
            with self._zip.open(entry) as stream:
                content = stream.read(most + 1)
        except DAMAGE as fault:
            raise PackageFault(BROKEN, SEND_AGAIN, name) from fault
        if len(content) > most:
            what = say(LARGE.msgid, name=name[:80], n=LARGEST_ENTRY)
            raise PackageFault(what, SMALLER, name)
        self._left -= len(content)
        return content


def path_within(folder: str, href: str) -> str:
    """Return the name in the archive of what a manifest in `folder` refers to.

    Raises:
        PackageFault: it leads out of the archive.
    """
    path = posixpath.normpath(posixpath.join(folder, unquote(href.partition("#")[0])))
    if "\\" in path or ":" in path or path.startswith(("/", "..")):
        raise PackageFault(say(OUTSIDE.msgid, name=href[:80]), SEND_AGAIN, href[:80])
    return path
