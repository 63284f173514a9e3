"""Reads and writes lists of subscriptions: OPML, and the urls file of newsboat."""

from __future__ import annotations

from reader.model import FetchError
from reader.opml.newsboat import is_urls, read_urls
from reader.opml.opml_writer import opml_lines
from reader.opml.outlines import opml_start, read_opml
from reader.opml.subscription_list import SubscriptionCollector, Subscriptions

__all__ = ["Subscriptions", "is_list", "opml_lines", "read_list"]


def is_list(text: str) -> bool:
    """Tell a list of subscriptions from everything else."""
    return opml_start(text) >= 0 or is_urls(text)


def read_list(text: str, name: str) -> Subscriptions:
    """Return the sources of a list, with a sentence for each line of it that is none.

    Raises:
        FetchError: the list names no sources at all, nor anything that would have to be said.
    """
    gathering = SubscriptionCollector(name)
    (read_opml if opml_start(text) >= 0 else read_urls)(text, gathering)
    found = gathering.result()
    if not found.sources and not found.errors:
        raise FetchError(f"{gathering.name}: is a list of subscriptions that names none", name)
    return found
