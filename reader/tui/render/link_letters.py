"""How many links in, the letters to type for each of them out."""

from __future__ import annotations

from itertools import islice, product

# Those under the fingers first; `y` is not among them, because it copies a link.
LETTERS = "asdfghjklqwertuiopzxcvbnm"


def labels(count: int) -> list[str]:
    """Letters for so many links, all of one length, so that none begins like another."""
    length = 1
    while len(LETTERS) ** length < count:
        length += 1
    return ["".join(letters) for letters in islice(product(LETTERS, repeat=length), count)]
