"""Which paragraphs of a page are its story, when all that is known is what an extractor named."""

from __future__ import annotations

from itertools import chain

import pytest
from lxml import etree

from reader.clean.fragment import parse_html
from reader.clean.page.class_hints import is_picture
from reader.clean.page.extractor_vote import evidence_of_text, trusted_json_text
from reader.clean.page.page_scene import PageHints
from reader.clean.page.paragraph_selection import choose_paragraphs
from reader.clean.page.paragraphs import PageBlock, join_blocks, page_blocks

HEADLINE = "Masons count the stones of the harbour wall"
STORY = (
    "The harbour wall held through the night, although the gauge had passed every mark on it.",
    "Two masons walked along the top at first light and counted the stones that had moved.",
    "They found seven, none of them lower than the third course, and wrote the numbers down.",
    "By noon the barge had brought the first load of gravel, and nobody spoke of giving up.",
)
OTHER = "Nobody had asked the divers, who would have said that the footings were sound as ever."


def page(html: str) -> list[PageBlock]:
    """Read the paragraphs of a page."""
    root = parse_html(f"<html><body>{html}</body></html>")
    assert root is not None
    return page_blocks(root)


def chosen(html: str, named: tuple[str, ...] = STORY, clues: PageHints | None = None) -> list[str]:
    """List the paragraphs that are chosen when an extractor named some."""
    found = choose_paragraphs(
        page(html), evidence_of_text("\n".join(named)), clues or PageHints(HEADLINE)
    )
    return [block.text for block in found]


def p(*texts: str, attributes: str = "") -> str:
    """Write paragraphs."""
    return "".join(f"<p {attributes}>{text}</p>" for text in texts)


def test_nothing_is_chosen_where_no_sentence_is_named() -> None:
    assert chosen(f"<div>{p(*STORY)}</div>", ("Home", "Tides")) == []


def test_nothing_is_chosen_where_all_that_is_named_is_a_box() -> None:
    assert chosen(f"<div>{p(STORY[0])}<i>x</i></div>", STORY[:1], PageHints(HEADLINE)) == [STORY[0]]
    assert chosen(f"<div>{p('© 2026 The Quay. ' + STORY[0])}</div>", STORY[:1]) == []


def test_a_paragraph_that_looks_like_the_story_is_chosen_though_nobody_named_it() -> None:
    html = f"<div>{p(*STORY[:2], OTHER, *STORY[2:])}</div>"

    assert chosen(html) == [*STORY[:2], OTHER, *STORY[2:]]


def test_a_sentence_over_the_story_that_is_named_as_its_opening_is_chosen() -> None:
    labels = "".join(f"<b>Label {n}</b><br><br>" for n in range(6))
    html = f"<div><h1>{HEADLINE}</h1>{labels}{{}}</div><div>{p(*STORY)}</div>"

    by_class = chosen(html.format(p(OTHER, attributes="class=standfirst")))
    by_page = chosen(html.format(p(OTHER)), clues=PageHints(HEADLINE, OTHER))
    by_nobody = chosen(html.format(p(OTHER)))
    by_picture = chosen(html.format(p(OTHER, attributes="class=image-text")))

    assert by_class == by_page == [OTHER, *STORY]
    assert by_nobody == by_picture == list(STORY)


def test_a_sentence_close_under_the_headline_is_chosen() -> None:
    html = f"<div><h1>{HEADLINE}</h1><i>By hand</i></div>{p(OTHER)}<div>{p(*STORY)}</div>"

    assert chosen(html) == [OTHER, *STORY]


@pytest.mark.parametrize(
    "heading",
    ["<h2>Masons count stones at the harbour wall</h2>", f"<div>{HEADLINE}</div>"],
)
def test_a_headline_need_not_be_marked_as_one(heading: str) -> None:
    assert chosen(f"<div>{heading}{p(OTHER)}</div><div>{p(*STORY)}</div>") == [OTHER, *STORY]


def test_a_heading_about_something_else_is_no_headline() -> None:
    html = f"<div><h2>Ferry timetable</h2>{p(OTHER)}</div><div>{p(*STORY)}</div>"

    assert chosen(html) == list(STORY)


def test_headings_that_nobody_named_are_chosen_where_a_paragraph_beside_them_follows() -> None:
    html = (
        f"<div>{p(*STORY[:2])}<h3>Seven stones</h3>{p(STORY[2])}<section><h3>Far</h3></section>"
        f"<h3>Upon</h3><h3>another</h3>{p(STORY[3])}</div>"
    )

    assert chosen(html) == [*STORY[:2], "Seven stones", STORY[2], "another", STORY[3]]


def test_a_long_heading_is_none() -> None:
    html = f"<div>{p(STORY[0])}<h3>{'word ' * 30}</h3>{p(*STORY[1:])}</div>"

    assert chosen(html) == list(STORY)


def test_items_are_chosen_where_their_list_stands_amid_the_paragraphs() -> None:
    items = f"<ul><li>{OTHER}</li><li>Tides</li></ul>"
    beside = f"<div>{p(STORY[0])}{items}{p(*STORY[1:])}</div>"
    apart = f"<div>{p(STORY[0])}<div><div>{items}</div></div>{p(*STORY[1:])}</div>"

    assert chosen(beside) == [STORY[0], OTHER, "Tides", *STORY[1:]]
    assert chosen(apart) == list(STORY)


def test_an_item_without_a_list_is_none() -> None:
    root = parse_html("<p>x</p>")
    assert root is not None
    for child in list(root):
        root.remove(child)
    root.tag = "li"
    root.text = OTHER

    assert [
        b.text
        for b in choose_paragraphs(page_blocks(root), evidence_of_text(OTHER), PageHints(HEADLINE))
    ] == [OTHER]


def test_parts_of_a_story_that_look_alike_are_found_from_one_of_them() -> None:
    more = tuple(f"{' '.join(reversed(text.split()))} again." for text in STORY)
    parts = "".join(f"<div class=part>{p(*part)}</div>" for part in (STORY, more))

    assert chosen(f"<section>{parts}</section>") == [*STORY, *more]
    assert chosen(f"<section><article>{parts}</article></section>") == [*STORY, *more]
    assert chosen(f"<article>{parts.replace('<div', '</article><article><div', 2)}</article>") == [
        *STORY
    ]
    assert chosen(parts) == list(STORY)


def test_parts_far_apart_are_not_joined() -> None:
    more = tuple(f"{' '.join(reversed(text.split()))} again." for text in STORY)
    far = "<div>" * 9 + f"<section><div class=part>{p(*STORY)}</div></section>" + "</div>" * 9
    html = f"<main>{far}<section><div class=part>{p(*more)}</div></section></main>"

    assert chosen(html) == list(STORY)


def test_what_the_page_says_twice_is_chosen_once() -> None:
    assert chosen(f"<div>{p(*STORY, STORY[1])}</div>") == list(STORY)


def test_what_the_page_tells_machines_adds_what_stands_apart_but_no_box() -> None:
    found, said = evidence_of_text("\n".join(STORY)), "\n".join((*STORY, OTHER))
    apart = page(f"<div>{p(*STORY[:3])}<div class=q>{p(OTHER)}</div>{p(STORY[3])}</div>")
    boxed = page(f"<div>{p(*STORY[:3])}<div class=factbox>{p(OTHER)}</div>{p(STORY[3])}</div>")

    for paragraphs, wanted in ((apart, [*STORY[:3], OTHER, STORY[3]]), (boxed, list(STORY))):
        clues = PageHints(HEADLINE, "", trusted_json_text(said, paragraphs, found))
        assert [block.text for block in choose_paragraphs(paragraphs, found, clues)] == wanted


def test_a_teaser_told_to_machines_is_not_taken_for_the_story() -> None:
    paragraphs = page(p(*STORY))
    found = evidence_of_text("\n".join(STORY))

    assert trusted_json_text(STORY[0], paragraphs, found) is None
    assert trusted_json_text("Something else altogether. " * 40, paragraphs, found) is None
    assert trusted_json_text("\n".join(STORY) + "\n" + OTHER, paragraphs, found) is not None


def test_paragraphs_put_together_keep_the_marks_on_their_words() -> None:
    html = f"<blockquote>{p('One <b>two</b>.')}{p('Three <i>four</i>.')}</blockquote><p>Five</p>"
    first, second, third = page(html)

    body = join_blocks([second, third])

    assert body.text == "Three four.\n\nFive"
    assert [body.text[s.start : s.end] for s in body.spans] == ["Three four.", "four"]
    assert [s.kind for s in first.spans] == ["strong"]


def test_what_holds_paragraphs_holds_those_of_them_that_are_put_together() -> None:
    items = "<li><p>One</p><p>Two</p><ul><li>Three</li><li>Four</li></ul></li><li>Five</li>"
    blocks = page(f"<ol>{items}</ol>")

    for chosen, held in (
        (blocks, ["1. One\n\nTwo\n\nThree\n\nFour", "Three", "Four", "2. Five"]),
        (blocks[1:3], ["Two\n\nThree", "Three"]),
        (blocks[::3], ["1. One\n\nFour", "Four"]),
    ):
        body = join_blocks(chosen)
        assert [body.text[s.start : s.end] for s in body.spans] == held


def test_the_share_of_links_counts_every_letter_once() -> None:
    nested = page("<p><a href=/1>one <i>two</i></a> three</p><a href=/2><p>a</p><p>b</p></a>")

    assert [round(block.linked, 2) for block in nested] == [0.54, 1.0, 1.0]


def test_stretches_without_end_are_cut_short() -> None:
    quotes = "<blockquote>" * 200 + "<p>x</p>" * 600 + "</blockquote>" * 200

    assert sum(len(block.spans) for block in page(quotes)) <= 50_000


def test_every_paragraph_of_a_page_is_one_block() -> None:
    paragraphs = page(
        "text<p>one</p>tail<ul><li>two</ul><table><tr><td>a<td>b<tr><td>c<td>d</table>"
    )

    texts = [block.text for block in paragraphs]
    tags = [block.tag for block in paragraphs]

    assert texts == ["text", "one", "tail", "two", "a  b\nc  d"]
    assert tags == ["body", "p", "body", "li", "table"]
    assert list(chain(*(block.spans for block in paragraphs[:3]))) == []


def test_an_element_that_nothing_is_around_can_belong_to_a_picture() -> None:
    assert is_picture(etree.fromstring('<div class="photo-credit"/>'))
    assert not is_picture(etree.fromstring("<div/>"))
