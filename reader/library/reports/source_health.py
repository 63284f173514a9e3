"""How a source fares: how often it writes, how much of it is read, and whether it still lives."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta

from reader.model import Source, SourceReading
from reader.model.construction import frozen
from reader.store import Store
from reader.store.moments import is_moment, moment_of
from reader.store.seen_messages import SeenMessageTable

_WEEK = timedelta(weeks=1)
_RECENT = 8 * _WEEK  # over which is counted how often a source writes nowadays
_SILENT = timedelta(days=30)  # without one success, and a source is dead
_NOISY = 35.0  # stories a week, of which hardly any is read
_HARDLY = 0.05  # of the stories of a source
MAIL = "mail"  # as what mail of this machine is read
_READ_AS = {
    SourceReading.LIST: "as a page whose links are stories",
    SourceReading.WATCH: "as a page whose changes are stories",
    MAIL: "as mail of this machine",
}


@frozen
class SourceStatistics:
    """A source, and what is counted of it."""

    source: Source
    read: int  # of its stories
    a_week: float  # stories that it publishes in a week, of late
    newest: datetime | None  # when its newest story was published
    teaser_share: float  # of its stories of late, up to 1
    idle_days: int | None  # since its newest story; None where it has none
    is_dead: bool  # its server says so, or could not be read for a month
    reading: str = SourceReading.FEED  # as what it is read; what holds mail as `MAIL`

    @property
    def is_noisy(self) -> bool:
        """Whether it writes often, and hardly anything of that is read."""
        return self.a_week >= _NOISY and self.read < _HARDLY * self.source.stories

    @property
    def is_of_pages(self) -> bool:
        """Whether its stories have pages of their own, which can be fetched."""
        return self.reading not in (SourceReading.WATCH, MAIL)

    def is_idle(self, days: int) -> bool:
        """Tell whether its newest story is so many days old, or it has none."""
        return self.idle_days is None or self.idle_days >= days


def source_statistics(
    store: Store, sources: Sequence[Source], now: datetime
) -> list[SourceStatistics]:
    """Return what is counted of sources, in their order."""
    since = int((now - _RECENT).timestamp())
    counts = store.source_statistics.counts([source.id for source in sources], since)
    mail = SeenMessageTable(store.database).source_ids()
    statistics = []
    for source in sources:
        counted = counts[source.id]
        newest = moment_of(counted.newest) if is_moment(counted.newest) else None
        first = moment_of(counted.oldest) if is_moment(counted.oldest) else now
        weeks = max(_WEEK, min(_RECENT, now - first)) / _WEEK
        statistics.append(
            SourceStatistics(
                source=source,
                read=counted.read,
                a_week=counted.recent / weeks,
                newest=newest,
                teaser_share=counted.teasers / counted.recent if counted.recent else 0.0,
                idle_days=max(0, (now - newest).days) if newest else None,
                is_dead=_is_dead(source, now),
                reading=MAIL if source.id in mail else source.reading,
            )
        )
    return statistics


def _is_dead(source: Source, now: datetime) -> bool:
    """Tell whether a source is gone, or fails and was not read for long."""
    health = source.health
    if source.fetch_state.gone:
        return True
    if not health.last_error:
        return False
    return health.last_success is None or now - health.last_success > _SILENT


def filter_sources(
    statistics: Iterable[SourceStatistics], idle_days: int, dead: bool, noisy: bool
) -> Iterator[SourceStatistics]:
    """Yield the sources that are idle for so many days, dead or noisy; 0 asks for no idle ones.

    Where nothing is asked for, all of them.
    """
    wants_any = idle_days or dead or noisy
    for one in statistics:
        is_idle = bool(idle_days) and one.is_idle(idle_days)
        if not wants_any or is_idle or (dead and one.is_dead) or (noisy and one.is_noisy):
            yield one


def health_words(statistics: SourceStatistics) -> str:
    """Return how a source fares, in a line: "12.5 a week · you read 2 of 340 · 80 % teasers"."""
    parts = [
        f"{statistics.a_week:.1f} a week",
        f"you read {statistics.read:,} of {statistics.source.stories:,}",
        f"{statistics.teaser_share:.0%} teasers".replace("%", " %")
        if statistics.teaser_share
        else "",
        f"nothing for {statistics.idle_days:,} days"
        if (statistics.idle_days or 0) > _RECENT.days
        else "",
        "dead" if statistics.is_dead else "",
        "noisy" if statistics.is_noisy else "",
    ]
    return " · ".join(part for part in parts if part)


def reading_words(statistics: SourceStatistics) -> str:
    """Return as what a source is read: "as mail of this machine"; empty for feeds and files."""
    return _READ_AS.get(statistics.reading, "")
