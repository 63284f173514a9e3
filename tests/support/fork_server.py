"""The far end of `forked_processes`: it has imported what our processes need, and forks for each.

It is run as a file by `python -P`, and so imports nothing of the tests.
"""

from __future__ import annotations

import asyncio  # noqa: F401 - with TLS, which the screen leaves out where it comes first
import atexit
import ctypes
import fcntl
import gc
import importlib
import io
import json
import os
import pkgutil
import runpy
import signal
import socket
import sys
import termios
import threading
import time
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import reader
from reader import tui
from reader.library import own_processes
from reader.library.ingest.pipeline import parse_and_clean, unknown_site
from reader.model import Document
from reader.tui.startup import lean_imports

lean_imports.load_textual()
from textual import constants  # noqa: E402 - as the screen imports it

sys.path.insert(0, str(Path(__file__).parents[2]))
from tests.support import forked_processes  # noqa: E402

del sys.path[0]  # no process of ours imports anything from there
START = forked_processes.read_at_start(os.environ)

LONGEST = 2**18  # bytes of what is asked
MOST = 32  # descriptors that a process is handed
LARGEST = 4096  # more than the number of any descriptor here
KEYS = (signal.SIGHUP, signal.SIGINT, signal.SIGQUIT, signal.SIGTSTP)  # what a terminal may send
PAGE = b"<html><body><article><h1>The tide</h1><p>The keeper counted the ships.</p></article>"
FEED = b"<rss version='2.0'><channel><item><title>Ships</title><description>Fog</description>"


def _import_all() -> None:
    """Import what our processes use, and what is imported and compiled once that is used."""
    for module in pkgutil.walk_packages(reader.__path__, "reader."):
        if not module.name.endswith("__main__"):
            importlib.import_module(module.name)
    for content in (PAGE, FEED):
        document = Document("/tide", "https://tide.example/", content, datetime.now(UTC))
        parse_and_clean(document, unknown_site)
    gc.collect()
    gc.freeze()


def _serve(asking: socket.socket) -> tuple[dict[str, Any], list[int]]:
    """Fork a process for each that is asked for; return in it, with what it is to be."""
    while True:
        asked, files, _, _ = socket.recv_fds(asking, LONGEST, MOST)
        if not asked:  # whoever asks is gone
            os._exit(0)
        between = os.fork()
        if not between:
            _fork_for_asker(asking)
            asking.close()
            return json.loads(asked), files
        os.waitpid(between, 0)
        for file in files:
            os.close(file)


def _fork_for_asker(asking: socket.socket) -> None:
    """Fork once more, and end: so whoever asks becomes the parent, which is told the number."""
    between = os.getpid()
    if os.fork():
        os._exit(0)
    while os.getppid() == between:
        time.sleep(0.0002)
    asking.sendall(os.getpid().to_bytes(8, "little"))


def _take_over(asked: dict[str, Any], files: list[int]) -> None:
    """Have the descriptors, the terminal, the folder and the environment of a process."""
    above = 1 + max(*asked["numbers"], *files)
    moved = [fcntl.fcntl(file, fcntl.F_DUPFD_CLOEXEC, above) for file in files]
    for file in files:
        os.close(file)
    for file, number in zip(moved, asked["numbers"], strict=True):
        os.dup2(file, number)
        os.close(file)
    for number in KEYS:
        signal.signal(number, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    if asked["session"]:
        os.setsid()
    if asked["terminal"]:
        fcntl.ioctl(0, termios.TIOCSCTTY, 0)
    os.chdir(asked["folder"])
    os.environ.clear()
    os.environ.update(asked["environment"])
    time.tzset()
    _show_environment()
    _open_streams()
    _read_environment()


def _show_environment() -> None:
    """Have the system tell others the environment that there is now, the home before all else.

    It keeps that of the start where libraries have put none of the new one.
    """
    start, end = map(int, Path("/proc/self/stat").read_text().rpartition(")")[2].split()[47:49])
    names = sorted(os.environ, key="NEWSREADER_HOME".__ne__)
    told = b"".join(os.fsencode(f"{name}={os.environ[name]}") + b"\0" for name in names)
    ctypes.memmove(start, told[: end - start].ljust(end - start, b"\0"), end - start)


def _open_streams() -> None:
    """Have streams as Python opens them: to a terminal, it writes each line at once."""
    for number, name in enumerate(("stdin", "stdout", "stderr")):
        before = getattr(sys, name)
        is_unbuffered = before.write_through
        buffer = open(number, "wb" if number else "rb", -1 + is_unbuffered, closefd=False)  # noqa: SIM115
        is_line_wise = not is_unbuffered and (number == 2 or os.isatty(number))
        stream = io.TextIOWrapper(
            buffer,
            before.encoding,
            before.errors,
            line_buffering=is_line_wise,
            write_through=is_unbuffered,
        )
        stream.mode = "w" if number else "r"  # type: ignore[misc]  # as Python's own say
        setattr(sys, name, stream)
        setattr(sys, f"__{name}__", stream)


def _read_environment() -> None:
    """Have Textual hold what it reads of the environment when it is imported."""
    given = dict(os.environ)
    os.environ.setdefault("ESCDELAY", tui.escape_delay(given))  # as the screen does before that
    importlib.reload(constants)
    os.environ.clear()
    os.environ.update(given)


def _leave_server() -> tuple[dict[str, Any], list[int]] | None:
    """Fork a server for the processes that this one will start, while it has no other thread.

    Return nothing in this one, and what is to be in each that is forked from that server. A key
    that ends or stops what runs in the terminal is none of its business.
    """
    near, far = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    if os.fork():
        far.close()
        forked_processes.SERVER = forked_processes.ForkServer(near, START)
        return None
    for number in KEYS:
        signal.signal(number, signal.SIG_IGN)
    kept = far.fileno()
    os.closerange(0, kept)
    os.closerange(kept + 1, LARGEST)
    return _serve(far)


def _run(words: list[str]) -> None:
    """Run a module or some code, as Python does after -m and -c; -P keeps the folder out of it."""
    if words[0] == "-P":
        words = words[1:]
    else:
        sys.path.insert(0, os.getcwd())
    kind, wanted, *sys.argv[1:] = words
    if kind == "-c":
        sys.argv[0] = kind
        exec(compile(wanted, "<string>", "exec"), {"__name__": "__main__"})  # noqa: S102 - a test's
        return
    sys.modules.pop(wanted, None)  # whatever imported it, it is run anew
    runpy.run_module(wanted, run_name="__main__", alter_sys=True)


def _exit_code_of(words: list[str]) -> int:
    """Run something; return what Python would end with."""
    try:
        _run(words)
    except SystemExit as ended:
        if ended.code is None or isinstance(ended.code, int):
            return ended.code or 0
        print(ended.code, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        sys.excepthook(*sys.exc_info())
        signal.signal(signal.SIGINT, signal.SIG_DFL)
        os.kill(os.getpid(), signal.SIGINT)
    except BaseException:
        sys.excepthook(*sys.exc_info())
        return 1
    return 0


def _main() -> None:
    """Serve whoever began this; be, and end as, the process that was asked for.

    What Python does last, to take every module apart, takes five times as long as all the rest.
    """
    _import_all()
    own_processes.Popen = forked_processes.ForkedProcess  # type: ignore[misc]
    asked, files = _serve(socket.socket(fileno=os.dup(0)))
    _take_over(asked, files)
    while (of_mine := _leave_server()) is not None:
        asked, files = of_mine
        _take_over(asked, files)
    code = _exit_code_of(asked["words"])
    threading._shutdown()
    atexit._run_exitfuncs()
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError):  # nobody reads it any more
            stream.flush()
    os._exit(code)


if __name__ == "__main__":
    _main()
