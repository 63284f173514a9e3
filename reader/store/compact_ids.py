"""Ids of very many stories in little memory.

To take a change back they are kept for a while. And where each is an object for an instant, what
else is made in that instant can hold the room of all of them for good.
"""

from __future__ import annotations

import zlib
from array import array
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from itertools import chain, islice

_MOST_RUNS = 1_000  # of ids one after the other; with more of them the ids are packed
_QUICK = 1  # how hard they are packed
_A_PIECE = 1_000  # ids that are numbers, or words, at a time


def ids_as_json(ids: Iterable[int]) -> str:
    """Return ids as one value of a statement, with but a few of them as objects at a time."""
    each = iter(ids)
    pieces = iter(lambda: ",".join(map(str, islice(each, _A_PIECE))), "")
    return f"[{','.join(pieces)}]"


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
