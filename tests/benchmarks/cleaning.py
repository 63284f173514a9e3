"""Pages whose stories a person marked in, one table of how well and how fast they are cleaned out.

    python -m tests.benchmarks.cleaning                    all renderings, and the pages as HTML
    python -m tests.benchmarks.cleaning --cross-validate   and trees that have not seen the site
    python -m tests.benchmarks.cleaning --printed          the pages as other tools print them
    python -m tests.benchmarks.cleaning --count 40         of the first pages only

With `--printed`, a row for each rendering of `renderings.py`, cleaned by trees that have not seen
the page's site (needs scikit-learn), and a second one for the second story of two in one file; two
columns more say which share of pages under 0.7 and of those from 0.9 on is doubted. Otherwise a
row for each rendering of the pages as lines, and one for their HTML. Columns: F1 of 4-word
shingles, macro-averaged as in scrapinghub/article-extraction-benchmark; the share of pages under
0.7; the share of headlines that are exact; CPU milliseconds a page, the median. The ways:

    shipped         this project, as it is; its trees have seen these very lines
    unseen sites    the same with trees that have seen no page of the site (needs scikit-learn)
    rules           this project without trees
    hand rule       lines of 60 characters or more that end a sentence
    trafilatura     by itself, on the HTML

The labelled pages are looked for in the folder `shared` beside the checkout.
"""

from __future__ import annotations

import argparse
import json
import re
import statistics
import sys
import tarfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from time import process_time
from typing import Any

from reader.clean import clean, separate
from reader.clean.dump import line_selection
from reader.model import Document, ParseError, Story
from reader.parse import parse
from tests.training.pages import (
    DUMPS,
    NOON,
    RENDERINGS,
    Page,
    Score,
    f1,
    overlap,
    pages,
    ruled,
    told,
    words,
)

HTML = DUMPS.parent / "pages.tar.xz"
SENTENCE = re.compile(r"[.!?。！？…][\"'”’»)\]]*$")
LINES = 300  # of a long dump, whose cost is told by itself


@dataclass(frozen=True, slots=True)
class Answer:
    """What a page was found to say."""

    text: str
    headline: str = ""
    byline: str = ""
    day: str = ""
    doubt: str = ""  # why it may be wrong, or was refused


Way = Callable[[Page], Any]


def by_hand(page: Page) -> Answer:
    """Keep the lines of 60 characters or more that end a sentence."""
    kept = [line for line in page["lines"] if len(line) >= 60 and SENTENCE.search(line)]
    return Answer("\n".join(kept))


def by_rules(page: Page) -> Story:
    """Clean a page without asking the trees."""
    judge, line_selection.judge_lines = line_selection.judge_lines, ruled
    try:
        return told(page)
    finally:
        line_selection.judge_lines = judge


def from_html(page: Page) -> Answer:
    """Clean a web page as the reader does."""
    story = clean(parse(Document("bench", "page.html", page["html"], NOON)).entries[0])
    day = story.published.date().isoformat() if story.published else ""
    return Answer(story.text, story.headline, story.byline, day)


def by_trafilatura(page: Page) -> Answer:
    """Ask trafilatura alone."""
    import trafilatura

    found = trafilatura.bare_extraction(page["html"], include_comments=False, with_metadata=True)
    if found is None:
        return Answer("")
    author = (found.author or "").replace("; ", ", ")
    return Answer(found.text or "", found.title or "", author, found.date or "")


LINE_WAYS: dict[str, Way] = {"shipped": told, "rules": by_rules, "hand rule": by_hand}
HTML_WAYS: dict[str, Way] = {"shipped": from_html, "trafilatura": by_trafilatura}


def written_pages(count: int | None) -> list[Page]:
    """Unpack the web pages and what is true of them."""
    with tarfile.open(HTML) as packed:  # read in its own order, since it cannot go back cheaply
        files = {
            member.name.rpartition("/")[2]: packed.extractfile(member).read()  # type: ignore[union-attr]
            for member in packed
            if member.isfile()
        }
    truth = json.loads(files["truth.json"])
    return [known | {"html": files[name]} for name, known in sorted(truth.items())[:count]]


def timed(way: Way, known: Sequence[Page]) -> tuple[list[Any], float]:
    """Clean pages one way; what it makes of them, and the median of the milliseconds."""
    found, spent = [], []
    for page in known:
        began = process_time()
        found.append(way(page))
        spent.append(1000 * (process_time() - began))
    return found, statistics.median(spent)


def rows(name: str, known: Sequence[Page], ways: dict[str, Way]) -> Iterator[str]:
    """Write a line for each way of cleaning pages, and one of names and dates where known."""
    for way, cleaned in ways.items():
        found, spent = timed(cleaned, known)
        yield f"{name:12}{way:14}{Score.of(known, found)}{spent:10.1f}{facts(known, found)}"


def facts(known: Sequence[Page], found: Sequence[Any]) -> str:
    """Tell how many bylines and days are right, of pages that say them."""
    if "authors" not in known[0]:
        return ""
    pairs = list(zip(known, found, strict=True))
    signed = [names(" ".join(page["authors"])) == names(got.byline) for page, got in pairs]
    dated = [page["published"][:10] == got.day for page, got in pairs if page["published"]]
    return f"{statistics.mean(signed):10.1%}{statistics.mean(dated):8.1%}"


def names(text: str) -> list[str]:
    """List the words of names in one order."""
    return sorted(words(text.casefold()))


def unseen(count: int | None) -> Iterator[str]:
    """Write a line for each rendering, cleaned by trees that have not seen the site."""
    from tests.training.train import held_out

    for name, stories in held_out(lambda line: print(line, file=sys.stderr)).items():
        yield f"{name:12}{'unseen sites':14}{Score.of(pages(name)[:count], stories[:count])}"


def printed(count: int | None) -> Iterator[str]:
    """Write a line for each way that tools print pages, read as a file is."""
    from tests.benchmarks.renderings import at_hand, with_html
    from tests.training.train import grown_without, held_trees

    known = with_html(written_pages(count))
    trees = grown_without(lambda line: print(line, file=sys.stderr))
    for name, rendered in at_hand().items():
        began, found = process_time(), []
        for page in known:
            with held_trees(trees, page["site"]):
                found.append(read_as_file(rendered(page)))
        spent = 1000 * (process_time() - began) / len(known)
        yield f"{name:26}{row_of(known, [each[0] for each in found], spent)}"
        if name == "two":
            second = [each[1] if len(each) > 1 else Answer("") for each in found]
            yield f"{'two, the second':26}{row_of([page['next'] for page in known], second, spent)}"


def read_as_file(text: str) -> list[Any]:
    """Clean what a file holds, as it is imported: one story or more."""
    try:
        entries = parse(
            Document("bench", "page.txt", text.encode("utf-8", "replace"), NOON)
        ).entries
    except ParseError as refused:
        return [Answer("", doubt=str(refused))]
    return [clean(page) for entry in entries for page in separate(entry)]


def row_of(known: Sequence[Page], found: Sequence[Any], spent: float) -> str:
    """Write the figures of one rendering, doubt included."""
    single = [
        f1(*overlap(page["body"], story.text)) for page, story in zip(known, found, strict=True)
    ]
    bad = [
        bool(getattr(story, "doubt", "")) for f, story in zip(single, found, strict=True) if f < 0.7
    ]
    good = [
        bool(getattr(story, "doubt", ""))
        for f, story in zip(single, found, strict=True)
        if f >= 0.9
    ]
    shares = "".join(
        f"{statistics.mean(each):8.0%}" if each else f"{'–':>8}" for each in (bad, good)
    )
    return f"{Score.of(known, found)}{spent:10.1f}{shares}"


def long_dump(known: Sequence[Page]) -> str:
    """Tell what a dump of many lines costs."""
    cut = [page | {"lines": page["lines"][:LINES]} for page in known if len(page["lines"]) >= LINES]
    return f"{f'{LINES} lines':12}{'shipped':14}{timed(told, cut)[1]:34.1f}" if cut else ""


def table(count: int | None, cross_validate: bool) -> Iterator[str]:
    """Write the table, a line as soon as it is known."""
    head = f"{'F1':>8}{'< 0.7':>8}{'headline':>10}{'CPU ms':>10}{'authors':>10}{'date':>8}"
    yield f"{'':26}{head}"
    for rendering in RENDERINGS:
        yield from rows(rendering, pages(rendering)[:count], LINE_WAYS)
    if cross_validate:
        yield from unseen(count)
    yield from rows("HTML", written_pages(count), HTML_WAYS)
    yield long_dump(pages("blocks"))


def main() -> int:
    """Print the table."""
    asked = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    asked.add_argument("--cross-validate", action="store_true", help="score on unseen sites too")
    asked.add_argument("--printed", action="store_true", help="score what other tools print")
    asked.add_argument("--count", type=int, help="how many pages; all unless told")
    chosen = asked.parse_args()
    if not DUMPS.is_dir():
        print(f"{DUMPS}: the labelled pages are not beside this checkout", file=sys.stderr)
        return 1
    rows_of = (
        printed(chosen.count) if chosen.printed else table(chosen.count, chosen.cross_validate)
    )
    for line in rows_of:
        print(line, flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
