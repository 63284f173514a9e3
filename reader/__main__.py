"""The `newsreader` command; its exit code is 0 done, 1 something failed, 2 wrong use."""

from __future__ import annotations

import gc
import os
import sys

from reader.control_characters import print_crash

try:
    from reader.cli.main import INTERRUPTED, run_command_line
except ModuleNotFoundError as error:
    if error.name != "termios":  # which Windows lacks
        raise
    sys.exit(
        "newsreader needs a terminal and locks as Linux and macOS have them; on Windows it runs "
        "within WSL: https://learn.microsoft.com/windows/wsl/install"
    )


def main() -> int:
    """Return the `newsreader` command."""
    sys.excepthook = print_crash
    try:
        code = run_command_line(sys.argv[1:])
    finally:
        gc.freeze()  # else Python looks for garbage in all that was imported, as it ends
    if code == INTERRUPTED:
        _leave(code)
    return code


def _leave(code: int) -> None:
    """End at once: all is on the disk, and Python would tidy up for a third of a second."""
    from reader.cli import safe_output

    safe_output.flush()
    os._exit(code)


if __name__ == "__main__":
    sys.exit(main())
