"""Tries newsreader under each other Python of this machine that it says it runs on.

Run by itself (`python -m tests.pythons`) it also tries Pythons of other minor versions, into whose
environments newsreader has to be installed first; where that takes too long or a package lacks,
it says so and goes on. The tests try those that can use the packages of this environment.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pexpect

from tests.support.paths import ROOT
from tests.support.terminal import end

NEWEST_MINOR = 20
INSTALLING = 45  # seconds at most, for all of them together
TELL = "import sys; print(*sys.version_info[:3], sys.implementation.name)"
FEED = (
    '<?xml version="1.0"?><!-- of a harbour --><rss version="2.0"><channel><title>Harbour</title>'
    "<item><title>Fog over the pier</title><guid>1</guid><description>John, it's the keeper's 3.5 "
    "ton bell. U.S. ships wait.</description></item></channel></rss>"
)
# Warnings are errors, but for those of Whoosh, which predates raw regular expressions, and for one
# that Python 3.12.0 and 3.12.1 give by mistake for numbered parameters of SQL; the message of a
# filter in the environment is matched from its beginning, to the letter.
WARNINGS = ",".join((
    "error",
    "ignore:Binding:DeprecationWarning",
    "ignore:invalid escape sequence:DeprecationWarning",
    "ignore:invalid escape sequence:SyntaxWarning",
    *(f'ignore:"\\{sign}" is an invalid escape sequence:SyntaxWarning' for sign in "swdSWDb.+|("),
))  # fmt: skip
WORDS = """
from reader.index.analysis.tokens import terms_in
from reader.parse.sniff import sniff, TextShape
found = [form for _, form in terms_in("John, it's the keeper's 3.5 ton bell. U.S. ships wait.")]
assert found == "john it the keeper 3.5 ton bell us ships wait".split(), found
assert [form for _, form in terms_in("Zoë, c'est l'été.", "fr")] == ["zoe", "c", "est", "l", "ete"]
assert sniff('<?xml version="1.0"?> <!-- a-b --> <rss version="2.0">').shape is TextShape.FEED
"""


class BrokenPythonError(Exception):
    """What went wrong under another Python."""


def pythons() -> Iterator[tuple[str, tuple[int, int, int]]]:
    """Each other Python that newsreader runs on, once, with its version."""
    names = ["python3", *(f"python3.{minor}" for minor in range(11, NEWEST_MINOR))]
    kept = sorted(Path.home().glob(".pyenv/versions/*/bin"))
    path = os.environ.get("PATH", "").split(os.pathsep)
    folders = ["/usr/bin", "/usr/local/bin", *path, *map(str, kept)]
    paths = (shutil.which(name, path=folder) for folder in folders for name in names)
    tried = {sys.version_info[:3]}
    for path in dict.fromkeys(filter(None, paths)):
        version = version_of(path)
        if version >= (3, 11, 0) and version not in tried:
            tried.add(version)
            yield path, version


def version_of(python: str) -> tuple[int, int, int]:
    """The version of a Python; zeros for what is none, or another implementation."""
    told = subprocess.run([python, "-I", "-c", TELL], check=False, capture_output=True, text=True)
    found = re.fullmatch(r"(\d+) (\d+) (\d+) cpython\n", told.stdout)
    return (int(found[1]), int(found[2]), int(found[3])) if found else (0, 0, 0)


def shares_packages(version: tuple[int, int, int]) -> bool:
    """Whether a Python can use what is installed in this environment."""
    return version[:2] == sys.version_info[:2]


def environment(version: tuple[int, int, int]) -> dict[str, str]:
    """What a Python runs with: this checkout, and where it can, the packages that are here."""
    packages = [path for path in sys.path if path.endswith("site-packages")]
    shared = packages if shares_packages(version) else []
    return {
        **os.environ,
        "PYTHONPATH": os.pathsep.join([str(ROOT), *shared]),
        "TERM": "xterm-256color",
        "PYTHONWARNINGS": WARNINGS,
    }


def attempt(python: str, given: dict[str, str], folder: Path) -> None:
    """Find words, tell a feed, add it, search it, and open the screen, all without a warning.

    Raises:
        BrokenPythonError: something of this does not work.
    """
    folder.mkdir(exist_ok=True)
    feed, home = folder / "feed.xml", folder / "home"
    feed.write_text(FEED)
    newsreader = [python, "-m", "reader", "--home", str(home)]
    told([python, "-c", WORDS], given)
    told([*newsreader, "--help"], given)
    told([*newsreader, "completion", "bash"], given)
    told([*newsreader, "doctor"], given)
    told([*newsreader, "add", str(feed)], given)
    (row,) = told([*newsreader, "search", "--json", "keeper"], given).splitlines()
    if json.loads(row)["headline"] != "Fog over the pier":
        raise BrokenPythonError(row)
    show(newsreader, given)


def told(command: list[str], given: dict[str, str]) -> str:
    """What a command prints."""
    done = subprocess.run(
        command, check=False, env=given, capture_output=True, text=True, timeout=60
    )
    if done.returncode:
        raise BrokenPythonError(f"{command[1:4]}: {done.stderr[-2_000:]}")
    return done.stdout


def show(newsreader: list[str], given: dict[str, str]) -> None:
    """Open the screen in a terminal, see the story there, and quit."""
    first, *rest = newsreader
    child = pexpect.spawn(first, rest, env=given, dimensions=(30, 100), timeout=30)  # type: ignore[arg-type]
    try:
        child.expect(b"Fog over the pier")
        child.expect(b"bell")  # its text, which the screen itself has read
        child.send(b"q")
        child.expect(pexpect.EOF)
    except pexpect.ExceptionPexpect as error:
        raise BrokenPythonError(f"the screen: {str(child.before)[-2_000:]}") from error
    finally:
        end(child)
    if child.exitstatus:
        raise BrokenPythonError(f"the screen ended with {child.exitstatus}")


def installed(python: str, folder: Path, until: float) -> str:
    """A Python with newsreader's packages installed; empty where that is not to be had in time."""
    made = folder / "venv"
    pip = [str(made / "bin" / "pip"), "install", "--quiet", "--disable-pip-version-check", "."]
    try:
        for command in ([python, "-m", "venv", str(made)], pip):
            if not ends_well(command, until):
                return ""
    except OSError:
        return ""
    return str(made / "bin" / "python")


def ends_well(command: list[str], until: float) -> bool:
    """Whether a command does what it is for in time; if not, nothing of it goes on."""
    with subprocess.Popen(
        command,
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    ) as child:
        try:
            return child.wait(max(0.1, until - time.monotonic())) == 0
        except subprocess.TimeoutExpired:
            os.killpg(child.pid, signal.SIGKILL)  # what it has started writes into the folder too
            return False


def main() -> int:
    """Try all, say how each went; 1 when one of them failed."""
    failed, until = False, time.monotonic() + INSTALLING
    for python, version in sorted(pythons(), key=lambda one: one[1], reverse=True):
        name = f"Python {'.'.join(map(str, version))} ({python})"
        with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
            usable = python if shares_packages(version) else installed(python, Path(folder), until)
            if not usable:
                print(f"{name}: skipped, newsreader could not be installed there in time")
                continue
            try:
                attempt(usable, environment(version), Path(folder))
                print(f"{name}: well")
            except (BrokenPythonError, subprocess.TimeoutExpired) as error:
                print(f"{name}: {error}")
                failed = True
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
