"""Alternatives as a person lists them in, one expression that is quick to search for out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

_CHANGES_FIRST = frozenset("?*+{")


def list_alternatives(text: str) -> list[str]:
    """List the alternatives of a text, which stand between bars and line ends."""
    return [part for line in text.splitlines() for part in _parts(line.strip()) if part]


def fast_alternation(alternatives: Iterable[str]) -> str:
    """Join alternatives by their first letter, so that each place of a text tries but a few."""
    groups: dict[str, list[str]] = defaultdict(list)
    others = []
    for part in alternatives:
        if part[0].isalpha() and part[1:2] not in _CHANGES_FIRST:
            groups[part[0]].append(part[1:])
        else:
            others.append(part)
    joined = [f"{first}(?:{'|'.join(rests)})" for first, rests in groups.items()]
    return f"(?:{'|'.join([*joined, *others])})"


def _parts(line: str) -> Iterator[str]:
    """Cut a line at the bars that stand in no brackets."""
    start, depth = 0, 0
    for at, char in enumerate(line):
        depth += {"(": 1, ")": -1, "[": 1, "]": -1}.get(char, 0)
        if char == "|" and depth == 0:
            yield line[start:at].strip()
            start = at + 1
    yield line[start:].strip()
