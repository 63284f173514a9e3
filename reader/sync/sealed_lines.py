"""Lines that only who knows the passphrase can read: batches of acts, each sealed by itself.

A key is made of the passphrase and a salt by scrypt (RFC 7914); a batch is packed with zlib and
sealed with ChaCha20-Poly1305 (RFC 8439), so a changed byte is told. Each line holds its salt: files
may be cut, joined and shuffled as those of plain lines may.
"""

from __future__ import annotations

import json
import secrets
import zlib
from base64 import b64decode, b64encode
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # who does without a passphrase never waits for it
    from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

SALT_BYTES, NONCE_BYTES = 16, 12
_BATCH = 256 * 1024  # bytes of lines that are sealed together
_LARGEST = 16 * 2**20  # bytes that a batch may unpack to
_MOST_SALTS = 64  # each costs a tenth of a second and 32 MB while it is made a key
_ABOUT = b"newsreader acts 1"
_SIGN = "sealed"


class Seal:
    """Seals batches of lines with a passphrase, and opens them."""

    def __init__(self, passphrase: str, salt: bytes) -> None:
        self._passphrase = passphrase.encode("utf-8", "surrogatepass")
        self._salt = salt
        self._ciphers: dict[bytes, ChaCha20Poly1305] = {}

    def sealed_lines(self, lines: Iterable[bytes]) -> Iterator[bytes]:
        """Yield lines, without their ends, that hold these and hide them."""
        for batch in _batches(lines):
            nonce = secrets.token_bytes(NONCE_BYTES)
            sealed = self._cipher(self._salt).encrypt(nonce, zlib.compress(batch), _ABOUT)
            salt, whole = b64encode(self._salt).decode(), b64encode(nonce + sealed).decode()
            yield json.dumps({_SIGN: whole, "salt": salt}).encode()

    def open_line(self, line: bytes) -> list[bytes]:
        """Return the lines that a sealed line holds.

        Raises:
            ValueError: it is none, it was changed, or another passphrase sealed it.
        """
        from cryptography.exceptions import InvalidTag

        try:
            written = json.loads(line)
            whole = b64decode(written[_SIGN], validate=True)
            cipher = self._cipher(b64decode(written["salt"], validate=True))
            packed = cipher.decrypt(whole[:NONCE_BYTES], whole[NONCE_BYTES:], _ABOUT)
            return _unpacked(packed).split(b"\n")
        except (KeyError, TypeError, RecursionError, InvalidTag, zlib.error) as error:
            raise ValueError("cannot be opened") from error

    def _cipher(self, salt: bytes) -> ChaCha20Poly1305:
        from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
        from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

        if salt not in self._ciphers:
            if len(salt) != SALT_BYTES or len(self._ciphers) >= _MOST_SALTS:
                raise ValueError("no salt of ours")
            key = Scrypt(salt=salt, length=32, n=2**15, r=8, p=1).derive(self._passphrase)
            self._ciphers[salt] = ChaCha20Poly1305(key)
        return self._ciphers[salt]


def is_sealed(line: bytes) -> bool:
    """Tell whether a line is sealed, as far as can be seen."""
    return line.startswith(b'{"' + _SIGN.encode() + b'"')


def _batches(lines: Iterable[bytes]) -> Iterator[bytes]:
    held: list[bytes] = []
    size = 0
    for line in lines:
        if held and size + len(line) > _BATCH:
            yield b"\n".join(held)
            held, size = [], 0
        held.append(line)
        size += len(line) + 1
    if held:
        yield b"\n".join(held)


def _unpacked(packed: bytes) -> bytes:
    unpacking = zlib.decompressobj()
    whole = unpacking.decompress(packed, _LARGEST)
    if unpacking.unconsumed_tail or not unpacking.eof:
        raise ValueError("too much")
    return whole
