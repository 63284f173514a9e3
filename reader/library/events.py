"""Stories that came in, the events that they report in the store."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from reader.cluster.clustering import BARS, Grouper, Rarity, joined, leads, restored, split, without
from reader.model import Decision, Grouped, Progress, QueryError, Story
from reader.store import Store

if TYPE_CHECKING:
    from reader.config import Grouping

BATCH = 500  # stories that are kept together


def group(store: Store, chosen: Grouping, told: Callable[[Progress], None]) -> int:
    """Group every story that waits for it; how many did."""
    if not chosen.enabled:
        return 0
    changed, revision = store.events.changed()
    for story in changed:
        group_again(store, story, chosen)
    total, done = store.events.waiting(), 0
    grouper = new(store, chosen)
    while stories := store.events.next(BATCH):
        told(Progress("Grouping", done, total))
        batch(store, grouper, stories)
        done += len(stories)
    store.events.looked_at(revision)
    told(Progress("Grouping", done, total))
    return done


def new(store: Store, chosen: Grouping) -> Grouper:
    """What finds events, with all that was learned."""
    return Grouper(Rarity(*store.events.learned()), store.events.near, BARS[chosen.strictness])


def group_again(store: Store, story: int, chosen: Grouping) -> None:
    """Group a story once more if its source has made quite another one of it."""
    kept, published = store.stories.kept(story)
    members = store.events.with_story(story)
    grouper = new(store, chosen)
    if any(one.mark.story == story and grouper.knows(one.mark, kept, published) for one in members):
        return
    rest = without(members, story)
    store.events.forget(story, rest, leads(rest))
    decisions = store.events.decided([story])
    into = put_into(store, grouper, story, decisions)
    found = grouper.take(kept, published, apart_from(story, decisions), into)
    event, _ = joined(grouper.members(found.event))
    store.events.put_again(found, event, leads(event))


def batch(store: Store, grouper: Grouper, stories: Sequence[tuple[Story, int]]) -> None:
    """Group some stories and keep what came of it."""
    decisions = store.events.decided([story.id for story, _ in stories])
    found: list[Grouped] = []
    for story, published in stories:
        apart = apart_from(story.id, decisions)
        into = put_into(store, grouper, story.id, decisions)
        found.append(grouper.take(story, published, apart, into))
    touched = [grouper.members(event) for event in {one.event for one in found}]
    founders = [members[0] for members in touched]
    lead_of = leads(one for members in touched for one in members)
    rarity = grouper.rarity
    learned = (rarity.stories, rarity.counts.tobytes())
    store.events.put(found, [*founders, *found], lead_of, learned)
    grouper.kept()


def apart_from(story: int, decisions: Sequence[Decision]) -> frozenset[int]:
    """The stories that a person set apart from one."""
    pairs = ({one.one, one.other} for one in decisions if not one.together)
    return frozenset().union(*(pair for pair in pairs if story in pair)) - {story}


def put_into(
    store: Store, grouper: Grouper, story: int, decisions: Sequence[Decision]
) -> Sequence[Grouped]:
    """The event that a person put a story into, as far as it is there."""
    pairs = [(one.one, one.other) for one in decisions if one.together]
    earlier = [one for one, other in pairs if other == story]  # the first of a pair came first
    if not earlier:
        return ()
    return grouper.event_of(earlier[0]) or store.events.with_story(earlier[0])


def split_off(store: Store, story: int) -> None:
    """Take a story out of its event, for good.

    Raises:
        QueryError: it is in no event with others.
    """
    members = store.events.with_story(story)
    if len(members) < 2:
        raise QueryError(f"Story {story} is in no event with others.")
    decide(store, members, *split(members, story))


def join(store: Store, one: int, other: int) -> None:
    """Put the events of two stories together, for good.

    Raises:
        QueryError: they are one event already, or one of them is not there.
    """
    events = [store.events.with_story(story) for story in (one, other)]
    for story, members in zip((one, other), events, strict=True):
        if not members:
            raise QueryError(f"There is no story {story}, or it is not grouped yet.")
    if events[0][0].event == events[1][0].event:
        raise QueryError(f"Stories {one} and {other} are in one event already.")
    members = [*events[0], *events[1]]
    decide(store, members, *joined(members))


def decide(
    store: Store, members: list[Grouped], found: list[Grouped], decisions: list[Decision]
) -> None:
    """Keep what a person decided about the members of events."""
    before = {one.mark.story: (one.event, one.text) for one in members}
    store.events.decide(found, leads(found), decisions, before)


def undo(store: Store) -> None:
    """Take back what a person decided last.

    Raises:
        QueryError: there is nothing to take back.
    """
    last = store.events.last_act()
    if last is None:
        raise QueryError("There is no split or join to take back.")
    act, before = last
    members = {one.mark.story: one for story in before for one in store.events.with_story(story)}
    found = restored(members.values(), before)
    store.events.undo(act, found, leads(found))
