"""The query language: parses what a person typed, and walks the tree."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from reader.model import (
    And,
    Everything,
    Not,
    Or,
    Part,
    RegexMatch,
)
from reader.model.construction import replace
from reader.model.queries import StoreLeaf
from reader.query.parser import parse, parse_typing

__all__ = [
    "leaves",
    "map_leaves",
    "parse",
    "parse_typing",
    "regexes",
    "without_regexes",
]


def leaves(part: Part) -> Iterator[StoreLeaf]:
    """Yield the parts of a query that only the library can answer."""
    if isinstance(part, StoreLeaf):
        yield part
    elif isinstance(part, Not):
        yield from leaves(part.part)
    elif isinstance(part, And | Or):
        for inner in part.parts:
            yield from leaves(inner)


def regexes(part: Part) -> Iterator[RegexMatch]:
    """Yield the regular expressions of a query, those that must not match among them."""
    if isinstance(part, RegexMatch):
        yield part
    elif isinstance(part, Not):
        yield from regexes(part.part)
    elif isinstance(part, And | Or):
        for inner in part.parts:
            yield from regexes(inner)


def without_regexes(part: Part, wanted: bool = True) -> Part:
    """Return a query that finds at least what it finds, and holds no regular expression."""
    if isinstance(part, RegexMatch):
        return Everything() if wanted else Not(Everything())
    if isinstance(part, Not):
        return Not(without_regexes(part.part, not wanted))
    if isinstance(part, And | Or):
        return replace(part, parts=tuple(without_regexes(one, wanted) for one in part.parts))
    return part


def map_leaves(part: Part, change: Callable[[Part], Part]) -> Part:
    """Return a query with each of its leaves changed."""
    if isinstance(part, Not):
        return Not(map_leaves(part.part, change))
    if isinstance(part, And | Or):
        return replace(part, parts=tuple(map_leaves(inner, change) for inner in part.parts))
    return change(part)
