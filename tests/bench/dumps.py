"""Labelled dumps in, a table of how well and how quickly they are cleaned out.

    python tests/bench/dumps.py                    the trees that are shipped, rules, a simple rule
    python tests/bench/dumps.py --cross-validate   the same, and trees that have not seen the site

The shipped trees have seen these very pages: the honest figures are the cross-validated ones, which
need scikit-learn. The labelled pages are looked for in the folder `shared` beside the checkout.
"""

from __future__ import annotations

import argparse
import re
import sys
from dataclasses import dataclass
from time import process_time

from reader.clean import choice
from reader.clean.choice import judge
from tests.training.pages import DUMPS, RENDERINGS, Page, Score, pages, ruled, told

SENTENCE = re.compile(r"[.!?。！？…][\"'”’»)\]]*$")


@dataclass(frozen=True, slots=True)
class Simple:
    """What the simple rule makes of a page."""

    text: str
    headline: str = ""


def simple(page: Page) -> Simple:
    """Keep the lines of 60 characters or more that end a sentence."""
    kept = [line for line in page["lines"] if len(line) >= 60 and SENTENCE.search(line)]
    return Simple("\n".join(kept))


def by_rules(page: Page) -> object:
    """Clean a page without asking the trees."""
    choice.judge = ruled
    story = told(page)
    choice.judge = judge
    return story


WAYS = {"shipped trees": told, "rules": by_rules, "simple rule": simple}


def main() -> int:
    """Print the table."""
    asked = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    asked.add_argument("--cross-validate", action="store_true", help="score on unseen sites too")
    chosen = asked.parse_args()
    if not DUMPS.is_dir():
        print(f"{DUMPS}: the labelled pages are not beside this checkout", file=sys.stderr)
        return 1
    print(f"{'':12}{'':16}{'F1':>8}{'< 0.7':>8}{'headline':>10}{'CPU ms':>8}")
    for rendering in RENDERINGS:
        truth = pages(rendering)
        for way, cleaned in WAYS.items():
            began = process_time()
            stories = [cleaned(page) for page in truth]
            spent = 1000 * (process_time() - began) / len(truth)
            print(f"{rendering:12}{way:16}{Score.of(truth, stories)}{spent:8.1f}")
    if chosen.cross_validate:
        from tests.training.train import held_out

        for rendering, stories in held_out(lambda line: print(line, file=sys.stderr)).items():
            print(f"{rendering:12}{'unseen sites':16}{Score.of(pages(rendering), stories)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
