"""Cleans stored stories anew from what their sources once wrote, with today's rules."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from reader.clean import clean
from reader.library.ingest.full_text import with_full_text
from reader.library.ingest.site_context import SiteContextOf
from reader.model import Progress, SaveOutcome
from reader.store import Store

BATCH = 100
PLACE = "recleaned"  # up to which story, while the work is unfinished


def reclean_stories(
    store: Store, site_context: SiteContextOf, on_progress: Callable[[Progress], None], anew: bool
) -> int:
    """Clean every story from what its source wrote; how many changed.

    Work that was cut off goes on where it stopped, unless it is to begin anew.
    """
    total = store.stories.counts().all
    last = 0 if anew else int(store.database.meta(PLACE) or 0)
    done, changed = store.stories.up_to(last), 0
    while ids := store.stories.next_ids(last, BATCH):
        on_progress(Progress("Cleaning", done, total))
        changed += sum(_cleaned_again(store, site_context, story_id) for story_id in ids)
        done, last = done + len(ids), ids[-1]
        store.stories.note(PLACE, str(last))
    store.stories.note(PLACE, "0")
    on_progress(Progress("Cleaning", done, total))
    return changed


def _cleaned_again(store: Store, site_context: SiteContextOf, story_id: int) -> bool:
    """Clean one story; whether it changed."""
    kept = store.stories.get(story_id)
    entry = store.stories.original_entry(story_id)
    story = replace(clean(entry, site_context(entry)), key=kept.key)
    source_id = store.sources.make_known(kept.source)
    story = with_full_text(store, source_id, entry, story, site_context)
    return store.stories.save(source_id, [(entry, story)]) != [SaveOutcome.SAME]
