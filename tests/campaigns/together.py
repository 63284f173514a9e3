"""Two screens, three refreshes and a person at the command line in one home at once."""

from __future__ import annotations

import random
import subprocess
import time
from contextlib import suppress
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pexpect

from reader.config import LOG
from reader.model import Marks
from tests.campaigns.homes import COMMAND, Home, Tally, build, faults_of, feed

SCREENS, REFRESHES = 2, 3
A_TRY = 12.0  # seconds
PATIENCE = 600.0  # seconds in which a screen or a refresh ends, on the busiest machine
KEYS = "jjkkJJ123/fog\x1b\x1bgG"  # nothing that changes a mark: those are the command's


def attack(folder: Path, count: int, seed: int, tally: Tally) -> None:
    """Have all of them at work a number of times, a few seconds each, in one home."""
    dice = random.Random(seed)
    home = build(folder / f"together-{seed}")
    for number in range(count):
        tally.count("two screens and three refreshes", work(home, dice, number))


def work(home: Home, dice: random.Random, number: int) -> list[str]:
    """Work together for a while; what went wrong."""
    screens = [open_screen(home) for _ in range(SCREENS)]
    refreshes: list[subprocess.Popen[str]] = []
    faults: list[str] = []
    end = time.monotonic() + A_TRY
    while time.monotonic() < end:
        publish(home, feed(number, number + dice.randrange(60, 200)))
        refreshes = [one for one in refreshes if not ended(one, faults)]
        refreshes += [home.start("refresh") for _ in range(REFRESHES - len(refreshes))]
        for screen in screens:
            press(screen, dice.choice(KEYS))
        faults += mark(home, dice.choice(range(1, 30)), f"word{number}")
    for one in refreshes:
        one.wait(timeout=PATIENCE)
        ended(one, faults)
    faults += [fault for one in screens for fault in close_screen(one)]
    return faults + logged(home) + faults_of(home)


def logged(home: Home) -> list[str]:
    """What went wrong unforeseen, and is not told a second time."""
    log = home.folder / LOG
    told = log.read_text(errors="replace") if log.exists() else ""
    log.unlink(missing_ok=True)
    return [f"the log has {told[-12_000:]}"] if told else []


def publish(home: Home, text: str) -> None:
    """Put another feed in the place of the one that is read, whole at every instant."""
    fresh = home.feed.with_suffix(".next")
    fresh.write_text(text)
    fresh.replace(home.feed)


def ended(process: subprocess.Popen[str], faults: list[str]) -> bool:
    """Whether a refresh has ended; one that failed is a fault."""
    if process.poll() is None:
        return False
    _, said = process.communicate()
    if process.returncode:
        faults.append(f"a refresh ended with {process.returncode}: {said[-200:]}")
    return True


def mark(home: Home, story: int, word: str) -> list[str]:
    """Give a story a tag by the command, which acknowledges it by its exit code."""
    code, said = home.run("mark", "tag", str(story), "--text", word)
    if code:
        return [f"a mark ended with {code}: {said[-200:]}"]
    had = home.kept.get(story, Marks())
    home.kept[story] = replace(had, tags=tuple({*had.tags, word}))
    return []


def open_screen(home: Home) -> pexpect.spawn[bytes]:
    """Open the screen."""
    screen = pexpect.spawn(COMMAND[0], COMMAND[1:], env=home.environment(), dimensions=(30, 100))
    screen.logfile_read = BytesIO()
    return screen


def press(screen: pexpect.spawn[bytes], key: str) -> None:
    """Press a key, and take what the screen writes."""
    with suppress(OSError):
        screen.send(key)
    with suppress(pexpect.TIMEOUT, pexpect.EOF):
        screen.read_nonblocking(65_536, timeout=0.02)


def close_screen(screen: pexpect.spawn[bytes]) -> list[str]:
    """Leave the screen; what it says where it does not end well."""
    screen.send("\x11")
    try:
        screen.expect(pexpect.EOF, timeout=PATIENCE)
    except pexpect.TIMEOUT:
        with suppress(pexpect.ExceptionPexpect):  # a busy machine takes its time to end it
            screen.close(force=True)
        return ["a screen did not end"]
    screen.close()
    last = screen.logfile_read.getvalue()[-3_000:].decode("utf-8", "replace")
    return [f"a screen ended with {screen.exitstatus}: {last}"] if screen.exitstatus else []
