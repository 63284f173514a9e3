"""Addresses as people have them, and the one form that all spellings of one share."""

from __future__ import annotations

from pathlib import Path

import pytest

from reader.fetch.url_normalization import (
    canonical_form,
    redirect_target,
    request_url,
    url_candidates,
)

PLAIN = "http://tides.example/feed"
SECURE = "https://tides.example/feed"
HERE = "http://tides.example/a/b"


@pytest.mark.parametrize(
    "typed",
    [
        PLAIN,
        f"  {PLAIN}\n",
        f"<{PLAIN}>",
        f'"{PLAIN}"',
        f"„{PLAIN}“",
        f"“{PLAIN}”",
        f"<URL:{PLAIN}>",
        f"\ufeff{PLAIN}\u200b",
        f"{PLAIN}.",
        f"{PLAIN}),",
        f"({PLAIN}).",
        "feed://tides.example/feed",
        "feed:http://tides.example/feed",
        "feed:tides.example/feed",
        "pcast://tides.example/feed",
        "itpc://tides.example/feed",
        "web+feed:http://tides.example/feed",
        "FEED://Tides.Example/feed",
        "HTTP://TIDES.EXAMPLE:80/feed#top",
        "http:/tides.example/feed",
        "http//tides.example/feed",
        "http:\\\\tides.example\\feed",
        "ttp://tides.example/feed",
        "http://http://tides.example/feed",
        "http://tides.example./feed",
        "http://tides.example/sea/../feed",
        "http://tides.example/./feed",
        "http://tides.example/fe\n  ed",
        "http://tides.example/\0feed",
    ],
)
def test_an_address_is_told_from_what_came_along_with_it(typed: str) -> None:
    assert url_candidates(typed) == (PLAIN,)


@pytest.mark.parametrize(
    "typed",
    ["feeds://tides.example/feed", "feed:https://tides.example/feed", f"view-source:{SECURE}"],
)
def test_an_encrypted_address_stays_encrypted(typed: str) -> None:
    assert url_candidates(typed) == (SECURE,)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("tides.example/feed", "tides.example/feed"),
        ("//tides.example/feed", "tides.example/feed"),
        ("www.tides.example,", "www.tides.example/"),
        ("tides.example?feed=rss2", "tides.example/?feed=rss2"),
        ("localhost:8000/feed", "localhost:8000/feed"),
        ("127.0.0.1:8000/feed", "127.0.0.1:8000/feed"),
        ("[::1]:8000/feed", "[::1]:8000/feed"),
        ("attic:8080/feed", "attic:8080/feed"),
        ("keeper:lamp@tides.example/feed", "keeper:lamp@tides.example/feed"),
        ("fähre.example/grüße", "xn--fhre-loa.example/gr%C3%BC%C3%9Fe"),
    ],
)
def test_without_a_scheme_the_encrypted_address_comes_first(typed: str, meant: str) -> None:
    assert url_candidates(typed) == (f"https://{meant}", f"http://{meant}")


@pytest.mark.parametrize(
    "typed",
    [
        *("", "-", "./tides.example", "/tides.example", "~/tides.example", "tides.xml", "//"),
        *("mailto:keeper@tides.example", "ftp://tides.example/", "file:///tides", "sample:"),
        *("sea/tides.xml", "feed:", "see tides", "C:\\tides", "http://", "/\0"),
    ],
)
def test_what_is_no_address_of_the_web_is_something_else(typed: str) -> None:
    assert url_candidates(typed) == ()


def test_what_is_there_as_a_file_is_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "tides.example").mkdir()
    (tmp_path / "<sea.example>").touch()

    assert url_candidates("tides.example") == url_candidates("tides.example/feed") == ()
    assert url_candidates("<sea.example>") == ()
    (tmp_path / "moon.example").touch()
    assert url_candidates(" moon.example ") == ()


@pytest.mark.parametrize(
    ("written", "form"),
    [
        ("http://tides.example", "http://tides.example/"),
        ("https://tides.example:443/", "https://tides.example/"),
        ("https://tides.example:8443/", "https://tides.example:8443/"),
        ("http://tides.example/a b|c", "http://tides.example/a%20b%7Cc"),
        ("http://tides.example/%c3%bc?q=%2f x", "http://tides.example/%C3%BC?q=%2F%20x"),
        ("http://tides.example/a/b/../", "http://tides.example/a/"),
        ("http://tides.example/a/b/..", "http://tides.example/a/"),
        ("http://tides.example/../../a", "http://tides.example/a"),
        ("http://tides.example/.well-known/feed", "http://tides.example/.well-known/feed"),
        ("http://tides.example/(a)", "http://tides.example/(a)"),
        ("http://tides.example/feed?", "http://tides.example/feed?"),
        ("http://tides.example/feed?u=http:\\\\x", "http://tides.example/feed?u=http:%5C%5Cx"),
        ("http://[::1]/", "http://[::1]/"),
        ("page:", "page:"),
    ],
)
def test_all_spellings_of_an_address_have_one_form(written: str, form: str) -> None:
    assert canonical_form(written) == form
    assert canonical_form(form) == form


@pytest.mark.parametrize("broken", ["http://[", "http://tides.example:x/"])
def test_an_address_that_is_broken_stays_as_it_is(broken: str) -> None:
    assert request_url(broken) == redirect_target(HERE, broken) == broken


@pytest.mark.parametrize(
    ("written", "target"),
    [
        ("/new feed.xml", "http://tides.example/new%20feed.xml"),
        (" c.xml#top ", "http://tides.example/a/c.xml"),
        ("//moon.example/c", "http://moon.example/c"),
        ("?page=2", "http://tides.example/a/b?page=2"),
        ("gr\udcfc\udcdfe.xml", "http://tides.example/a/gr%FC%DFe.xml"),
        ("grüße.xml", "http://tides.example/a/gr%C3%BC%C3%9Fe.xml"),
        ("http://fähre.example/x", "http://xn--fhre-loa.example/x"),
        ("/a/./../c", "http://tides.example/c"),
    ],
)
def test_a_redirect_is_followed_whatever_bytes_it_is_written_in(written: str, target: str) -> None:
    assert redirect_target(HERE, written) == target


@pytest.mark.parametrize(
    ("typed", "address"),
    [
        ("https://quay.\x01example/a", "https://quay.example/a"),
        ("https://quay.example/\x1b]0;a", "https://quay.example/]0;a"),
        ("https://quay.exa\u202emple/a", "https://quay.example/a"),
    ],
)
def test_no_control_character_is_part_of_an_address(typed: str, address: str) -> None:
    assert url_candidates(typed)[0] == address


@pytest.mark.parametrize("written", ["https://", "https://../a", "http://@:80/a", "https://:/x"])
def test_an_address_without_a_host_is_broken(written: str) -> None:
    with pytest.raises(ValueError, match="host"):
        canonical_form(written)

    assert request_url(written) == written
