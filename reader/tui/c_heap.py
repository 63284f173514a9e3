"""Keeps the heap of the C library small: what is free goes back to the system.

A screen stays open for days, and now and then does something with very many stories. By itself the
library keeps what that took: a heap for every thread, and whatever lies below something in use.
"""

from __future__ import annotations

import ctypes
from contextlib import suppress

# Numbers of the GNU library; others have no such settings, and do without.
_TRIM_THRESHOLD, _MMAP_THRESHOLD, _ARENA_MAX = -1, -3, -8
_LARGE = 256 * 1024  # bytes from which on a block is the system's own, and goes back when freed


def keep_heap_small() -> None:
    """Have few heaps, and large blocks outside of them, from now on."""
    with suppress(OSError, AttributeError):
        set_option = ctypes.CDLL(None).mallopt
        for option, value in (
            (_ARENA_MAX, 1), (_MMAP_THRESHOLD, _LARGE), (_TRIM_THRESHOLD, _LARGE),
        ):  # fmt: skip
            set_option(option, value)


def give_memory_back() -> None:
    """Give back what is free between what is in use."""
    with suppress(OSError, AttributeError):
        ctypes.CDLL(None).malloc_trim(0)
