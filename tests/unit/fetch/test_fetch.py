from __future__ import annotations

import io
import os
import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest

from reader.fetch import LIMIT, absolute_location, fetch, read_folder
from reader.model import Document, FetchError
from tests.support.server import Answer, Server, serving

NOW = datetime(2026, 3, 1, tzinfo=UTC)
NOBODY = 65534


def fetched(where: Path | str) -> list[Document | FetchError]:
    return list(fetch(str(where), NOW))


def only_error(where: Path | str) -> str:
    (found,) = fetched(where)
    assert isinstance(found, FetchError)
    return str(found)


def names(where: Path) -> list[str]:
    return [str(Path(one.location).relative_to(where)) for one in documents(where)]


def documents(where: Path) -> list[Document]:
    return [one for one in fetched(where) if isinstance(one, Document)]


def errors(where: Path) -> list[str]:
    return [str(one) for one in fetched(where) if isinstance(one, FetchError)]


@contextmanager
def without_rights() -> Iterator[None]:
    """Give up the rights of the superuser, who may read everything."""
    superuser = os.geteuid() == 0
    if superuser:
        os.seteuid(NOBODY)
    try:
        yield
    finally:
        if superuser:
            os.seteuid(0)


def test_a_file_is_one_document(tmp_path: Path) -> None:
    file = tmp_path / "story.txt"
    file.write_bytes(b"words")

    assert fetched(file) == [Document(str(file), str(file), b"words", NOW)]


def test_a_folder_is_walked_in_natural_order(tmp_path: Path) -> None:
    for name in ("10.txt", "9.txt", "b/2.html", "b/1.html", "a.xml", "c"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("words")

    assert names(tmp_path) == ["9.txt", "10.txt", "a.xml", "b/1.html", "b/2.html", "c"]
    assert {one.source for one in documents(tmp_path)} == {str(tmp_path)}


def test_hidden_files_and_folders_are_left_out(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    for name in (".git/x.txt", ".hidden", "seen"):
        (tmp_path / name).write_text("words")

    assert names(tmp_path) == ["seen"]


def test_links_to_files_are_read_and_links_to_folders_not(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("words")
    (tmp_path / "b.txt").symlink_to(tmp_path / "a.txt")
    (tmp_path / "loop").symlink_to(tmp_path)

    assert names(tmp_path) == ["a.txt", "b.txt"]


def test_a_link_to_a_folder_can_be_a_source(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "real" / "a.txt").write_text("words")
    (tmp_path / "link").symlink_to(tmp_path / "real")

    assert names(tmp_path / "link") == ["a.txt"]


def test_one_bad_file_never_stops_the_rest_of_a_folder(tmp_path: Path) -> None:
    (tmp_path / "1").write_bytes(b"")
    (tmp_path / "2").symlink_to(tmp_path / "nowhere")
    os.mkfifo(tmp_path / "3")
    (tmp_path / "4").write_text("words")

    assert errors(tmp_path) == [
        f"{tmp_path}/1: is empty",
        f"{tmp_path}/2: does not exist; check its name",
        f"{tmp_path}/3: is a named pipe, not a file or folder",
    ]
    assert names(tmp_path) == ["4"]


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("x.png", b"whatever", "is an image, not a feed, page or text"),
        ("x.MP4", b"whatever", "is a video, not a feed, page or text"),
        ("x.tar", b"whatever", "is an archive, not a feed, page or text"),
        ("x.pdf", b"whatever", "is a PDF document, not a feed, page or text"),
        ("image", b"\x89PNG\r\n\x1a\n", "is an image, not a feed, page or text"),
        ("notes.txt", b"SQLite format 3\0", "is a database, not a feed, page or text"),
        ("page.html", b"%PDF-1.7", "is a PDF document, not a feed, page or text"),
    ],
)
def test_a_binary_in_a_folder_is_named_for_what_it_is(
    tmp_path: Path, name: str, content: bytes, sentence: str
) -> None:
    (tmp_path / name).write_bytes(content)

    assert errors(tmp_path) == [f"{tmp_path}/{name}: {sentence}"]


def test_a_folder_without_files_says_so(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()

    assert only_error(tmp_path) == f"{tmp_path}: holds no files"


def test_a_folder_deeper_than_python_can_recurse_is_walked_to_its_end(tmp_path: Path) -> None:
    (tmp_path / "top.txt").write_text("words")
    path = tmp_path
    for _ in range(1_100):
        path = path / "d"
        path.mkdir()
    (path / "deep.txt").write_text("words")

    try:
        assert len(documents(tmp_path)) == 2
    finally:
        (path / "deep.txt").unlink()
        os.removedirs(path)  # pytest's own clean-up would recurse


def test_a_file_of_15_mb_is_read_and_a_larger_one_refused(tmp_path: Path) -> None:
    (tmp_path / "full").write_bytes(b"x" * LIMIT)
    (tmp_path / "over").write_bytes(b"x" * (LIMIT + 1))

    assert names(tmp_path) == ["full"]
    assert errors(tmp_path) == [f"{tmp_path}/over: is larger than 15 MB"]


def test_what_does_not_exist_is_said_to_be_missing(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("words")

    assert only_error(tmp_path / "none") == f"{tmp_path}/none: does not exist; check its name"
    assert (
        only_error(tmp_path / "file" / "in")
        == f"{tmp_path}/file/in: does not exist; check its name"
    )


def test_a_link_to_itself_and_an_overlong_name_are_explained(tmp_path: Path) -> None:
    (tmp_path / "self").symlink_to(tmp_path / "self")

    assert only_error(tmp_path / "self").endswith("self: is a link that leads to itself")
    assert only_error(tmp_path / ("n" * 300)).endswith("nnn: has a name that is too long")


def test_devices_and_sockets_are_not_read(tmp_path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(str(tmp_path / "s"))

        assert only_error(tmp_path / "s").endswith("s: is a socket, not a file or folder")
    assert only_error("/dev/zero") == "/dev/zero: is a device, not a file or folder"


def test_closed_files_and_folders_are_errors_in_their_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    closed = tmp_path / "closed"
    closed.mkdir()
    (tmp_path / "secret").write_text("words")
    (tmp_path / "told").write_text("words")
    for path, mode in ((closed, 0), (tmp_path / "secret", 0), (tmp_path / "told", 0o644)):
        path.chmod(mode)
    tmp_path.chmod(0o755)
    # From within, since the way down to an absolute path may itself be closed.
    monkeypatch.chdir(tmp_path)

    with without_rights():
        found = list(read_folder(".", NOW))
    closed.chmod(0o700)

    assert [str(one) for one in found if isinstance(one, FetchError)] == [
        "./closed: may not be read: permission denied",
        "./secret: may not be read: permission denied",
    ]
    assert [one.location for one in found if isinstance(one, Document)] == ["./told"]


def test_control_characters_of_a_name_are_not_in_its_message(tmp_path: Path) -> None:
    (tmp_path / "a\x1b[2J\n.png").write_bytes(b"x")

    assert errors(tmp_path) == [
        f"{tmp_path}/a\ufffd[2J\ufffd.png: is an image, not a feed, page or text"
    ]


def test_a_name_that_is_not_text_is_an_error_and_not_a_document(tmp_path: Path) -> None:
    with open(os.fsencode(tmp_path) + b"/\xff\xfe.txt", "wb") as file:
        file.write(b"words")

    assert errors(tmp_path) == [
        f"{tmp_path}/\ufffd\ufffd.txt: has a name that is not valid text; rename it"
    ]
    assert only_error("nul\0").endswith("has a name that is not valid text; rename it")


def test_standard_input_is_one_document() -> None:
    found = list(fetch("-", NOW, io.BytesIO(b"words")))

    assert found == [Document("-", "-", b"words", NOW)]


def test_standard_input_is_the_one_of_the_process_unless_given(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"words")))

    assert fetched("-") == [Document("-", "-", b"words", NOW)]


def test_standard_input_that_is_empty_too_large_or_closed_is_explained() -> None:
    closed = io.BytesIO()
    closed.close()
    streams = [io.BytesIO(), io.BytesIO(b"x" * (LIMIT + 1)), closed]

    assert [str(next(fetch("-", NOW, stream))) for stream in streams] == [
        "standard input: is empty",
        "standard input: is larger than 15 MB",
        "standard input: is closed",
    ]


def test_an_address_of_the_web_is_one_document_or_one_error() -> None:
    with serving() as server:
        server.pages["/feed"] = Answer(b"words", headers={"Content-Type": "text/plain"})
        (found,), (lost,) = fetched(server.url("/feed")), fetched(server.url("/none"))

    url = server.url("/feed")
    assert found == Document(url, url, b"words", NOW, "text/plain")
    assert str(lost) == f"{server.url('/none')}: is not there"


@pytest.mark.parametrize("location", ["ftp://harbour.example/x", "file://far/x", "file://[x"])
def test_other_addresses_are_nothing_to_read(location: str) -> None:
    assert only_error(location) == f"{location}: is not something that newsreader can read"


def test_an_empty_location_names_nothing() -> None:
    assert only_error("") == "no file or folder is named"


def test_an_error_knows_its_source(tmp_path: Path) -> None:
    (found,) = fetched(tmp_path / "none")

    assert isinstance(found, FetchError)
    assert found.source == str(tmp_path / "none")


def test_a_location_is_written_in_one_way(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", "/home-of-tests")

    assert {
        written: absolute_location(written)
        for written in ("-", "", "a/../b", "~/x", "/c/", "http://x/../y", "FILE:///a%20b/./c")
    } == {
        "-": "-",
        "": "",
        "a/../b": f"{tmp_path}/b",
        "~/x": "/home-of-tests/x",
        "/c/": "/c",
        "http://x/../y": "http://x/../y",
        "FILE:///a%20b/./c": "/a b/c",
    }
    assert absolute_location("file://localhost/a") == "/a"


def test_a_file_can_be_named_by_its_url(tmp_path: Path) -> None:
    (tmp_path / "a b.txt").write_text("words")

    assert fetched(f"file://{tmp_path}/a%20b.txt") == fetched(tmp_path / "a b.txt")


def test_an_address_without_a_scheme_is_read_too(server: Server) -> None:
    server.pages["/feed"] = Answer(b"<rss/>")

    (found,) = fetch(f" 127.0.0.1:{server.port}/feed", NOW)
    (lost,) = fetch("127.0.0.1:1/feed", NOW)

    assert isinstance(found, Document)
    assert found.location == server.url("/feed")
    silent = "nothing answers there; check the address, or try again later"
    assert str(lost) == f"http://127.0.0.1:1/feed: cannot be reached: {silent}"


def test_a_pipe_that_the_system_cannot_read_is_explained() -> None:
    class Broken(io.BytesIO):
        def read(self, _: int | None = -1) -> bytes:
            raise OSError(5, "Input/output error")

    (error,) = fetch("-", NOW, Broken())

    assert str(error).startswith("standard input: cannot be read: the disk fails")
