"""The noun for what a feed says once for all of its items."""

from __future__ import annotations

from typing import NamedTuple


class Channel(NamedTuple):
    """What holds for every item that does not say otherwise; an empty field was not written."""

    title: str = ""
    language: str = ""
    author: str = ""
    base: str = ""  # what relative links are relative to
