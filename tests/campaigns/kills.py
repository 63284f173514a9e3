"""Every verb and the screen, killed at random instants; then nothing acknowledged may be gone."""

from __future__ import annotations

import os
import random
import signal
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pexpect

from reader.model import Marks
from tests.campaigns.homes import COMMAND, NOON, Home, Tally, build, faults_of, feed, marks_now

LATEST = 1.2  # seconds after its start
Change = Callable[[Marks], Marks]
MARKS: dict[str, tuple[tuple[str, ...], Change]] = {
    "bookmark": ((), lambda marks: replace(marks, bookmarked=NOON)),
    "unbookmark": ((), lambda marks: replace(marks, bookmarked=None)),
    "tag": (("--text", "salt"), lambda marks: replace(marks, tags=tuple({*marks.tags, "salt"}))),
    "note": (("--text", "Go there."), lambda marks: replace(marks, note="Go there.")),
    "read": ((), lambda marks: marks),
}
VERBS: tuple[tuple[str, ...], ...] = (
    ("refresh",),
    ("add", "FEED"),
    ("import", "LINES"),
    ("bookmarks", "import", "BOOKMARKS"),
    ("bookmarks", "export", "OUT"),
    ("reindex",),
    ("reclean",),
    ("regroup",),
    ("vacuum",),
    ("doctor",),
    ("list",),
    ("search", "fog"),
    ("searches", "add", "Rope", "rope"),
)


def attack(folder: Path, count: int, seed: int, tally: Tally) -> None:
    """Kill a number of times, in one home that goes on living."""
    dice = random.Random(seed)
    home = build(folder / f"home-{seed}")
    for number in range(count):
        kind = dice.choice(("mark", "mark", "verb", "verb", "screen"))
        what = {"mark": kill_mark, "verb": kill_verb, "screen": kill_screen}[kind](
            home, dice, number
        )
        code, said = home.run("refresh") if number % 3 == 0 else (0, "")
        told = [f"refresh ended with {code}: {said[-300:]}"] if code else []
        tally.count(f"kill {what}", told + faults_of(home))


def kill_mark(home: Home, dice: random.Random, _: int) -> str:
    """Kill `newsreader mark`."""
    kind, story = dice.choice(list(MARKS)), dice.choice(range(1, 30))
    words, change = MARKS[kind]
    process = home.start("mark", kind, str(story), *words)
    time.sleep(dice.uniform(0, LATEST))
    process.send_signal(signal.SIGKILL)
    process.communicate()
    before = home.kept.get(story, Marks())
    if process.returncode == 0 or done_untold(home, story, change(before)):
        home.kept[story] = change(before)
    return f"mark {kind}"


def done_untold(home: Home, story: int, marks: Marks) -> bool:
    """Whether what nobody was told of was done all the same."""
    found = marks_now(home).get(story, Marks())
    same = (found.bookmarked is None) == (marks.bookmarked is None) and found.note == marks.note
    return same and set(found.tags) == set(marks.tags)


def kill_verb(home: Home, dice: random.Random, number: int) -> str:
    """Kill another verb; the feed has news each time."""
    verb = dice.choice(VERBS)
    home.feed.write_text(feed(number, number + 60))
    beside = {
        "FEED": home.feed,
        "LINES": home.feed.with_suffix(".jsonl"),
        "BOOKMARKS": home.feed.with_suffix(".marks"),
        "OUT": home.feed.with_suffix(".out"),
    }
    beside["LINES"].write_text(LINE.format(number))
    beside["BOOKMARKS"].write_text("")
    process = home.start(*(str(beside.get(word, word)) for word in verb))
    time.sleep(dice.uniform(0, LATEST))
    process.send_signal(signal.SIGKILL)
    process.communicate()
    return verb[0]


LINE = '{{"headline": "A line {0}", "text": "Rope and lamp and fog and tide on line {0}."}}\n'


def kill_screen(home: Home, dice: random.Random, _: int) -> str:
    """Kill the screen, in which stories are marked all the time."""
    child = pexpect.spawn(
        COMMAND[0], COMMAND[1:], env=home.environment(), dimensions=(30, 100), timeout=30
    )
    end = time.monotonic() + dice.uniform(0.2, 3 * LATEST)
    while time.monotonic() < end:
        child.send(dice.choice("jjkssmJ"))
        try:
            child.read_nonblocking(65536, timeout=0.05)
        except (pexpect.TIMEOUT, pexpect.EOF):
            continue
    os.kill(child.pid, signal.SIGKILL)
    child.wait()  # it may still be in the middle of writing to the disk
    child.close()
    # Keys are acknowledged when they are painted; what a key took away is no loss.
    now = marks_now(home)
    for story, marks in home.kept.items():
        found = now.get(story, Marks())
        home.kept[story] = replace(marks, bookmarked=found.bookmarked)
    return "the screen"
