"""Ids of very many stories in little memory: to take a change back they are kept for a while."""

from __future__ import annotations

import zlib
from array import array
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from itertools import chain

_MOST_RUNS = 1_000  # of ids one after the other; with more of them the ids are packed
_QUICK = 1  # how hard they are packed


class CompactIds:
    """Ids in ascending order, each once.

    As nearly all ids of an archive follow one another, 100,000 of them take some hundred bytes, and
    not a megabyte; such as do not are packed.
    """

    def __init__(self, ids: Iterable[int]) -> None:
        ordered = array("q", sorted(set(ids)))
        self._count = len(ordered)
        self._packed = b""
        self._runs = _runs_of(ordered)
        if len(self._runs) > _MOST_RUNS:
            self._runs, self._packed = [], zlib.compress(ordered.tobytes(), _QUICK)

    def __len__(self) -> int:
        """Return how many there are."""
        return self._count

    def __iter__(self) -> Iterator[int]:
        """Go through them."""
        unpacked = array("q", zlib.decompress(self._packed) if self._packed else b"")
        return chain(*self._runs, unpacked)


def _runs_of(ordered: array[int]) -> list[range]:
    """Return the runs of ids one after the other, no more than one too many."""
    runs: list[range] = []
    start = 0
    while start < len(ordered) and len(runs) <= _MOST_RUNS:
        apart = ordered[start] - start
        end = bisect_right(
            range(len(ordered)), apart, lo=start, key=lambda place: ordered[place] - place
        )
        runs.append(range(ordered[start], ordered[end - 1] + 1))
        start = end
    return runs
