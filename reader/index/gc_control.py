"""Pauses the garbage collector: a full collection takes longer than a whole search."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def gc_paused() -> Iterator[None]:
    """Put the collecting of garbage by, which can take longer than a whole search."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


def collect_garbage(everything: bool = False) -> None:
    """Collect what has become garbage since the last time, or ever, and keep the rest from view.

    What has lived through it is hardly garbage soon, and looking through it takes longer than a
    search; `everything` is for when much of it has been let go of.
    """
    if everything:
        gc.unfreeze()
    gc.collect(2 if everything else 0)
    gc.freeze()
