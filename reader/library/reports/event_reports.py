"""The other reports of a story's event: what they tell, and what in it is new.

Apart from what groups stories, which the screen need not import to show the first of them.
"""

from __future__ import annotations

from collections.abc import Sequence

from reader.model import EventReport, Story
from reader.model.construction import frozen
from reader.store import Store

MOST = 12  # reports that are told of, the newest


@frozen
class OtherReports:
    """The other reports of an event: those that are told of, and what there is besides."""

    told: tuple[EventReport, ...] = ()  # the newest
    more: int = 0  # older ones
    read: tuple[int, ...] = ()  # the newest of all that are read, whether they are told of or not


def other_reports(store: Store, story: Story) -> OtherReports:
    """Return the other stories of the event of a story, the newest first."""
    events = store.events.events_of([story.id])
    if not events:
        return OtherReports()
    from reader.cluster.novelty import (
        new_word_share,  # most stories are alone, and the screen opens at once
    )

    ids = [other for other in events[0].stories if other != story.id]
    marks = store.marks.marks_of(ids)
    there = [one for one in ids if one in marks and not marks[one].hidden]  # the rest is gone
    read = tuple(one for one in there if marks[one].read)[:MOST]
    others = store.stories.by_ids(there[:MOST])
    beyond = [one for one in read if one not in there[:MOST]]
    texts = [*(one for one in others if one.id in read), *store.stories.by_ids(beyond)]
    known = [story.text, *(one.text for one in texts)]
    told = tuple(
        EventReport(
            one.id,
            one.headline,
            one.outlet,
            one.agency,
            one.published,
            0 if marks[one.id].read else new_word_share(one.text, known),
            marks[one.id].read,
        )
        for one in others
    )
    return OtherReports(told, max(0, len(there) - MOST), read)


def new_sentences(store: Store, story: Story, read: Sequence[int]) -> list[tuple[int, int]]:
    """Return where the sentences of a story stand that no report read before has told."""
    from reader.cluster.novelty import new_sentences

    known = [_text_of_report(one) for one in store.stories.by_ids(read[:MOST])]
    return new_sentences(story.text, known, story.language)


def _text_of_report(story: Story) -> str:
    """Return all that a report tells."""
    return "\n\n".join(part for part in (story.headline, story.deck, story.text) if part)


def next_report(store: Store, story: int, by: int) -> int | None:
    """Return story so many places on in the event of a story, round and round; None if alone."""
    events = store.events.events_of([story])
    if not events:
        return None
    hidden = store.marks.ids_marked("hidden") - {story}
    stories = [one for one in events[0].stories if one not in hidden]
    return stories[(stories.index(story) + by) % len(stories)]
