"""What lines look like in, how likely each is to belong to the story out.

Gradient-boosted trees (Friedman, 2001), grown by `tests/training/train.py`.
"""

from __future__ import annotations

import json
import math
import pkgutil
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

Stages = Sequence[tuple[int, float]]
# After so many trees, the log odds below which the others would not turn the verdict.
STAGES: Stages = ((14, -1.5), (30, -2.0), (60, -2.0))


@dataclass(frozen=True, slots=True)
class TreeModel:
    """Trees, node by node; a node's right branch stands behind its left one."""

    base: float  # log odds before any tree has spoken
    roots: list[int]
    feature: list[int]  # which number a node looks at; -1 for a leaf
    bound: list[float]  # up to which a line goes left; the log odds that a leaf adds
    left: list[int]

    def chance(self, numbers: Sequence[float], stages: Stages = STAGES) -> float:
        """Tell how likely a line is to belong to the story, from 0 to 1.

        Most lines of a page are hopeless after a few trees, and the others are not asked.
        """
        odds, asked = self.base, 0
        for many, hopeless in stages:
            odds = self._odds(numbers, odds, self.roots[asked:many])
            if odds < hopeless:
                return 1 / (1 + math.exp(-odds))
            asked = many
        return 1 / (1 + math.exp(-self._odds(numbers, odds, self.roots[asked:])))

    def _odds(self, numbers: Sequence[float], odds: float, roots: Sequence[int]) -> float:
        feature, bound, left = self.feature, self.bound, self.left
        for root in roots:
            node = root
            while (asked := feature[node]) >= 0:
                node = left[node] + (numbers[asked] > bound[node])
            odds += bound[node]
        return odds


@cache
def shipped_model() -> TreeModel:
    """Read the trees that come with newsreader."""
    return load_model("reader.clean.dump", "tree_model.json")


def load_model(package: str, name: str) -> TreeModel:
    """Read trees out of a file of this package."""
    return read_model(json.loads(pkgutil.get_data(package, name) or b""))


def read_model(written: dict[str, Any]) -> TreeModel:
    """Put trees together from what a file says of them."""
    return TreeModel(**{name: written[name] for name in TreeModel.__slots__})
