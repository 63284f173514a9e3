"""Tells when something comes into the folder, where the system can say that.

Only the folder and those of the other machines are watched, so what this machine writes tells of
nothing, and neither does what lies deeper. Who has to be sure looks now and then as well: of a disk
elsewhere the system may not say what others do to it.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from threading import Event

from reader.library.sync_folder.journal_files import JournalFolder, may_be_news
from reader.model import StoreError

_TOGETHER = 1_000  # milliseconds at most for which changes count as one
_QUIET = 200  # milliseconds without another after which they do
CHECK = 5_000  # milliseconds after which it is asked whether the folders are still the same
PAUSE = 2.0  # seconds between two changes that are told: many files may come one by one


def folder_changes(folder: Path, machine: str, stop: Event) -> Iterator[None]:
    """Yield when journals of other machines may have changed, until `stop` is set.

    Yields once when it has begun to watch, too. Ends where the folder is not there or cannot be
    watched.
    """
    with suppress(ImportError, OSError, RuntimeError):
        from watchfiles import watch

        while (folders := watched_folders(folder, machine)) and not stop.is_set():
            is_new = True
            for changes in watch(
                *folders,
                watch_filter=lambda _, path: may_be_news(path),
                debounce=_TOGETHER,
                step=_QUIET,
                stop_event=stop,
                rust_timeout=CHECK,
                yield_on_timeout=True,
                raise_interrupt=False,
                recursive=False,
            ):
                if changes or is_new:
                    yield
                    stop.wait(PAUSE)
                is_new = False
                if watched_folders(folder, machine) != folders:
                    break


def watched_folders(folder: Path, machine: str) -> dict[str, tuple[int, int]]:
    """Return the folders to which others write, each with its device and inode; none without it."""
    found: dict[str, tuple[int, int]] = {}
    with suppress(StoreError, OSError):
        for name in ("", *JournalFolder(folder, machine).machines()):
            if name != machine:
                state = (folder / name).stat()
                found[str(folder / name)] = state.st_dev, state.st_ino
    return found
