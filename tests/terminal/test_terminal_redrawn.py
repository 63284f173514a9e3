"""A little of what `python -m tests.campaigns redraws` does at length: what frames leave behind."""

import random
import shutil
from pathlib import Path

import pytest

from tests.campaigns.redraws import KINDS, SIZES, Seat, find_differences, make_home

SEATS = [
    Seat(kind, SIZES[number % len(SIZES)], is_kitty=number % 2 == 1)
    for number, kind in enumerate(KINDS)
]


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The home of a library of headlines in many scripts, in which the screen has been open."""
    home = tmp_path_factory.mktemp("kept") / "home"
    make_home(home)
    return home


@pytest.mark.parametrize("seat", SEATS, ids=str)
def test_a_screen_looks_after_many_keys_as_if_all_of_it_had_been_written(
    seat: Seat, kept: Path, tmp_path: Path
) -> None:
    home = shutil.copytree(kept, tmp_path / "home")

    assert find_differences(home, seat, random.Random(str(seat)), looks=2) == []
