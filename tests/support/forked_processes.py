"""Processes of ours that are forked from one which has imported everything.

Most of what such a process takes in a test is importing, and compiling patterns. They are processes
as ever: children of the test, with the environment and the folder that it has then, and with the
pipes or the terminal that they are handed. What is to be as it is for a person from its first
instant on, where lines are counted, and where Python itself is told something by the environment,
is started.
"""

from __future__ import annotations

import ctypes
import fcntl
import json
import os
import socket
import struct
import subprocess
import sys
import termios
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import Any

import pexpect
from ptyprocess import PtyProcess

from tests.support.tracing import TRACED

FAR_END = Path(__file__).with_name("fork_server.py")
PR_SET_CHILD_SUBREAPER = 36  # of prctl: whether orphans become children of this process
COMMAND = str(Path(sys.executable).with_name("newsreader"))  # as it is installed
ROOM = 4096  # bytes for an environment that is larger than that of the tests
STANDARD = (0, 1, 2)  # the descriptors that every process has
# What is read as Python starts, or as libraries are loaded: such a process is not forked if that
# is not what the one had that it would be forked from.
READ_AT_START = ("PYTHON", "LC_", "LANG", "LD_", "MALLOC", "OMP_", "OPENBLAS", "FAKETIME", TRACED)


@dataclass(frozen=True)
class ForkRequest:
    """What a process is to have of the one that asks for it."""

    words: Sequence[str]  # -m or -c, the module or the code, and what that is told
    files: Mapping[int, int]  # by the number of a descriptor there, what it is here
    environment: Mapping[str, str]
    folder: str
    is_own_session: bool = False
    has_terminal: bool = False  # whether its standard input is a terminal of its own


class ForkServer:
    """The process that is forked, begun once the first is asked for."""

    def __init__(
        self, asking: socket.socket | None = None, start: Mapping[str, str] | None = None
    ) -> None:
        self._one_by_one = Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._asking = asking
        self._start = start  # what it read as it started

    def can_be(self, environment: Mapping[str, str]) -> bool:
        """Whether a process with an environment can be forked from the one that there is."""
        self._begin()
        return read_at_start(environment) == self._start

    def fork(self, given: ForkRequest) -> int:
        """Have a module or some code run in a new child of this process; the child's number."""
        asked = {
            "words": given.words,
            "numbers": [*given.files],
            "folder": given.folder,
            "environment": {**given.environment},
            "session": given.is_own_session,
            "terminal": given.has_terminal,
        }
        asking = self._begin()
        with self._one_by_one:
            _adopt_orphans(True)
            try:
                socket.send_fds(asking, [json.dumps(asked).encode()], [*given.files.values()])
                number = int.from_bytes(asking.recv(8), "little")
            finally:
                _adopt_orphans(False)
        assert number, "the process that is forked has ended, and told why"
        return number

    def end(self) -> None:
        """Let the process go; those that were forked from it stay."""
        if self._process is not None and self._asking is not None:
            self._asking.close()
            self._process.wait()

    def _begin(self) -> socket.socket:
        with self._one_by_one:
            if self._asking is None:
                environment = {name: told for name, told in os.environ.items() if name != TRACED}
                self._start = read_at_start(environment)
                self._asking, far = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
                with far:
                    self._process = subprocess.Popen(
                        [sys.executable, "-P", str(FAR_END)],
                        stdin=far.fileno(),
                        stdout=subprocess.DEVNULL,
                        env=environment | {"ROOM": "-" * ROOM},
                    )
            return self._asking


SERVER = ForkServer()


class ForkedProcess(subprocess.Popen[Any]):
    """A process of ours that was forked, and is held like any other; another one is started."""

    def _execute_child(self, command: Sequence[str], *given: Any) -> None:
        before, passed, folder, environment = given[1], given[3], given[4], given[5]
        pipes = given[9:15]
        environment = dict(os.environ if environment is None else environment)
        words = words_of(command)
        if before is not None or not words or not SERVER.can_be(environment):
            super()._execute_child(command, *given)  # type: ignore[misc]
            return
        files = {number: number for number in passed}
        for number, end in zip(STANDARD, (pipes[0], pipes[3], pipes[5]), strict=True):
            files[number] = number if end == -1 else end
        place = os.getcwd() if folder is None else os.fspath(folder)
        self.pid = SERVER.fork(ForkRequest(words, files, environment, place, bool(given[20])))
        self._child_created = True
        self._close_pipe_fds(*pipes)  # type: ignore[attr-defined]


class ForkedTerminal(pexpect.spawn):  # type: ignore[type-arg]
    """A terminal in which a process of ours was forked; another one is started."""

    def _spawnpty(self, words: Sequence[Any], **given: Any) -> PtyProcess:
        environment = dict(os.environ if given["env"] is None else given["env"])
        run = words_of([os.fsdecode(word) for word in words])
        if given["preexec_fn"] is not None or not run or not SERVER.can_be(environment):
            return super()._spawnpty(words, **given)
        near, far = os.openpty()
        size = given.get("dimensions", (24, 80))
        fcntl.ioctl(far, termios.TIOCSWINSZ, struct.pack("HHHH", *size, 0, 0))
        folder = os.getcwd() if given["cwd"] is None else os.fspath(given["cwd"])
        files = dict.fromkeys(STANDARD, far)
        number = SERVER.fork(ForkRequest(run, files, environment, folder, True, True))
        os.close(far)
        return PtyProcess(number, near)


def run_forked(
    command: Sequence[str], given: bytes | str | None = None, check: bool = False, **named: Any
) -> subprocess.CompletedProcess[Any]:
    """Run a command to its end, as `subprocess.run` does, and keep all that it writes."""
    stdin = subprocess.DEVNULL if given is None else subprocess.PIPE
    pipes = {"stdin": stdin, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    with ForkedProcess(command, **pipes, **named) as process:
        out, err = process.communicate(given)
    done = subprocess.CompletedProcess(command, process.returncode, out, err)
    if check:
        done.check_returncode()
    return done


def words_of(command: Sequence[str]) -> list[str]:
    """What a command of ours tells Python, such as -P, -m and what follows; nothing of another."""
    first, *rest = [command] if isinstance(command, str) else command
    if first == COMMAND:
        rest = ["-P", "-m", "reader", *rest]
    kind = rest[1:2] if rest[:1] == ["-P"] else rest[:1]
    is_ours = first in (COMMAND, sys.executable) and kind in (["-m"], ["-c"])
    return rest if is_ours and sys.platform == "linux" else []


def read_at_start(environment: Mapping[str, str]) -> dict[str, str]:
    """What Python and its libraries read of an environment as they start."""
    return {name: told for name, told in environment.items() if name.startswith(READ_AT_START)}


def _adopt_orphans(is_adopting: bool) -> None:
    """Have processes whose parent ends become children of this one."""
    ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, int(is_adopting), 0, 0, 0)
