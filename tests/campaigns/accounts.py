"""Rounds with the server of an account that are killed: no mark is lost, on neither side.

Half of the stories are marked here and half at the server, so that it is always known how each has
to be. A round is killed at a random instant; what comes next is more marks and another round.
"""

from __future__ import annotations

import os
import random
import subprocess
import time
from dataclasses import replace
from pathlib import Path

from reader.config import default_folders
from reader.fetch.http.rate_limit import FetchPolicy
from reader.library import Library
from reader.library.marks import change_marks
from reader.model import Mark
from tests.campaigns.homes import COMMAND, Tally
from tests.support.accounts import headlines, level, log_in
from tests.support.reader_server import ReaderServer, ServerEntry, reading

STORIES = 60
LABELS = ("lamps", "rope")
LONGEST = 1.2  # seconds after which a round is killed at the latest


def attack(folder: Path, count: int, seed: int, tally: Tally) -> None:
    """Kill a number of rounds, in one home."""
    dice = random.Random(seed)
    home = folder / f"account-{seed}"
    with reading() as server:
        feed = server.subscribe("https://tides.example/feed", "Tides")
        for number in range(1, STORIES + 1):
            server.publish(number, feed)
        with _Side(home, server) as side:
            log_in(side.library, server)
            for turn in range(count):
                side.mark_here(dice)
                side.mark_there(dice)
                _kill_round(home, dice)
                fresh = server.publish(STORIES + 1 + turn, feed)
                side.wanted[fresh.title] = (False, False, set())
                tally.count("rounds with a server", side.faults() if turn % 4 == 3 else [])
            tally.told += [f"in the end: {one}" for one in side.faults()]


def _kill_round(home: Path, dice: random.Random) -> None:
    environment = {**os.environ, "NEWSREADER_HOME": str(home)}
    with subprocess.Popen(
        [*COMMAND, "accounts", "sync", "--json"], env=environment,
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    ) as process:  # fmt: skip
        time.sleep(dice.uniform(0.1, LONGEST))
        process.kill()


class _Side:
    """This side and the other, and how every story has to be."""

    def __init__(self, home: Path, server: ReaderServer) -> None:
        self.library = Library.open(default_folders(str(home)), FetchPolicy(apart=0))
        self.server = server
        self.wanted: dict[str, tuple[bool, bool, set[str]]] = {
            one.title: (False, False, set()) for one in server.entries.values()
        }

    def __enter__(self) -> _Side:
        """Begin."""
        return self

    def __exit__(self, *_: object) -> None:
        """Let go of the home."""
        self.library.close()

    def mark_here(self, dice: random.Random) -> None:
        """Mark some of the stories that have come, those with odd numbers."""
        here = headlines(self.library)
        known = {one.title: one for one in self.server.entries.values() if one.number % 2}
        for title in dice.sample(sorted(known.keys() & here.keys()), k=min(8, len(here) // 3)):
            read, starred, label = dice.random() < 0.5, dice.random() < 0.5, dice.choice(LABELS)
            self.library.set_mark([here[title]], Mark.READ, read)
            self.library.set_mark([here[title]], Mark.BOOKMARKED, starred)
            put_tag(self.library, here[title], label)
            self.wanted[title] = (read, starred, {label})

    def mark_there(self, dice: random.Random) -> None:
        """Mark some of the others at the server."""
        chosen: list[ServerEntry] = [
            one for one in self.server.entries.values() if not one.number % 2
        ]
        for one in dice.sample(chosen, k=8):
            one.read, one.starred = dice.random() < 0.5, dice.random() < 0.5
            one.labels = {dice.choice(LABELS)}
            self.wanted[one.title] = (one.read, one.starred, set(one.labels))

    def faults(self) -> list[str]:
        """What is not as it has to be once rounds are let be, on either side."""
        errors = [error for _ in range(2) for error in level(self.library)[1]]
        here = headlines(self.library)
        found = [*errors]
        marks = self.library.store.marks.marks_of(list(here.values()))
        if len(self.library.store.stories.ids("everything")) != len(self.wanted):
            found.append(f"{len(here)} stories are here, and {len(self.wanted)} there")
        for one in self.server.entries.values():
            mine = marks[here[one.title]]
            sides = {
                "here": (mine.read, mine.bookmarked is not None, set(mine.tags)),
                "there": (one.read, one.starred, one.labels),
            }
            found += [
                f"{one.title} is {state} {side}, and should be {self.wanted[one.title]}"
                for side, state in sides.items()
                if state != self.wanted[one.title]
            ]
        return found


def put_tag(library: Library, story_id: int, tag: str) -> None:
    """Let a story have this tag, and no other."""
    change_marks(library.store, [story_id], lambda had: replace(had, tags=(tag,)))
