"""What an index says of itself: whose it is, of which format, how far it goes, its checksums."""

from __future__ import annotations

import json
import os
import stat
import sys
import zlib
from collections.abc import Callable, Iterable
from itertools import accumulate, pairwise
from pathlib import Path
from typing import Any

from reader.index.analysis.stemming import VERSION
from reader.model import BrokenIndexError
from reader.model.construction import field, frozen, replace
from reader.model.system_errors import file_error_reason

FORMAT = f"3-{VERSION}-{sys.byteorder}"
FILE = "stamp.json"
_CHECKSUM = "checksum"
_PIECE = 1 << 20

Sum = tuple[int, int]
"""The size of a file in bytes, and its checksum."""


@frozen
class SegmentRecord:
    """What a manifest says of a segment."""

    name: str  # with which its files begin
    count: int  # of its documents
    deleted: str = ""  # which of them are, each as how much it is above the one before, in hex

    def deleted_documents(self) -> frozenset[int]:
        """Return the numbers of its documents that are deleted."""
        steps = (int(step, 16) for step in self.deleted.split("."))
        return frozenset(accumulate(steps)) if self.deleted else frozenset()


def segment_record(name: str, count: int, deleted: Iterable[int]) -> SegmentRecord:
    """Return what a manifest says of a segment some of whose documents are deleted."""
    steps = (f"{high - low:x}" for low, high in pairwise([0, *sorted(deleted)]))
    return SegmentRecord(name, count, ".".join(steps))


@frozen
class Manifest:
    """What an index says of itself."""

    store: str  # the store that it was made of
    made: str  # differs each time that an index is made anew
    revision: int = 0  # of the store, up to which all is indexed
    generation: int = 0  # of Whoosh's files
    files: dict[str, Sum] = field(default_factory=dict)
    segments: tuple[SegmentRecord, ...] | None = None  # None: Whoosh's table of contents tells it
    format: str = FORMAT


def read_manifest(folder: Path, store: str) -> Manifest:
    """Return stamp of a folder; BrokenIndexError when it is missing, damaged, old or foreign."""
    _check_owned(folder)
    try:
        written = json.loads((folder / FILE).read_bytes())
        checksum = written.pop(_CHECKSUM, None)  # which stamps of old do not have
        stamp = Manifest(**written)
        files = {name: (size, total) for name, (size, total) in stamp.files.items()}
        written_of: Any = stamp.segments  # as lists
        segments = None if written_of is None else tuple(SegmentRecord(*one) for one in written_of)
        stamp = replace(stamp, files=files, segments=segments)
    except FileNotFoundError as error:
        raise BrokenIndexError(f"{folder}: there is no index yet") from error
    except (OSError, ValueError, TypeError, AttributeError) as error:
        raise BrokenIndexError(f"{folder}: the index's {FILE} is damaged") from error
    if stamp.format != FORMAT:
        raise BrokenIndexError(f"{folder}: the index has format {stamp.format}, not {FORMAT}")
    if stamp.store != store:
        raise BrokenIndexError(f"{folder}: the index was made of another store")
    if checksum not in (None, _checksum(written)):
        raise BrokenIndexError(f"{folder}: the index's {FILE} is damaged")
    return stamp


def write_manifest(folder: Path, stamp: Manifest) -> None:
    """Replace the stamp of a folder at a stroke."""
    segments = stamp.segments
    written = {
        "store": stamp.store,
        "made": stamp.made,
        "revision": stamp.revision,
        "generation": stamp.generation,
        "files": stamp.files,
        "segments": segments and [(one.name, one.count, one.deleted) for one in segments],
        "format": stamp.format,
    }
    beside = folder / f"{FILE}.new"
    with beside.open("w", encoding="utf-8") as file:
        json.dump(written | {_CHECKSUM: _checksum(written)}, file)
        file.flush()
        os.fsync(file.fileno())
    beside.replace(folder / FILE)
    sync_folder(folder)


def _checksum(written: dict[str, Any]) -> int:
    """Return the checksum of all else that a stamp says."""
    return zlib.crc32(json.dumps(written, sort_keys=True).encode())


def sync_folder(folder: Path) -> None:
    """Wait until the names in a folder are on the disk."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def claim_folder(folder: Path) -> None:
    """Make a folder that is ours alone; BrokenIndexError when it is somebody else's."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        folder.chmod(0o700)
    except OSError as error:
        raise BrokenIndexError(
            f"{folder}: no index can be made here: {file_error_reason(error)}"
        ) from error
    _check_owned(folder)


def _check_owned(folder: Path) -> None:
    """Refuse files that another may write: opening an index runs what they say."""
    try:
        link, status = folder.lstat(), folder.stat()
    except OSError as error:
        raise BrokenIndexError(f"{folder}: there is no index yet") from error
    if not stat.S_ISDIR(status.st_mode):
        raise BrokenIndexError(f"{folder}: the index's place is no folder")
    if {link.st_uid, status.st_uid} != {os.getuid()} or stat.S_IMODE(status.st_mode) != 0o700:
        raise BrokenIndexError(f"{folder}: the index's folder is not ours alone (mode 0700)")


def checksums(folder: Path, names: Iterable[str], known: dict[str, Sum]) -> dict[str, Sum]:
    """Return the checksums of files; files never change, so known ones are not read again."""
    return {name: known.get(name) or _sum(folder / name) for name in names}


def verify_sizes(folder: Path, files: dict[str, Sum]) -> None:
    """BrokenIndexError when a file is missing or has another size."""
    for name, (size, _) in files.items():
        path = f"{folder}/{name}"  # there are many, and making a Path takes longer than to ask
        try:
            found = os.stat(path).st_size
        except OSError as error:
            raise BrokenIndexError(f"{path}: the index's file is gone") from error
        if found != size:
            raise BrokenIndexError(f"{path}: the index's file is cut")


def verify_checksums(folder: Path, files: dict[str, Sum], between: Callable[[], None]) -> None:
    """BrokenIndexError when a file holds anything but what was written; calls between files."""
    for name, expected in files.items():
        between()
        if _sum(folder / name) != expected:
            raise BrokenIndexError(f"{folder / name}: the index's file is damaged")


def verify_content(path: Path, content: bytes, expected: Sum) -> None:
    """BrokenIndexError when what was read of a whole file is not what was written."""
    if (len(content), zlib.crc32(content)) != expected:
        raise BrokenIndexError(f"{path}: the index's file is damaged")


def _sum(path: Path) -> Sum:
    size = total = 0
    with path.open("rb") as file:
        while piece := file.read(_PIECE):
            size, total = size + len(piece), zlib.crc32(piece, total)
    return size, total
