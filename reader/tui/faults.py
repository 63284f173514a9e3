"""A fault of our own that ends the screen: written to the log, and told in one sentence."""

from __future__ import annotations

import traceback
from contextlib import suppress
from pathlib import Path

from reader.model import ReaderError


def fault_sentence(fault: BaseException, log: Path) -> ReaderError:
    """Write a fault to the log file; the sentence that tells of it."""
    told = "".join(traceback.format_exception(fault))
    with suppress(OSError):  # a disk without room must not hide the fault
        log.parent.mkdir(parents=True, exist_ok=True)
        with log.open("a", encoding="utf-8", errors="replace") as file:
            file.write(told)
        return ReaderError(f"The screen has ended by a fault of its own; {log} tells of it.")
    return ReaderError(f"The screen has ended by a fault of its own: {told.splitlines()[-1]}")
