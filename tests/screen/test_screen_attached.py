from __future__ import annotations

import os
import webbrowser
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from threading import Event

import pytest

from reader.config import Folders
from reader.library import Library
from reader.tui import external_programs
from tests.support.enclosures import BODY, TAG, attach, ranged
from tests.support.server import Answer, Server
from tests.support.shown import Shown, opened


@pytest.fixture
def went(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A file to which a browser and a player of ours write what they were to open."""
    told = tmp_path / "went"
    told.touch()
    for name in ("xdg-open", "browser"):
        program = tmp_path / "bin" / name
        program.parent.mkdir(exist_ok=True)
        program.write_text(f'#!/bin/sh\necho "{name} $1" >> {told}\n')
        program.chmod(0o700)
    monkeypatch.setenv("PATH", f"{tmp_path / 'bin'}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setattr(webbrowser, "get", object)
    monkeypatch.setattr(webbrowser, "open", lambda link: told.write_text(f"web {link}\n"))
    return told


@pytest.fixture(autouse=True)
def _at_home(home: Folders, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NEWSREADER_HOME", str(home.data))


@asynccontextmanager
async def calm(library: Library) -> AsyncIterator[Shown]:
    """The app with nothing else to do in the background."""
    library.update_index()
    library.group()
    async with opened(library) as shown:
        yield shown


async def test_a_key_downloads_what_is_attached_and_another_opens_it(
    library: Library, server: Server, home: Folders, went: Path
) -> None:
    server.pages["/talk.mp3"] = Answer(BODY, headers=TAG)
    attach(library, server.url("/talk.mp3"))
    async with calm(library) as shown:
        assert "Attached: talk.mp3, audio/mpeg, 9 bytes" in shown.text()
        await shown.press("p")
        await shown.until(lambda: went.read_text() == f"web {server.url('/talk.mp3')}\n")
        await shown.press("d")
        await shown.until(lambda: not shown.is_downloading())
        assert shown.work() == f"Saved as {home.downloads / 'talk.mp3'}"
        assert f"here: {home.downloads / 'talk.mp3'}" in shown.article_text()
        went.write_text("")
        await shown.press("p")
        await shown.until(lambda: went.read_text() != "")
        assert went.read_text() == f"xdg-open {home.downloads / 'talk.mp3'}\n"
    assert (home.downloads / "talk.mp3").read_bytes() == BODY


async def test_what_is_not_on_the_web_is_copied_and_never_opened(
    library: Library, went: Path
) -> None:
    attach(library, "magnet:?xt=urn:btih:abc", source="https://lamp.example/feed")
    async with calm(library) as shown:
        assert "Attached: magnet:?xt=urn:btih:abc, audio/mpeg" in shown.text()
        await shown.press("p")
        await shown.until(lambda: shown.clipboard() == "magnet:?xt=urn:btih:abc")
        assert shown.status() == "Not on the web, so copied: magnet:?xt=urn:btih:abc"
        assert went.read_text() == ""


async def test_a_download_shows_how_far_it_is_stops_and_goes_on(
    library: Library, server: Server, home: Folders
) -> None:
    part = home.downloads / "talk.mp3.part"
    server.pages["/talk.mp3"] = Answer(BODY, headers=TAG, drip=0.02)
    attach(library, server.url("/talk.mp3"))
    async with calm(library) as shown:
        await shown.press("d")
        await shown.until(lambda: "of 256.0 kB (0 %), ^x stops" in shown.status())
        assert shown.status().startswith("talk.mp3: ")
        await shown.press("d")
        assert shown.status() == "This file is being downloaded already, or waits; ^x stops"
        assert not shown.is_working()
        await shown.press("ctrl+x")
        await shown.until(lambda: not shown.is_downloading())
        assert shown.status() == "Stopped; d goes on from there"
        server.pages["/talk.mp3"] = ranged
        await shown.press("d")
        await shown.until(lambda: not shown.is_downloading())
    assert (home.downloads / "talk.mp3").read_bytes() == BODY
    assert not part.exists()


async def test_files_are_downloaded_one_after_another(
    library: Library, server: Server, home: Folders
) -> None:
    names, agreed = ("one", "two", "three"), Event()

    def answer_late(_: object) -> Answer:
        agreed.wait(60)
        return Answer(b"one")

    for name in names:
        server.pages[f"/{name}.mp3"] = Answer(name.encode())
    server.pages["/one.mp3"] = answer_late
    attach(library, *(server.url(f"/{name}.mp3") for name in names))
    async with calm(library) as shown:
        await shown.press("d", "1", "d", "2")
        assert shown.status() == "This file is downloaded next; ^x stops"
        await shown.press("d", "3")
        assert shown.status() == "This file is downloaded after 2 others; ^x stops"
        await shown.press("d", "2")
        assert shown.status() == "This file is being downloaded already, or waits; ^x stops"
        agreed.set()
        await shown.until(lambda: not shown.is_downloading())
        assert shown.work() == f"Saved as {home.downloads / 'three.mp3'}"
    for name in names:
        assert (home.downloads / f"{name}.mp3").read_bytes() == name.encode()


async def test_how_many_files_wait_is_told_while_one_comes(
    library: Library, server: Server
) -> None:
    for name in ("one", "two", "three"):
        server.pages[f"/{name}.mp3"] = Answer(BODY, headers=TAG, drip=0.02)
    attach(library, *(server.url(f"/{name}.mp3") for name in ("one", "two", "three")))
    async with calm(library) as shown:
        await shown.press("d", "1", "d", "2")
        await shown.until(lambda: ", 1 waits, ^x stops" in shown.work())
        await shown.press("d", "3")
        await shown.until(lambda: ", 2 wait, ^x stops" in shown.work())
        await shown.press("ctrl+x")
        await shown.until(lambda: not shown.is_downloading())
        assert shown.status() == "Stopped, and 2 that waited dropped; d goes on from there"


async def test_of_several_files_a_number_chooses_one(
    library: Library, server: Server, home: Folders
) -> None:
    server.pages["/two.mp3"] = Answer(b"two")
    attach(library, server.url("/one.mp3"), server.url("/two.mp3"))
    async with calm(library) as shown:
        assert "Attached 2: two.mp3" in shown.text()
        await shown.press("d")
        assert "1 to 2" in shown.text()
        await shown.press("escape")
        assert not shown.has_line("key")
        assert not shown.is_downloading()
        await shown.press("d", "2")
        await shown.until(lambda: not shown.is_downloading())
        assert shown.status().endswith("two.mp3")
    assert (home.downloads / "two.mp3").read_bytes() == b"two"


async def test_what_goes_wrong_with_a_download_is_said_and_kept(
    library: Library, server: Server
) -> None:
    attach(library, server.url("/none.mp3"))
    async with calm(library) as shown:
        await shown.press("d")
        await shown.until(lambda: not shown.is_downloading())
        assert shown.status() == f"{server.url('/none.mp3')}: is not there"
        assert shown.complaints()[0] == shown.status()


async def test_without_anything_attached_the_keys_say_so(library: Library, server: Server) -> None:
    attach(library, server.url("/a.mp3"))
    attach(library, source="/news")
    async with calm(library) as shown:
        for view in ("1", "3"):  # in the end there is no story either
            await shown.press("g", view)
            for key in ("d", "p"):
                shown.tell("")
                await shown.press(key)
                assert shown.status() == "Nothing is attached to this story"


async def test_quitting_ends_a_download_and_keeps_what_came(
    library: Library, server: Server, home: Folders
) -> None:
    server.pages["/talk.mp3"] = Answer(BODY, headers=TAG, drip=0.02)
    attach(library, server.url("/talk.mp3"))
    async with calm(library) as shown:
        await shown.press("d")
        await shown.until(lambda: "kB (0 %)" in shown.status())
        assert shown.is_downloader_running()
    assert not shown.is_downloader_running()
    assert (home.downloads / "talk.mp3.part").exists()


async def test_a_file_that_may_do_something_is_opened_after_a_question_only(
    library: Library, server: Server, home: Folders, went: Path
) -> None:
    server.pages["/run.html"] = Answer(b"<script>")
    attach(library, server.url("/run.html"))
    async with calm(library) as shown:
        await shown.press("d")
        await shown.until(lambda: not shown.is_downloading())
        for answer in ("n", "x", "escape"):
            await shown.press("p")
            await shown.until(lambda: shown.has_line("key"))
            await shown.press(answer)
        assert went.read_text() == ""
        await shown.press("p")
        await shown.until(lambda: shown.has_line("key"))
        await shown.press("y")
        await shown.until(lambda: went.read_text() != "")
    assert went.read_text() == f"xdg-open {home.downloads / 'run.html'}\n"


OPENED = {
    "a.mp3": b"ID3\x04",
    "b.MP3": b"\xff\xfb\x90",
    "c.m4a": b"\0\0\0\x20ftypM4A ",
    "d.ogg": b"OggS",
    "e.flac": b"fLaC",
    "f.webp": b"RIFF\0\0\0\0WEBP",
    "g.mkv": b"\x1aE\xdf\xa3",
    "h.mpg": b"\0\0\x01\xba",
    "i.jpeg": b"\xff\xd8\xff\xe0",
    "j.png": b"\x89PNG\r\n\x1a\n",
    "k.gif": b"GIF89a",
    "l.pdf": b"%PDF-1.7",
    "m.epub": b"PK\x03\x04",
    "n.txt": "[1] The tide – it turned.\n".encode(),
}


@pytest.mark.parametrize("name", OPENED)
def test_what_is_only_looked_at_or_listened_to_is_opened(name: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_bytes(OPENED[name])

    assert external_programs.is_harmless(path, "audio/mpeg")
    assert external_programs.is_harmless(path)


@pytest.mark.parametrize("name", ["a.sh", "b.desktop", "c.html", "d.exe", "e", "f.svg", "g.mp3.sh"])
def test_what_may_do_something_is_asked_about_whatever_it_holds(name: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_bytes(b"ID3\x04")

    assert not external_programs.is_harmless(path, "audio/mpeg")


@pytest.mark.parametrize(
    "held",
    [
        b"#!/bin/sh\nrm -r ~\n",
        b"[Desktop Entry]\nExec=sh\n",
        b"\n <!doctype html><script>",
        b"\x7fELF\x02",
        b"MZ\x90",
        b"PK\x03\x04",
        b"",
    ],
)
def test_a_file_that_is_not_what_its_name_says_is_asked_about(held: bytes, tmp_path: Path) -> None:
    for name in ("a.mp3", "b.pdf", "c.png", "d.mp4"):
        (tmp_path / name).write_bytes(held)
        assert not external_programs.is_harmless(tmp_path / name, "audio/mpeg")
    (tmp_path / "e.txt").write_bytes(held or b"\0")
    assert not external_programs.is_harmless(tmp_path / "e.txt", "text/plain")


@pytest.mark.parametrize("kind", ["text/html", "application/x-sh", "image/svg+xml", "x"])
def test_a_file_that_its_feed_calls_something_else_is_asked_about(
    kind: str, tmp_path: Path
) -> None:
    (tmp_path / "a.mp3").write_bytes(b"ID3\x04")

    assert not external_programs.is_harmless(tmp_path / "a.mp3", kind)
    assert external_programs.is_harmless(tmp_path / "a.mp3", " Audio/MPEG; codecs=mp3")
    assert not external_programs.is_harmless(tmp_path / "none.mp3")


def test_without_a_program_to_open_files_that_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))

    assert not external_programs.show_file(tmp_path / "a.mp3")
