"""The addresses of feeds as lists have them, made addresses of the web or refused."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

LONGEST_ADDRESS = 4_000  # characters
NEVER_MEANT = re.compile(r"[\x00-\x1f\x7f-\x9f\u00ad\u200b-\u200f\u2028-\u202f\u2060-\u206f\ufeff]")
# What most addresses are: nothing in them that could mean something else.
USUAL = re.compile(r"https?://[a-z0-9-]+(?:\.[a-z0-9-]+)+/[\w./?=%#+~,:-]{0,500}", re.ASCII)
BLANKS = re.compile(r"\s")
AROUND = " \t\r\n\u00a0\u3000\"'<>“”«»"
# Schemes that only say that a feed is behind an address, with the one that is spoken there.
CALLS = {"feed": "http", "rss": "http", "itpc": "http", "pcast": "http", "podcast": "http"}
CALL = re.compile(rf"({'|'.join(CALLS)})(s?)\s?:[\\/]*", re.I)
WEB = re.compile(r"(https?)(?:[:;][\\/]*|[\\/]{2,})", re.I)
OTHER = re.compile(r"[a-z][a-z+.-]*:(?://|(?!\d)[^@/]*$)", re.I)  # any scheme
HOST = re.compile(
    r"(?:[\\/]{2})?((?:[\w-]+\.)+[\w-]*[^\W\d_][\w-]*\.?|(?:\d{1,3}\.){3}\d{1,3}"
    r"|localhost|\[[\da-f:]+\])(:\d{1,5})?(?:[/?#].*)?$",
    re.I,
)
NUMBER = re.compile(r"[\d.]+$|\[|localhost", re.I)
ODD_IN_HOST = re.compile(r"[\s%\\<>\"'{}|^`,;()]")
REFUSED = {
    "query": "is a search of newsboat, which newsreader does not run",
    "exec": "is a program, which newsreader does not run",
    "filter": "is a program, which newsreader does not run",
    "include": "is another list, which newsreader does not follow",
    "file": "is a place on this machine, to which a list may not lead",
}
PLACE = re.compile(r"file:|[a-z]:[\\/]|[/~.\\]", re.I)
NO_ADDRESS = "is not an address of the web"


def normalize_feed_address(written: str) -> str:
    """Give the address of the web that is meant; empty when none is.

    Mended are the schemes that only call for a newsreader (feed:, itpc:, pcast:), a scheme that is
    written twice, wrongly or not at all, blanks, and ampersands that were escaped twice.
    """
    if USUAL.fullmatch(written):
        return written
    if len(written) > LONGEST_ADDRESS:
        return ""
    address = NEVER_MEANT.sub("", written).strip(AROUND).replace("&amp;", "&")
    address = BLANKS.sub("%20", _with_scheme(address))
    address = "".join(filter(str.isprintable, address))
    return address if is_sound(address) else ""


def _with_scheme(address: str) -> str:
    """Put the one scheme of the web before an address that is meant; others stay as they are."""
    called = CALL.match(address)
    rest = address[called.end() :] if called else address
    found = WEB.match(rest)
    while found and (inner := WEB.match(rest, found.end())):
        rest, found = rest[found.end() :], inner
        found = WEB.match(rest)
    if found:
        return f"{found[1].lower()}://{rest[found.end() :]}"
    if called and not OTHER.match(rest):
        return f"{CALLS[called[1].lower()]}{called[2].lower()}://{rest}"
    return _guess_scheme(address)


def _guess_scheme(address: str) -> str:
    """Put a scheme before a host that has none, as browsers do: a number or a port means http."""
    host = HOST.match(address)
    if not host:
        return address
    plain = host[2] not in (None, ":443") or NUMBER.match(host[1])
    return f"{'http' if plain else 'https'}://{address[host.start(1) :]}"


def is_sound(address: str) -> bool:
    """Tell an address of the web that has a host from everything else."""
    try:
        parts = urlsplit(address)
        host, web = parts.hostname or "", parts.scheme in ("http", "https")
        sound = address.isprintable() and not ODD_IN_HOST.search(host)
        return web and host != "" and sound and parts.port != 0
    except ValueError:
        return False


def reason_against(written: str) -> str:
    """Say why something that a list names is not subscribed to."""
    scheme = re.split(r"[:\s]", written.strip(AROUND), maxsplit=1)[0].lower()
    if scheme not in REFUSED and PLACE.match(written.strip(AROUND)):
        scheme = "file"
    return REFUSED.get(scheme, NO_ADDRESS)
