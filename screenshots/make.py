"""Draw pictures from the sample stories: `python screenshots/make.py [NAME…]`, else all.

`tour` is a picture that moves: what keys do, one after the other.
"""

from __future__ import annotations

import asyncio
import os
import sys
import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from svg_screen import Frame, draw_svg
from textual.pilot import Pilot

from reader.config import Settings, default_folders
from reader.library import SAMPLES, Library
from reader.model import SavedSearch
from reader.tui.actions import ACTIONS
from reader.tui.app import NewsReader

HERE = Path(__file__).parent
TITLE = "newsreader"


@dataclass(frozen=True)
class Shot:
    """One picture: its name, the size of the terminal, and the keys that lead to it."""

    name: str
    keys: tuple[str, ...] = ()
    size: tuple[int, int] = (120, 36)
    theme: str = "dark"
    search: str = ""
    saved: tuple[tuple[str, str], ...] = ()
    days_away: int = 0  # since the last visit


SEARCHES = (
    ("Eclipse", "eclipse OR corona"),
    ("Lights at sea", "lighthouse OR lamp"),
    ("Bread and beer", "bread OR beer"),
    ("This summer", "after:2026-06 before:2026-09"),
)
SHOTS = (
    Shot("reading", keys=("j",) * 7),
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
    Shot("original", keys=(*("j",) * 7, "x")),
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
    Shot("briefing", keys=("g", "4", "m", "g", "5"), size=(100, 36), days_away=200),
    Shot("links", keys=("j", "j", "j", "semicolon"), theme="paper"),
)


# The tour: keys, for how many seconds what they do is seen, and what is written above.
TOUR_SIZE = (120, 32)
TOUR = (
    ((), 1.6, "newsreader"),
    (("j", "j", "j", "j"), 0.6, "j"),
    (("j",), 0.6, "j"),
    (("j", "j"), 0.9, "j"),
    (("x",), 1.3, "x   the page as it came"),
    (("x",), 0.6, "x   and what of it is the story"),
    *(((sign,), 0.22, "/ " + "light"[: place + 1]) for place, sign in enumerate("light")),
    (("enter",), 1.2, "Enter"),
    (("n",), 0.9, "n"),
    (("escape", "escape", "escape"), 0.4, "Esc"),
    (("g", "4"), 1.2, "g 4   events"),
    (("m", "right_square_bracket"), 1.5, "]   what is new in the next report"),
    (("C",), 1.6, "C   side by side"),
    (("escape", "escape", "s"), 0.9, "s   bookmark"),
    (("colon",), 1.0, ":   all commands"),
)


async def draw(shot: Shot, home: Path, folder: Path = HERE) -> None:
    """Draw one picture from a library of its own."""
    async with opened(shot, home) as (app, pilot):
        if shot.search:
            await pilot.press("slash", *shot.search)
            while app.parts.search.total is None:
                await pilot.pause(0.1)
        await pilot.press(*shot.keys)
        while len(app.parts.sidebar.search_counts) < len(shot.saved):
            await pilot.pause(0.1)
        await pilot.pause(0.3)
        save(folder / f"{shot.name}.svg", [take_frame(app)], app)


async def draw_tour(home: Path, folder: Path = HERE) -> None:
    """Draw the picture that moves."""
    async with opened(Shot("tour", size=TOUR_SIZE), home) as (app, pilot):
        frames = []
        for keys, seconds, caption in TOUR:
            if caption.startswith("/ ") and app.parts.search.is_open is False:
                await pilot.press("slash")
            await pilot.press(*keys)
            await pilot.pause(0.4)
            frames.append(take_frame(app, seconds, caption))
        save(folder / "tour.svg", frames, app)


@asynccontextmanager
async def opened(shot: Shot, home: Path) -> AsyncIterator[tuple[NewsReader, Pilot[None]]]:
    """Open the app on a library of its own."""
    library = Library.open(default_folders(str(home)))
    list(library.add(SAMPLES))
    library.update_index()
    library.group()
    searches = tuple(SavedSearch(*search) for search in shot.saved)
    library.change_searches(lambda _: searches)
    if shot.days_away:
        before = library.clock.now() - timedelta(days=shot.days_away)
        library.store.arrivals.note_visits(int(before.timestamp()), 0)
    app = NewsReader(library, Settings(theme=shot.theme, read_after="never"), ACTIONS)
    async with app.run_test(size=shot.size) as pilot:
        await pilot.pause(0.3)
        yield app, pilot
        app.quit_now()
    library.close()


def take_frame(app: NewsReader, seconds: float = 1.0, caption: str = TITLE) -> Frame:
    """Return what is on the screen now."""
    return Frame(app.screen._compositor.render_strips(), seconds, caption)


def save(path: Path, frames: list[Frame], app: NewsReader) -> None:
    """Write a picture."""
    back = app.parts.layout.looks.palette.back
    path.write_text(draw_svg(frames, f"{TITLE}: {path.stem}", back), encoding="utf-8")


async def main() -> None:
    """Draw those that are named, else all of them."""
    names = sys.argv[1:] or ["tour", *(shot.name for shot in SHOTS)]
    for shot in (one for one in SHOTS if one.name in names):
        with fresh_home() as home:
            await draw(shot, home)
    if "tour" in names:
        with fresh_home() as home:
            await draw_tour(home)


@contextmanager
def fresh_home() -> Iterator[Path]:
    """Make a home, which the searcher finds too."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as home:
        os.environ["NEWSREADER_HOME"] = home
        yield Path(home)


if __name__ == "__main__":
    asyncio.run(main())
