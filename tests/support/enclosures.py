"""Enclosures on a server of the test, and downloading them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from reader.library import Library
from reader.model import Enclosure
from tests.conftest import pair
from tests.support.server import Answer, Asked

BODY = (b"ID3\x04" + bytes(range(256)) * 1_000)[:256_000]


TAG = {"ETag": '"v1"', "Content-Type": "audio/mpeg"}


def attach(library: Library, *links: str, private: bool = True, source: str = "") -> int:
    """Put a story with attached files into a library; its id."""
    place = source or links[0].rpartition("/")[0] + "/feed"
    source_id = library.store.sources.add(place)
    (found,) = [one for one in library.store.sources.all() if one.id == source_id]
    library.store.fetch_states.save(source_id, replace(found.fetch_state, private=private))
    files = tuple(Enclosure(link, "audio/mpeg", 9) for link in links)
    number = library.store.stories.counts().all + 1
    library.store.stories.save(source_id, [pair(number, source=place, enclosures=files)])
    return max(library.store.stories.ids("all"))


def download(library: Library, story: int = 1, number: int = 0) -> Path:
    return library.download(story, number, lambda name, there, size: None)


def ranged(asked: Asked, body: bytes = BODY, tag: str = '"v1"') -> Answer:
    """A server that gives the rest of a file, where it is still the same."""
    wanted = asked.headers.get("range", "")
    if not wanted or asked.headers.get("if-range") != tag:
        return Answer(body, headers=TAG | {"ETag": tag})
    begin = int(wanted.removeprefix("bytes=").removesuffix("-"))
    if begin >= len(body):
        return Answer(b"", 416, {"Content-Range": f"bytes */{len(body)}"})
    span = f"bytes {begin}-{len(body) - 1}/{len(body)}"
    return Answer(body[begin:], 206, TAG | {"ETag": tag, "Content-Range": span})


def broken_off(_: Asked, at: int = 100_000, tag: str = '"v1"') -> bytes:
    """An answer that ends before its body does."""
    head = Answer(BODY, headers=TAG | {"ETag": tag}).head()
    return head + BODY[:at]
