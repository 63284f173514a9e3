"""Groups stories that came in into the events that they report, and edits events by hand."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from reader.cluster.clustering import (
    BARS,
    Clusterer,
    Rarity,
    cluster_leads,
    join_clusters,
    repeat_edits,
    restore_clusters,
    split_cluster,
    without_story,
)
from reader.cluster.fingerprint import flag_headline
from reader.cluster.lessons import Lessons, draw_lessons
from reader.index.gc_control import gc_paused
from reader.index.numpy_threads import one_thread
from reader.model import (
    ClusterEdit,
    ClusterLesson,
    ClusterMember,
    EditStep,
    Progress,
    QueryError,
)
from reader.model.events import EventsBefore, ReportText
from reader.store import Store

if TYPE_CHECKING:
    from reader.config import EventSettings

BATCH = 500  # stories that are kept together
MANY = 1_000  # stories, for which importing NumPy is soon made up for


def cluster_new_stories(
    store: Store, settings: EventSettings, on_progress: Callable[[Progress], None]
) -> int:
    """Group every story that waits for it; how many did."""
    if not settings.enabled:
        return 0
    while store.events.last_unflagged():  # those of an older database, once
        store.events.flag_headlines(BATCH, flag_headline)
    changed, revision = store.events.changed_stories()
    for story in changed:
        _group_again(store, story, settings)
    store.events.looked_at(revision)  # what waits is read as it is now, or later
    total, done = store.events.count_waiting(), 0
    are_many = total >= MANY and _import_numpy()
    grouper = _new(store, settings)
    for stories, step in _turns(store):
        on_progress(Progress("Grouping", done, total))
        if step is not None:
            _repeat(store, step)
            grouper = _new(store, settings)
            continue
        with gc_paused():
            _batch(store, grouper, stories, are_many)
        done += len(stories)
    on_progress(Progress("Grouping", done, total))
    return done


def _import_numpy() -> bool:
    """Import NumPy; tell whether it can be had: not on a processor of another age."""
    try:
        with one_thread():
            import numpy  # noqa: F401
    except (ImportError, RuntimeError):
        return False
    return True


def _turns(store: Store) -> Iterator[tuple[list[tuple[ReportText, int]], EditStep | None]]:
    """Yield stories to be grouped next, or what a person decided when so many were grouped."""
    while True:
        stories, step = store.events.next_stories(BATCH), store.event_edits.next_step()
        due = [one for one in stories if step is None or one[0].id <= step.moment]
        if not due and step is None:
            return
        yield due, (None if due else step)


def _repeat(store: Store, step: EditStep) -> None:
    """Decide again what a person decided, or took back, when just these stories were grouped."""
    stories = step.before if step.is_undo else [one for two in step.decisions for one in two.pair]
    members = _events_of(store, stories)
    if step.is_undo:
        found, before = restore_clusters(members, step.before), step.before
    else:
        found, before = repeat_edits(members, step.decisions), _places(members)
    store.event_edits.repeat_edit(step, found, cluster_leads(found), before)


def _events_of(store: Store, stories: Iterable[int]) -> list[ClusterMember]:
    """Return all stories of the events of some."""
    members: dict[int, ClusterMember] = {}
    for story in stories:
        if story not in members:
            members.update((one.mark.story, one) for one in store.events.members_with_story(story))
    return list(members.values())


def _places(members: Iterable[ClusterMember]) -> EventsBefore:
    """Return the event and the text of each of some stories."""
    return {one.mark.story: (one.event, one.text) for one in members}


def _new(store: Store, settings: EventSettings) -> Clusterer:
    """Return what finds events, with all that was learned."""
    lessons = Lessons(store.event_edits.lessons(), store.events.outlets)
    rarity = Rarity(*store.events.learned_counts())
    return Clusterer(rarity, store.events.members_between, BARS[settings.strictness], lessons)


def _group_again(store: Store, story: int, settings: EventSettings) -> None:
    """Group a story once more if its source has made quite another one of it."""
    kept, published = store.stories.dated_story(story)
    members = store.events.members_with_story(story)
    grouper = _new(store, settings)
    if any(one.mark.story == story and grouper.knows(one.mark, kept, published) for one in members):
        return
    rest = without_story(members, story)
    store.events.take_out(story, rest, cluster_leads(rest))
    decisions = store.event_edits.edits_of([story])
    into = _put_into(store, story, decisions)
    found = grouper.cluster_story(kept, published, _apart_from(story, decisions), into)
    event, _ = join_clusters(grouper.members(found.event))
    store.events.put_again(found, event, cluster_leads(event))


def _batch(
    store: Store, grouper: Clusterer, stories: Sequence[tuple[ReportText, int]], are_many: bool
) -> None:
    """Group some stories and keep what came of it; `are_many` where these are some of many."""
    if are_many:
        found = grouper.take_many(stories)
    else:
        found = [grouper.cluster_story(story, published) for story, published in stories]
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
    store: Store, story: int, decisions: Sequence[ClusterEdit]
) -> Sequence[ClusterMember]:
    """Return the event that a person put a story into, as far as it is there."""
    pairs = [(one.one, one.other) for one in decisions if one.together]
    earlier = [one for one, other in pairs if other == story]  # the first of a pair came first
    if not earlier:
        return ()
    return store.events.members_with_story(earlier[0])


def split_event(store: Store, story: int) -> int:
    """Take a story out of its event, for good; return the number by which that is undone.

    Raises:
        QueryError: it is in no event with others.
    """
    members = store.events.members_with_story(story)
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
    events = [store.events.members_with_story(story) for story in (one, other)]
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
    return draw_lessons(ones, others, outlets, store.events.last_grouped(), together)


def _decide(
    store: Store,
    members: list[ClusterMember],
    found: list[ClusterMember],
    decisions: list[ClusterEdit],
    lessons: list[ClusterLesson],
) -> int:
    """Keep what a person decided about the members of events; return its number."""
    return store.event_edits.save_edit(
        found, cluster_leads(found), decisions, _places(members), lessons
    )


def undo_event_edit(store: Store, wanted: int | None = None) -> None:
    """Take back what a person decided last, if need be only the decision with this number.

    Raises:
        QueryError: there is nothing to take back, or something else was decided since.
    """
    last = store.event_edits.last_act()
    if last is None:
        raise QueryError("There is no split or join to take back.")
    act, before = last
    if wanted not in {None, act}:
        raise QueryError("Another split or join has come since: newsreader split --undo.")
    found = restore_clusters(_events_of(store, before), before)
    store.event_edits.undo_edit(act, found, cluster_leads(found))
