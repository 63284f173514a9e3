"""The one clock, and that nothing asks the system for the time behind its back."""

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta

import pytest

from reader.cli.main import run_command_line
from reader.clock import SYSTEM, VARIABLE, Clock
from reader.config import Folders, Settings
from reader.library import Library
from reader.model import ConfigError
from reader.tui.actions import ACTIONS
from reader.tui.render.date_sections import day_of, section_name
from reader.tui.startup import first_paint
from reader.tui.startup.first_frame import FirstFrame
from tests.conftest import NOON, NOW, fill, in_zone, pair
from tests.support.paths import READER
from tests.support.syntax import nodes_of

pytestmark = pytest.mark.time

ASKING = {
    "datetime": {"now", "today", "utcnow"},
    "date": {"today"},
    "time": {"time", "time_ns", "localtime", "gmtime", "ctime", "asctime", "strftime"}
    | {"clock_gettime", "clock_gettime_ns"},
}
"""What asks for the time of day; what measures how long something takes is free."""
IN_SQL = re.compile(r"'now'|\bCURRENT_(TIME|DATE|TIMESTAMP)\b|\bunixepoch\(\s*\)", re.I)
ADVICE = "asks the system for the time; have a reader.clock.Clock, or a moment of it, handed in"


def test_the_clock_of_the_system_goes_in_utc() -> None:
    before = SYSTEM.now()

    assert before.tzinfo is UTC
    assert SYSTEM.now() >= before


def test_a_clock_that_is_told_a_moment_stands_still() -> None:
    clock = Clock(NOW)

    assert (clock.now(), clock.now()) == (NOW, NOW)


@pytest.mark.parametrize(
    ("written", "moment"),
    [
        ("2027-03-03", datetime(2027, 3, 3, tzinfo=UTC)),
        (" 2028-02-29T23:59:30 ", datetime(2028, 2, 29, 23, 59, 30, tzinfo=UTC)),
        ("2026-12-31T20:30-03:30", datetime(2027, 1, 1, tzinfo=UTC)),
        ("20261122T120000.5Z", datetime(2026, 11, 22, 12, 0, 0, 500_000, tzinfo=UTC)),
    ],
)
def test_the_environment_can_set_the_clock(
    written: str, moment: datetime, home: Folders, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(VARIABLE, written)
    library = Library.open(home)

    assert library.clock.now() == moment
    assert library.clock.now().tzinfo is UTC
    library.close()


def test_without_a_word_in_the_environment_the_clock_goes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(VARIABLE, "")
    assert Clock.from_environment().at is None

    monkeypatch.delenv(VARIABLE)
    assert Clock.from_environment().at is None


@pytest.mark.parametrize(
    "written",
    [
        *("yesterday", "12:00", "2026-02-30", "1969-12-31T23:59Z", "9999-12-31", "1795262400"),
        *("0001-01-01T00:00+14:00", "9999-12-31T23:59-14:00", "\udcff", "2026-11-22\x1b[31m"),
        "2" * 100_000,
    ],
)
def test_what_is_no_moment_is_refused_in_one_plain_sentence(
    written: str, home: Folders, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(VARIABLE, written)

    with pytest.raises(ConfigError, match=f"^{VARIABLE} is a moment of the years") as refused:
        Library.open(home)
    assert str(refused.value).isprintable()
    assert len(str(refused.value)) < 200
    assert not home.data.exists()


@pytest.mark.parametrize(
    ("zone", "moment", "hours"),
    [
        ("Pacific/Kiritimati", NOW, 14),
        ("America/St_Johns", NOW, -3.5),
        ("America/St_Johns", NOW - timedelta(days=120), -2.5),
        ("UTC", NOW, 0),
    ],
)
def test_the_zone_is_as_far_from_utc_as_it_is_at_that_moment(
    zone: str, moment: datetime, hours: float
) -> None:
    with in_zone(zone):
        assert Clock(moment).zone_offset() == hours * 3600


def test_a_wrong_moment_ends_a_command_with_one_sentence(
    home: Folders, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv(VARIABLE, "soon")

    for words in (["list"], ["preview", "-"]):
        assert run_command_line(["--home", str(home.data), *words]) == 1
        told = capsys.readouterr()
        assert told.err.startswith(f"newsreader: {VARIABLE} is a moment")
        assert (told.out, told.err.count("\n")) == ("", 1)


def test_processes_that_are_started_go_by_the_same_clock(
    library: Library, home: Folders, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(library, 3)
    library.update_index()
    command = [sys.executable, "-m", "reader", "--home", str(home.data), "search", "after:2d"]

    for moment, count in ((NOW, 3), (NOON + timedelta(days=2, hours=1, minutes=30), 2)):
        monkeypatch.setenv(VARIABLE, moment.isoformat())
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        assert done.stdout.count("Headline") == count, done


@pytest.mark.parametrize("zone", ["UTC", "Pacific/Kiritimati", "America/St_Johns"])
@pytest.mark.parametrize("moment", ["2027-03-03T10:30Z", "2028-02-29T23:59Z", "2026-12-31T11:00Z"])
def test_the_first_headlines_have_the_day_and_age_of_that_moment(
    library: Library, home: Folders, monkeypatch: pytest.MonkeyPatch, zone: str, moment: str
) -> None:
    size, folder = os.terminal_size((80, 24)), str(home.data)
    monkeypatch.setenv(VARIABLE, moment)
    monkeypatch.setattr(os, "get_terminal_size", lambda *_: size)
    library.clock.at = now = Clock.from_environment().now()
    days = [now - timedelta(hours=hours) for hours in (2, 26)]
    pairs = [pair(at, published=one.isoformat()) for at, one in enumerate(days)]
    library.store.stories.save(library.store.sources.add("/news"), pairs)

    with in_zone(zone):
        FirstFrame(library, Settings(), ACTIONS, *size).remember()
        text = first_paint.first_screenful(folder, folder, folder)
        names = [section_name(day_of(one), day_of(now)) for one in days]
    assert all(words in text for words in (*names, " · 2h", " · 1d"))
    assert names[0] in ("Today", "Yesterday")


def test_nothing_but_the_clock_asks_the_system_for_the_time() -> None:
    asking = [
        f"{path.relative_to(READER)}, line {line} {ADVICE}"
        for path in sorted(READER.rglob("*.py"))
        if path != READER / "clock.py"
        for line in asking_lines(nodes_of(path))
    ]

    assert not asking, "\n".join(asking)


@pytest.mark.parametrize(
    "source",
    [
        *("datetime.now()", "datetime.datetime.now(UTC)", "dt.datetime.utcnow()", "date.today()"),
        *("time.time()", "start(time.time)", "from time import time", "import time as t"),
        *("from time import localtime as there", "from datetime import datetime as moment"),
        *("time.localtime()", "time.strftime('%H')", "datetime.today()"),
        *("SQL = \"SELECT strftime('%s', 'now')\"", "f\"{a} date('NOW') {b}\""),
        *('"SELECT CURRENT_TIMESTAMP"', '"SELECT unixepoch()"'),
    ],
)
def test_asking_is_seen_however_it_is_written(source: str) -> None:
    assert list(lines_that_ask(source)) == [1]


@pytest.mark.parametrize(
    "source",
    [
        *("time.monotonic()", "from time import perf_counter", "loop.time()", "clock.now()"),
        *("datetime.fromtimestamp(0, UTC)", "at.strftime('%Y')", '"It is now known"'),
        "time.sleep(1)",
    ],
)
def test_what_measures_or_is_handed_in_is_free(source: str) -> None:
    assert list(lines_that_ask(source)) == []


def lines_that_ask(source: str) -> Iterator[int]:
    """The lines of a module that ask the system for the time, or give what asks another name."""
    yield from asking_lines(ast.walk(ast.parse(source)))


def asking_lines(nodes: Iterable[ast.AST]) -> Iterator[int]:
    """The lines of such nodes among those of a module."""
    for node in nodes:
        if any((asks_by_name(node), renames(node), asks_in_sql(node))):
            yield node.lineno  # type: ignore[attr-defined]


def asks_by_name(node: ast.AST) -> bool:
    if not isinstance(node, ast.Attribute):
        return False
    owner = node.value.attr if isinstance(node.value, ast.Attribute) else node.value
    name = owner.id if isinstance(owner, ast.Name) else owner
    return isinstance(name, str) and node.attr in ASKING.get(name, ())


def renames(node: ast.AST) -> bool:
    """Whether an import hides a name that is looked for."""
    if isinstance(node, ast.ImportFrom) and node.module == "time":
        return any(one.name in ASKING["time"] for one in node.names)
    if not isinstance(node, ast.Import | ast.ImportFrom):
        return False
    return any(one.name in ASKING and one.asname not in (None, one.name) for one in node.names)


def asks_in_sql(node: ast.AST) -> bool:
    return (
        isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and IN_SQL.search(node.value) is not None
    )
