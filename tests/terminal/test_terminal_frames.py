"""What a key writes to a terminal, how little of it, and where the cursor stands then."""

import shutil
import signal
from pathlib import Path
from random import Random
from string import ascii_lowercase

import pyte
import pytest

from reader.config import default_folders
from reader.library import Library
from reader.model import Entry, Story
from tests.conftest import pair
from tests.support.terminal import COLUMNS, ROWS, Terminal, changes, sight

KB = 1024
REDRAW = "\x0c"
LEAST = 1000  # bytes of a whole screen
SYNC_ASKED, SYNC_KNOWN = b"\x1b[?2026$p", "\x1b[?2026;2$y"
SYNC_START, SYNC_END = b"\x1b[?2026h", b"\x1b[?2026l"
DIVIDER = 60  # the column between list and article at this width
ODD = (
    "हिन्दी में समाचार: बारिश और ज्वार",
    "தமிழ் செய்திகள்: துறைமுகம் இன்று",
    "👩🏽\u200d🚀 and 👨\u200d👩\u200d👧 sail together",
    "🇩🇪🇫🇷 flags, 👍🏽👋🏿 hands",
    "❤\ufe0f ✈\ufe0f signs of the tide",
)


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The home of a library of headlines in many scripts, in which the screen has been open."""
    home = tmp_path_factory.mktemp("kept") / "home"
    library = Library.open(default_folders(str(home)))
    source = library.store.sources.add("/odd", ODD[0])
    plain = [f"Headline {number} of the tide" for number in range(1, 26)]
    titles = [*plain[:2], *ODD, *plain[2:]]
    stories = [
        pair(number, title=title, content=f"{title}. The harbour master counted {number} ships.")
        for number, title in enumerate(reversed(titles), start=1)
    ]
    library.store.stories.save(source, stories)
    library.update_index()
    library.close()
    (home / "config.toml").write_text('read_after = "never"\n')
    terminal = Terminal(home)
    terminal.stands()
    terminal.shows("news.example/30")
    terminal.quit()
    return home


@pytest.fixture
def home(kept: Path, tmp_path: Path) -> Path:
    """A home of one's own with those stories."""
    return shutil.copytree(kept, tmp_path / "home")


@pytest.fixture
def long_articles(tmp_path: Path) -> Path:
    """The home of a library of stories that fill the reading pane, no two alike."""
    home = tmp_path / "home"
    library = Library.open(default_folders(str(home)))
    source = library.store.sources.add("/long", "Long")
    library.store.stories.save(source, [long_story(number) for number in range(1, 31)])
    library.update_index()
    library.close()
    (home / "config.toml").write_text('read_after = "never"\n')
    return home


def long_story(number: int) -> tuple[Entry, Story]:
    """A story of words that mean nothing."""
    random = Random(number)
    words = ["".join(random.choices(ascii_lowercase, k=random.randint(2, 9))) for _ in range(500)]
    content = "\n\n".join(" ".join(words[at : at + 60]) for at in range(0, 500, 60))
    return pair(number, title=" ".join([f"Headline {number}", *words[:6]]), content=content)


def settled(home: Path, **environment: str) -> Terminal:
    """A terminal in which the screen stands, and nothing more changes by itself."""
    terminal = Terminal(home, **environment)
    terminal.stands()
    terminal.shows("news.example/30")
    typed(terminal, "j")
    terminal.until(lambda: "Headline 2" in terminal.chosen())
    typed(terminal, "k")
    terminal.until(lambda: "Headline 1" in terminal.chosen())
    terminal.rest()
    return terminal


def typed(terminal: Terminal, keys: str) -> int:
    """How many bytes some keys write."""
    before = len(terminal.received)
    terminal.child.send(keys)
    terminal.until(lambda: len(terminal.received) > before + LEAST * (keys == REDRAW))
    terminal.rest()
    return len(terminal.received) - before


def place(terminal: Terminal) -> tuple[int, int]:
    """The column and line of the cursor."""
    return terminal.screen.cursor.x, terminal.screen.cursor.y


def give_width(columns: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Have the terminal give every odd letter so many columns."""
    odd = {letter for letter in "".join(ODD) if letter > "\u02ff"}
    known = pyte.screens.wcwidth
    monkeypatch.setattr(
        pyte.screens, "wcwidth", lambda letter: columns if letter in odd else known(letter)
    )


@pytest.fixture(autouse=True)
def narrow(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have the terminal give every odd letter one column."""
    give_width(1, monkeypatch)


def test_the_divider_keeps_its_column_where_odd_letters_are_narrow(home: Path) -> None:
    terminal = settled(home)
    for keys in ("jjj", "\r", "h", REDRAW, "G", "gg"):
        typed(terminal, keys)

        rows = [terminal.screen.buffer[y] for y in range(1, ROWS - 1)]
        assert {row[DIVIDER].data for row in rows} <= {"│", "┃"}, keys
    end(terminal)


@pytest.mark.usefixtures("started_terminals")
def test_a_key_writes_little_from_the_first_one_on(home: Path) -> None:
    terminal = Terminal(home, COLORTERM="truecolor")
    terminal.stands()
    terminal.shows("news.example/30")
    written = {"j": typed(terminal, "j"), "/": typed(terminal, "/"), "f": typed(terminal, "f")}
    written |= {"o": typed(terminal, "o"), "Esc": typed(terminal, "\x1b")}
    written |= {"G": typed(terminal, "G"), "k": typed(terminal, "k")}
    written |= {"Enter": typed(terminal, "\r")}
    end(terminal)

    assert max(written[key] for key in ("j", "k", "Enter")) <= 2 * KB, written
    assert max(written.values()) <= 12 * KB, written


def test_a_key_writes_little_beside_the_letters_of_another_article(long_articles: Path) -> None:
    terminal = Terminal(long_articles, COLORTERM="truecolor")
    terminal.stands()
    terminal.shows("Headline 30")
    typed(terminal, "j")
    for _ in range(22):
        before = sight(terminal)
        written = typed(terminal, "j")
        cells = [cell for _, x, _, cell in changes(before, sight(terminal)) if x > DIVIDER]
        letters = "".join(cell.data for cell in cells if isinstance(cell, pyte.screens.Char))

        assert len(letters) > 0.9 * KB
        assert written <= len(letters.encode()) + 1.4 * KB
    end(terminal)


def test_a_search_is_left_by_writing_what_stood_before_once(home: Path) -> None:
    terminal = settled(home, COLORTERM="truecolor")
    before = sight(terminal)
    typed(terminal, "/harbour")
    terminal.shows("30 stories, best first")
    typed(terminal, "\r")
    start = len(terminal.received)
    terminal.child.send("\x1b")
    terminal.until(lambda: changes(before, sight(terminal)) == [])
    written = len(terminal.received) - start
    end(terminal)

    assert written <= 4 * KB  # each cell once


def test_the_cursor_stands_where_keys_act(home: Path) -> None:
    terminal = settled(home)
    line = chosen_line(terminal)
    assert place(terminal) == (0, line)
    typed(terminal, "jj")
    terminal.until(lambda: place(terminal) == (0, chosen_line(terminal)) == (0, line + 4))
    typed(terminal, REDRAW)
    assert place(terminal) == (0, line + 4)
    resize(terminal, ROWS - 4, COLUMNS - 10)
    terminal.until(lambda: place(terminal) == (0, chosen_line(terminal)))
    resize(terminal, ROWS, COLUMNS)
    terminal.until(lambda: place(terminal) == (0, chosen_line(terminal)))
    typed(terminal, "/tide")
    terminal.until(lambda: place(terminal) == (len(" / tide"), 1))
    typed(terminal, "\x1b[D\x1b[D")
    terminal.until(lambda: place(terminal) == (len(" / ti"), 1))
    typed(terminal, "\x1b")
    terminal.until(lambda: place(terminal) == (0, chosen_line(terminal)))
    end(terminal)


def end(terminal: Terminal) -> None:
    """End the program at once."""
    terminal.child.kill(signal.SIGKILL)
    terminal.child.wait()


def chosen_line(terminal: Terminal) -> int:
    """The first line of the chosen row."""
    lines = enumerate(terminal.screen.display)
    return next((y for y, line in lines if line.startswith("▌")), -1)


def resize(terminal: Terminal, rows: int, columns: int) -> None:
    """Make the terminal another size, on which what stood is garbled."""
    terminal.screen.resize(rows, columns)
    terminal.stream.feed(b"\x1b[3;3Hgarbage")
    before = len(terminal.received)
    terminal.child.setwinsize(rows, columns)
    terminal.until(lambda: len(terminal.received) > before + LEAST)
    terminal.rest()


def test_a_resize_leaves_nothing_of_what_stood(home: Path) -> None:
    terminal = settled(home)
    for rows, columns in ((20, 90), (ROWS, COLUMNS), (24, 60), (ROWS, COLUMNS)):
        resize(terminal, rows, columns)
        before = sight(terminal)
        typed(terminal, REDRAW)

        assert changes(before, sight(terminal)) == []
    end(terminal)


def test_the_band_over_the_pane_that_keys_move_is_as_wide_as_that(home: Path) -> None:
    terminal = settled(home)
    for keys in (">", "<", "<"):
        typed(terminal, keys)
        before = sight(terminal)
        typed(terminal, REDRAW)

        assert changes(before, sight(terminal)) == []
        divider = next(x for x in range(30, 80) if terminal.screen.buffer[9][x].data == "│")
        top = terminal.screen.buffer[0]
        assert top[divider - 1].bg != top[divider].bg
    end(terminal)


def test_a_frame_is_whole_where_the_terminal_knows_frames(home: Path) -> None:
    terminal = Terminal(home)
    terminal.until(lambda: SYNC_ASKED in terminal.received)
    terminal.child.send(SYNC_KNOWN)
    terminal.shows("news.example/30")
    terminal.rest()
    before = len(terminal.received)
    typed(terminal, "j")
    written = terminal.received[before:]
    end(terminal)

    assert written.startswith(SYNC_START)
    assert written.endswith(SYNC_END)
    assert written.count(SYNC_START) == written.count(SYNC_END)


def test_what_is_typed_together_with_the_key_of_the_palette_chooses_what_it_offers(
    home: Path,
) -> None:
    terminal = settled(home)
    terminal.child.send(":")
    terminal.read()
    terminal.child.send("fog horn")
    terminal.shows("No command is called that")
    end(terminal)
