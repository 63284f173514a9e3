"""Regular expressions of queries: where they match in a text, in a time that is bounded."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import TYPE_CHECKING

from reader.model import And, Or, Part, RegexMatch

if TYPE_CHECKING:
    import regex

_PATIENCE = 0.1  # seconds for one text
_MOST = 1_000  # matches in one text


@lru_cache(100)
def _compile(pattern: str) -> regex.Pattern[str] | None:
    """Return what finds a pattern, in any case; None where it is none."""
    import regex  # takes 20 ms to import, and few queries hold a pattern

    try:
        return regex.compile(pattern, regex.IGNORECASE | regex.VERSION1)
    except (regex.error, OverflowError, RecursionError):
        return None


def regex_matches(text: str, pattern: str) -> bool:
    """Tell whether a pattern matches anywhere in a text; not, where that takes too long."""
    found = _compile(pattern)
    try:
        return found is not None and found.search(text, timeout=_PATIENCE) is not None
    except TimeoutError:
        return False


def regex_spans(text: str, pattern: str) -> Iterator[tuple[int, int]]:
    """Yield where a pattern matches in a text: start and end, as far as that is quickly found."""
    found = _compile(pattern)
    if found is None:
        return
    try:
        for number, match in enumerate(found.finditer(text, timeout=_PATIENCE)):
            if number == _MOST:
                return
            if match.end() > match.start():
                yield match.span()
    except TimeoutError:
        return


def wanted_patterns(part: Part, field: str = "") -> Iterator[str]:
    """Yield the patterns that a query wants to match in a field; an empty field is any."""
    if isinstance(part, And | Or):
        for inner in part.parts:
            yield from wanted_patterns(inner, field)
    elif isinstance(part, RegexMatch) and (not field or part.field in ("", field)):
        yield part.pattern
