"""Labelled pages in, the trees that tell a story's lines from others out.

    python tests/training/train.py                     grow the trees anew and write them
    python tests/training/train.py --check             tell whether that would change the file
    python tests/training/train.py --cross-validate    score them on sites that they have not seen

Pages are read as blocks and as tools print them: `tests/benchmarks/renderings.py` says with which.
It needs scikit-learn, newsreader installed with `pip install -e .`, the labelled pages in the
folder `shared` beside the checkout, and those tools: without one of them other trees grow.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
from sklearn.ensemble import HistGradientBoostingClassifier
from threadpoolctl import threadpool_limits

from reader.clean.dump import line_selection
from reader.clean.dump.feature_vectors import NAMES
from reader.clean.dump.line_selection import judge_lines
from reader.clean.dump.tree_model import TreeModel, read_model, shipped_model
from reader.model import Story
from tests.support.paths import ROOT
from tests.training.pages import (
    DUMPS,
    FOLDS,
    RENDERINGS,
    Page,
    Sample,
    Score,
    bare,
    brief,
    fold,
    pages,
    printed_sample,
    ruled,
    sample,
    told,
)  # fmt: skip

MODEL = ROOT / "reader" / "clean" / "dump" / "tree_model.json"
Read = TypeVar("Read")  # what a training script makes of a page
RATE = 0.1  # by which each tree corrects those before it
PRINTED = ("innerText", "w3m", "lynx", "html2text")  # tools whose prints are learned from
PRINTED_WEIGHT = 0.5  # what a print counts for, beside a page as blocks


@dataclass(frozen=True, slots=True)
class Forest:
    """How many trees are grown, with how many leaves each."""

    trees: int
    leaves: int
    choice: float = 1.0  # share of a line's numbers out of which each node chooses one


FOREST = Forest(110, 15, choice=0.4)


def grow(samples: Iterable[Sample]) -> dict[str, Any]:
    """Grow trees on labelled lines, and write them down."""
    known = [each for each in samples if each.labels]
    numbers = np.array([row for each in known for row in each.numbers], dtype=float)
    labels = np.array([label for each in known for label in each.labels])
    weights = np.array([weight for each in known for weight in each.weights])
    # A line that is half story teaches nothing.
    weights = weights * np.abs(2 * labels - 1)
    return {"names": list(NAMES), **written(*fit_trees(numbers, labels >= 0.5, weights, FOREST))}


def fit_trees(
    numbers: Any, labels: Any, weights: Any, shape: Forest
) -> tuple[float, Sequence[Any]]:
    """Fit trees to numbers: the log odds that they begin with, and the nodes of each."""
    forest = HistGradientBoostingClassifier(
        max_iter=shape.trees, max_leaf_nodes=shape.leaves, max_features=shape.choice,
        learning_rate=RATE, l2_regularization=1.0, early_stopping=False, random_state=0,
    )  # fmt: skip
    # One thread adds numbers up in one order.
    with threadpool_limits(1):
        forest.fit(numbers, labels, sample_weight=weights / weights.mean())
    nodes = [stage[0].nodes for stage in forest._predictors]
    return float(forest._baseline_prediction[0, 0]), nodes


def written(base: float, trees: Sequence[Any]) -> dict[str, Any]:
    """Write trees down node by node, the right branch behind the left one."""
    model: dict[str, Any] = defaultdict(list)
    for nodes in trees:
        model["roots"].append(len(model["feature"]))
        queue = [0]
        for at in queue:
            node, leaf = nodes[at], bool(nodes[at]["is_leaf"])
            start = model["roots"][-1]
            model["feature"].append(-1 if leaf else int(node["feature_idx"]))
            model["bound"].append(_short(node["value"] if leaf else node["num_threshold"], leaf))
            model["left"].append(0 if leaf else start + len(queue))
            queue += [] if leaf else [int(node["left"]), int(node["right"])]
    return {"base": round(base, 4), **model}


def _short(number: float, leaf: bool) -> float:
    return round(float(number), 4) if leaf else float(f"{float(number):.6g}")


def text(model: dict[str, Any]) -> str:
    """Write a model as JSON, a list a line."""
    rows = (f"{json.dumps(name)}: {json.dumps(value, separators=(',', ':'))}"
            for name, value in model.items())  # fmt: skip
    return "{\n" + ",\n".join(rows) + "\n}\n"


def lesson(rendering: str, known: Sequence[Page]) -> list[Sample]:
    """Measure the pages to learn from.

    Short and bare ones are cut from one rendering, and another is read as one long line too.
    """
    cuts = (brief, bare) if rendering == "region" else ()
    found = [sample(page) for page in (*known, *(cut(page) for cut in cuts for page in known))]
    return found + [sample(page, " ") for page in known if rendering == "blocks"]


def lessons() -> dict[str, list[Sample]]:
    """Measure all pages of all renderings, as blocks and as tools print them."""
    known = {rendering: lesson(rendering, pages(rendering)) for rendering in RENDERINGS}
    return known | printed_lessons()


def printed_lessons() -> dict[str, list[Sample]]:
    """Measure all pages as each tool at hand prints them."""
    from tests.benchmarks.cleaning import written_pages
    from tests.benchmarks.renderings import at_hand, with_html

    known = with_html(written_pages(None))
    return {
        name: [lighter(printed_sample(page, rendered(page))) for page in known]
        for name, rendered in at_hand().items()
        if name in PRINTED
    }


def lighter(page: Sample) -> Sample:
    """Let a page count for less, which is told once more by each of its prints."""
    return replace(page, weights=[PRINTED_WEIGHT * weight for weight in page.weights])


def grown_without(show: Callable[[str], object] = print) -> list[TreeModel]:
    """Grow trees for each fold that have seen no page of its sites."""
    learned = lessons()
    forests = []
    for number in range(FOLDS):
        show(f"fold {number + 1} of {FOLDS}")
        forests.append(read_model(grow(each for known in learned.values() for each in known
                                 if fold(each.site) != number)))  # fmt: skip
    return forests


@contextmanager
def held_trees(forests: Sequence[TreeModel], site: str) -> Iterator[None]:
    """Clean with the trees that have seen no page of a site."""
    line_selection.shipped_model = lambda: forests[fold(site)]  # type: ignore[attr-defined]
    try:
        yield
    finally:
        line_selection.shipped_model = shipped_model  # type: ignore[attr-defined]


def held_out(show: Callable[[str], object] = print) -> dict[str, list[Story]]:
    """Clean every page with trees that have seen no page of its site."""
    forests = grown_without(show)
    return {rendering: [_held(page, forests) for page in pages(rendering)]
            for rendering in RENDERINGS}  # fmt: skip


def _held(page: Page, forests: Sequence[TreeModel]) -> Story:
    with held_trees(forests, page["site"]):
        return told(page)


def by_rules() -> dict[str, list[Story]]:
    """Clean every page by rules alone."""
    line_selection.judge_lines = ruled
    stories = {rendering: [told(page) for page in pages(rendering)] for rendering in RENDERINGS}
    line_selection.judge_lines = judge_lines
    return stories


def table(ways: dict[str, dict[str, list[Story]]]) -> str:
    """Compare ways of cleaning on every rendering."""
    lines = [f"{'':12}{'':12}{'F1':>8}{'< 0.7':>8}{'headline':>10}"]
    for rendering in RENDERINGS:
        truth = pages(rendering)
        for way, stories in ways.items():
            found = Score.of(truth, stories[rendering])
            lines.append(f"{rendering:12}{way:12}{found}")
    return "\n".join(lines)


def grow_or_score(
    about: str,
    read: Callable[[], list[Read]],
    grow: Callable[[Iterable[Read]], dict[str, Any]],
    check: Callable[[list[Read]], None],
    model: Path,
) -> int:
    """Grow trees on what is read of the labelled pages and write them down, or score them."""
    asked = argparse.ArgumentParser(description=about.partition("\n")[0])
    asked.add_argument("--check", action="store_true", help="score on unseen sites")
    chosen = asked.parse_args()
    if not DUMPS.is_dir():
        print(f"{DUMPS}: the labelled pages are not beside this checkout", file=sys.stderr)
        return 1
    known = read()
    if chosen.check:
        check(known)
        return 0
    made = text(grow(known))
    model.write_text(made, encoding="utf-8")
    print(f"{model.relative_to(ROOT)}: {len(made) // 1000} kB")
    return 0


def main() -> int:
    """Grow, check or judge."""
    asked = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    asked.add_argument("--check", action="store_true", help="tell whether the file is up to date")
    asked.add_argument("--cross-validate", action="store_true", help="score on unseen sites")
    chosen = asked.parse_args()
    if not DUMPS.is_dir():
        print(f"{DUMPS}: the labelled pages are not beside this checkout", file=sys.stderr)
        return 1
    if chosen.cross_validate:
        print(table({"trees": held_out(), "rules": by_rules()}))
        return 0
    made = text(grow(each for known in lessons().values() for each in known))
    if chosen.check:
        same = MODEL.is_file() and MODEL.read_text(encoding="utf-8") == made
        print("The trees are up to date." if same else "The trees would change.")
        return 0 if same else 1
    MODEL.write_text(made, encoding="utf-8")
    print(f"{MODEL.relative_to(ROOT)}: {len(made) // 1000} kB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
