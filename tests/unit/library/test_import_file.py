"""A file is taken in whatever it holds, with one sentence about all that went wrong."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from reader.library import Library
from reader.library.ingest.imports import import_file as subject
from reader.library.ingest.imports.import_file import import_file, outcome_sentence
from reader.library.ingest.imports.import_marked import CarriedOver
from reader.library.person_input import matching_files, newsboat_is_here
from reader.model import FetchError

STORY = json.dumps({"title": "A boat aground", "text": "It ran aground at dusk."})
OPML = """<opml version="2.0"><body><outline type="rss" text="Quay"
xmlUrl="https://quay.example/feed"/></body></opml>"""


def taken(library: Library, path: Path) -> tuple[CarriedOver, list[str]]:
    """Take a file in; the total, and what went wrong."""
    total = CarriedOver()
    errors = [found.error for found, _ in import_file(library, path, total) if found.error]
    return total, errors


def test_stories_and_exports_are_told_apart(library: Library, tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_text(f"{STORY}\n")
    assert taken(library, path) == (CarriedOver(stories=1), [])
    path.write_text(OPML)
    assert taken(library, path) == (CarriedOver(sources=1), [])


def test_what_is_too_large_to_be_an_export_is_read_line_by_line(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(subject, "LARGEST", 10)
    path = tmp_path / "stories.jsonl"
    path.write_text(f"{STORY}\n")

    assert taken(library, path) == (CarriedOver(stories=1), [])


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ([STORY, "x"], ["line 2"]),
        ([STORY, "x", "y", "z"], ["line 2", "; and 2 more like this"]),
        (["x", "y"], ["file.txt holds nothing that can be imported: OPML, starred JSON or XML"]),
    ],
)
def test_all_that_went_wrong_is_one_sentence(
    library: Library, tmp_path: Path, lines: list[str], said: list[str]
) -> None:
    path = tmp_path / "file.txt"
    path.write_text("\n".join(lines))

    total, errors = taken(library, path)

    assert total.stories == lines.count(STORY)
    assert len(errors) == 1
    assert all(words in errors[0] for words in said)


def test_a_file_that_cannot_be_read_is_one_sentence(library: Library, tmp_path: Path) -> None:
    with pytest.raises(FetchError, match=r"is a folder|folder"):
        taken(library, tmp_path)


@pytest.mark.parametrize(
    ("total", "said"),
    [
        (CarriedOver(), ""),
        (CarriedOver(stories=4), ""),
        (CarriedOver(sources=1, searches=2), "1 new source, 2 saved searches"),
        (CarriedOver(read=1_200, bookmarked=1), "1,200 marked as read, 1 bookmarked"),
        (CarriedOver(pages=1), "1 page waits to be fetched"),
        (CarriedOver(sources=2, pages=2), "2 new sources, 2 pages wait to be fetched"),
    ],
)
def test_what_was_taken_is_said_in_a_few_words(total: CarriedOver, said: str) -> None:
    assert outcome_sentence(total) == said


def test_files_that_begin_like_what_is_typed_are_offered(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    for name in ("feeds.opml", "feeds two.csv", ".hidden"):
        (tmp_path / name).touch()
    (tmp_path / "feed-folder").mkdir()
    os.mkfifo(tmp_path / "feed-pipe")
    feeds, two, hidden, folder = (
        str(tmp_path / name) for name in ("feeds.opml", "feeds two.csv", ".hidden", "feed-folder")
    )

    assert matching_files("feeds.opml") == matching_files("~/feeds.opml") == ([feeds], [])
    assert matching_files(f"'{two}'") == ([two], [])
    assert matching_files("feed") == ([two, feeds], [folder])
    assert matching_files("~/") == ([two, feeds], [folder])
    assert matching_files(".h") == ([hidden], [])
    assert matching_files("/no-such-place/x") == matching_files("a\0b/") == ([], [])


def test_what_newsboat_has_is_seen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    for name in ("XDG_CONFIG_HOME", "XDG_DATA_HOME"):
        monkeypatch.delenv(name, raising=False)
    assert not newsboat_is_here()

    (tmp_path / ".newsboat").mkdir()
    (tmp_path / ".newsboat" / "urls").write_text("https://quay.example/feed\n")

    assert newsboat_is_here()
