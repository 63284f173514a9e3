"""How long stories take to read: measured when saved, and later for those of an older database."""

from __future__ import annotations

from contextlib import closing

import pytest

from reader.library import Library
from reader.model import ContentForm, Search
from reader.store.statistics.reading_length import is_teaser, reading_seconds
from tests.conftest import pair

WORDS_OF_FIVE_MINUTES = "tide " * 1_190


def save(library: Library, *texts: str, **given: object) -> list[int]:
    """Save a story of each text, without a link; their ids."""
    source = library.store.sources.add("/news", "News")
    pairs = [
        pair(number, **({"content": text, "link": ""} | given))
        for number, text in enumerate(texts, start=1)
    ]
    library.store.stories.save(source, pairs)
    return sorted(library.store.stories.ids("all"))


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("", 0),
        ("one two three four", 1),
        ("word " * 238, 60),
        ("Wörter " * 476, 120),
        ("海" * 500, 60),
        ("港口的船 " * 250, 120),
        ("港" * 250 + " word" * 119, 60),
        ("…" + "海、" * 500, 60),
        ("단어 " * 238, 60),
        ("word  " * 238, 60),
        (" word\n\n" * 238, 60),
        ("word\n\n\n" * 238, 60),
        ("word\tword " * 119, 60),
        (" \n\n ", 0),
    ],
)
def test_words_count_and_in_scripts_without_spaces_letters(text: str, seconds: int) -> None:
    assert reading_seconds(text) == seconds


@pytest.mark.parametrize(
    ("headline", "link", "text", "form", "expected"),
    [
        ("Tide", "https://a.example/", "The tide is high.", ContentForm.HTML, True),
        ("Tide", "https://a.example/", "The tide " * 200 + "is …", ContentForm.HTML, True),
        ("Tide", "https://a.example/", "The tide " * 200, ContentForm.HTML, False),
        ("Tide", "https://a.example/", "", ContentForm.HTML, True),
        ("", "https://a.example/", "The tide is high.", ContentForm.HTML, False),
        ("Tide", "", "The tide is high.", ContentForm.HTML, False),
        ("Tide", "https://a.example/", "The tide is high.", ContentForm.PAGE, False),
        ("Tide", "https://a.example/", "The tide is high.", ContentForm.DUMP, False),
    ],
)
def test_a_teaser_is_a_short_or_cut_text_of_a_feed_with_a_page_behind_it(
    headline: str, link: str, text: str, form: str, expected: bool
) -> None:
    assert is_teaser(headline, link, text, form, reading_seconds(text)) is expected


def test_a_row_and_an_article_tell_whole_minutes(library: Library) -> None:
    short, long = save(library, "A few words.", WORDS_OF_FIVE_MINUTES + "word " * 200)

    rows = library.store.stories.rows([short, long])
    beside = library.store.copies.story_context(long)

    assert [row.minutes for row in rows] == [1, 5]
    assert (beside.minutes, beside.teaser) == (5, False)


def test_an_edit_is_measured_again(library: Library) -> None:
    (story,) = save(library, "A few words.")

    save(library, WORDS_OF_FIVE_MINUTES)

    assert library.store.stories.rows([story])[0].minutes == 5


def test_stories_of_an_older_database_are_measured_by_who_adds_stories(library: Library) -> None:
    short, long = save(library, "A few words.", WORDS_OF_FIVE_MINUTES, link="https://a.example/")
    with library.store.database.batch() as connection:
        connection.execute("UPDATE story SET seconds = NULL, teaser = 0")
    before = library.store.stories.rows([short, long])

    list(library.refresh())
    after = library.store.stories.rows([short, long])

    assert [(row.minutes, row.teaser) for row in before] == [(0, False), (0, False)]
    assert [(row.minutes, row.teaser) for row in after] == [(1, True), (5, False)]


@pytest.mark.parametrize("is_measured", [True, False])
def test_a_query_finds_stories_by_their_length(library: Library, is_measured: bool) -> None:
    short, long = save(library, "A tide of few words.", WORDS_OF_FIVE_MINUTES)
    if not is_measured:
        with library.store.database.batch() as connection:
            connection.execute("UPDATE story SET seconds = NULL")
    library.update_index()

    def found(text: str) -> set[int]:
        with closing(library.open_index()) as index:
            return set(library.search(index, Search(library.parse_query(text))).ids)

    assert found("longer:5m") == found("tide longer:4m") == found("-shorter:5") == {long}
    assert found("shorter:5m") == found("tide -longer:1m") == {short}
    assert found("longer:1h") == set()
