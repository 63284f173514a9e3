"""What a source wrote as an address in, a full http or https address out."""

from __future__ import annotations

import re
from urllib.parse import urljoin, urlsplit

WEB = re.compile(r"https?://[^/?#\s]", re.I)
PLAIN = re.compile(r"https?://[\w.-]+(?::\d+)?(?![^/?#])", re.I | re.ASCII)  # so are most
READY = re.compile(r"https?://[\w.-]+(?::\d+)?(?:[/?#][!-~]*)?", re.I | re.ASCII)
SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:", re.I)
UNSAFE = re.compile(r"[\x00-\x20\x7f-\xa0\u2028\u2029]")
LONGEST = 8_192


def web_link(written: str, base: str = "") -> str:
    """Make an address complete; empty when it is not one of the web.

    Blanks and control characters within it are percent-encoded, line breaks removed.
    """
    if not written or (READY.fullmatch(written) and len(written) <= LONGEST):
        return written
    link = "".join(written.strip().splitlines())
    if not link or len(link) > LONGEST:
        return ""
    full = link if SCHEME.match(link) else joined(base, link)
    return UNSAFE.sub(percent, full) if is_web(full) else ""


def is_web(link: str) -> bool:
    """Tell whether an address is a http or https one with a host."""
    if PLAIN.match(link):
        return True
    try:
        return bool(WEB.match(link)) and bool(urlsplit(link).netloc)
    except ValueError:
        return False


def joined(base: str, link: str) -> str:
    """Resolve an address against another; empty when either is broken."""
    try:
        return urljoin(base, link) if base else ""
    except ValueError:
        return ""


def percent(found: re.Match[str]) -> str:
    """Write a character as its bytes in hexadecimal."""
    return "".join(f"%{byte:02X}" for byte in found[0].encode("utf-8"))
