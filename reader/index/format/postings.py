"""Postings as bytes with a checksum: which stories hold a term, how much of it, and where."""

from __future__ import annotations

import sys
import zlib
from array import array
from functools import lru_cache
from itertools import compress
from typing import TypeAlias
from zlib import crc32, decompress

from reader.model.construction import frozen

Numbers: TypeAlias = "array[int]"

MOST = 127
"""The greatest impact: how much of a term a document can hold, in seven bits."""

_CHECKED = 4  # bytes of a checksum
_SMALL = 256  # bytes that are not worth squeezing
_FEW = 12  # bytes of lists with a number or two, which are the same over and over
_FEW_NUMBERS = 16  # that are narrowed sooner one by one
_RAW, _SQUEEZED = b"r", b"z"
_BARE = -15  # deflated without a header and a checksum of its own
_LITTLE = 4_096  # bytes
_TABLES = -12, 4  # for so many: a window of 4,096 bytes, and little memory
_FLAT = b"F"
_FLAT_FROM = 4  # a list of every fourth document or more is written flat
_PLANES = {
    "little": {"B": (0,), "H": (0, 1), "I": (0, 1, 2, 3)},
    "big": {"B": (3,), "H": (2, 3), "I": (0, 1, 2, 3)},
}[sys.byteorder]
"""Which bytes of a number of four are written, by the narrowest type that holds it."""
_FILLED = {
    "little": (("I", 3), ("I", 2), ("H", 1)),
    "big": (("I", 0), ("I", 1), ("H", 2)),
}[sys.byteorder]
"""Which type a number needs by the highest byte in it that is not 0, the highest byte first."""
_ONCE = "B"  # the type of counts that are all 1


class DamagedError(Exception):
    """Bytes are not what was written."""


@frozen
class Postings:
    """The documents of one segment that hold a term, and how much of it each holds."""

    documents: Numbers
    impacts: bytes  # from 1 to MOST

    def over(self, count: int) -> bytes:
        """Return the impact on every document of a segment, 0 where the term is missing."""
        flat = bytearray(count)
        for document, impact in zip(self.documents, self.impacts, strict=True):
            flat[document] = impact
        return bytes(flat)

    def pour(self, flat: bytearray) -> None:
        """Raise the impacts on the documents of a segment to these where these are greater."""
        for document, impact in zip(self.documents, self.impacts, strict=True):
            if impact > flat[document]:  # noqa: PLR1730 - twice as fast
                flat[document] = impact


@frozen
class Positions:
    """Where a term stands in each of the documents that hold it."""

    counts: Numbers
    positions: Numbers  # all of the first document, then all of the second


def narrowest(most: int) -> str:
    """Return the type of the smallest numbers that go so far."""
    return "B" if most < 1 << 8 else "H" if most < 1 << 16 else "I"


def seal(raw: bytes) -> bytes:
    """Return bytes with their checksum, squeezed where that pays."""
    kept = _RAW + raw
    if len(raw) > _SMALL and len(squeezed := _squeezed(raw)) < len(raw):
        kept = _SQUEEZED + squeezed
    return crc32(kept).to_bytes(_CHECKED, "little") + kept


def _squeezed(raw: bytes) -> bytes:
    """Deflate bytes, with tables as small as they are: clearing large ones takes longer."""
    if len(raw) > _LITTLE:
        return zlib.compress(raw, 1, _BARE)
    press = zlib.compressobj(1, zlib.DEFLATED, *_TABLES)
    return press.compress(raw) + press.flush()


def unseal(packed: bytes) -> bytes:
    """Return what was sealed; DamagedError when the bytes are not as written."""
    kept = memoryview(packed)[_CHECKED:]
    if not kept or crc32(kept) != int.from_bytes(packed[:_CHECKED], "little"):
        raise DamagedError("a piece of the index does not match its checksum")
    return decompress(kept[1:], _BARE) if kept[:1] == _SQUEEZED else bytes(kept[1:])


def pack_postings(postings: Postings, count: int) -> bytes:
    """Pack the postings of a segment with so many documents into bytes."""
    documents = postings.documents
    if is_flat(len(documents), count):
        return seal_flat(postings.over(count))
    kind = narrowest(documents[-1])
    is_short = len(documents) <= _FEW_NUMBERS
    narrow = array(kind, documents).tobytes() if is_short else _narrowed(documents, kind)
    return seal_documents(kind, narrow, postings.impacts)


def is_flat(documents: int, count: int) -> bool:
    """Tell whether the postings of so many documents, of as many as there are, are written flat."""
    return documents * _FLAT_FROM > count


def seal_flat(impacts: bytes) -> bytes:
    """Pack the impacts on all documents of a segment."""
    return seal(_FLAT + impacts)


def seal_documents(kind: str, documents: bytes | bytearray, impacts: bytes) -> bytes:
    """Pack documents, as numbers of a type, and the impact on each."""
    return seal(kind.encode() + documents + impacts)


def _narrowed(numbers: Numbers, kind: str) -> bytes | bytearray:
    """Return numbers as an array of smaller ones, without looking at each."""
    wide, planes = numbers.tobytes(), _PLANES[kind]
    if len(planes) == 1:
        return wide[planes[0] :: numbers.itemsize]
    narrow = bytearray(len(numbers) * len(planes))
    for place, plane in enumerate(planes):
        narrow[place :: len(planes)] = wide[plane :: numbers.itemsize]
    return narrow


@lru_cache(20_000)
def pack_posting(document: int, impact: int) -> bytes:
    """Pack the only document that holds a term, as there is for most terms."""
    kind = narrowest(document)
    return seal(kind.encode() + array(kind, [document]).tobytes() + bytes([impact]))


def unpack_postings(packed: bytes, documents: int) -> Postings:
    """Return the postings of so many documents."""
    return (_unpack_few if len(packed) < _FEW else _unpack)(packed, documents)


def _unpack(packed: bytes, documents: int) -> Postings:
    return _unpacked(unseal(packed), documents)


_unpack_few = lru_cache(4_000)(_unpack)


def _unpacked(raw: bytes, documents: int) -> Postings:
    if raw[:1] == _FLAT:
        flat = raw[1:]
        numbers = array("I", compress(range(len(flat)), flat))
        return Postings(numbers, flat.replace(b"\0", b""))
    numbers = array(chr(raw[0]))
    end = 1 + documents * numbers.itemsize
    numbers.frombytes(raw[1:end])
    return Postings(numbers, raw[end:])


def impacts_by_document(packed: bytes, documents: int, count: int) -> bytes:
    """Return the impact on every document of a segment, 0 where the term is missing."""
    raw = unseal(packed)
    return raw[1:] if raw[:1] == _FLAT else _unpacked(raw, documents).over(count)


def pack_positions(places: Positions) -> bytes:
    """Pack positions: all low bytes, then all high ones, which deflate well."""
    each, positions = places.counts, places.positions
    is_once = len(each) == len(positions)
    return pack_planes(None if is_once else each, positions.tobytes(), positions.itemsize)


def pack_planes(counts: Numbers | None, wide: bytes, size: int, at: int = 0) -> bytes:
    """Pack positions that stand so far apart in bytes, so many for each document, else one."""
    kind = next((kind for kind, plane in _FILLED if wide[at + plane :: size].strip(b"\0")), "B")
    planes = b"".join([wide[at + plane :: size] for plane in _PLANES[kind]])
    if counts is None:
        return seal_places(_ONCE, b"\1" * (len(wide) // size), kind, planes)
    of_counts = narrowest(max(counts))
    narrow = _narrowed(counts, of_counts)
    return seal_places(of_counts, narrow, kind, planes)


def seal_places(of_counts: str, counts: bytes | bytearray, of_places: str, planes: bytes) -> bytes:
    """Pack how many places there are in each document, and the planes of these, by their types."""
    return seal((of_counts + of_places).encode() + counts + planes)


@lru_cache(5_000)
def pack_place(place: int) -> bytes:
    """Pack the only place where a term stands."""
    return pack_positions(Positions(array("I", [1]), array("I", [place])))


def unpack_positions(packed: bytes, documents: int) -> Positions:
    """Return the places of a term in so many documents."""
    return (_unpack_few_places if len(packed) < _FEW else _unpack_places)(packed, documents)


def _unpack_places(packed: bytes, documents: int) -> Positions:
    raw = unseal(packed)
    counts, positions = array(chr(raw[0])), array(chr(raw[1]))
    end = 2 + documents * counts.itemsize
    counts.frombytes(raw[2:end])
    size, each = positions.itemsize, (len(raw) - end) // positions.itemsize
    wide = bytearray(size * each)
    for place in range(size):
        wide[place::size] = raw[end + place * each : end + (place + 1) * each]
    positions.frombytes(wide)
    return Positions(counts, positions)


_unpack_few_places = lru_cache(4_000)(_unpack_places)
