"""What was kept of a page and what was not in, a sentence of doubt out, or nothing."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence

from reader.clean.dump.line_measures import MeasuredLine, text_weight

LONGEST = 1000  # characters that a line counts for
SHORT = 40  # lines of a short page
SURE = 0.75  # confidence from which nothing is said
OPEN = 0.15  # chance of a line up to which it is no story, and story from 1 less this on
LEAST = 0.02  # share of a story that may always be none
MOST = 2.0  # times a story's size that other text counts for
PROSE = 80  # characters of a sentence that lists of links hardly have
# What speaks for a story and against it: logistic regression (`tests/training/doubt.py`).
WEIGHTS = {"not story": -1.4, "undecided": -4.8, "prose left": -0.3, "ran on": -1.7}
BASE = 1.0
SHORTEST = 250  # characters below which a story is hardly one
# Letters with marks in a thousand of a language, of which hardly a text has fewer. Some tools leave
# out the marks of all letters, or of those that a page writes as entities.
MARKED = {
    "cs": 60, "da": 12, "de": 5, "es": 10, "fi": 20, "fr": 18, "hu": 50, "no": 12, "pl": 28,
    "pt": 12, "sv": 20, "tr": 50, "vi": 120,
}  # fmt: skip
FEWEST_LETTERS = 500  # of a text that tells


def doubt_sentence(lines: Sequence[MeasuredLine], kept: Sequence[bool], text: str) -> str:
    """Say why the cleaning of a page may have gone wrong; empty when all looks well."""
    if not text:
        return "No story was found on this page."
    if text_weight(text) < SHORTEST:
        return LITTLE
    prose = sum(line.size for line in lines if line.ends and line.size >= PROSE)
    story = sum(line.size for line, keep in zip(lines, kept, strict=True) if keep)
    if story < 0.3 * prose:
        return "Much on this page reads like a story but was left out."
    return ""


def unmarked_sentence(text: str, language: str) -> str:
    """Say so when letters have lost the marks that a language cannot do without."""
    letters = sum(map(str.isalpha, text))
    if language not in MARKED or letters < FEWEST_LETTERS:
        return ""
    marked = sum(map(str.isalpha, _ASCII.sub("", text)))
    return UNMARKED if 1000 * marked < MARKED[language] * letters else ""


def story_confidence(
    lines: Sequence[MeasuredLine], kept: Sequence[bool], likely: Sequence[float], ran_on: bool
) -> float:
    """Tell how sure it is, from 0 to 1, that a story was told well from its page (F1 of 0.8)."""
    if not any(kept):
        return 0.0
    numbers = measure_outcome(lines, kept, likely, ran_on)
    odds = BASE + sum(
        weight * number for weight, number in zip(WEIGHTS.values(), numbers, strict=True)
    )
    return 1 / (1 + math.exp(-odds))


def measure_outcome(
    lines: Sequence[MeasuredLine], kept: Sequence[bool], likely: Sequence[float], ran_on: bool
) -> list[float]:
    """Describe what became of a page, of which something was kept, by what `WEIGHTS` lists.

    That is how much of the story is none, by the chances of its lines, as a logarithm; how much of
    it is neither likely nor unlikely; and how much prose was left out, as times the story. Lines
    that ran on in one another may have been cut at wrong places.
    """
    sizes = [min(line.size, LONGEST) for line in lines]
    judged = list(zip(sizes, likely, kept, strict=True))
    story = max(1, sum(size for size, _, keep in judged if keep))
    prose = sum(
        min(line.size, LONGEST)
        for line, keep in zip(lines, kept, strict=True)
        if not keep and line.ends and line.size >= PROSE and line.role != "pitch"
    )
    undecided = sum(size for size, chance, keep in judged if keep and OPEN < chance < 1 - OPEN)
    told = sum(size * chance for size, chance, keep in judged if keep)
    return [
        math.log(LEAST + max(0.0, 1 - told / story)),
        undecided / story,
        min(MOST, prose / story),
        float(ran_on),
    ]


def unsure_sentence(
    lines: Sequence[MeasuredLine], kept: Sequence[bool], likely: Sequence[float], ran_on: bool
) -> str:
    """Say so when little tells a page's story from the rest of it; rules decide on short ones."""
    if len(lines) < SHORT:
        return ""
    return UNSURE if story_confidence(lines, kept, likely, ran_on) < SURE else ""


_ASCII = re.compile(r"[\x00-\x7f]+")
UNSURE = "Little told this page's story from the rest of it, so some of it may be wrong."
UNMARKED = "The letters of this text seem to have lost their marks."
LITTLE = "Very little of this page looked like a story."
CUT = "This page is so long that only its beginning was read."
