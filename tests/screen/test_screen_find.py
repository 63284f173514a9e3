from pathlib import Path

import pytest

from reader.library import Library
from reader.tui.controllers.find_in_article import find_in_block, phrase_of
from reader.tui.render.article.article_lines import ArticleBlock
from reader.tui.render.article.article_search import CHUNK, SLICE, ArticleSearch, find_nothing
from tests.conftest import fill, pair
from tests.support.shown import opened

LONG = "\n\n".join(
    f"Paragraph {number} of many{', with a heron in it' if number % 20 == 7 else ''}."
    for number in range(80)
)


@pytest.fixture
def long(library: Library) -> Library:
    """A library whose newest story holds herons in paragraphs 7, 27, 47 and 67."""
    fill(library, 2)
    library.store.stories.save(1, [pair(9, title="A long one", content=LONG)])
    return library


async def test_finding_in_the_article_marks_and_counts_while_typing(long: Library) -> None:
    async with opened(long) as shown:
        await shown.press("f", *"her")
        await shown.wait()
        assert shown.match_count() == 4
        assert "1 of 4" in shown.text()
        assert "Paragraph 7 of many, with a heron" in shown.text()
        await shown.press(*"zog")
        await shown.wait()
        assert "not found" in shown.text()


async def test_matches_in_the_article_go_round_and_round(long: Library) -> None:
    async with opened(long) as shown:
        await shown.press("f", *"heron", "enter", "n", "n", "n")
        assert shown.match_place() == 3
        assert "Paragraph 67 of" in shown.text()
        await shown.press("n")
        assert shown.match_place() == 0
        await shown.press("N")
        assert shown.match_place() == 3
        assert shown.chosen_place() == 0


async def test_arrows_walk_the_matches_while_words_are_typed(long: Library) -> None:
    async with opened(long) as shown:
        await shown.press("f", *"heron", "down", "down", "up")
        assert shown.match_place() == 1
        assert shown.is_typing_in("find")


async def test_escape_goes_back_to_where_finding_began(long: Library) -> None:
    async with opened(long) as shown:
        await shown.press("J", "J")
        top = shown.article_top()
        await shown.press("f", *"heron", "enter", "n", "n", "escape")
        await shown.wait()
        assert shown.article_top() == top
        assert shown.match_count() == 0
        assert not shown.has_line("find")
        assert not shown.is_reading()


async def test_finding_begins_where_the_reader_is_and_enter_stays_there(long: Library) -> None:
    async with opened(long) as shown:
        await shown.press("enter", "pagedown", "pagedown", "f", *"heron")
        await shown.wait()
        assert shown.match_place() > 0
        await shown.press("enter", "n")
        top = shown.article_top()
        await shown.press("enter")
        await shown.wait()
        assert not shown.has_line("find")
        assert shown.article_top() == top
        assert shown.match_count() == 4


async def test_another_story_ends_finding(long: Library) -> None:
    async with opened(long) as shown:
        await shown.press("f", *"heron", "enter", "f", "tab", "h", "j")
        await shown.wait()
        assert not shown.has_line("find")
        assert shown.match_count() == 0


async def test_words_in_the_page_as_it_came_are_found_too(long: Library) -> None:
    async with opened(long) as shown:
        await shown.press("x", "f", *"heron in it")
        await shown.wait()
        assert shown.match_count() == 4
        await shown.press("escape")
        assert shown.is_raw()


async def test_a_search_gets_its_matches_back_after_finding(searchable: Library) -> None:
    async with opened(searchable) as shown:
        await shown.search("ägypten")
        await shown.press("enter", "n", "f", *"москва")
        await shown.wait()
        assert shown.match_count() == 1
        await shown.press("escape")
        assert (shown.match_count(), shown.match_place()) == (3, 1)
        await shown.press("n")
        assert shown.match_place() == 2


async def test_finding_needs_an_article_and_works_on_a_narrow_terminal(
    library: Library, tmp_path: Path
) -> None:
    library.store.sources.add(str(tmp_path))
    async with opened(library, (60, 20)) as shown:
        await shown.press("f")
        assert "no article" in shown.status()
        library.store.stories.save(1, [pair(9, content=LONG)])
        await shown.press("g", "1", "f", *"heron")
        await shown.until(lambda: "1 of 4" in shown.text())
        await shown.press("escape")
        assert not shown.is_reading()


def test_a_long_article_is_looked_through_a_slice_at_a_time() -> None:
    blocks = [
        ArticleBlock("A heron stood there. " * 1000),
        ArticleBlock("Nobody came."),
        ArticleBlock("x" * 5000),
    ]
    hunt = ArticleSearch(
        blocks, lambda block, text: find_in_block(phrase_of("heron"), "", block, text)
    )

    hunt.go_on()
    known = len(hunt.places())
    assert not hunt.over
    assert 0 < known <= (SLICE + CHUNK) // 20
    while not hunt.over:
        hunt.go_on()
    places = hunt.places()
    assert len(places) == 1000
    assert places == [(0, 2 + 21 * number) for number in range(1000)]


def test_a_hunt_begins_at_its_origin_and_ends_before_it() -> None:
    seen: list[str] = []
    blocks = [ArticleBlock("one"), ArticleBlock("two"), ArticleBlock("three")]
    hunt = ArticleSearch(
        blocks, lambda block, text: seen.append(text) or find_nothing(block, text), 1
    )

    hunt.go_on()

    assert seen == ["two", "three", "one"]
    assert hunt.over


def test_words_in_a_row_are_found_and_the_last_may_be_unfinished() -> None:
    block = ArticleBlock("")
    text = "The storm harbour, and a storm near the harbour."

    assert find_in_block(phrase_of("storm har"), "", block, text) == ((4, 17),)
    assert find_in_block(phrase_of("storm har "), "", block, text) == ()
    assert find_in_block(phrase_of("%"), "", block, text) == ()
