"""The screen in a process that writes down where it is when a signal asks for that.

    python -m tests.campaigns.watched FILE

SIGUSR2 writes the stacks of all threads, also where the main one waits within a library; SIGUSR1
writes what each task of the event loop waits for, as soon as the main thread runs.
"""

from __future__ import annotations

import faulthandler
import runpy
import signal
import sys
from pathlib import Path
from types import FrameType
from typing import Any, TextIO


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


def main(path: str) -> None:
    """Run the screen, and heed both signals."""
    file = Path(path).open("a")  # noqa: SIM115  # for as long as the process lives

    def hear(_: int, frame: FrameType | None) -> None:
        write_tasks(file)

    faulthandler.register(signal.SIGUSR2, file)
    signal.signal(signal.SIGUSR1, hear)
    sys.argv = [sys.argv[0]]
    runpy.run_module("reader", run_name="__main__", alter_sys=False)


if __name__ == "__main__":
    main(sys.argv[1])
