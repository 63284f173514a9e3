"""Puts man pages into the wheel, which are made of the manual when it is built."""

from __future__ import annotations

import sys
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class ManPagesHook(BuildHookInterface):
    """Write newsreader(1) and newsreader(5) for the wheel's share/man."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Make the pages, from the code that is being built and nothing else."""
        sys.path.insert(0, self.root)
        try:
            from reader.manual.man_pages import man_pages
        finally:
            sys.path.remove(self.root)
        folder = Path(mkdtemp(prefix="man-"))
        for name, text in man_pages(self.metadata.version).items():
            (folder / name).write_text(text, encoding="utf-8")
            section = name.rpartition(".")[2]
            build_data["shared_data"][str(folder / name)] = f"share/man/man{section}/{name}"
