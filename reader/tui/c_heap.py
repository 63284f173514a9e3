"""Keeps memory small: what is free, or found again in no time, goes back to the system.

A screen stays open for days, and now and then does something with very many stories. By itself the
C library keeps what that took: a heap for every thread, and whatever lies below something in use.
"""

from __future__ import annotations

import ctypes
import gc
from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from textual.timer import Timer

# Numbers of the GNU library; others have no such settings, and do without.
_TRIM_THRESHOLD, _MMAP_THRESHOLD, _ARENA_MAX = -1, -3, -8
REST = 5.0  # seconds without anything done after which free memory goes back
_REMEMBERED = ("__contains__", "grow", "shrink", "intersection", "union")  # of regions
_MOST_REMEMBERED = 1_000  # results of each that stay
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


def forget_regions() -> None:
    """Forget what Textual has worked out of regions, where that is much.

    Each size of a terminal and each way of the mouse brings new ones: in the end they take 8 MB.
    """
    from textual.geometry import Region

    for name in _REMEMBERED:
        remembered = getattr(Region, name)
        is_kept = hasattr(remembered, "cache_info")  # another release may remember nothing
        if is_kept and remembered.cache_info().currsize > _MOST_REMEMBERED:
            remembered.cache_clear()


class TrimAtRest:
    """Gives memory back once nobody has done anything for a while, when no key waits for it.

    `release` lets go of what else can be had again.
    """

    def __init__(
        self,
        set_timer: Callable[[float, Callable[[], None]], Timer],
        release: Callable[[], object],
    ) -> None:
        self._set_timer = set_timer
        self._release = release
        self._timer: Timer | None = None

    def attend(self) -> None:
        """Wait anew: somebody does something."""
        if self._timer is None:
            self._timer = self._set_timer(REST, self._trim)
        else:
            self._timer.reset()

    def _trim(self) -> None:
        self._timer = None
        gc.collect()  # a screen that was left is garbage in a circle, and Python looks seldom
        self._release()
        forget_regions()
        give_memory_back()
