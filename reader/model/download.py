"""Files on their way from the web to a disk."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Download:
    """What is remembered of a file that was attached to a story, whole or in part."""

    link: str
    path: str  # where it is when it is whole; until then ".part" follows the name
    etag: str = ""  # by which its server tells whether the rest is of the same file
    modified: str = ""
    size: int = 0  # bytes in all; 0 when not known
    done: bool = False
