"""Tells entries apart that a feed gives one identity."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from operator import attrgetter

from reader.model import Entry, ParsedDocument

GUID = attrgetter("guid")


def repair_guids(parsed: ParsedDocument) -> ParsedDocument:
    """Give entries an identity of their own where a feed offers only a link that many share.

    Some feeds without guids link every entry to their front page; title and link together then
    stand in for the guid. Entries with a guid are never changed: it is their source's word.
    """
    if all(map(GUID, parsed.entries)):
        return parsed
    titles: defaultdict[str, set[str]] = defaultdict(set)
    for entry in parsed.entries:
        if not entry.guid:
            titles[entry.link].add(entry.title)
    shared = {link for link, named in titles.items() if link and len(named) > 1}
    if not shared:
        return parsed
    return replace(parsed, entries=tuple(_with_guid(entry, shared) for entry in parsed.entries))


def _with_guid(entry: Entry, shared: set[str]) -> Entry:
    """Make a guid of link and title for an entry whose link is shared."""
    ambiguous = not entry.guid and entry.link in shared
    return replace(entry, guid=f"{entry.link} {entry.title}".strip()) if ambiguous else entry
