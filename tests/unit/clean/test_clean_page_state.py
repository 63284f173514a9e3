"""The story of a page that its own scripts would draw is read from the data in them."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from reader.clean import clean
from reader.clean.page.state_scripts import decode_scripts
from reader.clean.page.state_story import story_tree
from reader.model import ContentForm, Entry, SpanKind, Story

NOW = datetime(2026, 11, 1, tzinfo=UTC)
HEADLINE = "Tide mill grinds again after ninety years"
SENTENCES = (
    "The wheel of the tide mill turned at half past four, when the pond behind it was full.",
    "A miller had come from the next valley, for nobody here has dressed a stone since the war.",
    "The first sack was of rye, and the baker by the bridge had bought it before it was ground.",
    "Twice a day the mill can work for three hours, at a time that the moon sets for it.",
    "The rest of the day its keepers mend the dam, of which the crabs think very little.",
)
OTHERS = (
    "A heron has been seen on the weather vane of the town hall for the third day in a row.",
    "The library keeps its doors shut until the painters have found the key to the attic.",
    "Forty sheep crossed the railway bridge on Sunday, and all of them came back on Monday.",
    "The choir sings in the customs shed this year, because the roof of the church leaks.",
)
HTML = "".join(f"<p>{sentence}</p>" for sentence in SENTENCES)
WHOLE = "\n\n".join(SENTENCES)


def page(scripts: str, body: str = "<div id=root><i>Loading…</i></div>") -> Story:
    """Clean a page that shows next to nothing."""
    head = f"<title>{HEADLINE}</title><meta property=og:title content='{HEADLINE}'>"
    content = f"<html lang=en><head>{head}</head><body>{body}{scripts}</body></html>"
    return clean(Entry("page", content, ContentForm.PAGE, NOW))


def data(value: Any) -> str:
    """Write data as a page carries it along."""
    return f'<script id="__NEXT_DATA__" type="application/json">{json.dumps(value)}</script>'


def props(**article: Any) -> str:
    """Write the data of a page about one article, among others."""
    others = [{"title": f"Other {n}", "text": text * 4} for n, text in enumerate(OTHERS)]
    return data({"props": {"article": {"title": HEADLINE, **article}, "latest": others}})


def rich(text: str) -> list[dict[str, Any]]:
    """Write a paragraph in pieces, one of them a link."""
    return [
        {"type": "text", "text": text[:12]},
        {"type": "link", "url": "/x", "children": [{"text": text[12:30]}]},
        {"type": "text", "text": text[30:]},
    ]


@pytest.mark.parametrize(
    "scripts",
    [
        props(body=[{"type": "paragraph", "html": text} for text in SENTENCES]),
        props(content={"rendered": HTML}),
        props(paragraphs=SENTENCES),
        props(paragraphs=[{"text": text} for text in SENTENCES]),
        props(body={"nodeType": "document", "content": [
            {"nodeType": "paragraph", "content": [{"nodeType": "text", "value": text}]}
            for text in SENTENCES]}),
        props(doc={"type": "doc", "content": [
            {"type": "paragraph", "children": rich(text)} for text in SENTENCES]}),
        props(body={"blocks": [
            {"type": "image", "data": {"text": OTHERS[0]}},
            *({"type": "paragraph", "data": {"text": text}} for text in SENTENCES),
            {"type": "newsletter", "data": {"text": OTHERS[1]}}]}),
        props(body=HTML, related=[{"body": text} for text in OTHERS]),
        data({"headlines": {"basic": HEADLINE}, "content_elements": [
            {"type": "text", "content": text} for text in SENTENCES]}),
        data({"status": 200, "body": json.dumps({"title": HEADLINE, "html": HTML})}),
        data({"a": {"entries": [{"text": text} for text in SENTENCES]}}),
    ],
)  # fmt: skip
def test_a_story_in_the_data_of_a_page_is_read_in_many_notations(scripts: str) -> None:
    assert page(scripts).text == WHOLE


def assigned(name: str, value: str) -> str:
    """Write a script that gives data a name."""
    return f"<script>var a = 1; {name} = {value};(function(){{}})()</script>"


ARTICLE = json.dumps({"article": {"title": HEADLINE, "body": SENTENCES}})


@pytest.mark.parametrize(
    "script",
    [
        assigned("window.__INITIAL_STATE__", ARTICLE),
        assigned("window.__INITIAL_STATE__", f'{{"user": undefined, "page": {ARTICLE}}}'),
        assigned("window.__APOLLO_STATE__", f"JSON.parse({json.dumps(ARTICLE)})"),
        assigned("window.__DATA__", "{broken" + " " * 300)
        + assigned("Site.globalContent", ARTICLE),
    ],
)
def test_a_story_in_a_script_is_read_from_what_it_assigns(script: str) -> None:
    assert page(script).text == WHOLE


def test_a_page_that_comes_in_pieces_is_put_together() -> None:
    children = [element("p", text[:12], element("a", text[12:20]), text[20:]) for text in SENTENCES]
    row = f"1:{json.dumps(element('div', element('article', *children)))}\n"
    pieces = (row[:400], row[400:], '2:["$","x",null,null]\n3:[]\n')
    pushed = [f"self.__next_f.push({json.dumps([1, piece])})" for piece in pieces]
    scripts = (f"<script>{push}{' ' * 300}</script>" for push in [*pushed, "a.__next_f.push([0])"])

    assert page("".join(scripts)).text == WHOLE


def element(tag: str, *children: Any) -> list[Any]:
    """Write an element as it is sent to be drawn."""
    return ["$", tag, None, {"children": list(children)}]


def test_a_text_among_the_pieces_is_read_as_it_is() -> None:
    row = f"a:T{len(HTML):x},{HTML}\n"

    assert page(f"<script>self.__next_f.push({json.dumps([1, row])})</script>").text == WHOLE


def flattened(value: Any, parts: list[Any]) -> int:
    """Write a value as a list whose parts point to one another; tell where it stands."""
    at = len(parts)
    parts.append(value)
    if isinstance(value, dict):
        parts[at] = {name: flattened(part, parts) for name, part in value.items()}
    elif isinstance(value, list | tuple):
        parts[at] = [flattened(part, parts) for part in value]
    return at


def test_data_whose_parts_point_to_one_another_by_number_are_put_together() -> None:
    parts: list[Any] = [["ShallowReactive", 1]]
    flattened({"story": {"title": HEADLINE, "body": SENTENCES, "size": -1}}, parts)

    assert page(data(parts)).text == WHOLE


def test_data_that_point_to_themselves_come_to_an_end() -> None:
    loop = [{"a": 1}, {"a": 1, "text": 2}, " ".join(SENTENCES)]

    assert list(decode_scripts([json.dumps(loop)]))


def test_headings_items_and_quotes_of_the_data_stay_what_they_are() -> None:
    blocks = [
        {"type": "paragraph", "data": {"text": SENTENCES[0]}},
        {"type": "heading", "data": {"text": "The stone"}},
        *({"type": "paragraph", "data": {"text": text}} for text in SENTENCES[1:]),
        {"type": "bulletList", "content": [
            {"type": "listItem", "content": [{"type": "paragraph", "text": "rye"}]},
            {"type": "listItem", "content": [{"text": "oats"}, {"text": ", for horses."}]},
        ]},
        {"type": "quote", "content": [{"type": "paragraph", "text": "It hums."},
                                      {"type": "paragraph", "text": "All night."}]},
        {"type": "quote", "content": []},
    ]  # fmt: skip
    story = page(props(body=blocks))

    assert story.texts(SpanKind.HEADING) == ["The stone"]
    assert story.texts(SpanKind.ITEM)[0] == "rye"
    assert "It hums.\n\nAll night." in story.text


def test_a_page_that_shows_its_story_needs_no_data() -> None:
    shown = f"<article><h1>{HEADLINE}</h1>{HTML}</article>"

    assert page(props(body=OTHERS), shown).text == WHOLE


def test_a_page_that_shows_the_beginning_is_completed_from_the_data() -> None:
    shown = f"<article><h1>{HEADLINE}</h1><p>{SENTENCES[0]}</p><p>{SENTENCES[1]}</p></article>"

    assert page(props(body=SENTENCES), shown).text == WHOLE


def test_an_appeal_and_small_print_in_the_data_are_no_part_of_the_story() -> None:
    appeal = "Subscribe to our newsletter and support our journalism with a donation of your own."
    blocks = [{"type": "paragraph", "text": text} for text in (*SENTENCES, appeal, "Share")]

    assert page(props(body=blocks)).text == WHOLE


@pytest.mark.parametrize(
    "scripts",
    [
        "",
        data({"items": [{"title": f"Story {n}", "text": text} for n, text in enumerate(OTHERS)]}),
        data({"text": "x" * 500}),
        data([]),
        assigned("window.__STATE__", '"' + "x" * 400 + '"'),
        "<script>self.__next_f.push(broken" + " " * 400 + "</script>",
    ],
)
def test_data_without_one_story_give_none(scripts: str) -> None:
    assert not any(text in page(scripts).text for text in OTHERS)


def test_data_as_deep_as_they_like_do_no_harm() -> None:
    value: Any = [{"text": text, "type": "text"} for text in SENTENCES]
    for _ in range(70):
        value = {"children": value, "n": [[7, "\x01"]]}

    assert story_tree([json.dumps(value)], HEADLINE) is None
    assert story_tree(["[" * 5_000 + "]" * 5_000], HEADLINE) is None
