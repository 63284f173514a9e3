"""Long campaigns by one command, and a table of what was tried and what failed.

python -m tests.campaigns [kills|damage|disks|together …] [--count N] [--seed S] [--folder DIR]
"""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.campaigns import damage, disks, kills, together
from tests.campaigns.homes import Tally

CAMPAIGNS = {
    "kills": kills.attack,
    "damage": damage.attack,
    "disks": disks.attack,
    "together": together.attack,
}
A_ROUND = 50  # tries with one seed, and in kills in one home


def main() -> int:
    """Try, and tell."""
    asked = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    asked.add_argument("campaigns", nargs="*", default=list(CAMPAIGNS), choices=[[], *CAMPAIGNS])
    asked.add_argument("--count", type=int, default=100, help="tries of each")
    asked.add_argument("--seed", type=int, default=1)
    asked.add_argument("--folder", help="where homes are made; a temporary folder if not given")
    chosen = asked.parse_args()
    tally, begun = Tally(), time.monotonic()
    with TemporaryDirectory(prefix="newsreader-campaign-", dir=chosen.folder) as place:
        for name in chosen.campaigns:
            for first in range(0, chosen.count, A_ROUND):
                few = min(A_ROUND, chosen.count - first)
                CAMPAIGNS[name](Path(place), few, chosen.seed + first, tally)
                print(f"{name}: {first + few}, failed {tally.failed.total()}", file=sys.stderr)
    print("\n".join([*tally.told, "", tally.table()]))
    print(f"\n{time.monotonic() - begun:,.0f} s")
    return 1 if tally.failed else 0


if __name__ == "__main__":
    sys.exit(main())
