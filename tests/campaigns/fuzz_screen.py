"""The screen in a pseudo-terminal under random keys, clicks, pastes, sizes, bytes and signals."""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import pexpect
import pyte

from reader.config import LOG, default_folders
from reader.library import Library
from reader.model import ContentForm, Entry, Story
from reader.tui.actions import ACTIONS, SIGNS
from tests.campaigns.homes import NOON, Tally, feed, passage

GROWTH = 20.0  # MB that a sitting may need more than after its first events
A_STRETCH = 100  # events after which the screen has to answer
WARM = 2000  # events until what is loaded on the way is there
# A busy machine may take any time to answer: what counts is what the process had of it.
WORK = 20.0  # seconds of the processor within which it has to answer
REST = (
    15.0  # seconds after which a process that waits for nothing but keys will not answer any more
)
PATIENCE = 600.0  # seconds, whatever it does
LARGE = 100_000  # stories
PLACES = (36, 120)
HELP, SHOWN, REDRAW = b"?", b"searches these keys", b"\x0c"
NAMED = {
    **{"up": "\x1b[A", "down": "\x1b[B", "right": "\x1b[C", "left": "\x1b[D", "home": "\x1b[H"},
    **{"end": "\x1b[F", "pageup": "\x1b[5~", "pagedown": "\x1b[6~", "tab": "\t", "enter": "\r"},
    **{"shift+tab": "\x1b[Z", "escape": "\x1b", "f1": "\x1bOP", "space": " "},
}
# What ends the sitting, waits for a shell, or reads whatever folder is named by chance.
LEFT_OUT = ("quit_now", "leave_or_quit", "suspend", "add")
EXTRA = (
    *(b"\x7f", b"\x01", b"\x05", b"\x0b", b"\x17", b"\x1b[3~", b"\x1b[1;5C", b"\x1b[1;2D"),
    *(b"\x1b[27u", b"\x1b[106u", b"\x1b[106:74;2;74u", b"\x1b[106;1:3u", b"\x1b[1;1:3B"),
    *(b"\x1b[I", b"\x1b[O", b"\x1bx", b"\x1bOQ", b"\x1b[24~", "é".encode(), "漢".encode()),
)
FORBIDDEN = b"\x03\x11\x1a\x1c"  # they end the sitting, or would once it is suspended
LETTERS = "aeiost nrlfogtidekeelharbourlamp:-\"()*'/éß漢"


def key_bytes() -> list[bytes]:
    """What is sent for each key of the screen that is tried."""
    kept = [action for action in ACTIONS if action.name not in LEFT_OUT]
    return [sent(key) for action in kept for key in action.keys]


def sent(keys: str) -> bytes:
    """What a terminal sends for a key, or for two that belong together."""
    return b"".join(map(sent_alone, keys.split(" ")))


def sent_alone(key: str) -> bytes:
    """What a terminal sends for one key: nearly always the sign that a person knows it by."""
    if key.startswith("ctrl+"):
        return bytes([ord(key[-1]) & 31])
    return NAMED.get(key, SIGNS.get(key, key)).encode()


KEYS = key_bytes()


def any_key(dice: random.Random) -> bytes:
    """A key that does something, or a letter."""
    if dice.random() < 0.75:
        return dice.choice(KEYS)
    return dice.choice(EXTRA) if dice.random() < 0.5 else dice.choice(LETTERS).encode()


def any_click(dice: random.Random) -> bytes:
    """A button, the wheel or a movement, mostly on the screen."""
    button = dice.choice((0, 0, 0, 1, 2, 32, 35, 64, 65, 66, 67, 4, 16))
    x, y = dice.randrange(0, 130), dice.randrange(0, 40)
    pressed = f"\x1b[<{button};{x};{y}"
    if button >= 32 or dice.random() < 0.2:
        return f"{pressed}M".encode()
    drag = f"\x1b[<32;{x + dice.randrange(-9, 9)};{y}M" if dice.random() < 0.3 else ""
    return f"{pressed}M{drag}{pressed}m".encode()


def any_paste(dice: random.Random) -> bytes:
    """A paste of some words, lines or bytes."""
    size = dice.choice((0, 1, 5, 30, 3000))
    text = dice.choice(
        (
            "".join(dice.choice(LETTERS) for _ in range(size)),
            "fog\n" * size,
            "\x1b[31mq\x1b]0;quay\x07",
            "\u202e" * size,
        )
    )
    return b"\x1b[200~" + text.encode() + b"\x1b[201~"


def any_bytes(dice: random.Random) -> bytes:
    """Bytes that mean nothing, or the beginning of something."""
    if dice.random() < 0.5:
        raw = dice.randbytes(dice.randrange(1, 12))
    else:
        parts = (
            b"\x1b[",
            b"\x1b]",
            b"\x1bO",
            b"\x1bP",
            b"\xc3",
            b"1",
            b";",
            b":",
            b"u",
            b"t",
            b"~",
        )
        raw = b"".join(dice.choice(parts) for _ in range(dice.randrange(1, 9)))
    return raw.translate(None, FORBIDDEN + b"+:")


@dataclass
class Sitting:
    """One process with a screen, and the hand that plays with it."""

    home: Path
    dice: random.Random
    trace: list[str] = field(default_factory=list)  # the latest events

    def __post_init__(self) -> None:
        work = self.home.parent / "work"  # where an export of the palette goes
        work.mkdir(exist_ok=True)
        self.child = pexpect.spawn(
            sys.executable,
            ["-P", "-m", "tests.campaigns.watched", str(self.stacks)],
            cwd=str(work),
            env=self.environment(),
            dimensions=PLACES,
        )
        os.set_blocking(self.child.child_fd, False)
        self.seen = b""

    @property
    def stacks(self) -> Path:
        """The file in which the process writes where it is."""
        return self.home.parent / "stacks"

    def environment(self) -> dict[str, str]:
        """One in which nothing outside is reached: no network, no browser, no clipboard."""
        nowhere = "http://127.0.0.1:9"
        return {
            **os.environ,
            "NEWSREADER_HOME": str(self.home),
            "PYTHONPATH": str(Path(__file__).parents[2]),
            "TERM": "xterm-256color",
            "PATH": str(Path(sys.executable).parent),
            "BROWSER": "true",
            "http_proxy": nowhere,
            "https_proxy": nowhere,
        }

    def drain(self, seconds: float) -> None:
        """Take what the screen writes."""
        with suppress(pexpect.TIMEOUT, pexpect.EOF):
            while True:
                self.seen = (self.seen + self.child.read_nonblocking(1 << 16, seconds))[-200_000:]
                seconds = 0

    def send(self, typed: bytes) -> None:
        """Type, and take what the screen writes meanwhile, so that neither waits for the other."""
        end = time.monotonic() + PATIENCE
        with suppress(OSError):  # the sitting is over
            while typed and time.monotonic() < end:
                try:
                    typed = typed[os.write(self.child.child_fd, typed[:256]) :]
                except BlockingIOError:  # a signal may have put it to sleep only now
                    self.wake()
                    self.drain(0.05)
                self.drain(0)

    def answers(self) -> bool:
        """Whether Escape leaves whatever is open, so that the help can be seen."""
        self.child.setwinsize(*PLACES)
        for _ in range(6):
            if not self.child.isalive():
                return False
            for _ in range(6):
                self.wake()
                self.send(b"\x1b")
                self.drain(0.05)
            self.settle()
            self.seen = b""
            self.send(HELP)
            self.settle()
            if SHOWN not in self.seen:  # only cells that look otherwise than before were written
                self.send(REDRAW)
            if self.waits_for(SHOWN):
                self.settle()
                self.send(b"\x1b")
                self.settle()
                return True
        return False

    def waits_for(self, words: bytes) -> bool:
        """Whether some words are painted before the process has worked or rested for too long."""
        if words in self.seen:
            return True
        end, began, rested = time.monotonic() + PATIENCE, self.worked(), time.monotonic()
        last = began
        while self.child.isalive() and time.monotonic() < end:
            self.wake()  # what a signal brought about late
            self.drain(0.05)
            if words in self.seen:
                return True
            now = self.worked()
            if now > last or self.is_runnable():
                last, rested = now, time.monotonic()
            if now - began > WORK or time.monotonic() - rested > REST:
                return False
        return False

    def worked(self) -> float:
        """Seconds of the processor that the process has had."""
        with suppress(OSError):
            fields = Path(f"/proc/{self.child.pid}/stat").read_text().rpartition(")")[2].split()
            return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
        return 0.0

    def is_runnable(self) -> bool:
        """Whether a thread of the process would go on if it were its turn, or waits for a disk."""
        for stat in Path(f"/proc/{self.child.pid}/task").glob("*/stat"):
            with suppress(OSError):
                if stat.read_text().rpartition(")")[2].split()[0] in "RD":
                    return True
        return False

    def settle(self) -> None:
        """Wait until nothing more is painted: an escape with another key is that key with Alt."""
        for _ in range(600):
            before, self.seen = self.seen, b""
            self.drain(0.1)
            painted, self.seen = self.seen, before + self.seen
            if not painted and not self.is_runnable():
                return

    def wake(self) -> None:
        """Go on where the system has put the process to sleep."""
        with suppress(OSError):
            state = Path(f"/proc/{self.child.pid}/stat").read_text().rpartition(")")[2].split()[0]
            if state == "T":
                os.kill(self.child.pid, signal.SIGCONT)
                time.sleep(0.05)

    def sleep(self) -> None:
        """Be put to sleep as a shell does, and go on."""
        with suppress(OSError):
            os.kill(self.child.pid, signal.SIGTSTP)
            self.drain(0.1)
            self.wake()

    def memory(self) -> float:
        """MB that are the process's own."""
        with suppress(OSError):
            for line in Path(f"/proc/{self.child.pid}/status").read_text().splitlines():
                if line.startswith("RssAnon"):
                    return int(line.split()[1]) / 1024
        return 0.0

    def picture(self) -> str:
        """What stands on the screen, painted anew."""
        rows, columns = PLACES
        self.child.setwinsize(rows - 1, columns)
        self.drain(1)
        self.seen = b""
        self.child.setwinsize(rows, columns)
        self.drain(1)
        self.drain(1)
        screen = pyte.Screen(columns, rows)
        painted = self.seen.replace(b"\x1b[>25u", b"").replace(b"\x1b[<u", b"")
        pyte.ByteStream(screen).feed(painted)
        state = Path(f"/proc/{self.child.pid}/stat").read_text()[:40]
        waits_in = Path(f"/proc/{self.child.pid}/wchan").read_text()
        told = f"{len(self.seen):,} bytes painted, {state}, in {waits_in}"
        return "\n".join([told, *(line.rstrip() for line in screen.display)])

    def whereabouts(self) -> str:
        """What all threads and tasks of the process are at, if it can still tell."""
        before = self.stacks.stat().st_size if self.stacks.exists() else 0
        for number in (signal.SIGUSR2, signal.SIGUSR1):
            with suppress(OSError):
                os.kill(self.child.pid, number)
        told = ""
        for _ in range(40):
            self.drain(0.5)
            told = self.stacks.read_bytes()[before:].decode("utf-8", "replace")
            if "census " in told and told.endswith("\n"):
                break
        return told[-30_000:]

    def census(self) -> dict[str, int]:
        """How many blocks, bytes and objects of which kind the process has."""
        lines = self.whereabouts().splitlines()
        found = [line for line in lines if line.startswith("census ")]
        return dict(json.loads(found[-1].partition(" ")[2])) if found else {}

    def close(self) -> None:
        """End the process."""
        with suppress(pexpect.ExceptionPexpect):  # a busy machine takes its time to end it
            self.child.close(force=True)
        with suppress(OSError):
            os.kill(self.child.pid, signal.SIGKILL)


def resize(sitting: Sitting) -> None:
    """Another size, also none to speak of."""
    dice = sitting.dice
    sitting.child.setwinsize(
        dice.choice((1, 2, 5, 24, 36, 50, 90)), dice.choice((1, 2, 20, 60, 80, 120, 250))
    )


def typing(make: Callable[[random.Random], bytes]) -> Callable[[Sitting], None]:
    """What types something that is thrown for."""

    def type_it(sitting: Sitting) -> None:
        typed = make(sitting.dice)
        sitting.trace.append(repr(typed)[:80])
        sitting.send(typed)

    return type_it


EVENTS: dict[str, tuple[int, Callable[[Sitting], None]]] = {  # how often, what
    "keys": (700, typing(any_key)),
    "clicks": (200, typing(any_click)),
    "raw bytes": (50, typing(any_bytes)),
    "pastes": (20, typing(any_paste)),
    "sizes": (20, resize),
    "sleeps": (4, Sitting.sleep),
}


def samples(home: Path) -> None:
    """A home with the sample stories and a feed that has news."""
    home.with_suffix(".xml").write_text(feed(0, 40))
    library = Library.open(default_folders(str(home)))
    list(library.add(str(Path(__file__).parents[2] / "sample_feed")))
    list(library.add(str(home.with_suffix(".xml"))))
    library.update_index()
    library.group()
    library.close()


def archive(home: Path, number: int) -> None:
    """A home with many stories, in the index and grouped."""
    samples(home)
    library = Library.open(default_folders(str(home)))
    source = library.store.sources.add("https://quay.example/feed", "Quay archive")
    for first in range(0, number, 2000):
        pairs = [old_story(one) for one in range(first, min(first + 2000, number))]
        library.store.stories.save(source, pairs)
    library.update_index()
    library.group()
    library.close()


def old_story(number: int) -> tuple[Entry, Story]:
    """A story of the archive, as it came and as it is kept."""
    words, when = passage(number), NOON - timedelta(minutes=11 * number + 20)
    entry = Entry(
        source="https://quay.example/feed",
        content=words,
        form=ContentForm.TEXT,
        arrived=NOON,
        guid=f"old-{number}",
        link=f"https://quay.example/{number}",
        title=" ".join(words.split()[:6]),
        published=when.isoformat(),
    )
    story = Story(
        entry.source,
        entry.key,
        entry.title,
        words,
        guid=entry.guid,
        link=entry.link,
        published=when,
        language="en",
    )
    return entry, story


def attack_archive(
    folder: Path, count: int, seed: int, tally: Tally, ready: Path | None = None
) -> None:
    """Play with the screen of a large archive, a copy of one that is ready where there is one."""
    home = folder / f"archive-{seed}" / "home"
    home.parent.mkdir(parents=True)
    if ready is None:
        archive(home, LARGE)
    else:
        shutil.copytree(ready, home)
        samples(home)
    play(home, count, seed, tally)


def attack(folder: Path, count: int, seed: int, tally: Tally) -> None:
    """Play with the screen of the sample stories."""
    home = folder / f"screen-{seed}" / "home"
    home.parent.mkdir(parents=True)
    samples(home)
    play(home, count, seed, tally)


def play(home: Path, count: int, seed: int, tally: Tally) -> None:
    """Play with the screen of a home for a number of events."""
    game = Game(home, seed, tally)
    while game.done < count:
        game.stretch(min(A_STRETCH, count - game.done))
    game.end()


class Game:
    """One sitting after the other, for as long as each holds."""

    def __init__(self, home: Path, seed: int, tally: Tally) -> None:
        self.home, self.seed, self.tally = home, seed, tally
        self.dice = random.Random(seed)
        self.done = 0  # events
        self.start()

    def start(self) -> None:
        """Begin a sitting."""
        self.sitting = Sitting(self.home, self.dice)
        self.began, self.memory = self.done, 0.0  # MB it had once it was warm
        self.objects: dict[str, int] = {}  # and what these were
        self.sitting.answers()
        for key in KEYS:  # so that what is loaded on the way is there when memory is first weighed
            self.sitting.send(key)
            self.sitting.settle()
            self.sitting.send(b"\x1b\x1b")
        self.sitting.answers()

    def stretch(self, count: int) -> None:
        """Play for some events; then Escape has to leave whatever is open."""
        for name in self.dice.choices(
            list(EVENTS), [often for often, _ in EVENTS.values()], k=count
        ):
            EVENTS[name][1](self.sitting)
            self.tally.tried[f"screen: {name}"] += 1
        self.done += count
        if self.done % (10 * A_STRETCH) == 0:
            self.home.with_suffix(".xml").write_text(feed(self.done // 100, self.done // 100 + 40))
            self.sitting.send(b"\x1b\x1b\x1bR")
        told = faults_of(self.sitting, self.sitting.answers())
        self.count("stretches", told)
        if told or not self.sitting.child.isalive():
            self.sitting.close()
            self.start()
        self.weigh()

    def count(self, what: str, told: list[str]) -> None:
        """Take note of what was tried."""
        place = f"seed {self.seed}, event {self.done}: "
        self.tally.count(f"screen: {what}", [place + one for one in told])

    def weigh(self) -> None:
        """See how much the memory has grown since the sitting was warm."""
        now = self.sitting.memory()
        if not self.memory and self.done - self.began >= WARM:
            self.memory, self.objects = now, self.sitting.census()
        grown = now - self.memory if self.memory else 0.0
        if grown > GROWTH:
            objects = self.sitting.census()
            more = {one: objects[one] - self.objects.get(one, 0) for one in objects}
            told = f"{grown:.0f} MB more in {self.done - self.began:,} events: {more}"
            self.count("memory", [f"{told}\n{self.sitting.whereabouts()}"])
            self.memory, self.objects = now, objects
        if self.done % 5000 == 0:
            print(f"screen: {self.done:,} events, {grown:+.1f} of {now:.0f} MB", file=sys.stderr)

    def end(self) -> None:
        """Leave the last sitting as a person does."""
        for _ in range(round(2 * PATIENCE)):
            self.sitting.drain(0.5)
            self.sitting.send(b"\x11")
            if not self.sitting.child.isalive():
                break
        self.count("sittings ended", faults_of(self.sitting, not self.sitting.child.isalive()))
        self.sitting.close()


def faults_of(sitting: Sitting, answered: bool) -> list[str]:
    """What is wrong with a sitting, or how it ended."""
    log = sitting.home / LOG
    told = log.read_text(errors="replace") if log.exists() else ""
    found = []
    if told:
        log.unlink()
        found.append(f"the log has {told[-12000:]}")
    alive = sitting.child.isalive()
    if not alive and sitting.child.exitstatus != 0:
        found.append(f"ended with {sitting.child.exitstatus}, {sitting.child.signalstatus}")
    if b"Traceback" in sitting.seen:
        found.append(f"wrote {sitting.seen[-3000:]!r}")
    if alive and not answered:
        typed = " ".join(sitting.trace[-A_STRETCH:])
        where = sitting.whereabouts()
        found.append(f"no key leaves it after {typed}:\n{where}\n{sitting.picture()}")
    return found
