from __future__ import annotations

import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest

from reader.config import Folders
from reader.fetch import download as fetching
from reader.fetch.filenames import filename_of
from reader.library import Library
from reader.library.enclosure_download import claim_path, finish_file, free_paths, part_path
from reader.model import FetchError
from reader.store.files import logins
from tests.conftest import pair
from tests.support.enclosures import BODY, TAG, attach, broken_off, download, ranged
from tests.support.forked_processes import ForkedProcess, run_forked
from tests.support.server import Answer, Server, serving


def test_an_attached_file_comes_to_the_disk(
    library: Library, server: Server, home: Folders
) -> None:
    server.pages["/a/talk%201.mp3?x=1"] = Answer(BODY, headers=TAG)
    attach(library, server.url("/a/talk%201.mp3?x=1"))
    told: list[tuple[str, int, int]] = []

    path = library.download(1, 0, lambda *given: told.append(given))

    assert path == home.downloads / "talk 1.mp3"
    assert path.read_bytes() == BODY
    assert told[-1] == ("talk 1.mp3", len(BODY), len(BODY))
    assert [one.name for one in home.downloads.iterdir()] == ["talk 1.mp3"]
    asked = server.asked[0].headers
    assert (asked["accept-encoding"], "range" in asked) == ("identity", False)
    assert download(library) == path
    assert len(server.asked) == 1
    assert library.store.downloads.paths([server.url("/a/talk%201.mp3?x=1"), "x"]) == {
        server.url("/a/talk%201.mp3?x=1"): str(path)
    }


def test_no_file_of_anybody_is_ever_overwritten(
    library: Library, server: Server, home: Folders
) -> None:
    for path in ("/a/talk.mp3", "/b/talk.mp3", "/c/talk.mp3"):
        server.pages[path] = Answer(path.encode())
        attach(library, server.url(path))
    home.downloads.mkdir(parents=True)
    (home.downloads / "talk.mp3").write_text("mine")
    (home.downloads / "talk (2).mp3.part").write_text("half of mine")

    first, second = download(library, 1), download(library, 2)

    assert (first.name, second.name) == ("talk (3).mp3", "talk (4).mp3")
    assert first.read_bytes() == b"/a/talk.mp3"
    assert (home.downloads / "talk.mp3").read_text() == "mine"
    assert (home.downloads / "talk (2).mp3.part").read_text() == "half of mine"
    path = claim_path(home.downloads, "talk.mp3")
    path.write_text("came meanwhile")
    assert finish_file(path).name == "talk (5) (2).mp3"
    assert path.read_text() == "came meanwhile"


def test_a_name_that_is_taken_a_thousand_times_is_given_up(tmp_path: Path) -> None:
    path = tmp_path / "talk.mp3"
    for taken in free_paths(path):
        taken.touch()

    with pytest.raises(FetchError, match="too many files"):
        claim_path(tmp_path, "talk.mp3")
    with pytest.raises(FetchError, match="too many files"):
        finish_file(path)


def test_a_file_that_was_taken_away_is_downloaded_again(library: Library, server: Server) -> None:
    server.pages["/a.mp3"] = Answer(BODY)
    attach(library, server.url("/a.mp3"))
    download(library).unlink()

    assert download(library).read_bytes() == BODY


def test_a_file_that_is_not_on_the_web_is_not_downloaded(library: Library) -> None:
    attach(library, "magnet:?xt=urn:btih:abc", source="https://lamp.example/feed")

    with pytest.raises(FetchError, match=r"^magnet:\?xt=urn:btih:abc: is not on the web; copy it"):
        download(library)


def test_which_file_is_meant_has_to_be_said_where_there_are_several(
    library: Library, server: Server
) -> None:
    server.pages["/b.mp3"] = Answer(b"b")
    attach(library, server.url("/a.mp3"), server.url("/b.mp3"))
    source = library.store.sources.add("/news")
    library.store.stories.save(source, [pair(2)])

    assert download(library, 1, 2).read_bytes() == b"b"
    with pytest.raises(FetchError, match="2 files are attached; name one by its number"):
        download(library)
    with pytest.raises(FetchError, match="2 files are"):
        download(library, 1, 3)
    with pytest.raises(FetchError, match="Nothing is attached to story 2"):
        download(library, 2)
    attach(library, server.url("/c.mp3"))
    with pytest.raises(FetchError, match="one file is attached"):
        download(library, 3, 2)


def test_a_stranger_leads_no_download_into_a_private_network(
    library: Library, server: Server
) -> None:
    attach(library, server.url("/a.mp3"), private=False)

    with pytest.raises(FetchError, match="private network"):
        download(library)
    assert server.asked == []


def test_redirects_are_followed_with_secrets_left_behind(library: Library, server: Server) -> None:
    with serving() as other:
        server.pages["/a.mp3"] = Answer(status=302, headers={"Location": other.url("/b.mp3")})
        other.pages["/b.mp3"] = broken_off
        attach(library, server.url("/a.mp3"))
        logins.keep_login(library.folders.data, server.url("/feed"), (("X-Key", "k"),))
        with pytest.raises(FetchError):
            download(library)
        other.pages["/b.mp3"] = ranged

        assert download(library).read_bytes() == BODY
        assert server.asked[0].headers["x-key"] == "k"
        assert "x-key" not in other.asked[0].headers
        assert other.asked[1].headers["range"] == "bytes=100000-"


def test_secrets_of_a_source_are_not_for_the_host_of_a_file(
    library: Library, server: Server
) -> None:
    server.pages["/a.mp3"] = Answer(BODY)
    attach(library, server.url("/a.mp3"), source="http://127.0.0.1:1/feed")
    logins.keep_login(library.folders.data, "http://127.0.0.1:1/feed", (("X-Key", "k"),))

    download(library)

    assert "x-key" not in server.asked[0].headers


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (Answer(status=404), "is not there"),
        (Answer(status=304), "304"),
        (Answer(b"x" * 3_000), "is larger than 0 MB"),
        (Answer(b"x" * 3_000, length=False), "is larger than 0 MB"),
        (Answer(b"x" * 100, drip=0.5), "fell silent"),
    ],
)
def test_what_cannot_be_downloaded_is_one_sentence(
    library: Library, server: Server, monkeypatch: pytest.MonkeyPatch, answer: Answer, reason: str
) -> None:
    small = replace(fetching.FILES, largest=2_000, silence=0.2)
    monkeypatch.setattr(fetching.download, "__defaults__", (small,))
    server.pages["/a.mp3"] = answer
    attach(library, server.url("/a.mp3"))

    with pytest.raises(FetchError, match=reason):
        download(library)


def test_a_file_of_which_nothing_came_leaves_no_part_behind(
    library: Library, server: Server, home: Folders
) -> None:
    server.pages["/a.mp3"] = Answer(status=404)
    attach(library, server.url("/a.mp3"))
    with pytest.raises(FetchError):
        download(library)
    assert list(home.downloads.iterdir()) == []
    server.pages["/a.mp3"] = Answer(BODY)
    download(library)

    assert [path.name for path in home.downloads.iterdir()] == ["a.mp3"]


def test_a_folder_that_cannot_be_written_is_one_sentence(
    library: Library, server: Server, home: Folders
) -> None:
    attach(library, server.url("/a.mp3"))
    home.downloads.parent.mkdir(parents=True, exist_ok=True)
    home.downloads.write_text("no folder")

    with pytest.raises(FetchError, match="downloads: cannot be written: "):
        download(library)


def test_a_full_disk_is_one_sentence_and_what_came_stays(
    library: Library, server: Server, home: Folders
) -> None:
    server.pages["/a.mp3"] = Answer(BODY * 30)
    attach(library, server.url("/a.mp3"))
    command = [sys.executable, "-c", LIMITED.format(home=home.data)]

    told = run_forked(command, text=True)

    assert "cannot be written to the disk: the file would be larger" in told.stdout, told.stderr
    assert 0 < (home.downloads / "a.mp3.part").stat().st_size <= 4_000_000


LIMITED = """
import resource, signal
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
from reader.config import default_folders
from reader.library import Library
from reader.model import FetchError
library = Library.open(default_folders("{home}"))
resource.setrlimit(resource.RLIMIT_FSIZE, (4_000_000, 4_000_000))
try:
    library.download(1, 0, lambda *_: None)
except FetchError as error:
    print(error)
"""


def test_two_never_download_one_file_at_once(
    library: Library, server: Server, home: Folders
) -> None:
    server.pages["/a.mp3"] = Answer(b"x" * 100_000, headers=TAG, drip=0.01)
    attach(library, server.url("/a.mp3"))
    command = [sys.executable, "-m", "reader", "--home", str(home.data), "download", "1"]
    with ForkedProcess(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as other:
        while not (home.downloads / "a.mp3.part").exists() or not server.asked:
            time.sleep(0.02)
        with pytest.raises(FetchError, match="is being downloaded already"):
            download(library)
        other.kill()
    part = part_path(home.downloads / "a.mp3")
    had = part.stat().st_size
    server.pages["/a.mp3"] = lambda asked: ranged(asked, b"x" * 100_000)

    assert download(library).read_bytes() == b"x" * 100_000
    assert server.asked[-1].headers.get("range") == (f"bytes={had}-" if had else None)


@pytest.mark.parametrize(
    ("link", "name"),
    [
        ("https://x.example/a/talk.mp3?token=1#t", "talk.mp3"),
        ("https://x.example/a/..%2F..%2Fetc%2Fpasswd", "_.._etc_passwd.mp3"),
        ("https://x.example/%2e%2e/", "download.mp3"),
        ("https://x.example", "download.mp3"),
        ("https://x.example/.bashrc", "bashrc.mp3"),
        ("https://x.example/-rf.mp3", "rf.mp3"),
        ("https://x.example/a%00b%1b[31m%E2%80%AEgpj.mp3", "a_b_[31m_gpj.mp3"),
        ("https://x.example/con:aux|x%22.ogg", "con_aux_x_.ogg"),
        ("https://x.example/%ff.mp3", "\N{REPLACEMENT CHARACTER}.mp3"),
        ("https://x.example/" + "ä" * 200 + ".mp3", "ä" * 60 + ".mp3"),
        ("https://x.example/a.verylongending1", "a.verylongending1.mp3"),
        ("https://x.example/CON.mp3", "_CON.mp3"),
        ("https://x.example/lpt1", "_lpt1.mp3"),
        ("https://x.example/a/%252e%252e%252f.mp3%20.", "%2e%2e%2f.mp3"),
        ("https://[broken/a.ogg", "download.mp3"),
        ("https://x.example/e\N{COMBINING ACUTE ACCENT}.mp3", "é.mp3"),
    ],
)
def test_files_are_named_safely(link: str, name: str) -> None:
    assert filename_of(link, "audio/mpeg; x=y") == name


def test_a_file_of_no_known_kind_has_no_ending() -> None:
    assert filename_of("https://x.example/a", "what/ever") == "a"
