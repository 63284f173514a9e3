"""A story in, what is kept of it beside its own words out: for who has time before it is saved."""

from __future__ import annotations

from reader.model import Entry, PackedStory, Story
from reader.store.identity.dedup_keys import dedup_keys
from reader.store.row_mapping import original_values
from reader.store.statistics.reading_length import length_values


def pack_story(entry: Entry, story: Story) -> PackedStory:
    """Return what is kept of a story; under which key that will be makes no difference."""
    return PackedStory(
        original_values(entry, story),
        length_values(story, entry.form),
        tuple((one.hash, one.within) for one in dedup_keys(story)),
    )
