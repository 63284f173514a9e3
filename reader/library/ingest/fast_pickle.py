"""Pickles nouns for pipes between our own processes; `pickle.loads` reads them."""

from __future__ import annotations

import copyreg
import pickle
from collections.abc import Callable
from dataclasses import fields
from io import BytesIO
from operator import attrgetter
from typing import Any

from reader.model import CleanedDocument, Enclosure, Entry, Span, Story

HEAD = 8  # bytes before each noun in a pipe, which tell its length


def _taken_apart(noun: type) -> Callable[[Any], tuple[type, Any]]:
    """Return the recipe of an instance, in half the time that dataclasses take for it."""
    read = attrgetter(*(field.name for field in fields(noun)))
    return lambda one: (noun, read(one))


class NounPickler(pickle.Pickler):
    """A pickler that knows what comes by the thousand."""

    dispatch_table = copyreg.dispatch_table | {
        noun: _taken_apart(noun) for noun in (CleanedDocument, Entry, Story, Span, Enclosure)
    }


def pickle_noun(noun: object) -> memoryview:
    """Return a noun as bytes, with its length before them."""
    written = BytesIO()
    written.write(bytes(HEAD))
    NounPickler(written, pickle.HIGHEST_PROTOCOL).dump(noun)
    raw = written.getbuffer()
    raw[:HEAD] = (len(raw) - HEAD).to_bytes(HEAD, "little")
    return raw
