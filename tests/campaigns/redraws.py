"""What frames leave on a terminal after random keys, beside the same screen written as a whole.

A frame writes only the cells that have changed, so that a mistake stays to be seen. Afterwards
the process is told to go on, as after `^z` and `fg`: it clears the terminal and writes everything,
and no cell may look otherwise than before.
"""

from __future__ import annotations

import random
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import filterfalse
from pathlib import Path

import pyte
import pytest

from reader.config import default_folders
from reader.library import Library
from tests.campaigns.homes import Tally
from tests.conftest import pair
from tests.support.terminal import Terminal, changes, sight

KINDS: dict[str, dict[str, str]] = {
    "truecolor": {"COLORTERM": "truecolor"},
    "256 colours": {"COLORTERM": ""},
    "16 colours": {"TERM": "xterm", "COLORTERM": ""},
    "no colours": {"COLORTERM": "truecolor", "NO_COLOR": "1"},
    "linux": {"TERM": "linux", "COLORTERM": ""},
    "screen": {"TERM": "screen", "COLORTERM": ""},
}
SIZES = ((160, 48), (120, 36), (80, 24), (60, 20))
HEADLINES = (
    "Headlines of the tide: the harbour master counts",
    "हिन्दी में समाचार: बारिश और ज्वार",
    "தமிழ் செய்திகள்: துறைமுகம் இன்று",
    "👩🏽\u200d🚀 and 👨\u200d👩\u200d👧 sail together",
    "🇩🇪🇫🇷 flags over the pier, 👍🏽👋🏿 hands",
    "❤\ufe0f ✈\ufe0f signs of the tide",
    "港の新聞：今日の潮は高い、船は三十隻",
    "مرفأ المدينة: ثلاثون سفينة في الضباب",
    "Straße am Hafen: dreißig Schiffe – 30 %…",
)
KEYS = (
    *("j", "j", "j", "j", "k", "J", "K", "G", "gg", "3j", " ", "\r", "h", "\t", "n", "N", "b", "z"),
    *("g1", "g2", "g4", "\\", "?", "c", "x", "m", "s", "u", "<", ">", "O", "/tide", "/t", "f", "v"),
    *("fship\r", "t", "e", ":", ";", "\x1b", "\x1b", "\x1b[A", "\x1b[B", "\x1b[6~", "\x7f"),
    *("\x1b[<65;30;9M", "\x1b[<64;30;9M", "\x1b[<65;90;9M", "\x1b[<0;20;8M\x1b[<0;20;8m"),
)
NAMED = {"\r": 13, "\t": 9, "\x1b": 27, "\x7f": 127}
ODD = {letter for headline in HEADLINES[:6] for letter in headline if letter > "\u02ff"}
CUT = "…"  # what ends a word that has no room
PART = 6  # keys between two looks
LOOKS = 6  # in a walk
CLEARED = b"\x1b[2J"  # what is written before everything


@dataclass(frozen=True)
class Seat:
    """A kind of terminal, and how large it is."""

    kind: str
    size: tuple[int, int]  # columns and lines
    is_kitty: bool = False  # whether it tells each key by the protocol of kitty

    def __str__(self) -> str:
        columns, lines = self.size
        return f"{self.kind}, {columns}x{lines}{', kitty' * self.is_kitty}"


SEATS = [
    Seat(kind, size, is_kitty) for kind in KINDS for size in SIZES for is_kitty in (False, True)
]


def make_home(home: Path) -> None:
    """Make the home of a library of headlines in many scripts, in which the screen has stood."""
    library = Library.open(default_folders(str(home)))
    for source, name in enumerate(HEADLINES[:4]):
        found = library.store.sources.add(f"/tide{source}", name)
        library.store.stories.save(found, [_story(source, place) for place in range(12)])
    library.update_index()
    library.close()
    (home / "config.toml").write_text('read_after = "never"\n')
    terminal = Terminal(home)
    terminal.stands()
    terminal.rest()
    terminal.quit()


def _story(source: int, place: int) -> object:
    """A story of a source: some are short, and some longer than any pane."""
    number = 12 * source + place + 1
    headline = f"{HEADLINES[number % len(HEADLINES)]} {number}"
    passage = f"{headline}. The harbour master counted {number} ships before the fog came. "
    content = "\n\n".join(passage * (1 + number % 5) for _ in range(1 + 3 * (number % 7)))
    return pair(number, title=headline, content=content)


@contextmanager
def _one_column_each() -> Iterator[None]:
    """Have a terminal give one column to every letter on whose width terminals do not agree."""
    known = pyte.screens.wcwidth
    with pytest.MonkeyPatch.context() as environment:
        environment.setattr(
            pyte.screens, "wcwidth", lambda letter: 1 if letter in ODD else known(letter)
        )
        yield


def find_differences(home: Path, seat: Seat, chance: random.Random, looks: int) -> list[str]:
    """Walk through a screen by random keys; tell where it was not what it is when written whole."""
    faults: list[str] = []
    with _one_column_each():
        terminal = Terminal(home, size=seat.size, **KINDS[seat.kind])
        terminal.stands()
        terminal.rest()
        for _ in range(looks):
            pressed = chance.choices(KEYS, k=PART)
            for keys in pressed:
                terminal.child.send(_over_kitty(keys) if seat.is_kitty else keys)
                terminal.read()
            terminal.rest()
            before = sight(terminal)
            _have_all_written(terminal)
            if differing := list(filterfalse(_is_spilt, changes(before, sight(terminal)))):
                faults.append(f"{pressed}: {len(differing)} cells, first {differing[0]}")
        terminal.child.kill(signal.SIGKILL)
        terminal.child.wait()
    return faults


def _is_spilt(change: tuple[object, ...]) -> bool:
    """Tell whether a letter covers a blank behind its word, which needs more columns than it has.

    Which of the two is seen depends on whether that blank was written again.
    """
    _, _, *looks = change
    letters = [look for look in looks if isinstance(look, pyte.screens.Char)]
    return len(letters) == 1 and letters[0].data in {*ODD, CUT} and letters[0].bg in looks


def _over_kitty(keys: str) -> str:
    """Return some keys as a terminal sends them that tells each of them for certain."""
    if keys.startswith("\x1b["):
        return keys
    return "".join(
        f"\x1b[{NAMED[key]}u" if key in NAMED else f"\x1b[{ord(key.lower())};;{ord(key)}u"
        for key in keys
    )


def _have_all_written(terminal: Terminal) -> None:
    """Have the process write the whole screen."""
    before = len(terminal.received)
    terminal.child.kill(signal.SIGCONT)
    terminal.until(lambda: CLEARED in terminal.received[before:])
    terminal.rest()


def attack(folder: Path, count: int, seed: int, tally: Tally) -> None:
    """Walk through screens of every kind and size, each with its own seed."""
    home = folder / f"redraws{seed}"
    make_home(home)
    for number in range(seed, seed + count):
        seat = SEATS[number % len(SEATS)]
        faults = find_differences(home, seat, random.Random(number), LOOKS)
        tally.count("redraws", [f"{seat}, seed {number}: {fault}" for fault in faults])
