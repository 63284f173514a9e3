"""A command line in, an exit code out: 0 done, 1 something failed, 2 wrong use."""

from __future__ import annotations

import sys

from reader.cli import run


def main() -> int:
    """The `newsreader` command."""
    return run(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
