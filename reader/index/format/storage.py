"""A folder of Whoosh's files: what is written reaches the disk, and what is opened gets closed."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Self

from reader.index.format.index_errors import BusyIndexError
from reader.index.format.schema import NAME
from reader.index.format.whoosh_api import FileStorage, StructFile

_LOCK = f"{NAME}_WRITELOCK"


class Storage(FileStorage):  # type: ignore[misc]
    """Whoosh's folder of files, without its mapping, which copies each file into memory."""

    def __init__(self, folder: Path | str, *, is_synced: bool = True) -> None:
        super().__init__(str(folder), supports_mmap=False)
        self._is_synced = is_synced
        self._files: list[StructFile] = []
        self._inner: list[Storage] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.release()

    def create_file(self, name: str, **options: Any) -> StructFile:
        """Return a new file, which is on the disk once it is closed."""
        file = super().create_file(name, **options)
        file.onclose = _sync if self._is_synced else None
        self._files.append(file)
        return file

    def open_file(self, name: str, **options: Any) -> StructFile:
        """Return a file to read."""
        file = super().open_file(name, **options)
        self._files.append(file)
        return file

    def temp_storage(self, name: str) -> Storage:
        """Return a folder inside for files that nobody will miss."""
        inner = Storage(Path(self.folder) / name, is_synced=False)
        inner.create()
        self._inner.append(inner)
        return inner

    def release(self) -> None:
        """Close what is still open, after a failure too; Whoosh calls `close` while it goes on."""
        for file in self._files:
            if not file.is_closed:
                file.file.close()
                file.is_closed = True
        self._files.clear()
        for inner in self._inner:
            inner.release()

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Keep every other process from writing; BusyIndexError when one already is."""
        lock = self.lock(_LOCK)
        if not lock.acquire():
            raise BusyIndexError(f"{self.folder}: another newsreader is writing the index")
        try:
            yield
        finally:
            lock.release()


def _sync(file: StructFile) -> None:
    file.flush()
    os.fsync(file.file.fileno())
