"""The errors of the program, each with one sentence for the user."""

from __future__ import annotations


class ReaderError(Exception):
    """Something went wrong: one sentence for the user, and the source or file that it is about."""

    def __init__(self, sentence: str, source: str = "") -> None:
        super().__init__(sentence)
        self.source = source


class FetchError(ReaderError):
    """A source could not be read."""


class ParseError(ReaderError):
    """A document is nothing that newsreader can read."""


class QueryError(ReaderError):
    """A query asks for something that does not exist."""


class StoreError(ReaderError):
    """The database could not be opened, read or written."""


class BrokenIndexError(ReaderError):
    """The index is missing, broken or foreign, and is to be built again."""


class ConfigError(ReaderError):
    """The configuration holds something that newsreader does not know."""
