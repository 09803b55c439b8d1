"""Where files are kept: a folder, or an S3 bucket, behind one interface (obstore).

Files lie outside the web root and are named by us, never by what a person typed.
"""

from pathlib import Path

import obstore
from obstore.store import LocalStore, ObjectStore, from_url


class Missing(Exception):
    """The store has no file of this name."""


class Storage:
    """Puts and gets whole files by name."""

    def __init__(self, store: ObjectStore) -> None:
        self._store = store

    @classmethod
    def in_folder(cls, folder: Path) -> "Storage":
        """Return a storage below this folder, made if it is not there."""
        folder.mkdir(parents=True, exist_ok=True)
        return cls(LocalStore(folder))

    @classmethod
    def at(cls, url: str) -> "Storage":
        """Return a storage at an address such as s3://bucket/prefix."""
        return cls(from_url(url))

    def put(self, name: str, content: bytes) -> None:
        """Keep the content under this name; what was there is replaced."""
        obstore.put(self._store, name, content)

    def get(self, name: str) -> bytes:
        """Return the content.

        Raises:
            Missing: there is no such file.
        """
        try:
            return bytes(obstore.get(self._store, name).bytes())
        except FileNotFoundError as fault:
            raise Missing(name) from fault
