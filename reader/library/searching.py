"""A query's part in, the sets of ids that only the store knows out."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from reader.model import Marked, Part, Tagged, Within
from reader.query import leaves
from reader.store import Store

ANSWERS: dict[type[Any], Callable[[Store, Any], frozenset[int]]] = {
    Marked: lambda store, leaf: store.marks.marked(leaf.mark),
    Tagged: lambda store, leaf: store.marks.tagged(leaf.tag),
    Within: lambda store, leaf: store.sources.named(leaf.name),
}


def answered(store: Store, part: Part) -> dict[Part, frozenset[int]]:
    """Each leaf that asks for marks, tags or sources, with the ids that it stands for."""
    return {leaf: ANSWERS[type(leaf)](store, leaf) for leaf in leaves(part)}
