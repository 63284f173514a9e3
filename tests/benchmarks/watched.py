"""A command in, what a person sees of it on a terminal out, and when.

The terminal itself is `ptybench` from the folder `shared` beside this checkout. Times are in
milliseconds, without those in which the program waited for a CPU.
"""

from __future__ import annotations

import importlib
import os
import re
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from math import isnan
from pathlib import Path
from typing import Any

from tests.support.paths import SHARED

SHARED = SHARED / "bench"
HELLO = Path(__file__).with_name("hello.py")
Seen = Callable[[str], bool]


def ptybench() -> Any:
    """The terminal that is measured with."""
    sys.path.insert(0, str(SHARED))
    return importlib.import_module("ptybench")


def command(home: Path) -> list[str]:
    """The command that opens the screen on a home."""
    return [str(Path(sys.executable).with_name("newsreader")), "--home", str(home)]


@contextmanager
def watched(argv: list[str], **named: Any) -> Iterator[Watched]:
    """A program on a terminal, ended in the end."""
    shown = Watched(ptybench().Pty(argv, **named))
    try:
        yield shown
    finally:
        shown.pty.close()


class Watched:
    """A program on a terminal."""

    def __init__(self, pty: Any) -> None:
        self.pty = pty

    def ready(self) -> None:
        """Wait until the program has been quiet for a while."""
        self.pty.wait_marker(r"\S")
        while self.pty.pump(quiet=0.6, timeout=8, first_timeout=0.6):
            pass
        self.pty.replay()

    def first(self, seen: Seen, typed: bytes = b"") -> float:
        """How long after its start the program shows something, with keys typed at once."""
        if typed:
            self.pty.send(typed)
        end = time.perf_counter() + 30
        hit = None
        while hit is None and time.perf_counter() < end:
            self.pty.pump(quiet=0.1, timeout=5, first_timeout=1)
            hit = self.pty.replay(seen)
        if hit is None:
            raise SystemExit(f"never seen:\n{self.pty.text()}")
        return (hit - self.pty.t0 - self.pty.hit[3]) * 1e3

    def press(self, key: bytes, *seen: Seen, quiet: float = 0.06) -> list[float]:
        """How long after a key each of these things is first seen; all that comes is taken in."""
        self.pty.replay()
        waited, sent = self.pty.sched()[1], self.pty.send(key)
        known = len(self.pty.chunks)
        self.pty.pump(quiet=quiet, timeout=10, first_timeout=2)
        times: list[float] = [float("nan")] * len(seen)
        for moment, data, _, waiting in self.pty.chunks[known:]:
            self.pty._feed(data)
            text = self.pty.text()
            for number, one in enumerate(seen):
                if isnan(times[number]) and one(text):
                    times[number] = (moment - sent - (waiting - waited)) * 1e3
        self.pty.parsed = len(self.pty.chunks)
        return times

    def changed(self, key: bytes, quiet: float = 0.06) -> float:
        """How long after a key anything looks different."""
        found = self.pty.key(key, quiet=quiet)
        return float("nan") if found is None or found[4] is None else float(found[4])

    def memory(self) -> float:
        """Megabytes that the program's own process holds, shared ones included."""
        status = Path(f"/proc/{self.pty.pid}/status").read_text(encoding="ascii")
        return int(re.findall(r"VmRSS:\s+(\d+)", status)[0]) / 1024

    def idle(self, seconds: float) -> tuple[float, float]:
        """Per cent of a CPU, and wake-ups a second, while nothing is typed."""
        before = self.turns()
        time.sleep(seconds)
        after = self.turns()
        return (after[0] - before[0]) / seconds * 100, (after[1] - before[1]) / seconds

    def turns(self) -> tuple[float, int]:
        """Seconds that all threads have run, and how often they have gone to sleep."""
        ran, slept = 0.0, 0
        for task in Path(f"/proc/{self.pty.pid}/task").iterdir():
            ran += int((task / "schedstat").read_text(encoding="ascii").split()[0]) / 1e9
            status = (task / "status").read_text(encoding="ascii")
            slept += int(re.findall(r"\nvoluntary_ctxt_switches:\s+(\d+)", status)[0])
        return ran, slept

    def ended(self, key: bytes) -> float:
        """How long after a key the process is gone."""
        waited, sent = self.pty.sched()[1], self.pty.send(key)
        while os.waitpid(self.pty.pid, os.WNOHANG) == (0, 0):
            waited_now = self.pty.sched()[1] or waited
            self.pty.pump(quiet=0.0005, timeout=0.0005)
        return (time.perf_counter() - sent - (waited_now - waited)) * 1e3
