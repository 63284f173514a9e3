"""Made-up reports of made-up events, each in words of its own."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import product
from random import Random

import pytest

from reader.library import Library
from reader.model import Story
from tests.conftest import pair

START = datetime(2026, 11, 2, 12, tzinfo=UTC)
# Events 1, 2 and 3 have several reports, the stories 6, 8 and 10 stand alone.
MIXED = [1, 2, 1, 3, 2, 4, 1, 5, 3, 6]
SYLLABLES = tuple(map("".join, product("bcdfglmnprst", "aeiou")))


def word(rng: Random) -> str:
    """A word that no language has."""
    return "".join(rng.choice(SYLLABLES) for _ in range(4))


def written(event: int, version: int, length: int = 16) -> tuple[str, str]:
    """Headline and text of a report: the facts are the event's, the rest is the version's."""
    facts = [word(Random(event * 100 + number)) for number in range(14)]
    own = Random(f"{event} {version}")
    own.shuffle(facts)
    lines = [
        f"The {word(own)} near {facts[at % 14].title()} was there by {facts[(at + 1) % 14]}"
        f" with {word(own)}."
        for at in range(length)
    ]
    return f"{facts[0]} and {facts[1]} {word(own)}".capitalize(), "\n\n".join(lines)


def story(number: int, event: int, version: int | None = None, language: str = "en") -> Story:
    """A report as a story with an id."""
    headline, text = written(event, number if version is None else version)
    outlet = f"Outlet {number}"
    return Story(
        "/news", f"key-{number}", headline, text, outlet=outlet, language=language, id=number
    )


def seconds(days: float = 0.0) -> int:
    """A moment so many days after the start."""
    return int((START + timedelta(days=days)).timestamp())


def save(library: Library, events: list[int], first: int = 1, days: float = 0.1) -> None:
    """Save one report of each of these events, one after the other, as time goes by."""
    source = library.store.sources.add("/news", "News")
    for number, event in enumerate(events, start=first):
        headline, text = written(event, number)
        when = (START + timedelta(days=days * number)).isoformat()
        told = pair(number, title=headline, content=text, published=when, outlet=f"Outlet {number}")
        library.store.stories.save(source, [told])


@pytest.fixture
def mixed(library: Library) -> Library:
    """A library with three events that several stories report, and three stories on their own."""
    save(library, MIXED)
    library.group()
    return library


def all_found(library: Library) -> list[object]:
    """All that grouping has found."""
    return [library.store.events.members_between(0, seconds(9999)), library.store.events.all()]


def events(library: Library) -> list[set[int]]:
    """The stories of each event with several."""
    return [set(event.stories) for event in library.store.events.all()]


def save_large_event(library: Library, count: int = 16) -> None:
    """Save that many reports of one event, the oldest first, with the ids from 1 on."""
    save(library, [1] * count)
    library.group()
    while len(events(library)) != 1 or len(events(library)[0]) < count:
        together = next(iter(events(library)), {1})
        alone = next(one for one in range(1, count + 1) if one not in together)
        library.join_events(alone, min(together))
