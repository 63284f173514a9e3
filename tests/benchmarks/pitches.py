"""Pitches put into labelled pages in, how much of them and of the stories is left out.

    python -m tests.benchmarks.pitches                  the pitches that the rule was made on
    python -m tests.benchmarks.pitches --held-out       and those that it was not
    python -m tests.benchmarks.pitches --lost --left    name each line lost, each pitch left over

Each pitch goes into PAGES pages of its language, where there are any: over the story, inside and
behind it, as a line of its own and run into the line beside it. The pitches are in
`tests/files/clean`: the first thirty; fresh ones, split in two by a fixed seed; harder ones, which
shun the words of the trade, and which the rule was then widened on; and the last ones, written
when the rule stood. Nobody may change the rule after a look at those that are held out: write new
ones instead.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from reader.clean.dump import dump_cleaner
from reader.clean.dump.line_measures import MeasuredLine
from tests.support.paths import FILES
from tests.training.pages import DUMPS, Page, pages, told

FILES = FILES / "clean"
SETS = {
    "first": "pitches",
    "development": "pitches_development",
    "harder": "pitches_harder",
    "held out": "pitches_held_out",
    "last": "pitches_last",
}
HELD_OUT = ("held out", "last")
SEED = 20261122
PAGES = 2  # that each pitch goes into
RUN = 12  # letters in a row that tell a pitch again
SHORTEST = 25  # letters of a story line that is counted


@dataclass(frozen=True, slots=True)
class Trial:
    """A pitch in a page, and what came of both."""

    half: str
    language: str
    place: str
    how: str
    pitch: str
    left: float  # share of the pitch that is still there, from 0 to 1
    gone: tuple[str, ...]  # lines of the story that are not
    lines: int  # lines of the story


def letters(text: str) -> str:
    """Leave only letters and figures, in small."""
    return "".join(filter(str.isalnum, text.casefold()))


def left(pitch: str, text: str) -> float:
    """Tell which share of a pitch's letters stand in a text."""
    said = letters(pitch)
    runs = [said[at : at + RUN] for at in range(max(1, len(said) - RUN + 1))]
    within = letters(text)
    return sum(run in within for run in runs) / len(runs)


def story(page: Page) -> list[int]:
    """Tell which lines of a page are its story."""
    return [at for at, share in enumerate(page["y"]) if share > 0.5]


def inject(page: Page, pitch: str, place: str, how: str, dice: random.Random) -> Page:
    """Put a pitch into a page."""
    lines, at = list(page["lines"]), PLACES[place](story(page), dice)
    behind = place == "behind"
    if how == "own":
        lines.insert(at + behind, pitch)
    else:
        lines[at] = lines[at] + pitch if behind else pitch + lines[at]
    return page | {"lines": lines}


PLACES: dict[str, Callable[[list[int], random.Random], int]] = {
    "over": lambda told, dice: told[0],
    "inside": lambda told, dice: dice.choice(told[2:-2]),
    "behind": lambda told, dice: told[-1],
}
HOW = ("own", "glued")


def counted(page: Page) -> list[str]:
    """List the lines of a page's story that are long enough to be found again."""
    lines = [page["lines"][at] for at in story(page)]
    return [line for line in lines if len(letters(line)) >= SHORTEST]


def present(page: Page, text: str) -> tuple[str, ...]:
    """List the lines of a page's story that a text has."""
    return missed(counted(page), text, gone=False)


def missed(lines: Sequence[str], text: str, gone: bool = True) -> tuple[str, ...]:
    """List the lines that a text does not have, or those that it has."""
    within = letters(text)
    return tuple(line for line in lines if (letters(line) not in within) == gone)


def trials(half: str, known: Sequence[Page]) -> Iterator[Trial]:
    """Put every pitch of one set into pages, at every place."""
    dice = random.Random(f"{SEED} {half}")
    for pitch in json.loads((FILES / f"{SETS[half]}.json").read_text(encoding="utf-8")):
        said, language = pitch["text"], pitch["language"]
        same = [page for page in known if page["lang"] == language] or known
        for page in dice.sample(same, min(PAGES, len(same))):
            before = present(page, without_rule(page))
            for place, how in ((place, how) for place in PLACES for how in HOW):
                text = told(inject(page, said, place, how, dice)).text
                gone = missed(before, text)
                yield Trial(half, language, place, how, said, left(said, text), gone, len(before))


def without_rule(page: Page) -> str:
    """Clean a page without looking for pitches."""
    rule = dump_cleaner.find_pitches
    dump_cleaner.find_pitches = _nothing  # type: ignore[attr-defined]
    try:
        return told(page).text
    finally:
        dump_cleaner.find_pitches = rule  # type: ignore[attr-defined]


def _nothing(lines: Sequence[MeasuredLine]) -> list[bool]:
    return [False] * len(lines)


def lost(known: Sequence[Page]) -> tuple[list[str], int]:
    """List the story lines that the rule loses of pages as they came, and count all."""
    gone = [line for page in known for line in
            missed(present(page, without_rule(page)), told(page).text)]  # fmt: skip
    return gone, sum(len(counted(page)) for page in known)


def share(found: Sequence[Trial]) -> str:
    """Say how much of the pitches is left, and how many story lines went with them."""
    kept = sum(trial.left * len(trial.pitch) for trial in found)
    kept /= sum(len(trial.pitch) for trial in found)
    gone = sum(len(trial.gone) for trial in found) / sum(trial.lines for trial in found)
    return f"{kept:8.1%}{gone:8.2%}"


def table(found: Sequence[Trial]) -> Iterator[str]:
    """Write what is left by half, and by place, manner and language of each half."""
    for name in ("half", "place", "how", "language"):
        groups: dict[str, list[Trial]] = defaultdict(list)
        for trial in found:
            of = "" if name == "half" else f" {getattr(trial, name)}"
            groups[f"{trial.half}{of}"].append(trial)
        yield f"{'by ' + name:24}{'left':>8}{'lost':>8}"
        yield from (f"{key:24}{share(group)}" for key, group in sorted(groups.items()))


def main() -> int:
    """Print the table."""
    asked = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    asked.add_argument("--held-out", action="store_true", help="the held-out half too")
    asked.add_argument("--left", action="store_true", help="name pitches that are left over")
    asked.add_argument("--lost", action="store_true", help="name story lines that are lost")
    chosen = asked.parse_args()
    if not DUMPS.is_dir():
        print(f"{DUMPS}: the labelled pages are not beside this checkout", file=sys.stderr)
        return 1
    known = [page for page in pages("blocks") if len(story(page)) >= 6]
    halves = [half for half in SETS if chosen.held_out or half not in HELD_OUT]
    found = [trial for half in halves for trial in trials(half, known)]
    print("\n".join(table(found)))
    if chosen.left:
        for trial in (trial for trial in found if trial.gone and trial.half not in HELD_OUT):
            print(f"{trial.place} {trial.how}: {trial.pitch[:60]}", *trial.gone, sep="\n    ")
        over = [trial for trial in found if trial.left > 0.2 and trial.half not in HELD_OUT]
        print(*(f"{t.left:5.0%} {t.place} {t.how} {t.pitch}" for t in over), sep="\n")
    for rendering in ("blocks", "glued"):
        gone, total = lost(pages(rendering))
        print(f"story lines lost to the rule, {rendering}: {len(gone)} of {total}")
        print(*gone if chosen.lost else [], sep="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
