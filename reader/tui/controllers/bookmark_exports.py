"""What the palette's commands for exporting bookmarks do."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from reader.model import ReaderError
from reader.tui.controllers.notifications import Noticing

if TYPE_CHECKING:
    from reader.tui.command_search import Command

NAMES = {"markdown": "Markdown", "html": "HTML", "json": "JSON"}


class Exporting(Noticing):
    """Bookmarks, tags and notes as a file to take along."""

    def export_commands(self) -> Iterator[Command]:
        """An export for every format, for the palette."""
        from reader.tui.command_search import Command

        for kind, name in NAMES.items():
            said = f"Export bookmarks, tags and notes as {name}"
            yield Command(said, partial(self.ask_for_file, kind), group="Files")

    async def ask_for_file(self, kind: str) -> None:
        """Ask where to export to."""
        from reader.library import bookmark_export

        proposed = str(Path.home() / f"bookmarks.{bookmark_export.ENDINGS[kind]}")
        await self.ask("Export to", proposed, partial(self.export, kind))

    def export(self, kind: str, name: str) -> None:
        """Write the bookmarks to a file, which appears only when it is whole."""
        from reader.library import bookmark_export

        kept = self.desk.library.store.marks.keepsakes()
        try:
            bookmark_export.save_export(
                Path(name).expanduser(), bookmark_export.FORMATS[kind](kept)
            )
        except ReaderError as error:
            self.tell(str(error), warning=True)
        else:
            self.tell(f"{len(kept):,} exported to {name}")
