"""What of Whoosh writes an index, imported in one place and without its warnings."""

from __future__ import annotations

import pickle

from reader.index.format.whoosh_files import StructFile, importing_whoosh

with importing_whoosh():
    from whoosh.codec.base import FieldWriter as WhooshFieldWriter
    from whoosh.codec.whoosh3 import W3Codec
    from whoosh.columns import NumericColumn
    from whoosh.fields import COLUMN, FieldType, Schema
    from whoosh.filedb.filestore import FileStorage
    from whoosh.filedb.filetables import FileFormatError
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
