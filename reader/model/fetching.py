"""Requests, responses and fetch states: what goes over the network, and what is remembered."""

from __future__ import annotations

from datetime import datetime

from reader.model.construction import field, frozen


@frozen
class UpdateHints:
    """How often a feed wants to be read, in its own words."""

    minutes: int = 0  # 0 when it does not say
    hours: frozenset[int] = frozenset()  # of the day in UTC, in which nobody is to ask
    days: frozenset[int] = frozenset()  # on which nobody is to ask; 0 is Monday


AT_EASE = UpdateHints()


@frozen
class FetchState:
    """What is remembered of reading a source over the network."""

    etag: str = ""  # as the server wrote it, to the byte
    modified: str = ""  # likewise
    digest: str = ""  # of the body that was read last
    status: int = 0  # of the last answer; 0 when there was none
    size: int = 0  # bytes of the last body
    due: datetime | None = None  # when it is to be read again; None before the first time
    why: str = ""  # one sentence on why then
    asked: datetime | None = None  # when it was last asked for
    failures: int = 0  # in a row
    gone: bool = False  # the server said that it will never come back
    private: bool = False  # it stood in a private network when it was subscribed to
    moved_to: str = ""  # where permanent redirects have led
    moved: int = 0  # how often in a row they led there
    pace: UpdateHints = AT_EASE


UNASKED = FetchState()


@frozen
class HostBackoff:
    """A host that wants to be left alone for a while."""

    name: str
    until: datetime | None = None
    refusals: int = 0  # in a row


@frozen
class Request:
    """One question to a server."""

    location: str
    etag: str = ""
    modified: str = ""
    trusted: str = ""  # the one host that may stand in a private network
    headers: tuple[tuple[str, str], ...] = field(default=(), repr=False)  # for its own host only
    # What is posted there; None: nothing is, it is only read.
    form: tuple[tuple[str, str], ...] | None = field(default=None, repr=False)


@frozen
class Response:
    """What came of a question."""

    asked: str  # the location that was asked for
    location: str = ""  # where the answer was found
    status: int = 0  # 0 when there was none
    content: bytes = field(default=b"", repr=False)
    media_type: str = ""
    etag: str = ""
    modified: str = ""
    max_age: int = 0  # seconds for which the server calls its answer fresh
    retry_after: int = 0  # seconds that it wants to be left alone for; 0 when it does not say
    refused_by: str = ""  # the host that wants to be left alone
    moved_to: str = ""  # where it is now, when every hop on the way was permanent
    private: bool = False  # whether the first host stands in a private network
    offline: bool = False  # there was no network at all
    cut: str = ""  # one sentence where the body broke off; it holds what came before that
    links: str = ""  # its Link headers, as they were written
    refresh: str = ""  # its Refresh header, likewise
    browser_check: str = ""  # whose check for browsers stands in place of what was asked for
    untrusted: bool = False  # its server could not prove that it is the one that was meant
    postponed: bool = False  # its host had asked to be left alone, so nothing was sent
    barred: bool = False  # it leads into a private network, and no person has sent us there
    bad_token: bool = False  # the token that a change was asked for with counts no more
    error: str = ""  # one sentence; empty when there is a body, or none is needed


@frozen
class Download:
    """What is remembered of a file that was attached to a story, whole or in part."""

    link: str
    path: str  # where it is when it is whole; until then ".part" follows the name
    etag: str = ""  # by which its server tells whether the rest is of the same file
    modified: str = ""
    size: int = 0  # bytes in all; 0 when not known
    done: bool = False
