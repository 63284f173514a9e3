"""Homes on odd paths, with few descriptors, little memory or two refreshes at once."""

import resource
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from reader.config import Folders
from reader.library import Library
from tests.campaigns.homes import Home, build, faults_of, feed
from tests.conftest import fill
from tests.support.forked_processes import run_forked

pytestmark = pytest.mark.usefixtures("forked_commands")


@pytest.mark.parametrize("name", ["with blank", "new\nline", "книги 本", "-dash", "50%?#"])
def test_a_home_may_have_any_name(tmp_path: Path, name: str) -> None:
    home = build(tmp_path / name, 8)

    code, said = home.run("search", "fog OR tide OR rope")

    assert (code, "Story" in said) == (0, True)
    assert faults_of(home) == []


def test_a_home_may_be_a_link_and_so_may_its_index(tmp_path: Path) -> None:
    real = build(tmp_path / "real", 8)
    link = tmp_path / "link"
    link.symlink_to(real.folder)
    (real.folder / "index").rename(tmp_path / "index")
    (real.folder / "index").symlink_to(tmp_path / "index")
    home = Home(link, real.kept, real.searches)
    home.feed.write_text(feed(0, 20))

    assert home.run("add", str(home.feed))[0] == 0
    assert faults_of(home) == []


LIMITS: dict[str, Callable[[], None]] = {
    "64 descriptors": lambda: resource.setrlimit(resource.RLIMIT_NOFILE, (64, 64)),
    "300 MB": lambda: resource.setrlimit(resource.RLIMIT_AS, (300_000_000, 300_000_000)),
}


@pytest.mark.parametrize("limit", LIMITS)
def test_little_room_is_enough(tmp_path: Path, limit: str) -> None:
    home = build(tmp_path / "home", 8)
    home.feed.write_text(feed(0, 60))
    for verb in (("refresh",), ("search", "fog"), ("mark", "bookmark", "2"), ("doctor",)):
        code, said = home.run(*verb, preexec_fn=LIMITS[limit])

        assert (code, "Traceback" in said) == (0, False), said
    assert faults_of(home) == []


def test_two_refreshes_at_once_take_turns(tmp_path: Path) -> None:
    home = build(tmp_path / "home", 8)
    home.feed.write_text(feed(0, 300))

    both = [home.start("refresh") for _ in range(2)]
    said = ["".join(process.communicate(timeout=120)) for process in both]

    assert [process.returncode for process in both] == [0, 0], said
    assert faults_of(home) == []
    assert home.run("list", "--limit", "1000")[1].count("Story ") == 300


def test_what_was_planted_where_others_could_write_is_never_unpickled(
    home: Folders, library: Library, tmp_path: Path
) -> None:
    fill(library, 3)
    library.update_index()
    folder = home.cache / "index"
    (contents,) = folder.glob("_MAIN_*.toc")
    trap = b"cos\nsystem\n(S'touch " + str(tmp_path / "trapped").encode() + b"'\ntR."
    contents.write_bytes(trap)
    folder.chmod(0o777)
    command = [sys.executable, "-P", "-m", "reader", "--home", str(home.data), "search", "ships"]

    for _ in range(2):
        run_forked(command)

    assert not (tmp_path / "trapped").exists()
    assert folder.stat().st_mode & 0o777 == 0o700
