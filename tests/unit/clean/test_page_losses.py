"""What a page says is not lost by how it is set: blanks, open menus, headings, bare text."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from reader.clean import clean
from reader.clean.dump.line_measures import measure_lines
from reader.clean.fragment import parse_html
from reader.clean.page.extractor_vote import is_run_together
from reader.clean.page.paragraphs import page_blocks
from reader.model import ContentForm, Entry, Story

NOW = datetime(2026, 11, 4, tzinfo=UTC)
HEADLINE = "The ferry of Weststead gets a second boat"
SENTENCES = [
    "The ferry of Weststead gets a second boat, which the yard is to hand over before the thaw.",
    "It carries forty people and nine carts, and needs no more water than the old one does.",
    "The council had asked for it for eleven years, and was told each time that there is none.",
    "Now the old boat is to be hauled out, and the carpenters will see what is left of her keel.",
]
STORY = "".join(f"<p>{sentence}</p>" for sentence in SENTENCES)
WHOLE = "\n\n".join(SENTENCES)
LINKS = [f"Page {word} of the parish" for word in ("one", "two", "three", "four")]
MENU = "".join(f'<div><a href="/{at}">{link}</a></div>' for at, link in enumerate(LINKS))


def page(body: str, head: str = "") -> Story:
    """Clean a page."""
    html = f"<html><head><title>{HEADLINE}</title>{head}</head><body>{body}</body></html>"
    return clean(Entry("page", html, ContentForm.PAGE, NOW))


def test_blanks_and_comments_do_not_make_a_page_long() -> None:
    blanks = ("\n" + " " * 400) * 400
    story = page(f"<div>{blanks}<!-- {'x ' * 60_000}-->{blanks}</div><main>{STORY}</main>")

    assert (story.text, story.doubt) == (WHOLE, "")


def test_a_menu_that_was_never_closed_holds_no_story_back() -> None:
    menu = "<nav><ul>" + "".join(f"<li><a href=/{link}>{link}</a>" for link in LINKS)

    assert page(f"{menu}<article><h1>{HEADLINE}</h1>{STORY}</article>").text == WHOLE


def test_all_the_words_of_a_page_run_together_are_no_story() -> None:
    told = "They said so at the quay"
    root = parse_html(f"<html><body>{MENU}<div>{told}</div></body></html>")
    assert root is not None
    blocks = page_blocks(root)

    assert is_run_together(" ".join([*LINKS, told]), blocks)
    assert not is_run_together("\n\n".join([*LINKS, told]), blocks)
    assert not is_run_together(f"{told}. {LINKS[0]}", blocks)


def test_a_page_of_which_no_article_can_be_told_is_not_written_down_in_one_piece() -> None:
    story = page(f"{MENU}<div>Ferry</div><div>{HEADLINE}</div><div>Monday and Friday</div>{MENU}")

    assert LINKS[1] not in story.text


def test_of_a_page_of_links_its_headings_are_read() -> None:
    told = [f"{name} in the harbour" for name in LINKS[:4]]
    listed = "".join(f"<h2><a href=/{at}>{text}</a></h2>" for at, text in enumerate(told))

    assert page(f"{MENU}<main>{listed}</main>").text == "\n\n".join(told)


def parts(heading: str, around: str = "div") -> str:
    """Write a story of four parts, each with a heading."""
    told = [f"In part {at}: {' '.join(SENTENCES)}" for at in range(4)]
    return "".join(
        f"<{around}><h1>{heading} {at}</h1><p>{text}</p></{around}>" for at, text in enumerate(told)
    )


def test_headings_of_parts_may_be_set_as_headlines_are() -> None:
    text = page(f"<main><h1>{HEADLINE}</h1>{STORY}{parts('Part')}</main>").text

    assert "In part 0" in text
    assert "In part 3" in text


def test_an_element_of_a_story_of_its_own_begins_another() -> None:
    text = page(f"<main><h1>{HEADLINE}</h1>{STORY}{parts('News of quay', 'article')}</main>").text

    assert "In part 3" not in text


def test_the_first_lines_of_a_story_stay_though_they_describe_the_page() -> None:
    first = (
        "Weststead's ferry, which is known from here to the sea for its bell and for the man who "
        "rings it, gets a second boat this year"
    )
    lines = "<br><br>".join([first, *SENTENCES])
    story = page(
        f"<div class=post><h1>{HEADLINE}</h1><div class=body>{lines}</div></div>",
        f'<meta name=description content="{first}">',
    )

    assert story.text == f"{first}\n\n{WHOLE}"


def test_a_sentence_amid_the_paragraphs_of_a_story_needs_no_tag() -> None:
    labels = "".join(f"<i>{word}</i><br><br>" for word in ("By hand", "At the quay", "In rain"))
    bare = "WESTSTEAD (Upland Wire) - There will be two boats at the ferry from the spring on."

    assert bare in page(f"<h1>{HEADLINE}</h1><div>{labels * 3}{bare}{STORY}</div>").text


def test_a_list_in_a_page_that_is_laid_out_as_a_table_stays() -> None:
    items = ["forty people on the upper deck", "nine carts, one of them with hay"]
    listed = "".join(f"<li>{item}</li>" for item in items)
    told = f"<p>{SENTENCES[0]}</p><ul>{listed}</ul>{''.join(f'<p>{s}</p>' for s in SENTENCES[1:])}"
    cells = f"<td>{MENU}</td><td><h1>{HEADLINE}</h1>{told}</td>"

    assert items[1] in page(f"<table><tr>{cells}</tr></table>").text


def test_markup_in_the_value_of_a_huge_attribute_is_none() -> None:
    caption = "A picture of the old boat, as she lay at the quay in the winter of the great ice."
    value = f'{{"caption": "<p>{caption}<\\/p>", "width": 600}}'
    huge = f"<div data-all='{'x' * 5000}{value}'><b>Boats</b></div>"
    behind = "And the bell of the old boat is to hang at the quay, where it can be heard by all."

    assert caption not in page(f"<main>{STORY}{huge}<p>{behind}</p></main>").text


@pytest.mark.parametrize(
    "notice",
    [
        "Sie benutzen leider einen veralteten Browser, der diese Seite nicht zeigt.",
        "You are not logged in.",
        "We may receive compensation when you follow a link on this page.",
        "This copy is for your personal, non-commercial use only.",
    ],
)
def test_notices_to_visitors_are_told_from_story(notice: str) -> None:
    assert measure_lines([notice])[0].role == "legal"
