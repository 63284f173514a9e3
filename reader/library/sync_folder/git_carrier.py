"""Carries the folder with git: what is there is committed, pulled, joined and pushed.

Each machine writes files of its own, so two seldom change one; where that happens, the lines of
both are taken. Git is called with a list of words, and nothing that strangers wrote is among them.
"""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

from reader.model import StoreError

_PATIENCE = 120  # seconds that one call of git may take
_AGAIN = 4  # times that a push is tried where others push at the same time
# The repository is the person's, its settings too; but nothing asks, and no hook or signing is run.
_SETTINGS = (
    *("-c", "user.name=newsreader", "-c", "user.email=newsreader@localhost"),
    *("-c", "commit.gpgsign=false", "-c", "core.hooksPath=/dev/null", "-c", "core.autocrlf=false"),
    *("-c", "protocol.ext.allow=never", "-c", "gc.autoDetach=false"),
)
_QUIET = {"GIT_TERMINAL_PROMPT": "0", "GIT_EDITOR": "true", "GIT_MERGE_AUTOEDIT": "no",
          "LC_ALL": "C"}  # fmt: skip
# Git looks for these in the environment before it looks where it is.
_MISLEADING = ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_OBJECT_DIRECTORY")
_UNION = "*.jsonl merge=union -text\n"


class GitFolder:
    """A folder that is a repository of git, with one remote that others push to."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def prepare(self) -> None:
        """Make a repository of the folder where it is none.

        Raises:
            StoreError: git cannot.
        """
        if not (self._folder / ".git").exists():
            self._git("init", "--quiet")
        attributes = Path(self._git("rev-parse", "--git-path", "info/attributes").strip())
        path = self._folder / attributes
        try:
            path.parent.mkdir(exist_ok=True)
            before = path.read_text() if path.exists() else ""
            if _UNION not in before:
                path.write_text(before + _UNION)
        except (OSError, ValueError) as error:
            raise StoreError(f"{path} cannot be written; is the repository yours?") from error

    def commit(self, machine: str) -> None:
        """Commit what this machine has written.

        Raises:
            StoreError: git cannot.
        """
        self._git("add", "--all", "--", ".")
        if self._git("status", "--porcelain", "--untracked-files=no"):
            self._git("commit", "--quiet", "--message", f"Marks of {machine}")

    def pull(self) -> bool:
        """Take in what others have pushed; whether there is a remote.

        Raises:
            StoreError: git cannot, or the remote does not answer.
        """
        remote, branch = self._remote(), self._branch()
        if not remote:
            return False
        self._git("fetch", "--quiet", "--", remote)
        theirs = f"refs/remotes/{remote}/{branch}"
        if self._succeeds("rev-parse", "--verify", "--quiet", theirs):
            self._merge(theirs)
        return True

    def _merge(self, theirs: str) -> None:
        """Join what others have with what is here; a merge that fails is undone."""
        try:
            self._git("merge", "--quiet", "--no-edit", "--allow-unrelated-histories", theirs)
        except StoreError:
            self._succeeds("merge", "--abort")
            raise

    def push(self) -> None:
        """Push what is here, joined with what others push meanwhile.

        Raises:
            StoreError: git cannot, or the remote does not answer.
        """
        push = ("push", "--quiet", "--", self._remote(), f"HEAD:refs/heads/{self._branch()}")
        for _ in range(_AGAIN):
            if self._succeeds(*push):
                return
            self.pull()
        self._git(*push)

    def _remote(self) -> str:
        """Return the remote: origin where there is one, else the first; empty without any."""
        names = [name for name in self._git("remote").split() if not name.startswith("-")]
        return "origin" if "origin" in names else next(iter(names), "")

    def _branch(self) -> str:
        return self._git("symbolic-ref", "--short", "HEAD").strip()

    def _succeeds(self, *words: str) -> bool:
        try:
            self._git(*words)
        except StoreError:
            return False
        return True

    def _git(self, *words: str) -> str:
        """Return what git prints.

        Raises:
            StoreError: it is not there, fails, or takes too long.
        """
        environment = {name: told for name, told in os.environ.items() if name not in _MISLEADING}
        try:
            done = subprocess.run(
                ["git", *_SETTINGS, *words],  # noqa: S607 - the one that the person has
                cwd=self._folder,
                env=environment | _QUIET,
                stdin=subprocess.DEVNULL,
                capture_output=True,
                timeout=_PATIENCE,
                check=True,
            )
        except subprocess.CalledProcessError as error:
            raise StoreError(f"git {words[0]}: {_first_line(error.stderr)}") from error
        except subprocess.TimeoutExpired as error:
            raise StoreError(f"git {words[0]} took more than {_PATIENCE} seconds.") from error
        except OSError as error:
            raise StoreError("git cannot be started; is it installed?") from error
        return done.stdout.decode("utf-8", "replace")


def _first_line(printed: bytes) -> str:
    """Return the first line that git complains with."""
    lines = printed.decode("utf-8", "replace").strip().splitlines()
    complaints = [line for line in lines if line.startswith(("fatal:", "error:"))]
    return (complaints or lines or ["it failed"])[0]
