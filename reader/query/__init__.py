"""What a person typed in, Query out."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from reader.model import And, Like, Marked, Not, Or, Part, Reporting, Tagged, Within
from reader.query.parser import parse, parse_typing
from reader.query.unparse import show

__all__ = ["changed", "leaves", "parse", "parse_typing", "show"]

_STORED = Marked | Tagged | Within | Like | Reporting


def leaves(part: Part) -> Iterator[Marked | Tagged | Within | Like | Reporting]:
    """The parts of a query that only the library can answer."""
    if isinstance(part, _STORED):
        yield part
    elif isinstance(part, Not):
        yield from leaves(part.part)
    elif isinstance(part, And | Or):
        for inner in part.parts:
            yield from leaves(inner)


def changed(part: Part, change: Callable[[Part], Part]) -> Part:
    """A query with each of its leaves changed."""
    if isinstance(part, Not):
        return Not(changed(part.part, change))
    if isinstance(part, And | Or):
        return replace(part, parts=tuple(changed(inner, change) for inner in part.parts))
    return change(part)
