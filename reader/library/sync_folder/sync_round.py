"""One round of sync: what was marked here goes to the folder, and what is there comes here.

Each step is a transaction or an appended line by itself, and doing one twice changes nothing: a
round may be killed anywhere, and the next one goes on.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from reader.library.indexed_store import ignore_progress
from reader.library.recovery.bring_level import RULES_MIRROR, SEARCHES_MIRROR
from reader.library.sync_folder.journal_files import (
    JournalFolder,
    NewLines,
    new_machine,
    read_place,
)
from reader.library.sync_folder.known_items import KnownItems
from reader.library.sync_folder.local_acts import ISSUED, MACHINE, LocalActs
from reader.library.sync_folder.merged_acts import MergedActs, in_chunks
from reader.library.sync_folder.passphrases import read_seal
from reader.library.sync_folder.sync_report import SyncReport
from reader.model import OnProgress, Progress, StoreError
from reader.model.system_errors import file_error_reason
from reader.store.tables.sync_state import FileState
from reader.sync.act_lines import act_line, read_act
from reader.sync.act_merge import acts_of, read_item
from reader.sync.acts import Act, ActKind, NewerActError
from reader.sync.sealed_lines import is_sealed

if TYPE_CHECKING:
    from reader.library.library import Library

LOCK = "sync.lock"
SEGMENT, COMPACTED, WRITTEN, LAST = (
    "segment",
    "compacted",
    "written",
    "last",
)  # facts that are remembered
_UNDERSTOOD, _KINDS = "understood", " ".join(ActKind)
_GROWN = 256 * 1024  # bytes by which journals have to have grown before they are compacted
_WRITTEN_AT_ONCE = 5_000  # lines
_NO_FOLDER = "Nothing is synchronised; `newsreader sync init DIR` begins with a folder."


class SyncRound:
    """What a round consists of, in the order in which it is done."""

    def __init__(self, library: Library, on_progress: OnProgress) -> None:
        self._library, self._on_progress = library, on_progress
        self._sync = library.store.sync
        self._known = KnownItems(library.store)
        self._local = LocalActs(self._known, self._milliseconds)
        self._merged = MergedActs(self._known, self._local)
        self._seal = read_seal(library.folders.data)
        self.report = SyncReport(self._sync.folder, self._sync.fact(MACHINE))
        self._folder = JournalFolder(Path(self.report.folder), self.report.machine)
        self._has_lost = False  # whether less is in the folder than this machine wrote

    def _milliseconds(self) -> int:
        return round(1_000 * self._library.clock.now().timestamp())

    def collect(self) -> None:
        """Make acts of what was changed here; that needs no folder."""
        taken = 1
        while taken:
            with self._sync.transaction():
                taken = self._local.take_batch()

    def write(self) -> None:
        """Write to the folder what waits for that.

        Raises:
            StoreError: the folder is not there, or not writable; it goes on waiting.
        """
        self._folder.check()
        self._has_lost = self._folder.own_size() < int(self._sync.fact(WRITTEN) or 0)
        while waiting := self._sync.lines(_WRITTEN_AT_ONCE):
            place = read_place(self._sync.fact(SEGMENT))
            lines = self._seal_lines([line.encode() for _, line in waiting])
            place = self._folder.append(lines, place)
            own = self._folder.own_state(place)
            with self._sync.transaction():
                self._sync.remember(SEGMENT, place.as_text())
                self._sync.drop_lines(waiting[-1][0])
                self._sync.save_file(*own)  # what is written is known
            self.report.sent += len(waiting)

    def _seal_lines(self, lines: Iterable[bytes]) -> Iterable[bytes]:
        return lines if self._seal is None else self._seal.sealed_lines(lines)

    def read(self) -> None:
        """Take in what is new in the folder.

        Raises:
            StoreError: it cannot be read.
        """
        self._sync.expect_many()
        self._merged.name_stories()
        # What only this version understands was passed over by the one before.
        is_same = self._sync.fact(_UNDERSTOOD) == _KINDS
        states = self._sync.files() if is_same else {}
        journals = list(self._folder.journals())
        self._sync.forget_files(states.keys() - set(journals))
        own = int(self._sync.fact(ISSUED) or 0)
        is_doubled = False
        for number, journal in enumerate(journals):
            self._on_progress(Progress("Reading journals:", number, len(journals)))
            news = self._folder.new_lines(journal, states.get(journal, FileState()))
            if news is not None:
                is_doubled = self._take(news, own) or is_doubled
                self._sync.save_file(journal, news.state)
        self._sync.remember(_UNDERSTOOD, _KINDS)
        if is_doubled:
            self._be_another()

    def _take(self, news: NewLines, own: int) -> bool:
        """Take in lines; whether there is an act of this machine that it knows nothing of."""
        is_doubled = False
        self.report.skipped.half += news.is_half
        for chunk in in_chunks(self._acts_in(news.lines)):
            self._merged.merge_acts(chunk)
            self.report.acts += len(chunk)
            me = self.report.machine
            is_doubled = is_doubled or any(one.machine == me and one.at > own for one in chunk)
        return is_doubled

    def _acts_in(self, lines: Iterable[bytes]) -> Iterator[Act]:
        skipped = self.report.skipped
        for line in self._unseal_lines(lines):
            try:
                yield read_act(line)
            except NewerActError:
                skipped.newer += 1
            except ValueError:
                skipped.broken += 1

    def _unseal_lines(self, lines: Iterable[bytes]) -> Iterator[bytes]:
        """Yield lines that hold acts, those in sealed ones among them."""
        skipped = self.report.skipped
        for line in lines:
            if not is_sealed(line):
                if self._seal is None:
                    yield line
                else:
                    skipped.plain += 1
                continue
            try:
                opened = [] if self._seal is None else self._seal.open_line(line)
            except ValueError:
                opened = []
            skipped.sealed += not opened
            yield from opened

    def _be_another(self) -> None:
        """Take another name: another home has this one, or this one was put back from a copy."""
        machine = new_machine()
        self._folder = JournalFolder(self._folder.path, machine)
        self._folder.make_own()
        with self._sync.transaction():
            self._sync.remember(MACHINE, machine)
            for name in (SEGMENT, COMPACTED, WRITTEN):
                self._sync.remember(name, "")
        self.report.machine = machine

    def compact(self) -> None:
        """Write down what still counts, where the journals of this machine have grown much.

        Or where some of what it wrote is there no more: its disk was changed, or put back.

        Raises:
            StoreError: it cannot be written.
        """
        size, before = self._folder.own_size(), int(self._sync.fact(COMPACTED) or 0)
        if self._has_lost or (before and size > 2 * before + _GROWN):
            place = self._folder.compact(self._seal_lines(self._state_lines()))
            with self._sync.transaction():
                self._sync.remember(SEGMENT, place.as_text())
                self._sync.remember(COMPACTED, str(self._folder.own_size()))
        elif not before:  # what was marked when it all began cannot be said more briefly
            self._sync.remember(COMPACTED, str(max(size, 1)))
        self._sync.remember(WRITTEN, str(self._folder.own_size()))

    def _state_lines(self) -> Iterator[bytes]:
        """Yield lines of all that counts, but for what other machines in the folder tell."""
        machine = self.report.machine
        others = frozenset(self._folder.machines()) - {machine}
        for row in self._sync.all_items():
            item = read_item(row.page, row.state)
            for act in acts_of(row.subject, item, machine, others):
                yield act_line(act).encode()

    def finish(self) -> SyncReport:
        """Write the files beside the database, and tell what came of the round."""
        counts = self._merged.counts
        report = self.report
        report.stories, report.sources = counts.stories, counts.sources
        report.searches, report.rules = counts.searches, counts.rules
        report.machines = len(self._folder.machines())
        report.waiting = self._sync.counts()[1]
        report.skipped.foreign = self._folder.foreign
        self._sync.remember(LAST, self._library.clock.now().isoformat())
        if report.stories:
            self._library.copy_marks()
        if report.searches:
            SEARCHES_MIRROR.keep(self._library.store, self._library.folders.data)
        if report.rules:
            RULES_MIRROR.keep(self._library.store, self._library.folders.data)
        return report


def sync_library(library: Library, on_progress: OnProgress = ignore_progress) -> SyncReport:
    """Let this machine and the others of its folder know of each other; what came of it.

    Raises:
        StoreError: there is no folder, or it cannot be used; nothing is lost.
    """
    if not library.store.sync.folder:
        raise StoreError(_NO_FOLDER)
    with sync_lock(library.folders.data):
        round_ = SyncRound(library, on_progress)
        round_.collect()
        round_.write()
        round_.read()
        round_.compact()
        return round_.finish()


@contextmanager
def sync_lock(folder: Path) -> Iterator[None]:
    """Be the only process of this home that synchronises; the system lets go of it.

    Raises:
        StoreError: another one does.
    """
    flags = os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC
    try:
        descriptor = os.open(folder / LOCK, flags, 0o600)
    except OSError as error:
        reason = file_error_reason(error)
        raise StoreError(f"Nothing can be synchronised in {folder}: {reason}.") from error
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    except BlockingIOError as error:
        raise StoreError("Another newsreader is synchronising; please try again later.") from error
    finally:
        os.close(descriptor)


def sync_with_git(library: Library, on_progress: OnProgress = ignore_progress) -> SyncReport:
    """Do as `sync_library` does, and have git carry the folder before and after.

    Raises:
        StoreError: the folder or git cannot be used; nothing is lost.
    """
    from reader.library.sync_folder.git_carrier import GitFolder

    if not library.store.sync.folder:
        raise StoreError(_NO_FOLDER)
    with sync_lock(library.folders.data):
        round_ = SyncRound(library, on_progress)
        round_.collect()
        round_.write()
        git = GitFolder(Path(round_.report.folder))
        git.prepare()
        git.commit(round_.report.machine)
        has_remote = git.pull()
        round_.read()
        round_.compact()
        git.commit(round_.report.machine)
        if has_remote:
            git.push()
        return round_.finish()
