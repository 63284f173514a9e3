"""A list of subscriptions in, sources out, and back: OPML, and the urls file of newsboat."""

from __future__ import annotations

from reader.model import FetchError
from reader.opml.newsboat import is_urls, read_urls
from reader.opml.opml_writer import written
from reader.opml.outlines import opml_start, read_opml
from reader.opml.subscriptions import Gathering, Subscriptions

__all__ = ["Subscriptions", "is_list", "read", "written"]


def is_list(text: str) -> bool:
    """Tell a list of subscriptions from everything else."""
    return opml_start(text) >= 0 or is_urls(text)


def read(text: str, name: str) -> Subscriptions:
    """The sources of a list, with a sentence for each line of it that is none.

    Raises:
        FetchError: the list names no sources at all, nor anything that would have to be said.
    """
    gathering = Gathering(name)
    (read_opml if opml_start(text) >= 0 else read_urls)(text, gathering)
    found = gathering.result()
    if not found.sources and not found.errors:
        raise FetchError(f"{gathering.name}: is a list of subscriptions that names none", name)
    return found
