"""A story in, the same story out with every field safe to print."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from reader.clean.dates.written_date import is_plausible
from reader.clean.text.body import ordered_spans
from reader.clean.text.sanitize import safe_line, safe_link
from reader.model import Enclosure, Entry, Story

LIMITS = {
    "headline": 500, "deck": 1000, "outlet": 200, "byline": 300, "agency": 200,
    "photo_credit": 300, "language": 2, "doubt": 300,
}  # fmt: skip
MOST_ENCLOSURES = 50
# Anything else might run a program or read a file, if somebody opened it.
_ELSEWHERE = re.compile(
    r"(?:magnet|gemini|gopher|ftps?|sftp|ipfs|ipns|rtsp|rtmp|mms|nntp|ircs?|ed2k|xmpp|news|mailto"
    r"|matrix):",
    re.IGNORECASE,
)
LONGEST_HEADLINE = 100  # characters of a headline that is made of a story's first words


def sanitize_story(story: Story, entry: Entry) -> Story:
    """Bound and clean the fields; what identifies the story comes from the entry."""
    fields: dict[str, Any] = {
        name: safe_line(getattr(story, name), limit) for name, limit in LIMITS.items()
    }
    called = entry.key  # the guid itself, as a rule
    key = safe_line(called, 4000)
    return replace(
        story,
        **fields,
        source=safe_line(entry.source, 4000),
        key=key,
        guid=key if called == entry.guid else safe_line(entry.guid, 4000),
        link=safe_link(entry.link),
        published=_plausible(story.published, entry.arrived),
        spans=ordered_spans(story.spans, len(story.text)),
        enclosures=_enclosures(entry),
        comments=safe_link(entry.comments),
    )


def with_headline(story: Story) -> Story:
    """Give a story without a headline its first words, or what else it can be told by."""
    if story.headline:
        return story
    return replace(story, headline=_first_words(story.text or story.deck) or _name(story))


def _first_words(text: str) -> str:
    """Take the first paragraph of a text, or as many of its words as a headline has room for."""
    first = text.partition("\n\n")[0].replace("\n", " ")
    line = safe_line(first[: 4 * LONGEST_HEADLINE])
    if len(line) <= LONGEST_HEADLINE:
        return line
    cut = line[: LONGEST_HEADLINE + 1]
    words = cut.rpartition(" ")[0] if " " in cut[LONGEST_HEADLINE // 2 :] else cut[:-1]
    return safe_line(words).rstrip(" ,;:–—-") + "…"


def _name(story: Story) -> str:
    """Call a story that says nothing by its file, its address, or its day."""
    file = next((file.link for file in story.enclosures), "")
    place = (file or story.link).partition("://")[2].removeprefix("www.").rstrip("/")
    day = f"{story.published:%Y-%m-%d}" if story.published else ""
    return safe_line(place, LIMITS["headline"]) or day or story.outlet


def _enclosures(entry: Entry) -> tuple[Enclosure, ...]:
    """Return each file once, with all that is said of it: many feeds name one in two ways."""
    if not entry.enclosures:
        return ()
    found: dict[str, Enclosure] = {}
    for file in entry.enclosures[:MOST_ENCLOSURES]:
        to, kind = _place(file.link), safe_line(file.media_type, 200)
        had = found.get(to, Enclosure(to))
        found[to] = Enclosure(to, had.media_type or kind, had.size or max(0, file.size))
    return tuple(file for file in found.values() if file.link)


def _place(target: str) -> str:
    """Keep where a file is, which may be elsewhere than on the web: nothing opens that."""
    return safe_link(target) or (safe_line(target, 2000) if _ELSEWHERE.match(target) else "")


def _plausible(moment: datetime | None, arrived: datetime) -> datetime | None:
    if moment is None:
        return None
    aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return aware if is_plausible(aware, arrived) else None
