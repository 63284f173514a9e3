"""The words of many texts as arrays: of each its term, and whether it is a name.

What `terms.py` does with one word after another is done here with all words of all texts, as bytes.
Words that are not in ASCII are folded as there; a text in which many are is read as there.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from reader.cluster.terms import (
    BY_LENGTH,
    FIGURE,
    MOST_KNOWN,
    NOTHING,
    STEM,
    UNSPACED,
    first_words,
    named_terms,
    plain_beginning,
    term_hashes,
)
from reader.model.construction import frozen

WIDE = 8  # bytes that are looked at as one number
_SPACE, _LETTER, _DIGIT, _MARK = range(4)  # classes of bytes; a full stop or a comma is a mark


def _class_of(byte: int) -> int:
    """Return what a byte of ASCII is to words."""
    letter = chr(byte)
    if letter.isalpha():
        return _LETTER
    if letter.isdigit():
        return _DIGIT
    return _MARK if letter in ".," else _SPACE


_CLASSES = bytes(map(_class_of, range(128))).ljust(256, bytes([_LETTER]))
_MASKS = np.array([(1 << 8 * length) - 1 for length in range(WIDE + 1)], np.uint64)
# A sum of CRC-32 is that of as many zeros and, for each byte, of what it changes in that (it is
# linear). Stems stand at the end of a wide number: at each place the same number of bytes follows.
_ZEROS = np.array([crc32(bytes(length)) for length in range(STEM + 1)], np.uint32)
_CHANGES = np.array(
    [
        [crc32(bytes([byte, *bytes(after)])) ^ crc32(bytes(1 + after)) for byte in range(256)]
        for after in reversed(range(WIDE))
    ],
    np.uint32,
)
_MIXER = 0x9E3779B97F4A7C15  # an odd number, of bits in no order (Knuth, 6.4)
_HALF = 32  # bits
_HIGH = 0x80  # this bit of a byte: it is none of ASCII
_TEXT_BITS = 16  # that tell which text a word is of
_FOREIGN_LETTERS = re.compile(r"[^\x00-\x7f]+")
_MOST_FOREIGN = 0.15  # of the letters of a text, for its words to be cut as bytes


@frozen
class WordArrays:
    """The words of some texts, one text after the other."""

    bounds: NDArray[np.int64]  # where the words of each begin, and in the end how many there are
    terms: NDArray[np.uint32]  # of each word
    names: NDArray[np.bool_]  # whether it is a name or a number


class _ForeignWords(dict[bytes, tuple[int, bytes, bool, bool]]):
    """What is known of words that are not in ASCII; a cache.

    The term, the word in small letters, whether it begins with a capital, and whether with a figure
    that is no digit, such as a raised one.
    """

    def __missing__(self, encoded: bytes) -> tuple[int, bytes, bool, bool]:
        """Work it out the first time."""
        word = encoded.decode()
        (term,) = term_hashes([word])
        is_figure = not word.islower() and word[0].isdigit()
        found = self[encoded] = (term, word.lower().encode(), word[0].isupper(), is_figure)
        return found


_FOREIGN = _ForeignWords()


def word_arrays(texts: Sequence[str]) -> WordArrays:
    """Return the words of the beginnings of texts."""
    starts = [plain_beginning(text) for text in texts]
    plain = [start if start.isascii() else _cut_as_bytes(start) for start in starts]
    pairs = enumerate(zip(starts, plain, strict=True))
    others = {at: first_words(start) for at, (start, text) in pairs if text is None}
    words = _plain_words([(text or "").encode() for text in plain])
    return _merge(words, others) if others else words


def _cut_as_bytes(text: str) -> str | None:
    """Return a text without marks that are not in ASCII; None where much else of it is not.

    Nor is it cut as bytes where it has digits of other scripts, or of those without spaces.
    """
    foreign = "".join(_FOREIGN_LETTERS.findall(text))
    if len(foreign) > _MOST_FOREIGN * len(text):
        return None
    for letter in sorted(set(foreign)):
        if not letter.isalnum():
            text = text.replace(letter, " ")
        elif letter.isdecimal() or UNSPACED.match(letter):
            return None
    return text


def _merge(plain: WordArrays, others: dict[int, list[str]]) -> WordArrays:
    """Return words with those of some other texts in place of none."""
    cuts = plain.bounds[1:-1]
    terms, names = np.split(plain.terms, cuts), np.split(plain.names, cuts)
    for at, found in others.items():
        told, named = term_hashes(found), named_terms(found)
        terms[at] = np.array(told, np.uint32)
        names[at] = np.array([term in named for term in told], np.bool_)
    bounds = np.cumsum([0, *map(len, terms)])
    return WordArrays(bounds, np.concatenate(terms), np.concatenate(names))


def _plain_words(texts: Sequence[bytes]) -> WordArrays:
    """Return the words of texts most of whose words are in ASCII; others stand apart in them."""
    raw = b" ".join([b"", *texts, b" " * WIDE])
    written, lower = np.frombuffer(raw, np.uint8), np.frombuffer(raw.lower(), np.uint8)
    starts, ends, numbers = _cut(np.frombuffer(bytearray(raw.translate(_CLASSES)), np.uint8))
    begins = np.cumsum([1, *(len(text) + 1 for text in texts)])
    bounds = np.searchsorted(starts, begins)
    lengths = ends - starts
    capitals = np.flatnonzero(lower != written)
    places = np.searchsorted(starts, capitals, "right") - 1
    has_capital, is_capital = np.zeros((2, len(starts)), np.bool_)
    has_capital[places] = True
    is_capital[places[starts[places] == capitals]] = True
    names = numbers.copy()
    terms = _terms(_wide_numbers(lower), starts, lengths, numbers)
    hashes = _word_hashes(_wide_numbers(lower), starts, lengths)
    if not raw.isascii():
        at = np.searchsorted(starts, np.flatnonzero(written & _HIGH), "right") - 1
        at = at[run_starts(at)]
        found = [raw[start:end] for start, end in zip(starts[at], ends[at], strict=True)]
        terms[at], small, is_capital[at], names[at] = zip(*_known_words(found), strict=True)
        hashes[at] = _hashes_of(small)
        has_capital[at] = [one != word for one, word in zip(small, found, strict=True)]
    hashes = _number_by_text(hashes, bounds)
    names[is_capital] = ~_stand_among(hashes[is_capital], hashes[~has_capital])
    return WordArrays(bounds, terms, names)


def _known_words(words: Sequence[bytes]) -> list[tuple[int, bytes, bool, bool]]:
    """Return what is known of words that are not in ASCII."""
    if len(_FOREIGN) > MOST_KNOWN:
        _FOREIGN.clear()
    return [_FOREIGN[word] for word in words]


def run_starts(numbers: NDArray[Any]) -> NDArray[np.int64]:
    """Return where each run of the same numbers begins."""
    return np.flatnonzero(np.append(True, numbers[1:] != numbers[:-1]))[: len(numbers)]


def _wide_numbers(letters: NDArray[np.uint8]) -> NDArray[np.uint64]:
    """Return the wide number that begins at each byte."""
    return np.ndarray((len(letters) - WIDE + 1,), "<u8", letters, strides=(1,))


def _hashes_of(words: Sequence[bytes]) -> NDArray[np.uint64]:
    """Return the hashes of words."""
    lengths = np.array([len(word) for word in words])
    raw = b"".join([*words, bytes(WIDE)])
    return _word_hashes(
        _wide_numbers(np.frombuffer(raw, np.uint8)), np.cumsum(lengths) - lengths, lengths
    )


def _cut(
    classes: NDArray[np.uint8],
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.bool_]]:
    """Return where each word begins and ends, and whether it is a number.

    A mark between two digits belongs to their number, any other to nothing.
    """
    marks = np.flatnonzero(classes == _MARK)
    inside = (classes[marks - 1] == _DIGIT) & (classes[marks + 1] == _DIGIT)
    classes[marks] = np.where(inside, _DIGIT, _SPACE)
    edges = np.flatnonzero(classes[1:] != classes[:-1]) + 1
    kinds = classes[edges]
    is_word = np.flatnonzero(kinds != _SPACE)
    return edges[is_word], edges[is_word + 1], kinds[is_word] == _DIGIT


def _terms(
    wide: NDArray[np.uint64],
    starts: NDArray[np.int64],
    lengths: NDArray[np.int64],
    numbers: NDArray[np.bool_],
) -> NDArray[np.uint32]:
    """Return the terms of words: see `terms.py::term_hash`."""
    stems = np.minimum(lengths, STEM)
    shifted = wide[starts] << (8 * (WIDE - stems)).astype(np.uint64)
    letters = shifted.astype("<u8", copy=False).view(np.uint8).reshape(-1, WIDE)
    terms = _ZEROS[stems]
    for place in range(WIDE - STEM, WIDE):
        terms ^= _CHANGES[place][letters[:, place]]
    terms &= ~np.uint32(BY_LENGTH)
    terms |= np.where(numbers, FIGURE, stems).astype(np.uint32)
    terms[(stems == 1) | (numbers & (stems == 2))] = NOTHING
    return terms


def _word_hashes(
    wide: NDArray[np.uint64], starts: NDArray[np.int64], lengths: NDArray[np.int64]
) -> NDArray[np.uint64]:
    """Return hashes of whole words, the same for the same letters."""
    hashes = _mix(wide[starts] & _MASKS[np.minimum(lengths, WIDE)])
    longer, part = np.flatnonzero(lengths > WIDE), WIDE
    while longer.size:
        rest = np.minimum(lengths[longer] - part, WIDE)
        hashes[longer] = _mix(hashes[longer] + (wide[starts[longer] + part] & _MASKS[rest]))
        part += WIDE
        longer = longer[lengths[longer] > part]
    return hashes


def _mix(numbers: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """Return numbers whose bits depend on all bits of others."""
    mixed = numbers * np.uint64(_MIXER)
    return (mixed ^ mixed >> np.uint64(_HALF)) * np.uint64(_MIXER)


def _number_by_text(hashes: NDArray[np.uint64], bounds: NDArray[np.int64]) -> NDArray[np.uint64]:
    """Return hashes of words with the number of the text before them."""
    texts = np.repeat(np.arange(len(bounds) - 1, dtype=np.uint64), np.diff(bounds))
    return texts << np.uint64(64 - _TEXT_BITS) | hashes >> np.uint64(_TEXT_BITS)


def _stand_among(words: NDArray[np.uint64], others: NDArray[np.uint64]) -> NDArray[np.bool_]:
    """Tell of each word whether it is one of others."""
    others = np.append(np.sort(others), np.uint64(0xFFFF_FFFF_FFFF_FFFF))
    found: NDArray[np.uint64] = others[np.searchsorted(others, words)]
    return np.equal(found, words)
