"""The words of many texts as arrays: of each its term, and whether it is a name.

What `terms.py` does with one word after another is done here with all words of all texts. Those
in ASCII (nearly all of English) are cut, folded and hashed as bytes; others as they are there.
"""

from __future__ import annotations

from collections.abc import Sequence
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from reader.cluster.terms import (
    BY_LENGTH,
    FIGURE,
    NOTHING,
    STEM,
    named_terms,
    plain_beginning,
    words_with_terms,
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


_CLASSES = bytes(map(_class_of, range(128))).ljust(256, b"\0")
_MASKS = np.array([(1 << 8 * length) - 1 for length in range(WIDE + 1)], np.uint64)
# A sum of CRC-32 is that of as many zeros and, for each byte, of what it changes in that (it is
# linear). Stems stand at the end of a wide number: at each place the same number of bytes follows.
_ZEROS = np.array([crc32(bytes(length)) for length in range(STEM + 1)], np.uint32)
_CHANGES = np.array(
    [
        [crc32(bytes([byte, *bytes(after)])) ^ crc32(bytes(1 + after)) for byte in range(128)]
        for after in reversed(range(WIDE))
    ],
    np.uint32,
)
_MIXER = 0x9E3779B97F4A7C15  # an odd number, of bits in no order (Knuth, 6.4)
_HALF = 32  # bits
_TEXT_BITS = 16  # that tell which text a word is of


@frozen
class WordArrays:
    """The words of some texts, one text after the other."""

    bounds: NDArray[np.int64]  # where the words of each begin, and in the end how many there are
    terms: NDArray[np.uint32]  # of each word
    names: NDArray[np.bool_]  # whether it is a name or a number


def word_arrays(texts: Sequence[str]) -> WordArrays:
    """Return the words of the beginnings of texts."""
    starts = [plain_beginning(text) for text in texts]
    plain = _plain_words([start if start.isascii() else "" for start in starts])
    others = {at: _other_words(start) for at, start in enumerate(starts) if not start.isascii()}
    return _merged(plain, others) if others else plain


def _other_words(text: str) -> tuple[NDArray[np.uint32], NDArray[np.bool_]]:
    """Return the terms of a text that is not in ASCII, and which of them are names."""
    found, told = words_with_terms(text)
    named = named_terms(found)
    return np.array(told, np.uint32), np.array([term in named for term in told], np.bool_)


def _merged(
    plain: WordArrays, others: dict[int, tuple[NDArray[np.uint32], NDArray[np.bool_]]]
) -> WordArrays:
    """Return words with those of some other texts in place of none."""
    cuts = plain.bounds[1:-1]
    terms = np.split(plain.terms, cuts)
    names = np.split(plain.names, cuts)
    for at, (told, named) in others.items():
        terms[at], names[at] = told, named
    bounds = np.cumsum([0, *map(len, terms)])
    return WordArrays(bounds, np.concatenate(terms), np.concatenate(names))


def _plain_words(texts: Sequence[str]) -> WordArrays:
    """Return the words of texts in ASCII."""
    raw = " ".join(["", *texts, " " * WIDE]).encode()
    written, lower = np.frombuffer(raw, np.uint8), np.frombuffer(raw.lower(), np.uint8)
    starts, ends, numbers = _cut(np.frombuffer(bytearray(raw.translate(_CLASSES)), np.uint8))
    begins = np.cumsum([1, *(len(text) + 1 for text in texts)])
    bounds = np.searchsorted(starts, begins)
    wide = np.ndarray((len(raw) - WIDE + 1,), "<u8", lower, strides=(1,))
    lengths = ends - starts
    capitals = np.flatnonzero(lower != written)
    words = np.searchsorted(starts, capitals, "right") - 1
    has_capital = np.zeros(len(starts), np.bool_)
    has_capital[words] = True
    at_first = words[starts[words] == capitals]
    hashes = _numbered(_word_hashes(wide, starts, lengths), bounds)
    names = numbers.copy()
    names[at_first] = ~_stand_among(hashes[at_first], hashes[~has_capital])
    return WordArrays(bounds, _terms(wide, starts, lengths, numbers), names)


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
    hashes = _mixed(wide[starts] & _MASKS[np.minimum(lengths, WIDE)])
    longer, part = np.flatnonzero(lengths > WIDE), WIDE
    while longer.size:
        rest = np.minimum(lengths[longer] - part, WIDE)
        hashes[longer] = _mixed(hashes[longer] + (wide[starts[longer] + part] & _MASKS[rest]))
        part += WIDE
        longer = longer[lengths[longer] > part]
    return hashes


def _mixed(numbers: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """Return numbers whose bits depend on all bits of others."""
    mixed = numbers * np.uint64(_MIXER)
    return (mixed ^ mixed >> np.uint64(_HALF)) * np.uint64(_MIXER)


def _numbered(hashes: NDArray[np.uint64], bounds: NDArray[np.int64]) -> NDArray[np.uint64]:
    """Return hashes of words with the number of the text before them."""
    texts = np.repeat(np.arange(len(bounds) - 1, dtype=np.uint64), np.diff(bounds))
    return texts << np.uint64(64 - _TEXT_BITS) | hashes >> np.uint64(_TEXT_BITS)


def _stand_among(words: NDArray[np.uint64], others: NDArray[np.uint64]) -> NDArray[np.bool_]:
    """Tell of each word whether it is one of others."""
    others = np.append(np.sort(others), np.uint64(0xFFFF_FFFF_FFFF_FFFF))
    found: NDArray[np.uint64] = others[np.searchsorted(others, words)]
    return np.equal(found, words)
