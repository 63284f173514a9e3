"""Whoosh's tables of contents: one says which segments an index has after a commit."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from reader.index.format.codec import SCHEMA
from reader.index.format.manifest import FILE, SegmentRecord, segment_record
from reader.index.format.postings import DamagedError
from reader.index.format.schema import NAME
from reader.index.format.storage import Storage
from reader.index.format.whoosh_api import TOC, WHOOSH_ERRORS, FileIndex

_OURS = re.compile(rf"_{NAME}_.*|{NAME}_(?!WRITELOCK$).*|{NAME}\.tmp|{re.escape(FILE)}.*")


@contextmanager
def whoosh_errors() -> Iterator[None]:
    """Turn what only Whoosh raises, over bytes that it did not write, into an error of ours."""
    try:
        yield
    except WHOOSH_ERRORS as error:
        raise DamagedError(str(error)) from error


def wipe_index(folder: Path) -> None:
    """Remove what an index consists of, its stamp first, and nothing else."""
    ours = [path for path in folder.iterdir() if _OURS.fullmatch(path.name)]
    for path in sorted(ours, key=lambda path: path.name != FILE):
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink()


def create_contents(storage: Storage) -> None:
    """Write the table of contents of an index without segments."""
    FileIndex.create(storage, SCHEMA, NAME)


def read_contents(folder: Path, generation: int) -> tuple[SegmentRecord, ...]:
    """Return the segments that a table of contents tells of."""
    with whoosh_errors(), Storage(folder) as storage:
        return segment_records(TOC.read(storage, NAME, gen=generation, schema=SCHEMA).segments)


def segment_records(segments: Iterable[Any]) -> tuple[SegmentRecord, ...]:
    """Return Whoosh's segments as the manifest tells of them."""
    return tuple(
        segment_record(one.segment_id(), one.doc_count_all(), one.deleted_docs())
        for one in segments
    )
