"""A home in, newsboat's figures for the same stories out; and a home with a million stories."""

from __future__ import annotations

import json
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Mapping
from contextlib import closing
from math import nan
from pathlib import Path
from typing import Any

from tests.benchmarks.watched import SHARED, command

PEER = SHARED / "newsboat_peer.py"
WIDE = 40 * 86400 * 365  # seconds by which every further copy of the stories is older
GROW = """
INSERT INTO story (source_id, key, headline, outlet, byline, published, dated, doubtful, revision)
SELECT source_id, key || ?1, headline, outlet, byline, published - ?2, dated, doubtful, revision
FROM story WHERE id <= ?3 LIMIT ?4
"""
COUNTS = """
UPDATE source SET story_count = (SELECT count(*) FROM story WHERE source_id = source.id)
"""


def why_not() -> str:
    """Why newsboat cannot be measured here; empty where it can."""
    if shutil.which("newsboat") is None:
        return "newsboat is not installed (apt-get install newsboat), so it has no column."
    return "" if PEER.is_file() else f"{PEER} is not there, so newsboat has no column."


def newsboat(home: Path, folder: Path) -> Mapping[str, str]:
    """What newsboat takes with the stories of a home, by the name of our figure."""
    stories = folder / "stories.jsonl"
    with stories.open("w", encoding="utf-8") as file:
        run = [*command(home), "export", "stories"]
        lines = subprocess.run(run, check=True, capture_output=True, text=True).stdout
        file.writelines(numbered(number, line) for number, line in enumerate(lines.splitlines()))
    asked("make", str(folder / "newsboat"), str(stories))
    found = json.loads(asked("run", str(folder / "newsboat")))
    return {
        "start to the list, ms": f"{found['start']['net']:.0f}",
        "start to an answered key, ms": f"+{found['open_all_ms'] or 0:.0f}",
        "key down to paint, median, ms": f"{found['down_ms'][0]:.0f}",
        "key down to paint, p95, ms": f"{found['down_ms'][1]:.0f}",
        # Where none of its searches finds anything, it has ended before its memory is asked.
        "memory after 500 stories, MB": f"{found['rss_mb'] or nan:.0f}",
    }


def numbered(number: int, line: str) -> str:
    """A story as the peer's script wants it: with a guid and a link of its own."""
    story = json.loads(line)
    known = {"guid": f"story-{number}", "link": f"https://news.example/{number}"}
    return json.dumps(story | known | {"byline": story["byline"] or ""}) + "\n"


def asked(*words: str) -> str:
    """What the peer's script prints."""
    run = [sys.executable, str(PEER), *words]
    done = subprocess.run(run, check=False, capture_output=True, text=True, cwd=SHARED)
    if done.returncode:
        raise SystemExit(f"newsboat could not be measured:\n{done.stderr[-2000:]}")
    return done.stdout


def grown(home: Path, folder: Path, wanted: int = 1_000_000) -> Path:
    """A copy of a home with older copies of its stories, without texts, up to so many."""
    larger = Path(shutil.copytree(home, folder))
    with closing(sqlite3.connect(larger / "newsreader.db")) as connection:
        connection.execute("DROP TRIGGER story_came")
        first, last = one(connection, "SELECT count(*), max(id) FROM story")
        for number in range(1, -(-wanted // first)):
            left = wanted - number * first
            connection.execute(GROW, (f"-{number}", number * WIDE, last, left))
        connection.execute(COUNTS)
        connection.commit()
    return larger


def one(connection: sqlite3.Connection, query: str) -> tuple[Any, ...]:
    """The only row of a query."""
    return tuple(connection.execute(query).fetchone())
