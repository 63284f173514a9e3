"""Keeps the heap of the C library small: what is free goes back to the system.

A screen stays open for days, and now and then does something with very many stories. By itself the
library keeps what that took: a heap for every thread, and whatever lies below something in use.
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from textual.timer import Timer

# Numbers of the GNU library; others have no such settings, and do without.
_TRIM_THRESHOLD, _MMAP_THRESHOLD, _ARENA_MAX = -1, -3, -8
REST = 5.0  # seconds without anything done after which free memory goes back
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


class TrimAtRest:
    """Gives memory back once nobody has done anything for a while, when no key waits for it."""

    def __init__(self, set_timer: Callable[[float, Callable[[], None]], Timer]) -> None:
        self._set_timer = set_timer
        self._timer: Timer | None = None

    def attend(self) -> None:
        """Wait anew: somebody does something."""
        if self._timer is None:
            self._timer = self._set_timer(REST, self._trim)
        else:
            self._timer.reset()

    def _trim(self) -> None:
        self._timer = None
        give_memory_back()
