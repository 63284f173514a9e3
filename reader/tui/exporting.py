"""What the palette's commands for exporting bookmarks do."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path

from reader.library import albums
from reader.model import ReaderError
from reader.tui.commands import Command
from reader.tui.noticing import Noticing

NAMES = {"markdown": "Markdown", "html": "HTML", "json": "JSON"}


class Exporting(Noticing):
    """Bookmarks, tags and notes as a file to take along."""

    def export_commands(self) -> Iterator[Command]:
        """An export for every format, for the palette."""
        for kind, name in NAMES.items():
            said = f"Export bookmarks, tags and notes as {name}"
            yield Command(said, partial(self.ask_for_file, kind), group="Files")

    async def ask_for_file(self, kind: str) -> None:
        """Ask where to export to."""
        proposed = str(Path.home() / f"bookmarks.{albums.ENDINGS[kind]}")
        await self.ask("Export to", proposed, partial(self.export, kind))

    def export(self, kind: str, name: str) -> None:
        """Write the bookmarks to a file, which appears only when it is whole."""
        kept = self.desk.library.store.marks.keepsakes()
        try:
            albums.save(Path(name).expanduser(), albums.FORMATS[kind](kept))
        except ReaderError as error:
            self.tell(str(error), warning=True)
        else:
            self.tell(f"{len(kept):,} exported to {name}")
