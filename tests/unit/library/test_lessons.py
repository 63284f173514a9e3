"""Splits and joins teach how later reports of the same two outlets are judged."""

from __future__ import annotations

from datetime import timedelta
from random import Random

import pytest

from reader.cluster import lessons as lesson_limits
from reader.cluster.fingerprint import make_fingerprint
from reader.cluster.lessons import draw_lessons
from reader.cluster.term_rarity import Rarity
from reader.library import Library
from reader.library.reports.join_reasons import basis_sentence, join_reasons
from reader.model import ClusterMember
from tests.conftest import pair
from tests.support.reports import START, events, seconds, story, word, written

WEEK = 8  # days, after which no story joins an event of before
COLUMN, NEWS = 1, 2  # what is told: the same words each week, or others
FIRST, SECOND = "The Tide Table", "Harbour Post"


def keep(library: Library, number: int, event: int, outlet: str, day: float) -> None:
    """Save a report of an outlet on a day."""
    _save(library, number, written(event, number), outlet, day)


def keep_loosely_alike(library: Library, number: int, outlet: str, day: float) -> None:
    """Save a report that shares five rare words with others of its kind, and else none."""
    shared = [word(Random(900 + at)) for at in range(5)]
    own = Random(f"own {number}")
    lines = [
        f"{word(own)} {word(own)} {shared[at % 5]} {word(own)} {word(own)} {word(own)}."
        for at in range(8)
    ]
    _save(library, number, (f"{word(own)} {word(own)}", " ".join(lines)), outlet, day)


def _save(library: Library, number: int, told: tuple[str, str], outlet: str, day: float) -> None:
    source = library.store.sources.add("/news", "News")
    when = (START + timedelta(days=day)).isoformat()
    saved = pair(number, title=told[0], content=told[1], published=when, outlet=outlet)
    library.store.stories.save(source, [saved])


@pytest.fixture
def taken_apart(library: Library) -> Library:
    """A library in which two reports of two outlets were one event until a person split it."""
    keep(library, 1, COLUMN, FIRST, 0)
    keep(library, 2, COLUMN, SECOND, 0.1)
    library.group()
    assert events(library) == [{1, 2}]
    library.split_event(2)
    return library


@pytest.fixture
def put_together(library: Library) -> Library:
    """A library in which a person joined two reports that share little."""
    keep_loosely_alike(library, 1, FIRST, 0)
    keep_loosely_alike(library, 2, SECOND, 0.1)
    library.group()
    assert events(library) == []
    library.join_events(1, 2)
    return library


def test_what_was_taken_apart_is_not_put_together_for_its_likes(taken_apart: Library) -> None:
    keep(taken_apart, 3, COLUMN, FIRST, WEEK)
    keep(taken_apart, 4, COLUMN, SECOND, WEEK)
    taken_apart.group()

    assert events(taken_apart) == []


def test_it_is_the_same_pair_of_outlets_whichever_reports_first(taken_apart: Library) -> None:
    keep(taken_apart, 3, COLUMN, SECOND.upper(), WEEK)
    keep(taken_apart, 4, COLUMN, FIRST, WEEK)
    taken_apart.group()

    assert events(taken_apart) == []


def test_other_outlets_and_other_words_are_judged_as_before(taken_apart: Library) -> None:
    keep(taken_apart, 3, COLUMN, FIRST, WEEK)
    keep(taken_apart, 4, COLUMN, "Evening Mail", WEEK)
    keep(taken_apart, 5, NEWS, FIRST, WEEK)
    keep(taken_apart, 6, NEWS, SECOND, WEEK)
    taken_apart.group()

    assert events(taken_apart) == [{3, 4}, {5, 6}]


def test_a_report_that_was_taken_out_finds_an_event_without_the_other_outlet(
    taken_apart: Library,
) -> None:
    keep(taken_apart, 3, COLUMN, FIRST, WEEK)
    keep(taken_apart, 4, COLUMN, "Evening Mail", 2 * WEEK)
    keep(taken_apart, 5, COLUMN, SECOND, 2 * WEEK)
    taken_apart.group()

    assert events(taken_apart) == [{4, 5}]


def test_a_split_that_is_undone_teaches_nothing(taken_apart: Library) -> None:
    taken_apart.undo_event_edit()
    keep(taken_apart, 3, COLUMN, FIRST, WEEK)
    keep(taken_apart, 4, COLUMN, SECOND, WEEK)
    taken_apart.group()

    assert events(taken_apart) == [{1, 2}, {3, 4}]
    assert taken_apart.store.event_edits.lessons() == []


def test_a_later_decision_about_the_same_outlets_and_words_counts(taken_apart: Library) -> None:
    taken_apart.join_events(1, 2)
    keep(taken_apart, 3, COLUMN, FIRST, WEEK)
    keep(taken_apart, 4, COLUMN, SECOND, WEEK)
    taken_apart.group()

    assert events(taken_apart) == [{1, 2}, {3, 4}]


def test_what_was_put_together_is_put_together_for_its_likes(put_together: Library) -> None:
    keep_loosely_alike(put_together, 3, FIRST, WEEK)
    keep_loosely_alike(put_together, 4, SECOND, WEEK)
    keep_loosely_alike(put_together, 5, "Evening Mail", WEEK)
    put_together.group()
    _, second = join_reasons(put_together.store, 3)

    assert events(put_together) == [{1, 2}, {3, 4}]
    assert basis_sentence(second).startswith("like reports that were put together by hand; ")


def test_a_join_that_is_undone_teaches_nothing(put_together: Library) -> None:
    put_together.undo_event_edit()
    keep_loosely_alike(put_together, 3, FIRST, WEEK)
    keep_loosely_alike(put_together, 4, SECOND, WEEK)
    put_together.group()

    assert events(put_together) == []


def test_stories_that_come_one_at_a_time_are_grouped_as_all_anew_after_lessons(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lesson_limits, "MOST_KNOWN", 2)
    outlets = (FIRST, SECOND, "Evening Mail", FIRST)
    for number in range(1, 25):
        kind = (COLUMN, NEWS, 3)[number % 3]
        keep(library, number, kind, outlets[number % 4], WEEK * (number // 8) + number / 100)
        library.group()
        if number == 8:
            members = sorted(events(library)[0])
            library.split_event(members[-1])
        if number == 16:
            alone = set(range(1, 17)).difference(*events(library))
            library.join_events(min(alone), 16)
    one_at_a_time = library.store.events.all()

    library.group(anew=True)

    assert library.store.events.all() == one_at_a_time
    assert {one.together for one in library.store.event_edits.lessons()} == {False, True}


def test_nothing_is_learned_where_an_outlet_is_not_known(library: Library) -> None:
    keep(library, 1, COLUMN, "", 0)
    keep(library, 2, COLUMN, SECOND, 0.1)
    library.group()
    library.split_event(2)

    assert library.store.event_edits.lessons() == []


def test_a_decision_about_many_teaches_a_bounded_number_of_lessons() -> None:
    rarity = Rarity()
    prints = [make_fingerprint(story(at, COLUMN), seconds(), rarity) for at in range(1, 21)]
    members = [ClusterMember(one, one.story, one.story) for one in prints]
    outlets = {one.story: f"Outlet {one.story}" for one in prints}
    lessons = draw_lessons(members[:10], members[10:], outlets, 20, together=True)

    assert len(lessons) == lesson_limits.MOST_LESSONS
    assert [len(one.terms) for one in lessons] == sorted(
        (len(one.terms) for one in lessons), reverse=True
    )
