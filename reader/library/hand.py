"""Documents out of a pipe in, their stories into another: what cleans in a process of its own."""

from __future__ import annotations

import gc
import pickle
import signal
import sys
from typing import BinaryIO

from reader.library.arriving import document_cleaned, unknown

HEAD = 8  # bytes before each noun, which tell its length
MANY = 50_000  # things made between two looks for garbage


def packed(noun: object) -> bytes:
    """A noun as it goes through a pipe."""
    raw = pickle.dumps(noun, pickle.HIGHEST_PROTOCOL)
    return len(raw).to_bytes(HEAD, "little") + raw


def work(given: BinaryIO, made: BinaryIO) -> None:
    """Clean one document after the other, until the other end is gone."""
    while head := given.read(HEAD):
        raw = given.read(int.from_bytes(head, "little"))
        document = pickle.loads(raw)  # noqa: S301 - our own process wrote it
        made.write(packed(document_cleaned(document, unknown)))
        made.flush()


def main() -> None:
    """Serve the process that began this one."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # who began this gets the key, and decides
    signal.signal(signal.SIGPIPE, signal.SIG_DFL)
    import reader.clean
    import reader.parse  # noqa: F401 - while the first documents are on their way

    gc.freeze()
    gc.set_threshold(MANY)
    work(sys.stdin.buffer, sys.stdout.buffer)


if __name__ == "__main__":
    main()
