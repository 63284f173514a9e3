"""Fetches documents from any location: files, folders, standard input and the network."""

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
    absolute_location,
    fetch_error,
    read_file,
    read_folder,
    read_stream,
    unreadable_reason,
)
from reader.fetch.url_parts import is_web
from reader.model import Document, FetchError, Request, Response

__all__ = ["LIMIT", "STDIN", "absolute_location", "document_of", "fetch", "is_web", "read_folder"]


def fetch(
    location: str, now: datetime, stdin: BinaryIO | None = None
) -> Iterator[Document | FetchError]:
    """Read a file, all files of a folder, standard input ("-"), or one address of the web.

    Nothing is raised: what cannot be read comes out as an error in its place. Folders are walked
    in natural order; hidden files and folders and links to folders are left out.
    """
    from reader.fetch.url_normalization import url_candidates  # few need it

    source = absolute_location(location)
    if source == STDIN:
        yield read_stream(sys.stdin.buffer if stdin is None else stdin, now)
    elif places := url_candidates(location):
        yield _from_web(places, now)
    elif reason := unreadable_reason(source):
        yield fetch_error(source, reason)
    elif os.path.isdir(source):
        yield from read_folder(source, now)
    else:
        yield read_file(source, source, now)


def _from_web(places: Sequence[str], now: datetime) -> Document | FetchError:
    """Read the first of several addresses of the web that answers.

    A person named them, and they may stand in a private network.
    """
    from reader.fetch.http.http_thread import HttpThread
    from reader.fetch.url_parts import host_of

    with HttpThread(clock=Clock(now)) as network:
        for location in places:
            response = network.get(Request(location, trusted=host_of(location)))
            if response.status or response.untrusted or response.offline:
                break
    return document_of(response, now)


def document_of(response: Response, now: datetime) -> Document | FetchError:
    """Make a document of an answer, or an error of what was none."""
    if response.error:
        return FetchError(response.error, response.asked)
    return Document(response.asked, response.location, response.content, now, response.media_type)
