"""Indexes of a few stories, and what they find."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from reader.index.index import Index, IndexDocument, SearchRequest
from reader.model import (
    Hits,
    Part,
)

START = datetime(2024, 3, 1, tzinfo=UTC)


def day(number: int) -> datetime:
    return START + timedelta(days=number)


def story(
    number: int, headline: str = "", body: str = "", *, outlet: str = "", **more: object
) -> IndexDocument:
    given = {"byline": "", "published": day(number), "source": 1, "language": "en"} | more
    return IndexDocument(number, headline, body, outlet, **given)  # type: ignore[arg-type]


STORIES = [
    story(1, "Floods in Ägypten", "The river Nile rose again.", outlet="Morgenpost", language="de"),
    story(2, "A quiet day", "Ministers were running away from the floods.", byline="Ann Lee"),
    story(3, "Minister resigns", "She ran away. Running is hard.", outlet="The Daily", source=2),
    story(4, "東京都の天気", "京都は雨、ソウルは晴れ。", language="ja", source=2),
    story(5, "Москва ждёт", "Снег и Ёлка в городе.", language="ru", source=3),
    story(6, "The U.S. vote", "About 1,500 people haven’t voted; the river is calm.", source=3),
]


def never() -> bool:
    return False


def found(index: Index, part: Part, **more: object) -> list[int]:
    return sorted(hits(index, part, **more).ids)


def hits(index: Index, part: Part, **more: object) -> Hits:
    asked = {"sets": {}, "order": "best", "limit": 50, "stale": never} | more
    return index.search(SearchRequest(part, **asked))  # type: ignore[arg-type]


@pytest.fixture
def index(tmp_path: Path) -> Iterator[Index]:
    with closing(Index.create(tmp_path / "index", "store")) as made:
        made.add(STORIES, 6)
        yield made


@pytest.fixture(name="index")
def empty_index(tmp_path: Path) -> Iterator[Index]:
    with closing(Index.create(tmp_path / "index", "store")) as made:
        yield made
