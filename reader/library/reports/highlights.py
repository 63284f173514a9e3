"""Words that a person marked in a story: made from a place in its text, and found there again.

A text may be cleaned anew or edited: then the words are looked for, and of several places that
have them the one is taken that has the words before and after too. What is nowhere is lost, but
never dropped.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime

from reader.cluster.sentences import sentences
from reader.model import Highlight, Marks, QueryError, Story
from reader.model.construction import replace

_AROUND = 60  # code points before and after that are kept
_LONGEST = 20_000  # code points of a highlight
_WORD = re.compile(r"\S+")
Range = tuple[int, int]


def make_highlight(story: Story, place: Range, now: datetime) -> Highlight:
    """Return the highlight of a stretch of a story's text.

    Raises:
        QueryError: nothing stands there, or too much.
    """
    start, end = place
    quote = story.text[start:end].strip()
    if not quote or len(quote) > _LONGEST:
        raise QueryError(f"A highlight is of 1 to {_LONGEST:,} letters.")
    start = story.text.index(quote, start)
    end = start + len(quote)
    before, after = story.text[max(0, start - _AROUND) : start], story.text[end : end + _AROUND]
    return Highlight(quote, before, after, start, made=now.replace(microsecond=0))


def find_words(text: str, quote: str, near: int = 0) -> Range | None:
    """Return where words stand in a text, whatever blanks are between them; nearest to a place."""
    places = [found.span() for found in _pattern(quote).finditer(text)] if quote.strip() else []
    return min(places, key=lambda place: abs(place[0] - near), default=None)


def place_of(text: str, highlight: Highlight) -> Range | None:
    """Return where a highlight stands in a text; None where its words are nowhere."""
    start, end = highlight.at, highlight.at + len(highlight.quote)
    if text[start:end] == highlight.quote and _agreement(text, (start, end), highlight) == 1:
        return start, end
    places = [found.span() for found in _pattern(highlight.quote).finditer(text)]
    return max(
        places,
        key=lambda place: (_agreement(text, place, highlight), -abs(place[0] - highlight.at)),
        default=None,
    )


def _pattern(quote: str) -> re.Pattern[str]:
    """Return what matches the words of a quote, whatever blanks are between them."""
    return re.compile(r"\s+".join(map(re.escape, quote.split())))


def _agreement(text: str, place: Range, highlight: Highlight) -> float:
    """Return how much of the words before and after a place are those of a highlight, up to 1."""
    start, end = place
    before, after = highlight.before.split(), highlight.after.split()
    there = (
        text[max(0, start - 2 * _AROUND) : start].split()[::-1],
        text[end:][: 2 * _AROUND].split(),
    )
    same = _count_same(before[::-1], there[0]) + _count_same(after, there[1])
    whole = len(before) + len(after)
    return same / whole if whole else 1.0


def _count_same(words: list[str], others: list[str]) -> int:
    """Count the words that are the same from the first on; one that was cut counts as well."""
    count = 0
    for word, other in zip(words, others, strict=False):
        if word != other and not (other.endswith(word) or other.startswith(word)):
            break
        count += 1
    return count


def placed_highlights(text: str, marks: Marks) -> Iterator[tuple[Highlight, Range | None]]:
    """Yield the highlights of a story, each with where it stands now."""
    return ((one, place_of(text, one)) for one in marks.highlights)


def with_highlight(marks: Marks, highlight: Highlight) -> Marks:
    """Return marks with one more highlight, in the order of the text.

    Of words that are marked already the colour changes, and the note where there is a new one.
    """
    known = next((one for one in marks.highlights if _key(one) == _key(highlight)), None)
    if known is not None:
        highlight = replace(known, colour=highlight.colour, note=highlight.note or known.note)
    others = (one for one in marks.highlights if one is not known)
    return replace(marks, highlights=tuple(sorted((*others, highlight), key=_key)))


def without_highlight(marks: Marks, highlight: Highlight) -> Marks:
    """Return marks without a highlight."""
    left = tuple(one for one in marks.highlights if _key(one) != _key(highlight))
    return replace(marks, highlights=left)


def _key(highlight: Highlight) -> tuple[int, str]:
    """Return what tells a highlight of a story from its others."""
    return highlight.at, highlight.quote


def stretches(text: str, unit: str) -> list[Range]:
    """Return the words, sentences or paragraphs of a text, in order."""
    if unit == "word":
        return [found.span() for found in _WORD.finditer(text)]
    if unit == "sentence":
        return list(sentences(text))
    return [found.span() for found in re.finditer(r"\S.*?(?=\n\n|\Z)", text, re.DOTALL)]
