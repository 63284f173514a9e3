"""Numbers before keys, keys in pairs, and ways from source to source."""

from reader.config import Settings
from reader.library import Library
from reader.model import Mark
from reader.tui.actions import ACTIONS
from reader.tui.keymap import with_configured_keys
from reader.tui.render.sidebar_items import SidebarKind, of_library
from reader.tui.startup.first_frame import FirstFrame
from tests.conftest import fill, pair
from tests.support.reports import written
from tests.support.shown import Shown, opened

LONG = "\n\n".join(f"Paragraph {number} of many." for number in range(90))


def shelve(library: Library) -> None:
    """Put sources into a library: two of a folder, two without one, one of all these read."""
    for source, (name, folder, count) in enumerate(
        (("Tides", "", 1), ("Lamps", "Coast", 2), ("Bread", "Coast", 4), ("Ålesund", "", 3)), 1
    ):
        library.store.sources.add(f"/{name}.xml", name, folder)
        stories = [
            pair(10 * source + one, title=f"{name} {one}", link=f"https://{source}.example/{one}")
            for one in range(count)
        ]
        library.store.stories.save(source, stories)
    library.set_mark(library.store.stories.ids("source:1"), Mark.READ, True)


async def test_a_number_counts_the_movement_that_follows(library: Library) -> None:
    fill(library, 100)
    async with opened(library) as shown:
        for keys, place in (
            ("3j", 3), ("10G", 9), ("5k", 4), ("20gg", 19), ("G", 99), ("gg", 0), ("2j2j", 4),
            ("999999999999j", 99), ("ge", 99), ("400G", 99), ("5G3", 4), ("0j", 34), ("1G", 0),
        ):  # fmt: skip
            await shown.press(*keys)
            assert shown.chosen_place() == place, keys
        await shown.press("2", "ctrl+f")
        assert shown.rows_in_view() & {33, 34}
        await shown.press("g", "g", "3", "n")
        assert shown.chosen_place() == 3


async def test_what_waits_for_another_key_is_shown_and_left(library: Library) -> None:
    fill(library, 30)
    async with opened(library) as shown:
        await shown.press("1", "2")
        assert " 12 " in shown.footer()
        assert "j so many on" in shown.footer()
        await shown.press("escape")
        assert " 12 " not in shown.footer()
        await shown.press("j")
        assert shown.chosen_place() == 1
        await shown.press("4", "g")
        assert " 4g " in shown.footer()
        assert "gg top   g1 all   g2 unread" in shown.footer()
        await shown.press("escape", "g", "z")
        assert shown.status() == "No action has the keys gz; ? tells all"
        assert not shown.is_raw()
        await shown.press("4", "s", "3", "u")
        assert shown.bookmark_count() == 0
        await shown.press("7", "q")
        assert shown.has_ended()


async def test_a_number_counts_in_the_article_and_on_other_screens(library: Library) -> None:
    source_id = library.store.sources.add("/news")
    library.store.stories.save(source_id, [pair(1, content=LONG)])
    async with opened(library) as shown:
        await shown.press("enter", *"7j")
        assert shown.article_top() == 7
        await shown.press(*"2k30G")
        assert shown.article_top() == 29
        await shown.press(*"gg", "h", *"4J")
        assert shown.article_top() == 12
        await shown.press("question_mark", *"10jq", "j")
        assert shown.screen() == "panes"


async def test_digits_that_a_person_gives_to_actions_count_nothing(library: Library) -> None:
    fill(library, 30)
    changes = {"view_unread": ("2",), "view_all": ("1",), "dense": ("zz",), "zoom": ("f9",)}
    actions = tuple(with_configured_keys(action, changes) for action in ACTIONS)
    async with opened(library, actions=actions) as shown:
        await shown.press("2", "3", "j")
        assert (shown.view(), shown.chosen_place()) == ("unread", 3)
        await shown.press("z", "z")
        assert shown.row_height() == 1


async def test_left_of_the_list_is_an_open_sidebar(library: Library) -> None:
    shelve(library)
    async with opened(library) as shown:
        await shown.press("h")
        assert not shown.is_in_sidebar()
        await shown.press("backslash", "escape", "enter", "h")
        assert not shown.is_in_sidebar()
        await shown.press("left")
        assert shown.is_in_sidebar()
        await shown.press(*"2G", "l")
        assert (shown.view(), shown.is_in_sidebar()) == ("unread", False)
        await shown.press("h", *"5j", "enter")
        assert shown.view() == "folder:Coast"
        await shown.press("h", "h")
        assert not shown.is_in_sidebar()


async def test_a_key_goes_to_the_next_source_with_unread_stories(library: Library) -> None:
    shelve(library)
    async with opened(library) as shown:
        for key, view in (
            ("right_curly_bracket", "source:2"), ("ctrl+n", "source:3"),
            ("right_curly_bracket", "source:4"), ("right_curly_bracket", "source:2"),
            ("left_curly_bracket", "source:4"),
        ):  # fmt: skip
            await shown.press(key)
            assert shown.view() == view
        assert shown.status() == "Ålesund: 3 unread"
        await shown.press("m", "2", "left_curly_bracket", "2", "right_curly_bracket")
        assert (shown.view(), shown.chosen_headline()) == ("source:4", "Ålesund 1")
        await shown.press("backslash", "g", "g", "n", "n")
        assert shown.sidebar_item().label == "Bread"
        await shown.press("N")
        assert shown.sidebar_item().label == "Lamps"
        assert shown.view() == "source:4"
        library.set_mark(library.store.stories.ids("all"), Mark.READ, True)
        await shown.press("escape", "right_curly_bracket")
        assert shown.status() == "No other source has unread stories"


def sources(shown: Shown) -> list[str]:
    return shown.sidebar_labels()[4:]


async def test_the_sidebar_is_sorted_and_hides_what_is_read(library: Library) -> None:
    shelve(library)
    async with opened(library) as shown:
        await shown.press("g", "s")
        assert shown.status() == "Sources: by name; \\ shows the sidebar"
        await shown.press("g", "s", "g", "s", "backslash")
        assert sources(shown) == ["Coast", "Lamps", "Bread", "Tides", "Ålesund"]
        await shown.press("g", "s")
        assert sources(shown) == ["Coast", "Bread", "Lamps", "Ålesund", "Tides"]
        await shown.press("g", "s")
        assert sources(shown) == ["Coast", "Bread", "Lamps", "Ålesund", "Tides"]
        await shown.press("g", "h")
        assert sources(shown) == ["Coast", "Bread", "Lamps", "Ålesund"]
        assert "Sources · 1 read" in shown.text()
        await shown.press("g", "h", "G", "enter", "g", "h")
        assert sources(shown)[-1] == "Tides"  # it is listed
        await shown.press("g", "1")
        assert sources(shown)[-1] == "Ålesund"
    async with opened(library) as shown:
        assert sources(shown) == ["Coast", "Bread", "Lamps", "Ålesund"]
    frame = "\n".join(FirstFrame(library, Settings(), ACTIONS, 120, 36).lines())
    assert "Ålesund" in frame
    assert frame.index("Bread") < frame.index("Lamps")


async def test_the_sidebar_tells_its_own_keys(library: Library) -> None:
    shelve(library)
    async with opened(library) as shown:
        await shown.press("backslash")
        assert "gs sort   gh hide what is read" in shown.text().splitlines()[-1]


def test_sources_of_one_name_and_a_number_stand_in_the_order_of_these(library: Library) -> None:
    for name in ("Ward 10", "Ward 9", "Ward 2b", "ward 2", "Ward"):
        library.store.sources.add(f"/{name}", name)
    library.store.stories.note("sidebar_order", "name")
    items = of_library(library, {}, "all")

    labels = [one.label for one in items if one.kind is SidebarKind.SOURCE]
    assert labels == ["Ward", "ward 2", "Ward 2b", "Ward 9", "Ward 10"]


def test_where_everything_is_read_the_heading_says_so(library: Library) -> None:
    shelve(library)
    library.set_mark(library.store.stories.ids("all"), Mark.READ, True)
    library.store.stories.note("sidebar_hides_read", "on")
    library.store.stories.note("sidebar", "on")

    frame = "\n".join(FirstFrame(library, Settings(), ACTIONS, 120, 36).lines())

    assert "Sources · 4 read" in frame
    assert "Lamps  " not in frame


async def test_reports_of_an_event_are_counted_too(library: Library) -> None:
    source_id = library.store.sources.add("/news")
    stories = []
    for number in range(4):
        headline, text = written(1, number)
        when = f"2026-11-25T0{number}:00:00+00:00"
        stories.append(pair(number + 1, title=headline, content=text, published=when))
    library.store.stories.save(source_id, stories)
    library.group()
    async with opened(library) as shown:
        await shown.press("c", "2", "right_square_bracket")
        assert shown.chosen_place() == 2
