"""Grows the trees that tell where one page of a text ends and another begins.

    python tests/training/boundaries.py             grow them anew and write them
    python tests/training/boundaries.py --check     score them on sites that they have not seen

Pages are read alone and in twos: of other sites and of the same one, with and without a title over
the second, with and without what stands under the story of the first, with no line break between
them; as blocks, and as `tests/benchmarks/renderings.py` prints them where its tools are installed.
Both pages of two are of one fold of sites, so that trees which have not seen the fold know neither.
It needs what `tests/training/train.py` needs.
"""

from __future__ import annotations

import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

import numpy as np

from reader.clean.dump.segmentation.page_boundaries import NAMES, STAGES, RowContext
from reader.clean.dump.segmentation.page_rows import PageRows
from reader.clean.dump.tree_model import read_model
from tests.benchmarks.cleaning import written_pages
from tests.benchmarks.renderings import at_hand, with_html
from tests.support.paths import ROOT
from tests.training.pages import FOLDS, Page, fold, pages
from tests.training.train import PRINTED, Forest, fit_trees, grow_or_score, written

MODEL = ROOT / "reader" / "clean" / "dump" / "segmentation" / "boundary_model.json"
FOREST = Forest(120, 10)
BEGUN = 80.0  # what a row weighs at which a page begins, others 1
AS_LINES = ("blocks", "region", "inscriptis")
STEPS = (17, 3, 29)  # how far on the page stands that follows one
CHANCES = (0.6, 0.7, 0.75, 0.8, 0.9)


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows of one or two pages that may begin another, and which of them do."""

    kind: str  # how the pages are printed, and what they are
    fold: int
    numbers: Any
    begun: list[bool]
    gaps: list[int]  # which stretch without prose each row is of
    wanted: int  # the one in which the second page begins; -1 for none


def rows(kind: str, number: int, first: str, second: str = "", between: str = "\n") -> Rows:
    """Write pages one behind the other, and measure the rows that may begin one."""
    first = first.strip("\n")
    content = f"{first}{between}{second.strip(chr(10))}" if second else first
    begins = len(first) + len(between) if second else len(content)
    page = PageRows.from_text(content)
    context, numbers, begun, gaps, wanted = RowContext.from_page(page), [], [], [], -1
    for at, gap in enumerate(page.gaps()):
        asked = [row for row in gap if context.may_begin(row)]
        shared = context.shared(gap)
        numbers += [context.measure(row, shared) for row in asked]
        begun += [page.starts[row] == begins for row in asked]
        gaps += [at] * len(asked)
        if page.starts[gap.start] <= begins <= page.starts[gap.stop]:
            wanted = at
    return Rows(kind, number, np.array(numbers), begun, gaps, wanted if second else -1)


def texts() -> Iterator[Rows]:
    """Measure pages alone and in twos, printed in each way."""
    for name in AS_LINES:
        known = pages(name)
        yield from pairs(name, known, ["\n".join(page["lines"]) for page in known])
    known = with_html(written_pages(None))
    for name, rendered in at_hand().items():
        if name in PRINTED:
            yield from pairs(name, known, list(map(rendered, known)))
    known = pages("blocks")
    yield from cut_pages(known)


def pairs(name: str, known: Sequence[Page], said: Sequence[str]) -> Iterator[Rows]:
    """Put each page before some of its fold, and before the others of its site."""
    for at, page in enumerate(known):
        if not said[at].strip():
            continue
        number = fold(page["site"])
        yield rows(f"{name}, one", number, said[at])
        others = [said[partner(known, at, step)] for step in STEPS]
        same = [said[place] for place in places_of(known, page["site"]) if place != at]
        yield from (rows(f"{name}, two", number, said[at], each) for each in others if each)
        yield from (rows(f"{name}, of one site", number, said[at], each) for each in same if each)


def cut_pages(known: Sequence[Page]) -> Iterator[Rows]:
    """Read pages without a title or without what stands under their story, alone and in twos."""
    whole = ["\n".join(page["lines"]) for page in known]
    bare = ["\n".join(page["lines"][1:]) for page in known]
    for at, page in enumerate(known):
        number = fold(page["site"])
        short = ended(page, at % 4)
        yield rows("untitled, one", number, bare[at])
        yield rows("cut, one", number, short)
        yield rows("untitled, two", number, whole[at], bare[partner(known, at, 5)])
        yield rows("untitled, two", number, bare[at], bare[partner(known, at, 19)])
        yield rows("cut, two", number, short, whole[partner(known, at, 11)])
        yield rows("cut, two", number, short, whole[partner(known, at, 31)])
        yield rows("glued, two", number, whole[at], whole[partner(known, at, 9)], "")
        for step in STEPS[:2]:
            other = of_one_event(page, known[partner(known, at, step)])
            yield rows("of one event, two", number, whole[at], other)


def of_one_event(first: Page, second: Page) -> str:
    """Tell in every other line of a page's story what another one tells."""
    told = iter(
        [line for line, share in zip(first["lines"], first["y"], strict=True) if share > 0.5]
    )
    story = [at for at, share in enumerate(second["y"]) if share > 0.5][::2]
    lines = list(second["lines"])
    for at in story:
        lines[at] = next(told, lines[at])
    return "\n".join(lines)


def ended(page: Page, more: int) -> str:
    """End a page a few lines behind its story."""
    story = [at for at, share in enumerate(page["y"]) if share > 0.5]
    last = story[-1] + 1 + more if story else len(page["lines"])
    return "\n".join(page["lines"][:last])


def partner(known: Sequence[Page], at: int, step: int) -> int:
    """Find a page some steps further among those of one fold."""
    number = fold(known[at]["site"])
    same = [place for place, page in enumerate(known) if fold(page["site"]) == number]
    return same[(same.index(at) + step) % len(same)]


def places_of(known: Sequence[Page], site: str) -> list[int]:
    """List the pages of a site."""
    return [place for place, page in enumerate(known) if page["site"] == site]


def grow(known: Iterable[Rows]) -> dict[str, Any]:
    """Grow trees on rows, and write them down."""
    chosen = [each for each in known if each.begun]
    numbers = np.concatenate([each.numbers for each in chosen])
    labels = np.array([label for each in chosen for label in each.begun])
    base, trees = fit_trees(numbers, labels, np.where(labels, BEGUN, 1.0), FOREST)
    return {"names": list(NAMES), **written(base, trees)}


def check(known: list[Rows]) -> None:
    """Print how many texts of each kind are cut, and how many of those only where they should."""
    counts: dict[tuple[str, float], Counter[str]] = defaultdict(Counter)
    for number in range(FOLDS):
        model = read_model(grow(each for each in known if each.fold != number))
        for each in (each for each in known if each.fold == number):
            chances = [model.chance(row, STAGES) for row in each.numbers]
            for sure in CHANCES:
                cut = {
                    gap
                    for gap, found in groupby(
                        zip(each.gaps, chances, strict=True), key=lambda pair: pair[0]
                    )
                    if max(chance for _, chance in found) >= sure
                }
                counts[each.kind, sure].update(
                    texts=1, cut=bool(cut), right=cut == {each.wanted}, met=each.wanted in cut
                )
    for (kind, sure), found in sorted(counts.items()):
        print(
            f"{kind:24}{sure:6}: {found['cut']} of {found['texts']} cut, "
            f"{found['met']} where they should be, {found['right']} only there"
        )


def main() -> int:
    """Grow or score."""
    return grow_or_score(__doc__, lambda: list(texts()), grow, check, MODEL)


if __name__ == "__main__":
    sys.exit(main())
