"""How often a term stands in a story, and in how long a one, in; how much that tells, out.

BM25F of Robertson and Zaragoza, "The Probabilistic Relevance Framework", with the usual length of a
field in the place of the average one: so it is known when a story is written, once and for all.
"""

from __future__ import annotations

from functools import lru_cache

from reader.index.format.postings import MOST
from reader.index.format.schema import WEIGHTS

USUAL = {"headline": 10, "outlet": 3, "byline": 2, "body": 400}
"""How many words a field usually holds."""

_SATURATION = 2.0  # k1 and b of the paper; a headline outweighs many words of a body
_LENGTH = 0.75
_STEP = 8  # bodies that differ by fewer words count as equally long
COUNTED = 255
"""How often a term is counted in one body."""


def occurrence_weight(field: str, length: int) -> float:
    """Return how much one occurrence counts in a field of so many words."""
    return WEIGHTS[field] / (1 - _LENGTH + _LENGTH * length / USUAL[field])


def impact_of(total: float) -> int:
    """Return the impact of a term that counts so much in a story: from 1 to MOST."""
    return 1 + int((MOST - 1) * total / (total + _SATURATION))


def body_impacts(length: int) -> bytes:
    """Return the impact of a term by how often it stands in a body of so many words."""
    return _in_body(length // _STEP)


@lru_cache(10_000)
def _in_body(steps: int) -> bytes:
    each = occurrence_weight("body", steps * _STEP)
    return bytes(impact_of(count * each) for count in range(COUNTED + 1))
