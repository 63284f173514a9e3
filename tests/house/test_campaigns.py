"""Kills, damaged files and full disks, a few of each: `python -m tests.campaigns` tries many."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.campaigns import accounts, damage, disks, kills, machines, together
from tests.campaigns.homes import Tally

pytestmark = [pytest.mark.campaign, pytest.mark.usefixtures("untraced")]


@pytest.mark.parametrize(
    ("attack", "count", "seed"),
    [
        (kills.attack, 12, 71),
        (together.attack, 1, 74),
        (machines.attack, 300, 75),
        (accounts.attack, 12, 76),
    ],
    ids=["kills", "all at once", "five machines", "accounts"],
)
def test_nothing_that_was_acknowledged_is_lost(
    attack: Callable[[Path, int, int, Tally], None],
    count: int,
    seed: int,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(together, "A_TRY", 5.0)  # seconds, in which both screens mark and refresh
    tally = Tally()
    attack(tmp_path, count, seed, tally)

    assert tally.tried.total() == count
    assert tally.told == []


@pytest.mark.usefixtures("forked_commands")
@pytest.mark.parametrize(
    ("attack", "seed"),
    [(damage.attack, 72), (disks.attack, 73)],
    ids=["damaged files", "full disks"],
)
def test_nothing_is_lost_where_files_are_damaged_or_the_disk_is_full(
    attack: Callable[[Path, int, int, Tally], None], seed: int, tmp_path: Path
) -> None:
    tally = Tally()
    attack(tmp_path, 12, seed, tally)

    assert tally.tried.total() == 12
    assert tally.told == []
