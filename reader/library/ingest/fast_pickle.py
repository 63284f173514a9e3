"""A noun in, bytes for a pipe to another process of ours out; `pickle.loads` reads them."""

from __future__ import annotations

import copyreg
import pickle
from collections.abc import Callable
from dataclasses import fields
from io import BytesIO
from operator import attrgetter
from typing import Any

from reader.model import Cleaned, Enclosure, Entry, Span, Story


def taken_apart(noun: type) -> Callable[[Any], tuple[type, Any]]:
    """What tells how an instance is made again, in half the time that dataclasses take for it."""
    read = attrgetter(*(field.name for field in fields(noun)))
    return lambda one: (noun, read(one))


class Pickler(pickle.Pickler):
    """A pickler that knows what comes by the thousand."""

    dispatch_table = copyreg.dispatch_table | {
        noun: taken_apart(noun) for noun in (Cleaned, Entry, Story, Span, Enclosure)
    }


def piped(noun: object) -> memoryview:
    """A noun as bytes."""
    written = BytesIO()
    Pickler(written, pickle.HIGHEST_PROTOCOL).dump(noun)
    return written.getbuffer()
