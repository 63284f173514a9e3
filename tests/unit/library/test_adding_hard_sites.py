"""Sites that lead on, refuse, or say nothing: what becomes of them, and what is said."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from reader.library import Library
from reader.library.ingest.fetch_round import fetch_round
from reader.library.ingest.subscribing.add_options import NO_OPTIONS
from reader.library.ingest.subscribing.source_locations import SourceLocations
from reader.library.ingest.subscribing.subscriber import Subscriber
from reader.model import Request, Response
from tests.support.due_sources import make_due
from tests.support.server import Answer, Server, feed, serving
from tests.support.sites import add, page, sources

WORDS = "<p>The keeper of the light wrote to the harbour about the lamp.</p>"
JSON = json.dumps(
    {"version": "https://jsonfeed.org/version/1", "items": [{"id": "1", "content_text": "Calm."}]}
).encode()


def html(head: str = "", body: str = WORDS) -> bytes:
    return f"<html><head>{head}</head><body>{body}</body></html>".encode()


def leading(to: str) -> bytes:
    return html(f'<meta http-equiv="Refresh" content="0; URL={to}">', "")


def refresh(library: Library) -> list[str]:
    make_due(library)
    return [one.error or one.note for one, _ in library.refresh()]


@pytest.mark.parametrize(
    "link",
    [
        '<link rel="alternate" type="application/json" href="/x">',
        '<link rel="alternate" type="text/xml" href="/x">',
        '<link rel="alternate" type="application/xml; charset=utf-8" href="/x">',
        '<link rel="alternate feed" type="text/xml" href="/x">',
        '<link rel=feed href="/x">',
        '<link rel="ALTERNATE" type="application/x-rss+xml" href="/x">',
        '<link rel="alternate" type="text/rss" href="/x">',
        '<link rel="alternate" href="/x/rss">',
        '<!--[if gt IE 8]><!--><link rel="alternate" type="text/rss" href="/x">',
        '<!--><link rel="alternate" type="text/rss" href="/x"><!-- x -->',
        f"<style>{'p {color: red} ' * 60_000}</style><link rel=feed href='/x'>",
    ],
)
@pytest.mark.parametrize("content", [feed("storm"), JSON])
def test_a_page_may_name_its_feed_in_many_ways(
    library: Library, server: Server, link: str, content: bytes
) -> None:
    server.pages["/"] = Answer(html(link))
    server.pages["/x"] = server.pages["/x/rss"] = Answer(content)

    assert add(library, server.url("/")) == (1, [])
    assert sources(library)[0].location.startswith(server.url("/x"))


@pytest.mark.parametrize(
    "header",
    [
        '</x>; rel="alternate"; type="application/atom+xml"',
        "<x>;type=application/rss+xml;rel=alternate",
        '</a,b>; rel=prev, </x> ; Rel = "alternate feed" ; title="Tides, \\"all\\" of them"',
        '</a>; rel="alternate"; type="text/html"; hreflang=de, </x>; rel=feed',
    ],
)
def test_a_link_header_names_a_feed(library: Library, server: Server, header: str) -> None:
    server.pages["/"] = Answer(html(), headers={"Link": header})
    server.pages["/x"] = Answer(feed("storm"))

    assert add(library, server.url("/")) == (1, [])
    assert server.paths() == ["/", "/x"]


def test_a_link_header_about_another_page_names_no_feed(library: Library, server: Server) -> None:
    server.pages["/feed"] = Answer(html(), headers={"Link": '</x>; rel=feed; anchor="/other"'})
    server.pages["/x"] = Answer(feed("storm"))

    add(library, server.url("/feed"))

    assert "/x" not in server.paths()


def test_what_only_programs_read_is_no_feed(library: Library, server: Server) -> None:
    vague = '<link rel="alternate" type="application/json" href="{}">'
    server.pages["/"] = Answer(html(vague.format("/wp-json/1") + vague.format("/x")))
    server.pages["/x"] = Answer(b'{"a": 1}')

    assert add(library, server.url("/"))[0] == 1
    assert [one.location for one in sources(library)] == ["page:"]
    assert "/wp-json/1" not in server.paths()


@pytest.mark.parametrize("header", [False, True])
def test_a_page_that_leads_on_is_followed(library: Library, server: Server, header: bool) -> None:
    server.pages["/old"] = Answer(leading("/b"))
    if header:
        server.pages["/old"] = Answer(html(), headers={"Refresh": "1; url=/b"})
    server.pages["/b"] = Answer(leading("'/c'"))
    server.pages["/c"] = Answer(feed("storm"))

    assert add(library, server.url("/old")) == (1, [])
    assert sources(library)[0].location == server.url("/c")


def test_a_page_that_names_a_feed_is_not_left(library: Library, server: Server) -> None:
    named = '<link rel=feed href="/x"><meta http-equiv="refresh" content="5; url=/b">'
    server.pages["/"] = Answer(html(named))
    server.pages["/x"] = Answer(feed("storm"))

    assert add(library, server.url("/")) == (1, [])
    assert server.paths() == ["/", "/x"]


def test_a_page_that_waits_long_is_not_left(library: Library, server: Server) -> None:
    server.pages["/news"] = Answer(html('<meta http-equiv=refresh content="900; url=/b">'))

    assert add(library, server.url("/news"), page=True) == (1, [])
    assert server.paths() == ["/news"]


def test_pages_that_lead_in_a_circle_are_one_sentence(library: Library, server: Server) -> None:
    server.pages["/a"], server.pages["/b"] = Answer(leading("/b")), Answer(leading("/a"))

    new, (sentence,) = add(library, server.url("/a"))

    assert (new, sentence) == (
        0,
        f"{server.url('/a')}: leads on more often than anybody would follow",
    )
    assert len(server.asked) == library.policy.redirects + 2  # type: ignore[union-attr]


def test_a_page_leads_nobody_into_a_private_network(library: Library, server: Server) -> None:
    server.pages["/a"] = Answer(leading(server.url("/in", "127.0.0.2")))
    server.pages["/b"] = Answer(
        html(), headers={"Link": f"<{server.url('/in', '127.0.0.2')}>; rel=feed"}
    )
    server.pages["/in"] = Answer(feed("storm"))

    new, (sentence,) = add(library, server.url("/a"))
    add(library, server.url("/b"))

    assert (new, "private network" in sentence) == (0, True)
    assert "/in" not in server.paths()


def test_encryption_is_not_given_up_where_a_page_leads_on(library: Library) -> None:
    place = "https://tides.example/"
    reply = Response(place, place, 200, leading("http://tides.example/feed"))

    with fetch_round(library) as round_:
        followed = Subscriber(round_, Request(place), NO_OPTIONS).follow(reply)

    assert followed.error == f"{place}: leads from https to http, which is not safe"


def test_a_login_stays_with_its_host_where_a_page_leads_on(
    library: Library, server: Server
) -> None:
    server.pages["/a"] = Answer(leading("/c"))
    with serving() as other:
        server.pages["/c"] = Answer(leading(other.url("/d")))
        other.pages["/d"] = Answer(feed("storm"))

        assert add(library, server.url("/a").replace("//", "//keeper:lamp@"))[0] == 1

    assert all("authorization" in asked.headers for asked in server.asked)
    assert "authorization" not in other.asked[0].headers


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ("<div id=root></div>", "neither a feed nor any text"),
        ("<!-- <p>Words</p> --><script>var tides = 'high and low';</script>", "neither a feed"),
        ("<div></div><noscript>Please enable JavaScript.</noscript>", "scripts and cookies"),
        ("<h1>One moment</h1><p>Bitte aktiviere JavaScript.</p>", "scripts and cookies"),
        ("<p>Are you a robot? Tick the box.</p>", "whether a person is asking"),
        (
            "<h1>Your privacy</h1><p>We and our 900 partners store cookies on your device, to "
            "which you may consent, and measure what you read with these cookies.</p><b>Accept</b>",
            "consent to cookies",
        ),
        ("<p hidden>Words that nobody sees.</p>", "neither a feed nor any text"),
    ],
)
def test_a_page_that_says_nothing_is_no_story(
    library: Library, server: Server, body: str, reason: str
) -> None:
    server.pages["/wall"] = Answer(html("<title>Tides</title>", body))

    new, told = add(library, server.url("/wall"))

    assert (new, len(told), reason in told[0]) == (0, 1, True)
    assert sources(library) == []


def test_a_page_whose_head_has_no_end_is_a_story(library: Library, server: Server) -> None:
    page = f"<html><head><title>Tides</title><meta name=a><script>x</script><body>{WORDS}"
    server.pages["/open"] = Answer(page.encode())

    new, told = add(library, server.url("/open"))

    assert new == 1
    assert "the page itself was kept as a story" in told[0]


def test_a_story_beside_a_word_about_cookies_is_a_story(library: Library, server: Server) -> None:
    cookies = "<footer>We use cookies. <a href=/c>Accept</a></footer></body>"
    server.pages["/story"] = Answer(page().replace(b"</body>", cookies.encode()))

    assert add(library, server.url("/story"), page=True) == (1, [])


def test_a_check_for_browsers_is_no_story_and_is_asked_once(
    library: Library, server: Server
) -> None:
    server.pages["/a"] = Answer(html("<title>Just a moment...</title>", "<p>Checking</p>"))

    new, (sentence,) = add(library, server.url("/a"))

    assert (new, "the check of Cloudflare" in sentence) == (0, True)
    assert server.paths() == ["/a"]


def test_a_check_for_browsers_in_place_of_a_feed_is_called_by_its_name(
    library: Library, server: Server
) -> None:
    server.pages["/feed"] = Answer(feed("storm"))
    add(library, server.url("/feed"))
    server.pages["/feed"] = Answer(html("<title>Just a moment...</title>"))

    assert "the check of Cloudflare" in refresh(library)[0]


def test_a_story_that_quotes_a_check_for_browsers_stays_a_story(
    library: Library, server: Server
) -> None:
    long = page().replace(
        b"</article>", b"<p>" + b"And so it went on for days. " * 40 + b"</p></article>"
    )
    server.pages["/story"] = Answer(long.replace(b"<p>", b"<p>errors.edgesuite.net ", 1))

    assert add(library, server.url("/story"), page=True) == (1, [])


def test_one_feed_is_one_source_however_it_is_spelled(library: Library, server: Server) -> None:
    server.pages["/"] = server.pages["/%C3%BC"] = Answer(feed("storm"))
    bare, host = server.url(""), f"127.0.0.1:{server.port}"

    for typed in (bare, f"{bare}/", f"HTTP://{host}#x", f"<{bare}/./>", f"feed://{host}", host):
        add(library, typed)
    for typed in (f"{bare}/%c3%bc", f"{bare}/ü"):
        add(library, typed)

    assert [one.location for one in sources(library)] == [f"{bare}/", f"{bare}/%C3%BC"]


def test_a_source_that_was_spelled_in_another_way_is_recognised(
    library: Library, server: Server, tmp_path: Path
) -> None:
    server.pages["/feed"] = Answer(feed("storm"))
    old = server.url("/feed#old")
    library.store.sources.add(old)
    (tmp_path / "urls").write_text(server.url("/feed") + "\n")

    assert add(library, server.url("/feed")) == (1, [])
    add(library, tmp_path / "urls")

    assert [one.location for one in sources(library)] == [old]
    assert SourceLocations(library.store).location_of(old) == old


def test_without_a_scheme_what_has_no_encryption_is_taken_and_named(
    library: Library, server: Server
) -> None:
    server.pages["/feed"] = Answer(feed("storm"))

    new, (sentence,) = add(library, f"127.0.0.1:{server.port}/feed")

    assert new == 1
    assert (
        sentence == f"{server.url('/feed')}: taken without encryption, as there is none on its host"
    )


def test_a_login_without_a_scheme_is_never_sent_unencrypted(
    library: Library, server: Server
) -> None:
    new, (sentence,) = add(library, f"keeper:lamp@127.0.0.1:{server.port}/feed")

    assert (new, server.paths(), "lamp" in sentence) == (0, [], False)


def test_what_is_neither_a_host_nor_a_file_says_so(library: Library) -> None:
    new, (sentence,) = add(library, "nobody.invalid")

    assert new == 0
    assert sentence.endswith("nor is there a file of that name")


@pytest.mark.parametrize("status", [301, 308])
def test_a_source_stays_where_it_is_when_it_is_sent_to_no_feed(
    library: Library, server: Server, status: int
) -> None:
    server.pages["/feed"] = Answer(feed("storm"))
    add(library, server.url("/feed"))
    server.pages["/feed"] = Answer(status=status, headers={"Location": "/hop"})
    server.pages["/hop"] = Answer(status=301, headers={"Location": "/"})
    server.pages["/"] = Answer(page())

    said = [refresh(library)[0] for _ in range(4)]
    server.pages["/"] = Answer(status=410)
    gone = refresh(library)[0]

    assert all("answers with a page now" in one for one in said)
    assert "gone" in gone
    (source,) = sources(library)
    assert (source.location, source.fetch_state.gone) == (server.url("/feed"), False)


def test_a_feed_that_breaks_off_is_asked_for_in_full_the_next_time(
    library: Library, server: Server
) -> None:
    whole = feed("storm", "calm", "fog")
    etag = {"ETag": '"1"'}
    server.pages["/feed"] = Answer(
        whole[: whole.index(b"<item><guid>fog")], headers=etag, length=False
    )

    new, (sentence,) = add(library, server.url("/feed"))
    server.pages["/feed"] = Answer(whole, headers=etag)
    assert refresh(library) == [""]
    refresh(library)

    assert (new, "breaks off before its end" in sentence) == (2, True)
    assert sources(library)[0].stories == 3
    validators = [asked.headers.get("if-none-match") for asked in server.asked]
    assert validators == [None, None, '"1"']


def test_a_feed_that_is_whole_is_whole_whatever_its_server_counts(
    library: Library, server: Server
) -> None:
    server.pages["/feed"] = lambda _: (
        b"HTTP/1.1 200 OK\r\nContent-Length: 9999\r\n\r\n" + feed("storm")
    )

    assert add(library, server.url("/feed")) == (1, [])


def test_a_json_feed_or_a_page_that_breaks_off_says_so(library: Library, server: Server) -> None:
    head = b"HTTP/1.1 200 OK\r\nContent-Length: 9999\r\n\r\n"
    server.pages["/json"] = lambda _: head + JSON[:-4]
    server.pages["/page"] = lambda _: head + page()

    for path in ("/json", "/page"):
        told = f"{server.url(path)}: the server broke off before the end"
        assert add(library, server.url(path)) == (0, [told])


def test_a_feed_with_more_entries_than_are_read_says_so(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("reader.parse.feed.rss.MOST_ENTRIES", 1_000)
    items = "".join(f"<item><guid>{number}</guid></item>" for number in range(1_001))
    (tmp_path / "all.xml").write_text(f"<rss version='2.0'><channel>{items}</channel></rss>")

    new, told = add(library, tmp_path / "all.xml")

    assert (new, told) == (
        1_000,
        [f"{tmp_path / 'all.xml'}: the first 1,000 entries were read, and no more"],
    )


def test_a_site_is_not_searched_for_a_feed_for_long(
    library: Library, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("reader.library.ingest.subscribing.subscriber.GUESSING", 0.0)
    server.pages["/story"] = Answer(page())

    assert add(library, server.url("/story"))[0] == 1
    assert server.paths() == ["/story"]


def test_the_header_says_the_encoding_where_the_declaration_is_wrong(
    library: Library, server: Server
) -> None:
    text = "<?xml version='1.0' encoding='utf-8'?>" + feed("Прилив").decode()
    header = {"Content-Type": "text/xml; charset=windows-1251"}
    server.pages["/feed"] = Answer(text.encode("cp1251"), headers=header)

    assert add(library, server.url("/feed"))[0] == 1
    assert library.store.stories.get(1).headline == "Прилив"
