"""Blocks in, where words stand in them out: a little at a time, so that no key waits for it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from reader.tui.render.article.article_lines import ArticleBlock, Matches

SLICE = 6000  # code points that are looked through at once: about 1,000 words, 10 ms
CHUNK = 2000  # code points after which a long block is cut
# A block, and a stretch of its text; where in that stretch something is.
Find = Callable[[ArticleBlock, str], Matches]


class ArticleSearch:
    """A search through the blocks of an article, from one of them to the end, then the rest."""

    def __init__(self, blocks: Sequence[ArticleBlock], find: Find, origin: int = 0) -> None:
        self.find = find
        self.origin = origin = min(origin, len(blocks))  # the article may be a shorter one by now
        self.marked: dict[int, Matches] = {}  # by the number of the block
        self.chunks = _chunks(blocks, [*range(origin, len(blocks)), *range(origin)])
        self.over = find is find_nothing

    def go_on(self) -> None:
        """Look through the next slice."""
        left = SLICE
        for number, block, start, end in self.chunks:
            found = self.find(block, block.text[start:end])
            if found:
                moved = tuple((start + begin, start + stop) for begin, stop in found)
                self.marked[number] = self.marked.get(number, ()) + moved
            left -= end - start
            if left <= 0:
                return
        self.over = True

    def places(self) -> list[tuple[int, int]]:
        """Return each known match: the number of its block and its start there, in order."""
        return [(number, start) for number in sorted(self.marked) for start, _ in self[number]]

    def __getitem__(self, number: int) -> Matches:
        return self.marked.get(number, ())


def _chunks(
    blocks: Sequence[ArticleBlock], numbers: Sequence[int]
) -> Iterator[tuple[int, ArticleBlock, int, int]]:
    """Yield the stretches of blocks, none much longer than a chunk: number, block, start, end."""
    for number in numbers:
        start, size = 0, len(blocks[number].text)
        while start < size:
            end = _cut(blocks[number].text, start)
            yield number, blocks[number], start, end
            start = end


def _cut(text: str, start: int) -> int:
    """Choose where a chunk ends: after a line or a sentence, else between words, else anywhere."""
    end = start + CHUNK
    if end >= len(text):
        return len(text)
    for gap in ("\n", ". ", " "):
        at = text.rfind(gap, start + CHUNK // 2, end)
        if at > 0:
            return at + len(gap)
    return end


def find_nothing(_block: ArticleBlock, _text: str) -> Matches:
    """Find nothing."""
    return ()
