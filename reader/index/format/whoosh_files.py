"""What of Whoosh reads the files of an index; who searches imports no more of it than this."""

from __future__ import annotations

import sys
import urllib
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from types import ModuleType


@contextmanager
def importing_whoosh() -> Iterator[None]:
    """Import Whoosh without its warnings, and without what it never uses."""
    with warnings.catch_warnings(), _without_network():
        warnings.simplefilter("ignore", SyntaxWarning)
        warnings.simplefilter("ignore", DeprecationWarning)
        yield


@contextmanager
def _without_network() -> Iterator[None]:
    """Keep Whoosh from importing all of HTTP for a function that it never calls."""
    name = "urllib.request"
    if name in sys.modules:
        yield
        return
    sys.modules[name] = stand_in = ModuleType(name)
    stand_in.urlretrieve = None  # type: ignore[attr-defined]
    try:
        yield
    finally:
        del sys.modules[name]
        vars(urllib).pop("request", None)


with importing_whoosh():
    from whoosh.filedb.structfile import BufferFile, StructFile

__all__ = ["BufferFile", "StructFile", "importing_whoosh"]
