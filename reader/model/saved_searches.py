"""Searches that are kept under a name, and what is known of a search without searching."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

SearchOrder = Literal["best", "newest"]


@dataclass(frozen=True, slots=True)
class SavedSearch:
    """A search that a person gave a name."""

    name: str
    query: str  # as it was typed


@dataclass(frozen=True, slots=True)
class SearchCounts:
    """How many stories a search finds."""

    found: int
    unread: int
