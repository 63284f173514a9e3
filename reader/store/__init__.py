"""Stories, sources and marks in; the same out, from one SQLite file: the truth."""

from __future__ import annotations

TYPE_CHECKING = False  # importing it from typing takes as long as the first headlines
if TYPE_CHECKING:
    from reader.store.store import Store

__all__ = ["Store"]


def __getattr__(name: str) -> object:
    """Return store, imported when it is asked for: a glance at the database needs none of it."""
    if name != "Store":
        raise AttributeError(name)
    from reader.store.store import Store

    return Store
