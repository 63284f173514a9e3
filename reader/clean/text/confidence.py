"""What was kept of a page and what was not in, a sentence of doubt out, or nothing."""

from __future__ import annotations

import re
from collections.abc import Sequence

from reader.clean.dump.line_measures import MeasuredLine, text_weight

LONGEST = 1000  # characters that a line counts for
SHORT = 40  # lines of a short page
FEW = 100  # lines of a page up to which it is as short as one can be
SURE = 0.826  # confidence from which nothing is said
OPEN = 0.15  # chance of a line up to which it is no story, and story from 1 less this on
EVEN = 0.2  # distance of a chance from a half within which a line may as well be story as not
MOST = 2.0  # times a story's size that such lines count for
PROSE = 80  # characters of a sentence that lists of links hardly have
# What speaks against a story, in F1: ridge regression (`tests/training/doubt.py`).
WEIGHTS = {"undecided": -0.15, "even": -0.1, "ran on": -0.035, "short": -0.05}
BASE = 0.97
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
    if language not in MARKED or (letters := sum(map(str.isalpha, text))) < FEWEST_LETTERS:
        return ""
    marked = sum(map(str.isalpha, _ASCII.sub("", text)))
    return UNMARKED if 1000 * marked < MARKED[language] * letters else ""


def story_confidence(
    lines: Sequence[MeasuredLine], kept: Sequence[bool], likely: Sequence[float], ran_on: bool
) -> float:
    """Tell how well, from 0 to 1, a story was told from its page, as F1 that may be expected."""
    if not any(kept):
        return 0.0
    numbers = measure_outcome(lines, kept, likely, ran_on)
    return BASE + sum(
        weight * number for weight, number in zip(WEIGHTS.values(), numbers, strict=True)
    )


def measure_outcome(
    lines: Sequence[MeasuredLine], kept: Sequence[bool], likely: Sequence[float], ran_on: bool
) -> list[float]:
    """Describe what became of a page, of which something was kept, by what `WEIGHTS` lists.

    That is how much of the story is neither likely nor unlikely; and how many lines in it and
    outside may as well be story as not, as times the story. Lines that ran on in one another may
    have been cut at wrong places, and the fewer there are, the less tells a story from the rest.
    """
    story = undecided = even = 0.0
    for line, chance, keep in zip(lines, likely, kept, strict=True):
        size = min(line.size, LONGEST)
        if keep:
            story += size
            undecided += size * (OPEN < chance < 1 - OPEN)
        even += size * (abs(chance - 0.5) < EVEN)
    story = max(1.0, story)
    short = min(1.0, FEW / max(1, len(lines)))
    return [undecided / story, min(MOST, even / story), float(ran_on), short]


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
