"""Whoosh, imported in one place and without its warnings."""

from __future__ import annotations

import warnings

with warnings.catch_warnings():
    warnings.simplefilter("ignore", SyntaxWarning)
    warnings.simplefilter("ignore", DeprecationWarning)
    from whoosh.codec.whoosh3 import W3Codec, W3FieldWriter, W3Segment
    from whoosh.columns import NumericColumn
    from whoosh.fields import COLUMN, FieldType, Schema
    from whoosh.filedb.filestore import FileStorage
    from whoosh.filedb.filetables import FileFormatError
    from whoosh.filedb.structfile import StructFile
    from whoosh.formats import Positions
    from whoosh.index import TOC, FileIndex
    from whoosh.index import IndexError as WhooshIndexError
    from whoosh.reading import ReaderClosed, SegmentReader, TermNotFound
    from whoosh.system import pack_ushort
    from whoosh.util.numeric import byte_to_length
    from whoosh.writing import IndexingError, SegmentWriter

__all__ = [
    "COLUMN",
    "TOC",
    "FieldType",
    "FileFormatError",
    "FileIndex",
    "FileStorage",
    "IndexingError",
    "NumericColumn",
    "Positions",
    "ReaderClosed",
    "Schema",
    "SegmentReader",
    "SegmentWriter",
    "StructFile",
    "TermNotFound",
    "W3Codec",
    "W3FieldWriter",
    "W3Segment",
    "WhooshIndexError",
    "byte_to_length",
    "pack_ushort",
]
