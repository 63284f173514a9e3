"""The command that tells what came since a moment."""

from __future__ import annotations

import io
import re
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from rich.cells import cell_len

from reader.cli import safe_output
from reader.cli.main import run_command_line
from reader.config import default_folders
from reader.library import Library
from reader.model import Mark
from tests.conftest import NOON, pair
from tests.support.command import Command, filled, home, newsreader
from tests.support.reports import written

__all__ = ["filled", "home", "newsreader"]

SINCE = ("--since", "2026-11-19")


@pytest.fixture
def events(home: Path) -> Path:
    """A home with an event of two reports, one of them read, and 80 notices of one source."""
    library = Library.open(default_folders(str(home)))
    headline, text = written(1, 1)
    for number, more in enumerate(("", "\n\nThe mayor, Odalys Wren, spoke of 417 boats."), start=1):
        source = library.store.sources.add(f"https://{number}.example/", f"Paper {number}")
        told = pair(
            number, title=f"{headline} {number}", content=text + more, outlet=f"Paper {number}"
        )
        library.store.stories.save(source, [told])
    library.set_mark([1], Mark.READ, True)
    source = library.store.sources.add("https://torrent.example/", "Torrent")
    pairs = [pair(number, guid=f"t{number}", link="", title=f"Notice {number}",
                  content=f"Notice {number} is up.", published=NOON.isoformat())
             for number in range(3, 83)]  # fmt: skip
    library.store.stories.save(source, pairs)
    library.close()
    return home


@pytest.mark.usefixtures("events")
def test_a_briefing_tells_events_with_what_is_new_and_counts_the_rest(newsreader: Command) -> None:
    told = newsreader("brief", *SINCE)

    assert told.code == 0
    assert "New against what you read: 1 fact:\n\t- The mayor, Odalys Wren," in told.out
    assert "Also came: 80 more." in told.out
    assert "    80  Torrent" in told.out


@pytest.mark.usefixtures("filled")
def test_single_stories_are_told_with_how_they_begin(newsreader: Command) -> None:
    told = newsreader("brief", *SINCE).out

    assert "3\tHeadline 3\n\tThe Tideline · 2026-11-20 · 1 min\n" in told
    assert "\tThe lighthouse keeper counted 3 ships." in told
    assert "Also came" not in told


def test_a_story_without_a_text_is_told_by_its_headline(home: Path, newsreader: Command) -> None:
    library = Library.open(default_folders(str(home)))
    library.store.stories.save(library.store.sources.add("/news"), [pair(1, content="")])
    library.close()

    assert newsreader("brief", *SINCE).out.endswith("The Tideline · 2026-11-20 · 1 min\n")


@pytest.mark.usefixtures("events")
def test_a_briefing_is_one_object_of_json(newsreader: Command) -> None:
    (told,) = newsreader("brief", *SINCE, "--json").objects
    (event,) = told["events"]  # type: ignore[misc]

    assert told["rest"] == [{"source": 3, "name": "Torrent", "stories": 80}]
    assert (told["left_out"], told["singles"]) == (80, [])
    assert event["news"] == ["The mayor, Odalys Wren, spoke of 417 boats."]  # type: ignore[index]
    assert (event["id"], event["read"], event["unread"]) == (2, 1, [2])  # type: ignore[index]


@pytest.mark.usefixtures("events")
@pytest.mark.parametrize(
    ("form", "begins"),
    [("text", "Briefing since"), ("markdown", "# Briefing since"), ("html", "<!doctype html>")],
)
def test_a_briefing_is_written_to_a_file(
    newsreader: Command, tmp_path: Path, form: str, begins: str
) -> None:
    file = tmp_path / "brief"

    told = newsreader("brief", *SINCE, "--format", form, file)

    assert (told.code, told.out) == (0, "")
    assert file.read_text(encoding="utf-8").startswith(begins)


@pytest.mark.usefixtures("events")
def test_a_book_is_written_to_a_file(newsreader: Command, tmp_path: Path) -> None:
    file = tmp_path / "brief.epub"

    told = newsreader("brief", *SINCE, "--format", "epub", file)

    assert told.code == 0
    assert "EPUB/story-2.xhtml" in zipfile.ZipFile(file).namelist()


@pytest.mark.usefixtures("events")
def test_a_book_goes_through_a_pipe(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    code = run_command_line(["brief", *SINCE, "--format", "epub"])
    sys.stdout.flush()
    book = capfdbinary.readouterr().out

    assert code == 0
    assert zipfile.ZipFile(io.BytesIO(book)).testzip() is None


def test_a_book_is_kept_off_a_terminal(
    filled: Path, newsreader: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdout.isatty", lambda: True, raising=False)

    told = newsreader("brief", "--format", "epub")

    assert told.code == 1
    assert "no text for a terminal" in told.err


@pytest.mark.usefixtures("filled")
def test_without_a_moment_it_is_since_the_last_visit(newsreader: Command) -> None:
    told = newsreader("brief", "--json").objects[0]

    assert told["since"] == "2026-11-21T12:00:00+00:00"
    assert told["singles"] == []


@pytest.mark.usefixtures("filled")
def test_what_is_no_moment_is_refused(newsreader: Command) -> None:
    told = newsreader("brief", "--since", "soon")

    assert (told.code, told.out) == (1, "")
    assert "'soon' is no time that is past" in told.err


@pytest.mark.parametrize(
    ("written", "complaint"),
    [
        ("minutes = 0", "minutes is a whole number from 1 to 120"),
        ("minutes = true", "minutes is a whole number from 1 to 120"),
        ("hours = 1", "there is no setting 'hours' under [brief]"),
    ],
)
def test_a_wrong_length_is_refused_with_its_line(
    filled: Path, newsreader: Command, written: str, complaint: str
) -> None:
    (filled / "config.toml").write_text(f"[brief]\n{written}\n", encoding="utf-8")

    told = newsreader("brief")

    assert told.code == 1
    assert f"config.toml, line 2: {complaint}" in told.err


def test_the_length_of_a_briefing_is_in_the_configuration(
    filled: Path, newsreader: Command
) -> None:
    (filled / "config.toml").write_text("[brief]\nminutes = 3\n", encoding="utf-8")

    assert "[brief]\nminutes = 3\n" in newsreader("config").out


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch) -> Iterator[int]:
    """Print as on a terminal of so many columns."""
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("COLUMNS", "40")
    safe_output._console.cache_clear()
    yield 40
    safe_output._console.cache_clear()


@pytest.mark.usefixtures("events")
def test_on_a_terminal_no_line_of_a_briefing_falls_back_below_its_mark(
    newsreader: Command, terminal: int
) -> None:
    told = re.sub(r"\x1b\[[\d;]*m", "", newsreader("brief", *SINCE).out).split("\n")
    at = next(number for number, line in enumerate(told) if line.startswith(" " * 8 + "- "))
    fact = [line.rstrip() for line in told[at : at + 2]]

    assert fact == ["        - The mayor, Odalys Wren, spoke", "          of 417 boats."]
    assert all(cell_len(line.rstrip()) <= terminal for line in told)
    assert all(line.startswith(" " * 8) for line in told[at - 4 : at])
