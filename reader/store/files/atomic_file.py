"""Writes files in one step: at every instant a whole one is there.

What is written goes to a temporary file beside it, reaches the disk, and takes the file's name in
one step. Killed in between, a temporary file is left, which the next start removes.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

from reader.model import StoreError
from reader.model.system_errors import file_error_reason

BACKUPS = 5
APART = 3600  # seconds between backups, so that a busy minute does not push out older days
PRIVATE, SHARED = 0o600, 0o666  # modes of files: ours alone, and as the system's umask wants it
Finish = Callable[[BinaryIO], None]
LEFTOVER = re.compile(r".+\.(\d{1,10})\.new")  # the number is that of the process that wrote it


def _leave_as_is(_: BinaryIO) -> None:
    pass


def write_file(
    path: Path,
    pieces: Iterable[bytes],
    mode: int = PRIVATE,
    lasting: bool = True,
    finish: Finish = _leave_as_is,
) -> None:
    """Replace a file by pieces of bytes, or make it; one that is not `lasting` may get lost.

    A symbolic link in its place is replaced, and never followed. What `finish` does to the
    file is done when all pieces are in it, and it has yet to take the name.

    Raises:
        OSError: the disk is full or not writable; the file is as it was.
    """
    fresh = path.with_name(f"{path.name}.{os.getpid()}.new")
    try:
        with suppress(FileNotFoundError):  # of a process that had this number, or planted
            fresh.unlink()
        descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, mode)
        with open(descriptor, "wb") as file:
            if mode == PRIVATE:
                os.fchmod(descriptor, mode)  # whatever the umask takes away
            file.writelines(pieces)
            finish(file)
            file.flush()
            if lasting:
                os.fsync(descriptor)
        fresh.replace(path)
        if lasting:
            sync_folder(path.parent)
    except BaseException:
        with suppress(OSError):
            fresh.unlink()
        raise


def open_without_waiting(path: str, flags: int) -> int:
    """Open a file that may be a pipe, from which nobody would ever get anything."""
    return os.open(path, flags | os.O_NONBLOCK | os.O_CLOEXEC)


def sync_folder(folder: Path) -> None:
    """Wait until the names in a folder are on the disk."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        with suppress(OSError):  # not every file system can
            os.fsync(descriptor)
    finally:
        os.close(descriptor)


def make_folder(folder: Path) -> None:
    """Make a folder that is ours alone where there is none.

    Raises:
        OSError: it cannot be made.
    """
    if not folder.is_dir():
        make_folder(folder.parent)
        folder.mkdir(mode=0o700, exist_ok=True)


def make_private_file(path: Path) -> None:
    """Make an empty file that only its owner may read, in a folder like it, where there is none."""
    make_folder(path.parent)
    with suppress(FileExistsError):
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY | os.O_CLOEXEC, 0o600))


def save_lines(
    path: Path, lines: Iterable[str], what: str, backup: bool = False, finish: Finish = _leave_as_is
) -> None:
    """Write a file of lines anew, and keep the one before as a backup once an hour, or at once.

    Raises:
        StoreError: the disk is full or not writable; the file is as it was, and so are its backups.
    """
    pieces = (f"{line}\n".encode("utf-8", "surrogatepass") for line in lines)

    def finish_and_keep(file: BinaryIO) -> None:
        finish(file)
        file.flush()
        os.fsync(file.fileno())  # a disk that is full says so before a backup is given up
        _rotate_backups(path, 0 if backup else APART)

    try:
        write_file(path, pieces, finish=finish_and_keep)
    except OSError as error:
        reason = file_error_reason(error)
        raise StoreError(f"The {what} could not be copied to {path}: {reason}.") from error


def _rotate_backups(path: Path, apart: int = APART) -> None:
    """Keep the file that is about to be replaced, unless a backup is younger than that."""
    latest = backup_path(path, 1)
    # A clock that jumped may have left a backup of a later year: then its age says nothing.
    if not path.is_file() or (latest.exists() and 0 <= _age(path, latest) < apart):
        return
    for number in range(BACKUPS - 1, 0, -1):
        if backup_path(path, number).exists():
            backup_path(path, number).replace(backup_path(path, number + 1))
    try:
        os.link(path, latest)
    except OSError:  # not every file system has links, and one may be in the way
        write_file(latest, [path.read_bytes()])


def backup_path(path: Path, number: int) -> Path:
    """Return where a backup lies; the youngest has number 1."""
    return path.with_name(f"{path.name}.{number}")


def _age(path: Path, older: Path) -> float:
    """Return how much older one file is than another, in seconds."""
    return path.stat().st_mtime - older.stat().st_mtime


def remove_leftovers(folder: Path) -> None:
    """Remove the temporary files of processes that were killed; never those of living ones."""
    with suppress(OSError), os.scandir(folder) as entries:
        for entry in entries:
            told = LEFTOVER.fullmatch(entry.name)
            if told and not is_running(int(told[1])):
                os.unlink(entry.path)


def is_running(process: int) -> bool:
    """Tell whether there is a process with this number."""
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except (OSError, OverflowError):
        return True
    return True
