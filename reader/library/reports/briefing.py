"""The briefing: what came since a moment, the most told and newest first, with an end.

Events stand before single stories, and what has no room is counted by source: nothing is listed
twice, and nothing that was read already.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import islice

from reader.cluster.novelty import new_word_share
from reader.library.reports.event_reports import new_sentences
from reader.library.reports.lede import is_same_line, lede_of
from reader.model import Event, Source, Story
from reader.model.construction import frozen
from reader.store import Store
from reader.store.first_screen import reading_minutes
from reader.store.moments import moment_of
from reader.store.statistics.arrivals import Arrival
from reader.store.statistics.reading_length import reading_seconds

_LATE = timedelta(days=2)  # by which a story may come later than it was published
_EPOCH = moment_of(0)
_WEEKS = 8  # over which is counted how often a source writes
_SELDOM = 7  # stories a week; who writes more is told of in counts
_SINGLE_SHARE = 0.25  # of the minutes that single stories have for themselves
_MOST_EVENTS = 150  # that are compared with what was read, those of most outlets
_MOST_REPORTS = 5  # of an event that are looked through for what is new
_MOST_NEWS = 6  # sentences of an event
_MOST_SINGLES = 200
_TURN = 3  # seconds that going from one item to the next takes


@frozen
class BriefItem:
    """A story in a briefing; of an event the fullest report that is unread."""

    story: int
    headline: str
    lede: str  # its first sentences; empty where they are among the news
    outlets: tuple[str, ...]  # that report it, its own first
    published: datetime  # its place in the lists
    link: str
    minutes: int  # that the story takes to read
    unread: tuple[int, ...]  # all the unread stories that it stands for
    reports: int = 1  # stories of its event
    read: int = 0  # of these that were read before
    news: tuple[str, ...] = ()  # sentences that none of these told

    @property
    def seconds(self) -> int:
        """How long it takes to read what the briefing tells of it."""
        words = " ".join((self.headline, self.lede, *self.outlets, *self.news))
        return reading_seconds(words) + _TURN


@frozen
class SourceCount:
    """How many stories of a source a briefing leaves out."""

    source: int  # its id
    name: str
    stories: int


@frozen
class Briefing:
    """What came between two moments."""

    since: datetime
    until: datetime
    events: tuple[BriefItem, ...]  # what most outlets report, and is newest to the reader, first
    singles: tuple[BriefItem, ...]  # of sources that seldom write, the most seldom first
    rest: tuple[SourceCount, ...]  # the most stories first

    @property
    def items(self) -> tuple[BriefItem, ...]:
        """Everything that is listed."""
        return (*self.events, *self.singles)

    @property
    def unread(self) -> list[int]:
        """The stories that are read once the briefing is."""
        return [story for item in self.items for story in item.unread]

    @property
    def left_out(self) -> int:
        """How many stories are only counted."""
        return sum(one.stories for one in self.rest)

    @property
    def minutes(self) -> int:
        """How long the briefing takes to read."""
        seconds = sum(item.seconds for item in self.items)
        return reading_minutes(seconds) if self.items else 0


def make_briefing(store: Store, since: datetime, now: datetime, minutes: int) -> Briefing:
    """Return what came since a moment, as much of it as can be read in some minutes."""
    arrivals = store.arrivals.unread_since(
        int(since.timestamp()), int((max(since, _EPOCH) - _LATE).timestamp())
    )
    budget = 60 * minutes
    few = list(_fitting_items(_single_items(store, arrivals, now), round(budget * _SINGLE_SHARE)))
    room = budget - sum(item.seconds for item in few)
    events = list(_fitting_items(_event_items(store, arrivals), room))
    room = budget - sum(item.seconds for item in events)
    singles = list(_fitting_items(_single_items(store, arrivals, now), room))
    listed = {story for item in (*events, *singles) for story in item.unread}
    rest = _rest_by_source(store, [one for one in arrivals if one.id not in listed])
    return Briefing(since, now, tuple(events), tuple(singles), rest)


def _fitting_items(items: Iterable[BriefItem], seconds: int) -> Iterator[BriefItem]:
    """Yield items as long as there is time for them; the first that has too little ends it."""
    for item in items:
        seconds -= item.seconds
        if seconds < 0:
            return
        yield item


def _rest_by_source(store: Store, arrivals: Sequence[Arrival]) -> tuple[SourceCount, ...]:
    """Count stories by source, the most first."""
    counts = Counter(one.source for one in arrivals)
    sources = {one.id: _name_of(one) for one in _all_sources(store)} if counts else {}
    return tuple(
        SourceCount(source, sources.get(source, ""), count)
        for source, count in counts.most_common()
    )


def _all_sources(store: Store) -> list[Source]:
    """Return the sources that are subscribed to, and all others that there are stories of."""
    return [*store.sources.all(), *store.sources.unsubscribed()]


def _name_of(source: Source) -> str:
    """Return what a source is called."""
    return source.title or source.location


def _event_items(store: Store, arrivals: Sequence[Arrival]) -> Iterator[BriefItem]:
    """Yield events that have something new, those that most outlets report first."""
    by_id = {one.id: one for one in arrivals if one.event is not None}
    events = store.events.events_of(list(by_id))
    events.sort(key=lambda event: (len(event.outlets), event.last), reverse=True)
    scored = (_scored_event(store, event, by_id) for event in events[:_MOST_EVENTS])
    ranked = sorted(filter(None, scored), key=lambda pair: pair[0], reverse=True)
    return (item for _, item in ranked)


def _scored_event(
    store: Store, event: Event, arrivals: dict[int, Arrival]
) -> tuple[tuple[float, datetime], BriefItem] | None:
    """Return what is told of an event, with its rank; None where nothing of it is new."""
    marks = store.marks.marks_of(event.stories)
    read = [story for story in event.stories if story in marks and marks[story].read]
    new = [arrivals[story] for story in event.stories if story in arrivals]
    fullest = sorted(new, key=lambda one: one.seconds, reverse=True)
    stories = store.stories.by_ids([one.id for one in fullest[:_MOST_REPORTS]])
    news = _news_of(store, stories, read)
    if not stories or (read and not news):
        return None
    unread = tuple(story for story in event.stories if story in marks and not marks[story].read)
    place = moment_of(arrivals[stories[0].id].published)
    outlets = tuple(dict.fromkeys(filter(None, (stories[0].outlet, *event.outlets))))
    item = _item_of(stories[0], outlets, place, unread)
    is_told_twice = any(line in item.lede for line in news)
    item = replace(
        item,
        lede="" if is_told_twice else item.lede,
        reports=len(event.stories),
        read=len(read),
        news=tuple(news),
    )
    share = _new_share(store, stories[0], read)
    return (max(1, len(outlets)) * share, place), item


def _new_share(store: Store, story: Story, read: Sequence[int]) -> float:
    """Return how much of the wording of a report was in nothing read so far, up to 1."""
    if not read:
        return 1.0
    known = [one.text for one in store.stories.by_ids(read[:_MOST_REPORTS])]
    return new_word_share(story.text, known) / 100


def _news_of(store: Store, stories: Sequence[Story], read: Sequence[int]) -> list[str]:
    """Return the sentences of reports that tell what none before them, nor any read one, tells."""
    if not read:
        return []
    news: list[str] = []
    known = list(read)
    for story in stories:
        ranges = new_sentences(store, story, known)
        lines = (" ".join(story.text[start:end].split()) for start, end in ranges)
        news += (line for line in lines if not is_same_line(line, stories[0].headline))
        known.insert(0, story.id)
    return news[:_MOST_NEWS]


def _single_items(store: Store, arrivals: Sequence[Arrival], now: datetime) -> Iterator[BriefItem]:
    """Yield single stories of sources that seldom write, the most seldom first."""
    alone = [one for one in arrivals if one.event is None]
    start = int((now - timedelta(weeks=_WEEKS)).timestamp())
    rates = store.arrivals.written_since(start) if alone else {}
    seldom = [one for one in alone if rates[one.source] <= _SELDOM * _WEEKS]
    seldom.sort(key=lambda one: rates[one.source])  # of one rate the newest stays first
    for one in islice(seldom, _MOST_SINGLES):
        for story in store.stories.by_ids([one.id]):
            outlets = (story.outlet,) if story.outlet else ()
            yield _item_of(story, outlets, moment_of(one.published), (one.id,))


def _item_of(
    story: Story, outlets: tuple[str, ...], place: datetime, unread: tuple[int, ...]
) -> BriefItem:
    """Return what a briefing tells of a story that stands alone."""
    return BriefItem(
        story=story.id,
        headline=story.headline,
        lede=lede_of(story),
        outlets=outlets,
        published=place,
        link=story.link,
        minutes=reading_minutes(reading_seconds(story.text)),
        unread=unread,
    )
