from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from reader.library.ingest.pipeline import save_document
from reader.model import CleanedDocument, DocumentKind, Entry, Story
from reader.store import Store
from reader.store.story_packing import pack_story
from tests.conftest import pair

TABLES = ("story", "body", "original", "sign", "also", "moment", "version", "source")
LONG = "The keeper counted the ships that came by the lamp, and wrote each of them down. " * 9

Pairs = tuple[tuple[Entry, Story], ...]


def cleaned(pairs: Pairs, packed: bool) -> CleanedDocument:
    found = CleanedDocument("https://tides.example/", DocumentKind.FEED, pairs=pairs)
    return replace(found, packed=tuple(pack_story(*one) for one in pairs)) if packed else found


def rows(folder: Path, documents: list[Pairs], packed: bool) -> dict[str, list[Any]]:
    """All that a store holds once documents are saved, each for a source of its own."""
    store = Store.open(str(folder))
    for number, pairs in enumerate(documents):
        source_id = store.sources.add(f"https://tides.example/{number % 3}")
        save_document(store, source_id, cleaned(pairs, packed))
    held = {name: sorted(store.database.all(f"SELECT * FROM {name}")) for name in TABLES}  # noqa: S608
    store.close()
    return held


DOCUMENTS: dict[str, list[Pairs]] = {
    "many": [tuple(pair(number, content=f"{LONG} {number}") for number in range(77))],
    "undated": [tuple(pair(number, published="") for number in range(3))],
    "copies": [
        (pair(1, content=LONG), pair(2)),
        (pair(3), pair(1, content=LONG)),
        (pair(1, content=LONG),),
    ],
    "edits": [(pair(1), pair(2)), (), (), (pair(1, content=LONG), pair(3), pair(2))],
    "one guid": [(pair(1, guid="a"), pair(2, guid="a", content=LONG), pair(1, guid="a"))],
}


@pytest.mark.parametrize("name", DOCUMENTS)
def test_what_was_packed_is_kept_as_if_it_were_not(tmp_path: Path, name: str) -> None:
    kept, packed = (
        rows(tmp_path / str(packed), DOCUMENTS[name], packed) for packed in (False, True)
    )

    assert kept["story"]
    assert packed == kept


def test_a_packed_story_with_the_text_of_its_page_is_packed_anew(tmp_path: Path) -> None:
    store = Store.open(str(tmp_path))
    source_id = store.sources.add("https://tides.example/")
    save_document(store, source_id, cleaned((pair(1),), packed=True))
    page = f"<html><body><article>{'<p>' + LONG + '</p>'}{'<p>' + LONG + '</p>'}</article></body>"
    store.full_pages.save(1, "https://tides.example/1", page)

    save_document(store, source_id, cleaned((pair(1, content="Storm."),), packed=True))
    seconds, text = store.database.first_row("SELECT seconds, text FROM story JOIN body")
    store.close()

    assert text.startswith(LONG.strip())
    assert seconds > 30


def test_the_number_of_a_story_that_has_gone_is_not_given_again(tmp_path: Path) -> None:
    store = Store.open(str(tmp_path))
    source_id = store.sources.add("https://tides.example/")
    save_document(store, source_id, cleaned((pair(1), pair(2)), packed=False))
    with store.database.batch() as connection:
        connection.execute("DELETE FROM story WHERE id = 2")

    save_document(store, source_id, cleaned((pair(3),), packed=False))
    ids = [row[0] for row in store.database.all("SELECT id FROM story ORDER BY id")]
    store.close()

    assert ids == [1, 3]
