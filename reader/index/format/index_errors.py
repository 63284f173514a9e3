"""Turns whatever an index can fail in into one error that means "build it again"."""

from __future__ import annotations

import errno
import struct
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from reader.index.format.postings import DamagedError
from reader.model import BrokenIndexError, ReaderError
from reader.model.system_errors import file_error_reason

DAMAGE = (
    ArithmeticError,
    AssertionError,
    AttributeError,
    DamagedError,
    EOFError,
    ImportError,
    LookupError,
    MemoryError,
    NameError,
    OSError,
    TypeError,
    ValueError,
    struct.error,
    zlib.error,
)
"""What is raised over bytes that were not written so; unpickling alone can end in most of it.

What only Whoosh raises is made a `DamagedError` where Whoosh is called.
"""

_NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EMFILE, errno.ENFILE}
"""The machine's fault: building the index again would not help."""


class BusyIndexError(ReaderError):
    """Another newsreader is writing the index, or the machine cannot take it now."""


@contextmanager
def index_errors(folder: Path) -> Iterator[None]:
    """Turn every failure of an index into one that says to build it again."""
    try:
        yield
    except OSError as error:
        if error.errno in _NO_ROOM:
            raise BusyIndexError(
                f"{folder}: the index cannot be used: {file_error_reason(error)}"
            ) from error
        reason = file_error_reason(error)
        raise BrokenIndexError(f"{folder}: the index is damaged: {reason}") from error
    except DAMAGE as error:
        raise BrokenIndexError(f"{folder}: the index is damaged") from error
