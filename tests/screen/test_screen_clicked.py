"""Clicks on tabs, keys and links, addresses that are pasted, and settings that are read again."""

import webbrowser
from pathlib import Path

import pytest

from reader.config import NAME, Folders, Settings
from reader.library import Library
from reader.library.person_input import pasted_places
from reader.model import ContentForm
from tests.conftest import fill, pair
from tests.support.server import Answer, Server
from tests.support.shown import opened

PAGE = "https://pier.example/log"
FEED = (
    '<rss version="2.0"><channel><title>Tides</title>'
    "<item><title>High water</title><link>https://tides.example/1</link>"
    "<description>At noon.</description></item></channel></rss>"
)


async def test_tabs_and_keys_of_the_bottom_line_can_be_clicked(library: Library) -> None:
    fill(library, 9)
    async with opened(library) as shown:
        await shown.click_words("#top", "Unread")
        assert shown.view() == "unread"
        await shown.click_words("#top", "All")
        assert shown.view() == "all"
        await shown.click_words("#foot", "bookmark")
        assert shown.bookmark_count() == 1
        await shown.click_words("#foot", "m read")
        assert shown.unread_count() == 8
        await shown.click_words("#top", "newsreader")
        library.store.stories.save(1, [pair(70)])
        shown.look_for_stories()
        await shown.click("#top", shown.lines()[0].index("new ·") + 6, 0)
        assert shown.story_count() == len(shown.listed_ids()) == 10
        await shown.click("#foot", 119, 0)
        await shown.press("g")
        await shown.click_words("#foot", "g3")
        assert shown.view() == "bookmarks"
        await shown.click_words("#foot", "? help")
        assert shown.screen() == "help"
        assert "A number before a movement counts it" in shown.text()


async def test_the_mouse_may_ask_for_a_line_that_was_not_painted_yet(library: Library) -> None:
    fill(library, 1)
    async with opened(library) as shown:
        await shown.press("v")
        day, only = shown.row_at(0), shown.row_at(1)
        assert (day, only) == ((0, -1), (0, 0))
        assert "The Tideline" in shown.list_line_after("dense", 2)


async def test_keys_below_the_palette_can_be_clicked(library: Library) -> None:
    fill(library, 2)
    async with opened(library) as shown:
        await shown.press("colon")
        await shown.wait()
        first = shown.chosen_command()
        await shown.click_words("#command-foot", "↓")
        assert shown.chosen_command() != first
        await shown.click_words("#command-foot", "↑")
        assert shown.chosen_command() == first
        await shown.click_words("#command-foot", "closes")
        assert shown.screen() == "panes"


async def test_a_link_in_the_article_is_opened_by_a_click_and_not_by_a_drag(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened_links: list[str] = []
    monkeypatch.setattr(webbrowser, "get", object)
    monkeypatch.setattr(webbrowser, "open", lambda link: opened_links.append(link) or True)
    source_id = library.store.sources.add("/news")
    content = f"<p>東京: the <a href='{PAGE}'>log of the pier</a> says.</p>"
    story = pair(1, content=content, form=ContentForm.HTML)
    library.store.stories.save(source_id, [story])
    async with opened(library) as shown:
        line = next(number for number, one in enumerate(shown.lines_of("#pane")) if "log" in one)
        column = shown.lines_of("#pane")[line].index("log") + 2  # two letters are wide
        await shown.select("#pane", (column, line), (column + 4, line))
        await shown.click("#pane", column - 6, line)
        assert opened_links == []
        await shown.click("#pane", column + 1, line)
        await shown.until(lambda: opened_links == [PAGE])
        assert shown.status() == f"Opening {PAGE}"
        await shown.press("semicolon")
        await shown.click("#pane", column + 1, line)
        await shown.until(lambda: opened_links == [PAGE] * 2)
        assert not shown.has_line("key")


@pytest.mark.parametrize(
    ("pasted", "typed"),
    [
        ("ships at\n  the quay\n", "ships at the quay"),
        ("\nships", "ships"),
        ("ships  at ", "ships  at "),
        ("\n", ""),
        ("tide\n" * 10_000, "tide " * 4_000),
    ],
)
async def test_pasted_lines_are_one_line_where_one_is_typed(
    library: Library, pasted: str, typed: str
) -> None:
    fill(library, 3)
    async with opened(library) as shown:
        await shown.press("slash")
        await shown.paste(pasted)

        assert shown.typed_search() == typed


async def test_several_addresses_are_each_subscribed_to_where_one_is_asked_for(
    library: Library, server: Server, home: Folders, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NEWSREADER_HOME", str(home.data))
    pages = [server.url(path) for path in ("/one", "/other")]
    for path in ("/one", "/other"):
        feed = FEED.replace("<title>", f"<title>{path} ", 1)
        server.pages[path] = Answer(feed.encode(), headers={"Content-Type": "application/rss+xml"})
    async with opened(library) as shown:
        await shown.press("plus")
        await shown.paste("\n".join(pages))
        await shown.press("enter")
        await shown.until(
            lambda: {one.location for one in library.store.sources.all()} >= set(pages)
        )


async def test_a_pasted_address_is_subscribed_to_once_that_is_agreed_to(
    library: Library, server: Server, home: Folders, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NEWSREADER_HOME", str(home.data))
    server.pages["/feed"] = Answer(FEED.encode(), headers={"Content-Type": "application/rss+xml"})
    address = server.url("/feed")
    fill(library, 3)
    async with opened(library) as shown:
        await shown.paste(f" {address}\n")
        assert f"Subscribe to {address}?  y yes, n no" in shown.text()
        await shown.press("n")
        assert len(library.store.sources.all()) == 1
        await shown.paste("Only a few words")
        assert shown.status() == "What was pasted is no address, so it does nothing here"
        await shown.press("question_mark")
        await shown.paste(address)
        await shown.press("escape", "slash")
        await shown.paste(address)
        assert shown.typed_search() == address
        await shown.press("escape")
        await shown.paste(f"{address}\nhttps://{'long.' * 40}example/")
        assert "Subscribe to these 2: " in shown.text()
        assert "…" in shown.text()
        assert "long.example/?  y yes, n no" in shown.text()
        await shown.press("n")
        await shown.paste(f"New: {address} (read it)")
        await shown.press("y")
        await shown.until(lambda: shown.story_count() == 4)


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("pier.example/feed", ("pier.example/feed",)),
        ("<https://pier.example/a>", ("<https://pier.example/a>",)),
        ("feed:https://pier.example/a\r\n\r\nfeed:https://pier.example/a", ("feed:https://pier.example/a",)),
        ("See https://a.example/x and http://b.example/y, too", ("https://a.example/x", "http://b.example/y,")),
        ("No address. Only words, e.g. these: and/or those", ()),
        ("it's 10:30", ()),
        ("", ()),
    ],
)  # fmt: skip
def test_a_text_names_the_addresses_in_it(text: str, places: tuple[str, ...]) -> None:
    assert pasted_places(text) == places


def test_a_file_that_is_dragged_into_the_terminal_is_named(tmp_path: Path) -> None:
    path = tmp_path / "my feeds.opml"
    path.touch()

    for text in (f"'{path}'", str(path), str(path).replace(" ", "\\ "), f"{path}\n"):
        assert pasted_places(text) == (str(path),)
    assert pasted_places(str(tmp_path / "none.opml")) == ()


async def test_the_configuration_is_read_again_while_the_screen_stands(
    library: Library, home: Folders, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLORTERM", "truecolor")
    monkeypatch.delenv("NO_COLOR", raising=False)
    fill(library, 30)
    path = home.config / NAME
    async with opened(library, settings=Settings()) as shown:
        await shown.press("ctrl+r")
        assert shown.status() == f"There is no {path}; everything is as usual"
        path.write_text('theme = "moss"\nlist_width = 60\norder = "newest"\n[keys]\nraw = "f9"\n')
        before = shown.divider_column()
        await shown.press("ctrl+r", "x")
        assert shown.status() == "Read again: theme, order, list_width, keys"
        assert shown.theme() == "moss"
        assert shown.divider_column() > before
        assert not shown.is_raw()
        await shown.press("f9")
        assert shown.is_raw()
        await shown.press("ctrl+r")
        assert shown.status() == f"Read again; nothing is new in {path}"
        for written, said in (
            ('theme = "dark"\nlist_width = 3', f"{path}, line 2: list_width is a whole number"),
            ('theme = "dark"\nlist_width =', f"{path}, line 2: invalid value"),
            ('[keys]\n\nraw = "j"', f"{path}, line 3: the key j is given to down and raw."),
        ):
            path.write_text(written)
            await shown.press("ctrl+r")
            assert shown.status().startswith(f"Nothing is changed: {said}")
            assert shown.is_warning()
        assert shown.theme() == "moss"
        path.write_text('theme = "moss"')
        await shown.press("T", "ctrl+r")
        assert shown.theme() != "moss"  # what a key chose holds until another one is configured
        path.unlink()
        await shown.press("ctrl+r", "x")
        assert (shown.theme(), shown.is_raw()) == ("dark", False)


async def test_events_and_refreshes_follow_the_configuration(
    library: Library, home: Folders
) -> None:
    fill(library, 3)
    path = home.config / NAME
    async with opened(library) as shown:
        for minutes in (0, 30):
            path.write_text(
                f"refresh_minutes = {minutes}\ntext_width = 40\nbrowser = 'no-such %u'\n"
                '[events]\nfold = false\n[search]\nhalf_life = "8w"\n'
            )
            await shown.press("ctrl+r")
        assert shown.status() == "Read again: refresh_minutes"
        assert shown.story_count() == 3
