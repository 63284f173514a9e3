"""What a person typed in, Query out."""

from __future__ import annotations

from collections.abc import Iterator

from reader.model import And, Marked, Not, Or, Part, Tagged, Within
from reader.query.grammar import parse, parse_typing
from reader.query.showing import show

__all__ = ["leaves", "parse", "parse_typing", "show"]

_STORED = Marked | Tagged | Within


def leaves(part: Part) -> Iterator[Marked | Tagged | Within]:
    """The parts of a query that only the store can answer."""
    if isinstance(part, _STORED):
        yield part
    elif isinstance(part, Not):
        yield from leaves(part.part)
    elif isinstance(part, And | Or):
        for inner in part.parts:
            yield from leaves(inner)
