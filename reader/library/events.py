"""Groups stories that came in into the events that they report, and edits events by hand."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from reader.cluster.clustering import (
    BARS,
    Clusterer,
    Rarity,
    cluster_leads,
    join_clusters,
    restore_clusters,
    split_cluster,
    without_story,
)
from reader.cluster.fingerprint import flag_headline
from reader.cluster.lessons import Lessons, draw_lessons
from reader.index.gc_control import gc_paused
from reader.model import ClusterEdit, ClusterLesson, ClusterMember, Progress, QueryError, Story
from reader.store import Store

if TYPE_CHECKING:
    from reader.config import EventSettings

BATCH = 500  # stories that are kept together


def cluster_new_stories(
    store: Store, chosen: EventSettings, told: Callable[[Progress], None]
) -> int:
    """Group every story that waits for it; how many did."""
    if not chosen.enabled:
        return 0
    while store.events.unflagged():  # those of an older database, once
        store.events.flag(BATCH, flag_headline)
    changed, revision = store.events.changed()
    for story in changed:
        _group_again(store, story, chosen)
    total, done = store.events.waiting(), 0
    grouper = _new(store, chosen)
    while stories := store.events.next(BATCH):
        told(Progress("Grouping", done, total))
        with gc_paused():
            _batch(store, grouper, stories)
        done += len(stories)
    store.events.looked_at(revision)
    told(Progress("Grouping", done, total))
    return done


def _new(store: Store, chosen: EventSettings) -> Clusterer:
    """Return what finds events, with all that was learned."""
    lessons = Lessons(store.events.lessons(), store.events.outlets)
    rarity = Rarity(*store.events.learned())
    return Clusterer(rarity, store.events.near, BARS[chosen.strictness], lessons)


def _group_again(store: Store, story: int, chosen: EventSettings) -> None:
    """Group a story once more if its source has made quite another one of it."""
    kept, published = store.stories.dated_story(story)
    members = store.events.with_story(story)
    grouper = _new(store, chosen)
    if any(one.mark.story == story and grouper.knows(one.mark, kept, published) for one in members):
        return
    rest = without_story(members, story)
    store.events.forget(story, rest, cluster_leads(rest))
    decisions = store.events.decided([story])
    into = _put_into(store, grouper, story, decisions)
    found = grouper.take(kept, published, _apart_from(story, decisions), into)
    event, _ = join_clusters(grouper.members(found.event))
    store.events.put_again(found, event, cluster_leads(event))


def _batch(store: Store, grouper: Clusterer, stories: Sequence[tuple[Story, int]]) -> None:
    """Group some stories and keep what came of it."""
    decisions = store.events.decided([story.id for story, _ in stories])
    found: list[ClusterMember] = []
    for story, published in stories:
        apart = _apart_from(story.id, decisions)
        into = _put_into(store, grouper, story.id, decisions)
        found.append(grouper.take(story, published, apart, into))
    touched = [grouper.members(event) for event in {one.event for one in found}]
    founders = [members[0] for members in touched]
    lead_of = cluster_leads(one for members in touched for one in members)
    rarity = grouper.rarity
    learned = (rarity.stories, rarity.counts.tobytes())
    store.events.save(found, [*founders, *found], lead_of, learned)
    grouper.forget_distant()


def _apart_from(story: int, decisions: Sequence[ClusterEdit]) -> frozenset[int]:
    """Return the stories that a person set apart from one."""
    pairs = ({one.one, one.other} for one in decisions if not one.together)
    return frozenset().union(*(pair for pair in pairs if story in pair)) - {story}


def _put_into(
    store: Store, grouper: Clusterer, story: int, decisions: Sequence[ClusterEdit]
) -> Sequence[ClusterMember]:
    """Return the event that a person put a story into, as far as it is there."""
    pairs = [(one.one, one.other) for one in decisions if one.together]
    earlier = [one for one, other in pairs if other == story]  # the first of a pair came first
    if not earlier:
        return ()
    return grouper.event_of(earlier[0]) or store.events.with_story(earlier[0])


def split_event(store: Store, story: int) -> int:
    """Take a story out of its event, for good; return the number by which that is undone.

    Raises:
        QueryError: it is in no event with others.
    """
    members = store.events.with_story(story)
    if len(members) < 2:
        raise QueryError(
            f"Story {story} is in no event with others; `newsreader events` lists those that are."
        )
    found, decisions = split_cluster(members, story)
    alone = [one for one in members if one.mark.story == story]
    rest = [one for one in members if one.mark.story != story]
    return _decide(store, members, found, decisions, _lessons(store, alone, rest, False))


def join_events(store: Store, one: int, other: int) -> int:
    """Put the events of two stories together, for good; return the number by which to undo that.

    Raises:
        QueryError: they are one event already, or one of them is not there.
    """
    events = [store.events.with_story(story) for story in (one, other)]
    for story, members in zip((one, other), events, strict=True):
        if not members:
            advice = "`newsreader regroup` groups all"
            raise QueryError(f"There is no story {story}, or it is not grouped yet; {advice}.")
    if events[0][0].event == events[1][0].event:
        raise QueryError(f"Stories {one} and {other} are in one event already.")
    members = [*events[0], *events[1]]
    found, decisions = join_clusters(members)
    return _decide(store, members, found, decisions, _lessons(store, events[0], events[1], True))


def _lessons(
    store: Store, ones: Sequence[ClusterMember], others: Sequence[ClusterMember], together: bool
) -> list[ClusterLesson]:
    """Return what is learned for stories to come from what a person decided about some."""
    outlets = store.events.outlets([one.mark.story for one in (*ones, *others)])
    return draw_lessons(ones, others, outlets, store.events.last(), together)


def _decide(
    store: Store,
    members: list[ClusterMember],
    found: list[ClusterMember],
    decisions: list[ClusterEdit],
    lessons: list[ClusterLesson],
) -> int:
    """Keep what a person decided about the members of events; return its number."""
    before = {one.mark.story: (one.event, one.text) for one in members}
    return store.events.decide(found, cluster_leads(found), decisions, before, lessons)


def undo_event_edit(store: Store, wanted: int | None = None) -> None:
    """Take back what a person decided last, if need be only the decision with this number.

    Raises:
        QueryError: there is nothing to take back, or something else was decided since.
    """
    last = store.events.last_act()
    if last is None:
        raise QueryError("There is no split or join to take back.")
    act, before = last
    if wanted not in {None, act}:
        raise QueryError("Another split or join has come since: newsreader split --undo.")
    members = {one.mark.story: one for story in before for one in store.events.with_story(story)}
    found = restore_clusters(members.values(), before)
    store.events.undo(act, found, cluster_leads(found))
