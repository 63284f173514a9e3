"""Web pages whose stories a person marked in, how well and how fast they are cleaned out.

    python -m tests.bench.pages [COUNT]

prints one column for this project and one for plain trafilatura: precision, recall and F1 of
4-word shingles, macro-averaged as in scrapinghub/article-extraction-benchmark; the share of pages
under 0.7; the share of headlines, authors and dates that agree; CPU milliseconds a page.
"""

from __future__ import annotations

import json
import re
import statistics
import sys
import tarfile
import tempfile
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from time import process_time
from typing import Any

from reader.clean import clean
from reader.model import Document
from reader.parse import parse

CORPUS = Path(__file__).resolve().parents[3] / "shared" / "corpus" / "pages.tar.xz"
NOW = datetime(2026, 11, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Answer:
    """What a page was found to say."""

    text: str
    headline: str
    authors: str
    date: str  # of the day
    seconds: float = 0.0


def ours(content: bytes) -> Answer:
    """Clean a page as the reader does."""
    story = clean(parse(Document("bench", "page.html", content, NOW)).entries[0])
    day = story.published.date().isoformat() if story.published else ""
    return Answer(story.text, story.headline, story.byline, day)


def plain(content: bytes) -> Answer:
    """Ask trafilatura alone."""
    import trafilatura

    found: Any = trafilatura.bare_extraction(content, include_comments=False, with_metadata=True)
    if found is None:
        return Answer("", "", "", "")
    author = (found.author or "").replace("; ", ", ")
    return Answer(found.text or "", found.title or "", author, found.date or "")


def timed(way: Callable[[bytes], Answer], content: bytes) -> Answer:
    """Note what an answer cost."""
    started = process_time()
    found = way(content)
    spent = process_time() - started
    return Answer(found.text, found.headline, found.authors, found.date, spent)


def shingles(text: str) -> Counter[tuple[str, ...]]:
    """Count the runs of four words of a text."""
    words = re.findall(r"\w+", text)
    return Counter(tuple(words[at : at + 4]) for at in range(max(1, len(words) - 3)) if words)


def compare(truth: str, got: str) -> tuple[float, float, float]:
    """Measure precision, recall and F1 of one page."""
    wanted, found = shingles(truth), shingles(got)
    both = sum((wanted & found).values())
    precision = both / (sum(found.values()) or 1)
    recall = both / (sum(wanted.values()) or 1)
    return precision, recall, 2 * precision * recall / ((precision + recall) or 1)


def same(one: str, other: str) -> bool:
    """Tell whether two lines say the same words, in any order of names."""
    return sorted(re.findall(r"\w+", one.casefold())) == sorted(
        re.findall(r"\w+", other.casefold())
    )


def share(flags: Sequence[bool]) -> float:
    """Tell how many of the flags are up, from 0 to 1."""
    return sum(flags) / max(1, len(flags))


def summary(truths: Sequence[dict[str, Any]], answers: Sequence[Answer]) -> dict[str, float]:
    """Put the figures of all pages together."""
    pairs = list(zip(truths, answers, strict=True))
    scores = [compare(truth["body"], answer.text) for truth, answer in pairs]
    precision, recall = (statistics.mean(column) for column in list(zip(*scores, strict=True))[:2])
    spent = [1000 * answer.seconds for answer in answers]
    return {
        "precision": precision,
        "recall": recall,
        "F1": 2 * precision * recall / (precision + recall),
        "pages under 0.7": share([score[2] < 0.7 for score in scores]),
        "headline": share([same(t["title"], a.headline) for t, a in pairs if t["title"]]),
        "authors": share([same(" ".join(t["authors"]), a.authors) for t, a in pairs]),
        "date": share([t["published"][:10] == a.date for t, a in pairs if t["published"]]),
        "CPU ms, median": statistics.median(spent),
        "CPU ms, mean": statistics.mean(spent),
    }  # fmt: skip


def pages(count: int | None) -> tuple[list[bytes], list[dict[str, Any]]]:
    """Unpack the pages and what is true of them."""
    with tempfile.TemporaryDirectory() as folder, tarfile.open(CORPUS) as packed:
        packed.extractall(folder, filter="data")
        truth = json.loads((Path(folder) / "truth.json").read_text(encoding="utf-8"))
        names = sorted(truth)[:count]
        return [(Path(folder) / name).read_bytes() for name in names], [truth[n] for n in names]


def main() -> None:
    """Print both columns."""
    if not CORPUS.exists():
        raise SystemExit(f"{CORPUS.name}: the test pages are not beside this checkout")
    contents, truths = pages(int(sys.argv[1]) if len(sys.argv) > 1 else None)
    columns: tuple[list[Answer], list[Answer]] = ([], [])
    for content in contents:
        for way, column in zip((ours, plain), columns, strict=True):
            column.append(timed(way, content))
    figures = [summary(truths, column) for column in columns]
    print(f"{len(contents)} pages     newsreader  trafilatura")
    for name in figures[0]:
        print(f"{name:16}{figures[0][name]:10.3f}{figures[1][name]:13.3f}")


if __name__ == "__main__":
    main()
