"""Cuts a page that came on one long line where its blocks probably met.

Nothing but words is left of such a page, so trees judge each place before a capital, a figure or
behind a full stop by the words around it. `tests/training/seams.py` grows them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from itertools import accumulate, pairwise

import regex

from reader.clean.dump.line_measures import text_weight
from reader.clean.dump.tree_model import NEVER, Stages, TreeModel, load_model
from reader.clean.text import boilerplate_words
from reader.clean.text.language import COMMON_WORDS
from reader.model.construction import frozen

LIKELY = 0.5  # chance from which two words are parted
LONGEST = 3_000  # letters of a line that hardly is one paragraph
SHORTEST = 500  # letters of a line that is a page's only one
FEW = 3  # lines of a page that came on hardly any
PARAGRAPH = 350  # letters from which the end of a sentence ends a paragraph
MOST_WORDS = 60_000  # of a line that are judged
NEAR, FAR = 6, 60  # words around a place
STAGES: Stages = ((10, -3.0, NEVER), (25, -2.5, NEVER))
NAMES = (
    *("before 3", "before 2", "before", "behind", "behind 2", "behind 3", "length before"),
    *("length behind", "small behind", "common before", "common behind", "capitals before"),
    *("capitals behind", "since stop", "until stop", "starts again", "ends again", "pair again"),
    *("furniture before", "furniture behind", "pointer behind", "quoted", "small before"),
)
_SMALL, _CAPITAL, _CAPITALS, _FIGURE, _SIGN = range(5)
_OPEN, _COMMA, _COLON, _STOP, _SHORTENED, _CLOSED = range(6)
_LEADING = "\"“„«‘'([¿¡「『（"
_STOPPED = regex.compile(r"[.!?…。！？؟।۔][\"'”’»)\]」』]*$")
_COMMAED = regex.compile(r"[,;،，、–—-][\"'”’»]?$")
_SHORT = regex.compile(
    r"(?:\p{Lu}|\p{Lu}\.(?:\p{Lu}\.?){0,20}|\p{L}\.\p{L}|M[rs]|Mrs|Dr|Prof|St|Sen|Rep|Gov|Gen|Lt|Col|Sgt"
    r"|Rev|Hon|Jr|Sr|No|Nos|Nr|vs|etc|ca|bzw|usw|vgl|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Okt"
    r"|Nov|De[cz]|Inc|Ltd|Co|Corp|a\.m|p\.m|\d{1,2})\.",
)
_DENSE = regex.compile(r"[\u3040-\u30ff\u3400-\u9fff]")
_DENSE_END = regex.compile(
    r"[。！？][」』）]?\K(?![。！？」』）])|(?<=[\u3040-\u9fff。）」]) | (?=[\u3040-\u9fff「（])"
)


def split_run_on(lines: Sequence[str]) -> list[str]:
    """Cut the lines of a page that holds nearly all it says on a few; else leave them alone."""
    written = [line for line in lines if line]
    longest = max(map(len, written), default=0)
    if longest < SHORTEST or (longest < LONGEST and len(written) > 1):
        return list(lines)
    fewest = SHORTEST if len(written) <= FEW else LONGEST
    long = sum(len(line) for line in written if len(line) >= fewest)
    if 2 * long < sum(map(len, written)):
        return list(lines)
    return [part for line in lines for part in (_cut(line) if len(line) >= fewest else [line])]


def _cut(line: str) -> list[str]:
    if 3 * len(_DENSE.findall(line)) > len(line):
        return list(_paragraphs(filter(None, map(str.strip, _DENSE_END.split(line))), ""))
    words = line.split(" ", MOST_WORDS)
    places = find_seams(words)
    return [" ".join(words[start:end]) for start, end in pairwise([0, *places, len(words)])]


def _paragraphs(sentences: Iterator[str], between: str) -> Iterator[str]:
    """Join sentences to paragraphs; what is no sentence stands alone."""
    paragraph: list[str] = []
    for sentence in sentences:
        is_whole = bool(_STOPPED.search(sentence))
        if paragraph and (not is_whole or sum(map(text_weight, paragraph)) >= PARAGRAPH):
            yield between.join(paragraph)
            paragraph = []
        paragraph.append(sentence)
        if not is_whole:
            yield between.join(paragraph)
            paragraph = []
    if paragraph:
        yield between.join(paragraph)


def find_seams(words: Sequence[str]) -> list[int]:
    """Find before which words of a line another block begins."""
    read = RunOnWords.from_words(words)
    places, begun = [], 0
    for at in read.candidates():
        chance = _seam_model().chance(read.measure(at), STAGES)
        size = read.offsets[at] - read.offsets[begun]
        if chance >= LIKELY or (size >= PARAGRAPH and read.is_stop(at - 1)):
            places.append(at)
            begun = at
    return places


@cache
def _seam_model() -> TreeModel:
    """Read the trees that come with newsreader."""
    return load_model(__package__, "seam_model.json")


@frozen
class RunOnWords:
    """The words of a line, and how each is written."""

    words: Sequence[str]
    bare: Sequence[str]  # without the marks around them
    kinds: Sequence[int]  # how each begins
    ends: Sequence[int]  # how each ends
    small: frozenset[str]  # words that the line writes small
    offsets: Sequence[int]  # letters over each
    capitals: Sequence[int]  # words with a capital over each
    stops: Sequence[int]  # where the last full stop before each is
    halts: Sequence[int]  # where the next full stop behind each is
    pairs: Counter[tuple[str, str]]
    runs: Counter[tuple[str, str, str]]

    @classmethod
    def from_words(cls, words: Sequence[str]) -> RunOnWords:
        """Look at each word of a line once."""
        read = [_read(word) for word in words]
        bare = [each[0] for each in read]
        kinds = [each[1] for each in read]
        ends = [each[2] for each in read]
        offsets = list(accumulate((len(word) + 1 for word in words), initial=0))
        capitals = list(accumulate((kind in (_CAPITAL, _CAPITALS) for kind in kinds), initial=0))
        return cls(
            words, bare, kinds, ends,
            frozenset(word for word, kind in zip(bare, kinds, strict=True) if kind == _SMALL),
            offsets, capitals, _since(ends), _since(ends[::-1])[::-1],
            Counter(pairwise(bare)), Counter(zip(bare, bare[1:], bare[2:], strict=False)),
        )  # fmt: skip

    def candidates(self) -> Iterator[int]:
        """List the words before which a block may begin."""
        for at in range(1, len(self.words)):
            if self.kinds[at] != _SMALL or self.ends[at - 1] == _STOP:
                yield at

    def is_stop(self, at: int) -> bool:
        """Tell whether a word ends a sentence."""
        return self.ends[at] == _STOP

    def measure(self, at: int) -> list[float]:
        """Describe a place by the numbers that `NAMES` lists."""
        bare, last = self.bare, len(self.words)
        before, behind = bare[at - 1], bare[at]
        left, right = max(0, at - NEAR), min(last, at + 1 + NEAR)
        low = behind.lower()
        return [
            self._sort(at - 3), self._sort(at - 2), self._sort(at - 1),
            self._sort(at), self._sort(at + 1), self._sort(at + 2),
            len(before), len(behind), low in self.small,
            before in COMMON_WORDS, low in COMMON_WORDS,
            (self.capitals[at] - self.capitals[left]) / max(1, at - left),
            (self.capitals[right] - self.capitals[at + 1]) / max(1, right - at - 1),
            min(FAR, self.stops[at - 1]), min(FAR, self.halts[at]),
            self._starts_again(at), self._ends_again(at), self.pairs[before, behind],
            self._furniture(at, -1), self._furniture(at, 1), self._points(at),
            self.words[at][0] in _LEADING, before.lower() in self.small,
        ]  # fmt: skip

    def _sort(self, at: int) -> float:
        """Tell as one number how a word begins and ends."""
        if not 0 <= at < len(self.words):
            return -1
        return 6 * self.kinds[at] + self.ends[at]

    def _starts_again(self, at: int) -> float:
        """Count how often three words come again behind another word."""
        run = (*self.bare[at : at + 3],)
        again = self.runs[run] if len(run) == 3 else 0
        return again - self.pairs[self.bare[at - 1], self.bare[at]] if again > 1 else 0

    def _ends_again(self, at: int) -> float:
        run = (*self.bare[max(0, at - 3) : at],)
        again = self.runs[run] if len(run) == 3 else 0
        return again - self.pairs[self.bare[at - 1], self.bare[at]] if again > 1 else 0

    def _furniture(self, at: int, step: int) -> float:
        """Tell how many words right before or behind a place are a label that pages have."""
        for many in (3, 2, 1):
            piece = self.words[at : at + many] if step > 0 else self.words[max(0, at - many) : at]
            if len(piece) == many and _is_furniture(" ".join(piece)):
                return many
        return 0

    def _points(self, at: int) -> float:
        said = " ".join(self.words[at : at + 5])
        return boilerplate_words.is_pointer(said) + 2 * boilerplate_words.is_end(said)


@lru_cache(maxsize=8192)
def _is_furniture(text: str) -> bool:
    return len(text) <= 40 and boilerplate_words.is_furniture(text)


@lru_cache(maxsize=8192)
def _read(word: str) -> tuple[str, int, int]:
    """Tell a word without its marks, how it begins, and how it ends."""
    bare = word.strip("\"“”„«»‘’'()[]¿¡.,;:!?…|·•")
    return bare, _kind(word.lstrip(_LEADING)), _end(word)


def _kind(word: str) -> int:
    first = word[:1]
    if first.isdigit():
        return _FIGURE
    if not first.isalpha():
        return _SIGN
    if first == first.lower():
        return _SMALL if first != first.upper() else _CAPITAL
    return _CAPITALS if len(word) > 1 and word.isupper() else _CAPITAL


def _end(word: str) -> int:
    last = word[-1:]
    if last.isalnum():
        return _OPEN
    if _SHORT.fullmatch(word.lstrip(_LEADING)):
        return _SHORTENED
    if _STOPPED.search(word):
        return _STOP
    if last in ":：":
        return _COLON
    return _COMMA if _COMMAED.search(word) else _CLOSED


def _since(ends: Sequence[int]) -> list[int]:
    found, gap = [], FAR
    for end in ends:
        gap = 0 if end == _STOP else min(FAR, gap + 1)
        found.append(gap)
    return found
