"""Lines in, a file out of which a whole one is there at every instant, with its older versions."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

from reader.model import StoreError

BACKUPS = 5
APART = 3600  # seconds between backups, so that a busy minute does not push out older days


def save(path: Path, lines: Iterable[str], what: str) -> None:
    """Write a file anew.

    Raises:
        StoreError: the disk is full or not writable; the file is as it was.
    """
    fresh = path.with_name(f"{path.name}.{os.getpid()}.new")
    try:
        with fresh.open("w", encoding="utf-8", errors="surrogatepass") as file:
            file.writelines(f"{line}\n" for line in lines)
            file.flush()
            os.fsync(file.fileno())
        rotate(path)
        fresh.replace(path)
    except OSError as error:
        fresh.unlink(missing_ok=True)
        reason = error.strerror or error
        raise StoreError(f"The {what} could not be copied to {path}: {reason}.") from error


def rotate(path: Path) -> None:
    """Keep the file that is about to be replaced, unless a backup is younger than an hour."""
    latest = backup(path, 1)
    if not path.exists() or (latest.exists() and age(path, latest) < APART):
        return
    for number in range(BACKUPS - 1, 0, -1):
        if backup(path, number).exists():
            backup(path, number).replace(backup(path, number + 1))
    os.link(path, latest)


def backup(path: Path, number: int) -> Path:
    """Where a backup lies; the youngest has number 1."""
    return path.with_name(f"{path.name}.{number}")


def age(path: Path, older: Path) -> float:
    """How much older one file is than another, in seconds."""
    return path.stat().st_mtime - older.stat().st_mtime
