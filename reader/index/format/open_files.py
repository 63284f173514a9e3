"""The files of an index, open to be read, through that part of Whoosh which reads its files."""

from __future__ import annotations

import os
import re
from array import array
from collections.abc import Mapping
from pathlib import Path

from reader.index.format.manifest import Sum, verify_content
from reader.index.format.postings import DamagedError
from reader.index.format.schema import NAME
from reader.index.format.whoosh_files import BufferFile, StructFile

_NUMBER = 8  # bytes
TERMS, POSTINGS, COLUMN = ".trm", ".pst", ".col"
"""How the names of a segment's files end, as Whoosh has them; a column's name stands before."""


class IndexFiles:
    """The files in the folder of an index that are open to be read."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._files: list[StructFile] = []
        self._sums: Mapping[str, Sum] = {}

    def expect(self, sums: Mapping[str, Sum]) -> None:
        """Have files that are read as a whole be as they were written, as far as that is known."""
        self._sums = sums

    def read_numbers(self, name: str) -> array[int]:
        """Return the numbers of which a file consists.

        Raises:
            BrokenIndexError: it is not what was written.
            DamagedError: the same, where nothing is known of what was.
        """
        path = self._folder / name
        content = path.read_bytes()
        if name in self._sums:
            verify_content(path, content, self._sums[name])
        count, rest = divmod(len(content), _NUMBER)
        if rest:
            raise DamagedError(f"{name} is cut within a number")
        numbers: array[int] = BufferFile(content, name).get_array(0, "q", count)
        return numbers

    def open(self, name: str) -> StructFile:
        """Open a file; `release` closes it, where nobody else has done so."""
        # Each piece is read once, at its own place: nothing is gained by reading ahead.
        file = StructFile((self._folder / name).open("rb", buffering=0), name)
        self._files.append(file)
        return file

    def forget(self) -> None:
        """Remember only those files that are still open."""
        self._files = [file for file in self._files if not file.is_closed]

    def release(self) -> None:
        """Close what is still open, after a failure too."""
        for file in self._files:
            if not file.is_closed:
                file.close()
        self._files.clear()


def contents_name(generation: int | str) -> str:
    """Return the name of a table of contents, as Whoosh has it."""
    return f"_{NAME}_{generation}.toc"


def latest_generation(folder: Path) -> int:
    """Return which table of contents in a folder is the latest; -1 where there is none."""
    pattern = re.compile(contents_name(r"(\d+)"), re.ASCII)
    found = map(pattern.fullmatch, os.listdir(folder))
    return max((int(one[1]) for one in found if one), default=-1)
