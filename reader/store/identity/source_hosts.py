"""On which hosts a source stands: who writes about a page of its own may speak for it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from reader.model.url_identity import host_of_link
from reader.store.database import Database

LOCATION = "SELECT location FROM source WHERE id = ?"
# As the index of a source's stories has them: a source may have a million.
LATEST = """
SELECT link FROM (
    SELECT id FROM story WHERE source_id = ? ORDER BY published DESC, id DESC LIMIT 30
) AS latest JOIN body ON story_id = latest.id
"""
SERVICE = re.compile(r"^(?:feeds?|rss|m|amp|api|atom)\.(?=[^.]+\.)")
ENOUGH = 3  # links that show where a source stands
MOST = 0.7  # of its links lead there


class SourceHosts:
    """The hosts of sources: that of the address, else the one that most of its links lead to."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self._known: dict[int, tuple[str, ...]] = {}

    def is_home(self, source_id: int, link: str) -> bool:
        """Tell whether a source stands on the host that a link leads to."""
        host = host_of_link(link)
        if not host:
            return False
        return any(_are_related(own, host) for own in self._hosts_of(source_id))

    def foreign_host(self, source_id: int, link: str) -> str:
        """Name the host of a link where a source is known to stand on another; else empty."""
        known = any(self._hosts_of(source_id)) and not self.is_home(source_id, link)
        return host_of_link(link) if known else ""

    def _hosts_of(self, source_id: int) -> tuple[str, ...]:
        if source_id not in self._known:
            self._known[source_id] = tuple(filter(None, self._hosts(source_id)))
        return self._known[source_id]

    def _hosts(self, source_id: int) -> tuple[str, str]:
        row = self.database.first_row(LOCATION, source_id)
        links = self.database.all(LATEST, source_id)
        return host_of_link(row[0]) if row else "", _usual_host(link for (link,) in links)


def _usual_host(links: Iterable[str]) -> str:
    """Return the host that most links lead to; empty where there is none."""
    counts = Counter(filter(None, map(host_of_link, links)))
    host, count = counts.most_common(1)[0] if counts else ("", 0)
    return host if count >= max(ENOUGH, MOST * counts.total()) else ""


def _are_related(one: str, other: str) -> bool:
    """Tell whether two hosts are one, or one is a part of the other."""
    short, long = sorted((SERVICE.sub("", one), SERVICE.sub("", other)), key=len)
    return long == short or ("." in short and long.endswith(f".{short}"))
