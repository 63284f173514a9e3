"""How sources fare: idle, dead, noisy, how often they write, and what of it is read."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from reader.library import Library
from reader.library.reports.source_health import (
    SourceStatistics,
    filter_sources,
    health_words,
    source_statistics,
)
from reader.model import Mark
from tests.conftest import pair

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


def save(library: Library, name: str, *ages: float, words: int = 200) -> int:
    """Save stories of a source that were published so many days ago; the source's id."""
    source = library.store.sources.add(f"https://{name}.example/", name.title())
    pairs = [
        pair(
            number,
            guid=f"{name}-{number}",
            link=f"https://{name}.example/{number}",
            title=f"{name} {number}",
            content=f"{name} {number} " * words,
            published=(NOW - timedelta(days=age)).isoformat(),
        )
        for number, age in enumerate(ages)
    ]
    library.store.stories.save(source, pairs)
    return source


def statistics(library: Library, now: datetime = NOW) -> dict[str, SourceStatistics]:
    """What is counted of each source, by its title."""
    every = source_statistics(library.store, library.store.sources.all(), now)
    return {one.source.title: one for one in every}


def test_a_source_is_counted_over_the_weeks_that_it_is_known(library: Library) -> None:
    save(library, "daily", *range(100))
    save(library, "fresh", 0.5, 1, 1.5)
    save(library, "empty")

    counted = statistics(library)

    assert counted["Daily"].a_week == pytest.approx(7, abs=0.2)
    assert counted["Fresh"].a_week == 3
    assert (counted["Empty"].a_week, counted["Empty"].newest) == (0, None)


def test_a_source_is_idle_by_the_day_of_its_newest_story(library: Library) -> None:
    save(library, "asleep", 200, 300)
    save(library, "awake", 1, 300)
    save(library, "empty")

    counted = statistics(library)
    idle = [one.source.title for one in filter_sources(counted.values(), 180, False, False)]

    assert counted["Asleep"].idle_days == 200
    assert idle == ["Asleep", "Empty"]
    assert "nothing for 200 days" in health_words(counted["Asleep"])


def test_a_source_is_dead_that_fails_for_a_month(library: Library) -> None:
    sources = library.store.sources
    for name, success in (("brief", 29), ("long", 31), ("well", 40)):
        source = save(library, name, 1)
        sources.note_success(source, NOW - timedelta(days=success))
    for name in ("brief", "long"):
        sources.note_failure(f"https://{name}.example/", NOW, "is not there")
    save(library, "never", 1)
    sources.note_failure("https://never.example/", NOW, "is not there")

    dead = filter_sources(statistics(library).values(), 0, True, False)

    assert [one.source.title for one in dead] == ["Long", "Never"]


def test_a_source_is_dead_whose_server_says_so(library: Library) -> None:
    save(library, "gone", 1)
    (source,) = library.store.sources.all()
    library.store.fetch_states.save(source.id, replace(source.fetch_state, gone=True))

    assert statistics(library)["Gone"].is_dead
    assert health_words(statistics(library)["Gone"]).endswith(" · dead")


def test_a_source_is_noisy_that_writes_often_and_is_hardly_read(library: Library) -> None:
    for name in ("noisy", "read"):
        save(library, name, *(number / 10 for number in range(100)))
    save(library, "quiet", 1)
    stories = library.store.stories.ids("source:2")
    library.set_mark(list(stories[:50]), Mark.READ, True)

    counted = statistics(library)
    noisy = filter_sources(counted.values(), 0, False, True)

    assert [one.source.title for one in noisy] == ["Noisy"]
    assert "you read 50 of 100" in health_words(counted["Read"])
    assert health_words(counted["Noisy"]).endswith("noisy")


def test_teasers_are_counted_among_the_stories_of_late(library: Library) -> None:
    source = save(library, "mixed", 100, 90, words=5)
    save(library, "mixed", 100, 90, 3, 2, words=200)
    library.store.stories.save(
        source,
        [pair(9, guid="short", content="Little.", published=(NOW - timedelta(days=1)).isoformat())],
    )

    assert statistics(library)["Mixed"].teaser_share == pytest.approx(1 / 3)
    assert "33 % teasers" in health_words(statistics(library)["Mixed"])
