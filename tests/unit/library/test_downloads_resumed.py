from __future__ import annotations

import gzip

import pytest

from reader.config import Folders
from reader.library import Library
from reader.model import Download, FetchError
from tests.support.enclosures import BODY, TAG, attach, broken_off, download, ranged
from tests.support.server import Answer, Server, Told


def break_off(library: Library, server: Server) -> None:
    """Begin a download of which a part comes."""
    attach(library, server.url("/a.mp3"))
    refuse(library, server, broken_off, "broke off")


def refuse(library: Library, server: Server, page: Answer | Told, why: str) -> None:
    """Go on with what is no good."""
    server.pages["/a.mp3"] = page
    with pytest.raises(FetchError, match=why):
        download(library)


def test_what_broke_off_is_gone_on_from(library: Library, server: Server, home: Folders) -> None:
    break_off(library, server)
    assert (home.downloads / "a.mp3.part").stat().st_size == 100_000
    assert not (home.downloads / "a.mp3").exists()
    server.pages["/a.mp3"] = ranged

    assert download(library).read_bytes() == BODY
    again = server.asked[-1].headers
    assert (again["range"], again["if-range"]) == ("bytes=100000-", '"v1"')


def test_another_file_in_its_place_begins_anew(library: Library, server: Server) -> None:
    break_off(library, server)
    server.pages["/a.mp3"] = lambda asked: ranged(asked, b"other" * 9, '"v2"')

    assert download(library).read_bytes() == b"other" * 9


@pytest.mark.parametrize("span", ["bytes 100001-255999/256000", "items 1-2/3", ""])
def test_a_rest_that_does_not_fit_is_never_put_together(
    library: Library, server: Server, span: str
) -> None:
    break_off(library, server)
    refuse(
        library, server, Answer(BODY[100_001:], 206, TAG | {"Content-Range": span}), "begins anew"
    )
    server.pages["/a.mp3"] = ranged

    assert download(library).read_bytes() == BODY
    assert "range" not in server.asked[-1].headers


def test_a_rest_with_another_tag_is_of_another_file(library: Library, server: Server) -> None:
    break_off(library, server)
    span = {"Content-Range": f"bytes 100000-{len(BODY) - 1}/*", "ETag": '"v2"'}
    refuse(library, server, Answer(BODY[100_000:], 206, TAG | span), "another file now")
    refuse(library, server, broken_off, "broke off")
    server.pages["/a.mp3"] = Answer(BODY[100_000:], 206, TAG | span | {"ETag": '"v1"'})

    assert download(library).read_bytes() == BODY


def test_a_rest_that_is_packed_is_never_put_together(library: Library, server: Server) -> None:
    break_off(library, server)
    span = {"Content-Range": f"bytes 100000-{len(BODY) - 1}/{len(BODY)}"}
    packed = span | {"Content-Encoding": "gzip"}
    refuse(library, server, Answer(gzip.compress(BODY[100_000:]), 206, TAG | packed), "begins anew")
    server.pages["/a.mp3"] = ranged

    assert download(library).read_bytes() == BODY


def test_a_rest_that_comes_in_parts_is_asked_for_again(library: Library, server: Server) -> None:
    break_off(library, server)
    span = {"Content-Range": f"bytes 100000-149999/{len(BODY)}"}
    refuse(library, server, Answer(BODY[100_000:150_000], 206, TAG | span), "a part of it only")
    server.pages["/a.mp3"] = ranged

    assert download(library).read_bytes() == BODY
    assert server.asked[-1].headers["range"] == "bytes=150000-"


def test_what_was_all_there_already_is_whole(
    library: Library, server: Server, home: Folders
) -> None:
    link = server.url("/a.mp3")
    attach(library, link)
    home.downloads.mkdir(parents=True)
    (home.downloads / "a.mp3.part").write_bytes(BODY)
    library.store.downloads.save(Download(link, str(home.downloads / "a.mp3"), '"v1"'))
    server.pages["/a.mp3"] = ranged

    assert download(library).read_bytes() == BODY
    assert server.asked[-1].headers["range"] == f"bytes={len(BODY)}-"


def test_more_than_all_there_begins_anew(library: Library, server: Server, home: Folders) -> None:
    link = server.url("/a.mp3")
    attach(library, link)
    home.downloads.mkdir(parents=True)
    (home.downloads / "a.mp3.part").write_bytes(BODY + b"more")
    library.store.downloads.save(Download(link, str(home.downloads / "a.mp3"), '"v1"'))
    server.pages["/a.mp3"] = ranged

    with pytest.raises(FetchError, match="begins anew"):
        download(library)
    assert download(library).read_bytes() == BODY


@pytest.mark.parametrize(
    ("headers", "same"),
    [
        ({"ETag": 'W/"weak"', "Last-Modified": "noon"}, "noon"),
        ({"Last-Modified": "noon"}, "noon"),
        ({"ETag": 'W/"weak"'}, None),
        ({"ETag": '"v1"', "Content-Encoding": "identity"}, None),
    ],
)
def test_the_rest_is_asked_for_only_where_it_can_be_told_from_another_file(
    library: Library, server: Server, headers: dict[str, str], same: str | None
) -> None:
    server.pages["/a.mp3"] = lambda _: Answer(BODY, headers=headers).head() + BODY[:9_000]
    attach(library, server.url("/a.mp3"))
    with pytest.raises(FetchError):
        download(library)
    server.pages["/a.mp3"] = Answer(BODY)

    assert download(library).read_bytes() == BODY
    assert server.asked[-1].headers.get("if-range") == same
