"""Searches that are kept under a name, what is known of a search, and the rules made of them."""

from __future__ import annotations

from enum import StrEnum
from typing import Literal

from reader.model.construction import frozen

SearchOrder = Literal["best", "newest"]
LIST_ORDERS = {
    "newest": "newest first",
    "oldest": "oldest first",
    "headline": "by headline",
    "outlet": "by outlet",
    "length": "longest first",
    "came": "as they came, the last first",
}
"""The orders that a list can have, and how they are called; with - before it each is reversed."""


@frozen
class SavedSearch:
    """A search that a person gave a name."""

    name: str
    query: str  # as it was typed
    alert: bool = False  # whether a person wants to hear of each story that it finds


@frozen
class SearchCounts:
    """How many stories a search finds."""

    found: int
    unread: int
    hidden: int = 0  # which it finds as well, and which neither counts


class RuleActionKind(StrEnum):
    """What a rule can do with a story."""

    READ = "read"
    TAG = "tag"
    BOOKMARK = "bookmark"
    HIDE = "hide"
    ALERT = "alert"


@frozen
class RuleAction:
    """One thing that a rule does with the stories that it catches."""

    kind: RuleActionKind
    tag: str = ""  # the word, where it tags

    def __str__(self) -> str:
        return f"{self.kind} {self.tag}".rstrip()


@frozen
class Rule:
    """A search with what is done with each story that it finds when that comes."""

    name: str
    query: str  # as it was typed
    actions: tuple[RuleAction, ...]
    source: str = ""  # only stories of sources of which this is a part of the name; empty: all
    active: bool = True
    id: int = 0  # 0: not in the database yet
