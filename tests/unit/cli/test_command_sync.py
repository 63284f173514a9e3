from __future__ import annotations

import io
import sys
from pathlib import Path

import pexpect
import pytest

from reader.config import default_folders
from reader.library import Library
from tests.conftest import fill
from tests.support.command import Command, filled, home, newsreader
from tests.support.forked_processes import ForkedTerminal

__all__ = ["filled", "home", "newsreader"]


def test_sync_begins_tells_how_it_stands_and_ends(
    filled: Path,
    tmp_path: Path,
    newsreader: Command,
) -> None:
    folder = tmp_path / "shared"

    begun = newsreader("sync", "init", folder)
    again = newsreader("sync")
    (told,) = newsreader("sync", "--json").objects
    status = newsreader("sync", "status")
    (told_status,) = newsreader("sync", "status", "--json").objects
    left = newsreader("sync", "leave")

    assert "Nothing new from other machines; 3 written." in begun.out
    assert "nothing to write" in again.out
    assert (told["sent"], told["machines"]) == (0, 1)
    assert f"Folder: {folder}\n" in status.out
    assert "Not written yet: 0" in status.out
    assert (told_status["known"], told_status["problem"]) == (1, "")
    assert "is synchronised with no more" in left.out
    assert newsreader("sync", "status").out.startswith("Nothing is synchronised")


def test_sync_without_a_folder_is_one_sentence(home: Path, newsreader: Command) -> None:
    refused = newsreader("sync")

    assert refused.code == 1
    assert "`newsreader sync init DIR` begins" in refused.err


def test_what_came_from_another_machine_is_told(
    filled: Path,
    tmp_path: Path,
    newsreader: Command,
) -> None:
    folder = tmp_path / "shared"
    newsreader("sync", "init", folder)
    (folder / "crane-3").mkdir()
    (folder / "crane-3" / "000001-000001.jsonl").write_text(
        '{"act":"search","search":"Rope","value":"rope","at":5,"by":"crane-3"}\n'
        '{"act":"read","story":"AAAAAAAAAAAAAAAA","value":true,"at":6,"by":"crane-3"}\n'
        "rubbish\n"
    )

    said = newsreader("sync").out

    assert "From other machines: 1 saved search" in said
    assert "1 wait for their story" in said
    assert "passed over: 1 broken lines" in said
    (told,) = newsreader("sync", "leave", "--json").objects
    assert told == {"left": str(folder)}


def test_a_folder_that_is_gone_is_told_in_the_status(
    filled: Path,
    tmp_path: Path,
    newsreader: Command,
) -> None:
    newsreader("sync", "init", tmp_path / "shared")
    (tmp_path / "shared").rename(tmp_path / "elsewhere")

    told = newsreader("sync", "status")

    assert told.code == 0
    assert "is not there" in told.out
    assert "Machines: none" in told.out
    assert newsreader("sync").code == 1


def test_the_passphrase_is_the_first_line_of_a_pipe(
    filled: Path,
    tmp_path: Path,
    newsreader: Command,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("correct horse\nmore\n"))

    newsreader("sync", "init", tmp_path / "shared", "--encrypt")

    assert "sealed with a passphrase" in newsreader("sync", "status").out
    written = [path.read_bytes() for path in (tmp_path / "shared").glob("*/*")]
    assert all(content.startswith(b'{"sealed"') for content in written)


@pytest.mark.parametrize(
    ("again", "said"),
    [("correct horse", "3 written"), ("wrong horse", "The two passphrases differ")],
)
def test_a_passphrase_that_is_typed_is_typed_twice_and_not_shown(
    filled: Path, tmp_path: Path, again: str, said: str
) -> None:
    words = ["-P", "-m", "reader", "sync", "init", str(tmp_path / "shared"), "--encrypt"]
    child = ForkedTerminal(sys.executable, words, encoding="utf-8", timeout=60)
    child.expect("Passphrase of the folder: ")
    child.sendline("correct horse")
    child.expect("Once more: ")
    child.sendline(again)

    child.expect_exact(said)

    assert "horse" not in child.before
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == (0 if again == "correct horse" else 1)


def test_git_carries_the_folder_where_that_is_wanted(
    filled: Path,
    tmp_path: Path,
    newsreader: Command,
) -> None:
    told = newsreader("sync", "init", tmp_path / "shared", "--git")

    assert told.code == 0
    assert (tmp_path / "shared" / ".git").is_dir()
    assert newsreader("sync", "--git", "--json").objects[0]["sent"] == 0


def test_the_marks_of_two_homes_meet(
    filled: Path,
    tmp_path: Path,
    newsreader: Command,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    newsreader("sync", "init", tmp_path / "shared")
    newsreader("mark", "tag", "--text", "rope", "1")
    newsreader("sync")
    monkeypatch.setenv("NEWSREADER_HOME", str(tmp_path / "other"))
    other = Library.open(default_folders(str(tmp_path / "other")))
    fill(other, 3)
    other.close()

    told = newsreader("sync", "init", tmp_path / "shared")

    assert "From other machines: 2 stories marked" in told.out
    assert newsreader("search", "tag:rope").out.count("Headline") == 1
