"""What lines look like in, how likely each is to belong to the story out.

Gradient-boosted trees (Friedman, 2001), grown by `tests/training/train.py`.
"""

from __future__ import annotations

import json
import math
import pkgutil
from collections.abc import Sequence
from functools import cache
from typing import Any

from reader.model.construction import frozen

# After so many trees, the log odds below and above which the others would not turn the verdict.
Stages = Sequence[tuple[int, float, float]]
MANY = 40  # lines of a page that are sorted together
NEVER = math.inf  # log odds that no trees add up to
STAGES: Stages = (
    (7, -1.2, NEVER),
    (10, -1.5, NEVER),
    (14, -1.5, NEVER),
    (30, -2.0, 2.5),
    (60, -2.0, 2.0),
)
# On a short page, where rules have a say in what is unlikely.
SHORT_STAGES: Stages = ((30, -NEVER, 2.5), (60, -NEVER, 2.0))


# Which number a node looks at, up to which bound a line goes left, and the two nodes behind it; a
# leaf looks at -1 and adds its bound. Walking nested tuples takes two thirds of the time of lists.
Node = tuple[int, float, Any, Any]


@frozen
class TreeModel:
    """Trees, each by its root."""

    base: float  # log odds before any tree has spoken
    trees: Sequence[Node]

    def chances(self, columns: Sequence[Sequence[float]], stages: Stages = STAGES) -> list[float]:
        """Tell how likely each line of a page is to belong to the story, from 0 to 1.

        Of many lines, each of the first trees sorts all together, which takes half the time.
        """
        count = len(columns[0]) if columns else 0
        if count < MANY:
            return [self.chance(row, stages) for row in zip(*columns, strict=False)]
        many, hopeless, sure = stages[0]
        first = [self.base] * count
        for root in self.trees[:many]:
            _add_odds(root, columns, range(count), first)
        return [
            _chance(odds)
            if odds < hopeless or odds > sure
            else self._chance_from([column[at] for column in columns], odds, many, stages[1:])
            for at, odds in enumerate(first)
        ]

    def chance(self, numbers: Sequence[float], stages: Stages = STAGES) -> float:
        """Tell how likely a line is to belong to the story, from 0 to 1.

        Most lines of a page are hopeless after a few trees, and most of a story are sure after some
        more; the others are not asked.
        """
        return self._chance_from(numbers, self.base, 0, stages)

    def _chance_from(
        self, numbers: Sequence[float], odds: float, asked: int, stages: Stages
    ) -> float:
        """Go on asking behind the trees that have been asked already."""
        for many, hopeless, sure in stages:
            odds = self._odds(numbers, odds, self.trees[asked:many])
            if odds < hopeless or odds > sure:
                return _chance(odds)
            asked = many
        return _chance(self._odds(numbers, odds, self.trees[asked:]))

    def _odds(self, numbers: Sequence[float], odds: float, trees: Sequence[Node]) -> float:
        for root in trees:
            asked, bound, low, high = root
            while asked >= 0:
                asked, bound, low, high = high if numbers[asked] > bound else low
            odds += bound
        return odds


def _chance(odds: float) -> float:
    """Return the chance of log odds."""
    return 1 / (1 + math.exp(-odds))


def _add_odds(
    node: Node, columns: Sequence[Sequence[float]], places: Sequence[int], odds: list[float]
) -> None:
    """Add to the log odds of each line what the leaf says in which it ends below a node."""
    asked, bound, low, high = node
    if asked < 0:
        for at in places:
            odds[at] += bound
        return
    column = columns[asked]
    if left := [at for at in places if column[at] <= bound]:
        _add_odds(low, columns, left, odds)
    if right := [at for at in places if column[at] > bound]:
        _add_odds(high, columns, right, odds)


@cache
def shipped_model() -> TreeModel:
    """Read the trees that come with newsreader."""
    return load_model("reader.clean.dump", "tree_model.json")


def load_model(package: str, name: str) -> TreeModel:
    """Read trees out of a file of this package."""
    return read_model(json.loads(pkgutil.get_data(package, name) or b""))


def read_model(written: dict[str, Any]) -> TreeModel:
    """Put trees together from what a file says of them: nodes, a right one behind its left one."""
    feature, bound, left = written["feature"], written["bound"], written["left"]
    nodes: list[Any] = [None] * len(feature)
    for at in reversed(range(len(nodes))):
        asked = feature[at]
        branches = (nodes[left[at]], nodes[left[at] + 1]) if asked >= 0 else (None, None)
        nodes[at] = (asked, bound[at], *branches)
    return TreeModel(written["base"], [nodes[root] for root in written["roots"]])
