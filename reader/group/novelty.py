"""Texts in, how much of one is new against the others out."""

from __future__ import annotations

from collections.abc import Iterable

from reader.group.terms import terms, words


def fresh(text: str, others: Iterable[str]) -> int:
    """Per cent of the different words of a text that none of the others has."""
    ours = set(terms(words(text)))
    known = set[int]().union(*(terms(words(other)) for other in others))
    return round(100 * len(ours - known) / len(ours)) if ours else 0
