"""Searches that are kept under a name, and what is known of a search without searching."""

from __future__ import annotations

from typing import Literal

from reader.model.construction import frozen

SearchOrder = Literal["best", "newest"]


@frozen
class SavedSearch:
    """A search that a person gave a name."""

    name: str
    query: str  # as it was typed


@frozen
class SearchCounts:
    """How many stories a search finds."""

    found: int
    unread: int
