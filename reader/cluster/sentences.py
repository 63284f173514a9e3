"""A sentence splitter for any language, without a dictionary."""

from __future__ import annotations

import re
from collections.abc import Iterator

from reader.cluster.terms import UNSPACED

# Where a sentence can end: at a full stop and what closes after it, before a space; in scripts
# that do not part words, anywhere after theirs; and with the line.
END = re.compile(r"""(?<![.!?…؟۔।])[.!?…؟۔।]+["'”’»“)\]]*(?=\s)|[。！？]+[」』”’）]*|\n+""")
# What a full stop follows without ending anything, where it is short: a title, an initial.
TITLES = """
mr mrs ms dr prof rev gen col lt maj sgt capt cmdr adm sen rep gov pres st mt no vs inc ltd co corp
jr sr dept approx u.s u.k u.n jan feb aug sept oct nov dec bzw hr fr nr ca sog mme mlle
"""
SHORT = frozenset(TITLES.split())
WORD = 12  # letters before a full stop that are looked at
LAST = re.compile(r"(?<![\w.])[\w.]+$")


def sentences(text: str) -> Iterator[tuple[int, int]]:
    """Yield the (start, end) of each sentence, without the space around it."""
    start = 0
    for found in END.finditer(text):
        if "\n" in found[0] or not _is_title(
            text[max(start, found.start() - WORD) : found.start()], text[found.end() :][:2]
        ):
            yield from _trimmed(text, start, found.end())
            start = found.end()
    yield from _trimmed(text, start, len(text))


def _is_title(before: str, after: str) -> bool:
    """Tell whether a full stop only shortens the word before it."""
    last = LAST.search(before)
    word = last[0].casefold() if last else ""
    initial = len(word) == 1 and word.isalpha() and not UNSPACED.match(word)
    return initial or word in SHORT or after[1:].islower()


def _trimmed(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield a stretch without the space around it; nothing where it holds nothing else."""
    inside = text[start:end]
    begin = start + len(inside) - len(inside.lstrip())
    if inside.strip():
        yield begin, begin + len(inside.strip())
