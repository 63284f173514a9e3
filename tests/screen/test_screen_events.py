from reader.library import Library
from reader.model import Mark
from reader.model.construction import replace
from reader.tui.actions import ACTIONS
from reader.tui.render.article.article_lines import ArticleBlock
from reader.tui.render.article.related_reports import with_news
from tests.support.reports import save, save_large_event
from tests.support.shown import Shown, opened


async def test_what_else_reports_the_event_stands_below_the_story(library: Library) -> None:
    save(library, [1, 1, 2])
    library.group()
    async with opened(library) as shown:
        assert "+1" in shown.text()
        await shown.press("g", "2", "g", "4")
        assert shown.listed_ids() == [2]
        told = shown.article_blocks()
        assert told[-2].startswith("Also reported by")
        assert told[-1].startswith("Outlet 1 · 2 Nov 2026, 14:24 · ")
        assert "% new" in told[-1]


async def test_how_many_reports_an_event_has_besides_those_that_are_told_is_said(
    library: Library,
) -> None:
    save_large_event(library)
    async with opened(library) as shown:
        assert "+15" in shown.text()
        assert shown.article_blocks()[-1] == "and 3 older"


async def test_the_keys_that_lead_to_other_reports_are_told_as_they_are_given(
    library: Library,
) -> None:
    save(library, [1, 1])
    library.group()
    mine = {"next_report": ("f7",), "previous_report": ("f6",), "compare": ("f8",)}
    actions = tuple(replace(one, keys=mine.get(one.name, one.keys)) for one in ACTIONS)
    async with opened(library) as shown:
        assert (
            "Also reported by   ] [ walk through them, C puts one beside" in shown.article_blocks()
        )
    async with opened(library, actions=actions) as shown:
        told = "Also reported by   f7 f6 walk through them, f8 puts one beside"
        assert told in shown.article_blocks()


async def test_a_report_read_before_is_known_however_old_it_is(library: Library) -> None:
    save_large_event(library)
    library.set_mark([1], Mark.READ, True)
    async with opened(library) as shown:
        assert "┃ is new against the report of this you have read" in news(shown)[0]


async def test_brackets_walk_through_the_reports_of_an_event(library: Library) -> None:
    save(library, [1, 1, 2])
    library.group()
    async with opened(library) as shown:
        await shown.press("right_square_bracket")
        assert "No other story reports this" in shown.text()
        await shown.press("down", "right_square_bracket")
        assert shown.chosen_id() == 1
        await shown.press("g", "4", "left_square_bracket")
        assert shown.open_id() == 1


async def test_all_reports_of_an_event_are_read_at_once(library: Library) -> None:
    save(library, [1, 1, 2])
    library.group()
    async with opened(library) as shown:
        await shown.press("g", "4", "M")
        assert shown.unread_count() == 1
        await shown.press("u")
        assert shown.unread_count() == 3


def news(shown: Shown) -> list[str]:
    """The lines of the screen that are marked as new."""
    return [line for line in shown.lines() if "┃ " in line]


async def test_what_is_new_in_a_report_is_marked_once_another_one_is_read(library: Library) -> None:
    save(library, [1, 1, 1])
    library.group()
    async with opened(library) as shown:
        assert not news(shown)
        await shown.press("m", "right_square_bracket")
        assert shown.open_id() == 2
        first, *lines = news(shown)
        assert "┃ is new against the report of this you have read" in first
        assert lines
        await shown.press("m", "right_square_bracket")
        assert "the 2 reports of this" in news(shown)[0]
        await shown.press("m", "left_square_bracket")
        assert "the report of this" in news(shown)[0]
        await shown.press("left_square_bracket")
        assert shown.open_id() == 3
        assert not news(shown)


async def test_no_marks_stand_on_the_page_as_it_came_or_on_what_was_read_long_ago(
    library: Library,
) -> None:
    save(library, [1, 1])
    library.group()
    library.set_mark([1, 2], Mark.READ, True)
    async with opened(library) as shown:
        assert not news(shown)
        await shown.press("right_square_bracket", "x")
        assert not news(shown)


def test_only_what_is_new_of_a_paragraph_is_marked() -> None:
    blocks = [ArticleBlock("Deck", "deck", field="body"), ArticleBlock("One. Two.", field="body"),
              ArticleBlock("Three.", start=11, field="body"), ArticleBlock("foot")]  # fmt: skip

    told = with_news(blocks, [(5, 9), (11, 17)], "is new")

    assert [block.news for block in told] == [(), (), ((5, 9),), ((0, 6),), ()]
    assert with_news(blocks, [], "is new") == blocks
