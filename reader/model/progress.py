"""Progress of some long work."""

from __future__ import annotations

from collections.abc import Callable

from reader.model.construction import frozen


@frozen
class Progress:
    """How far some long work is."""

    doing: str  # "Indexing", "Reading"
    done: int
    total: int  # 0 when not known


OnProgress = Callable[[Progress], None]
"""Who is told how far it is."""
