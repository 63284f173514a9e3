import json
from dataclasses import replace
from pathlib import Path

import pytest
from lxml import html

from reader.library import Library, bookmark_export
from reader.model import Keepsake, Marks, StoreError
from tests.conftest import NOON, fill
from tests.support.command import newsreader
from tests.support.shown import opened

__all__ = ["newsreader"]  # a fixture

KEPT = Keepsake(
    "/news",
    "key",
    link="https://news.example/a<b> c",
    headline="A *lamp* [goes](out) <b>",
    outlet="The Tideline",
    byline="the Desk",
    published=NOON,
    marks=Marks(bookmarked=NOON, tags=("sea",), note="First & last.\nSecond."),
    text="# Not a heading\n\n1. Not a list <script>alert(1)</script>",
)


def test_markdown_holds_the_words_and_no_markup_of_a_stranger() -> None:
    text = "\n".join(bookmark_export.bookmarks_as_markdown([KEPT]))

    assert r"## [A \*lamp\* \[goes\](out) \<b\>](<https://news.example/a%3Cb%3E%20c>)" in text
    assert r"The Tideline · by the Desk · 2026-11-20 · bookmarked 2026-11-20 · \#sea" in text
    assert "> First & last.\n> Second." in text
    assert "\n\\# Not a heading\n" in text
    assert "\n\n1\\. Not a list \\<script\\>" in text


def test_html_holds_the_words_and_nothing_that_runs() -> None:
    page = html.fromstring("\n".join(bookmark_export.bookmarks_as_html([KEPT])))

    assert page.findtext(".//h2/a") == "A *lamp* [goes](out) <b>"
    assert page.findall(".//script") == []
    assert "alert(1)" in page.findall(".//p")[-1].text_content()
    assert page.find(".//p[@class='note']").text == "First & last."  # type: ignore[union-attr]


def test_a_link_that_is_not_of_the_web_is_left_out() -> None:
    bare = replace(KEPT, link="javascript:alert(1)", headline="", marks=Marks(), text="")

    assert list(bookmark_export.bookmarks_as_markdown([bare]))[2] == "## (no headline)"
    assert "<h2>(no headline)</h2>" in list(bookmark_export.bookmarks_as_html([bare]))


def test_bookmarks_are_exported_in_every_format(
    newsreader, library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NEWSREADER_HOME", str(library.folders.data))
    fill(library, 3)
    library.set_marks({2: Marks(bookmarked=NOON, tags=("sea",), note="Read.")})
    for kind in bookmark_export.FORMATS:
        file = tmp_path / f"bookmarks.{bookmark_export.ENDINGS[kind]}"
        assert newsreader("bookmarks", "export", "--format", kind, file).code == 0
        assert "Headline 2" in file.read_text()
    assert json.loads((tmp_path / "bookmarks.json").read_text())[0]["tags"] == ["sea"]
    assert sorted(path.suffix for path in tmp_path.glob("bookmarks.*")) == [
        ".html", ".json", ".jsonl", ".md",
    ]  # fmt: skip


def test_a_file_that_cannot_be_written_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="cannot be written"):
        bookmark_export.save_export(tmp_path / "no" / "file", ["line"])


async def test_the_palette_exports_bookmarks(library: Library, tmp_path: Path) -> None:
    fill(library, 2)
    async with opened(library) as shown:
        await shown.press("s")
        shown.do_command("Export bookmarks, tags and notes as Markdown")
        await shown.until(lambda: shown.has_line("question"))
        shown.write(str(tmp_path / "kept.md"))
        await shown.press("enter")
        await shown.until(lambda: "1 exported" in shown.status())
        assert "Headline 2" in (tmp_path / "kept.md").read_text()
        shown.do_command("Export bookmarks, tags and notes as HTML")
        await shown.until(lambda: shown.has_line("question"))
        shown.write(str(tmp_path / "no" / "kept.html"))
        await shown.press("enter")
        assert "cannot be written" in shown.status()
