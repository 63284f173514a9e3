"""Pages that became Markdown, a browser's print or a newsletter give their story with its spans."""

from __future__ import annotations

from datetime import UTC, datetime
from textwrap import indent, wrap

import pytest

from reader.clean import clean
from reader.clean.text.body import Body
from reader.clean.undo import PrintedMark, Undone, undo, with_marks
from reader.model import ContentForm, Entry, Span, SpanKind, Story
from tests.support.dumps import FOOT, HEADLINE, MENU, STORY, page_text

NOW = datetime(2026, 11, 1, tzinfo=UTC)
SITE = "https://advertiser.example"
LYNX = "a page as lynx printed it"
MARKDOWN = "a page turned into Markdown"
NEWSLETTER = "a newsletter as text"


def dump(content: str, link: str = "") -> Story:
    """Clean a raw dump."""
    return clean(Entry("pages", content, ContentForm.DUMP, NOW, link=link))


def links(story: Story) -> list[tuple[str, str]]:
    """The words of a story's links and where they lead."""
    spans = (span for span in story.spans if span.kind is SpanKind.LINK)
    return [(story.text[span.start : span.end], span.target) for span in spans]


def linked(form: str) -> list[str]:
    """The story with two links in a notation of links, of which `form` takes words and target."""
    lock = form.format("river lock", f"{SITE}/places/river-lock")
    gates = form.format("lock gates", f"{SITE}/topics/lock-gates")
    told = [line.replace("river lock", lock).replace("lock gates", gates) for line in STORY]
    return told


LINKS = [
    ("river lock", f"{SITE}/places/river-lock"),
    ("lock gates", f"{SITE}/topics/lock-gates"),
]


def markdown_page(width: int = 0) -> str:
    """The page in Markdown; its paragraphs wrapped where a width is given."""
    told = linked("[{}]({})")
    told[2] = f"> {told[2]}"
    blocks = ["\n".join(wrap(line, width)) for line in told] if width else told
    if width:
        blocks[2] = "\n".join(f"> {line}" for line in wrap(told[2].removeprefix("> "), width))
    menu = "\n".join(f"  * [{word}](/{word.lower().replace(' ', '-')})" for word in MENU)
    foot = "\n".join(f"  * [{line}](/foot)" for line in FOOT)
    body = "\n\n".join(blocks)
    return f"{menu}\n\n# {HEADLINE}\n\nBy [Tobias Wren](/tobias)\n\n{body}\n\n* * *\n\n{foot}\n"


@pytest.mark.parametrize("width", [0, 72])
def test_a_page_in_markdown_gives_its_story_with_links_and_quotes(width: int) -> None:
    story = dump(markdown_page(width))

    assert (story.headline, story.byline, story.undone) == (HEADLINE, "Tobias Wren", MARKDOWN)
    assert story.text == "\n\n".join(STORY)
    assert links(story) == LINKS
    assert story.texts(SpanKind.QUOTE) == [STORY[2]]


def test_a_target_that_was_broken_at_a_hyphen_is_one_again() -> None:
    page = markdown_page().replace("/places/river-lock", "/places/river-\n   lock")

    assert links(dump(page)) == LINKS


@pytest.mark.parametrize(
    "target",
    [
        "data:image/svg+xml,%3Csvg xmlns='http://advertiser.example/svg' viewBox='0 0 1 1'%3E",
        "data:image/svg+xml,%3Csvg style='rotate(9deg)'\nviewBox='0 0 9 9'%3E",
        f"{SITE}/share?of=a page\nand[0]=of=its=pictures",
    ],
)
def test_an_address_with_spaces_or_broken_between_lines_is_none_of_the_words(target: str) -> None:
    told = linked("[{}]({})")
    told[1] += f"![A lamp]({target})"

    assert dump("\n\n".join(told)).text.split("\n\n") == list(STORY)


def test_links_of_a_page_lead_from_where_it_stands() -> None:
    page = markdown_page().replace(f"{SITE}/topics", "../topics")

    assert links(dump(page, f"{SITE}/news/canal"))[1] == LINKS[1]
    assert links(dump(page)) == LINKS[:1]


def test_links_that_lead_nowhere_are_words() -> None:
    page = markdown_page().replace(f"{SITE}/topics", "javascript:void").replace("gates)", "gates)")

    story = dump(page.replace(f"{SITE}/places/river-lock", "https://[broken"), f"{SITE}/canal")

    assert (links(story), story.text) == ([], "\n\n".join(STORY))


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("One [two](/2) three [four](</4>) five.", "One two three four five."),
        ("[a](/1) [b](/2 'said') [c](/3 \"of\nit\") d", "a b c d"),
        ("[a](/1) [b](</a b>) [c](/c d) d", "a b c d"),
        ("[a](/1) [b](/b_(c)) [d][1]\n\n[1]: https://d.example 'D'", "a b d"),
        ("[a][1] [b][]c [d] [e]\n\n[1]: /1\n[d]: /d\n", "a [b][]c d [e]"),
        ("[a](/1) [b](/2) [sic] \\[c\\] 1\\. a\\_b [d][2] e]", "a b [sic] [c] 1. a_b [d][2] e]"),
        ("[a](/1) [**b** *c* _d_ `e`](/2) __f__ g*h*i *j", "a b c d e f g*h*i *j"),
        ("[a](/1) [b](/2) <https://c.example> <br>e<!-- f -->", "a b https://c.example e"),
        ("[a](/1) [b](/2){.external} c {#place}", "a b c"),
        ("[[a](/1)] [[b]](/2) [[[c ![[d] e](/d.png)", "[a] [b] [[[c"),
        ("[a](/1) ![b](/b.png) [![c](/c.png) d](/2) e ![f](/f.png)", "a   d e "),
        ("[a](/1)[b](/2)\n\n![Mud by the lock](/mud.png)", "ab\n\nMud by the lock"),
        ("[\n\n### a\n\nb\n\n](/1)\n\n[c](/2)", "a\n\nb\n\nc"),
        ("[a](/1) b  \n[c](/2) d\\\ne", "a b\n\nc d\n\ne"),
        ("[a](/1)\n[b](/2)\nc\nd", "a b c d"),
        ("[a](/1)\n\n- [b](/2)\n  c\n1. d\n2) e\n+\n\n---\n\nf", "a\n\nb c\n\nd\n\ne\n\nf"),
        ("[a](/1)\n\n> [b](/2)\n> c\n\nd", "a\n\nb c\n\nd"),
        ("[a](/1)\n=====\n\n[b](/2)\nc\n---\n", "a\n\nb c"),
        ("[a](/1) [b](/2)\n\n| c | d \\| e |\n|---|---|\n\nf", "a b\n\nc\n\nd | e\n\nf"),
        ("[a](/1) [b](/2)\n\nc | d\n---|---\n1 | 2\n\nf", "a b\n\nc\n\nd\n\n1\n\n2\n\nf"),
        ("[a](/1) [b](/2)\n\n```\ncode\n```\n\n::: box\nc\n:::", "a b\n\ncode\n\nc"),
        ("# a\n\nb\nc\n\n## d ##\n\n* e", "a\n\nb\nc\n\nd\n\ne"),
        ("The canal\n=========\n\nb\n", "The canal\n\nb\n"),
    ],
)  # fmt: skip
def test_what_markdown_marks_is_read(written: str, read: str) -> None:
    page = undo(written)

    assert (page.text.strip(), page.kinds) == (read.strip(), (MARKDOWN,))


def test_what_markdown_marks_becomes_spans() -> None:
    page = "\n\n".join(
        [f"# {HEADLINE}", "[Home](/) [News](/news)", *STORY[:3], "## Who pays", *STORY[3:5],
         "Boats may carry:", "  * **timber** from the hills above the town,",
         "  * stone from the quarry at Thornby.", STORY[5]]
    )  # fmt: skip

    story = dump(page)

    assert story.texts(SpanKind.HEADING) == ["Who pays"]
    assert story.texts(SpanKind.EMPHASIS) in ([], ["timber"])


def test_a_picture_that_stands_alone_is_its_words_and_shows_where_it_is() -> None:
    page = markdown_page().replace(
        STORY[3], f"![A barge below the mill, about 1920.]({SITE}/barge.jpg)\n\n{STORY[3]}"
    )

    marks = [one for one in undo(page).marks if one.kind is SpanKind.PICTURE]

    assert [one.target for one in marks] == [f"{SITE}/barge.jpg"]


@pytest.mark.parametrize(
    "head",
    [
        f"Title: {HEADLINE} | Eelford Advertiser\n\nURL Source: {SITE}/canal\n\nPublished Time:"
        " 2026-10-12T06:12:00Z\n\nMarkdown Content:\n",
        f"---\ntitle: \"{HEADLINE}\"\ndate: 2026-10-12T06:12:00Z\ntags:\n  - canal\n- mud\n---\n",
    ],
)  # fmt: skip
def test_the_head_of_a_converted_page_gives_title_and_date(head: str) -> None:
    story = dump(head + markdown_page())

    assert (story.headline, story.undone) == (HEADLINE, MARKDOWN)
    assert story.published == datetime(2026, 10, 12, 6, 12, tzinfo=UTC)


def test_a_title_that_the_page_begins_with_is_not_said_twice() -> None:
    head = f"Title: {HEADLINE}\n\nMarkdown Content:\n{HEADLINE}\n\nText"

    assert undo(head).text == f"{HEADLINE}\n\nText"


@pytest.mark.parametrize(
    "text",
    [
        page_text(),
        "He wrote [sic](so he said) and [again](and again) of it.",
        "#canal #mud\n#1 in the list\n# no blank line\nbelow",
        "A line\n----\n\nAnother line of more words\n====\n\n-- \nMaud",
        "2 * 3 * 4 = 24 and a_b_c",
    ],
)
def test_what_is_no_markdown_stays(text: str) -> None:
    page = undo(text)

    assert (page.text, page.kinds) == (text, ())


def lynx_page(with_list: bool = True) -> str:
    """The page as lynx prints it: a margin of three columns, links by number, their list."""
    targets = [f"{SITE}/{word.lower().replace(' ', '-')}" for word in MENU]
    menu = "\n".join(f"     * [{at}]{word}" for at, word in enumerate(MENU, start=1))
    told = linked("[{1}]{0}")
    for number, (_, target) in enumerate(LINKS, start=len(MENU) + 1):
        told = [line.replace(f"[{target}]", f"[{number}]") for line in told]
        targets.append(target)
    foot = [f"     * {line}" for line in FOOT]
    blocks = ["\n".join(wrap(line, 69)) for line in (HEADLINE, "By Tobias Wren", *told)]
    body = "\n\n".join(indent(block, "   ") for block in blocks)
    page = f"   #[100]feed\n\n   (BUTTON) Menu\n{menu}\n\n{body}\n\n   ____________________\n\n"
    page += "   Below\n" + "\n".join(foot)
    if not with_list:
        for number in range(len(targets), 0, -1):
            page = page.replace(f"[{number}]", "")
        return page
    listed = "\n".join(f"   {at}. {target}" for at, target in enumerate(targets, start=1))
    return f"{page}\n\nReferences\n\n   Visible links:\n{listed}\n"


def test_a_page_as_lynx_prints_it_gives_its_story_with_its_links() -> None:
    story = dump(lynx_page())

    assert (story.headline, story.byline, story.undone) == (HEADLINE, "Tobias Wren", LYNX)
    assert story.text == "\n\n".join(STORY)
    assert links(story) == LINKS


def test_a_page_of_lynx_without_its_list_gives_its_story() -> None:
    story = dump(lynx_page(with_list=False))

    assert (story.headline, story.undone) == (HEADLINE, LYNX)
    assert story.text == "\n\n".join(STORY)


def test_paragraphs_that_begin_three_columns_in_are_no_margin_of_lynx() -> None:
    topics = [f"Topic {number}" for number in range(60)]
    lines = (HEADLINE, *MENU, *topics, HEADLINE, *STORY, *FOOT)
    blocks = [wrap(line, 66, initial_indent="   ") for line in lines]
    story = dump("\n".join(line for block in blocks for line in block))

    assert (story.headline, story.undone) == (HEADLINE, "")
    assert story.text == "\n\n".join(STORY)


def test_lines_amid_the_list_of_links_are_no_end_of_it() -> None:
    page = lynx_page().replace(
        "   3. ",
        "   3. mailto:?body=Look at this\n\nfrom the Advertiser\n\n   Hidden links:\n   3. ",
    )

    assert links(dump(page)) == LINKS


def test_the_last_words_over_a_list_of_links_stay_where_they_are_a_sentence() -> None:
    page = undo("[1]One [7] and [2]two.\n\nAgreed.\n\n[1] https://a.example\n[2] https://b.example")

    assert page.text == "One [7] and two.\n\nAgreed."


def test_links_in_a_row_have_a_line_each() -> None:
    page = "[1]Home [2]News [3]Sport\n\nThe [2]news of it, he said.\n\n[1] /\n[2] /n\n[3] /s"

    assert undo(page).text == "Home\nNews\nSport\n\nThe news of it, he said."


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("The [1]river lock has stood open.", "river lock"),
        ("The [1]gates of it have stood open.", "gates"),
        ("[1]How the river lock works", "How the river lock works"),
        ("The council said [1]so, as it were.", "so"),
    ],
)
def test_words_that_a_target_repeats_are_the_words_of_its_link(line: str, words: str) -> None:
    page = undo(f"{line}\n[2]More\n\nLinks:\n------\n[1] {SITE}/river-lock\n[2] {SITE}/more\n")

    marked = [page.marked[one.start : one.end] for one in page.marks]
    assert (marked[0], page.kinds) == (words, ("links by number",))


def test_a_link_without_words_is_nothing() -> None:
    page = undo("[1]\nThe lock [2] stood open.\n\n[1] https://a.example\n[2] https://b.example")

    assert (page.text, page.marks) == ("The lock  stood open.", ())


@pytest.mark.parametrize(
    "text",
    [
        page_text(),
        "\n".join(
            [*STORY, "It is so [1] and so [2].", "1. Survey of the canal", "2. The drawings"]
        ),
        "\n".join([*STORY, "1. https://a.example", "2. https://b.example"]),
        "   A line\n   and two\n   and three",
        "\n".join(f"  {line}" for line in STORY for _ in range(3)),
    ],
)
def test_notes_and_indents_are_no_links(text: str) -> None:
    page = undo(text)

    assert (page.text, page.kinds) == (text, ())


def newsletter() -> str:
    """The story as a newsletter in plain text sends it."""
    told = linked("{} ( {} )")
    body = "\n\n".join("\n".join(wrap(line, 300)) for line in told)
    title = HEADLINE.upper()
    return (
        f"View this in your browser ( {SITE}/v )\n\n{title}\n{'=' * len(title)}\n\n{body}\n\n"
        f"Read more\n<{SITE}/more>\n\n{'-' * 40}\n\n"
        f"Unsubscribe [{SITE}/u] | Preferences ({SITE}/p)\n"
    )


def test_addresses_behind_the_words_of_a_newsletter_become_their_links() -> None:
    story = dump(f"From: news@advertiser.example\nTo: you\nSubject: {HEADLINE}\n\n{newsletter()}")

    assert (story.headline, story.undone) == (HEADLINE, f"a mail, {NEWSLETTER}, {MARKDOWN}")
    assert story.text == "\n\n".join(STORY)
    assert links(story) == LINKS


def test_words_that_link_in_a_line_of_their_own_are_a_link_as_a_whole() -> None:
    page = undo(newsletter())

    marked = [page.marked[one.start : one.end] for one in page.marks if one.kind is SpanKind.LINK]
    assert marked == ["View this in your browser", *(words for words, _ in LINKS), "Read more"]


def test_a_link_that_repeats_nothing_is_the_word_before_it() -> None:
    line = "He told the council of the town at length and in many words what mud costs"

    page = undo(f"{line} ( {SITE}/q1 ) and more.\nRead on ( {SITE}/q2 )")

    assert [page.marked[one.start : one.end] for one in page.marks] == ["costs", "Read on"]


def test_a_link_may_begin_a_text() -> None:
    page = undo(f"River lock ( {SITE}/river-lock ) and mud ( {SITE}/q ) and more.")

    assert [page.marked[one.start : one.end] for one in page.marks] == ["River lock", "mud"]


def test_an_address_or_two_in_brackets_are_no_newsletter() -> None:
    text = f"See the plan ({SITE}/plan) of the council, and https://b.example for more."

    assert undo(text).kinds == ()


def test_spans_are_found_where_lines_were_joined_and_left_out() -> None:
    marked = Undone(
        "", marked="One two-\nthree.\n\nGone.\n\nFour five.",
        marks=(
            PrintedMark(4, 14, SpanKind.LINK, "https://a.example"),
            PrintedMark(17, 21, SpanKind.EMPHASIS),
        ),
    )  # fmt: skip
    body = Body("Four five.\n\nOne twothree.\n\nNew.", (Span(0, 10, SpanKind.HEADING),))

    found = with_marks(body, marked, "")

    assert [(found.text[one.start : one.end], one.kind) for one in found.spans] == [
        ("Four five.", SpanKind.HEADING),
        ("twothree", SpanKind.LINK),
    ]


def test_a_mark_within_another_reaches_no_further_than_it_does() -> None:
    marks = (
        PrintedMark(0, 10, SpanKind.EMPHASIS),
        PrintedMark(0, 3, SpanKind.LINK, "https://a.example"),
    )
    marked = Undone("", marked="One.\n\nTwo.", marks=marks)

    found = with_marks(Body("One.\n\nTwo."), marked, "")

    assert [(span.start, span.end, span.kind) for span in found.spans] == [
        (0, 4, SpanKind.EMPHASIS),
        (0, 3, SpanKind.LINK),
        (6, 10, SpanKind.EMPHASIS),
    ]


def test_a_paragraph_is_what_most_of_it_is_marked_as() -> None:
    marks = (
        PrintedMark(0, 4, SpanKind.HEADING),
        PrintedMark(6, 10, SpanKind.ITEM),
        PrintedMark(12, 13, SpanKind.QUOTE),
    )
    marked = Undone("", marked="One.\n\nTwo.\n\nThree.", marks=marks)

    found = with_marks(Body("One.\n\nTwo.\n\nThree."), marked, "")

    assert found.spans == (Span(0, 4, SpanKind.HEADING), Span(6, 10, SpanKind.ITEM))
