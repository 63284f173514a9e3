"""Several homes that share a folder, as machines do."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path

from reader.clock import Clock
from reader.config import default_folders
from reader.library import Library
from reader.library.sync_folder.sync_round import SyncReport, sync_library
from reader.library.sync_folder.sync_setup import begin_sync
from reader.model import Marks
from tests.conftest import NOW, pair

FEED = "https://tide.example/feed"


class Machine:
    """A home with its library."""

    def __init__(self, home: Path, ahead: timedelta = timedelta()) -> None:
        self.home = home
        self.clock = Clock(NOW + ahead)
        self.library = Library.open(default_folders(str(home)), clock=self.clock)

    def begin(self, folder: Path, passphrase: str = "") -> SyncReport:
        """Synchronise with a folder from now on."""
        begin_sync(self.library, folder, passphrase)
        return self.sync()

    def sync(self) -> SyncReport:
        """Do a round."""
        return sync_library(self.library)

    def read(self, *numbers: int, feed: str = FEED, **given: object) -> None:
        """Have stories of a feed come."""
        library = self.library
        source_id = library.store.sources.add(feed, "Tide")
        library.store.stories.save(
            source_id, [pair(number, **{"source": feed, **given}) for number in numbers]
        )

    def id_of(self, number: int) -> int:
        """The id of a story by its number."""
        row = self.library.store.database.first_row(
            "SELECT story_id FROM body WHERE guid = ?", f"guid-{number}"
        )
        return int(row[0])

    def marks(self, number: int) -> Marks:
        """The marks of a story."""
        story_id = self.id_of(number)
        return self.library.store.marks.marks_of([story_id])[story_id]

    def mark(self, number: int, **marks: object) -> None:
        """Give a story marks, beside those that it has."""
        had = self.marks(number)
        fields = {name: marks.get(name, getattr(had, name)) for name in Marks.__slots__}
        self.library.set_marks({self.id_of(number): Marks(**fields)})

    def at(self, moment: datetime) -> None:
        """Have another time of day."""
        self.clock.at = moment


@contextmanager
def machines(folder: Path, *names: str) -> Iterator[list[Machine]]:
    """Homes in a folder, each with a library; their clocks stand still, a minute apart."""
    opened = [
        Machine(folder / name, timedelta(minutes=number)) for number, name in enumerate(names)
    ]
    try:
        yield opened
    finally:
        for machine in opened:
            machine.library.close()
