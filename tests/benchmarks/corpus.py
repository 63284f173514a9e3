"""A number of stories in, as many invented news stories out, always the same ones."""

from __future__ import annotations

import json
import random
import re
import runpy
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from pathlib import Path

from reader.index.index import IndexDocument
from tests.support.paths import SHARED

MAKER = SHARED / "bench" / "mkcorpus.py"
ASKED = 60  # queries of a kind
READ = 3_000  # stories that the queries are made of
WORD = re.compile(r"[a-z]{3,}")


def make(path: Path, number: int) -> None:
    """Write stories from three years, in order of time, as lines of JSON."""
    with path.open("w", encoding="utf-8") as file:
        for made in runpy.run_path(str(MAKER))["stories"](number):
            file.write(json.dumps(made) + "\n")


def stories(path: Path) -> Iterator[IndexDocument]:
    """The stories of a file."""
    for place, line in enumerate(path.open(encoding="utf-8"), 1):
        made = json.loads(line)
        yield IndexDocument(
            id=place,
            headline=made["title"],
            body=made["text"],
            outlet=made["outlet"],
            byline=made["byline"],
            published=datetime.fromisoformat(made["published"]),
            source=1 + place % 60,
            language="en",
        )


@dataclass(frozen=True, slots=True)
class Queries:
    """What is asked, each once."""

    common: list[str]
    both: list[str]  # two common words
    phrases: list[str]
    sessions: list[str]  # typed letter by letter


def queries(path: Path) -> Queries:
    """Queries made of the words of the first stories."""
    dice = random.Random(7)
    read = [story.body.lower().split() for story in islice(stories(path), READ)]
    held = Counter(word for words in read for word in set(words) if WORD.fullmatch(word))
    common = [word for word, _ in held.most_common(ASKED)]
    pairs = [" ".join(dice.sample(common, 2)) for _ in range(ASKED)]
    rows = (words[at : at + 2] for words in read for at in [dice.randrange(len(words) - 1)])
    rows = (row for row in rows if all(map(WORD.fullmatch, row)))
    phrases = [f'"{one} {other}"' for one, other in islice(rows, ASKED)]
    typed = [word for word, count in held.items() if count > 5 and len(word) > 3]
    sessions = [" ".join(dice.sample(typed, dice.choice((1, 2, 2, 3)))) for _ in range(200)]
    return Queries(common, pairs, list(dict.fromkeys(phrases)), sessions)
