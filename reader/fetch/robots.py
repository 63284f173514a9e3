"""Whether a site's robots.txt lets a program read a page of it."""

from __future__ import annotations

from urllib.parse import urljoin

from reader.model import Response

NAME = "newsreader"
LONGEST = 500_000  # bytes of rules that are read
MISSING = range(400, 500)  # statuses that say that there are no rules


def robots_url(location: str) -> str:
    """Give where the rules for an address are."""
    return urljoin(location, "/robots.txt")


def robots_allow(response: Response, location: str) -> bool:
    """Tell whether the rules let us read an address; where they cannot be had, they do not."""
    if response.status in MISSING:
        return True
    if response.error:
        return False
    from urllib.robotparser import RobotFileParser  # takes a while, and few rounds need it

    rules = RobotFileParser()
    rules.parse(response.content[:LONGEST].decode("utf-8", "replace").splitlines())
    return rules.can_fetch(NAME, location)
