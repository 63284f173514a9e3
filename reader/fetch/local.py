"""Reads files, folders and standard input as documents."""

from __future__ import annotations

import errno
import os
import re
import stat
from collections.abc import Iterator
from datetime import datetime
from typing import BinaryIO
from urllib.parse import unquote, urlsplit

from reader.model import Document, FetchError
from reader.model.system_errors import file_error_reason

LIMIT = 15_000_000  # bytes
STDIN = "-"
SCHEME = re.compile(r"([a-z][a-z0-9+.-]*)://", re.I)
UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
DIGITS = re.compile(r"(\d+)")

REASONS = {
    errno.ENOENT: "does not exist; check its name",
    errno.ENOTDIR: "does not exist; check its name",
    errno.EACCES: "may not be read: permission denied",
    errno.EPERM: "may not be read: permission denied",
    errno.ELOOP: "is a link that leads to itself",
    errno.ENAMETOOLONG: "has a name that is too long",
}
KINDS = {
    stat.S_IFIFO: "is a named pipe, not a file or folder",
    stat.S_IFSOCK: "is a socket, not a file or folder",
    stat.S_IFCHR: "is a device, not a file or folder",
    stat.S_IFBLK: "is a device, not a file or folder",
}
NAMED = {
    "an image": "png jpg jpeg gif webp bmp ico tif tiff heic avif psd",
    "an archive": "zip tar tgz tbz txz bz2 xz 7z rar zst jar whl deb rpm iso dmg",
    "a PDF document": "pdf",
    "an office document": "doc docx xls xlsx ppt pptx odt ods odp epub mobi",
    "audio": "mp3 m4a ogg oga opus flac wav aac wma",
    "a video": "mp4 m4v mkv webm mov avi wmv flv mpg mpeg",
    "a database": "db sqlite sqlite3 mdb",
    "a font": "woff woff2 ttf otf eot",
    "a program": "exe dll so dylib o a class pyc wasm",
}
EXTENSIONS = {f".{ending}": kind for kind, endings in NAMED.items() for ending in endings.split()}
MAGIC = {
    b"\x89PNG\r\n": "an image",
    b"\xff\xd8\xff": "an image",
    b"GIF87a": "an image",
    b"GIF89a": "an image",
    b"PK\x03\x04": "an archive",
    b"7z\xbc\xaf\x27\x1c": "an archive",
    b"Rar!\x1a\x07": "an archive",
    b"BZh": "an archive",
    b"\xfd7zXZ\0": "an archive",
    b"\x28\xb5\x2f\xfd": "an archive",
    b"%PDF-": "a PDF document",
    b"\xd0\xcf\x11\xe0": "an office document",
    b"ID3": "audio",
    b"OggS": "audio",
    b"fLaC": "audio",
    b"\x1aE\xdf\xa3": "a video",
    b"SQLite format 3\0": "a database",
    b"wOFF": "a font",
    b"wOF2": "a font",
    b"\x7fELF": "a program",
}


def is_file(location: str) -> bool:
    """Tell a plain file from everything else."""
    return location not in {"", STDIN} and os.path.isfile(absolute_location(location))


def absolute_location(location: str) -> str:
    """Write a location in the one way that it is remembered by: files and folders in full."""
    if location in {"", STDIN}:
        return location
    scheme = SCHEME.match(location)
    if not scheme:
        return os.path.abspath(os.path.expanduser(location))
    return _from_file_url(location) if scheme[1].lower() == "file" else location


def _from_file_url(location: str) -> str:
    """Give the path in a file URL; one of another machine stays as it is."""
    try:
        parts = urlsplit(location)
    except ValueError:
        return location
    local = parts.netloc.lower() in {"", "localhost"}
    return os.path.abspath(unquote(parts.path)) if local and parts.path else location


def unreadable_reason(source: str) -> str:
    """Say why a location is of a kind that cannot be read; empty when it may be."""
    if not source:
        return "no file or folder is named"
    return "is not something that newsreader can read" if SCHEME.match(source) else ""


def read_folder(folder: str, now: datetime) -> Iterator[Document | FetchError]:
    """Read all files below a folder."""
    empty = True
    for found in _walk(folder):
        empty = False
        if isinstance(found, FetchError):
            yield found
        elif kind := EXTENSIONS.get(os.path.splitext(found)[1].lower()):
            yield _not_readable(found, kind)
        else:
            yield _without_binaries(read_file(folder, found, now))
    if empty:
        yield fetch_error(folder, "holds no files")


def _walk(folder: str) -> Iterator[str | FetchError]:
    """Give the paths of all files below a folder, and an error for each folder that is closed."""
    waiting = [folder]
    while waiting:
        path = waiting.pop()
        if not _is_folder(path, folder):
            yield path
            continue
        try:
            waiting += sorted(_visible_in(path), key=natural_order, reverse=True)
        except OSError as error:
            yield fetch_error(path, read_failure(error))


def _is_folder(path: str, top: str) -> bool:
    """Tell a folder to walk into; the one that the walk begins in may be a link."""
    return os.path.isdir(path) and (path == top or not os.path.islink(path))


def _visible_in(folder: str) -> list[str]:
    """Give the paths in a folder that are neither hidden nor links to folders."""
    with os.scandir(folder) as found:
        visible = [one for one in found if not one.name.startswith(".")]
    return [one.path for one in visible if not (one.is_symlink() and os.path.isdir(one.path))]


def natural_order(path: str) -> list[tuple[int, int, str]]:
    """Sort key by which "page 9" comes before "page 10"."""
    pieces = DIGITS.split(path.casefold())
    numbered = [(0, int(piece), "") if at % 2 else (1, 0, piece) for at, piece in enumerate(pieces)]
    return [*numbered, (2, 0, path)]


def _without_binaries(found: Document | FetchError) -> Document | FetchError:
    """Put an error in the place of a document that is no text by its first bytes."""
    if isinstance(found, FetchError):
        return found
    kinds = (kind for magic, kind in MAGIC.items() if found.content.startswith(magic))
    kind = next(kinds, "")
    return _not_readable(found.location, kind) if kind else found


def read_file(source: str, path: str, now: datetime) -> Document | FetchError:
    """Read one file."""
    try:
        path.encode("utf-8")
        content = _content_of(path)
    except FetchError as error:
        return fetch_error(path, str(error))
    except OSError as error:
        return fetch_error(path, read_failure(error))
    except ValueError:
        return fetch_error(path, "has a name that is not valid text; rename it")
    return _document(source, path, content, now)


def _content_of(path: str) -> bytes:
    """Read a file a little beyond the limit at most; raises FetchError for what is no file."""
    refuse_kind(os.stat(path))
    # A pipe may have taken the place of the file: opened like this, it does not block.
    with open(os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC), "rb") as file:
        refuse_kind(os.fstat(file.fileno()))
        return file.read(LIMIT + 1)


def refuse_kind(status: os.stat_result) -> None:
    """Raise FetchError for pipes, sockets and devices."""
    if reason := KINDS.get(stat.S_IFMT(status.st_mode)):
        raise FetchError(reason)


def read_stream(stream: BinaryIO, now: datetime) -> Document | FetchError:
    """Read standard input to its end, or a little beyond the limit."""
    try:
        content = stream.read(LIMIT + 1)
    except OSError as error:
        return fetch_error("standard input", f"cannot be read: {file_error_reason(error)}")
    except ValueError:
        return fetch_error("standard input", "is closed")
    return _document(STDIN, STDIN, content, now)


def _document(source: str, location: str, content: bytes, now: datetime) -> Document | FetchError:
    """Make a document of bytes, unless there are none or too many."""
    shown = "standard input" if location == STDIN else location
    if not content:
        return fetch_error(shown, "is empty")
    if len(content) > LIMIT:
        return fetch_error(shown, "is larger than 15 MB")
    return Document(source, location, content, now)


def read_failure(error: OSError) -> str:
    """Say in a few words why the system could not read something."""
    return REASONS.get(error.errno or 0, f"cannot be read: {file_error_reason(error)}")


def _not_readable(path: str, kind: str) -> FetchError:
    """Say what a file is instead of something to read."""
    return fetch_error(path, f"is {kind}, not a feed, page or text")


def fetch_error(location: str, reason: str) -> FetchError:
    """Make an error of a location and a reason, safe to print."""
    shown = UNPRINTABLE.sub("\N{REPLACEMENT CHARACTER}", location)
    return FetchError(f"{shown}: {reason}" if shown else reason, shown)
