"""Work in, the same work out that no collecting of garbage holds up."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def undisturbed() -> Iterator[None]:
    """Put the collecting of garbage by, which can take longer than a whole search."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
