"""Long campaigns by one command, and a table of what was tried and what failed.

python -m tests.campaigns
    [kills|damage|disks|together|redraws|machines|accounts|fuzz|screen|archive|inputs …]
    [--count N] [--seed S] [--folder DIR] [--archive HOME]
"""

from __future__ import annotations

import argparse
import sys
import time
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.campaigns import (
    accounts,
    damage,
    disks,
    fuzz,
    fuzz_inputs,
    fuzz_screen,
    kills,
    machines,
    redraws,
    together,
)
from tests.campaigns.homes import Tally

CAMPAIGNS = {
    "kills": kills.attack,
    "damage": damage.attack,
    "disks": disks.attack,
    "together": together.attack,
    "redraws": redraws.attack,
    "machines": machines.attack,
    "accounts": accounts.attack,
}
FUZZES = {
    "fuzz": fuzz.attack,
    "screen": fuzz_screen.attack,
    "archive": fuzz_screen.attack_archive,
    "inputs": fuzz_inputs.attack,
}
A_ROUND = 50  # tries with one seed, and in kills in one home
A_LONG_ROUND = 20_000  # events or inputs with one seed


def main() -> int:
    """Try, and tell."""
    asked = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    asked.add_argument(
        "campaigns", nargs="*", default=list(CAMPAIGNS), choices=[[], *CAMPAIGNS, *FUZZES]
    )
    asked.add_argument("--count", type=int, default=100, help="tries of each")
    asked.add_argument("--seed", type=int, default=1)
    asked.add_argument("--folder", help="where homes are made; a temporary folder if not given")
    asked.add_argument("--archive", type=Path, help="a home with many stories to be copied")
    chosen = asked.parse_args()
    attacks = CAMPAIGNS | FUZZES
    attacks["archive"] = partial(fuzz_screen.attack_archive, ready=chosen.archive)
    tally, begun = Tally(), time.monotonic()
    with TemporaryDirectory(prefix="newsreader-campaign-", dir=chosen.folder) as place:
        for name in chosen.campaigns:
            size = A_LONG_ROUND if name in FUZZES else A_ROUND
            for first in range(0, chosen.count, size):
                few = min(size, chosen.count - first)
                attacks[name](Path(place), few, chosen.seed + first, tally)
                print(f"{name}: {first + few}, failed {tally.failed.total()}", file=sys.stderr)
    print("\n".join([*tally.told, "", tally.table()]))
    print(f"\n{time.monotonic() - begun:,.0f} s")
    return 1 if tally.failed else 0


if __name__ == "__main__":
    sys.exit(main())
