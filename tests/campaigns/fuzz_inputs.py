"""Inputs for each station that grow from good ones, guided by the code that they reach.

    python -m tests.campaigns.fuzz_inputs STATION COUNT SEED FILE [SECONDS]

The campaign runs that for each station; what fails is written to the file, a line each, and in the
end the number of inputs, which is COUNT unless SECONDS are over before that. Where
Atheris is not installed, inputs are changed at random and nothing guides them.
"""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

from tests.campaigns.homes import Tally

FOR_EVER = float("inf")
SLOW = 1.0  # seconds of the processor for one input
MOST_TOLD = 20  # findings of a station
PIECES = (
    *(b"<", b">", b"&", b"&#xD800;", b"&#0;", b"]]>", b"<!--", b"</p>", b"<p>", b'"', b"'", b"\0"),
    *(b"\xff", b"{", b"}", b"[", b"]", b"(", b")", b"\\ud800", b"\xed\xa0\x80", b"\xe2\x80\xae"),
    *(b"\x1b[", b"\x9b", b"://", b"@", b":", b"#", b"?", b"%", b"..", b"~", b"*", b"-", b" OR "),
    *(b"99999999999", b"0", b"-1", b"1e999", b"null", b"\n", b"\r", b"\t", b"\xc2\x85", b" "),
    *("٣".encode(), "\u200d".encode(), "e\u0301".encode(), "İ".encode(), "ß".encode(), b"= "),
)


def attack(folder: Path, count: int, seed: int, tally: Tally) -> None:
    """Try a number of inputs on each station."""
    from tests.campaigns.inputs import STATIONS

    for name in STATIONS:
        told = folder / f"{name}-{seed}.jsonl"
        command = [sys.executable, "-m", "tests.campaigns.fuzz_inputs"]
        subprocess.run(
            [*command, name, str(count), str(seed), str(told)],
            cwd=Path(__file__).parents[2],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            check=False,
        )
        lines = told.read_text().splitlines() if told.exists() else ["0"]
        tally.tried[f"input: {name}"] += int(lines[-1]) if lines[-1].isdecimal() else 0
        findings = [line for line in lines if not line.isdecimal()]
        findings += [] if lines[-1].isdecimal() else ["it ended before its time"]
        tally.failed[f"input: {name}"] += len(findings)
        tally.told += findings


class Trial:
    """The inputs of one station, and what came of them."""

    def __init__(self, name: str, told: Path, slow: float = SLOW) -> None:
        from tests.campaigns.inputs import STATIONS

        self.name, self.told, self.slow = name, told, slow
        self.station = STATIONS[name]
        self.count = 0
        self.known: set[object] = set()  # where the findings are

    def take(self, data: bytes) -> None:
        """Try an input; what is found in one place is told once."""
        from reader.model import ReaderError

        self.count += 1
        begun = time.process_time()
        with suppress(ReaderError):
            try:
                self.station.check(data)
            except ReaderError:
                raise
            except Exception as error:  # whatever it is, it is what is looked for
                self.tell(error, data)
        took = time.process_time() - begun
        if took > self.slow:
            self.tell(TimeoutError(f"{took:.1f} s"), data)

    def tell(self, error: Exception, data: bytes) -> None:
        """Write a finding down."""
        frames = traceback.extract_tb(error.__traceback__)
        place = (type(error), *((one.filename, one.lineno) for one in frames[-2:]))
        if place not in self.known and len(self.known) < MOST_TOLD:
            self.known.add(place)
            where = [f"{Path(one.filename).name}:{one.lineno}" for one in frames[-4:]]
            line = [self.name, f"{type(error).__name__}: {error}"[:300], where, repr(data)[:2000]]
            self.write(json.dumps(line))

    def write(self, line: str) -> None:
        """Add a line to the file."""
        with self.told.open("a") as file:
            file.write(f"{line}\n")


def changed(data: bytes, dice: random.Random, longest: int) -> bytes:
    """An input with some places of it written over, cut out or said twice."""
    for _ in range(dice.randrange(1, 5)):
        at = dice.randrange(len(data) + 1)
        until = at + dice.choice((0, 0, 1, 3, 20))
        piece = dice.choice(PIECES) if dice.random() < 0.7 else dice.randbytes(dice.randrange(1, 4))
        piece = data[at:until] * dice.randrange(2, 40) if dice.random() < 0.1 else piece
        data = data[:at] + piece + data[until:]
    return data[:longest]


def changes(seeds: list[bytes], dice: random.Random, longest: int) -> Iterator[bytes]:
    """Inputs without end: good ones, and what becomes of them."""
    yield from seeds
    while True:
        yield changed(dice.choice(seeds), dice, longest)


def guide(take: Callable[[bytes], None], folder: Path, *options: str) -> None:
    """Have Atheris choose the inputs; it ends the process."""
    import atheris

    atheris.Setup(
        [
            "fuzz",
            *options,
            "-timeout=600",
            "-verbosity=0",
            f"-artifact_prefix={folder}/",
            str(folder),
        ],
        take,
    )
    atheris.Fuzz()


def main(name: str, count: int, seed: int, told: Path, longest_time: float = FOR_EVER) -> None:
    """Try a number of inputs on one station, or for some seconds."""
    end = time.monotonic() + longest_time
    try:
        import atheris
    except ImportError:
        trial = Trial(name, told)
        dice = random.Random(seed)
        inputs = changes(trial.station.seeds(), dice, trial.station.longest)
        while trial.count < count and time.monotonic() < end:
            trial.take(next(inputs))
        trial.write(str(trial.count))
        return
    with atheris.instrument_imports(include=["reader"]):
        trial = Trial(name, told)
    folder = told.with_suffix(".corpus")
    folder.mkdir(exist_ok=True)
    for number, data in enumerate(trial.station.seeds()):
        (folder / str(number)).write_bytes(data)

    def take(data: bytes) -> None:
        if trial.count < count and time.monotonic() < end:
            trial.take(data)
            return
        trial.write(str(trial.count))
        os._exit(0)  # Atheris ends by nothing else

    guide(take, folder, f"-seed={seed}", f"-max_len={trial.station.longest}")


if __name__ == "__main__":
    main(
        sys.argv[1],
        int(sys.argv[2]),
        int(sys.argv[3]),
        Path(sys.argv[4]),
        *map(float, sys.argv[5:]),
    )
