"""Atom feeds of one entry."""

from __future__ import annotations

from reader.model import Entry
from tests.support.feeds import entries


def atom_entry(inside: str, location: str = "/in/file") -> Entry:
    feed = f'<feed xmlns="http://www.w3.org/2005/Atom"><entry>{inside}</entry></feed>'
    return entries(feed, location)[0]
