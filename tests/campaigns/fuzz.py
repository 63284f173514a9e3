"""All that is fuzzed: the screen of the samples and of a large archive, and what stations take."""

from __future__ import annotations

from pathlib import Path

from tests.campaigns import fuzz_inputs, fuzz_screen
from tests.campaigns.homes import Tally
from tests.campaigns.patterns import patterns, slow_runs, used_methods


def attack(folder: Path, count: int, seed: int, tally: Tally) -> None:
    """So many events on the samples, a quarter of that on an archive, so many inputs a station."""
    fuzz_screen.attack(folder, count, seed, tally)
    fuzz_screen.attack_archive(folder, count // 4, seed, tally)
    fuzz_inputs.attack(folder, count, seed, tally)
    for place, pattern in patterns().items():
        found = [f"{place}, {one}" for one in slow_runs(pattern, sorted(used_methods(place)))]
        tally.count("regular expressions", found)
