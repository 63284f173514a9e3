"""The stories of events in, the same as a person wants them out."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import groupby

from reader.cluster.cluster_core import lead
from reader.model import Decision, Grouped


def split(members: Sequence[Grouped], story: int) -> tuple[list[Grouped], list[Decision]]:
    """An event without one of its stories, which stands alone; and what was decided."""
    rest = without(members, story)
    alone = [one for one in members if one.mark.story == story]
    apart = [
        Decision(min(story, one.mark.story), max(story, one.mark.story), together=False)
        for one in rest
    ]
    return [*rest, *renumbered(alone)], [*apart, *_star(rest)]


def without(members: Iterable[Grouped], story: int) -> list[Grouped]:
    """An event without one of its stories."""
    return renumbered([one for one in members if one.mark.story != story])


def remaining(members: Iterable[Grouped], gone: Collection[int]) -> list[Grouped]:
    """The stories of several events without those that are gone."""
    left = (one for one in members if one.mark.story not in gone)
    order = sorted(left, key=lambda one: (one.event, one.mark.story))
    events = (list(those) for _, those in groupby(order, key=lambda one: one.event))
    return [one for those in events for one in renumbered(those)]


def joined(members: Iterable[Grouped]) -> tuple[list[Grouped], list[Decision]]:
    """The stories of several events as one event; and what was decided."""
    found = renumbered(sorted(members, key=lambda one: one.mark.story))
    return found, _star(found)


def restored(members: Iterable[Grouped], before: Mapping[int, tuple[int, int]]) -> list[Grouped]:
    """Stories in the events that they had before; others stay with what kept its number."""
    had = [
        replace(one, event=before[one.mark.story][0], text=before[one.mark.story][1])
        if one.mark.story in before
        else one
        for one in members
    ]
    return remaining(had, ())


def renumbered(members: Sequence[Grouped]) -> list[Grouped]:
    """The stories of one event and its texts with the numbers of the first of them."""
    texts: dict[int, int] = {}
    for one in members:
        texts.setdefault(one.text, one.mark.story)
    event = members[0].mark.story if members else 0
    return [replace(one, event=event, text=texts[one.text]) for one in members]


def leads(members: Iterable[Grouped]) -> dict[int, int]:
    """The story that leads each event that has several."""
    events: dict[int, list[Grouped]] = {}
    for one in members:
        events.setdefault(one.event, []).append(one)
    return {event: lead(those) for event, those in events.items() if len(those) > 1}


def _star(members: Sequence[Grouped]) -> list[Decision]:
    first = [one.mark.story for one in members[:1]]
    return [Decision(first[0], one.mark.story, together=True) for one in members[1:]]
