"""What people type after a colon."""

import webbrowser

import pytest

from reader.library import Library
from tests.conftest import fill
from tests.support.shown import Shown, opened


async def type_command(shown: Shown, line: str) -> None:
    """Type a line in the palette, and Enter."""
    await shown.press("colon")
    shown.write(line)
    await shown.press("enter")
    await shown.wait()


@pytest.mark.parametrize("line", ["q", ":q!", "wq", "x", "qa", "exit", "quit"])
async def test_what_quits_elsewhere_quits(library: Library, line: str) -> None:
    fill(library, 2)
    async with opened(library) as shown:
        await type_command(shown, line)

        assert shown.has_ended()


async def test_lines_of_other_programs_do_what_they_do_there(
    searchable: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened_links: list[str] = []
    monkeypatch.setattr(webbrowser, "get", object)
    monkeypatch.setattr(webbrowser, "open", lambda link: opened_links.append(link) or True)
    async with opened(searchable) as shown:
        await type_command(shown, "12")
        assert shown.chosen_place() == 11
        await type_command(shown, "open 3")
        assert shown.chosen_place() == 2
        await type_command(shown, "$")
        assert shown.chosen_place() == 30
        await type_command(shown, "open https://pier.example/log")
        await shown.until(lambda: opened_links == ["https://pier.example/log"])
        await type_command(shown, "w")
        assert shown.status() == "Every mark is on the disk already"
        await type_command(shown, "set theme light")
        assert shown.theme() == "light"
        await type_command(shown, "colorscheme mo")
        assert shown.theme() == "moss"
        await type_command(shown, "set list_width=60")
        assert shown.divider_column() > 60
        await type_command(shown, "set dense")
        assert shown.row_height() == 1
        await type_command(shown, "set nodense")
        assert shown.row_height() == 2
        await type_command(shown, "set theme?")
        assert shown.status() == "theme is moss"
        await type_command(shown, "sort best")
        assert shown.status() == "Search results: best first"
        await type_command(shown, "sort unread")
        assert shown.status() == "Sources: the most unread first; \\ shows the sidebar"
        await type_command(shown, "help")
        assert shown.screen() == "help"
        await shown.press("escape")
        await type_command(shown, "/ships")
        await shown.until(lambda: shown.found_count() == 30)
        assert shown.typed_search() == "ships"
        await type_command(shown, "noh")
        assert shown.found_count() is None


async def test_an_order_that_lists_and_searches_have_is_that_of_what_is_listed(
    searchable: Library,
) -> None:
    async with opened(searchable) as shown:
        usual = shown.chosen_headline()
        await type_command(shown, "sort oldest")
        await shown.press("g", "g")
        assert shown.chosen_headline() != usual

        await type_command(shown, "sort newest")
        await shown.press("g", "g")
        assert shown.chosen_headline() == usual
        assert shown.status() == "This list stands newest first; u takes it back"

        await shown.search("ships")
        await shown.press("enter")
        await type_command(shown, "sort newest")
        assert shown.status() == "Search results: newest first"


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("set theme pink", "theme is one of auto, "),
        ("set list_width 3", "list_width is a whole number from 20 to 80"),
        ("set number", "There is no setting 'number'; there are theme, "),
        ("set sidebar off", "sidebar is off already"),
        ("sort colour", "sort is one of added, name, unread, best, newest"),
        ("!ls", "There is no shell here; ^z goes to one"),
    ],
)
async def test_a_line_that_cannot_be_says_why_and_does_nothing(
    library: Library, line: str, said: str
) -> None:
    fill(library, 2)
    async with opened(library, (150, 40)) as shown:
        await type_command(shown, line)

        assert said in shown.text()
        assert shown.screen() == "palette"


@pytest.mark.parametrize("size", [(120, 36), (60, 20)])
@pytest.mark.parametrize(
    ("line", "last"), [("set tide", "dense, sidebar, zoom"), ("sort colour", "length, came")]
)
async def test_why_a_line_cannot_be_is_told_to_its_end(
    library: Library, size: tuple[int, int], line: str, last: str
) -> None:
    fill(library, 2)
    async with opened(library, size) as shown:
        await type_command(shown, line)

        told = " ".join(shown.text().replace("│", " ").split())
        assert last in told
        await shown.press("enter", "space", "x")
        assert shown.screen() == "palette"


async def test_words_that_are_no_line_find_commands_as_ever(library: Library) -> None:
    fill(library, 2)
    async with opened(library) as shown:
        await shown.press("colon")
        for typed, first in (
            ("", "Next story, or scroll the article"),
            ("open the story", "Open the story's page in the browser"),
            ("add", "Add a feed, a site, a file or a folder"),
            ("add pier.example", "Subscribe to pier.example"),
            ("search", "Search everything, as you type"),
            ("set", "theme is auto"),
            ("set theme", "theme is auto"),
            ("set invzoom", "Set zoom on"),
            ("open", "Open the story's page in the browser"),
            ("sort", "Sources as they were added"),
        ):
            shown.offer_commands(typed)
            assert shown.chosen_command() == first, typed
