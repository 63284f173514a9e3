"""Splits and joins clusters as a person wants, and takes that back."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import groupby

from reader.cluster.cluster_core import lead_story
from reader.model import ClusterEdit, ClusterMember


def split_cluster(
    members: Sequence[ClusterMember], story: int
) -> tuple[list[ClusterMember], list[ClusterEdit]]:
    """Return an event without one of its stories, which stands alone; and what was decided."""
    rest = without_story(members, story)
    alone = [one for one in members if one.mark.story == story]
    apart = [
        ClusterEdit(min(story, one.mark.story), max(story, one.mark.story), together=False)
        for one in rest
    ]
    return [*rest, *_renumber(alone)], [*apart, *_star(rest)]


def without_story(members: Iterable[ClusterMember], story: int) -> list[ClusterMember]:
    """Return an event without one of its stories."""
    return _renumber([one for one in members if one.mark.story != story])


def remaining_edits(members: Iterable[ClusterMember], gone: Collection[int]) -> list[ClusterMember]:
    """Return the stories of several events without those that are gone."""
    left = (one for one in members if one.mark.story not in gone)
    order = sorted(left, key=lambda one: (one.event, one.mark.story))
    events = (list(those) for _, those in groupby(order, key=lambda one: one.event))
    return [one for those in events for one in _renumber(those)]


def join_clusters(
    members: Iterable[ClusterMember],
) -> tuple[list[ClusterMember], list[ClusterEdit]]:
    """Return the stories of several events as one event; and what was decided."""
    found = _renumber(sorted(members, key=lambda one: one.mark.story))
    return found, _star(found)


def restore_clusters(
    members: Iterable[ClusterMember], before: Mapping[int, tuple[int, int]]
) -> list[ClusterMember]:
    """Return stories in the events that they had before.

    What came since goes where the first story of its event goes, and keeps its text likewise.
    """
    return remaining_edits([_restore_member(one, before) for one in members], ())


def _restore_member(one: ClusterMember, before: Mapping[int, tuple[int, int]]) -> ClusterMember:
    """Return a story in the event that it had before, or that its event has become."""
    if one.mark.story in before:
        event, text = before[one.mark.story]
        return replace(one, event=event, text=text)
    event = before[one.event][0] if one.event in before else one.event
    text = before[one.text][1] if one.text in before else one.text
    return replace(one, event=event, text=text)


def repeat_edits(
    members: Iterable[ClusterMember], decisions: Sequence[ClusterEdit]
) -> list[ClusterMember]:
    """Return the stories of several events after what was decided about some is decided again."""
    found = {one.mark.story: one for one in members}
    apart = [{one.one, one.other} for one in decisions if not one.together]
    if apart:
        story = max(set.intersection(*apart))
        _part(found, story, set().union(*apart) - {story})
    for one in decisions:
        if one.together:
            _unite(found, one.one, one.other)
    return [found[story] for story in sorted(found)]


def _part(members: dict[int, ClusterMember], story: int, others: Collection[int]) -> None:
    """Take a story out of its event where one of some others is in it."""
    event = _event_members(members, story)
    if any(one.mark.story in others for one in event):
        members.update((one.mark.story, one) for one in split_cluster(event, story)[0])


def _unite(members: dict[int, ClusterMember], one: int, other: int) -> None:
    """Make one event of those of two stories."""
    if one in members and other in members and members[one].event != members[other].event:
        united, _ = join_clusters([*_event_members(members, one), *_event_members(members, other)])
        members.update((member.mark.story, member) for member in united)


def _event_members(members: Mapping[int, ClusterMember], story: int) -> list[ClusterMember]:
    """Return the event of a story; nothing where it is not there."""
    if story not in members:
        return []
    return [one for one in members.values() if one.event == members[story].event]


def _renumber(members: Sequence[ClusterMember]) -> list[ClusterMember]:
    """Return the stories of one event and its texts with the numbers of the first of them."""
    texts: dict[int, int] = {}
    for one in members:
        texts.setdefault(one.text, one.mark.story)
    event = members[0].mark.story if members else 0
    return [replace(one, event=event, text=texts[one.text]) for one in members]


def cluster_leads(members: Iterable[ClusterMember]) -> dict[int, int]:
    """Return the story that leads each event that has several."""
    events: dict[int, list[ClusterMember]] = {}
    for one in members:
        events.setdefault(one.event, []).append(one)
    return {event: lead_story(those) for event, those in events.items() if len(those) > 1}


def _star(members: Sequence[ClusterMember]) -> list[ClusterEdit]:
    first = [one.mark.story for one in members[:1]]
    return [ClusterEdit(first[0], one.mark.story, together=True) for one in members[1:]]
