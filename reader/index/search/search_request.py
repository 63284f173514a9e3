"""What to look for in the index, and how much of it to tell."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from collections.abc import Set as AbstractSet
from typing import Literal

from reader.model import Part
from reader.model.construction import frozen

HitOrder = Literal["best", "newest"]
Sets = Mapping[Part, AbstractSet[int]]


class StaleSearch(Exception):  # noqa: N818 - nothing went wrong: somebody typed on
    """The answer to a search is no longer wanted."""


@frozen
class SearchRequest:
    """What to look for, and how much of it to tell."""

    part: Part
    sets: Sets  # what the store answered: ids of stories, for InSource ids of sources
    order: HitOrder
    limit: int
    stale: Callable[[], bool]  # tells whether the answer is no longer wanted
    typing: bool = False  # beginnings stand for fewer words; hits are not exact where they were cut
    is_first: bool = False  # the page is enough, as soon as no older story can change it

    def go_on(self) -> None:
        """Raise StaleSearch when the answer is no longer wanted."""
        raise_if_stale(self.stale)


def raise_if_stale(stale: Callable[[], bool]) -> None:
    """Raise StaleSearch when an answer is no longer wanted."""
    if stale():
        raise StaleSearch
