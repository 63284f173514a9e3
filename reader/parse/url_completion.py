"""Makes the addresses that a source writes complete, and tells which are of the web."""

from __future__ import annotations

import re
from urllib.parse import urljoin, urlsplit

WEB = re.compile(r"https?://[^/?#\s]", re.I)
PLAIN = re.compile(r"https?://[\w.-]+(?::\d+)?(?![^/?#])", re.I | re.ASCII)  # so are most
READY = re.compile(r"https?://[\w.-]+(?::\d+)?(?:[/?#][!-~]*)?", re.I | re.ASCII)
SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:", re.I)
UNSAFE = re.compile(r"[\x00-\x20\x7f-\xa0\u2028\u2029]")
BROKEN = re.compile(r"[ \t]*[\n\r\v\f\x85\u2028\u2029]\s*|[ \t]{2,}")  # in attributes: blanks
# Other places that a feed may offer something at; what runs a program or reads a file is none.
ELSEWHERE = re.compile(
    r"(?:magnet:\?|(?:gemini|gopher|ftps?|sftp|ipfs|ipns|rtsp|rtmp|mms|nntp|ircs?)://[^/?#\s]"
    r"|(?:ed2k|xmpp|news|mailto|matrix):[^\s:])",
    re.I,
)
# An ampersand that was escaped once too often, with a name and a value on either side.
TWICE_ESCAPED = re.compile(r"(?<==)([^&?#=\s]*)&(?:amp;)+(?=[\w.%\[\]-]+=)", re.ASCII)
LONGEST = 8_192


def web_link(written: str, base: str = "") -> str:
    """Make an address complete; empty when it is not one of the web.

    Blanks and control characters within it are percent-encoded, line breaks removed.
    """
    if not written or (READY.fullmatch(written) and len(written) <= LONGEST):
        return written
    link = BROKEN.sub("", written.strip()) if len(written) <= LONGEST else ""
    if not link:
        return ""
    full = link if SCHEME.match(link) else _join_url(base, link)
    return UNSAFE.sub(_percent, full) if is_web(full) else ""


def any_link(written: str, base: str = "") -> str:
    """Make an address complete that may be of a torrent, of Gemini or of a few others too."""
    if link := web_link(written, base):
        return link
    link = written.strip()
    known = len(link) <= LONGEST and ELSEWHERE.match(link)
    return UNSAFE.sub(_percent, link) if known else ""


def unescape_url(link: str) -> str:
    """Undo the second escaping of ampersands in a query: "?a=1&amp;b=2" means "?a=1&b=2"."""
    if "&amp;" not in link:
        return link
    place, mark, query = link.partition("?")
    return place + mark + TWICE_ESCAPED.sub(r"\1&", query)


def is_web(link: str) -> bool:
    """Tell whether an address is a http or https one with a host."""
    if PLAIN.match(link):
        return True
    try:
        return bool(WEB.match(link)) and bool(urlsplit(link).netloc)
    except ValueError:
        return False


def _join_url(base: str, link: str) -> str:
    """Resolve an address against another; empty when either is broken."""
    try:
        return urljoin(base, link) if base else ""
    except ValueError:
        return ""


def _percent(found: re.Match[str]) -> str:
    """Write a character as its bytes in hexadecimal."""
    return "".join(f"%{byte:02X}" for byte in found[0].encode("utf-8"))
