"""All that is fuzzed: the screen of the samples and of a large archive, and what stations take."""

from __future__ import annotations

from pathlib import Path

from tests.campaigns import fuzz_inputs, fuzz_screen, patterns
from tests.campaigns.homes import Tally


def attack(folder: Path, count: int, seed: int, tally: Tally) -> None:
    """So many events on the samples, a quarter of that on an archive, so many inputs a station."""
    fuzz_screen.attack(folder, count, seed, tally)
    fuzz_screen.attack_archive(folder, count // 4, seed, tally)
    fuzz_inputs.attack(folder, count, seed, tally)
    patterns.attack(tally)
