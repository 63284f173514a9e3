"""Keeps NumPy from beginning threads while it is imported: nothing here is for them to do."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from os import environ

THREADS = "OPENBLAS_NUM_THREADS"


@contextmanager
def one_thread() -> Iterator[None]:
    """Have NumPy begin no threads for algebra: they take half its import, and 40 MB each.

    What is started from here later, such as a command of the person, is not told so.
    """
    given = environ.get(THREADS)
    environ.setdefault(THREADS, "1")
    try:
        yield
    finally:
        if given is None:
            del environ[THREADS]
