"""The cleaning process: reads documents from a pipe, writes their cleaned stories to another."""

from __future__ import annotations

import gc
import pickle
import signal
import sys
from dataclasses import replace
from typing import BinaryIO

from reader.control_characters import print_crash
from reader.library.ingest.fast_pickle import pickle_noun
from reader.library.ingest.pipeline import parse_and_clean, unknown_site
from reader.model import CleanedDocument, Document
from reader.store.story_packing import pack_story

MANY = 50_000  # things made between two looks for garbage


def clean_until_closed(given: BinaryIO, made: BinaryIO) -> None:
    """Clean one document after the other, until the other end is gone."""
    while True:
        try:
            asked: tuple[Document, bool] = pickle.load(given)  # noqa: S301 - our own process wrote it
        except (EOFError, pickle.UnpicklingError):  # the other end may have gone in mid-word
            return
        made.write(pickle_noun(_clean_document(*asked)))
        made.flush()


def _clean_document(document: Document, packed: bool) -> CleanedDocument:
    """Return a document as clean stories, packed as they are kept where that is wanted."""
    found = parse_and_clean(document, unknown_site)
    if not packed:
        return found
    return replace(found, packed=tuple(pack_story(*pair) for pair in found.pairs))


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
