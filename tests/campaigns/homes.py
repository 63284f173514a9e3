"""Homes to be harmed, what is done in them, and what has to be true of them afterwards."""

from __future__ import annotations

import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Sequence
from contextlib import closing, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from subprocess import Popen
from typing import Any

import pexpect
from pexpect import spawn

from reader.config import default_folders
from reader.library import Library
from reader.library.diagnostics import run_checks
from reader.library.recovery.recovery_report import SEARCHES_FILE
from reader.model import Marks, ReaderError, SavedSearch
from reader.store.files import bookmark_file, logins
from reader.store.files.mirror import read_lines
from tests.support.terminal import end

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
WORDS = (
    *("harbour", "lamp", "tide", "rope", "gull", "crane"),
    *("ferry", "fog", "quay", "winch", "sail", "buoy"),
)
COMMAND = [sys.executable, "-P", "-m", "reader"]
ITEM = (
    "<item><guid>g{0}</guid><title>Story {0} of the {1}</title>"
    "<pubDate>Fri, 20 Nov 2026 {2:02}:{3:02}:00 +0000</pubDate>"
    "<description>&lt;p&gt;{4}&lt;/p&gt;</description></item>"
)
TEMPORARY = ("*.new", "*.tmp", "*-journal")


def feed(first: int, last: int) -> str:
    """A feed with the stories of these numbers."""
    items = (
        ITEM.format(one, WORDS[one % 12], one // 60 % 24, one % 60, passage(one))
        for one in range(first, last)
    )
    return f"<rss version='2.0'><channel><title>Quay</title>{''.join(items)}</channel></rss>"


def passage(number: int) -> str:
    """The words of a story."""
    dice = random.Random(number)
    return " ".join(dice.choice(WORDS) for _ in range(60)).capitalize() + "."


@dataclass
class Home:
    """A folder with a library in it, and what is known to be kept there."""

    folder: Path
    kept: dict[int, Marks] = field(default_factory=dict)  # what was acknowledged
    searches: set[str] = field(default_factory=set)

    @property
    def feed(self) -> Path:
        """The feed that is read there."""
        return self.folder.parent / f"{self.folder.name}.xml"

    def environment(self) -> dict[str, str]:
        """What the command is run with."""
        # What measures coverage would need room of its own on a disk that has none.
        environment = {name: os.environ[name] for name in os.environ if not name.startswith("COV")}
        return environment | {"NEWSREADER_HOME": str(self.folder), "TERM": "xterm-256color"}

    def start(self, *words: str, **given: Any) -> Popen[str]:
        """Begin a command in a group of its own."""
        return Popen(
            [*COMMAND, *words],
            env=self.environment(),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
            **given,
        )

    def watch(self, keys: str, **given: Any) -> tuple[int | None, str]:
        """Open the screen, press keys and leave it; the exit code, and all that it wrote."""
        child = spawn(
            COMMAND[0],
            COMMAND[1:],
            env=self.environment(),
            dimensions=(30, 100),
            timeout=60,
            **given,
        )
        with suppress(pexpect.TIMEOUT):
            child.send(keys)
            child.expect(pexpect.EOF)
        written = (child.before or b"").decode("utf-8", "replace")
        end(child)
        return child.exitstatus, written

    def run(self, *words: str, **given: Any) -> tuple[int, str]:
        """Run a command to its end; the exit code, and all that it said."""
        process = self.start(*words, **given)
        try:
            out, err = process.communicate(timeout=120)
        except subprocess.TimeoutExpired:
            process.kill()
            process.communicate()
            return -1, "hung for two minutes"
        return process.returncode, out + err


def build(folder: Path, stories: int = 40) -> Home:
    """A home with some stories, of which every fourth carries marks, and a saved search."""
    home = Home(folder)
    folder.mkdir(parents=True)
    home.feed.write_text(feed(0, stories))
    library = Library.open(default_folders(str(folder)))
    list(library.add(str(home.feed)))
    for number, story_id in enumerate(sorted(library.store.stories.ids("all"))[::4]):
        marks = Marks(
            bookmarked=NOON, tags=("sea",) if number % 2 else (), note="Look." * (number % 3)
        )
        library.set_marks({story_id: marks})
        home.kept[story_id] = marks
    library.change_searches(lambda _: (SavedSearch("Fog", "fog OR tide"),))
    home.searches = {"Fog"}
    library.copy_marks()
    library.update_index()
    library.group()
    library.orders.folded("all", library.orders.ids("all"))
    library.close()
    (folder / "config.toml").write_text("list_width = 45\n\n[retention]\n")
    logins.keep_login(folder, "https://quay.example/feed", (("Authorization", "Basic a2V5"),))
    home.watch("q")
    return home


def copied(home: Home, folder: Path) -> Home:
    """The same home in another folder."""
    subprocess.run(["cp", "-a", str(home.folder), str(folder)], check=True)
    other = Home(folder, dict(home.kept), set(home.searches))
    other.feed.write_bytes(home.feed.read_bytes())
    return other


def add_to_log(home: Home) -> None:
    """Make changes that only the write-ahead log holds, as after a kill."""
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        library = Library.open(default_folders(str(home.folder)))
        ids = sorted(library.store.stories.ids("all"))[1::4]
        for story_id in ids:
            library.set_marks({story_id: Marks(bookmarked=NOON, note="In the log.")})
        library.change_searches(lambda saved: (*saved, SavedSearch("Tide", "tide")))
        library.copy_marks()
        os.write(writing, " ".join(map(str, ids)).encode())
        os.kill(os.getpid(), signal.SIGKILL)
    os.close(writing)
    os.waitpid(child, 0)
    with os.fdopen(reading) as told:
        for story_id in map(int, told.read().split()):
            home.kept[story_id] = Marks(bookmarked=NOON, note="In the log.")
    home.searches.add("Tide")


def faults_of(home: Home) -> list[str]:
    """What is wrong with a home now; nothing after whatever was done to it."""
    home_places = default_folders(str(home.folder))
    try:
        library = Library.open(home_places)
        with closing(library):
            said = [one.check for one in run_checks(library, lambda _: None) if not one.good]
            lost = lost_of(home, library.store.marks.marks_of(sorted(home.kept)))
            gone = home.searches - {one.name for one in library.store.searches.all()}
            level = is_level(home, library)
    except ReaderError as error:
        return [f"does not open: {error}"]
    told = [f"doctor finds fault with {', '.join(said)}"] if said else []
    told += [f"lost marks of {lost}"] if lost else []
    told += [f"lost searches {sorted(gone)}"] if gone else []
    told += [] if level else ["the file of bookmarks is not level"]
    return told + left_over(home)


def lost_of(home: Home, found: dict[int, Marks]) -> list[int]:
    """The stories whose acknowledged marks are not all there."""
    return [one for one, marks in home.kept.items() if not holds(found.get(one, Marks()), marks)]


def holds(found: Marks, wanted: Marks) -> bool:
    """Whether marks have all that was acknowledged; what is read is not in the file."""
    return (found.bookmarked is not None) >= (wanted.bookmarked is not None) and (
        set(found.tags) >= set(wanted.tags) and (found.note == wanted.note or not wanted.note)
    )


def is_level(home: Home, library: Library) -> bool:
    """Whether the files beside the database say what it says."""
    lines = list(read_lines(home.folder / bookmark_file.NAME))
    searches = list(read_lines(home.folder / SEARCHES_FILE))
    return lines == list(library.bookmark_lines()) and len(searches) == len(
        library.store.searches.all()
    )


def left_over(home: Home) -> list[str]:
    """Temporary files and processes that are left."""
    found = [str(path.name) for shape in TEMPORARY for path in home.folder.glob(shape)]
    told = [f"temporary files {found}"] if found else []
    if running := processes_of(home):
        told.append(f"processes {running}")
    return told


def processes_of(home: Home, patience: float = 10.0) -> list[int]:
    """The processes that work in a home for longer than they may."""
    mark = f"NEWSREADER_HOME={home.folder}\0".encode()
    end = time.monotonic() + patience
    while True:
        found = [
            one for one in map(int, filter(str.isdecimal, os.listdir("/proc"))) if has(one, mark)
        ]
        if not found or time.monotonic() > end:
            return found
        time.sleep(0.05)


def has(process: int, mark: bytes) -> bool:
    """Whether a process was started with something in its environment."""
    try:
        return process != os.getpid() and mark in Path(f"/proc/{process}/environ").read_bytes()
    except OSError:
        return False


def marks_now(home: Home) -> dict[int, Marks]:
    """The marks in the database, read without opening a library."""
    with closing(sqlite3.connect(home.folder / "newsreader.db")) as connection:
        rows = connection.execute("SELECT story_id, bookmarked, note FROM mark").fetchall()
        tags = connection.execute("SELECT story_id, tag FROM tag").fetchall()
    found = {
        story: Marks(bookmarked=NOON if when else None, note=note) for story, when, note in rows
    }
    for story, tag in tags:
        had = found.get(story, Marks())
        found[story] = Marks(bookmarked=had.bookmarked, note=had.note, tags=(*had.tags, tag))
    return found


@dataclass
class Tally:
    """What was tried and what failed."""

    tried: Counter[str] = field(default_factory=Counter)
    failed: Counter[str] = field(default_factory=Counter)
    told: list[str] = field(default_factory=list)

    def count(self, what: str, faults: Sequence[str]) -> None:
        """Take note of a try."""
        self.tried[what] += 1
        if faults:
            self.failed[what] += 1
            self.told.append(f"{what}: {'; '.join(faults)}")
            print(self.told[-1], file=sys.stderr, flush=True)  # a long campaign ends much later

    def table(self) -> str:
        """The counts as a table."""
        rows = [
            f"| {what} | {count:,} | {self.failed[what]:,} |"
            for what, count in sorted(self.tried.items())
        ]
        total = f"| all | {self.tried.total():,} | {self.failed.total():,} |"
        return "\n".join(["| what | tried | failed |", "| --- | --- | --- |", *rows, total])
