"""What many tests need: places on a real disk, a library in them, and stories to put there."""

from __future__ import annotations

import gc
import json
import os
import select
import shutil
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import time_machine
from hypothesis import HealthCheck, settings

from reader import clock
from reader.clean import clean
from reader.config import Folders, default_folders
from reader.fetch.http.rate_limit import FetchPolicy
from reader.library import Library, own_processes
from reader.model import ContentForm, Entry, Story
from tests.support.forked_processes import SERVER, ForkedProcess, ForkedTerminal
from tests.support.fresh_database import copy_fresh_databases
from tests.support.paths import SHARED
from tests.support.server import Server, serving
from tests.support.terminal import Terminal, opened
from tests.support.tracing import untraced, untraced_processes

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)  # what every clock says, unless a test moves it
IN_MEMORY = Path("/dev/shm")  # noqa: S108 - a file system in memory, where the system has one
ROOM = 4 * 2**30  # bytes that are to be free there: more than all tests leave
SHIFT = "NEWSREADER_TESTS_AT"  # the moment that the system's clock is to say at first
SPEECH = ("LANG", "LANGUAGE", "LC_ALL", "LC_CTYPE", "LC_MESSAGES", "LC_TIME")
SIZE = ("COLUMNS", "LINES")
LONGEST_FIRST = (
    "house/",
    "unit/library/test_import_killed",
    "terminal/",
    "unit/worker/",
    "screen/",
)
PROXIES = ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY")


def pytest_configure() -> None:
    """Have files written to memory, what is compiled not compiled again, and seldom seek garbage.

    Each mark is on the disk before a key is done: tests would wait for the disk much of their time.
    """
    if os.access(IN_MEMORY, os.W_OK) and shutil.disk_usage(IN_MEMORY).free >= ROOM:
        os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(IN_MEMORY))
    sys.dont_write_bytecode = False
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    gc.set_threshold(50_000, 50, 100)  # what a test leaves is small, what was imported is large
    settings.register_profile(
        "patient",
        parent=settings(),
        deadline=None,  # on a busy machine nothing is quick
        suppress_health_check=[HealthCheck.too_slow],
    )
    settings.load_profile("patient")


def pytest_xdist_auto_num_workers(config: pytest.Config) -> int:
    """One more than cores: a test of a terminal or a server waits much of its time."""
    return len(os.sched_getaffinity(0)) + 1


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with what takes long, so that no process is left alone with it in the end."""
    root = Path(__file__).parent

    def turn(item: pytest.Item) -> int:
        place = item.path.relative_to(root).as_posix()
        matching = (at for at, begun in enumerate(LONGEST_FIRST) if place.startswith(begun))
        return next(matching, len(LONGEST_FIRST))

    items.sort(key=turn)


def entry(number: int = 1, **given: object) -> Entry:
    """An entry that differs from another by its number."""
    fields: dict[str, object] = {
        "source": "/news",
        "guid": f"guid-{number}",
        "link": f"https://news.example/{number}",
        "title": f"Headline {number}",
        "content": f"The lighthouse keeper counted {number} ships.\n\nThen the fog came.",
        "form": ContentForm.TEXT,
        "outlet": "The Tideline",
        "author": "the Harbour Desk",
        "published": (NOON + timedelta(hours=number)).isoformat(),
    }
    return Entry(**({"arrived": arrival(fields | given)} | fields | given))  # type: ignore[arg-type]


def arrival(fields: dict[str, object]) -> datetime:
    """When an entry came: no earlier than its source says that it was published."""
    written = str(fields["published"])
    published = datetime.fromisoformat(written) if written else NOON
    return max(NOON, published if published.tzinfo else NOON)


def pair(number: int = 1, **given: object) -> tuple[Entry, Story]:
    """An entry with the story that cleaning makes of it."""
    made = entry(number, **given)
    return made, clean(made)


def fill(library: Library, count: int, location: str = "/news") -> list[int]:
    """Put stories of a source into a library; the ids of all, the oldest first."""
    source_id = library.store.sources.add(location, "News")
    pairs = [pair(number, **own(location, number)) for number in range(1, count + 1)]
    library.store.stories.save(source_id, pairs)
    return list(reversed(library.store.stories.ids("all")))


def own(location: str, number: int) -> dict[str, object]:
    """What makes an entry of another source than the usual one no copy of it."""
    if location == "/news":
        return {}
    return {"link": f"https://other.example{location}/{number}", "content": f"{location}, again."}


def pytest_collection_finish() -> None:
    """Keep what was imported and collected from view where garbage is sought.

    It stays to the end, and looking through it takes longer than most tests: screens that are left
    and searches that are done have all garbage sought.
    """
    gc.collect()
    gc.freeze()


@dataclass(frozen=True, slots=True)
class Told:
    """What a command printed, and what it ended with."""

    code: int
    out: str
    err: str

    @property
    def objects(self) -> list[dict[str, object]]:
        """The objects of a command with `--json`."""
        return [json.loads(line) for line in self.out.splitlines()]


@pytest.fixture(autouse=True, scope="session")
def _able_to_sleep() -> Iterator[None]:
    """Have what libfaketime refuses: `time.sleep`, which asks for a moment of the real clock.

    The processes that tests start do without libfaketime; they are told the moment anyway.
    """
    with pytest.MonkeyPatch.context() as environment:
        if "libfaketime" in os.environ.get("LD_PRELOAD", ""):
            environment.delenv("LD_PRELOAD")
            environment.setattr(time, "sleep", lambda seconds: select.select([], [], [], seconds))
        yield


@pytest.fixture(autouse=True, scope="session")
def _shifted() -> Iterator[None]:
    """Have the system's clock, as Python reads it, say another moment, where that is wanted.

    What then fails has asked the system for the time, and not the clock that it was handed.
    """
    if not (moment := os.environ.get(SHIFT)):
        yield
        return
    with time_machine.travel(moment):
        yield


@pytest.fixture(autouse=True, scope="session")
def _one_moment() -> Iterator[None]:
    """Every clock stands still, in this process and in those that a test starts.

    Days are those of UTC, words are written in UTF-8, and no terminal's size is set from outside.
    """
    with pytest.MonkeyPatch.context() as environment, in_zone("UTC"):
        for name in (*SPEECH, *SIZE):
            environment.delenv(name, raising=False)
        environment.setenv("LC_ALL", "C.UTF-8")
        environment.setenv(clock.VARIABLE, NOW.isoformat())
        yield


@pytest.fixture(autouse=True, scope="session")
def _no_home_of_a_person(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """A test that names no home reads, and writes, none of whoever runs the tests."""
    folder = tmp_path_factory.mktemp("system")
    with pytest.MonkeyPatch.context() as environment:
        for name in ("CACHE", "CONFIG", "DATA", "STATE"):
            environment.setenv(f"XDG_{name}_HOME", str(folder / name.lower()))
        yield


@pytest.fixture(autouse=True, scope="session")
def _fresh_databases() -> Iterator[None]:
    """New databases are copies of one, as `tests/unit/store/test_upgrades.py` says they may be."""
    with pytest.MonkeyPatch.context() as store:
        copy_fresh_databases(store)
        yield


@pytest.fixture(autouse=True, scope="session")
def _forked_processes() -> Iterator[None]:
    """Processes of ours are forked from one that has imported what they need."""
    with pytest.MonkeyPatch.context() as own:
        own.setattr(own_processes, "Popen", ForkedProcess)
        yield
    SERVER.end()


@contextmanager
def in_zone(zone: str) -> Iterator[None]:
    """Have the days of a zone, here and in the processes that are started."""
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("TZ", zone)
        time.tzset()
        yield
    time.tzset()


@pytest.fixture(autouse=True)
def _no_proxies(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tests ask servers of their own, whatever this machine asks others through."""
    for name in PROXIES:
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)


@pytest.fixture
def home(tmp_path: Path) -> Folders:
    """Places for everything, in one empty folder."""
    return default_folders(str(tmp_path / "home"))


@pytest.fixture
def library(home: Folders) -> Iterator[Library]:
    """An empty library, which waits for no server between two requests."""
    opened = Library.open(home, FetchPolicy(apart=0))
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def _samples(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home as its first launch leaves it."""
    home = tmp_path_factory.mktemp("samples") / "home"
    opened(home).quit()
    return home


@pytest.fixture
def sample_home(_samples: Path, tmp_path: Path) -> Path:
    """A home with the sample stories, in which the screen has been open once."""
    return shutil.copytree(_samples, tmp_path / "home")


@pytest.fixture(name="untraced")
def _untraced() -> Iterator[None]:
    """Nothing of a test is traced, nor the processes that it starts.

    For what reads our code, tries many inputs, or walks through everything: tests of each subject
    count its lines, and do so more quickly.
    """
    with untraced(), untraced_processes():
        yield


@pytest.fixture
def forked_commands(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is run in the homes of a campaign is forked, where no moment is chosen to kill it."""
    monkeypatch.setattr("tests.campaigns.homes.Popen", ForkedProcess)
    monkeypatch.setattr("tests.campaigns.homes.spawn", ForkedTerminal)


@pytest.fixture
def traced_terminals(monkeypatch: pytest.MonkeyPatch) -> None:
    """What runs in the terminals of a test is traced; no signal may come to it."""
    monkeypatch.setattr(Terminal, "is_traced", True)


@pytest.fixture
def started_terminals(monkeypatch: pytest.MonkeyPatch) -> None:
    """What runs in the terminals of a test is started as for a person, and imports all it needs."""
    monkeypatch.setattr(Terminal, "is_forked", False)


@pytest.fixture
def server() -> Iterator[Server]:
    """A server on loopback."""
    with serving() as running:
        yield running


@pytest.fixture
def shared() -> Path:
    """The folder of public test material, where there is one."""
    if not SHARED.is_dir():
        pytest.skip("the folder of public test material is not beside the checkout")
    return SHARED
