"""Items of the Google Reader API become entries with marks, however a server writes them."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.greader.item_ids import LONG
from reader.greader.items import MOST_ENCLOSURES, ServerItem, read_items, seconds_of
from reader.model import Enclosure, ParseError

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
MOMENT = 1_795_262_400
KEYS = (
    *("id", "title", "summary", "content", "canonical", "alternate", "href", "published"),
    *("length", "categories", "origin", "streamId", "enclosure", "author", "type", "comments"),
)


def items(*written: object) -> list[ServerItem]:
    body = json.dumps({"items": list(written)}).encode()
    return read_items(body, lambda stream: f"at:{stream}", NOW)


def one(**written: object) -> ServerItem:
    (found,) = items({"id": f"{LONG}000000000000001f", **written})
    return found


@given(
    st.lists(
        st.recursive(
            st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=20)),
            lambda inner: st.one_of(
                st.lists(inner, max_size=3),
                st.dictionaries(st.sampled_from(KEYS), inner, max_size=6),
            ),
            max_leaves=30,
        )
    )
)
def test_anything_in_a_list_of_items_is_an_item_or_left_out(written: list[object]) -> None:
    for item in items(*written):
        assert item.id
        item.entry.title.encode()
        item.entry.content.encode()
        assert item.entry.link == "" or item.entry.link.lower().startswith("http")


def test_an_item_has_its_words_its_feed_and_its_marks() -> None:
    found = one(
        title="Lamps &amp; oil",
        author="Ada",
        published=MOMENT,
        canonical=[{"href": "https://tides.example/1"}],
        alternate=[{"href": "https://other.example/1"}],
        summary={"content": "<p>Short.</p>"},
        content={"content": "<p>Much longer.</p>"},
        origin={"streamId": "feed/7", "title": "Tides"},
        enclosure=[{"href": "https://tides.example/1.mp3", "type": "audio/mpeg", "length": "12"}],
        categories=["user/-/state/com.google/read", "user/1005/state/com.google/starred",
                    "user/-/label/with/slash", "user/-/state/com.google/fresh", 7],
    )  # fmt: skip

    assert (found.id, found.stream) == ("000000000000001f", "feed/7")
    assert (found.is_read, found.is_starred, found.labels) == (True, True, ("with/slash",))
    entry = found.entry
    assert entry.source == "at:feed/7"
    assert entry.content == "<p>Much longer.</p>"
    assert (entry.title, entry.author, entry.outlet) == ("Lamps &amp; oil", "Ada", "Tides")
    assert entry.link == "https://tides.example/1"
    assert entry.published == datetime.fromtimestamp(MOMENT, UTC).isoformat()
    assert entry.enclosures == (Enclosure("https://tides.example/1.mp3", "audio/mpeg", 12),)
    assert entry.guid == "greader:000000000000001f"


def test_an_item_with_next_to_nothing_is_one_all_the_same() -> None:
    found = one()

    assert (found.stream, found.entry.content, found.entry.published) == ("", "", "")
    assert not found.is_read


@pytest.mark.parametrize("place", ["canonical", "alternate"])
def test_only_addresses_of_the_web_are_links(place: str) -> None:
    links = ["text", {"href": "javascript:1"}, {"href": 7}, {"href": " https://tides.example/ "}]

    assert one(**{place: links}).entry.link == "https://tides.example/"


def test_what_is_no_item_is_left_out() -> None:
    assert items("text", 7, None, {"id": "not an id"}, {"title": "no id"}) == []
    with pytest.raises(ParseError):
        read_items(b'{"items": [', str, NOW)


def test_a_body_may_be_a_text_by_itself() -> None:
    assert one(summary="<p>Bare.</p>").entry.content == "<p>Bare.</p>"


def test_lone_surrogates_do_no_harm() -> None:
    body = b'{"items": [{"id": "31", "title": "\\ud800 lamps", "content": {"content": "\\udfff"}}]}'

    (found,) = read_items(body, str, NOW)

    assert found.entry.title == "? lamps"
    assert found.entry.content == "?"


def test_enclosures_have_bounds() -> None:
    many = [{"href": f"https://tides.example/{number}", "length": -1} for number in range(99)]

    found = one(enclosure=[*many, "text"]).entry.enclosures

    assert len(found) == MOST_ENCLOSURES
    assert found[0] == Enclosure("https://tides.example/0")


@pytest.mark.parametrize(
    "written",
    [MOMENT, str(MOMENT), MOMENT * 1_000, MOMENT * 1_000_000, f"{MOMENT}000000", MOMENT + 0.5,
     f"{MOMENT}.25", f"{MOMENT}000000000"],
)  # fmt: skip
def test_seconds_milliseconds_and_microseconds_are_one_moment(written: object) -> None:
    assert seconds_of(written) == MOMENT


@pytest.mark.parametrize(
    "written",
    [None, "", "soon", -5, float("nan"), float("inf"), 1e30, "9" * 40, [], "٣", 10**24],
)
def test_what_is_no_moment_is_none(written: object) -> None:
    assert seconds_of(written) == 0


def test_a_moment_is_looked_for_where_servers_write_one() -> None:
    there = datetime.fromtimestamp(MOMENT, UTC).isoformat()

    assert one(published="", crawlTimeMsec=f"{MOMENT}000").entry.published == there
    assert one(timestampUsec=f"{MOMENT}000000", updated=1).entry.published == there
