"""The name of a file in, its lines out, and back: "-" is a pipe."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import BinaryIO

from reader.cli.safe_output import say_lines
from reader.config import path_of
from reader.library.bookmark_export import save
from reader.model import FetchError


def piped() -> BinaryIO:
    """What is piped in, as bytes."""
    return sys.stdin.buffer


@contextmanager
def readable(name: str) -> Iterator[BinaryIO]:
    """A file that can be read, or standard input.

    Raises:
        FetchError: it cannot be opened or read.
    """
    if name == "-":
        yield piped()
        return
    try:
        with path_of(name).open("rb") as file:
            yield file
    except OSError as error:
        raise FetchError(f"{name}: {(error.strerror or str(error)).lower()}.", name) from error


def lines_of(file: BinaryIO) -> Iterator[str]:
    """The lines of a file as text."""
    return (line.decode("utf-8", "replace") for line in file)


def lines_out(name: str, lines: Iterable[str]) -> int:
    """Write lines to a file, which appears only when it is whole, or to standard output.

    Raises:
        StoreError: the file cannot be written; what was there before is still there.
    """
    if name == "-":
        say_lines(lines)
        return 0
    save(path_of(name), lines)
    return 0
