from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from reader.config import Folders
from reader.fetch.http.rate_limit import FetchPolicy
from reader.library import Library
from reader.library.ingest.pages.index_pages import MOST_PAGES
from reader.model import FetchState, SourceReading
from reader.opml import opml_lines, read_list
from tests.support.due_sources import make_due
from tests.support.index_pages import FLAT_PAGE, PROSE, SLUGS, TITLES
from tests.support.server import Answer, Asked, Server, feed
from tests.support.sites import PAGE, add, sources

MORE = "Divers find an anchor in the mouth of the river"
HTML = FLAT_PAGE.html
FEW = "".join(
    f'<h2><a href="/news/{s}">{t}</a></h2>' for s, t in zip(SLUGS[:3], TITLES, strict=False)
)


def index_page(*titles: str) -> bytes:
    cards = "".join(
        f'<h2><a href="/news/{title.lower().replace(" ", "-")}">{title}</a></h2>'
        for title in titles
    )
    return f"<html><title>The Paper</title><body><main>{cards}</main></body></html>".encode()


@pytest.fixture
def paper(library: Library, server: Server) -> Library:
    """A library that reads an index page, which may be asked again at once."""
    server.pages["/news"] = Answer(index_page(*TITLES), headers={"ETag": '"1"'})
    for slug in SLUGS:
        server.pages[f"/news/{slug}"] = story_page
    add(library, server.url("/news"))
    make_due(library)
    return library


def story_page(asked: Asked) -> Answer:
    html = PAGE.format(links="").replace("The keeper", f"{asked.path}: the keeper")
    return Answer(html.encode())


def refresh(library: Library) -> tuple[int, list[str]]:
    found = list(library.refresh())
    make_due(library)
    return sum(new for _, new in found), [
        one.error or one.note for one, _ in found if one.error or one.note
    ]


def headlines(library: Library) -> list[str]:
    return [story.headline for story in library.store.stories.all_stories()]


def test_a_page_without_a_feed_that_lists_stories_is_read_like_one(
    library: Library, server: Server
) -> None:
    server.pages["/news"] = Answer(HTML.encode())

    new, said = add(library, server.url("/news"))
    (source,) = sources(library)
    assert new == len(TITLES)
    assert said[0] == f"{server.url('/news')}: has no feed; its list of stories is read like one"
    assert (source.reading, source.full_text) == (SourceReading.LIST, True)
    assert source.title == "News of the day"
    assert headlines(library) == list(reversed(TITLES))


def test_the_texts_of_the_stories_of_an_index_page_are_fetched(paper: Library) -> None:
    texts = [story.text for story in paper.store.stories.all_stories()]

    assert all(
        f"/news/{slug}: the keeper" in text for slug, text in zip(SLUGS[::-1], texts, strict=True)
    )


def test_only_so_many_pages_are_fetched_in_one_reading_and_the_others_later(
    library: Library, server: Server
) -> None:
    titles = [f"Story number {number} of a long day" for number in range(MOST_PAGES + 3)]
    server.pages["/news"] = Answer(index_page(*titles), headers={"ETag": '"1"'})
    add(library, server.url("/news"))
    make_due(library)
    asked = [path for path in server.paths() if path.startswith("/news/")]

    assert len(asked) == MOST_PAGES
    assert len(set(asked)) == MOST_PAGES
    refresh(library)
    asked = [path for path in server.paths() if path.startswith("/news/")]
    assert len(asked) == len(set(asked)) == MOST_PAGES + 3
    refresh(library)
    assert len([path for path in server.paths() if path.startswith("/news/")]) == MOST_PAGES + 3


def test_what_is_new_on_an_index_page_comes_with_a_refresh(paper: Library, server: Server) -> None:
    server.pages["/news"] = Answer(index_page(MORE, *TITLES))

    new, said = refresh(paper)
    assert new == 1
    assert said[0].startswith(f"{server.url('/news')}: 1 of its stories' pages brought no more: ")
    assert headlines(paper)[-1] == MORE
    assert len(headlines(paper)) == len(TITLES) + 1


def test_an_index_page_is_asked_whether_it_has_changed(paper: Library, server: Server) -> None:
    server.pages["/news"] = lambda asked: (
        Answer(status=304) if asked.headers.get("if-none-match") == '"1"' else Answer(status=500)
    )

    assert refresh(paper) == (0, [])
    assert sources(paper)[0].health.last_error == ""


def test_a_page_that_is_laid_out_anew_is_told_and_loses_nothing(
    paper: Library, server: Server
) -> None:
    where = server.url("/news")
    for body, reason in (
        (b"<p>We have a new site. Come and look at it, it has everything that you want.</p>",
         "no list of stories was found on this page"),
        (b"<h2><a href='/x/some-page-of-ours'>Another page of ours to read</a></h2>"
         b"<h2><a href='/y/other-page-of-ours'>Yet another page of ours</a></h2>"
         b"<h2><a href='/z/third-page-of-ours'>And a third page of ours</a></h2>",
         "is laid out anew, and only a few of its links look like stories"),
    ):  # fmt: skip
        server.pages["/news"] = Answer(b"<html><body>" + body + b"</body></html>")

        new, said = refresh(paper)
        assert (new, said) == (0, [f"{where}: {reason}"])
        assert sources(paper)[0].health.last_error == f"{where}: {reason}"
        assert len(headlines(paper)) == len(TITLES)


def test_a_list_in_doubt_goes_on_while_it_holds_known_stories(
    paper: Library, server: Server
) -> None:
    server.pages["/news"] = Answer(index_page(MORE, *TITLES[:2]))

    assert refresh(paper)[0] == 1


def test_a_feed_in_the_place_of_an_index_page_is_read(paper: Library, server: Server) -> None:
    server.pages["/news"] = Answer(feed("storm"))

    assert refresh(paper)[0] == 1
    assert "storm" in headlines(paper)


def test_what_is_no_page_is_told(paper: Library, server: Server) -> None:
    server.pages["/news"] = Answer(
        b"Words of a plain text, without any markup.", headers={"Content-Type": "text/plain"}
    )

    assert refresh(paper)[1] == [f"{server.url('/news')}: is no page"]


def test_a_wall_in_the_place_of_a_page_is_told(paper: Library, server: Server) -> None:
    server.pages["/news"] = Answer(b"<html><body><p>Please enable JavaScript.</p></body></html>")
    assert "asks for a browser" in refresh(paper)[1][0]

    server.pages["/news"] = Answer(
        b"<html><body>Wait</body></html>", 200, {"cf-mitigated": "challenge"}
    )
    assert "browser" in refresh(paper)[1][0]


def test_a_page_that_breaks_off_is_asked_for_again(paper: Library, server: Server) -> None:
    server.pages["/news"] = Answer(
        index_page(*TITLES)[:-50], headers={"Content-Length": "99999"}, length=False
    )

    new, said = refresh(paper)
    assert new == 0
    assert len(said) == 1
    assert sources(paper)[0].fetch_state.etag == ""


def test_an_index_page_is_not_asked_for_where_its_site_wants_no_programs(
    paper: Library, server: Server
) -> None:
    server.pages["/robots.txt"] = Answer(b"User-agent: *\nDisallow: /news\n")
    before = server.paths().count("/news")

    error = f"{server.url('/news')}: its site wants no programs to read it (robots.txt)"
    assert refresh(paper) == (0, [error])
    assert server.paths().count("/news") == before
    assert sources(paper)[0].fetch_state.failures == 1


def test_rules_that_cannot_be_had_let_nobody_in(paper: Library, server: Server) -> None:
    server.pages["/robots.txt"] = Answer(status=500)

    _, said = refresh(paper)
    assert said[0].startswith(
        f"{server.url('/news')}: is left alone, as its robots.txt cannot be read: "
    )


def test_a_host_that_wants_to_be_left_alone_is(paper: Library, server: Server) -> None:
    server.pages["/robots.txt"] = Answer(status=429, headers={"Retry-After": "3600"})
    refresh(paper)
    count = len(server.paths())

    _, said = refresh(paper)
    assert "asked to be left alone" in said[0]
    assert len(server.paths()) == count


def test_a_page_that_its_site_keeps_programs_from_is_not_subscribed_to(
    library: Library, server: Server
) -> None:
    server.pages["/news"] = Answer(HTML.encode())
    server.pages["/robots.txt"] = Answer(b"User-agent: *\nDisallow: /\n")

    new, said = add(library, server.url("/news"))
    assert (new, sources(library)) == (0, [])
    assert said == [f"{server.url('/news')}: its site wants no programs to read it (robots.txt)"]


def test_a_list_in_doubt_is_not_subscribed_to_by_itself(library: Library, server: Server) -> None:
    server.pages["/news"] = Answer(f"<main>{FEW}<p>{PROSE}</p></main>".encode())
    where = server.url("/news")

    _, said = add(library, where)
    assert said == [
        f"{where}: has no feed; the page itself was kept as a story; it may be a list of 3 stories"
        f", but only a few of its links look like stories; `newsreader add --list {where}` reads "
        "it as one"
    ]
    assert [source.location for source in sources(library)] == ["page:"]
    new, said = add(library, where, reading=SourceReading.LIST)
    assert new == 3
    assert sources(library)[1].reading is SourceReading.LIST


def test_the_list_of_a_page_with_a_feed_is_read_where_that_is_wished(
    library: Library, server: Server
) -> None:
    link = '<link rel="alternate" type="application/rss+xml" href="/feed">'
    server.pages["/feed"] = Answer(feed("storm"))
    server.pages["/news"] = Answer(HTML.replace("<head>", f"<head>{link}").encode())
    add(library, server.url("/news"))
    assert headlines(library) == ["storm"]

    assert add(library, server.url("/news"), reading=SourceReading.LIST)[0] == len(TITLES)
    assert [source.reading.value for source in sources(library)] == ["feed", "list"]


def test_a_page_that_lists_nothing_cannot_be_read_as_a_list(
    library: Library, server: Server
) -> None:
    server.pages["/news"] = Answer(f"<main><p>{PROSE}</p></main>".encode())

    new, said = add(library, server.url("/news"), reading=SourceReading.LIST)
    assert (new, said) == (0, [f"{server.url('/news')}: no list of stories was found on this page"])
    assert sources(library) == []


def test_a_person_may_decline_the_list_of_a_page(library: Library, server: Server) -> None:
    server.pages["/news"] = Answer(HTML.encode())
    offered = []

    new, said = add(library, server.url("/news"), agree=lambda found: bool(offered.append(found)))
    assert (new, sources(library)) == (0, [])
    assert said == [f"{server.url('/news')}: has no feed, and its list was not taken"]
    assert len(offered[0].pairs) == len(TITLES)


def test_a_page_that_was_read_as_something_else_is_read_anew(
    paper: Library, server: Server
) -> None:
    where = server.url("/news")

    assert add(paper, where, reading=SourceReading.WATCH)[0] == 1
    (source,) = sources(paper)
    assert (source.reading, source.full_text) == (SourceReading.WATCH, False)
    assert len(headlines(paper)) == len(TITLES) + 1


def test_a_feed_with_whole_pages_and_nothing_new_asks_for_none(
    library: Library, server: Server
) -> None:
    server.pages["/feed"] = Answer(feed("storm"))
    add(library, server.url("/feed"))
    (source,) = sources(library)
    library.store.sources.change(replace(source, full_text=True))
    make_due(library)

    assert refresh(library) == (0, [])
    assert set(server.paths()) == {"/feed"}


def test_a_page_that_was_never_read_as_anything_is_told_with_what_helps(
    library: Library, server: Server
) -> None:
    server.pages["/news"] = Answer(HTML.encode())
    where = server.url("/news")
    source_id = library.store.sources.add(where)
    library.store.fetch_states.save(source_id, FetchState(private=True))

    error = f"{where}: answers with a page now, not with a feed"
    assert refresh(library)[1] == [
        f"{error}; `newsreader add {where}` finds out as what it can be read"
    ]


def test_an_index_page_that_has_moved_is_followed(paper: Library, server: Server) -> None:
    (source,) = sources(paper)
    place = server.url("/moved")
    server.pages["/moved"] = Answer(index_page(*TITLES))
    server.pages["/news"] = Answer(status=301, headers={"Location": place})
    state = replace(source.fetch_state, moved=2, moved_to=place)
    paper.store.fetch_states.save(source.id, state)

    add(paper, server.url("/news"), reading=SourceReading.LIST)
    assert [(one.id, one.location, one.reading) for one in sources(paper)] == [
        (source.id, place, SourceReading.LIST)
    ]


def test_selectors_of_the_configuration_say_what_is_a_story(home: Folders, server: Server) -> None:
    home.config.mkdir(parents=True, exist_ok=True)
    (home.config / "config.toml").write_text(
        '[sites."elsewhere.example"]\nlist = "h1"\n[sites."127.0.0.1"]\nlist = ["p.story"]\n'
    )
    body = "".join(f'<p class="story"><a href="/{name}">{name}</a></p>' for name in ("tea", "milk"))
    server.pages["/shop"] = Answer(f"<main>{body}<p>{PROSE * 9}</p></main>".encode())
    library = Library.open(home, FetchPolicy(apart=0))

    assert add(library, server.url("/shop"))[0] == 2
    assert headlines(library) == ["milk", "tea"]
    make_due(library)
    server.pages["/shop"] = Answer(
        b"<main><p>Everything is sold, and we are gone for ever.</p></main>"
    )
    assert refresh(library)[1] == [
        f"{server.url('/shop')}: what [sites] names as its list is not on this page"
    ]
    library.close()


def test_many_index_pages_are_read_by_other_processes(library: Library, server: Server) -> None:
    for number in range(6):
        server.pages[f"/{number}/news"] = Answer(
            index_page(*(f"{title} {number}" for title in TITLES))
        )
        add(library, server.url(f"/{number}/news"))
    make_due(library)
    for number in range(6):
        server.pages[f"/{number}/news"] = Answer(
            index_page(*(f"{title} {number}" for title in (MORE, *TITLES)))
        )

    assert refresh(library)[0] == 6


def test_a_list_of_subscriptions_says_as_what_a_source_is_read(
    paper: Library, library: Library, tmp_path: Path, server: Server
) -> None:
    written = "\n".join(opml_lines(sources(paper)))

    (source,) = read_list(written, "list").sources
    assert (source.reading, source.full_text) == (SourceReading.LIST, True)
    assert (
        read_list(written.replace('reading="list"', 'reading="tea"'), "list").sources[0].reading
        == "feed"
    )


def test_links_of_an_index_page_lead_nobody_into_a_private_network(
    library: Library, server: Server
) -> None:
    """The page stands in a private network by consent; other hosts in there are not meant."""
    host = server.url("").replace("127.0.0.1", "127.0.0.2")
    body = "".join(
        f'<h2><a href="{host}/news/{slug}">{title}</a></h2>'
        for slug, title in zip(SLUGS, TITLES, strict=True)
    )
    server.pages["/news"] = Answer(f"<main>{body}</main>".encode())

    _, said = add(library, server.url("/news"), reading=SourceReading.LIST)
    assert not [path for path in server.paths() if path.startswith("/news/")]
    assert said
