"""Whoosh, imported in one place and without its warnings."""

from __future__ import annotations

import pickle
import sys
import urllib
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from types import ModuleType


@contextmanager
def _without_network() -> Iterator[None]:
    """Keep Whoosh from importing all of HTTP for a function that it never calls."""
    name = "urllib.request"
    if name in sys.modules:
        yield
        return
    sys.modules[name] = stand_in = ModuleType(name)
    stand_in.urlretrieve = None  # type: ignore[attr-defined]
    try:
        yield
    finally:
        del sys.modules[name]
        vars(urllib).pop("request", None)


with warnings.catch_warnings(), _without_network():
    warnings.simplefilter("ignore", SyntaxWarning)
    warnings.simplefilter("ignore", DeprecationWarning)
    from whoosh.codec.base import FieldWriter as WhooshFieldWriter
    from whoosh.codec.whoosh3 import W3Codec
    from whoosh.columns import NumericColumn
    from whoosh.fields import COLUMN, FieldType, Schema
    from whoosh.filedb.filestore import FileStorage
    from whoosh.filedb.filetables import FileFormatError
    from whoosh.filedb.structfile import StructFile
    from whoosh.formats import Positions as WhooshPositions
    from whoosh.index import TOC, FileIndex
    from whoosh.index import IndexError as WhooshIndexError
    from whoosh.reading import ReaderClosed, TermNotFound
    from whoosh.writing import IndexingError
    from whoosh.writing import SegmentWriter as WhooshSegmentWriter

__all__ = [
    "COLUMN",
    "TOC",
    "WHOOSH_ERRORS",
    "FieldType",
    "FileIndex",
    "FileStorage",
    "NumericColumn",
    "Schema",
    "StructFile",
    "W3Codec",
    "WhooshFieldWriter",
    "WhooshPositions",
    "WhooshSegmentWriter",
]

WHOOSH_ERRORS = (
    FileFormatError,
    IndexingError,
    ReaderClosed,
    TermNotFound,
    WhooshIndexError,
    pickle.PickleError,
)
"""What nobody but Whoosh raises; unpickling alone can end in half of what Python has as well."""
