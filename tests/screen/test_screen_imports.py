"""What other readers export is taken in from the screen."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from reader.config import Folders
from reader.library import Library
from tests.conftest import fill
from tests.support.shown import opened

PAGES = "title,url,time_added,tags,status\nTides,https://pages.example/1,,,archive\n"


@pytest.fixture
def files(home: Folders, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a file of pages and one of stories."""
    monkeypatch.setenv("NEWSREADER_HOME", str(home.data))
    monkeypatch.setenv("HOME", str(tmp_path / "person"))
    for name in ("XDG_CONFIG_HOME", "XDG_DATA_HOME"):
        monkeypatch.delenv(name, raising=False)
    folder = tmp_path / "exports"
    folder.mkdir()
    (folder / "pages.csv").write_text(PAGES)
    (folder / "stories.jsonl").write_text(
        "".join(json.dumps({"title": f"Tide {at}", "text": "The sea rose." * 40}) + "\n"
                for at in range(5_000))
    )  # fmt: skip
    return folder


async def test_a_file_is_imported_by_its_name(library: Library, files: Path) -> None:
    fill(library, 1)
    async with opened(library) as shown:
        await shown.press("colon")
        shown.write(f"import {files}/pa")
        await shown.press("enter")
        await shown.until(lambda: shown.new_count() == 1 and not shown.is_working())

        told = "1 new story; 1 marked as read, 1 bookmarked, 1 page waits to be fetched"
        assert shown.status() == told
        assert library.store.stories.counts().bookmarked == 1


@pytest.mark.parametrize(
    ("name", "said"), [("tides.csv", "There is no file"), ("pages.csv", "1 new story; ")]
)
async def test_the_palette_asks_for_a_file_to_import(
    library: Library, files: Path, name: str, said: str
) -> None:
    fill(library, 1)
    does = "Import a file: what another reader exports, or stories in lines of JSON"
    async with opened(library) as shown:
        shown.do_command(does)
        await shown.until(lambda: shown.has_line("question"))
        shown.write(str(files / name))
        await shown.press("enter")
        await shown.until(lambda: shown.status().startswith(said))


async def test_escape_stops_an_import_and_what_was_taken_stays(
    library: Library, files: Path
) -> None:
    fill(library, 1)
    async with opened(library) as shown:
        shown.start_job("import", str(files / "stories.jsonl"))
        await shown.until(shown.is_worker_running)
        assert "Esc or ^x stops" in shown.text()
        await shown.press("enter", "escape")
        assert shown.is_working()
        await shown.press("escape")
        await shown.until(lambda: not shown.is_working())

        assert shown.status() == "Stopped; what was added stays"


async def test_what_was_not_taken_is_said_and_stands_in_the_log(
    library: Library, files: Path
) -> None:
    fill(library, 1)
    feeds = '<outline xmlUrl="file:///one"/><outline xmlUrl="file:///two"/>'
    (files / "feeds.opml").write_text(f'<opml version="2.0"><body>{feeds}</body></opml>')
    async with opened(library) as shown:
        shown.start_job("import", str(files / "feeds.opml"))
        await shown.until(lambda: "2 things are left; L tells which" in shown.status())
        await shown.press("L")

        assert "file:///two" in shown.page_text()


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", "Type the name of a file: OPML, starred JSON or XML"),
        ("/no-such-place/x", "There is no file /no-such-place/x"),
        ("{files}", "exports/ is a folder"),
        ("{files}/st", "Import stories.jsonl of "),
        ("news", "Carry on from newsboat"),
    ],
)
async def test_what_can_be_imported_is_offered_while_it_is_typed(
    library: Library, files: Path, tmp_path: Path, typed: str, said: str
) -> None:
    fill(library, 1)
    urls = tmp_path / "person" / ".newsboat" / "urls"
    urls.parent.mkdir(parents=True)
    urls.write_text("https://quay.example/feed\n")
    async with opened(library, (200, 40)) as shown:
        await shown.press("colon")
        shown.write(f"import {typed.format(files=files)}")
        await shown.until(lambda: said.format(files=files) in shown.text())
