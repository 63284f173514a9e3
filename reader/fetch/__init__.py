"""Source in, documents out: files, folders, standard input and the network."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import BinaryIO

from reader.clock import Clock
from reader.fetch.local import (
    LIMIT,
    STDIN,
    absolute,
    complaint,
    from_file,
    from_folder,
    from_stream,
    unreadable,
)
from reader.fetch.url_parts import is_web
from reader.model import Ask, Document, FetchError, Reply

__all__ = ["LIMIT", "STDIN", "absolute", "document_of", "fetch", "from_folder", "is_web"]


def fetch(
    location: str, now: datetime, stdin: BinaryIO | None = None
) -> Iterator[Document | FetchError]:
    """Read a file, all files of a folder, standard input ("-"), or one address of the web.

    Nothing is raised: what cannot be read comes out as an error in its place. Folders are walked
    in natural order; hidden files and folders and links to folders are left out.
    """
    from reader.fetch.url_normalization import candidates  # few need it

    source = absolute(location)
    if source == STDIN:
        yield from_stream(sys.stdin.buffer if stdin is None else stdin, now)
    elif places := candidates(location):
        yield from_web(places, now)
    elif reason := unreadable(source):
        yield complaint(source, reason)
    elif os.path.isdir(source):
        yield from from_folder(source, now)
    else:
        yield from_file(source, source, now)


def from_web(places: Sequence[str], now: datetime) -> Document | FetchError:
    """Read the first of several addresses of the web that answers.

    A person named them, and they may stand in a private network.
    """
    from reader.fetch.http.http_thread import Network
    from reader.fetch.url_parts import host_of

    with Network(clock=Clock(now)) as network:
        for location in places:
            reply = network.get(Ask(location, trusted=host_of(location)))
            if reply.status or reply.untrusted or reply.offline:
                break
    return document_of(reply, now)


def document_of(reply: Reply, now: datetime) -> Document | FetchError:
    """Make a document of an answer, or an error of what was none."""
    if reply.error:
        return FetchError(reply.error, reply.asked)
    return Document(reply.asked, reply.location, reply.content, now, reply.media_type)
