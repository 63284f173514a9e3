"""The command that lets several machines know what was marked on the others, through a folder."""

from __future__ import annotations

import sys
from dataclasses import asdict
from datetime import datetime
from getpass import getpass
from typing import Any

from reader.cli import safe_output, text_output
from reader.cli.open_library import open_library
from reader.config import Folders, expand_path
from reader.library import Library
from reader.library.sync_folder.sync_report import SyncReport, report_sentence
from reader.library.sync_folder.sync_setup import SyncStatus, begin_sync, leave_sync, read_status
from reader.model import StoreError


def synchronize(folders: Folders, chosen: Any) -> int:
    """Synchronise, begin or end that, or tell how it stands."""
    with open_library(folders) as library:
        ACTS[chosen.act](library, chosen)
    return 0


def _begin(library: Library, chosen: Any) -> None:
    """Begin with a folder, and do a first round."""
    folder = expand_path(chosen.folder).absolute()
    begin_sync(library, folder, _read_passphrase() if chosen.encrypt else "")
    _synchronize(library, chosen)


def _read_passphrase() -> str:
    """Return the passphrase that a person types, or the first line of a pipe.

    Raises:
        StoreError: two that were typed differ.
    """
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\r\n")
    passphrase = getpass("Passphrase of the folder: ")
    if getpass("Once more: ") != passphrase:
        raise StoreError("The two passphrases differ; nothing was begun.")
    return passphrase


def _synchronize(library: Library, chosen: Any) -> None:
    from reader.library.sync_folder.sync_round import sync_library, sync_with_git

    run = sync_with_git if chosen.git else sync_library
    with text_output.ProgressBar() as meter:
        report = run(library, meter.show)
    _print_report(report, chosen.json)


def _print_report(report: SyncReport, as_json: bool) -> None:
    if as_json:
        safe_output.print_json(asdict(report))
    else:
        safe_output.print_line(report_sentence(report))


def _leave(library: Library, chosen: Any) -> None:
    folder = leave_sync(library)
    if chosen.json:
        safe_output.print_json({"left": folder})
    else:
        safe_output.print_line(
            f"{folder} is synchronised with no more; the marks here stay, and its files there."
        )


def _print_status(library: Library, chosen: Any) -> None:
    status = read_status(library)
    if chosen.json:
        safe_output.print_json(asdict(status))
        return
    for line in _status_lines(status):
        safe_output.print_line(line)


def _status_lines(status: SyncStatus) -> list[str]:
    """Return how sync stands, for a person."""
    if not status.folder:
        return ["Nothing is synchronised; `newsreader sync init DIR` begins with a folder."]
    sealed = ", sealed with a passphrase" if status.encrypted else ""
    lines = [
        f"Folder: {status.folder}{sealed}",
        f"This machine: {status.machine}",
        f"Machines: {', '.join(status.machines) or 'none'}",
        f"Last round: {_local(status.last) or 'none yet'}",
        f"Known: {status.known:,} marked stories, sources, searches and rules",
        f"Waiting for their story: {status.waiting:,}",
        f"Not written yet: {status.unwritten:,}",
    ]
    return [*lines, status.problem] if status.problem else lines


def _local(moment: str) -> str:
    """Return a moment by the clock on the wall; empty where there is none."""
    return f"{datetime.fromisoformat(moment).astimezone():%Y-%m-%d %H:%M}" if moment else ""


ACTS = {None: _synchronize, "init": _begin, "status": _print_status, "leave": _leave}
