"""Tells how likely another page begins at a row of a text: a title, a menu, a story of its own.

Trees, grown by `tests/training/boundaries.py`, weigh what a row has in common with the prose over
and under it, and whether the rows around it look like the foot of a page and the head of another.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from math import log1p

from reader.clean.dump.tree_model import Stages, TreeModel, load_model
from reader.clean.text import boilerplate_words

NAMES = (
    *("size", "words", "separator", "shares below", "shared below", "shares above", "shared above"),
    *("rows to prose", "rows since prose", "again below", "again above", "prose near"),
    *("prose above", "prose below", "furniture below", "furniture above", "said above"),
    *("as the first rows", "since foot", "until foot", "foot itself", "figures", "at start"),
    *("new words", "words of the first row"),
)
STAGES: Stages = ((8, -3.0), (20, -2.5))
NEAR = 12  # rows around one that are looked at
REACH, CLOSE = 250, 80  # rows under one, and those of them that are close
FAR = 60  # rows beyond which distance makes no difference
SHORTEST = 12  # characters of a title
STEM = 6  # letters by which words are compared
_LONG = re.compile(r"[^\W\d_]{4,}|[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]{2}")
_SEPARATED = re.compile(r"\s[-–—|·•:»›«]\s|[|｜：]")


@cache
def _boundary_model() -> TreeModel:
    """Read the trees that come with newsreader."""
    return load_model(__package__, "boundary_model.json")


@dataclass(frozen=True, slots=True)
class RowContext:
    """The rows of a text, and where each word stands in its prose."""

    rows: Sequence[str]
    keys: Sequence[str]  # their words alone
    mass: Sequence[int]  # characters of prose above each row
    first: dict[str, int]  # the first row that says so
    last: dict[str, int]
    places: dict[str, list[int]]  # the rows of prose that have a word
    prose: Sequence[int]  # rows of prose
    feet: Sequence[int]  # rows of a page's foot

    @classmethod
    def of(
        cls,
        rows: Sequence[str],
        keys: Sequence[str],
        mass: Sequence[int],
        is_foot: Callable[[str], bool],
    ) -> RowContext:
        """Look at each row once."""
        first = {key: at for at, key in reversed(list(enumerate(keys)))}
        last = {key: at for at, key in enumerate(keys)}
        places: defaultdict[str, list[int]] = defaultdict(list)
        prose = [at for at in range(len(rows)) if mass[at + 1] > mass[at]]
        for at in prose:
            for word in stems(rows[at]):
                places[word].append(at)
        feet = [at for at, row in enumerate(rows) if is_foot(row)]
        return cls(rows, keys, mass, first, last, places, prose, feet)

    def chance(self, at: int) -> float:
        """Tell how likely another page begins at a row, from 0 to 1."""
        return _boundary_model().chance(self.measure(at), STAGES) if self.may_begin(at) else 0.0

    def may_begin(self, at: int) -> bool:
        """Tell whether prose under a row, and none over it, has a word of it, as a title's has."""
        if len(self.rows[at]) < SHORTEST:
            return False
        return any(
            self._stands(word, at + 1, at + REACH) and not self._stands(word, 0, at)
            for word in stems(self.rows[at])
        )

    def measure(self, at: int) -> list[float]:
        """Describe a row by the numbers that `NAMES` lists."""
        row, key, last = self.rows[at], self.keys[at], len(self.rows)
        words = stems(row)
        many = max(1, len(words))
        below = sum(self._stands(word, at + 1, at + REACH) for word in words)
        above = sum(self._stands(word, 0, at) for word in words)
        new = sum(
            self._stands(word, at + 1, at + REACH) and not self._stands(word, 0, at)
            for word in words
        )
        under, over = range(at + 1, min(last, at + 1 + NEAR)), range(max(0, at - NEAR), at)
        nearest = bisect_right(self.prose, at)
        until = self.prose[nearest] - at if nearest < len(self.prose) else FAR
        since = at - self.prose[nearest - 1] if nearest else FAR
        foot = bisect_left(self.feet, at)
        beyond = bisect_right(self.feet, at)
        said = sum(self.first[self.keys[other]] < at for other in under)
        alike = sum(self.first[self.keys[other]] < 2 * NEAR for other in under)
        return [
            min(300, len(row)), len(row.split()), bool(_SEPARATED.search(row)),
            below / many, below, above / many, above,
            min(FAR, until), min(FAR, since),
            min(FAR, self.last[key] - at), min(FAR, at - self.first[key]),
            log1p(self.mass[min(last, at + CLOSE)] - self.mass[at]),
            log1p(self.mass[at]), log1p(self.mass[-1] - self.mass[at]),
            sum(_is_furniture(self.rows[other]) for other in under) / NEAR,
            sum(_is_furniture(self.rows[other]) for other in over) / NEAR,
            said / NEAR, alike / NEAR,
            min(FAR, at - self.feet[foot - 1]) if foot else FAR,
            min(FAR, self.feet[beyond] - at) if beyond < len(self.feet) else FAR,
            beyond > foot, sum(map(str.isdigit, row)) / len(row), at / last,
            new / many, len(words & stems(self.rows[0])) / many,
        ]  # fmt: skip

    def _stands(self, word: str, start: int, end: int) -> bool:
        """Tell whether prose from one row to another has a word."""
        found = self.places.get(word)
        if not found:
            return False
        at = bisect_left(found, start)
        return at < len(found) and found[at] < end


def stems(text: str) -> frozenset[str]:
    """List the beginnings of a text's long words."""
    return frozenset(word[:STEM] for word in _LONG.findall(text.casefold()))


@lru_cache(maxsize=4096)
def _is_furniture(row: str) -> bool:
    return len(row) <= 80 and bool(boilerplate_words.FURNITURE.fullmatch(row))
