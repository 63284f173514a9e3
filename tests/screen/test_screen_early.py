"""The headlines that stand on the terminal before anything heavy is imported."""

import os
import random
import re
import subprocess
import sys
from pathlib import Path

import pytest
from rich import cells as rich_cells

from reader import config, store
from reader.config import EventSettings, Folders, Settings
from reader.library import Library
from reader.store.first_screen import read_first_screen
from reader.tui import pane_widths
from reader.tui.actions import ACTIONS
from reader.tui.render import cells
from reader.tui.render.wrap import wrapped_by_columns, wrapped_plain
from reader.tui.startup import first_paint
from reader.tui.startup.first_frame import FirstFrame
from tests.conftest import fill
from tests.support.reports import save

pytestmark = pytest.mark.time

SIZE = os.terminal_size((120, 30))
SGR = re.compile(r"\x1b\[[\d;]*m")
HEAVY = ("textual", "rich", "trafilatura", "lxml", "feedparser", "aiohttp", "whoosh", "asyncio",
         "dataclasses", "inspect", "typing", "re", "pathlib", "json", "argparse", "contextlib",
         "reader.model", "reader.config", "reader.library")  # fmt: skip
# What the screen's process may have imported when the app stands.
NEVER = ("trafilatura", "lxml", "feedparser", "aiohttp", "whoosh", "regex", "reader.index")


@pytest.fixture
def home_folder(library: Library, home: Folders, monkeypatch: pytest.MonkeyPatch) -> str:
    """A home with stories, on a terminal of a known size."""
    fill(library, 12)
    monkeypatch.setattr(os, "get_terminal_size", lambda *_: SIZE)
    monkeypatch.setenv("COLORTERM", "truecolor")
    return str(home.data)


def frame(library: Library) -> FirstFrame:
    """The whole first frame."""
    return FirstFrame(library, Settings(), ACTIONS, SIZE.columns, SIZE.lines)


def painted(home: str) -> str:
    """What is painted early."""
    return first_paint.first_screenful(home, home, home)


def test_nothing_is_painted_early_before_a_first_start(home_folder: str) -> None:
    assert painted(home_folder) == ""


def test_the_early_headlines_are_those_of_the_whole_frame(
    library: Library, home_folder: str
) -> None:
    whole = frame(library)
    whole.remember()
    text = painted(home_folder)

    rows = library.store.stories.rows(library.store.stories.ids("all", 15))
    for y in range(SIZE.lines - 2):
        assert whole.list_line(rows, y) in text
    assert whole.top(library.store.stories.counts()) in text
    assert whole.foot() in text


@pytest.mark.parametrize(("fold", "rows"), [(True, [3, 2]), (False, [3, 2, 1])])
def test_the_early_headlines_are_folded_as_the_list_is(
    library: Library, home: Folders, monkeypatch: pytest.MonkeyPatch, fold: bool, rows: list[int]
) -> None:
    save(library, [1, 1, 2])
    library.group()
    monkeypatch.setattr(os, "get_terminal_size", lambda *_: SIZE)
    whole = FirstFrame(
        library, Settings(events=EventSettings(fold=fold)), ACTIONS, SIZE.columns, SIZE.lines
    )
    whole.remember()
    text = painted(str(home.data))

    told = library.store.stories.rows(rows)
    for y in range(SIZE.lines - 2):
        assert whole.list_line(told, y) in text
    assert "Events 1" in SGR.sub("", text)


def test_the_early_headlines_stand_beside_the_sidebar(library: Library, home_folder: str) -> None:
    library.store.stories.note(pane_widths.SIDEBAR_ON, "on")
    assert painted(home_folder) == ""
    frame(library).remember()
    assert "\r\n" + " " * pane_widths.SIDE + "\x1b" in painted(home_folder)


@pytest.mark.parametrize("change", ["settings", "colours", "size", "version"])
def test_nothing_is_painted_early_after_a_change(
    library: Library, home_folder: str, monkeypatch: pytest.MonkeyPatch, change: str
) -> None:
    frame(library).remember()
    assert painted(home_folder)
    changes = {
        "settings": lambda: Path(home_folder, config.NAME).write_text('theme = "light"\n'),
        "colours": lambda: monkeypatch.setenv("COLORTERM", ""),
        "size": lambda: monkeypatch.setattr(
            os, "get_terminal_size", lambda *_: os.terminal_size((80, 24))
        ),
        "version": lambda: library.store.database.connection.execute("PRAGMA user_version = 1"),
    }

    changes[change]()
    assert painted(home_folder) == ""


def test_a_glance_at_what_is_no_database_is_nothing(tmp_path: Path) -> None:
    assert read_first_screen(str(tmp_path), 5) is None
    (tmp_path / "newsreader.db").write_bytes(b"not a database, but a letter" * 50)
    assert read_first_screen(str(tmp_path), 5) is None


def test_a_glance_sees_the_newest_rows(library: Library, home_folder: str) -> None:
    found = read_first_screen(home_folder, 5)
    assert found is not None
    assert [row.id for row in found.rows] == list(library.store.stories.ids("all", 5))


def test_a_station_has_nothing_but_what_it_offers() -> None:
    assert not hasattr(store, "Nonsense")
    assert store.Store.__name__ == "Store"


def test_words_that_ask_for_no_screen_paint_nothing() -> None:
    for words in (["list"], ["--help"], ["--home", "x", "list"]):
        assert first_paint.folders_of(words) is None


def test_the_folders_without_a_home_are_those_of_the_library(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name, value in (("DATA", "/srv/data"), ("CACHE", " "), ("CONFIG", "")):
        monkeypatch.setenv(f"XDG_{name}_HOME", value)
    places = config.default_folders(None)
    assert first_paint.xdg_folders() == (str(places.data), str(places.config), str(places.cache))


def imported(code: str, *words: str) -> set[str]:
    """The modules that are imported when some code has run."""
    run = f"import sys\nbefore = set(sys.modules)\n{code}\nprint(*(set(sys.modules) - before))"
    done = subprocess.run(
        [sys.executable, "-S", "-c", f"import sys; sys.path[:0] = {sys.path!r}\n{run}", *words],
        capture_output=True, text=True, check=True, timeout=60,
    )  # fmt: skip
    return set(done.stdout.split())


def test_the_early_headlines_import_nothing_heavy(library: Library, home_folder: str) -> None:
    frame(library).remember()
    code = f"""
import os
os.get_terminal_size = lambda: os.terminal_size({tuple(SIZE)})
from reader.cli.main import run_command_line
from reader.tui.startup import first_paint
assert first_paint.first_screenful(*[{home_folder!r}] * 3)
"""
    found = imported(code)

    assert not found & set(HEAVY)
    assert len(found) < 51, sorted(found)


def test_the_app_imports_nothing_that_only_others_need() -> None:
    found = imported(
        "import reader.cli.main, reader.tui.startup.first_frame, reader.tui.app\n"
        "import reader.tui.startup.driver"
    )
    assert not {name for name in found if name.startswith(NEVER)}


def test_textual_is_imported_without_a_palette_that_nobody_opens() -> None:
    found = imported(
        "from reader.tui.startup import lean_imports\nlean_imports.load_textual()\n"
        "import reader.tui.app"
    )
    assert "textual.app" in found
    assert not found & {"textual.command", "textual.widgets._input", "ssl"}


def test_a_textual_that_needs_its_palette_gets_it() -> None:
    code = """
from reader.tui.startup import lean_imports
lean_imports.AbsentModule.__getattr__ = lambda *_: None
lean_imports.load_textual()
import reader.tui.app
"""
    assert "textual.command" in imported(code)


def test_plain_texts_are_as_wide_as_rich_says() -> None:
    for text in ("", "plain", "Ägypten – “so” …", "● ★", "日本", "a\u0301", "\u200b", "🦊"):
        assert cells.cell_len(text) == rich_cells.cell_len(text), text


def test_what_is_masked_takes_a_column() -> None:
    assert cells.cell_len("\ta\x1b[1m\u202e") == 7
    assert cells.cut_to_width("\x1bab", 2) == "\ufffda"


def test_plain_texts_are_wrapped_like_all_others() -> None:
    chance = random.Random(1)
    for _ in range(3000):
        words = ["x" * chance.randrange(1, 9) for _ in range(chance.randrange(14))]
        text = "".join(word + " " * chance.randrange(1, 3) for word in words)
        width = chance.randrange(1, 25)
        plain = wrapped_plain(text, width)
        assert plain in (None, wrapped_by_columns(text, width))
