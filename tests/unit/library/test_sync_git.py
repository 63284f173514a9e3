from __future__ import annotations

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from reader.library.sync_folder.git_carrier import GitFolder
from reader.library.sync_folder.sync_round import sync_with_git
from reader.library.sync_folder.sync_setup import begin_sync
from reader.model import Marks, StoreError
from tests.conftest import NOON
from tests.support.machines import Machine, machines


@pytest.fixture(autouse=True)
def _plain_git(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Git without the settings of who runs the tests, and with a branch of one name."""
    settings = tmp_path / "gitconfig"
    settings.write_text("[init]\n\tdefaultBranch = main\n[safe]\n\tdirectory = *\n")
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(settings))
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")


def git(folder: Path, *words: str) -> str:
    """What git prints in a folder."""
    done = subprocess.run(
        ["git", "-C", str(folder), *words], check=True, capture_output=True, text=True
    )
    return done.stdout


@pytest.fixture
def remote(tmp_path: Path) -> Path:
    """A repository that is pushed to."""
    folder = tmp_path / "remote.git"
    git(tmp_path, "init", "--quiet", "--bare", str(folder))
    return folder


@pytest.fixture
def pair_of(tmp_path: Path, remote: Path) -> Iterator[tuple[Machine, Machine]]:
    """Two machines, each with a clone of its own of one repository."""
    with machines(tmp_path, "attic", "barge") as (attic, barge):
        for machine in (attic, barge):
            clone = tmp_path / f"clone-{machine.home.name}"
            git(tmp_path, "clone", "--quiet", str(remote), str(clone))
            machine.read(1, 2)
            begin_sync(machine.library, clone)
        yield attic, barge


def test_marks_go_through_git_both_ways(pair_of: tuple[Machine, Machine], remote: Path) -> None:
    attic, barge = pair_of
    attic.mark(1, tags=("rope",), bookmarked=NOON)
    barge.mark(1, tags=("salt",))
    for machine in (attic, barge, attic):
        sync_with_git(machine.library)

    assert attic.marks(1) == barge.marks(1) == Marks(bookmarked=NOON, tags=("rope", "salt"))
    assert "Marks of" in git(remote, "log", "--format=%s", "main")


def test_a_round_without_news_commits_nothing(
    pair_of: tuple[Machine, Machine], remote: Path
) -> None:
    attic, _ = pair_of
    attic.mark(1, read=True)
    sync_with_git(attic.library)
    sync_with_git(attic.library)
    before = git(remote, "rev-parse", "main")

    sync_with_git(attic.library)

    assert git(remote, "rev-parse", "main") == before


def test_a_folder_becomes_a_repository_and_is_committed_without_a_remote(tmp_path: Path) -> None:
    with machines(tmp_path, "attic") as (attic,):
        attic.read(1)
        attic.mark(1, read=True)
        begin_sync(attic.library, tmp_path / "shared")

        report = sync_with_git(attic.library)

        assert report.sent == 2
        assert git(tmp_path / "shared", "log", "--format=%s") != ""
        assert git(tmp_path / "shared", "status", "--porcelain") == ""


def test_repositories_that_began_apart_are_joined(tmp_path: Path, remote: Path) -> None:
    with machines(tmp_path, "attic", "barge") as (attic, barge):
        for machine in (attic, barge):
            folder = tmp_path / f"shared-{machine.home.name}"
            machine.read(1)
            machine.mark(1, tags=(machine.home.name,))
            begin_sync(machine.library, folder)
            sync_with_git(machine.library)
            git(folder, "remote", "add", "upstream", str(remote))
        for machine in (attic, barge, attic):
            sync_with_git(machine.library)

        assert attic.marks(1).tags == barge.marks(1).tags == ("attic", "barge")


def test_lines_of_two_homes_with_one_name_are_both_kept(tmp_path: Path, remote: Path) -> None:
    one, other = tmp_path / "one", tmp_path / "other"
    for folder in (one, other):
        git(tmp_path, "clone", "--quiet", str(remote), str(folder))
    for folder in (one, other):
        carrier = GitFolder(folder)
        carrier.prepare()
        (folder / "same-1").mkdir()
        (folder / "same-1" / "000001-000001.jsonl").write_text(f"{folder.name}\n")
        carrier.commit("same-1")
        carrier.pull()
        carrier.push()

    lines = (other / "same-1" / "000001-000001.jsonl").read_text().splitlines()

    assert sorted(lines) == ["one", "other"]


def test_what_others_push_meanwhile_is_joined_before_it_is_pushed(
    pair_of: tuple[Machine, Machine], remote: Path
) -> None:
    attic, barge = pair_of
    sync_with_git(attic.library)
    clone = Path(barge.library.store.sync.folder)
    carrier = GitFolder(clone)
    carrier.prepare()
    (clone / "note.txt").write_text("Low water at nine.")
    carrier.commit("barge")

    carrier.push()

    assert "note.txt" in git(remote, "ls-tree", "--name-only", "main")


def test_a_remote_that_cannot_be_reached_is_one_sentence_and_nothing_is_lost(
    pair_of: tuple[Machine, Machine], remote: Path, tmp_path: Path
) -> None:
    attic, barge = pair_of
    attic.mark(1, read=True)
    remote.rename(tmp_path / "away")
    with pytest.raises(StoreError, match=r"git fetch: .*does not appear to be a git repository"):
        sync_with_git(attic.library)
    (tmp_path / "away").rename(remote)
    sync_with_git(attic.library)
    sync_with_git(barge.library)

    assert barge.marks(1).read


def test_a_push_that_is_refused_is_one_sentence(
    pair_of: tuple[Machine, Machine], remote: Path
) -> None:
    attic, _ = pair_of
    hook = remote / "hooks" / "pre-receive"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text("#!/bin/sh\nexit 1\n")
    hook.chmod(0o755)

    with pytest.raises(StoreError, match=r"git push: error: failed to push"):
        sync_with_git(attic.library)


def test_a_merge_that_git_cannot_do_is_undone(tmp_path: Path, remote: Path) -> None:
    one, other = tmp_path / "one", tmp_path / "other"
    for folder in (one, other):
        git(tmp_path, "clone", "--quiet", str(remote), str(folder))
        GitFolder(folder).prepare()
        (folder / "photo.bin").write_bytes(b"\x00" + folder.name.encode())
        GitFolder(folder).commit("same-1")
    GitFolder(one).push()

    with pytest.raises(StoreError, match="git merge"):
        GitFolder(other).pull()

    assert git(other, "status", "--porcelain") == ""


def test_no_hook_of_the_folder_is_run(tmp_path: Path) -> None:
    folder = tmp_path / "shared"
    folder.mkdir()
    carrier = GitFolder(folder)
    carrier.prepare()
    hook = folder / ".git" / "hooks" / "pre-commit"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text(f"#!/bin/sh\ntouch {tmp_path}/was-run\n")
    hook.chmod(0o755)
    (folder / "a.txt").write_text("a")

    carrier.commit("--amend")

    assert not (tmp_path / "was-run").exists()
    assert git(folder, "log", "--format=%s").strip() == "Marks of --amend"


def test_a_repository_that_cannot_be_written_is_one_sentence(tmp_path: Path) -> None:
    folder = tmp_path / "shared"
    folder.mkdir()
    GitFolder(folder).prepare()
    attributes = folder / ".git" / "info" / "attributes"
    attributes.unlink()
    attributes.mkdir()

    with pytest.raises(StoreError, match="cannot be written"):
        GitFolder(folder).prepare()


def test_without_git_that_is_one_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))

    with pytest.raises(StoreError, match="git cannot be started"):
        GitFolder(tmp_path).prepare()


def test_a_git_that_hangs_is_given_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    slow = tmp_path / "git"
    slow.write_text("#!/bin/sh\nexec /bin/sleep 600\n")
    slow.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr("reader.library.sync_folder.git_carrier._PATIENCE", 0.2)

    with pytest.raises(StoreError, match="git init took more than"):
        GitFolder(tmp_path).prepare()


def test_a_git_that_says_nothing_has_failed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    silent = tmp_path / "git"
    silent.write_text("#!/bin/sh\nexit 3\n")
    silent.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))

    with pytest.raises(StoreError, match="git init: it failed"):
        GitFolder(tmp_path).prepare()


def test_git_needs_a_folder_that_is_synchronised_with(tmp_path: Path) -> None:
    with (
        machines(tmp_path, "attic") as (attic,),
        pytest.raises(StoreError, match="Nothing is synchronised"),
    ):
        sync_with_git(attic.library)
