"""The files of the folder: each machine appends to journals of its own, and reads those of all.

A journal is never written anew. It is cut into segments, and where they have grown much a machine
writes down in a new generation of them what still counts, and removes those of its older ones.
Strangers may have put anything there: only regular files of bounded size are opened, no link is
followed, and what is no journal is left alone.
"""

from __future__ import annotations

import errno
import os
import re
import secrets
import socket
import stat
from collections.abc import Iterable, Iterator
from contextlib import suppress
from hashlib import blake2b
from pathlib import Path

from reader.model import StoreError
from reader.model.construction import frozen
from reader.model.system_errors import file_error_reason
from reader.store.files.atomic_file import sync_folder, write_file
from reader.store.tables.sync_state import FileState
from reader.sync.acts import MACHINE

LARGEST_SEGMENT = 4 * 2**20  # bytes after which another one is begun
LARGEST_FILE = 64 * 2**20  # bytes of a file that is read
_MOST_FILES = 10_000  # of a machine that are read
_SEGMENT = re.compile(r"(\d{6})-(\d{6})\.jsonl")
_ENDING = ".jsonl"  # of what may be a journal; a conflict copy that Syncthing makes has it too
_READ = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
_APPEND = os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC
_MODE = 0o600


@frozen
class SegmentPlace:
    """Where a machine appends next."""

    generation: int = 1
    number: int = 1
    size: int = 0  # bytes that it has written there

    @property
    def name(self) -> str:
        """The name of the file."""
        return f"{self.generation:06}-{self.number:06}{_ENDING}"

    def as_text(self) -> str:
        """Return it as `read_place` reads it."""
        return f"{self.generation} {self.number} {self.size}"


def read_place(written: str) -> SegmentPlace:
    """Return the place that was written down; the first one where none was."""
    numbers = [int(word) for word in written.split() if word.isdecimal()]
    return SegmentPlace(*numbers) if len(numbers) == 3 else SegmentPlace()


@frozen
class NewLines:
    """What has come in a file since it was read last."""

    lines: list[bytes]
    state: FileState
    is_half: bool  # its last line has no end yet


class JournalFolder:
    """The folder, as a machine reads and writes it."""

    def __init__(self, path: Path, machine: str) -> None:
        self.path = path
        self.own = path / machine
        self.foreign = 0  # files that are no journals, or none that may be read

    def check(self) -> None:
        """See that the folder is there, and the one that it was.

        Raises:
            StoreError: it is not.
        """
        if not self.path.is_dir():
            raise StoreError(f"The folder {self.path} is not there; what is marked waits for it.")
        if self.own.is_symlink() or not self.own.is_dir():
            raise StoreError(
                f"{self.path} lacks {self.own.name}, which this machine writes to: is it the "
                "right folder? `newsreader sync init` begins anew with it."
            )

    def make_own(self) -> None:
        """Make the folder of this machine.

        Raises:
            StoreError: that cannot be.
        """
        try:
            self.own.mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError as error:
            raise self._refusal("written", error) from error

    def machines(self) -> list[str]:
        """Return the machines that have a folder here."""
        try:
            with os.scandir(self.path) as entries:
                return sorted(one.name for one in entries if _is_machine(one))
        except OSError as error:
            raise self._refusal("read", error) from error

    def journals(self) -> Iterator[str]:
        """Yield what may be journals, each as a path within the folder; the rest is counted."""
        for machine in self.machines():
            names = _names_in(self.path / machine)
            journals = [name for name in names if _is_journal(name)][:_MOST_FILES]
            hidden = sum(name.startswith((".", "~")) for name in names)
            self.foreign += len(names) - len(journals) - hidden
            yield from (f"{machine}/{name}" for name in journals)

    def new_lines(self, journal: str, state: FileState) -> NewLines | None:
        """Return what has come in a journal; None where it is as it was, or cannot be read."""
        try:
            descriptor = os.open(self.path / journal, _READ)
            try:
                now = os.fstat(descriptor)
                if (now.st_mtime_ns, now.st_size) == (state.stamp, state.size):
                    return None
                content = _content_of(descriptor, now)
            finally:
                os.close(descriptor)
        except OSError:
            self.foreign += 1
            return None
        return _news(content, state, now)

    def append(self, lines: Iterable[bytes], place: SegmentPlace) -> SegmentPlace:
        """Add lines to the journal, on the disk before it returns; where the next ones go.

        A segment that is not as this machine left it, half a line after a kill among them, is left
        as it is, and another one is begun.

        Raises:
            StoreError: they cannot be written; what of them was is no harm.
        """
        path = self.own / place.name
        size = path.stat().st_size if path.is_file() else 0
        if size != place.size or size > LARGEST_SEGMENT or path.is_symlink():
            place = self._place_after(place)
        written = b"".join(line + b"\n" for line in lines)
        try:
            descriptor = os.open(self.own / place.name, _APPEND, _MODE)
            with open(descriptor, "ab") as file:
                file.write(written)
                file.flush()
                os.fsync(descriptor)
            sync_folder(self.own)
        except OSError as error:
            raise self._refusal("written", error) from error
        return SegmentPlace(place.generation, place.number, place.size + len(written))

    def own_state(self, place: SegmentPlace) -> tuple[str, FileState]:
        """Return the segment that this machine has just appended to, as read to its end.

        Where it is not as this machine left it, it is as if it were not read at all.
        """
        journal = f"{self.own.name}/{place.name}"
        news = self.new_lines(journal, FileState())
        is_ours = news is not None and news.state.done == place.size
        return journal, news.state if news is not None and is_ours else FileState()

    def _place_after(self, place: SegmentPlace) -> SegmentPlace:
        """Return a place in the present generation that no file has."""
        taken = [number for generation, number in self._own_segments() if
                 generation == place.generation]  # fmt: skip
        return SegmentPlace(place.generation, max([*taken, place.number]) + 1)

    def _own_segments(self) -> list[tuple[int, int]]:
        """Return generation and number of each segment of this machine."""
        matches = map(_SEGMENT.fullmatch, _names_in(self.own))
        return [(int(found[1]), int(found[2])) for found in matches if found]

    def own_size(self) -> int:
        """Return how many bytes the segments of this machine take."""
        paths = (self.own / SegmentPlace(*one).name for one in self._own_segments())
        return sum(path.lstat().st_size for path in paths if path.is_file())

    def compact(self, lines: Iterable[bytes]) -> SegmentPlace:
        """Put lines in the place of all segments; where the next ones go.

        The older ones go once the new ones are on the disk, so a kill leaves too much at most.

        Raises:
            StoreError: they cannot be written; the older ones are there.
        """
        older = self._own_segments()
        generation = max((one for one, _ in older), default=0) + 1
        place = SegmentPlace(generation)
        try:
            for number, pieces in enumerate(_segments(lines), start=1):
                place = SegmentPlace(generation, number, sum(map(len, pieces)))
                write_file(self.own / place.name, pieces)
            for one in older:
                (self.own / SegmentPlace(*one).name).unlink(missing_ok=True)
        except OSError as error:
            raise self._refusal("written", error) from error
        return place

    def _refusal(self, done: str, error: OSError) -> StoreError:
        reason = file_error_reason(error)
        return StoreError(
            f"The folder {self.path} cannot be {done}: {reason}; what is marked waits for it."
        )


def folder_signature(folder: Path, machine: str) -> int:
    """Return a number that is another one where the journals of other machines have changed."""
    states: list[tuple[str, int, int]] = []
    journals = JournalFolder(folder, machine)
    with suppress(StoreError):
        for journal in journals.journals():
            if not journal.startswith(f"{machine}/"):
                with suppress(OSError):
                    state = os.lstat(folder / journal)
                    states.append((journal, state.st_mtime_ns, state.st_size))
    return hash(tuple(states))


def may_be_news(path: str) -> bool:
    """Tell whether what came at a path may be a journal, or the folder of a machine."""
    name = os.path.basename(path)
    return _is_journal(name) or MACHINE.fullmatch(name) is not None


def new_machine() -> str:
    """Return a name for this machine that no other has, beginning as its host is called."""
    host = re.sub(r"[^a-z0-9]+", "-", socket.gethostname().partition(".")[0].lower()).strip("-")
    return f"{host[:12].strip('-') or 'home'}-{secrets.token_hex(4)}"


def _names_in(folder: Path) -> list[str]:
    """Return the names in a folder; none where it is gone again."""
    names: list[str] = []
    with suppress(OSError):
        names = sorted(os.listdir(folder))
    return names


def _is_machine(entry: os.DirEntry[str]) -> bool:
    return MACHINE.fullmatch(entry.name) is not None and entry.is_dir(follow_symlinks=False)


def _is_journal(name: str) -> bool:
    return name.endswith(_ENDING) and not name.startswith((".", "~"))


def _content_of(descriptor: int, now: os.stat_result) -> bytes:
    """Return what is in a file.

    Raises:
        OSError: it cannot be read, is no regular file, or larger than any journal.
    """
    if not stat.S_ISREG(now.st_mode) or now.st_size > LARGEST_FILE:
        raise OSError(errno.EINVAL, "no journal")
    with open(descriptor, "rb", closefd=False) as file:
        return file.read(LARGEST_FILE)


def _news(content: bytes, state: FileState, now: os.stat_result) -> NewLines:
    """Return the lines of a file after those that were read, or all where these have changed."""
    done = state.done if _digest(content[: state.done]) == state.digest else 0
    end = content.rfind(b"\n") + 1
    lines = content[done:end].split(b"\n")[:-1] if end > done else []
    after = FileState(now.st_mtime_ns, now.st_size, end, _digest(content[:end]))
    return NewLines(lines, after, is_half=end < len(content))


def _digest(content: bytes) -> str:
    return blake2b(content, digest_size=16).hexdigest()


def _segments(lines: Iterable[bytes]) -> Iterator[list[bytes]]:
    """Yield lines with their ends, as many at a time as go into one segment."""
    held: list[bytes] = []
    size = 0
    for line in lines:
        held.append(line + b"\n")
        size += len(line) + 1
        if size > LARGEST_SEGMENT:
            yield held
            held, size = [], 0
    if held:
        yield held
