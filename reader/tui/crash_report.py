"""What ended the screen, where it was not a person: in the log, and told in one sentence."""

from __future__ import annotations

import traceback
from contextlib import suppress
from pathlib import Path

from reader.config import LOG
from reader.model import ReaderError


def fault_sentence(fault: Exception, folder: Path) -> str:
    """The sentence that tells of a fault; one of our own is written to the log in that folder."""
    if isinstance(fault, ReaderError):
        return str(fault)
    told = "".join(traceback.format_exception(fault))
    with suppress(OSError):  # a disk without room must not hide the fault
        folder.mkdir(parents=True, exist_ok=True)
        with (folder / LOG).open("a", encoding="utf-8", errors="replace") as file:
            file.write(told)
        return f"The screen has ended by a fault of its own; {folder / LOG} tells of it."
    return f"The screen has ended by a fault of its own: {told.splitlines()[-1]}"
