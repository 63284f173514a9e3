"""Answers of the Google Reader API: strict where a mark depends on it, and never a surprise."""

from __future__ import annotations

import json
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.greader.answers import (
    MOST_LABELS,
    IdPage,
    Subscription,
    is_ok,
    read_ids,
    read_labels,
    read_login,
    read_quickadd,
    read_subscriptions,
    read_token,
)
from reader.model import ParseError

READS = (
    read_ids,
    read_labels,
    read_login,
    read_quickadd,
    read_subscriptions,
    read_token,
)
ANYTHING = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text()),
    lambda inner: st.one_of(
        st.lists(inner, max_size=4),
        st.dictionaries(
            st.sampled_from(
                ("id", "itemRefs", "tags", "subscriptions", "categories", "label", "title", "url",
                 "type", "continuation", "streamId", "numResults")
            ),
            inner,
            max_size=6,
        ),
    ),
    max_leaves=30,
)  # fmt: skip


def body(written: object) -> bytes:
    return json.dumps(written).encode()


@given(ANYTHING)
def test_any_json_is_read_or_refused_in_a_sentence(written: object) -> None:
    for reads in READS:
        with suppress(ParseError):
            reads(body(written))


@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused_in_a_sentence(written: bytes) -> None:
    for reads in READS:
        with suppress(ParseError):
            reads(written)


@given(st.lists(st.integers(min_value=1, max_value=2**63 - 1), unique=True, max_size=20), st.data())
def test_half_an_answer_is_never_a_shorter_list(numbers: list[int], data: st.DataObject) -> None:
    whole = body({"itemRefs": [{"id": str(one)} for one in numbers]})
    end = data.draw(st.integers(min_value=0, max_value=len(whole) - 1))

    with pytest.raises(ParseError):
        read_ids(whole[:end])
    assert len(read_ids(whole).items) == len(numbers)


@pytest.mark.parametrize("written", [{}, {"items": []}, {"itemRefs": {}}, [], "text", 7])
def test_an_answer_without_its_list_is_refused(written: object) -> None:
    for reads in (read_ids, read_labels, read_subscriptions):
        with pytest.raises(ParseError):
            reads(body(written))


def test_null_is_an_empty_list() -> None:
    assert read_ids(body({"itemRefs": None})) == IdPage(())
    assert read_subscriptions(body({"subscriptions": None})) == []


def test_a_page_of_html_is_said_to_be_one() -> None:
    with pytest.raises(ParseError, match="a page in place of an answer"):
        read_ids(b"\n <!doctype html><title>Please log in</title>")


def test_json_that_is_too_deep_is_refused() -> None:
    with pytest.raises(ParseError):
        read_ids(b"[" * 100_000)


def test_ids_come_as_texts_numbers_and_by_themselves_and_once_each() -> None:
    written = {"itemRefs": [{"id": "31"}, {"id": 32}, "33", {"id": "31"}], "continuation": 7}

    page = read_ids(body(written))

    assert page.items == ("000000000000001f", "0000000000000020", "0000000000000021")
    assert page.continuation == "7"


def test_an_id_that_nobody_knows_makes_the_list_worthless() -> None:
    with pytest.raises(ParseError):
        read_ids(body({"itemRefs": [{"id": "31"}, {"id": "not an id"}]}))


def test_subscriptions_are_read_from_those_who_say_little_and_much() -> None:
    written = [
        {"id": "feed/7", "title": "Tides \x1b[31m", "url": "https://tides.example/feed",
         "categories": [{"id": "user/1005/label/Coast/North", "label": "North"}]},
        {"id": "feed/https://dunes.example/feed"},
        {"id": "feed/9", "title": 7, "categories": [{"label": "Named"}, "user/-/label/Bare", 3]},
        {"id": "feed/7", "title": "Tides again"},
        {"title": "without an id"},
        "nothing",
    ]  # fmt: skip

    assert read_subscriptions(body({"subscriptions": written})) == [
        Subscription("feed/7", "Tides again"),
        Subscription("feed/https://dunes.example/feed", "https://dunes.example/feed", (),
                     "https://dunes.example/feed"),
        Subscription("feed/9", "7", ("Named", "Bare")),
    ]  # fmt: skip
    assert read_subscriptions(body({"subscriptions": written[:1]})) == [
        Subscription("feed/7", "Tides", ("Coast/North",), "https://tides.example/feed")
    ]


def test_labels_are_told_from_folders_where_the_server_does() -> None:
    written = [
        {"id": "user/-/state/com.google/starred"},
        {"id": "user/-/label/Coast", "type": "folder"},
        {"id": "user/1005/label/with/slashes", "type": "tag"},
        {"id": "user/-/label/untyped"},
    ]

    labels = read_labels(body({"tags": written}))

    assert labels.labels == ("with/slashes", "untyped")
    assert labels.folders == ("Coast",)
    assert labels.is_whole


def test_a_list_of_labels_beyond_the_most_is_known_to_be_cut() -> None:
    written = [{"id": f"user/-/label/{number}"} for number in range(MOST_LABELS + 1)]

    assert not read_labels(body({"tags": written})).is_whole


@pytest.mark.parametrize(
    "answer", [b"SID=x\nLSID=y\nAuth=key/1\n", b"auth=key/1", b"Auth=key/1\r\nmore=2"]
)
def test_the_key_of_a_login_is_found(answer: bytes) -> None:
    assert read_login(answer) == "key/1"


@pytest.mark.parametrize("answer", [b"", b"Error=BadAuthentication", b"Auth=", b"Auth=two words",
                                    b"Auth=" + b"x" * 5_000])  # fmt: skip
def test_an_answer_without_a_key_is_refused(answer: bytes) -> None:
    with pytest.raises(ParseError):
        read_login(answer)


def test_a_token_is_a_word_and_no_page() -> None:
    assert read_token(b"abcZZZ\n") == "abcZZZ"
    for answer in (b"", b"<html>", b"two words"):
        with pytest.raises(ParseError):
            read_token(answer)


@pytest.mark.parametrize(("answer", "is_done"), [(b"OK", True), (b'"OK"\n', True), (b"ok", True),
                                                 (b"<p>OK", False), (b"", False)])  # fmt: skip
def test_only_ok_says_that_a_change_was_made(answer: bytes, is_done: bool) -> None:
    assert is_ok(answer) is is_done


def test_a_quick_addition_names_its_feed_or_is_refused() -> None:
    assert read_quickadd(body({"numResults": 1, "streamId": "feed/7"})) == "feed/7"
    assert read_quickadd(body({"streamId": "feed/7"})) == "feed/7"
    for written in ({"numResults": 0, "error": "none"}, {"numResults": "0", "streamId": "feed/7"}):
        with pytest.raises(ParseError):
            read_quickadd(body(written))
