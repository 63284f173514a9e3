"""Processes that tests fork are what started ones are."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from subprocess import PIPE

import pexpect
import pytest

from reader.library import own_processes
from reader.library.own_processes import start_module
from tests.support.forked_processes import (
    COMMAND,
    ForkedProcess,
    ForkedTerminal,
    read_at_start,
    run_forked,
)
from tests.support.tracing import TRACED, untraced_processes

# What a process is: whose child, where, with which environment, zone, files and way of ending.
PROBE = """
import os, signal, sys, time
print(os.getppid(), os.getcwd(), os.environ.get("TIDE"), os.environ.get("EBB"), time.tzname)
print(os.fstat(int(os.environ["TIDE"])).st_ino, sys.stdin.read(), sys.argv[1:], __name__)
print(signal.getsignal(signal.SIGINT) is signal.default_int_handler, os.getsid(0) == os.getpid())
print(signal.getsignal(signal.SIGHUP) is signal.SIG_DFL, sys.stdout.line_buffering)
sys.stderr.write("The fog came.")
sys.exit("No more.")
"""
# What a process has of the terminal in which it is.
SEATED = """
import os, sys
print(os.getppid(), os.get_terminal_size(), os.tcgetpgrp(0) == os.getpid() == os.getsid(0))
print(os.ttyname(0) == os.ttyname(1) == os.ttyname(2), sys.stdout.line_buffering, end="")
sys.stdout.flush()
input(" Who is there? ")
print(os.environ["TIDE"])
"""
SLEEPING = "import time; print(flush=True); time.sleep(600)"


@pytest.fixture(params=["started", "forked"])
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """How the processes of a test come: started as for a person, or forked as in most tests."""
    monkeypatch.delenv(TRACED, raising=False)
    if request.param == "started":
        monkeypatch.setattr("tests.support.forked_processes.words_of", lambda _: [])
    handlers = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGHUP)}
    signal.signal(signal.SIGINT, signal.default_int_handler)  # tests may be told to ignore them
    signal.signal(signal.SIGHUP, signal.SIG_DFL)
    yield str(request.param)
    for number, handler in handlers.items():
        signal.signal(number, handler)


def is_forked(process: int) -> bool:
    """Whether a process has the words by which the one was started that it was forked from."""
    return b"fork_server.py" in Path(f"/proc/{process}/cmdline").read_bytes()


@pytest.mark.skipif(sys.platform != "linux", reason="processes are forked on Linux")
def test_processes_of_ours_are_forked_and_others_are_not(way: str) -> None:
    assert own_processes.Popen is ForkedProcess
    with untraced_processes(), start_module("reader.worker", "search", stderr=PIPE) as ours:
        assert is_forked(ours.pid) is (way == "forked")
        ours.kill()
    with ForkedProcess(["sleep", "600"]) as other:
        assert not is_forked(other.pid)
        other.kill()


def test_a_process_has_what_it_is_given(
    way: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TZ", "America/St_Johns")
    with (tmp_path / "lock").open("w") as lock:
        number, place = lock.fileno(), os.fstat(lock.fileno()).st_ino
        monkeypatch.setenv("TIDE", str(number))
        done = run_forked(
            [sys.executable, "-c", PROBE, "--loud", "fog"],
            "How many ships?",
            text=True,
            cwd=tmp_path,
            pass_fds=[number],
        )

    assert done.stdout.splitlines() == [
        f"{os.getpid()} {tmp_path} {number} None ('NST', 'NDT')",
        f"{place} How many ships? ['--loud', 'fog'] __main__",
        "True False",
        "True False",
    ]
    assert (done.returncode, done.stderr) == (1, "The fog came.No more.\n")


def test_a_process_has_a_terminal_of_its_own(way: str, tmp_path: Path) -> None:
    given = {**os.environ, "TIDE": "high"}
    child = ForkedTerminal(
        sys.executable, ["-P", "-c", SEATED], env=given, dimensions=(7, 50), timeout=60
    )
    child.expect(rb"Who is there\? ")
    lines = child.before.decode().split("\r\n")
    child.sendline("The keeper")
    child.expect(rb"The keeper\r\nhigh\r\n")
    child.expect(pexpect.EOF)
    child.close()

    assert lines == [
        f"{os.getpid()} os.terminal_size(columns=50, lines=7) True",
        f"True {not os.environ.get('PYTHONUNBUFFERED')} ",
    ]
    assert child.exitstatus == 0


def test_a_key_interrupts_what_runs_in_a_terminal(way: str) -> None:
    child = ForkedTerminal(sys.executable, ["-P", "-c", SLEEPING], timeout=60)
    child.expect(b"\n")
    child.send(b"\x03")
    child.expect(b"KeyboardInterrupt")
    child.expect(pexpect.EOF)
    child.close()

    assert child.signalstatus == signal.SIGINT


def test_a_process_can_be_killed_and_its_pipe_ends_with_it(way: str) -> None:
    process = ForkedProcess([sys.executable, "-c", SLEEPING], stdout=PIPE)
    assert process.stdout is not None
    process.stdout.readline()
    assert process.poll() is None

    process.kill()

    assert process.communicate() == (b"", None)
    assert process.returncode == -signal.SIGKILL


def test_a_process_that_starts_others_has_them_for_children(way: str, tmp_path: Path) -> None:
    code = (
        "import os; from reader.library.own_processes import start_module\n"
        "child = start_module('reader.worker', 'search')\n"
        "child.stdout.readline()\n"
        "print(os.path.exists(f'/proc/self/task/{os.getpid()}/children'))\n"
        "child.stdin.close()\n"
        "print(child.wait())"
    )
    home = {**os.environ, "NEWSREADER_HOME": str(tmp_path)}
    done = run_forked([sys.executable, "-P", "-c", code], text=True, env=home)

    assert done.stdout.splitlines()[-1] == "0", done.stderr


def test_a_process_that_fails_tells_where(way: str) -> None:
    done = run_forked([sys.executable, "-P", "-m", "reader.nowhere"], text=True)

    assert "No module named" in done.stderr
    assert done.returncode == 1
    with pytest.raises(subprocess.CalledProcessError):
        run_forked([sys.executable, "-c", "raise SystemExit(3)"], check=True)


@pytest.mark.skipif(sys.platform != "linux", reason="processes are forked on Linux")
def test_what_python_reads_as_it_starts_is_read_by_a_process_that_is_started(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv(TRACED, raising=False)
    code = (
        "import sys; forked = 'fork' '_server' in open('/proc/self/cmdline').read()\n"
        "print(forked, sys.flags.optimize)"
    )
    environment = {**os.environ, "PYTHONOPTIMIZE": "2"}
    command = [sys.executable, "-P", "-c", code]

    assert run_forked(command, text=True).stdout == "True 0\n"
    assert run_forked(command, text=True, env=environment).stdout == "False 2\n"
    assert set(read_at_start(environment)) >= {"PYTHONOPTIMIZE", "LC_ALL"}


@pytest.mark.skipif(sys.platform != "linux", reason="processes are forked on Linux")
def test_the_system_tells_the_environment_of_a_process(way: str, tmp_path: Path) -> None:
    given = {**os.environ, "NEWSREADER_HOME": str(tmp_path)}
    command = [sys.executable, "-c", SLEEPING]
    with ForkedProcess(command, stdout=PIPE, env=given) as process:
        assert process.stdout is not None
        process.stdout.readline()
        told = Path(f"/proc/{process.pid}/environ").read_bytes().split(b"\0")
        process.kill()

    assert f"NEWSREADER_HOME={tmp_path}".encode() in told


def test_the_installed_command_is_forked_as_the_module_that_it_runs() -> None:
    done = run_forked([COMMAND, "manual", "searching"], text=True)

    assert done.stdout.startswith("SEARCHING\n")
    assert done.returncode == 0
