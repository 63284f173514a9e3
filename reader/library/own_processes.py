"""Starts our own processes: each is a module of ours, run by the Python that runs us."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from subprocess import PIPE, Popen


def start_module(
    module: str,
    *arguments: str,
    stdout: int = PIPE,
    stderr: int | None = None,
    pass_fds: Sequence[int] = (),
) -> Popen[bytes]:
    """Start a module of ours that reads what it is told, unbuffered.

    It imports no code from the folder in which it runs, which may be anybody's. `stdout` and
    `stderr` are those of `Popen`; of our descriptors it has those in `pass_fds`.

    Raises:
        OSError: no process can be started.
    """
    command = [sys.executable, "-P", "-m", module, *arguments]
    return Popen(
        command, bufsize=0, stdin=PIPE, stdout=stdout, stderr=stderr, pass_fds=tuple(pass_fds)
    )
