"""Every file of a home, with bits flipped, cut, zeroed or overwritten; bookmarks outlive it."""

from __future__ import annotations

import random
import shutil
from collections.abc import Callable
from pathlib import Path

from reader.store import keepsakes
from reader.store.mirror import read_lines
from tests.campaigns.homes import Home, Tally, add_to_log, build, copied, faults_of

MAY_BREAK = "newsreader.db"  # what no reader can mend: then it says so, and the file has the marks


def flip(content: bytearray, dice: random.Random) -> bytearray:
    """One bit is another."""
    content[dice.randrange(len(content))] ^= 1 << dice.randrange(8)
    return content


def cut(content: bytearray, dice: random.Random) -> bytearray:
    """The end is missing."""
    return content[: dice.randrange(len(content))]


def zero(content: bytearray, dice: random.Random) -> bytearray:
    """A block was never written."""
    at = dice.randrange(len(content))
    content[at : at + 512] = bytes(len(content[at : at + 512]))
    return content


def noise(content: bytearray, dice: random.Random) -> bytearray:
    """A block belongs to something else."""
    at = dice.randrange(len(content))
    content[at : at + 512] = dice.randbytes(len(content[at : at + 512]))
    return content


def empty(_: bytearray, __: random.Random) -> bytearray:
    """Nothing is left."""
    return bytearray()


HARMS: tuple[Callable[[bytearray, random.Random], bytearray], ...] = (
    flip,
    flip,
    cut,
    zero,
    noise,
    empty,
)


def attack(folder: Path, count: int, seed: int, tally: Tally) -> None:
    """Harm a file of a home a number of times, each time of a fresh one."""
    dice = random.Random(seed)
    base = build(folder / f"damage-{seed}")
    base.run("list")
    add_to_log(base)
    files = sorted(
        path.relative_to(base.folder) for path in base.folder.rglob("*") if path.is_file()
    )
    files = [path for path in files if (base.folder / path).stat().st_size]
    for number in range(count):
        home = copied(base, folder / f"damaged-{seed}-{number}")
        path, harm = dice.choice(files), dice.choice(HARMS)
        target = home.folder / path
        target.write_bytes(harm(bytearray(target.read_bytes()), dice))
        tally.count(f"{harm.__name__} {name(path)}", verdict(home, path, dice))
        shutil.rmtree(home.folder, ignore_errors=True)


def name(path: Path) -> str:
    """A file by its kind: those of the index are many."""
    return "of the index" if len(path.parts) > 1 else path.name


def verdict(home: Home, path: Path, dice: random.Random) -> list[str]:
    """What is wrong after a verb that people use, and after the doctor."""
    story = str(dice.randrange(1, 40))
    verbs = (("list",), ("search", "fog"), ("mark", "read", story), ("refresh",))
    told = []
    for verb in (dice.choice(verbs), ("doctor",)):
        code, said = home.run(*verb)
        told += (
            [f"{verb[0]} ended with {code}: {said[-300:]}"]
            if "Traceback" in said or code not in (0, 1)
            else []
        )
    found = faults_of(home)
    if path.name == MAY_BREAK and found:
        kept = {keepsakes.read(line).key for line in read_lines(home.folder / keepsakes.NAME)}
        return told + ([] if len(kept) >= len(home.kept) else ["the file has lost marks too"])
    return told + found
