"""Memory that is free goes back to the system."""

import subprocess
import sys
import weakref
from collections.abc import Callable

import pytest
from textual.geometry import Region

from reader.tui import c_heap

# Blocks of 2 kB, of which one in 32 stays; in the end the MB that went back.
HELD = """
from pathlib import Path
from reader.tui.c_heap import give_memory_back, keep_heap_small
def held():
    told = Path("/proc/self/status").read_text()
    return int(told.partition("RssAnon:")[2].split()[0]) // 1024
keep_heap_small()
blocks = [bytes(2000) for _ in range(50_000)]
much = held()
blocks = blocks[::32]
give_memory_back()
print(much - held())
"""


def test_what_is_free_between_what_is_in_use_goes_back_to_the_system() -> None:
    done = subprocess.run(
        [sys.executable, "-c", HELD], capture_output=True, text=True, check=True, timeout=60
    )

    assert int(done.stdout) > 60  # of about 100


def test_memory_goes_back_once_nothing_was_done_for_a_while(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    told: list[str] = []
    monkeypatch.setattr(c_heap, "give_memory_back", lambda: told.append("back"))

    class Waits:
        def __init__(self, seconds: float, act: Callable[[], None]) -> None:
            assert seconds == c_heap.REST
            self.act = act
            told.append("waits")

        def reset(self) -> None:
            told.append("anew")

    class Circle:
        def __init__(self) -> None:
            self.itself = self

    gone = weakref.ref(Circle())
    timers: list[Waits] = []
    trim = c_heap.TrimAtRest(
        lambda seconds, act: timers.append(Waits(seconds, act)) or timers[-1],
        lambda: told.append("pages"),
    )
    trim.attend()
    trim.attend()
    timers[0].act()
    trim.attend()

    assert told == ["waits", "anew", "pages", "back", "waits"]
    assert gone() is None


def test_of_very_many_regions_nothing_is_remembered_at_rest() -> None:
    screen = Region(0, 0, 120, 36)
    c_heap.forget_regions()
    for width in range(2_000):
        screen.intersection(Region(0, 0, width, 5))
    screen.union(Region(1, 1, 3, 3))

    c_heap.forget_regions()

    assert Region.intersection.cache_info().currsize == 0
    assert Region.union.cache_info().currsize > 0
