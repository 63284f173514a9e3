"""A file that people can read, beside the database: a copy of a part of it, and which is newer.

The first line says of which database the file is a copy, and of which generation of that part.
The generation rises with every change, by triggers of the database. So a start has to read no more
than that line to know whether one of the two has lost something: the file lags behind where a
process was killed, the database where its write-ahead log was damaged or a copy was put back.
"""

from __future__ import annotations

import fcntl
import json
import os
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from enum import Enum
from itertools import chain
from pathlib import Path
from typing import BinaryIO

from reader.model import StoreError
from reader.model.construction import frozen
from reader.model.system_errors import file_error_reason
from reader.store.files.atomic_file import open_without_waiting, save_lines

LONGEST = 500  # bytes of a first line
_DIGITS = 13  # of a size
SIGN = "newsreader"  # the name in the first line that no other line has


class MirrorLevel(Enum):
    """How a file stands to the part of the database that it is a copy of."""

    EVEN = "even"
    BEHIND = "behind"  # the database is newer
    AHEAD = "ahead"  # the file is newer, and whole
    DOUBTFUL = "doubtful"  # nobody knows: it is damaged, edited, old, or of another database


@frozen
class MirrorHeader:
    """What the first line of a file says."""

    store: str  # the database
    generation: int  # of the part
    size: int = -1  # bytes of all other lines; -1: not known

    def line(self, part: str) -> str:
        """Return the first line of the file of a part, as long for every size."""
        told = json.dumps({SIGN: part, "store": self.store, "generation": self.generation})
        return f'{told[:-1]}, "size": {self.size:{_DIGITS}}}}'


def _header_of(line: str) -> MirrorHeader | None:
    """Return what a first line says; None where it is none."""
    try:
        told = json.loads(line)
        if not isinstance(told, dict) or SIGN not in told:
            return None
        return MirrorHeader(str(told["store"]), int(told["generation"]), int(told["size"]))
    except (ValueError, TypeError, KeyError, RecursionError):
        return None


def is_header(line: str) -> bool:
    """Tell whether a line is the first line of such a file, and none of its content."""
    return _header_of(line) is not None


def read_level(path: Path, ask: Callable[[], MirrorHeader]) -> tuple[MirrorLevel, int]:
    """Return how a file stands to the database as it is now, and the generation of the file.

    The database is asked after the file was read, never before: another process may change both
    in between, the database first.
    """
    found = header_in(path)
    now = ask()
    if found is None:
        is_missing = not os.path.lexists(path)
        empty = MirrorLevel.BEHIND if now.generation else MirrorLevel.EVEN
        return (empty, 0) if is_missing else (MirrorLevel.DOUBTFUL, 0)
    header, size = found
    if header.store != now.store:
        return MirrorLevel.DOUBTFUL, header.generation
    if header.generation < now.generation:
        return MirrorLevel.BEHIND, header.generation
    if header.size != size:
        return MirrorLevel.DOUBTFUL, header.generation
    return (
        MirrorLevel.EVEN if header.generation == now.generation else MirrorLevel.AHEAD
    ), header.generation


def header_in(path: Path) -> tuple[MirrorHeader, int] | None:
    """Return the first line of a file and the count of bytes after it; None without one."""
    try:
        with open(path, "rb", opener=open_without_waiting) as file:
            line = file.readline(LONGEST)
            rest = os.fstat(file.fileno()).st_size - len(line)
    except OSError:
        return None
    header = _header_of(line.decode("utf-8", "replace"))
    return None if header is None else (header, rest)


def read_lines(path: Path) -> Iterator[str]:
    """Yield the lines of a file but the first, and but empty ones; none where it is not there.

    Raises:
        StoreError: it is there, and cannot be read.
    """
    return (line for _, line in read_numbered_lines(path))


def read_numbered_lines(path: Path) -> Iterator[tuple[int, str]]:
    """Yield the same lines, each with its number in the file, counted from 1.

    Raises:
        StoreError: it is there, and cannot be read.
    """
    try:
        yield from _numbered_lines(path)
    except OSError as error:
        raise StoreError(f"{path} cannot be read: {file_error_reason(error)}.") from error


def _numbered_lines(path: Path) -> Iterator[tuple[int, str]]:
    if not (path.is_file() or path.is_dir()):
        return
    with path.open("rb") as file:
        # As bytes: there are more signs that end a line of text than the one that ends ours.
        for number, content in enumerate(file, start=1):
            line = _text_of(content.removesuffix(b"\n"))
            if content.strip() and not is_header(line):
                yield number, line


def _text_of(line: bytes) -> str:
    """Return a line as text, with a sign in the place of what is damaged."""
    try:
        return line.decode("utf-8", "surrogatepass")
    except UnicodeDecodeError:
        return line.decode("utf-8", "replace")


def save_mirror(
    path: Path, part: str, now: MirrorHeader, lines: Iterable[str], backup: bool = False
) -> None:
    """Write a file anew; `backup` keeps the one before, however young the latest backup is.

    Raises:
        StoreError: the disk is full or not writable; the file is as it was.
    """

    def first_line(size: int) -> str:
        return MirrorHeader(now.store, now.generation, size).line(part)

    def tell_size(file: BinaryIO) -> None:
        size = file.tell() - len(first_line(0)) - 1
        file.seek(0)
        file.write(first_line(size).encode())

    save_lines(path, chain([first_line(0)], lines), part, backup, tell_size)


@contextmanager
def mirror_lock(folder: Path, patience: float = 60.0) -> Iterator[None]:
    """Be the only one that compares and writes the files of a folder.

    Raises:
        StoreError: another process was at it for longer than `patience` seconds.
    """
    descriptor = os.open(folder, os.O_RDONLY | os.O_CLOEXEC)
    try:
        with suppress(OSError):  # not every file system has locks for folders
            _wait_for(descriptor, time.monotonic() + patience, folder)
        yield
    finally:
        os.close(descriptor)


def _wait_for(descriptor: int, deadline: float, folder: Path) -> None:
    while True:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() > deadline:
                said = f"Another newsreader is writing bookmarks to {folder}; please try again."
                raise StoreError(said) from None
            time.sleep(0.02)
        else:
            return
