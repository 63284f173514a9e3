from __future__ import annotations

import json
from base64 import b64decode, b64encode

import pytest

from reader.sync.sealed_lines import Seal, is_sealed

SALT = bytes(range(16))
LINES = [b'{"act":"read"}', "Ebbe für alle".encode(), b"x" * 300_000, b"y"]


@pytest.fixture(scope="module")
def seal() -> Seal:
    """What seals with a passphrase: to make its key takes a while."""
    return Seal("correct horse", SALT)


def test_lines_come_back_as_they_were_and_cannot_be_read_meanwhile(seal: Seal) -> None:
    sealed = list(seal.sealed_lines(LINES))

    assert all(is_sealed(line) and b"Ebbe" not in line for line in sealed)
    assert [line for one in sealed for line in seal.open_line(one)] == LINES
    assert not is_sealed(LINES[0])


def test_nothing_is_sealed_where_there_is_nothing(seal: Seal) -> None:
    assert list(seal.sealed_lines([])) == []


def test_the_same_lines_never_look_the_same(seal: Seal) -> None:
    assert list(seal.sealed_lines([b"a"])) != list(seal.sealed_lines([b"a"]))


def test_another_machine_opens_with_the_passphrase_alone(seal: Seal) -> None:
    (sealed,) = seal.sealed_lines([b"a", b"b"])
    other = Seal("correct horse", bytes(16))

    assert other.open_line(sealed) == [b"a", b"b"]


def test_another_passphrase_opens_nothing(seal: Seal) -> None:
    (sealed,) = seal.sealed_lines([b"a"])

    with pytest.raises(ValueError, match="cannot be opened"):
        Seal("wrong horse", SALT).open_line(sealed)


@pytest.mark.parametrize("place", [0, 12, 20, -1])
def test_a_byte_that_was_changed_is_told(seal: Seal, place: int) -> None:
    (sealed,) = seal.sealed_lines([b"a" * 50])
    written = json.loads(sealed)
    content = bytearray(b64decode(written["sealed"]))
    content[place] ^= 1
    written["sealed"] = b64encode(content).decode()

    with pytest.raises(ValueError, match="cannot be opened"):
        seal.open_line(json.dumps(written).encode())


@pytest.mark.parametrize(
    "line",
    [
        b'{"sealed"',
        b'{"sealed":5,"salt":"AA=="}',
        b'{"sealed":"AAAA"}',
        b'{"sealed":"AAAA","salt":"AAAA"}',
        b'{"sealed":"!","salt":"AAAA"}',
        b'{"sealed":"","salt":"AAAAAAAAAAAAAAAAAAAAAA=="}',
        b"[" * 100_000,
        b"7",
    ],
    ids=range(8),
)
def test_what_only_looks_sealed_is_refused(seal: Seal, line: bytes) -> None:
    with pytest.raises(ValueError, match=r"."):
        seal.open_line(line)


def test_what_would_unpack_to_too_much_is_refused(seal: Seal) -> None:
    (sealed,) = seal.sealed_lines([bytes(17 * 2**20)])

    with pytest.raises(ValueError, match="too much"):
        seal.open_line(sealed)


def test_so_many_salts_as_strangers_like_are_not_made_keys() -> None:
    seal = Seal("correct horse", SALT)
    seal._ciphers = dict.fromkeys((bytes([one]) * 16 for one in range(64)), None)  # type: ignore[arg-type]

    with pytest.raises(ValueError, match="no salt of ours"):
        next(iter(seal.sealed_lines([b"a"])))
