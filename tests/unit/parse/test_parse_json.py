"""JSON Feeds as programs write them."""

from __future__ import annotations

import json

import pytest

from reader.clean import clean
from reader.model import ContentForm, Enclosure, Entry
from tests.support.feeds import entries, json_feed, refusal


def one(**item: object) -> Entry:
    return json_feed(json.dumps({"id": "1"} | item))[0]


@pytest.mark.parametrize(
    ("item", "author"),
    [
        ({"authors": {"name": "Ida Holm"}}, "Ida Holm"),
        ({"authors": ["Ida Holm", {"name": "Ove Lund"}, None, 3]}, "Ida Holm, Ove Lund, 3"),
        ({"authors": [], "author": "Ida Holm"}, "Ida Holm"),
        ({"authors": "Ida Holm (ida@lamp.example)"}, "Ida Holm"),
        ({"author": ["Ida Holm", "Ove Lund"]}, "Ida Holm, Ove Lund"),
        ({"author": {"name": None}}, ""),
    ],
)
def test_an_author_may_be_a_name_an_object_or_a_list(item: dict[str, object], author: str) -> None:
    assert one(**item).author == author


def test_attachments_may_be_one_object_and_sizes_any_number() -> None:
    link = "https://lamp.example/1.mp3"

    def size(written: object) -> int:
        return one(attachments={"url": link, "size_in_bytes": written}).enclosures[0].size

    assert one(attachments=[{"url": link, "mime_type": "a/b"}]).enclosures == (
        Enclosure(link, "a/b"),
    )
    assert one(attachments=None).enclosures == ()
    assert [size(one) for one in (15, 1.5e6, "7", "7.0", 1e300, -3, True)] == [
        15,
        1_500_000,
        7,
        7,
        0,
        0,
        0,
    ]


def test_items_that_a_program_has_numbered_are_a_list() -> None:
    feed = {
        "version": "https://jsonfeed.org/version/1",
        "items": {"0": {"id": "a"}, "2": {"id": "b"}},
    }

    assert [entry.guid for entry in entries(json.dumps(feed))] == ["a", "b"]


def test_of_html_and_plain_text_the_html_is_the_content() -> None:
    html, text = "<p>Some <em>marks</em>.</p>", "Some *marks*, and [a link](https://lamp.example/)."

    assert one(content_html=html, content_text=text).content == html
    assert one(content_html="<p> </p>", content_text=text).content == text
    assert one(content_html=" ", content_text="a").form is ContentForm.TEXT


def test_the_lines_of_a_plain_text_stay_apart() -> None:
    assert clean(one(content_text="One\nTwo <b>\n\nThree")).text == "One\nTwo <b>\n\nThree"


def test_raw_line_breaks_and_commas_too_many_are_read() -> None:
    feed = (
        '\ufeff{"version": "https://jsonfeed.org/version/1", "title": "a,}",, "items": ['
        '{"id": "1\\",]", "title": "Tab\there", "content_text": "a\nb",}, {"id": "2",},\n],}'
    )

    assert [(entry.guid, entry.title, entry.outlet) for entry in entries(feed)] == [
        ('1",]', "Tab here", "a,}"),
        ("2", "", "a,}"),
    ]


@pytest.mark.parametrize("answer", ["null", " true\n", "false"])
def test_a_server_that_has_nothing_to_say_is_no_feed(answer: str) -> None:
    assert refusal(answer) == "is JSON but not a JSON Feed"
