"""What was kept of a page and what was not in, a sentence of doubt out, or nothing."""

from __future__ import annotations

from collections.abc import Sequence

from reader.clean.features import Line, weight

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


LITTLE = "Very little of this page looked like a story."
