"""Several homes that share a folder, as machines do."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from reader.clock import Clock
from reader.config import default_folders
from reader.library import Library
from reader.library.sync_folder.sync_round import SyncReport, sync_library
from reader.library.sync_folder.sync_setup import begin_sync
from reader.model import Marks
from reader.sync.act_lines import act_line
from reader.sync.acts import Act
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


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The folder that the machines share."""
    return tmp_path / "shared"


@pytest.fixture
def pair_of(tmp_path: Path, folder: Path) -> Iterator[tuple[Machine, Machine]]:
    """Two machines with three stories each, that synchronise already."""
    with machines(tmp_path, "attic", "barge") as (attic, barge):
        for machine in (attic, barge):
            machine.read(1, 2, 3)
            machine.begin(folder)
        attic.sync()
        yield attic, barge


def lines_in(folder: Path) -> list[dict[str, object]]:
    """All acts in a folder."""
    return [
        json.loads(line)
        for path in sorted(folder.glob("*/*.jsonl"))
        for line in path.read_text(encoding="utf-8").splitlines()
    ]


def write_acts(folder: Path, machine: str, *acts: Act) -> Path:
    """Have a stranger's machine write acts to the folder."""
    path = folder / machine / "000001-000001.jsonl"
    path.parent.mkdir(exist_ok=True)
    with path.open("a", encoding="utf-8") as file:
        file.writelines(f"{act_line(act)}\n" for act in acts)
    return path


def exchange(*machines: Machine) -> None:
    """Have machines do rounds until each has heard of all."""
    for machine in (*machines, *machines):
        machine.sync()
