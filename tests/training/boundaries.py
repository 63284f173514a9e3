"""Grows the trees that tell where one page of a text ends and another begins.

    python tests/training/boundaries.py             grow them anew and write them
    python tests/training/boundaries.py --check     score them on sites that they have not seen

It needs what `tests/training/train.py` needs.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from reader.clean.dump.segmentation.page_boundaries import NAMES, STAGES
from reader.clean.dump.segmentation.page_splitting import TextRows
from reader.clean.dump.tree_model import read_model
from tests.support.paths import ROOT
from tests.training.pages import DUMPS, FOLDS, Page, fold, pages
from tests.training.train import fit_trees, text, written

MODEL = ROOT / "reader" / "clean" / "dump" / "segmentation" / "boundary_model.json"
TREES, LEAVES = 120, 10
STEPS = (101, 37, 1)  # how far on the page stands that follows one
BEGUN = 30.0  # what a row weighs at which a page begins, others 1


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows of one or two pages that may begin another, and which of them do."""

    sites: tuple[str, ...]
    numbers: list[list[float]]
    begun: list[bool]


def rows(*written_pages: Page) -> Rows:
    """Write pages one behind the other, and measure the rows that may begin one."""
    parts = ["\n".join(page["lines"]) for page in written_pages]
    content = "\n".join(parts)
    begins = len(parts[0]) + 1 if len(parts) > 1 else -1
    known = TextRows.of(content)
    context = known.context()
    asked = list(filter(context.may_begin, known.candidates()))
    return Rows(
        tuple(page["site"] for page in written_pages),
        [context.measure(at) for at in asked],
        [known.starts[at] == begins for at in asked],
    )


def texts() -> Iterator[Rows]:
    """Measure pages alone and in twos."""
    for rendering in ("blocks", "region"):
        known = [page for page in pages(rendering) if page["lines"]]
        yield from map(rows, known)
        for step in STEPS:
            yield from (
                rows(page, known[(at + step) % len(known)]) for at, page in enumerate(known)
            )


def grow(known: Iterable[Rows]) -> dict[str, Any]:
    """Grow trees on rows, and write them down."""
    chosen = [each for each in known if each.numbers]
    numbers = np.array([row for each in chosen for row in each.numbers], dtype=float)
    labels = np.array([label for each in chosen for label in each.begun])
    base, trees = fit_trees(numbers, labels, np.where(labels, BEGUN, 1.0), TREES, LEAVES)
    return {"names": list(NAMES), **written(base, trees)}


def without(known: Iterable[Rows], number: int) -> Iterator[Rows]:
    """Leave out the texts with a page of a site of one fold."""
    yield from (each for each in known if all(fold(site) != number for site in each.sites))


def check(known: list[Rows]) -> None:
    """Print how many pages are cut in two, and how many pairs are parted, by what is asked."""
    models = [read_model(grow(without(known, number))) for number in range(FOLDS)]
    for sure in (0.5, 0.8, 0.9, 0.95, 0.98):
        cut = alone = parted = pairs = other = 0
        for each in known:
            model = models[fold(each.sites[0])]
            said = [model.chance(row, STAGES) >= sure for row in each.numbers]
            wrong = any(
                is_said and not is_so for is_said, is_so in zip(said, each.begun, strict=True)
            )
            alone += len(each.sites) == 1
            cut += len(each.sites) == 1 and wrong
            pairs += len(each.sites) == 2
            other += len(each.sites) == 2 and wrong
            parted += any(
                is_said and is_so for is_said, is_so in zip(said, each.begun, strict=True)
            )
        print(f"{sure}: {cut} of {alone} cut, {parted} of {pairs} parted, {other} elsewhere")


def main() -> int:
    """Grow or score."""
    asked = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    asked.add_argument("--check", action="store_true", help="score on unseen sites")
    chosen = asked.parse_args()
    if not DUMPS.is_dir():
        print(f"{DUMPS}: the labelled pages are not beside this checkout", file=sys.stderr)
        return 1
    known = list(texts())
    if chosen.check:
        check(known)
        return 0
    made = text(grow(known))
    MODEL.write_text(made, encoding="utf-8")
    print(f"{MODEL.relative_to(ROOT)}: {len(made) // 1000} kB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
