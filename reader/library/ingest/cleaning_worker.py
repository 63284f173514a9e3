"""The cleaning process: reads documents from a pipe, writes their cleaned stories to another."""

from __future__ import annotations

import gc
import pickle
import signal
import sys
from typing import BinaryIO

from reader.control_characters import print_crash
from reader.library.ingest.fast_pickle import pickle_noun
from reader.library.ingest.pipeline import parse_and_clean, unknown_site
from reader.model import Document

HEAD = 8  # bytes before each thing made, which tell its length
MANY = 50_000  # things made between two looks for garbage


def clean_until_closed(given: BinaryIO, made: BinaryIO) -> None:
    """Clean one document after the other, until the other end is gone."""
    while True:
        try:
            document: Document = pickle.load(given)  # noqa: S301 - our own process wrote it
        except (EOFError, pickle.UnpicklingError):  # the other end may have gone in mid-word
            return
        raw = pickle_noun(parse_and_clean(document, unknown_site))
        made.write(len(raw).to_bytes(HEAD, "little"))
        made.write(raw)
        made.flush()


def _main() -> None:
    """Serve the process that began this one."""
    sys.excepthook = print_crash
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # who began this gets the key, and decides
    signal.signal(signal.SIGPIPE, signal.SIG_DFL)
    import reader.clean.content_forms
    import reader.parse  # noqa: F401 - while the first documents are on their way

    gc.freeze()
    gc.set_threshold(MANY)
    clean_until_closed(sys.stdin.buffer, sys.stdout.buffer)


if __name__ == "__main__":
    _main()
