"""Grows the trees that tell where the blocks of a page on one long line met.

    python tests/training/seams.py             grow them anew and write them
    python tests/training/seams.py --check     score them on sites that they have not seen

It needs what `tests/training/train.py` needs.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np

from reader.clean.dump.segmentation import seams
from reader.clean.dump.segmentation.seams import NAMES, RunOnWords
from reader.clean.dump.tree_model import read_model
from reader.clean.text.sanitize import collapse_spaces
from tests.support.paths import ROOT
from tests.training.pages import FOLDS, Page, fold, pages
from tests.training.train import Forest, fit_trees, grow_or_score, written

MODEL = ROOT / "reader" / "clean" / "dump" / "segmentation" / "seam_model.json"
FOREST = Forest(40, 12)
TOLD = 3.0  # what a place in or beside the story weighs, others 1


@dataclass(frozen=True, slots=True)
class Places:
    """The places of a page's words, as numbers, and which of them part two blocks."""

    site: str
    numbers: list[list[float]]
    parted: list[bool]
    weights: list[float]


def places(page: Page) -> Places:
    """Write a page on one line, and measure where it may be cut."""
    words: list[str] = []
    starts: dict[int, float] = {}
    told: list[bool] = []
    for line, share in zip(page["lines"], page["y"], strict=True):
        said = collapse_spaces(line).split(" ") if line.strip() else []
        starts[len(words)] = share
        words += said
        told += [share > 0.5] * len(said)
    read = RunOnWords.from_words(words)
    asked = [at for at in read.candidates() if at]
    weights = [TOLD if told[at] or told[at - 1] else 1.0 for at in asked]
    return Places(
        page["site"], [read.measure(at) for at in asked], [at in starts for at in asked], weights
    )


def grow(known: Iterable[Places]) -> dict[str, Any]:
    """Grow trees on places, and write them down."""
    chosen = list(known)
    numbers = np.array([row for each in chosen for row in each.numbers], dtype=float)
    labels = np.array([label for each in chosen for label in each.parted])
    weights = np.array([weight for each in chosen for weight in each.weights])
    base, trees = fit_trees(numbers, labels, weights, FOREST)
    return {"names": list(NAMES), **written(base, trees)}


def check(known: list[Places]) -> None:
    """Print how well trees find the places of pages of other sites."""
    both = found = wanted = 0.0
    for number in range(FOLDS):
        model = read_model(grow(each for each in known if fold(each.site) != number))
        for page in (each for each in known if fold(each.site) == number):
            said = [model.chance(row, seams.STAGES) >= seams.LIKELY for row in page.numbers]
            for is_found, is_there, weight in zip(said, page.parted, page.weights, strict=True):
                both += weight * (is_found and is_there)
                found += weight * is_found
                wanted += weight * is_there
    print(f"precision {both / found:.3f}, recall {both / wanted:.3f}")


def _read() -> list[Places]:
    """Read the places of all pages."""
    return [places(page) for kind in ("blocks", "region") for page in pages(kind)]


def main() -> int:
    """Grow or score."""
    return grow_or_score(__doc__, _read, grow, check, MODEL)


if __name__ == "__main__":
    sys.exit(main())
