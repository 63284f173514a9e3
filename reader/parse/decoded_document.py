"""The noun that the parsers of this package share: a document whose bytes have become text."""

from __future__ import annotations

from typing import NamedTuple

from reader.model import Document


class DecodedDocument(NamedTuple):
    """The text of a document, and where its markup begins."""

    document: Document
    text: str  # without NUL and lone surrogates
    start: int = 0  # where the first element begins, in code points
    root: str = ""  # the name of that element as written, prefix included
