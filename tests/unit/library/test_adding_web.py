from __future__ import annotations

from pathlib import Path

import pytest

from reader.library import Library
from reader.library.ingest.subscribing.add_options import AddOptions
from reader.library.ingest.subscribing.subscription_lists import add_list
from tests.support.server import Answer, Asked, Server, feed
from tests.support.sites import add, page, sources


def test_a_feed_is_fetched_once_and_subscribed_to(library: Library, server: Server) -> None:
    server.pages["/feed"] = Answer(feed("storm", "calm"), headers={"ETag": '"1"'})

    assert add(library, server.url("/feed")) == (2, [])
    (source,) = sources(library)
    assert (source.title, source.stories, source.fetch_state.etag) == ("Tides", 2, '"1"')
    assert source.fetch_state.private
    assert source.health.last_error == ""
    assert server.paths() == ["/feed"]


def test_a_site_leads_to_the_feed_that_it_names(library: Library, server: Server) -> None:
    server.pages["/"] = Answer(page(("feeds/all.xml", "All")))
    server.pages["/feeds/all.xml"] = Answer(feed("storm"))

    assert add(library, server.url("/"), folder="Sea") == (1, [])
    (source,) = sources(library)
    assert (source.location, source.folder) == (server.url("/feeds/all.xml"), "Sea")


def test_of_several_feeds_the_first_is_taken_and_the_others_are_named(
    library: Library, server: Server
) -> None:
    server.pages["/"] = Answer(page(("/gone", ""), ("/a", "A"), ("/c", "Comments"), ("/b", "B")))
    server.pages["/a"] = server.pages["/b"] = Answer(feed("storm"))

    new, told = add(library, server.url("/"))

    assert [source.location for source in sources(library)] == [server.url("/a")]
    assert new == 1
    assert told == [
        f"{server.url('/')} offers 3 feeds; {server.url('/a')} was taken; for others: "
        f"newsreader add {server.url('/gone')}; newsreader add {server.url('/b')} (B)"
    ]


def test_of_several_feeds_those_are_taken_that_are_chosen(library: Library, server: Server) -> None:
    server.pages["/"] = Answer(page(("/gone", ""), ("/a", "A"), ("/b", "B"), ("/d", "D")))
    server.pages["/a"] = server.pages["/b"] = Answer(feed("storm"))
    server.pages["/d"] = Answer(feed("calm"))

    new, told = add(library, server.url("/"), choose=lambda _, offers: [offers[0], *offers[2:]])

    assert [source.location for source in sources(library)] == [server.url("/b"), server.url("/d")]
    assert (new, told) == (2, [f"{server.url('/gone')}: there is no feed"])


def test_where_none_of_several_feeds_is_meant_nothing_is_subscribed_to(
    library: Library, server: Server
) -> None:
    server.pages["/"] = Answer(page(("/a", "A"), ("/b", "B")))

    assert add(library, server.url("/"), choose=lambda *_: ()) == (
        0,
        [f"{server.url('/')}: none of its feeds was taken"],
    )
    assert sources(library) == []


def test_the_titles_of_feeds_are_safe_to_print(library: Library, server: Server) -> None:
    server.pages["/"] = Answer(page(("/a", "A"), ("/b", "B\x1b[31m\x07")))
    server.pages["/a"] = Answer(feed("storm"))

    _, told = add(library, server.url("/"))

    assert told[0].endswith(f"newsreader add {server.url('/b')} (B)")


def test_a_feed_is_found_behind_a_link_that_looks_like_one(
    library: Library, server: Server
) -> None:
    links = '<a href="/story">s</a><a href="/my.rss">x</a><a href="https://far.example/rss">f</a>'
    server.pages["/"] = Answer(page(body=links))
    server.pages["/my.rss"] = Answer(feed("storm"))

    assert add(library, server.url("/"))[0] == 1
    assert server.paths() == ["/", "/my.rss"]


@pytest.mark.parametrize(
    ("path", "place"),
    [
        ("/", "/atom.xml"),
        ("/@keeper", "/@keeper.rss"),
        ("/c/lamps", "/feeds/c/lamps.xml"),
        ("/u/keeper", "/feeds/u/keeper.xml"),
    ],
)
def test_a_feed_is_found_where_feeds_usually_are(
    library: Library, server: Server, path: str, place: str
) -> None:
    server.pages[path] = Answer(page())
    server.pages[place] = Answer(feed("storm"))

    assert add(library, server.url(path))[0] == 1
    assert sources(library)[0].location == server.url(place)


def test_a_page_without_a_feed_becomes_one_story(library: Library, server: Server) -> None:
    server.pages["/story"] = Answer(page())

    told = f"{server.url('/story')}: has no feed; the page itself was kept as a story"
    assert add(library, server.url("/story")) == (1, [told])
    assert add(library, server.url("/story")) == (0, [told])
    story = library.store.stories.get(1)
    assert (story.headline, story.link) == ("The harbour at night", server.url("/story"))
    assert [source.title for source in sources(library)] == ["Saved pages"]
    assert list(library.refresh()) == []


def test_a_page_is_kept_by_itself_when_that_is_wanted(library: Library, server: Server) -> None:
    server.pages["/story"] = Answer(page(("/feed", "All")))

    assert add(library, server.url("/story"), page=True)[0] == 1
    assert server.paths() == ["/story"]


def test_what_cannot_be_read_is_named_and_not_subscribed_to(
    library: Library, server: Server
) -> None:
    server.pages["/broken"] = Answer(b'{"a": 1}')
    server.pages["/zip"] = Answer(b"PK\x03\x04zip")

    for path, reason in (
        ("/none", "is not there"),
        ("/broken", "not a JSON Feed"),
        ("/zip", "zip"),
    ):
        new, (sentence,) = add(library, server.url(path))
        assert (new, reason in sentence) == (0, True)
    assert sources(library) == []


def test_a_list_of_subscriptions_keeps_its_folders(
    library: Library, server: Server, tmp_path: Path
) -> None:
    outline = '<outline type="rss" text="{}" xmlUrl="{}"/>'
    inside = outline.format("Deep", server.url("/b", "127.0.0.2"))
    inside += outline.format("Lost", server.url("/lost", "127.0.0.3"))
    opml = f'<outline text="Sea"><outline text="Deep">{inside}</outline></outline>'
    opml += outline.format("", server.url("/a")) + outline.format("File", "file:///etc/passwd")
    (tmp_path / "all.opml").write_text(f'<opml version="2.0"><body>{opml}</body></opml>')
    server.pages |= {"/a": Answer(feed("storm")), "/b": Answer(feed("flood"))}

    new, told = add(library, tmp_path / "all.opml")

    assert new == 2
    assert {(one.title, one.folder) for one in sources(library)} == {
        ("Deep", "Sea/Deep"),
        ("Lost", "Sea/Deep"),
        ("Tides", ""),
    }
    assert len(told) == 2
    assert "/lost: is not there" in told[1]


def test_a_list_comes_over_the_network_too(library: Library, server: Server) -> None:
    outline = f'<outline type="rss" text="A" xmlUrl="{server.url("/a")}"/>'
    server.pages["/list"] = Answer(f"<opml version='2.0'><body>{outline}</body></opml>".encode())
    server.pages["/a"] = Answer(feed("storm"))

    assert add(library, server.url("/list"), folder="Mine") == (1, [])
    assert add(library, server.url("/list")) == (0, [])
    assert [one.folder for one in sources(library)] == ["Mine"]
    assert server.paths() == ["/list", "/a", "/list"]


def test_the_urls_of_newsboat_are_taken_in(
    library: Library, server: Server, tmp_path: Path
) -> None:
    lines = f'# mine\n{server.url("/a")} sea "~My tides" "!"\nquery:x:y\nexec:/bin/true "z\n'
    (tmp_path / "urls").write_text(lines)
    server.pages["/a"] = Answer(feed("storm"))

    new, told = add(library, tmp_path / "urls")

    assert (new, [one.rpartition(": ")[0][-6:] for one in told]) == (1, ["line 3", "line 4"])
    assert [(one.title, one.folder) for one in sources(library)] == [("My tides", "sea")]


def test_an_empty_list_says_so(library: Library, tmp_path: Path) -> None:
    (tmp_path / "none.opml").write_text("<opml version='2.0'><body/></opml>")

    assert "names none" in add(library, tmp_path / "none.opml")[1][0]


def test_a_name_and_a_password_stay_out_of_sight(library: Library, server: Server) -> None:
    def told(asked: Asked) -> Answer:
        known = asked.headers.get("authorization") == "Basic a2VlcGVyOmxhbXA="
        return Answer(feed("storm")) if known else Answer(status=401)

    server.pages["/feed"] = told
    secret = server.url("/feed").replace("//", "//keeper:lamp@")

    assert add(library, secret) == (1, [])
    assert sources(library)[0].location == server.url("/feed")
    kept = library.folders.data / "logins.json"
    assert kept.stat().st_mode & 0o777 == 0o600
    assert b"lamp" not in (library.folders.data / "newsreader.db").read_bytes()
    assert "name and a password" in add(library, server.url("/feed?"))[1][0]


def test_a_name_and_a_password_reach_the_feed_of_the_site(library: Library, server: Server) -> None:
    server.pages["/"] = Answer(page(("/feed", "All")))
    server.pages["/feed"] = Answer(feed("storm"))

    assert add(library, server.url("/").replace("//", "//keeper:lamp@"))[0] == 1
    assert all("authorization" in asked.headers for asked in server.asked)


def test_a_list_from_elsewhere_leads_nobody_into_a_private_network(
    library: Library, server: Server
) -> None:
    outline = f'<outline type="rss" text="A" xmlUrl="{server.url("/a")}"/>'
    text = f"<opml version='2.0'><body>{outline}</body></opml>"

    found = list(add_list(library, text, "list", AddOptions(), trusting=False))

    assert "private network" in found[0][0].error
    assert server.asked == []


def test_logins_in_a_list_stay_out_of_sight(
    library: Library, server: Server, tmp_path: Path
) -> None:
    secret = server.url("/a").replace("//", "//keeper:lamp@")
    (tmp_path / "urls").write_text(f"{secret}\n")
    server.pages["/a"] = Answer(feed("storm"))

    assert add(library, tmp_path / "urls") == (1, [])
    assert "authorization" in server.asked[0].headers
    assert sources(library)[0].location == server.url("/a")


def test_a_page_that_cannot_be_read_is_no_story(library: Library, server: Server) -> None:
    server.pages["/empty"] = Answer(b" \n ")

    new, told = add(library, server.url("/empty"), page=True)

    assert (new, len(told)) == (0, 1)
