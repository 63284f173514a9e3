"""The objects that `--json` prints, one for each noun: what is not known is null."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from reader.model import (
    CleanedDocument,
    Edit,
    Entry,
    Event,
    Highlight,
    JoinReason,
    Row,
    Snippet,
    Source,
    SpanKind,
    Story,
    StoryContext,
    StorySource,
    Version,
)
from reader.model.construction import frozen

if TYPE_CHECKING:
    from reader.library.archive_limits import VacuumResult
    from reader.library.diagnostics import CheckResult
    from reader.library.reports.briefing import Briefing, BriefItem
    from reader.library.reports.source_health import SourceStatistics


def _iso(moment: datetime | None) -> str | None:
    """Return a moment as JSON has it."""
    return moment.isoformat() if moment else None


def document_json(document: CleanedDocument) -> dict[str, Any]:
    """Return what `preview` tells of a document."""
    return {
        "source": document.location,
        "kind": document.kind,
        "entries": [_entry(story) for _, story in document.pairs],
        "unsure": document.unsure or None,
        "error": document.error or None,
    }


def _entry(story: Story) -> dict[str, Any]:
    """Return what `preview` tells of a story."""
    return {
        "guid": story.guid or None,
        "link": story.link or None,
        "headline": story.headline or None,
        "deck": story.deck or None,
        "outlet": story.outlet or None,
        "byline": story.byline or None,
        "agency": story.agency or None,
        "photo_credit": story.photo_credit or None,
        "published": _iso(story.published),
        "language": story.language or None,
        "comments": story.comments or None,
        "text": story.text,
        "headings": story.texts(SpanKind.HEADING),
        "doubtful": bool(story.doubt),
        "undone": story.undone or None,
        "enclosures": [
            {"link": one.link, "type": one.media_type or None, "bytes": one.size or None}
            for one in story.enclosures
        ],
    }


def row_json(line: Row, carriers: Sequence[StorySource] = ()) -> dict[str, Any]:
    """Return what `list` tells of a story, with the places of all sources that have it."""
    return {
        "id": line.id,
        "headline": line.headline or None,
        "outlet": line.outlet or None,
        "published": _iso(line.published if line.dated else line.ahead),
        "seen": None if line.dated else _iso(line.seen or line.published),
        "read": line.read,
        "bookmarked": line.bookmarked,
        "hidden": line.hidden,
        "tags": list(line.tags),
        "noted": line.noted,
        "doubtful": line.doubtful,
        "others": line.others,
        "edited": line.edited,
        "minutes": line.minutes or None,
        "teaser": line.teaser,
        "sources": [one.location for one in carriers],
    }


@frozen
class Hit:
    """A story that a search found, and why."""

    row: Row
    carriers: Sequence[StorySource]
    score: float | None
    headline: Snippet
    passage: Snippet
    matches: tuple[tuple[int, int], ...]  # in its text, where that is wanted


def hit_json(hit: Hit, after: str) -> dict[str, Any]:
    """Return what `search` tells of a story: `list`'s words, and where the matches are."""
    return row_json(hit.row, hit.carriers) | {
        "score": hit.score,
        "headline_matches": [list(match) for match in hit.headline.matches],
        "snippet": hit.passage.text,
        "snippet_matches": [list(match) for match in hit.passage.matches],
        "text_matches": [list(match) for match in hit.matches],
        "next": after or None,
    }


def story_json(story: Story, beside: StoryContext) -> dict[str, Any]:
    """Return what `show` tells of a story."""
    marks, versions = beside.marks, beside.versions
    return _entry(story) | {
        "id": story.id,
        "source": story.source,
        "sources": [one.location for one in beside.carriers] or [story.source],
        "doubt": story.doubt or None,
        "evidence": {name: place for name, place in story.evidence if name != "undone"},
        "spans": [
            {"start": span.start, "end": span.end, "kind": span.kind, "target": span.target or None}
            for span in story.spans
        ],
        "read": marks.read,
        "bookmarked": _iso(marks.bookmarked),
        "hidden": marks.hidden,
        "tags": list(marks.tags),
        "note": marks.note or None,
        "highlights": [highlight_json(story, one) for one in marks.highlights],
        "minutes": beside.minutes or None,
        "teaser": beside.teaser,
        "edited": _iso(versions[-1].until) if versions else None,
        "versions": [_version(one) for one in versions],
    }


def highlight_json(story: Story, one: Highlight) -> dict[str, Any]:
    """Return what `show` tells of a highlight: where it stands now, null where it is lost."""
    from reader.library.reports.highlights import place_of  # which takes long to import

    place = place_of(story.text, one)
    return {
        "quote": one.quote,
        "start": place[0] if place else None,
        "end": place[1] if place else None,
        "colour": one.colour,
        "note": one.note or None,
        "made": _iso(one.made),
    }


def _version(version: Version) -> dict[str, Any]:
    """Return what `show` tells of how a story was before an edit."""
    return {
        "until": _iso(version.until),
        "headline": version.headline or None,
        "deck": version.deck or None,
        "byline": version.byline or None,
        "text": version.text,
    }


def edit_json(edit: Edit) -> dict[str, Any]:
    """Write an edit as `show --changes` tells it: stretches of words kept, added or removed."""
    return {
        "seen": _iso(edit.seen),
        "passages": [
            {
                "field": one.field,
                "untouched": one.untouched,
                "stretches": [[kind or "kept", words] for kind, words in one.stretches],
            }
            for one in edit.passages
        ],
    }


def original_json(written: Entry) -> dict[str, Any]:
    """Return what `show --raw` tells of a story."""
    return {
        "source": written.source,
        "form": written.form,
        "guid": written.guid or None,
        "link": written.link or None,
        "title": written.title or None,
        "author": written.author or None,
        "published": written.published or None,
        "content": written.content,
    }


def event_json(event: Event) -> dict[str, Any]:
    """Return what `events` tells of an event."""
    return {
        "event": event.id,
        "headline": event.headline or None,
        "first": _iso(event.first),
        "last": _iso(event.last),
        "outlets": list(event.outlets),
        "stories": list(event.keys),
        "same_text": [list(keys) for keys in event.same_text],
        "ids": list(event.stories),
        "lead": event.lead,
    }


def reason_json(reason: JoinReason) -> dict[str, Any]:
    """Return why a story is in its event."""
    return {
        "id": reason.story,
        "headline": reason.headline or None,
        "outlet": reason.outlet or None,
        "published": _iso(reason.published),
        "basis": reason.basis,
        "beside": reason.beside or None,
        "likeness": round(reason.likeness, 3),
        "shared": [
            {"word": one.word, "kind": one.kind, "share": round(one.share, 3)}
            for one in reason.terms
        ],
    }


def briefing_json(briefing: Briefing) -> dict[str, Any]:
    """Return what `brief` tells."""
    return {
        "since": _iso(briefing.since),
        "until": _iso(briefing.until),
        "minutes": briefing.minutes,
        "events": [_brief_item(item) for item in briefing.events],
        "singles": [_brief_item(item) for item in briefing.singles],
        "rest": [
            {"source": one.source, "name": one.name, "stories": one.stories}
            for one in briefing.rest
        ],
        "left_out": briefing.left_out,
    }


def _brief_item(item: BriefItem) -> dict[str, Any]:
    """Return what `brief` tells of an event or a story."""
    return {
        "id": item.story,
        "headline": item.headline or None,
        "lede": item.lede or None,
        "outlets": list(item.outlets),
        "published": _iso(item.published),
        "link": item.link or None,
        "minutes": item.minutes,
        "reports": item.reports,
        "read": item.read,
        "unread": list(item.unread),
        "news": list(item.news),
    }


def source_json(source: Source) -> dict[str, Any]:
    """Return what `sources` tells of a source."""
    return {
        "id": source.id,
        "location": source.location,
        "title": source.title or None,
        "folder": source.folder or None,
        "stories": source.stories,
        "unread": source.unread,
        "last_success": _iso(source.health.last_success),
        "last_tried": _iso(source.health.last_tried),
        "last_error": source.health.last_error or None,
        "next": _iso(source.fetch_state.due),
        "why": source.fetch_state.why or None,
        "status": source.fetch_state.status or None,
        "bytes": source.fetch_state.size or None,
        "failures": source.fetch_state.failures,
        "gone": source.fetch_state.gone,
        "muted": source.muted,
        "whole": source.full_text,
        "keep": source.keep.words if source.keep else None,
    }


def health_json(statistics: SourceStatistics) -> dict[str, Any]:
    """Return what `sources` tells of how a source fares."""
    return {
        "reading": statistics.reading,
        "read": statistics.read,
        "a_week": round(statistics.a_week, 2),
        "newest": _iso(statistics.newest),
        "idle_days": statistics.idle_days,
        "teasers": round(statistics.teaser_share, 3),
        "dead": statistics.is_dead,
        "noisy": statistics.is_noisy,
    }


def check_json(result: CheckResult) -> dict[str, Any]:
    """Return what `doctor` tells of a check."""
    return {
        "check": result.check,
        "well": result.well,
        "repaired": result.repaired,
        "said": result.said,
    }


def vacuum_json(result: VacuumResult) -> dict[str, Any]:
    """Return what `vacuum` tells."""
    return {
        "dropped": [
            {"id": one.source.id, "location": one.source.location, "stories": one.stories}
            for one in result.dropped
        ],
        "database": {"before": result.before.database, "after": result.after.database},
        "index": {"before": result.before.index, "after": result.after.index},
        "won": result.freed_bytes,
    }
