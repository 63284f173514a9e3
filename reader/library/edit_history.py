"""The edits of a story: what each of them changed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import chain, pairwise, zip_longest

from reader.model import DiffHunk, DiffStretch, Edit, SpanKind, Story, Version

FIELDS = ("headline", "deck", "byline")
# A word with the space after it; of scripts that put none between words, a letter.
TOKEN = re.compile(
    r"[\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff]\s*|[^\s\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff]+\s*"
)
MOST = 100_000  # pairs of words, or of paragraphs, that are compared: a key is to answer at once
LONGEST = 200_000  # characters of both texts, beyond which only paragraphs are compared
ALIKE = 0.4  # of two paragraphs that are one before and after an edit
_MOST_PAIRED = 2_500  # pairs of paragraphs whose words are compared to find out which was which
# What stands around words, so that no colour is needed to see what became of them.
BRACKETS = {SpanKind.REMOVED: ("[-", "-]"), SpanKind.ADDED: ("{+", "+}")}
Op = tuple[str, int, int, int, int]


def edits_of(story: Story, versions: Sequence[Version]) -> list[Edit]:
    """Return what each edit of a story changed, the latest first."""
    if not versions:
        return []
    now = Version(versions[-1].until, story.headline, story.deck, story.byline, story.text)
    told = pairwise([*versions, now])
    return [Edit(before.until, tuple(_passages(before, after))) for before, after in told][::-1]


def _passages(before: Version, after: Version) -> Iterator[DiffHunk]:
    """Yield what one edit changed: fields first, then the text paragraph by paragraph."""
    for name in FIELDS:
        old, new = getattr(before, name), getattr(after, name)
        if old != new:
            yield DiffHunk(tuple(compare_texts(old, new)), name)
    short = len(before.text) + len(after.text) <= LONGEST
    yield from _in_text(before.text.split("\n\n"), after.text.split("\n\n"), short)


def _in_text(old: Sequence[str], new: Sequence[str], by_words: bool) -> Iterator[DiffHunk]:
    """Yield the paragraphs of a text that an edit touched, and how many lie between them."""
    for what, start, end, first, last in _steps(old, new):
        if what == "equal":
            yield DiffHunk(untouched=end - start)
        else:
            for pair in _counterparts(old[start:end], new[first:last]):
                yield from _pair_paragraphs(*pair, by_words)


def _counterparts(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Yield paragraphs with what became of them, in their order; those of one side beside nothing.

    Of all ways to pair them without crossing, the one in which pairs share most words.
    """
    if len(old) == len(new) == 1 or len(old) * len(new) > _MOST_PAIRED:
        yield from zip_longest(old, new, fillvalue="")
        return
    after = [_words(paragraph) for paragraph in new]
    shared = [[_count_shared(words, others) for others in after] for words in map(_words, old)]
    most = _most_shared(shared, len(new))
    at, to = 0, 0
    while at < len(old) and to < len(new):
        if shared[at][to] and most[at][to] == shared[at][to] + most[at + 1][to + 1]:
            yield old[at], new[to]
            at, to = at + 1, to + 1
        elif most[at][to] == most[at + 1][to]:
            yield old[at], ""
            at += 1
        else:
            yield "", new[to]
            to += 1
    yield from zip_longest(old[at:], (), fillvalue="")
    yield from zip_longest((), new[to:], fillvalue="")


def _words(paragraph: str) -> frozenset[str]:
    """Return the different words of a paragraph."""
    return frozenset(word.rstrip() for word in TOKEN.findall(paragraph))


def _count_shared(words: frozenset[str], others: frozenset[str]) -> int:
    """Count the words that two paragraphs share; none where they are too little alike."""
    count = len(words & others)
    return count if count >= ALIKE * min(len(words), len(others)) else 0


def _most_shared(shared: Sequence[Sequence[int]], width: int) -> list[list[int]]:
    """Return how many words the paragraphs from each place on can share at most."""
    most = [[0] * (width + 1) for _ in range(len(shared) + 1)]
    for at in reversed(range(len(shared))):
        for to in reversed(range(width)):
            both = shared[at][to] + most[at + 1][to + 1] if shared[at][to] else 0
            most[at][to] = max(both, most[at + 1][to], most[at][to + 1])
    return most


def _pair_paragraphs(old: str, new: str, by_words: bool) -> Iterator[DiffHunk]:
    """Yield a paragraph before and after an edit; two where they have little in common."""
    if old == new:
        yield DiffHunk(untouched=1)
        return
    told = compare_texts(old, new) if by_words else []
    kept = sum(len(words) for kind, words in told if kind is None)
    if old and new and kept >= ALIKE * min(len(old), len(new)):
        yield DiffHunk(tuple(told))
    else:
        both: tuple[DiffStretch, DiffStretch] = (SpanKind.REMOVED, old), (SpanKind.ADDED, new)
        yield from (DiffHunk((stretch,)) for stretch in both if stretch[1])


def compare_texts(old: str, new: str) -> list[DiffStretch]:
    """Return two texts as one: what was kept, what was removed, and what was added in its place."""
    one, other = TOKEN.findall(old), TOKEN.findall(new)
    told: list[DiffStretch] = []
    bare = [word.rstrip() for word in one], [word.rstrip() for word in other]
    for what, start, end, first, last in _steps(*bare):
        if what == "equal":
            told.append((None, "".join(other[first:last])))
            continue
        changes = ((SpanKind.REMOVED, one[start:end]), (SpanKind.ADDED, other[first:last]))
        told += [(kind, "".join(words)) for kind, words in changes if words]
    return told


def _steps(old: Sequence[str], new: Sequence[str]) -> list[Op]:
    """Compare two texts; what is too much to compare is replaced as a whole."""
    from difflib import SequenceMatcher  # few stories are edited, and the screen opens at once

    front = _common(zip(old, new, strict=False))
    back = _common(zip(reversed(old[front:]), reversed(new[front:]), strict=False))
    inside, within = old[front : len(old) - back], new[front : len(new) - back]
    if len(inside) * len(within) > MOST:
        middle: Sequence[Op] = [("replace", 0, len(inside), 0, len(within))]
    else:
        middle = SequenceMatcher(None, inside, within, autojunk=False).get_opcodes()
    ends = len(old) - back, len(old), len(new) - back, len(new)
    whole = chain(
        [("equal", 0, front, 0, front)],
        ((what, a + front, b + front, c + front, d + front) for what, a, b, c, d in middle),
        [("equal", *ends)],
    )
    return [step for step in whole if step[1] < step[2] or step[3] < step[4]]


def _common(pairs: Iterator[tuple[str, str]]) -> int:
    """Return how many pairs in a row, from the first on, are of equals."""
    count = 0
    for one, other in pairs:
        if one != other:
            break
        count += 1
    return count


def format_hunk(passage: DiffHunk) -> list[DiffStretch]:
    """Return a passage as it is read without colour: with brackets around what was changed."""
    if passage.untouched:
        many = "paragraph" if passage.untouched == 1 else "paragraphs"
        return [(None, f"({passage.untouched:,} {many} as before)")]
    told: list[DiffStretch] = []
    for kind, words in passage.stretches:
        if kind is None:
            told.append((None, words))
        else:
            before, after = BRACKETS[kind]
            bare = words.rstrip()
            told += [(kind, before + bare + after), (None, words[len(bare) :])]
    return told
