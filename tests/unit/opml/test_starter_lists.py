"""The lists to start with name feeds that could be read, and say that they are suggestions."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest

from reader import opml
from reader.fetch.url_parts import url_fault
from reader.library import Library
from reader.library.ingest.subscribing import subscription_lists
from reader.opml.starter_lists import starter_names, starter_text


@pytest.mark.parametrize("name", starter_names())
def test_every_address_of_a_list_is_encrypted_sound_and_named_once(name: str) -> None:
    listed = opml.read_list(starter_text(name), name)
    places = [one.location for one in listed.sources]

    assert (listed.errors, listed.notes) == ((), ())
    assert len(set(places)) == len(places) >= 5
    for one in listed.sources:
        assert one.title
        assert one.folder
        assert not url_fault(one.location)
        parts = urlsplit(one.location)
        assert (parts.scheme, parts.port, parts.username) == ("https", None, None)
        assert "." in (parts.hostname or "")


def test_a_list_says_that_it_is_a_suggestion() -> None:
    for name in starter_names():
        assert "a suggestion" in starter_text(name)


def test_a_list_that_there_is_not_is_answered_with_those_that_there_are(library: Library) -> None:
    ((found, new),) = library.add("starter:../sea")

    assert (new, library.store.sources.all()) == (0, [])
    assert "starter:science" in found.error
    assert starter_text("../sea") == ""


def test_a_list_is_subscribed_to_and_told_to_be_a_suggestion(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    # It would ask the network.
    monkeypatch.setattr(subscription_lists, "_read_with_consent", lambda *_: ())

    first, *_ = library.add("starter:science")

    assert "a suggestion" in first[0].note
    assert "Nature" in [one.title for one in library.store.sources.all()]
    assert {one.folder for one in library.store.sources.all()} == {"Science"}
