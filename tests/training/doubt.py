"""Fits the weights by which a story is doubted to what became of pages.

    python tests/training/doubt.py     print the weights, and how many bad and good stories of
                                       each rendering they doubt on sites that they have not seen

Pages are cleaned as blocks and as `tests/benchmarks/renderings.py` prints them, each by line trees
that have seen no page of its site. The weights go into `reader/clean/text/confidence.py` by hand,
rounded so that each has the sign that makes sense: near the best ones the figures hardly differ.
It needs what `tests/training/train.py` needs.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from sklearn.linear_model import Ridge
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.preprocessing import StandardScaler

from reader.clean import clean
from reader.clean.dump.dump_cleaner import mark_page
from reader.clean.dump.segmentation.line_splitting import ran_on
from reader.clean.dump.tree_model import TreeModel
from reader.clean.text.confidence import LITTLE, WEIGHTS, doubt_sentence, measure_outcome
from reader.clean.undo import undo
from reader.model import ContentForm, Entry, SiteContext
from tests.benchmarks.cleaning import written_pages
from tests.benchmarks.renderings import at_hand, lines, with_html
from tests.training.pages import DUMPS, FOLDS, NOON, Page, f1, fold, overlap
from tests.training.train import grown_without, held_trees

BAD = 0.7  # F1 of a story that should be doubted, below this
WORST, BEST = 0.55, 0.95  # F1 beyond which a story counts for no worse, and for no better
STRENGTH = 30.0  # of the regularization
FALSE_ALARMS = 0.02  # of good stories; some renderings have twice as many
TWO_PAGES = "two"  # the rendering of which a page is a part


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a page as a tool printed it, and how well its story was told."""

    kind: str
    fold: int
    f1: float
    numbers: list[float]


def outcomes(trees: Sequence[TreeModel]) -> Iterator[Outcome]:
    """Clean each page as each tool at hand prints it."""
    known = with_html(written_pages(None))
    for name, rendered in {"blocks": lines, **at_hand()}.items():
        if name != TWO_PAGES:
            print(name, file=sys.stderr)
            for page in known:
                yield from outcome(name, page, rendered(page), trees)


def outcome(name: str, page: Page, printed: str, trees: Sequence[TreeModel]) -> Iterator[Outcome]:
    """Clean a page and measure what became of it; nothing where hardly a story was found."""
    undone = undo(printed)
    with held_trees(trees, page["site"]):
        marked = mark_page(undone.text, undone.title, SiteContext(), False, undone.linked_prose)
        story = clean(Entry("pages", printed, ContentForm.DUMP, NOON))
    if any(marked.kept) and doubt_sentence([], [], story.text) != LITTLE:
        told = f1(*overlap(page["body"], story.text))
        run_on = ran_on(undone.text, len(marked.lines))
        numbers = measure_outcome(marked.lines, marked.kept, marked.likely, run_on)
        yield Outcome(name, fold(page["site"]), told, numbers)


def fitted(known: Sequence[Outcome]) -> Pipeline:
    """Fit weights to outcomes."""
    numbers = np.array([each.numbers for each in known])
    told = np.array([each.f1 for each in known])
    return make_pipeline(StandardScaler(), Ridge(STRENGTH)).fit(numbers, told.clip(WORST, BEST))


def expected(model: Pipeline, known: Sequence[Outcome]) -> Any:
    """Tell the F1 that may be expected of each story."""
    return model.predict(np.array([each.numbers for each in known]))


def bound(found: Any, known: Sequence[Outcome]) -> float:
    """Find the expected F1 below which so many good stories are doubted as may be."""
    good = sorted(at for at, each in zip(found, known, strict=True) if each.f1 >= BAD)
    return float(good[int(FALSE_ALARMS * len(good))])


def unseen_expected(known: Sequence[Outcome]) -> Any:
    """Tell the F1 that is expected by weights that have seen no page of a site."""
    found = np.zeros(len(known))
    for number in range(FOLDS):
        held = [at for at, each in enumerate(known) if each.fold == number]
        model = fitted([each for each in known if each.fold != number])
        found[held] = expected(model, [known[at] for at in held])
    return found


def report(known: Sequence[Outcome]) -> Iterator[str]:
    """Tell how many bad and good stories of each rendering are doubted, and write the weights."""
    found = unseen_expected(known)
    doubted = found < bound(found, known)
    for kind in ("all", *dict.fromkeys(each.kind for each in known)):
        chosen = [at for at, each in enumerate(known) if kind in {"all", each.kind}]
        bad = [doubted[at] for at in chosen if known[at].f1 < BAD]
        good = [doubted[at] for at in chosen if known[at].f1 >= BAD]
        yield f"{kind:20}{sum(bad):5} of {len(bad):4} bad{sum(good):5} of {len(good):5} good"
    yield from written(known, bound(found, known))


def written(known: Sequence[Outcome], bound: float) -> Iterator[str]:
    """Write the weights down, and the bound on sites not seen, which is `SURE`."""
    model = fitted(known)
    scale, fit = model["standardscaler"], model["ridge"]
    weights = fit.coef_ / scale.scale_
    for name, weight in zip(WEIGHTS, weights, strict=True):
        yield f"{name:20}{weight:8.3f}"
    yield f"{'base':20}{fit.intercept_ - weights @ scale.mean_:8.3f}"
    yield f"{'sure':20}{bound:8.3f}"


def main() -> int:
    """Fit the weights and judge them."""
    if not DUMPS.is_dir():
        print(f"{DUMPS}: the labelled pages are not beside this checkout", file=sys.stderr)
        return 1
    trees = grown_without(lambda line: print(line, file=sys.stderr))
    print("\n".join(report(list(outcomes(trees)))))
    return 0


if __name__ == "__main__":
    sys.exit(main())
