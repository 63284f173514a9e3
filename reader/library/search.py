"""A query on its way in, what only the store knows put in its place, the stories found out."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from reader.library.search_cursor import cursor, rest
from reader.model import (
    And,
    Hits,
    Like,
    Marked,
    Not,
    Numbered,
    Or,
    Part,
    Reporting,
    Search,
    Tagged,
    Within,
)
from reader.query import changed, leaves
from reader.store import Store

if TYPE_CHECKING:  # Whoosh takes 100 ms to import, and the screen never searches itself
    from reader.index.index import Index


def marked(store: Store, mark: str) -> frozenset[int]:
    """The stories with a mark, or that lead their event."""
    return store.events.leads() if mark == "lead" else store.marks.marked(mark)


ANSWERS: dict[type[Any], Callable[[Store, Any], frozenset[int]]] = {
    Marked: lambda store, leaf: marked(store, leaf.mark),
    Tagged: lambda store, leaf: store.marks.tagged(leaf.tag),
    Reporting: lambda store, leaf: store.events.stories(leaf.event),
    Within: lambda store, leaf: store.sources.named(leaf.name),
}


def answered(store: Store, part: Part) -> dict[Part, frozenset[int]]:
    """Each leaf that asks for marks, tags or sources, with the ids that it stands for."""
    asked = (leaf for leaf in leaves(part) if type(leaf) in ANSWERS)
    return {leaf: ANSWERS[type(leaf)](store, leaf) for leaf in asked}


def searched(store: Store, index: Index, search: Search, stopped: Callable[[], bool]) -> Hits:
    """The best or newest stories that a query finds.

    Raises:
        QueryError: what the stories are to come after is no end of a page.
    """
    part = shared(store, likened(store, index, search.query.part))
    wanted = rest(part, search.order, search.after) if search.after else part
    find = index.search_first if search.first else index.search
    sets = answered(store, part)
    hits = find(wanted, sets, search.order, search.limit, stopped, typing=search.typing)
    if missing := unknown(store, search.query.part):
        return replace(hits, hint=f"there is no story {missing[0]}")
    return hits


def page(store: Store, index: Index, search: Search) -> Hits:
    """The stories that a query finds, with what the page after them begins with.

    Raises:
        QueryError: what the page is to come after is no end of a page.
    """
    hits = searched(store, index, search, never)
    return replace(hits, next=cursor(store, search, hits))


def never() -> bool:
    """What tells a search that its answer is wanted until the end."""
    return False


def likened(store: Store, index: Index, part: Part) -> Part:
    """A query in which stories like one are what tells that one from others."""
    from reader.library.index_document import told_apart

    def like(leaf: Part) -> Part:
        if not isinstance(leaf, Like):
            return leaf
        itself = Not(Numbered(frozenset((leaf.story,))))
        found = store.stories.some([leaf.story])
        return And((told_apart(index, found[0]), itself)) if found else Numbered(frozenset())

    return changed(part, like)


def shared(store: Store, part: Part) -> Part:
    """A query in which the stories of a source are those too that another one brought first.

    The index knows one source of each story.
    """

    def widened(leaf: Part) -> Part:
        if not isinstance(leaf, Within):
            return leaf
        copies = store.sharing.carried(store.sources.named(leaf.name))
        return Or((leaf, Numbered(copies))) if copies else leaf

    return changed(part, widened)


def unknown(store: Store, part: Part) -> list[int]:
    """The stories that a query names and nobody has."""
    named = [leaf.story for leaf in leaves(part) if isinstance(leaf, Like)]
    known = store.stories.known(named)
    return [story_id for story_id in named if story_id not in known]


def corrected(text: str, meant: Mapping[str, str]) -> str:
    """What was typed with other words; empty when there are none."""
    for word, other in meant.items():
        text = re.sub(rf"(?<!\w){re.escape(word)}(?!\w)", other, text)
    return text if meant else ""
