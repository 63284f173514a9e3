"""Reads and writes the files that a command names; "-" is a pipe."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import BinaryIO

from reader.cli.safe_output import print_lines
from reader.config import expand_path
from reader.library.bookmark_export import save_bytes, save_export
from reader.model import FetchError, StoreError
from reader.model.system_errors import file_error_reason


def piped_input() -> BinaryIO:
    """Return what is piped in, as bytes."""
    return sys.stdin.buffer


@contextmanager
def open_input(name: str) -> Iterator[BinaryIO]:
    """Open a file to read, or standard input.

    Raises:
        FetchError: it cannot be opened or read.
    """
    if name == "-":
        yield piped_input()
        return
    try:
        with expand_path(name).open("rb") as file:
            yield file
    except OSError as error:
        raise FetchError(f"{name}: {file_error_reason(error)}.", name) from error


def text_lines(file: BinaryIO) -> Iterator[str]:
    """Yield the lines of a file as text."""
    return (line.decode("utf-8", "replace") for line in file)


def write_bytes(name: str, content: bytes) -> int:
    """Write a file that is no text, which appears only when it is whole, or to a pipe.

    Raises:
        StoreError: the file cannot be written, or a terminal would show it.
    """
    if name != "-":
        save_bytes(expand_path(name), content)
    elif sys.stdout.isatty():
        raise StoreError("This is no text for a terminal: name a file, or lead it into a pipe.")
    else:
        sys.stdout.flush()
        sys.stdout.buffer.write(content)
    return 0


def write_lines(name: str, lines: Iterable[str]) -> int:
    """Write lines to a file, which appears only when it is whole, or to standard output.

    Raises:
        StoreError: the file cannot be written; what was there before is still there.
    """
    if name == "-":
        print_lines(lines)
        return 0
    save_export(expand_path(name), lines)
    return 0
