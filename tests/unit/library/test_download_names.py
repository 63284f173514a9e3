from __future__ import annotations

from pathlib import Path

import pytest

from reader.config import Folders
from reader.fetch.filenames import filename_of
from reader.library import Library
from reader.library.enclosure_download import free_paths, part_path
from reader.model import FetchError
from tests.support.enclosures import BODY, TAG, attach, broken_off, download, ranged
from tests.support.server import Answer, Server

BACK = "\\"
END = b"\r\n\r\n"  # of the head of an answer
NAMED = b"\r\nContent-Disposition: attachment; filename=tide.mp3" + END
LINK = "https://quay.example/feed/e17.mp3?token=1"


def disposed(name: str, body: bytes = BODY) -> Answer:
    """An answer whose server calls its file something."""
    return Answer(body, headers=TAG | {"Content-Disposition": name})


@pytest.mark.parametrize(
    ("disposition", "name"),
    [
        # how a name is written
        ('attachment; filename="The tide.mp3"', "The tide.mp3"),
        ("attachment; filename=tide.mp3", "tide.mp3"),
        ("attachment; filename=The tide.mp3 ; size=9", "The tide.mp3"),
        ("inline;FileName = 'tide'.mp3", "'tide'.mp3"),
        (f'attachment; filename="a {BACK}"tide{BACK}" b.mp3"', "a _tide_ b.mp3"),
        ('attachment; filename="tide; part 2.mp3"; x=1', "tide; part 2.mp3"),
        ('attachment; x="; filename=no.mp3"; filename=tide.mp3', "tide.mp3"),
        ("attachment; filename=tide.mp3; filename=ebb.mp3", "tide.mp3"),
        ('attachment; filename="tide.mp3', "tide.mp3"),
        ("attachment; filename*=UTF-8''%e6%bd%ae%20%C3%A9.mp3; filename=x.ogg", "潮 é.mp3"),
        ("attachment; filename=x.ogg; filename*=utf-8'de'Ebbe.mp3", "Ebbe.mp3"),
        ("attachment; filename*=\"UTF-8''tide.mp3\"", "tide.mp3"),
        ("attachment; filename*=ISO-8859-1''caf%e9.mp3", "café.mp3"),
        ("attachment; filename*=UTF-8''%ff.mp3; filename=tide.mp3", "tide.mp3"),
        ("attachment; filename*=koi8-r''%ff.mp3; filename=tide.mp3", "tide.mp3"),
        ("attachment; filename*=tide.mp3", "e17.mp3"),
        ("attachment; filename=a%20tide%C3%A9.mp3", "a tideé.mp3"),
        ("attachment; filename=100%ff.mp3", "100%ff.mp3"),
        ('attachment; filename="=?UTF-8?B?w6liYg==?=.mp3"', "ébb.mp3"),
        ('attachment; filename="=?x-no?B?w6liYg==?=.mp3"', "=_x-no_B_w6liYg==_=.mp3"),
        ('attachment; filename="潮.mp3"', "潮.mp3"),
        ("attachment; filename=\udce9bb.mp3", "ébb.mp3"),
        # where it would lead
        ("attachment; filename=../../tide.mp3", "tide.mp3"),
        ("attachment; filename=%2e%2e%2f%2e%2e%2ftide.mp3", "tide.mp3"),
        ("attachment; filename=%252e%252e%252ftide.mp3", "%2e%2e%2ftide.mp3"),
        ("attachment; filename*=UTF-8''..%2F..%2F.ssh%2Fauthorized_keys", "authorized_keys.mp3"),
        (f'attachment; filename="..{BACK}{BACK}..{BACK}{BACK}tide.mp3"', "tide.mp3"),
        (f'attachment; filename="C:{BACK}tide.mp3"', "C_tide.mp3"),
        ("attachment; filename=C%3A%5CUsers%5Ctide.mp3", "tide.mp3"),
        ("attachment; filename=/etc/cron.d/tide", "tide.mp3"),
        ("attachment; filename=//host/share/tide.mp3", "tide.mp3"),
        # what a disk, a shell or a terminal takes it for
        (f"attachment; filename={'t' * 300}.mp3", "t" * 120 + ".mp3"),
        (f"attachment; filename=t{'潮' * 100}.flac", "t" + "潮" * 39 + ".flac"),
        ("attachment; filename=CON", "_CON.mp3"),
        ("attachment; filename=nul.mp3", "_nul.mp3"),
        ("attachment; filename=com1 .tar.mp3", "_com1 .tar.mp3"),
        ("attachment; filename=CONIN$.mp3", "_CONIN$.mp3"),
        ('attachment; filename="tide.mp3. . ."', "tide.mp3"),
        ('attachment; filename=" \u00a0\u3000tide .mp3 "', "tide.mp3"),
        ("attachment; filename*=UTF-8''tide%E2%80%AE3pm.exe", "tide_3pm.exe"),
        ("attachment; filename*=UTF-8''a%00b%1B%5B2J%0A%C2%9B%E2%80%A8c.mp3", "a_b_[2J___c.mp3"),
        ("attachment; filename=-rf.mp3", "rf.mp3"),
        ("attachment; filename=.profile", "profile.mp3"),
        ("attachment; filename=~.mp3", "mp3.mp3"),
        ('attachment; filename="a:b*c?.mp3"', "a_b_c_.mp3"),
        # nothing that is a name
        ("attachment; filename=", "e17.mp3"),
        ('attachment; filename=""', "e17.mp3"),
        ("attachment; filename=..", "e17.mp3"),
        ("attachment; filename=tides/", "e17.mp3"),
        ("attachment", "e17.mp3"),
        ("filename=tide.mp3", "e17.mp3"),
        # what may do something when it is opened keeps saying so
        ("attachment; filename=tide.desktop", "tide.desktop"),
        ("attachment; filename=tide.mp3.sh", "tide.mp3.sh"),
        ("attachment; filename=tide.html", "tide.html"),
    ],
)
def test_a_file_is_named_as_its_server_does_where_that_is_safe(disposition: str, name: str) -> None:
    assert filename_of(LINK, "audio/mpeg", disposition) == name


@pytest.mark.parametrize(
    ("disposition", "name"),
    [
        ("attachment; filename*=UTF-8''%e6%bd%ae.mp3", "潮.mp3"),
        ("attachment; filename*=iso-8859-1'en'caf%e9.mp3", "café.mp3"),
        ('attachment; filename="../../../tide.mp3"', "tide.mp3"),
        ("attachment; filename=%2e%2e%2ftide.mp3", "tide.mp3"),
        (f'attachment; filename="{BACK}{BACK}host{BACK}{BACK}tide.mp3"', "tide.mp3"),
        ("attachment; filename=/etc/passwd", "passwd.mp3"),
        (f"attachment; filename={'t' * 296}.mp3", "t" * 120 + ".mp3"),
        ("attachment; filename=NUL.mp3", "_NUL.mp3"),
        ('attachment; filename="tide.mp3.. "', "tide.mp3"),
        ("attachment; filename*=UTF-8''tide%E2%80%AE3pm.mp3", "tide_3pm.mp3"),
        ('attachment; filename=""', "e17.mp3"),
        ("attachment; filename=-tide.mp3", "tide.mp3"),
        ("attachment; filename=.tide.mp3", "tide.mp3"),
        ("attachment; filename=tide.sh", "tide.sh"),
    ],
)
def test_what_a_server_calls_its_file_leads_nowhere_but_to_the_folder(
    library: Library, server: Server, home: Folders, disposition: str, name: str
) -> None:
    server.pages["/e17.mp3"] = disposed(disposition)
    attach(library, server.url("/e17.mp3"))
    told: list[str] = []

    path = library.download(1, 0, lambda *given: told.append(given[0]))

    assert path == home.downloads / name
    assert path.read_bytes() == BODY
    assert set(told) == {name}
    assert [one.name for one in home.downloads.iterdir()] == [name]
    assert download(library) == path
    assert len(server.asked) == 1


@pytest.mark.parametrize(
    ("raw", "name"), [("潮.mp3".encode(), "潮.mp3"), (b"caf\xe9.mp3", "café.mp3")]
)
def test_a_name_in_raw_bytes_is_read_as_utf_8_else_as_latin_1(
    library: Library, server: Server, raw: bytes, name: str
) -> None:
    head = disposed("attachment; filename=RAW").head().replace(b"RAW", raw)
    server.pages["/e17.mp3"] = lambda _: head + BODY
    attach(library, server.url("/e17.mp3"))

    assert download(library).name == name


def test_nothing_of_anybody_is_overwritten_by_what_a_server_calls_its_file(
    library: Library, server: Server, home: Folders
) -> None:
    home.downloads.mkdir(parents=True)
    (home.downloads / "tide.mp3").write_text("mine")
    (home.downloads / "tide (2).mp3.part").write_text("half of mine")
    server.pages["/e17.mp3"] = disposed("attachment; filename=tide.mp3")
    attach(library, server.url("/e17.mp3"))

    assert download(library).name == "tide (3).mp3"
    assert (home.downloads / "tide.mp3").read_text() == "mine"
    assert (home.downloads / "tide (2).mp3.part").read_text() == "half of mine"


def test_a_link_on_the_disk_leads_no_download_elsewhere(
    library: Library, server: Server, home: Folders, tmp_path: Path
) -> None:
    home.downloads.mkdir(parents=True)
    other = tmp_path / "other"
    (home.downloads / "tide.mp3").symlink_to(other)
    (home.downloads / "tide (2).mp3.part").symlink_to(other)
    server.pages["/e17.mp3"] = disposed("attachment; filename=tide.mp3")
    attach(library, server.url("/e17.mp3"))

    assert download(library).read_bytes() == BODY
    assert not other.exists()


def test_a_part_keeps_the_name_that_its_server_gave_it(
    library: Library, server: Server, home: Folders
) -> None:
    server.pages["/e17.mp3"] = lambda asked: broken_off(asked).replace(END, NAMED, 1)
    attach(library, server.url("/e17.mp3"))
    with pytest.raises(FetchError, match="broke off"):
        download(library)
    (left,) = home.downloads.iterdir()
    assert left.name == "tide.mp3.part"
    server.pages["/e17.mp3"] = ranged

    assert download(library) == home.downloads / "tide.mp3"
    assert server.asked[-1].headers["range"] == "bytes=100000-"


def test_a_part_that_begins_anew_keeps_its_place(
    library: Library, server: Server, home: Folders
) -> None:
    home.downloads.mkdir(parents=True)
    (home.downloads / "tide.mp3").write_text("mine")
    server.pages["/e17.mp3"] = lambda asked: broken_off(asked, 0).replace(END, NAMED, 1)
    attach(library, server.url("/e17.mp3"))
    with pytest.raises(FetchError):
        download(library)
    server.pages["/e17.mp3"] = disposed("attachment; filename=tide.mp3")

    assert download(library).name == "tide (2).mp3"
    assert {one.name for one in home.downloads.iterdir()} == {"tide.mp3", "tide (2).mp3"}


def test_a_name_that_the_server_gives_and_a_thousand_files_have_is_given_up(
    library: Library, server: Server, home: Folders
) -> None:
    home.downloads.mkdir(parents=True)
    for taken in free_paths(home.downloads / "tide.mp3"):
        taken.touch()
    server.pages["/e17.mp3"] = disposed("attachment; filename=tide.mp3")
    attach(library, server.url("/e17.mp3"))

    with pytest.raises(FetchError, match="too many files"):
        download(library)
    assert part_path(home.downloads / "e17.mp3").exists()
