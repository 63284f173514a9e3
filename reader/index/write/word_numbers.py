"""Numbers the words of very many texts as they are written: the same word, the same number.

The texts are cut as bytes and their words are looked up as numbers, all at once: that takes less
than half the time of cutting one text after another and looking up one word after another.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from secrets import randbits

import numpy as np

from reader.index.analysis.tokens import OUTSIDE, is_plain, words_as_written
from reader.index.write.token_keys import Row

_WIDE = 8  # bytes that are looked at as one number
_LONGEST = 2 * _WIDE  # bytes of a word that is looked at as two of these
_SPACE, _COMMA, _STOP = b" ,."
_APART = bytes(_SPACE if chr(byte) in OUTSIDE else byte for byte in range(256))
_MASKS = np.array([(1 << 8 * length) - 1 for length in range(_WIDE + 1)], np.uint64)
_FIRST_BITS = 12  # of the number of a slot; so many tables are small
_GROWTH = 2  # bits, when fewer than three of four slots are free


class CutTexts:
    """Some texts, cut into words as they are written, some of these with marks around them.

    They are cut at controls too, and less often behind marks than `words_as_written` does it, which
    makes no other terms of them.
    """

    def __init__(self, texts: Sequence[str]) -> None:
        written = [_as_bytes(text) for text in texts]
        self._raw = bytearray(b" ".join([b"", *written, b" " * _LONGEST]))
        letters = np.frombuffer(self._raw, np.uint8)
        marks = np.flatnonzero((letters == _COMMA) | (letters == _STOP))
        letters[marks[letters[marks + 1] == _SPACE]] = _SPACE
        is_space = letters <= _SPACE
        edges = np.flatnonzero(is_space[1:] != is_space[:-1]) + 1
        self._starts, self._ends = edges[0::2], edges[1::2]
        begins = np.cumsum([1, *(len(text) + 1 for text in written)])
        self.counts = np.diff(np.searchsorted(self._starts, begins))
        """How many words each text has."""

        self.lengths = self._ends - self._starts
        """How many bytes each word has."""

    def word(self, at: int) -> str:
        """Return one of the words."""
        return self._raw[self._starts[at] : self._ends[at]].decode()

    def halves(self, some: Row) -> tuple[Row, Row]:
        """Return the first bytes of some words as numbers, and those behind them."""
        wide = np.ndarray((len(self._raw) - _WIDE + 1,), "<u8", self._raw, strides=(1,))
        starts, lengths = self._starts[some], self.lengths[some]
        firsts = wide[starts] & _MASKS[np.minimum(lengths, _WIDE)]
        seconds = np.zeros(len(firsts), np.uint64)
        longer = np.flatnonzero(lengths > _WIDE)
        seconds[longer] = wide[starts[longer] + _WIDE] & _MASKS[lengths[longer] - _WIDE]
        return firsts, seconds


class WordNumbers:
    """A number for each word of a language, as it is written.

    Words of few bytes stand in slots, each in the first one that is free from a certain one on
    (open addressing; Knuth, 6.4). Which that is, nobody who writes texts can foresee.
    """

    def __init__(self, number_of: Callable[[str], int]) -> None:
        """Take what gives each new word its number, which is not 0."""
        self._number_of = number_of
        self._long: dict[str, int] = {}
        self._factors = np.uint64(randbits(64) | 1), np.uint64(randbits(64) | 1)
        self._empty(_FIRST_BITS)

    def numbers(self, texts: CutTexts, some: Row) -> Row:
        """Return the numbers of some of the words of texts."""
        is_long = texts.lengths[some] > _LONGEST
        short = some[~is_long]
        numbers = np.empty(len(some), np.uint32)
        slots = self._slots_of(
            *texts.halves(short),
            lambda new: [self._number_of(texts.word(at)) for at in short[new].tolist()],
        )
        numbers[~is_long] = self._numbers[slots]
        numbers[is_long] = [self._number_of_long(texts.word(at)) for at in some[is_long].tolist()]
        return numbers

    def _number_of_long(self, word: str) -> int:
        if word not in self._long:
            self._long[word] = self._number_of(word)
        return self._long[word]

    def _empty(self, bits: int) -> None:
        """Begin with so many bits of slots, all of them free."""
        self._bits, self._taken = bits, 0
        self._firsts, self._seconds = np.zeros((2, 1 << bits), np.uint64)
        self._numbers = np.zeros(1 << bits, np.uint32)

    def _slots_of(
        self, firsts: Row, seconds: Row, numbers_of: Callable[[Row], Sequence[int] | Row]
    ) -> Row:
        """Return the slots of words by their halves; new ones get slots, with numbers as told."""
        slots, waiting = self._own_slots(firsts, seconds), np.arange(len(firsts))
        while waiting.size:
            at = slots[waiting]
            is_other = self._firsts[at] != firsts[waiting]
            is_other |= self._seconds[at] != seconds[waiting]
            waiting, at = waiting[is_other], at[is_other]
            is_free = self._numbers[at] == 0
            free, places = np.unique(at[is_free], return_index=True)
            new = waiting[is_free][places]
            self._firsts[free], self._seconds[free] = firsts[new], seconds[new]
            self._numbers[free] = numbers_of(new)
            self._taken += len(new)
            slots[waiting[~is_free]] = (at[~is_free] + 1) & ((1 << self._bits) - 1)
            if self._taken << _GROWTH > 1 << self._bits:
                self._grow()
                slots, waiting = self._own_slots(firsts, seconds), np.arange(len(firsts))
        return slots

    def _own_slots(self, firsts: Row, seconds: Row) -> Row:
        """Return the slots from which on words are looked for."""
        mixed: Row = firsts * self._factors[0] + seconds * self._factors[1]
        slots: Row = mixed >> np.uint64(64 - self._bits)
        return slots.astype(np.int64)

    def _grow(self) -> None:
        """Put all words into more slots."""
        taken = np.flatnonzero(self._numbers)
        firsts, seconds, numbers = (
            held[taken] for held in (self._firsts, self._seconds, self._numbers)
        )
        self._empty(self._bits + _GROWTH)
        self._slots_of(firsts, seconds, numbers.__getitem__)


def _as_bytes(text: str) -> bytes:
    """Return a text whose words are apart by spaces and controls."""
    if text.isascii():
        return text.encode().translate(_APART)
    if is_plain(text):
        return text.encode()
    return "\n".join(words_as_written(text)).encode()
