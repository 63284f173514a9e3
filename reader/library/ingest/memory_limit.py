"""Limits this process's memory (RLIMIT_DATA) while it reads what strangers wrote."""

from __future__ import annotations

import resource
from collections.abc import Iterator
from contextlib import contextmanager

MOST = 1_000_000_000  # bytes of data that this process may hold


@contextmanager
def memory_limit(most: int = MOST) -> Iterator[None]:
    """Let no more memory be taken: beyond it MemoryError is raised.

    This is a last line of defence; what is read is bounded long before.
    """
    before, highest = resource.getrlimit(resource.RLIMIT_DATA)
    known = [limit for limit in (before, highest, most) if limit != resource.RLIM_INFINITY]
    resource.setrlimit(resource.RLIMIT_DATA, (min(known), highest))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_DATA, (before, highest))
