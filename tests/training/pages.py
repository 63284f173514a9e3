"""Labelled pages in, the lines that the pipeline makes of them with a label each out."""

from __future__ import annotations

import json
import lzma
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any
from unicodedata import normalize

from reader.clean import clean
from reader.clean.dump.dump_cleaner import mark_lines
from reader.clean.dump.feature_vectors import feature_vectors
from reader.clean.dump.heuristics import story_lines
from reader.clean.dump.line_measures import MeasuredLine
from reader.clean.dump.line_selection import ScoredLines
from reader.clean.dump.repetition import fold_line
from reader.clean.dump.segmentation.line_splitting import split_lines
from reader.clean.text.sanitize import safe_rows
from reader.clean.undo import undo
from reader.model import ContentForm, Entry, Story
from tests.support.paths import SHARED

DUMPS = SHARED / "corpus" / "dumps"
RENDERINGS = ("blocks", "region", "glued", "inscriptis", "wrapped")
NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
FOLDS = 5
SHINGLE = 4  # words in a row
MOST_WORDS = 40  # of a line that count towards its weight

Page = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Sample:
    """A page's lines as numbers, and what a person made of them."""

    site: str
    numbers: list[list[float]]
    labels: list[float]  # share of a line that is story
    weights: list[float]  # a page's add up to 1


def pages(rendering: str) -> list[Page]:
    """Read all pages of one rendering."""
    return list(json.loads(lzma.decompress((DUMPS / f"{rendering}.json.xz").read_bytes())))


def fold(site: str) -> int:
    """Tell by its name alone in which fold a site is held out."""
    return int(sha256(site.encode()).hexdigest(), 16) % FOLDS


def samples(rendering: str) -> list[Sample]:
    """Measure all pages of one rendering."""
    return [sample(page) for page in pages(rendering)]


def sample(page: Page, between: str = "\n") -> Sample:
    """Measure a page's lines as the pipeline sees them, which is without its pitches."""
    texts = split_lines(between.join(page["lines"]))
    known = list(zip(mark_lines(texts), labels(page, texts), strict=True))
    lines = [line for line, _ in known if line.role != "pitch"]
    shares = [share for line, share in known if line.role != "pitch"]
    return Sample(page["site"], feature_vectors(lines, story_lines(lines)), shares, weights(lines))


def printed_sample(page: Page, text: str) -> Sample:
    """Measure a page as a tool printed it: its lines are known by what the labelled ones say."""
    undone = undo(text)
    texts = split_lines(undone.text)
    told = {fold_line(line): share for line, share in zip(page["lines"], page["y"], strict=True)}
    body = words(page["body"])
    known, whole = set(shingles(body)), " ".join(body)

    def share(line: str) -> float:
        exact = told.get(fold_line(line))
        if exact is not None:
            return exact
        said = words(line)
        return _of_story(said, known, whole) if len(said) >= SHINGLE else 0.0

    lines = [line for line in mark_lines(texts, undone.linked_prose) if line.role != "pitch"]
    numbers = feature_vectors(lines, story_lines(lines))
    return Sample(page["site"], numbers, [share(line.text) for line in lines], weights(lines))


def brief(page: Page) -> Page:
    """Cut a page down to a short one: its first paragraphs and a few lines around them."""
    story = [at for at, share in enumerate(page["y"]) if share > 0.5]
    dice = sha256(page["id"].encode()).digest()
    if not story:
        return page
    first = max(0, story[0] - dice[0] % 8)
    last = story[min(len(story) - 1, 2 + dice[1] % 10)] + 1 + dice[2] % 3
    chosen = [*range(min(1, first)), *range(first, last), *range(story[-1] + 1, len(page["y"]))]
    chosen = chosen[: len(chosen) - max(0, len(page["y"]) - story[-1] - 1 - dice[3] % 8)]
    return page | {key: [page[key][at] for at in chosen] for key in ("lines", "y")}


def bare(page: Page) -> Page:
    """Cut a page down to its story, as it is when it is cleaned again."""
    chosen = [at for at, share in enumerate(page["y"]) if share > 0.5]
    return page | {key: [page[key][at] for at in chosen] for key in ("lines", "y")}


def told(page: Page) -> Story:
    """Clean a page as the reader would."""
    return clean(Entry("pages", "\n".join(page["lines"]), ContentForm.DUMP, NOON))


def ruled(lines: Sequence[MeasuredLine]) -> ScoredLines:
    """Judge lines by rules alone."""
    kept = story_lines(lines)
    return ScoredLines(lines, kept, [float(keep) for keep in kept])


def labels(page: Page, texts: Sequence[str]) -> list[float]:
    """Tell for each line which share of it is story.

    Lines are found again by their letters, one after the other; one that holds story and other
    things is labelled by its words in a row that stand in the story.
    """
    shares = _shares(page)
    body = words(page["body"])
    known, told = set(shingles(body)), " ".join(body)
    found = []
    for text in texts:
        mine = [next(shares, 0.0) for char in text if char.isalnum()]
        share = sum(mine) / max(1, len(mine))
        found.append(share if share in {0.0, 1.0} else _of_story(words(text), known, told))
    return found


def _shares(page: Page) -> Iterator[float]:
    """List the share of its line for each letter of a page."""
    for line, share in zip(page["lines"], page["y"], strict=True):
        exact = round(share) if abs(share - round(share)) < 0.02 else share
        yield from (float(exact) for row in safe_rows(line) for char in row if char.isalnum())


def _of_story(said: list[str], known: set[tuple[str, ...]], told: str) -> float:
    if len(said) < SHINGLE:
        return float(" ".join(said) in told)
    found = shingles(said)
    return sum(shingle in known for shingle in found) / len(found)


def words(text: str) -> list[str]:
    """List the words of a text, however their marks are encoded."""
    return re.findall(r"\w+", normalize("NFC", text))


def shingles(said: Sequence[str]) -> list[tuple[str, ...]]:
    """List the runs of four words; a shorter text is one run."""
    last = max(1, len(said) - SHINGLE + 1)
    return [tuple(said[at : at + SHINGLE]) for at in range(last)] if said else []


def weights(lines: Sequence[MeasuredLine]) -> list[float]:
    """Weigh lines by their words, so that every page counts once."""
    counts = [min(MOST_WORDS, max(len(line.text.split()), line.size // 8)) + 3 for line in lines]
    whole = sum(counts) or 1
    return [count / whole for count in counts]


@dataclass(frozen=True, slots=True)
class Score:
    """How a set of cleaned pages compares with the truth."""

    f1: float
    bad: float  # share of pages under 0.7
    headline: float  # share of pages whose headline is right, of those whose headline is known

    @classmethod
    def of(cls, truth: Sequence[Page], stories: Sequence[Any]) -> Score:
        """Compare stories with the truth: runs of four words, averaged over pages."""
        counts = [
            overlap(page["body"], story.text) for page, story in zip(truth, stories, strict=True)
        ]
        precision = _mean([both / got for both, got, _ in counts if got])
        recall = _mean([both / wanted for both, _, wanted in counts if wanted])
        single = [f1(*count) for count in counts]
        titled = [
            words(page["title"].casefold()) == words(story.headline.casefold())
            for page, story in zip(truth, stories, strict=True)
            if page["title"]
        ]
        return cls(
            2 * precision * recall / ((precision + recall) or 1),
            _mean([value < 0.7 for value in single]),
            _mean(titled),
        )

    def __str__(self) -> str:
        return f"{self.f1:8.3f}{self.bad:8.1%}{self.headline:10.1%}"


def overlap(truth: str, text: str) -> tuple[int, int, int]:
    """Count runs of four words: in both, in the text, in the truth."""
    wanted, got = Counter(shingles(words(truth))), Counter(shingles(words(text)))
    return sum((wanted & got).values()), sum(got.values()), sum(wanted.values())


def f1(both: int, got: int, wanted: int) -> float:
    """Balance precision and recall."""
    return 2 * both / (got + wanted) if got + wanted else 1.0


def _mean(values: Sequence[float]) -> float:
    return sum(values) / max(1, len(values))
