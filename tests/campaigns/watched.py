"""The screen in a process that writes down where it is when a signal asks for that.

    python -m tests.campaigns.watched FILE

SIGUSR2 writes the stacks of all threads, also where the main one waits within a library; SIGUSR1
writes what each task of the event loop waits for, and which screens are open, as soon as the main
thread runs.
"""

from __future__ import annotations

import faulthandler
import os
import re
import runpy
import signal
import sys
import tempfile
import threading
from array import array
from pathlib import Path
from types import FrameType
from typing import Any, ClassVar, TextIO

LARGE = 10_000  # characters, bytes or members
SIZED = (str, bytes, bytearray, list, dict, set, frozenset, tuple, array)
COUNTED = re.compile(r"# (arenas [a-z ]+|bytes in [a-z ]+?) += +([\d,]+)")


def awaited(coroutine: Any) -> list[str]:
    """Where a coroutine stands, and what it waits for, from the outermost to the innermost."""
    found = []
    while coroutine is not None and len(found) < 60:
        frame = getattr(coroutine, "cr_frame", None) or getattr(coroutine, "gi_frame", None)
        if frame is None:
            found.append(repr(coroutine)[:200])
            break
        found.append(f"{frame.f_code.co_filename}:{frame.f_lineno} {frame.f_code.co_name}")
        coroutine = getattr(coroutine, "cr_await", None) or getattr(coroutine, "gi_yieldfrom", None)
    return found


def write_tasks(file: TextIO) -> None:
    """Write what each task waits for."""
    import asyncio

    for task in asyncio.all_tasks(asyncio.get_running_loop()):
        print(task.get_name(), *awaited(task.get_coro()), sep="\n  ", file=file)
    file.flush()


def write_screens(file: TextIO) -> None:
    """Write which screens are open, the topmost last, and which widget of each has the keys."""
    import asyncio

    from textual.app import App

    frames = (task.get_coro().cr_frame for task in asyncio.all_tasks(asyncio.get_running_loop()))
    within = (frame.f_locals.get("self") for frame in frames if frame is not None)
    app = next(filter(lambda one: isinstance(one, App), within), None)
    if app is not None:
        for screen in app.screen_stack:
            print("screen", screen, screen.size, "has its keys in", screen.focused, file=file)
        print("a key waits:", repr(app.pending.label), app.size, file=file, flush=True)
        write_terminal(app, file)


def write_terminal(app: Any, file: TextIO) -> None:
    """Write how the driver and the terminal stand to each other, and what holds back paint."""
    import signal
    import termios
    from contextlib import suppress

    driver, screen = app._driver, app.screen
    with suppress(termios.error):
        print("terminal modes", termios.tcgetattr(driver.fileno)[:4], file=file)
    keys = driver._key_thread
    threads = [one.name for one in threading.enumerate()]
    print("asleep", driver.asleep, "restarts", driver._auto_restart, "reads", keys, file=file)
    print("threads", threads, "arrived", len(driver.arrived), file=file)
    print("batches", app._batch_count, "updates", app._sync_available, file=file)
    print("paints", screen._layout_required, screen._repaint_required, file=file)
    print(
        "heeded",
        {
            one.name: signal.getsignal(one)
            for one in (signal.SIGTSTP, signal.SIGCONT, signal.SIGWINCH)
        },
        file=file,
        flush=True,
    )


def write_largest(file: TextIO) -> None:
    """Write what takes much memory alone, and which libraries are there."""
    import gc

    held = (one for holder in gc.get_objects() for one in gc.get_referents(holder))
    large = {id(one): one for one in held if isinstance(one, SIZED) and len(one) > LARGE}
    for one in sorted(large.values(), key=sys.getsizeof, reverse=True)[:20]:
        # Not what is in it: another thread may be filling it just now.
        print("large", sys.getsizeof(one), type(one).__name__, len(one), file=file)
    print("libraries", sorted({name.partition(".")[0] for name in sys.modules}), file=file)


def arenas() -> dict[str, int]:
    """How many arenas Python has for what is small, and how much of them is free."""
    with tempfile.TemporaryFile() as told:
        kept = os.dup(2)
        os.dup2(told.fileno(), 2)
        try:
            sys._debugmallocstats()
        finally:
            os.dup2(kept, 2)
            os.close(kept)
        told.seek(0)
        text = told.read().decode()
    return {name.strip(): int(number.replace(",", "")) for name, number in COUNTED.findall(text)}


def write_census(file: TextIO) -> None:
    """Write a line of JSON about the memory: blocks, bytes, and how many objects of which kind."""
    import ctypes
    import gc
    import json
    from collections import Counter
    from contextlib import suppress

    class Heap(ctypes.Structure):  # of the C library
        _fields_: ClassVar = [(f"field{number}", ctypes.c_size_t) for number in range(10)]

    library = ctypes.CDLL(None)
    library.mallinfo2.restype = Heap
    heap = library.mallinfo2()
    kinds = Counter(type(one).__qualname__ for one in gc.get_objects())
    write_largest(file)
    told = {
        "blocks": sys.getallocatedblocks(),
        "C heap used": heap.field7,
        "C heap free": heap.field8,
        "mapped": heap.field4,  # large blocks, outside of the heap
        **arenas(),
    }
    with suppress(OSError, AttributeError):
        used = ctypes.CDLL("libsqlite3.so.0").sqlite3_memory_used
        used.restype = ctypes.c_int64
        told["SQLite"] = used()
    print("census", json.dumps({**told, **dict(kinds.most_common(60))}), file=file, flush=True)


def main(path: str) -> None:
    """Run the screen, and heed both signals."""
    file = Path(path).open("a")  # noqa: SIM115  # for as long as the process lives

    def hear(_: int, frame: FrameType | None) -> None:
        write_tasks(file)
        write_screens(file)
        write_census(file)

    faulthandler.register(signal.SIGUSR2, file)
    signal.signal(signal.SIGUSR1, hear)
    sys.argv = [sys.argv[0]]
    runpy.run_module("reader", run_name="__main__", alter_sys=False)


if __name__ == "__main__":
    main(sys.argv[1])
