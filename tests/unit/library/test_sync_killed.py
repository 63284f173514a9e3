"""Rounds that are killed at any moment: no mark is lost, on no machine."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.conftest import NOON
from tests.support.forked_processes import ForkedProcess
from tests.support.machines import machines

pytestmark = pytest.mark.usefixtures("untraced")
NUMBERS = range(1, 41)
ROUND = [sys.executable, "-P", "-m", "reader", "sync", "--json"]


def start_round(home: Path) -> subprocess.Popen[bytes]:
    environment = {**os.environ, "NEWSREADER_HOME": str(home)}
    return ForkedProcess(
        ROUND, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )


@pytest.mark.parametrize("seed", range(4))
def test_a_round_that_is_killed_loses_no_mark(tmp_path: Path, seed: int) -> None:
    dice = random.Random(seed)
    with machines(tmp_path, "attic", "barge") as (attic, barge):
        for machine in (attic, barge):
            machine.read(*NUMBERS)
            machine.begin(tmp_path / "shared")
        given: dict[int, set[str]] = {number: set() for number in NUMBERS}
        for turn in range(6):
            machine = dice.choice((attic, barge))
            for number in dice.sample(NUMBERS, 15):
                tag = f"t{turn}"
                machine.mark(number, tags=(*machine.marks(number).tags, tag), read=True)
                given[number].add(tag)
            with start_round(machine.home) as process:
                time.sleep(dice.uniform(0.05, 0.6))
                process.send_signal(signal.SIGKILL)
        for machine in (attic, barge, attic):
            machine.sync()

        for number in NUMBERS:
            assert set(attic.marks(number).tags) == given[number]
            assert attic.marks(number) == barge.marks(number)


def test_a_disk_that_is_full_loses_no_mark(tmp_path: Path) -> None:
    """The limit on the size of files is what a full disk is: writing stops in the midst of it."""
    with machines(tmp_path, "attic", "barge") as (attic, barge):
        for machine in (attic, barge):
            machine.read(*NUMBERS)
            machine.begin(tmp_path / "shared")
        for number in NUMBERS:
            attic.mark(number, bookmarked=NOON, note="Ask the pilot. " * 200)
        for kilobytes in (1, 30, 90, 200):
            limited = f"ulimit -f {kilobytes}; exec {' '.join(ROUND)}"
            environment = {**os.environ, "NEWSREADER_HOME": str(attic.home)}
            done = subprocess.run(
                ["sh", "-c", limited], env=environment, capture_output=True, text=True, check=False
            )
            assert "Traceback" not in done.stderr
        attic.sync()
        barge.sync()

        assert all(barge.marks(number) == attic.marks(number) for number in NUMBERS)
        assert barge.marks(7).note.startswith("Ask the pilot.")
