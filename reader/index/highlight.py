"""Where a query's words stand in a text, and the passage that best shows them."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise, takewhile, tee

from reader.index.analysis.query_tokens import TokenFit, TokenRow, WantedToken, wanted_rows
from reader.index.analysis.stemming import FALLBACK
from reader.index.analysis.tokens import Token, find_words, is_plain, tokenize, tokens_of_words
from reader.index.regex_terms import regex_spans, wanted_patterns
from reader.index.word_starts import starts_of
from reader.model import Part, Snippet

MatchRange = tuple[int, int]
Labelled = tuple[int, int, int]  # start, end, which of the wanted rows

_LOOKED_THROUGH = 200_000  # code points of a text that a snippet is looked for in
_LONG_WORD = 24  # a text without spaces is cut anywhere
_SPACE = re.compile(r"\s+")
_ODD = r"[.,'](?=\w)|[^\0-\x7f]"  # stands within a word that is not written as it is looked up
_MOST_KNOWN = 50_000  # words that are remembered


def term_offsets(text: str, language: str = "") -> Iterator[tuple[str, int, int]]:
    """Yield the terms of a text with their start and end in code points."""
    before = 0
    for term, form, start, end in tokenize(text, language):
        if form or end != before:
            yield term, start, end
        before = end


def matches(text: str, part: Part, field: str = "", language: str = "") -> tuple[MatchRange, ...]:
    """Find a query's positive parts in a text: start and end, in order, never overlapping.

    `field` says what the text is: "title", "outlet", "by" or "body". Parts that ask for another
    field mark nothing in it. `language` is the story's, as the index was told it.
    """
    found = _find_wanted(text, part, field, language)
    return tuple(_merge_overlaps((start, end) for start, end, _ in found))


def snippet(text: str, part: Part, width: int = 160, language: str = "") -> Snippet:
    """Return the passage of a body that shows most of a query, in one line about `width` long."""
    read = text[:_LOOKED_THROUGH]
    found = _find_wanted(read, part, "body", language)
    start, end = _passage(read, found, width)
    near = takewhile(lambda match: match[0] <= end, found)
    inside = [(left, right) for left, right, _ in near if start <= left and right <= end]
    return _on_one_line(text, start, end, list(_merge_overlaps(inside)))


class _Found:
    """Where a text has what a query wants, in order, looked for as far as somebody asks.

    A passage is chosen once all that is wanted stands in it; most of a text is not read for that.
    """

    def __init__(self, labels: int, source: Iterator[Labelled]) -> None:
        self.labels = labels  # how many rows and patterns there are
        self._source = source

    def __iter__(self) -> Iterator[Labelled]:
        """Begin anew; what was found before is remembered."""
        self._source, again = tee(self._source)
        return again


@lru_cache(1)  # of a story the passage is asked for, and then all that stands in its text
def _find_wanted(text: str, part: Part, field: str, language: str) -> _Found:
    rows, patterns, wanted = _wanted_of(part, field, language)
    labels = len(rows) + len(patterns)
    if wanted is not None and not patterns:
        return _Found(labels, wanted.found_in(text) if rows else iter(()))
    spans = [
        (*span, len(rows) + label)
        for label, pattern in enumerate(patterns)
        for span in regex_spans(text, pattern)
    ]
    if wanted is None:
        spans += _found_in_rows(text, rows, language)
    elif rows:
        spans += wanted.found_in(text)
    return _Found(labels, iter(sorted(spans)))


@lru_cache(16)
def _wanted_of(
    part: Part, field: str, language: str
) -> tuple[Sequence[TokenRow], Sequence[str], _WantedInWords | None]:
    """Return the rows and patterns that a query wants, and what finds rows of one word each."""
    rows, patterns = tuple(wanted_rows(part, field)), tuple(wanted_patterns(part, field))
    is_simple = all(len(row) == 1 and not _is_single(row) for row in rows)
    return rows, patterns, _WantedInWords(rows, language) if is_simple else None


class _WantedInWords(dict[str, Sequence[Labelled]]):
    """What of a word, as it is written, is wanted by some row of a single token; a cache."""

    def __init__(self, rows: Sequence[TokenRow], language: str) -> None:
        super().__init__()
        self._wants = [row[0] for row in rows]
        self._tokens = tokens_of_words(language)
        is_alike = any(want.fit is TokenFit.LIKE for want in self._wants)
        self._likely = None if is_alike or language not in ("", FALLBACK) else self._pattern()

    def _pattern(self) -> re.Pattern[str]:
        """Return what stands in every English word that may be wanted.

        How it begins; or a mark between letters, or a letter that is not of ASCII.
        """
        starts = {start for want in self._wants for start in starts_of(want)}
        return re.compile("|".join([*map(re.escape, sorted(starts)), _ODD]), re.IGNORECASE)

    def found_in(self, text: str) -> Iterator[Labelled]:
        """Yield where a text has what is wanted, in order."""
        for stretch in self.stretches(text):
            for found in find_words(text, *stretch):
                at = found.start()
                for start, end, label in self[found[0]]:
                    yield at + start, at + end, label

    def stretches(self, text: str) -> Iterator[MatchRange]:
        """Yield the stretches of a text, from blank to blank, in which anything may be wanted.

        In a thousand words of English that are but a few.
        """
        if self._likely is None or not is_plain(text):
            yield 0, len(text)
            return
        end = 0
        for found in self._likely.finditer(text):
            at = found.start()
            if at >= end:
                start = max(end, text.rfind(" ", end, at) + 1, text.rfind("\n", end, at) + 1)
                end = min(_find(text, " ", at), _find(text, "\n", at))
                yield start, end

    def __missing__(self, word: str) -> Sequence[Labelled]:
        """Look at it the first time."""
        if len(self) >= _MOST_KNOWN:
            self.clear()
        wanted = self[word] = sorted(
            (start, end, label)
            for term, form, start, end in self._tokens[word]
            for label, want in enumerate(self._wants)
            if want.takes(term, form)
        )
        return wanted


def _find(text: str, sign: str, start: int) -> int:
    """Return where a sign stands next in a text, or where that ends."""
    at = text.find(sign, start)
    return at if at >= 0 else len(text)


def _found_in_rows(text: str, rows: Sequence[TokenRow], language: str) -> Iterator[Labelled]:
    """Yield where whole rows stand in a text."""
    read = list(tokenize(text, language))
    places: dict[tuple[str, str], list[int]] = {}
    for place, token in enumerate(read):
        places.setdefault(token[:2], []).append(place)
    for label, row in enumerate(rows):
        for first in _firsts(places, row):
            yield (*_span(read, first, row), label)


def _firsts(places: dict[tuple[str, str], list[int]], row: TokenRow) -> set[int]:
    """Return where in a text's tokens the whole row begins."""
    firsts = _places(places, row[0])
    for want in row[1:]:
        if not firsts:
            break
        firsts &= {place - want.place for place in _places(places, want)}
    return firsts


def _places(places: dict[tuple[str, str], list[int]], want: WantedToken) -> set[int]:
    return {place for token, found in places.items() if want.takes(*token) for place in found}


def _span(read: list[Token], first: int, row: TokenRow) -> MatchRange:
    last = first + row[-1].place
    end = read[last][3]
    following = read[last + 1][2] if last + 1 < len(read) else end
    # A pair is followed by its second character, which somebody who wants the first does not.
    return read[first][2], min(end, following) if _is_single(row) else end


def _is_single(row: TokenRow) -> bool:
    """Tell whether a row ends with a beginning of one letter."""
    return row[-1].fit is TokenFit.BEGINS and len(row[-1].form) == 1


def _merge_overlaps(found: Iterator[MatchRange] | list[MatchRange]) -> Iterator[MatchRange]:
    """Yield matches in order, those that overlap as one."""
    held: MatchRange | None = None
    for start, end in found:
        if held and start < held[1]:
            held = held[0], max(held[1], end)
            continue
        if held:
            yield held
        held = start, end
    if held:
        yield held


def _passage(text: str, found: _Found, width: int) -> MatchRange:
    """Choose where to cut: around the run of matches with most distinct rows, the earliest."""
    first, last = _best_run(found, width)
    if not last:
        return 0, _cut_after(text, width)
    slack = max(0, width - (last - first)) // 2
    start = _cut_before(text, max(0, first - slack), first)
    return start, max(last, _cut_after(text, start + width, last))


def _best_run(found: _Found, width: int) -> MatchRange:
    """Return from where to where it goes; nothing of it where there are no matches."""
    best, run = 0, (0, 0)
    held: deque[Labelled] = deque()
    for match in found:
        held.append(match)
        while match[1] - held[0][0] > width and len(held) > 1:
            held.popleft()
        distinct = len({label for _, _, label in held})
        if distinct > best:
            best, run = distinct, (held[0][0], match[1])
            if best == found.labels:
                break  # none further on is better
    return run


def _cut_before(text: str, start: int, latest: int) -> int:
    """Return the first beginning of a word from here on."""
    if start and not text[start - 1].isspace():
        space = _SPACE.search(text, start, min(latest, start + _LONG_WORD))
        start = space.end() if space else start
    return start


def _cut_after(text: str, end: int, earliest: int = 0) -> int:
    """Return the last end of a word up to here."""
    if end >= len(text):
        return len(text)
    nearest = max(earliest, end - _LONG_WORD)
    return next((at for at in range(end, nearest, -1) if text[at].isspace()), max(end, earliest))


def _on_one_line(text: str, start: int, end: int, found: list[MatchRange]) -> Snippet:
    """Return a passage in one line, its matches moved along."""
    line, moved = ("…" if text[:start].strip() else ""), []
    start = end - len(text[start:end].lstrip())
    edges = [start, *(edge for match in found for edge in match), end]
    for number, (left, right) in enumerate(pairwise(edges)):
        piece = _SPACE.sub(" ", text[left:right])
        if number % 2:
            moved.append((len(line), len(line) + len(piece)))
        line += piece
    line = line.rstrip()
    return Snippet(line + ("…" if text[end:].strip() else ""), tuple(moved))
