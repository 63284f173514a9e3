"""Every verb and the screen on a disk that is full, or takes no file above a size."""

from __future__ import annotations

import os
import random
import resource
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from reader.model import Marks
from tests.campaigns.homes import NOON, Home, Tally, build, copied, faults_of, feed

SIZE = 8_000  # kB of the small disk
VERBS = (
    ("mark", "bookmark", "ID"),
    ("mark", "bookmark", "ID"),
    ("refresh",),
    ("reindex",),
    ("regroup",),
    ("vacuum",),
    ("doctor",),
    ("list",),
    ("screen",),
    ("search", "fog"),
    ("searches", "add", "Rope", "rope"),
)


@contextmanager
def small_disk(folder: Path) -> Iterator[Path]:
    """A disk of a few megabytes; who may not mount one gets an error."""
    folder.mkdir()
    options = f"size={SIZE}k"
    subprocess.run(
        ["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(folder)],
        check=True,
        capture_output=True,
    )
    try:
        yield folder
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True)


def can_mount(folder: Path) -> bool:
    """Whether this process may mount a disk."""
    try:
        with small_disk(folder):
            return True
    except (subprocess.CalledProcessError, OSError):
        return False


def attack(folder: Path, count: int, seed: int, tally: Tally) -> None:
    """Try a number of verbs on disks with too little room."""
    dice = random.Random(seed)
    base = build(folder / f"disk-{seed}")
    ways = [limited] + ([full] if can_mount(folder / "may") else [])
    for number in range(count):
        verb = dice.choice(VERBS)
        way = dice.choice(ways)
        tally.count(f"{way.__name__} {verb[0]}", way(base, folder / f"{seed}-{number}", verb, dice))


def limited(base: Home, folder: Path, verb: tuple[str, ...], dice: random.Random) -> list[str]:
    """No file may grow beyond some bytes."""
    folder.mkdir()
    home = copied(base, folder / "home")
    most = dice.choice((0, 1_000, 4_096, 20_000, 100_000, 400_000))
    limit = partial(resource.setrlimit, resource.RLIMIT_FSIZE, (most, most))
    told = tried(home, verb, dice, preexec_fn=limit)
    subprocess.run(["rm", "-rf", str(folder)], check=True)
    return told


def full(base: Home, folder: Path, verb: tuple[str, ...], dice: random.Random) -> list[str]:
    """The disk has some bytes left."""
    with small_disk(folder) as disk:
        home = copied(base, disk / "home")
        fill(disk / "filler", dice.choice((0, 0, 4_096, 20_000, 100_000, 400_000)))
        return tried(home, verb, dice, filler=disk / "filler")


def fill(path: Path, left: int) -> None:
    """Take all room of a disk but some bytes."""
    found = os.statvfs(path.parent)
    path.write_bytes(b"\1" * max(0, found.f_bavail * found.f_frsize - left))


def tried(
    home: Home,
    verb: tuple[str, ...],
    dice: random.Random,
    filler: Path | None = None,
    **given: Any,
) -> list[str]:
    """What is wrong after a verb on a full disk, and once there is room again."""
    story = dice.randrange(1, 40)
    home.feed.write_text(feed(20, 80)) if filler is None else None
    if verb == ("screen",):
        code, said = home.watch("mjmq", **given)  # what is read is in no file
    else:
        code, said = home.run(*(str(story) if word == "ID" else word for word in verb), **given)
    told = (
        [f"ended with {code}: {said[-400:]}"] if "Traceback" in said or code not in (0, 1) else []
    )
    told += ["it failed without a word"] if code == 1 and not said.strip() else []
    if filler is not None:
        filler.unlink()
    if verb[:2] == ("mark", "bookmark") and code == 0:
        home.kept[story] = replace(home.kept.get(story, Marks()), bookmarked=NOON)
    return told + faults_of(home)
