"""A story in, what else reports its event out."""

from __future__ import annotations

from collections.abc import Sequence

from reader.model import Report, Story
from reader.store import Store

MOST = 12  # reports that are told of, the newest


def reports(store: Store, story: Story) -> list[Report]:
    """The other stories of the event of a story, the newest first."""
    events = store.events.of([story.id])
    if not events:
        return []
    from reader.cluster.novelty import fresh  # most stories are alone, and the screen opens at once

    ids = [other for other in events[0].stories if other != story.id][:MOST]
    marks = store.marks.of(ids)
    others = store.stories.some([one for one in ids if one in marks])  # the rest is gone by now
    read = [story.text, *(one.text for one in others if marks[one.id].read)]
    return [
        Report(
            one.id,
            one.headline,
            one.outlet,
            one.agency,
            one.published,
            0 if marks[one.id].read else fresh(one.text, read),
            marks[one.id].read,
        )
        for one in others
    ]


def new_sentences(store: Store, story: Story, read: Sequence[int]) -> list[tuple[int, int]]:
    """Where the sentences of a story stand that tell what is in none of the reports read before."""
    from reader.cluster.novelty import news

    known = [whole(one) for one in store.stories.some(read[:MOST])]
    return news(story.text, known, story.language)


def whole(story: Story) -> str:
    """All that a report tells."""
    return "\n\n".join(part for part in (story.headline, story.deck, story.text) if part)


def next_report(store: Store, story: int, by: int) -> int | None:
    """The story so many places on in the event of a story, round and round; None if alone."""
    events = store.events.of([story])
    if not events:
        return None
    stories = events[0].stories
    return stories[(stories.index(story) + by) % len(stories)]
