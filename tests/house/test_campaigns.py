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
        (damage.attack, 12, 72),
        (disks.attack, 12, 73),
        (together.attack, 1, 74),
        (machines.attack, 300, 75),
        (accounts.attack, 12, 76),
    ],
    ids=["kills", "damaged files", "full disks", "all at once", "five machines", "accounts"],
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
