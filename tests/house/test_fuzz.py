"""A little of what `python -m tests.campaigns fuzz` does at length."""

import random
from itertools import islice
from pathlib import Path

import pytest
from textual.events import Key

from reader.tui.actions import ACTIONS
from reader.tui.startup.terminal_input import TerminalInput
from tests.campaigns import fuzz_inputs, fuzz_screen
from tests.campaigns.homes import Tally
from tests.campaigns.hostile_texts import FEW, own_runs
from tests.campaigns.inputs import STATIONS
from tests.campaigns.patterns import longest_of, patterns, slow_runs, used_methods

pytestmark = pytest.mark.usefixtures("untraced")


INPUTS = 25  # of each station
SHORT = 4_000  # characters, on which what is not linear takes longer than SOON
OWN = 14  # runs that are made of an expression itself
SOON = 0.01  # seconds of the processor


@pytest.mark.parametrize("name", STATIONS)
def test_whatever_comes_a_station_keeps_its_promises(name: str, tmp_path: Path) -> None:
    trial = fuzz_inputs.Trial(name, tmp_path / "told", slow=20.0)
    station = trial.station
    for data in islice(
        fuzz_inputs.changes(station.seeds(), random.Random(name), station.longest), INPUTS
    ):
        trial.take(data)

    assert trial.count == INPUTS
    assert not trial.told.exists(), trial.told.read_text()


@pytest.mark.parametrize("part", range(4))
def test_every_regular_expression_takes_about_linear_time(part: int) -> None:
    found = list(patterns().items())[part::4]
    slow = [
        f"{place}, {one}"
        for place, pattern in found
        for one in slow_runs(
            pattern,
            sorted(used_methods(place)),
            min(SHORT, longest_of(place)),
            SOON,
            (*FEW, *own_runs(pattern)[:OWN]),
        )
    ]

    assert found
    assert slow == []


def test_each_key_of_the_screen_is_pressed_as_a_terminal_sends_it() -> None:
    kept = [action for action in ACTIONS if action.name not in fuzz_screen.LEFT_OUT]
    wanted = [key for action in kept for key in action.keys]
    pressed = [
        " ".join(event.key for event in TerminalInput().feed(typed) if isinstance(event, Key))
        for typed in fuzz_screen.KEYS
    ]

    alone = [key for key in wanted if key != "escape"]  # which waits for what may follow
    assert [key for key in pressed if key] == alone


def test_the_screen_holds_whatever_is_pressed_clicked_and_sent(tmp_path: Path) -> None:
    tally = Tally()
    fuzz_screen.attack(tmp_path, 200, 4, tally)

    assert tally.tried["screen: stretches"] == 2
    assert tally.told == []
