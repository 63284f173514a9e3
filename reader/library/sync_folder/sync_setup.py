"""Begins and ends sync with a folder, and tells how it stands."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from reader.library.sync_folder.journal_files import JournalFolder, new_machine
from reader.library.sync_folder.passphrases import forget_passphrase, keep_passphrase, read_seal
from reader.library.sync_folder.sync_round import LAST, sync_lock
from reader.model import StoreError
from reader.model.construction import frozen
from reader.model.system_errors import file_error_reason
from reader.store.files.atomic_file import make_folder

if TYPE_CHECKING:
    from reader.library.library import Library

_FACTS = (
    *("folder", "machine", "clock", "issued", "named", "segment", "compacted", "written"),
    *("last", "understood"),
)


@frozen
class SyncStatus:
    """How sync stands."""

    folder: str = ""  # empty where nothing is synchronised
    machine: str = ""
    last: str = ""  # when the last round was done, in ISO 8601
    encrypted: bool = False
    machines: tuple[str, ...] = ()
    known: int = 0  # stories, sources, searches and rules of which something is known
    waiting: int = 0  # stories that are marked elsewhere and have not come here yet
    unwritten: int = 0  # changes that are not in the folder yet
    problem: str = ""  # why the folder cannot be used; empty where it can


def begin_sync(library: Library, folder: Path, passphrase: str = "") -> str:
    """Synchronise with a folder from now on, with all that is marked here; this machine's name.

    What was known of another folder is forgotten; the marks here and its files stay.

    Raises:
        StoreError: the folder cannot be made or written.
    """
    machine = new_machine()
    with sync_lock(library.folders.data):
        try:
            make_folder(folder)
        except OSError as error:
            reason = file_error_reason(error)
            raise StoreError(f"The folder {folder} cannot be made: {reason}.") from error
        JournalFolder(folder, machine).make_own()
        keep_passphrase(library.folders.data, passphrase)
        facts = dict.fromkeys(_FACTS, "") | {"folder": str(folder), "machine": machine}
        library.store.sync.begin(facts)
    return machine


def leave_sync(library: Library) -> str:
    """Synchronise no more; the folder that it was. All marks stay here, and its files there.

    Raises:
        StoreError: nothing is synchronised.
    """
    sync = library.store.sync
    folder = sync.folder
    if not folder:
        raise StoreError("Nothing is synchronised.")
    with sync_lock(library.folders.data):
        sync.end(_FACTS)
        forget_passphrase(library.folders.data)
    return folder


def read_status(library: Library) -> SyncStatus:
    """Return how sync stands."""
    sync = library.store.sync
    folder = sync.folder
    if not folder:
        return SyncStatus()
    files = JournalFolder(Path(folder), sync.fact("machine"))
    problem, machines = "", []
    try:
        files.check()
        machines = files.machines()
    except StoreError as error:
        problem = str(error)
    known, waiting, unwritten = sync.counts()
    return SyncStatus(
        folder=folder,
        machine=sync.fact("machine"),
        last=sync.fact(LAST),
        encrypted=read_seal(library.folders.data) is not None,
        machines=tuple(machines),
        known=known,
        waiting=waiting,
        unwritten=unwritten,
        problem=problem,
    )
