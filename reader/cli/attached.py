"""A story and the number of a file attached to it in, where that was put out."""

from __future__ import annotations

from typing import Any

from reader.cli import printing
from reader.library import Library
from reader.model import Progress


def run(library: Library, chosen: Any) -> None:
    """Download a file that is attached to a story, and show how much of it has come."""
    with printing.Meter(sized=True) as meter:

        def told(name: str, there: int, size: int) -> None:
            meter.show(Progress(name, there, size))

        path = library.download(chosen.id, chosen.enclosure, told)
    printing.downloaded(path, chosen.json)
