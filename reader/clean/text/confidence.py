"""What was kept of a page and what was not in, a sentence of doubt out, or nothing."""

from __future__ import annotations

import math
from collections.abc import Sequence

from reader.clean.dump.line_measures import Line, weight

LONGEST = 1000  # characters that a line counts for
SHORT = 40  # lines of a short page
SURE = 0.6  # confidence from which nothing is said
SHORTEST = 250  # characters below which a story is hardly one


def doubt(lines: Sequence[Line], kept: Sequence[bool], text: str) -> str:
    """Say why the cleaning of a page may have gone wrong; empty when all looks well."""
    if not text:
        return "No story was found on this page."
    if weight(text) < SHORTEST:
        return LITTLE
    prose = sum(line.size for line in lines if line.ends and line.size >= 80)
    story = sum(line.size for line, keep in zip(lines, kept, strict=True) if keep)
    if story < 0.3 * prose:
        return "Much on this page reads like a story but was left out."
    return ""


def confidence(lines: Sequence[Line], kept: Sequence[bool], likely: Sequence[float]) -> float:
    """Tell how sure it is, from 0 to 1, that a story was told well from its page (F1 of 0.9).

    It weighs how likely the kept lines are story, and how much prose was left out; the weights are
    a logistic regression on pages of sites that the trees had not seen.
    """
    sizes = [min(line.size, LONGEST) for line in lines]
    story = sum(size for size, keep in zip(sizes, kept, strict=True) if keep)
    prose = sum(size for size, line in zip(sizes, lines, strict=True) if line.ends and size >= 80)
    if not story:
        return 0.0
    chances = zip(sizes, likely, kept, strict=True)
    sure = sum(size * chance for size, chance, keep in chances if keep) / story
    left = max(0.0, 1 - story / max(1, prose))
    return 1 / (1 + math.exp(17.8 + 3.2 * left - 20.7 * sure))


def unsure(lines: Sequence[Line], kept: Sequence[bool], likely: Sequence[float]) -> str:
    """Say so when little tells a page's story from the rest of it; rules decide on short ones."""
    if len(lines) < SHORT:
        return ""
    return UNSURE if confidence(lines, kept, likely) < SURE else ""


UNSURE = "Little told this page's story from the rest of it, so some of it may be wrong."
LITTLE = "Very little of this page looked like a story."
CUT = "This page is so long that only its beginning was read."
