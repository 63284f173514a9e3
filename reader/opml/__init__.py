"""A list of subscriptions in, sources out, and back: OPML, and the urls file of newsboat."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from reader.model import FetchError, Source
from reader.opml.newsboat import is_urls, read_urls
from reader.opml.writing import written

__all__ = ["is_list", "read", "written"]

HEAD = 4_096
MOST = 20_000  # subscriptions in one list
OPML = re.compile(rb"<opml[\s>]", re.I)
Listed = tuple[tuple[Source, ...], tuple[str, ...]]


def is_list(content: bytes) -> bool:
    """Tell a list of subscriptions from everything else."""
    return bool(OPML.search(content[:HEAD])) or is_urls(content)


def read(content: bytes, name: str) -> Listed:
    """The sources of a list, and a sentence for each line of it that is none.

    Raises:
        FetchError: the list names no sources at all.
    """
    form: Callable[[bytes, str], Listed] = read_opml
    if not OPML.search(content[:HEAD]):
        form = read_urls
    sources, errors = form(content, name)
    each = {source.location: source for source in reversed(sources)}
    if not each:
        raise FetchError(f"{name}: is a list of subscriptions that names none", name)
    return tuple(reversed(each.values()))[:MOST], errors


def read_opml(content: bytes, name: str) -> Listed:
    """The sources of an OPML file; nested folders become one, joined by slashes."""
    import listparser

    found = listparser.parse(content)
    return tuple(source(feed) for feed in found.feeds if feed.url), ()


def source(feed: object) -> Source:
    """A source as the model has it."""
    get: Callable[[str], object] = feed.get  # type: ignore[attr-defined]
    return Source(
        location=str(get("url")).strip(),
        title=one_line(str(get("title") or "")),
        folder=folder(get("categories")),
    )


def folder(categories: object) -> str:
    """The folder that a source stands in, the first of several."""
    chains = categories if isinstance(categories, Iterable) else ()
    names = next((one for one in chains if isinstance(one, list)), [])
    return "/".join(one_line(str(name)) for name in names)


def one_line(text: str) -> str:
    """A text without line breaks and control characters."""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())
