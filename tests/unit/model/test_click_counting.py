"""Addresses that count who follows them."""

from __future__ import annotations

from urllib.parse import quote

import pytest

from reader.model.mail.click_counting import clean_address, reveal_target

PAGE = "https://news.example/p?id=7"


@pytest.mark.parametrize(
    ("written", "cleaned"),
    [
        (PAGE, PAGE),
        (f"{PAGE}&utm_source=mail&subscriber_id=9#top", f"{PAGE}#top"),
        ("https://news.example/p?token=9", "https://news.example/p"),
        ("https://news.example/the-ferry-sails-again-on-monday-2026", None),
        ("https://news.example/p/5f4dcc3b5aa765d61d8327deb882cf99", ""),
        ("https://news.example/p?x=eyJ1c2VyX2lkIjoxMjM0NTY3ODkw", ""),
        ("https://u7.ct.sendgrid.net/x", ""),
        ("https://news.example/track/click/7", ""),
        ("http://[::1", ""),
        ("", ""),
    ],
)
def test_an_address_is_kept_without_what_names_its_reader(
    written: str, cleaned: str | None
) -> None:
    assert clean_address(written) == (written if cleaned is None else cleaned)


def test_what_stands_within_an_address_that_counts_is_where_it_leads() -> None:
    once = f"https://click.news.example/?url={quote(PAGE, safe='')}"
    twice = f"https://track.news.example/?u={quote(once, safe='')}"
    endless = twice
    for _ in range(5):
        endless = f"https://track.news.example/?u={quote(endless, safe='')}"

    assert reveal_target(once) == reveal_target(twice) == PAGE
    assert reveal_target(endless).startswith("https://track.news.example/?u=")


def test_an_address_that_names_another_one_and_counts_nothing_stays() -> None:
    shared = f"https://news.example/login?to={quote(PAGE, safe='')}"
    broken = "http://[?url=https://news.example/p"

    assert reveal_target(shared) == shared
    assert reveal_target(broken) == broken
