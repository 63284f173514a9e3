"""Alternatives as a person lists them in, one expression that is quick to search for out."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import chain

_CHANGES_FIRST = frozenset("?*+{")
_QUANTIFIERS = ("?", "*", "+", "{")
_OPENING = "(?:"
_ESCAPED = re.compile(r"\\[()|\[\]]")  # signs that group nothing
_DEPTHS = {"(": 1, ")": -1, "[": 1, "]": -1}


def list_alternatives(text: str) -> list[str]:
    """List the alternatives of a text, which stand between bars and line ends."""
    return [part for line in text.splitlines() for part in _parts(line.strip()) if part]


def fast_alternation(alternatives: Iterable[str]) -> str:
    """Join alternatives by their first letter, so that each place of a text tries but a few."""
    groups: dict[str, list[str]] = defaultdict(list)
    others = []
    for part in chain.from_iterable(map(_opened, alternatives)):
        if part[0].isalpha() and part[1:2] not in _CHANGES_FIRST:
            groups[part[0]].append(part[1:])
        else:
            others.append(part)
    joined = [f"{first}(?:{'|'.join(rests)})" for first, rests in groups.items()]
    return f"(?:{'|'.join([*joined, *others])})"


def _opened(part: str) -> list[str]:
    """Write an alternative that begins with a choice as one for each of its options.

    An option that is empty, or a choice that may be left out, stays as it is.
    """
    end = _group_end(part)
    if not end or part[end : end + 1] in _QUANTIFIERS or _ESCAPED.search(part):
        return [part]
    options = list(_options(part[len(_OPENING) : end - 1]))
    if not all(options):
        return [part]
    return [each for option in options for each in _opened(option + part[end:])]


def _group_end(part: str) -> int:
    """Find where the group ends that an alternative begins with; 0 where it begins with none."""
    depth = 0
    for at, char in enumerate(part if part.startswith(_OPENING) else ""):
        depth += _DEPTHS.get(char, 0)
        if depth == 0:
            return at + 1
    return 0


def _parts(line: str) -> Iterator[str]:
    """Cut a line at the bars that stand in no brackets."""
    return map(str.strip, _options(line))


def _options(text: str) -> Iterator[str]:
    """Cut a text at the bars that stand in no brackets; blanks are a part of it."""
    start, depth = 0, 0
    for at, char in enumerate(text):
        depth += _DEPTHS.get(char, 0)
        if char == "|" and depth == 0:
            yield text[start:at]
            start = at + 1
    yield text[start:]
