"""An index that is to be damaged."""

from __future__ import annotations

from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from reader.index.index import Index, IndexDocument

NOON = datetime(2024, 5, 1, 12, tzinfo=UTC)


STORIES = [
    IndexDocument(
        number, f"Rain number{number}", "heavy rain fell on us", "Post", "Bo", NOON, 1, "en"
    )
    for number in range(1, 21)
]


def never() -> bool:
    return False


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = tmp_path / "index"
    with closing(Index.create(place, "store")) as index:
        index.add(STORIES[:10], 10)
        index.add(STORIES[10:], 20)
        index.remove([5])
    return place
