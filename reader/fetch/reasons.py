"""What went wrong on the network in, one sentence for the user out."""

from __future__ import annotations

import errno
import socket
import ssl
from http import HTTPStatus

import aiohttp

NO_NETWORK = {errno.ENETUNREACH, errno.ENETDOWN, errno.EADDRNOTAVAIL}
STATUSES = {
    401: "wants a name and a password; add it as https://NAME:PASSWORD@HOST/…",
    403: "may not be read: the server refuses",
    404: "is not there",
    410: "is gone for good, says its server; it is not read again, its stories stay",
    407: "its proxy wants a name and a password: http://NAME:PASSWORD@HOST:PORT",
    429: "its host wants to be asked less often",
    503: "its host is busy or under repair",
}
PRIVATE = "leads into a private network, to which only you could have sent it"


class PrivateAddressError(OSError):
    """A stranger's address leads into a private network."""


class RefusedError(Exception):
    """An answer cannot be used; the sentence says why."""


def of_status(status: int) -> str:
    """Say what a status means, where it means that there is nothing to read."""
    if status in STATUSES:
        return STATUSES[status]
    try:
        phrase = HTTPStatus(status).phrase
    except ValueError:
        phrase = "nothing known"
    return f"the server answers {status} ({phrase})"


def is_offline(error: BaseException) -> bool:
    """Tell whether the network was missing, rather than the server."""
    if isinstance(error, aiohttp.ClientProxyConnectionError):
        return True  # nothing is known about the server
    cause = getattr(error, "os_error", error)
    if isinstance(cause, socket.gaierror):
        return cause.errno == socket.EAI_AGAIN
    return isinstance(cause, OSError) and cause.errno in NO_NETWORK


def of_error(error: BaseException, connect: float, total: float) -> str:
    """Say why there was no answer."""
    if is_offline(error) and not isinstance(error, aiohttp.ClientProxyConnectionError):
        return "there is no network"
    for kind, sentence in REASONS:
        if isinstance(error, kind):
            cause = getattr(error, "os_error", error)
            reason = getattr(cause, "strerror", None) or str(cause) or type(cause).__name__
            status = getattr(error, "status", 0)
            return sentence.format(connect=connect, total=total, reason=reason, status=status)
    return f"does not speak HTTP as it should: {type(error).__name__}"


# The first that fits: what is special stands above what is general.
REASONS: tuple[tuple[type[BaseException], str], ...] = (
    (aiohttp.ConnectionTimeoutError, "no connection in {connect:.0f} s"),
    (aiohttp.SocketTimeoutError, "the server fell silent"),
    (TimeoutError, "no answer in {total:.0f} s"),
    (aiohttp.ClientProxyConnectionError, "its proxy cannot be reached: {reason}"),
    (aiohttp.ClientHttpProxyError, "its proxy refuses: {status}"),
    (aiohttp.ClientConnectorDNSError, "its host is not known"),
    (aiohttp.ClientSSLError, "its certificate cannot be trusted: {reason}"),
    (ssl.SSLError, "its encryption does not work: {reason}"),
    (aiohttp.ClientConnectorError, "cannot be reached: {reason}"),
    (aiohttp.ServerDisconnectedError, "the server broke off"),
    (aiohttp.ClientPayloadError, "the server broke off, or packed its answer wrongly"),
    (aiohttp.InvalidURL, "is not a sound address of the web"),
    (aiohttp.ClientOSError, "the server broke off: {reason}"),
)
