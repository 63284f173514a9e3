"""Draw screenshots from the sample stories: `python screenshots/make.py [NAME…]`, else all."""

from __future__ import annotations

import asyncio
import os
import sys
import tempfile
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path

from textual.pilot import Pilot

from reader.config import Settings, default_folders
from reader.library import SAMPLES, Library
from reader.model import SavedSearch
from reader.tui.actions import ACTIONS
from reader.tui.app import NewsReader

HERE = Path(__file__).parent
Keys = Callable[[Pilot[None]], Awaitable[None]]


@dataclass(frozen=True)
class Shot:
    """One picture: its name, the size of the terminal, and the keys that lead to it."""

    name: str
    keys: tuple[str, ...] = ()
    size: tuple[int, int] = (120, 36)
    theme: str = "dark"
    search: str = ""
    saved: tuple[tuple[str, str], ...] = ()


SEARCHES = (
    ("Eclipse", "eclipse OR corona"),
    ("Lights at sea", "lighthouse OR lamp"),
    ("Bread and beer", "bread OR beer"),
    ("This summer", "after:2026-06 before:2026-09"),
)
SHOTS = (
    Shot("reading"),
    Shot("search", search="light", keys=("enter",)),
    Shot("event", keys=("g", "4", "m", "right_square_bracket")),
    Shot("beside", keys=("g", "4", "C"), size=(140, 36)),
    Shot("find", keys=("j", "j", "f", *"page", "enter", "n")),
    Shot(
        "sidebar", keys=("backslash", "j", "j", "j", "j", "enter"), size=(140, 36), saved=SEARCHES
    ),
    Shot("narrow-sidebar", keys=("backslash", "j", "j", "j", "j"), size=(60, 20), saved=SEARCHES),
    Shot("bookmarks", keys=("j", "s", "j", "j", "s", "j", "j", "s", "b")),
    Shot("narrow-list", size=(60, 20)),
    Shot("narrow-article", keys=("j", "enter"), size=(60, 20)),
    Shot("light", keys=("j", "j"), theme="light"),
    Shot("help", keys=("question_mark",)),
    Shot("palette", keys=("colon", *"book")),
    Shot("narrow-palette", keys=("colon",), size=(60, 20)),
    Shot(
        "note",
        keys=("j", "j", "t", *"oil", "enter", "e", *"Ask", "space", *"the", "space", *"keeper"),
    ),
    Shot("dense", keys=("v", "j", "j"), theme="dusk"),
    Shot("selection", keys=("j", "V", "j", "j", "j", "P", "P")),
    Shot("rule", search="lighthouse OR lamp", keys=("enter", "g", "r")),
    Shot("links", keys=("j", "j", "j", "semicolon"), theme="paper"),
)


async def draw(shot: Shot, home: Path, folder: Path = HERE) -> None:
    """Draw one picture from a library of its own."""
    library = Library.open(default_folders(str(home)))
    list(library.add(SAMPLES))
    library.update_index()
    library.group()
    searches = tuple(SavedSearch(*search) for search in shot.saved)
    library.change_searches(lambda _: searches)
    app = NewsReader(library, Settings(theme=shot.theme), ACTIONS)
    async with app.run_test(size=shot.size) as pilot:
        await pilot.pause(0.3)
        if shot.search:
            await pilot.press("slash", *shot.search)
            while app.parts.search.total is None:
                await pilot.pause(0.1)
        await pilot.press(*shot.keys)
        while len(app.parts.sidebar.search_counts) < len(searches):
            await pilot.pause(0.1)
        await pilot.pause(0.3)
        app.save_screenshot(f"{shot.name}.svg", str(folder))
        app.quit_now()
    library.close()


async def main() -> None:
    """Draw those that are named, else all of them."""
    names = sys.argv[1:] or [shot.name for shot in SHOTS]
    for shot in (one for one in SHOTS if one.name in names):
        with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as home:
            os.environ["NEWSREADER_HOME"] = home  # for the searcher
            await draw(shot, Path(home))


if __name__ == "__main__":
    asyncio.run(main())
