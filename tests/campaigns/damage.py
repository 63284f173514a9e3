"""Every file of a home, with bits flipped, cut, zeroed or overwritten; bookmarks outlive it."""

from __future__ import annotations

import random
import shutil
from collections.abc import Callable
from pathlib import Path

from reader.store.files import bookmark_file
from reader.store.files.mirror import read_lines
from tests.campaigns.homes import Home, Tally, add_to_log, build, copied, faults_of

OWN = ("config.toml", "logins.json")  # a person's own: a sentence says what is wrong with them
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
    kinds: dict[str, list[Path]] = {}
    for path in sorted(path for path in base.folder.rglob("*") if path.is_file()):
        if path.stat().st_size:
            kinds.setdefault(name(path.relative_to(base.folder)), []).append(path)
    for number in range(count):
        home = copied(base, folder / f"damaged-{seed}-{number}")
        path, harm = dice.choice(kinds[dice.choice(sorted(kinds))]), dice.choice(HARMS)
        target = home.folder / path.relative_to(base.folder)
        whole = target.read_bytes()
        target.write_bytes(harm(bytearray(whole), dice))
        told = words_of(home, dice)
        if path.name in OWN:
            target.write_bytes(whole)
        told += verdict(home, path)
        tally.count(f"{harm.__name__} {name(path.relative_to(base.folder))}", told)
        shutil.rmtree(home.folder, ignore_errors=True)


def name(path: Path) -> str:
    """A file by its kind: those of the index are many."""
    return "of the index" if len(path.parts) > 1 else path.name


def words_of(home: Home, dice: random.Random) -> list[str]:
    """What is wrong with how a verb that people use, the screen and the doctor end."""
    story = str(dice.randrange(1, 40))
    verbs = (("list",), ("search", "fog"), ("mark", "read", story), ("refresh",), ("screen",))
    told = []
    for verb in (dice.choice(verbs), ("doctor",)):
        code, said = home.watch("jq") if verb == ("screen",) else home.run(*verb)
        if "Traceback" in said or code not in (0, 1):
            told.append(f"{verb[0]} ended with {code}: {said[-300:]}")
    return told


def verdict(home: Home, path: Path) -> list[str]:
    """What is wrong after the doctor."""
    found = faults_of(home)
    if path.name == MAY_BREAK and found:
        kept = {
            bookmark_file.read_bookmark(line).key
            for line in read_lines(home.folder / bookmark_file.NAME)
        }
        return [] if len(kept) >= len(home.kept) else ["the file has lost marks too"]
    return found
