"""Request headers, and what response headers say about when to ask again."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from importlib.metadata import PackageNotFoundError, version

from reader.model import FetchError

LONGEST = 7 * 86_400  # seconds that a server can ask to be left alone for
FRESHEST = 86_400  # seconds for which an answer counts as fresh at most
MAX_AGE = re.compile(r"(?:^|[,\s])max-age\s*=\s*\"?(\d{1,10})", re.I)
NAME = re.compile(r"[A-Za-z0-9!#$%&'*+.^_`|~-]{1,100}")
# What a question says about itself, and what it must not be told to say otherwise.
OURS = re.compile(
    r"host|connection|content-length|transfer-encoding|te|trailer|upgrade|expect|accept-encoding|"
    r"range|if-range|if-none-match|if-modified-since|proxy-authorization",
    re.I,
)
ACCEPT = (
    "application/atom+xml, application/rss+xml, application/feed+json, application/rdf+xml, "
    "application/xml;q=0.9, text/xml;q=0.9, text/html;q=0.8, */*;q=0.5"
)


def user_agent(contact: str = "", package: str = "newsreader") -> str:
    """Say who is asking: name, version, and where its user or makers can be reached."""
    try:
        number = version(package)
    except PackageNotFoundError:
        number = "0"
    return f"newsreader/{number} (terminal feed reader{f'; +{contact}' if contact else ''})"


def parse_header(written: str) -> tuple[str, str]:
    """Read a header that a person wants one source to be asked with: "NAME: VALUE".

    Raises:
        FetchError: it is none, or one that is not a person's to choose. Its value stays unsaid.
    """
    name, _, value = written.partition(":")
    sound = NAME.fullmatch(name) and value.strip() and value.isascii() and value.isprintable()
    if not sound or len(value) > 8_000:
        raise FetchError("A header is written as 'NAME: VALUE', in plain letters.")
    if OURS.fullmatch(name):
        raise FetchError(f"The header {name} cannot be chosen.")
    return name, value.strip()


def retry_after_seconds(written: str, now: datetime) -> int:
    """Read a Retry-After, given in seconds or as a date; 0 when it says nothing."""
    written = written.strip()
    if written.isascii() and written.isdigit():
        return min(int(written[:10]), LONGEST)
    until = http_date(written)
    return min(max(0, int((until - now).total_seconds())), LONGEST) if until else 0


def freshness_seconds(headers: Mapping[str, str], now: datetime) -> int:
    """Return for how many seconds the server calls its answer fresh, a day at most."""
    control = headers.get("Cache-Control", "")
    found = MAX_AGE.search(control)
    if found:
        return min(int(found[1]), FRESHEST)
    until = None if control else http_date(headers.get("Expires", ""))
    return min(max(0, int((until - now).total_seconds())), FRESHEST) if until else 0


def http_date(written: str) -> datetime | None:
    """Read a date as HTTP writes them; None when it is none."""
    try:
        found = parsedate_to_datetime(written)
    except (ValueError, IndexError, TypeError, OverflowError):
        return None
    return found if found.tzinfo else found.replace(tzinfo=UTC)
