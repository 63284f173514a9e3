"""Pages that were saved in another reader are fetched in turn, some at each refresh."""

from __future__ import annotations

import pytest

from reader.library import Library
from reader.library.ingest.imports import import_exports
from reader.library.ingest.imports.import_marked import CarriedOver
from tests.support.server import Server
from tests.support.teasers import server

__all__ = ["server"]  # fixtures

pytestmark = pytest.mark.time


def test_pages_are_asked_for_once_each_some_at_each_refresh_and_none_in_a_private_network(
    library: Library, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(import_exports, "EACH_TIME", 2)
    rows = "".join(f"Page {one},{server.url(f'/{one}')}\n" for one in (1, 2, 3))
    total = CarriedOver()
    arriving = library.import_export(f"title,url\n{rows}".encode(), "x", total)
    assert arriving is not None
    assert [found.error for found, _ in arriving] == [""]
    assert library.is_refresh_due

    first = list(library.refresh())
    second = list(library.refresh())

    assert (len(first), len(second), total.pages) == (2, 1, 3)
    assert all(found.note and not found.error for found, _ in (*first, *second))
    assert server.asked == []
    assert not library.is_refresh_due
    assert list(library.refresh()) == []


def test_pages_wait_where_there_is_no_network(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    list(library.import_export(b"title,url\nA,https://a.example/1\n", "x", CarriedOver()) or ())
    monkeypatch.setattr(
        "reader.library.ingest.full_text.FullTextFetcher.fetch_page",
        lambda *_: "https://a.example/1: there is no network",
    )

    assert list(library.refresh()) == []
    assert library.is_refresh_due
