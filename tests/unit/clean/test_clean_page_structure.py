"""What stands amid a story's paragraphs stays with them, and what follows the story does not."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from reader.clean import clean
from reader.model import ContentForm, Entry, SpanKind, Story

NOW = datetime(2026, 11, 1, tzinfo=UTC)
HEADLINE = "Bell of the drowned church is rung for the first time"
SENTENCES = (
    "Fishermen brought the bell of the drowned church ashore on the morning of the first frost.",
    "It weighs as much as two oxen and has the year 1382 on its rim, in letters a thumb high.",
    "The smith took off what mussels there were, and a chemist from the town looked for cracks.",
    "There was none, although the bell must have lain on its side for four hundred years or so.",
    "A frame of larch was built for it beside the harbour office, where everybody can reach it.",
    "Whoever comes home from the sea may ring it once, and nobody has to say what for.",
)
OTHERS = (
    "A landslide has closed the road to the upper valley for the second time since September.",
    "Four houses were emptied in the night, and their people sleep in the school for now.",
    "Geologists expect that the slope will go on moving until the ground begins to freeze.",
    "The post is carried over the old mule track, which takes an hour and a half each way.",
)
STORY = "".join(f"<p>{sentence}</p>" for sentence in SENTENCES)
OTHER_STORY = "".join(f"<p>{sentence}</p>" for sentence in OTHERS)
BEFORE = "".join(f"<p>{sentence}</p>" for sentence in SENTENCES[:3])
BEHIND = "".join(f"<p>{sentence}</p>" for sentence in SENTENCES[3:])
WHOLE = "\n\n".join(SENTENCES)
HEADING = f"<h1>{HEADLINE}</h1>"


def page(body: str, head: str = "") -> Story:
    """Clean a page."""
    content = (
        f"<html lang=en><head><title>{HEADLINE}</title>{head}</head><body>{body}</body></html>"
    )
    return clean(Entry("page", content, ContentForm.PAGE, NOW))


def amid(inside: str) -> list[str]:
    """Clean a page with something amid its story; the paragraphs that came of it."""
    text = page(f"{HEADING}{BEFORE}{inside}{BEHIND}").text
    middle = text.removeprefix("\n\n".join(SENTENCES[:3])).removesuffix("\n\n".join(SENTENCES[3:]))
    return [part for part in middle.split("\n\n") if part]


# Lists, tables, formulas, headings


@pytest.mark.parametrize(
    ("inside", "expected"),
    [
        ("<ul><li>rope</li><li>tar</li></ul>", ["rope", "tar"]),
        ("<ol><li>Lift it.</li><li>Ring it.</li></ol>", ["1. Lift it.", "2. Ring it."]),
        ("<ul><li><p>rope</p></li></ul>", ["rope"]),
        ("<ul><li>rope<ul><li>of hemp</li></ul></li></ul>", ["rope", "of hemp"]),
        ("<dl><dt>Tone</dt><dd>F sharp</dd></dl>", ["Tone", "F sharp"]),
        ("<dl><div><dt>Tone</dt><dd>F sharp</dd></div></dl>", ["Tone", "F sharp"]),
        ("<table><tr><th>Year</th><td><ul><li>cast</li><li>hung</li></ul></td></tr></table>",
         ["Year", "cast", "hung"]),
        ("<table><tr><td>Rim</td><td>1 m</td></tr><tr><td>Tone</td><td>F</td></tr></table>",
         ["Rim   1 m\nTone  F"]),
        ("<ul><li><a href=/a>The bells of the valley</a></li></ul>", []),
        ("<ul><li>Facebook</li><li>Print</li></ul>", []),
        ("<div><div><ul><li>rope</li></ul></div></div>", []),
        ("<p><math><mi>f</mi><mo>=</mo><mi>v</mi></math></p>", ["f=v"]),
        ("<dl><dd><img class=tex alt='f=v' src=/x></dd></dl>", ["f=v"]),
        ("<p><img src=/x alt='A bell'></p>", []),
    ],
)  # fmt: skip
def test_lists_tables_and_formulas_amid_a_story_stay(inside: str, expected: list[str]) -> None:
    assert amid(inside) == expected


def test_questions_and_answers_under_a_story_belong_to_it_and_other_terms_do_not() -> None:
    answers = f"<dl><dt>Who rings?</dt><dd>{OTHERS[0]}</dd><dt>When?</dt><dd>At ten.</dd></dl>"

    assert page(HEADING + STORY + answers).text.endswith(f"{OTHERS[0]}\n\nWhen?\n\nAt ten.")
    assert page(f"{HEADING}{STORY}<dl><dt>Section</dt><dd>Sea</dd></dl>").text == WHOLE


def test_a_story_that_is_nothing_but_answers_keeps_its_first_question() -> None:
    answers = "".join(f"<dt>Why {n}?</dt><dd>{text}</dd>" for n, text in enumerate(SENTENCES))

    assert page(f"<article>{HEADING}<dl>{answers}</dl></article>").text.startswith("Why 0?")


def test_a_list_at_either_end_of_a_story_stays_with_what_announces_it() -> None:
    items = "<ul><li>rope</li><li>tar</li></ul>"
    body = f"<article>{HEADING}<p>They brought:</p>{items}{STORY}<p>Left:</p>{items}</article>"
    text = page(body).text

    assert text.startswith("They brought:\n\nrope\n\ntar\n\n")
    assert text.endswith("Left:\n\nrope\n\ntar")


def test_the_last_short_sentence_of_a_story_stays() -> None:
    assert page(f"<article>{HEADING}{STORY}<p>It rings.</p></article>").text.endswith("It rings.")


ENTRIES = "".join(
    f"<div class=entry><div class=top><time>{year}</time><h3>{head}</h3></div>"
    f"<div class=rest><p>{text}</p></div></div>"
    for year, head, text in zip(
        (1382, 1625, 2026), ("Cast", "Drowned", "Found"), OTHERS, strict=False
    )
)


def test_the_headings_of_a_timeline_stay_over_their_entries() -> None:
    story = page(f"<article>{HEADING}{BEFORE}<div class=line>{ENTRIES}</div></article>")

    assert story.texts(SpanKind.HEADING) == ["Cast", "Drowned", "Found"]


def test_the_heading_of_a_teaser_amid_a_story_is_none_of_it() -> None:
    teaser = "<div><div><div><div><h3>Bells of the valley</h3></div></div></div></div>"

    assert amid(teaser) == []


def test_the_first_of_several_parts_keeps_its_heading() -> None:
    parts = (
        f"<section><h2>Ashore</h2>{BEFORE}</section><section><h2>The frame</h2>{BEHIND}</section>"
    )

    assert page(f"<main>{HEADING}{parts}</main>").texts(SpanKind.HEADING) == [
        "Ashore",
        "The frame",
    ]


# What only sounds or looks like none of the story


def test_a_story_may_speak_of_us_and_of_money_but_not_at_its_end() -> None:
    asks = "If you value our journalism, please support us with a donation, so that we can go on."
    amid = page(f"<article>{HEADING}{BEFORE}<p>{asks}</p>{STORY[len(BEFORE) :]}</article>").text

    assert asks in amid
    assert asks not in page(f"<article>{HEADING}{STORY}<p>{asks}</p></article>").text


def test_a_sentence_amid_a_story_may_speak_of_cookies_and_privacy() -> None:
    said = (
        "The privacy policy of the harbour office had been written by the same man who wrote the "
        "log of the lifeboat, and it reads like one, with wind and weather in the margin."
    )

    assert amid(f"<p>{said}</p>") == [said]


def test_a_story_without_full_stops_keeps_its_first_and_last_paragraphs() -> None:
    lines = [sentence.rstrip(".") for sentence in SENTENCES]
    text = page("<div>" + HEADING + "".join(f"<p>{line}</p>" for line in lines) + "</div>").text

    assert text == "\n\n".join(lines)


def test_a_first_paragraph_full_of_links_is_one() -> None:
    first = "The bell has rung, <a href=/1>said the harbour master on Tuesday morning</a>."
    text = page(f"<article>{HEADING}<p>{first}</p>{STORY}</article>").text

    assert text.startswith("The bell has rung, said the harbour master on Tuesday morning.")


def test_a_tweet_that_a_story_quotes_stays() -> None:
    tweet = f"<blockquote class=twitter-tweet><p>{OTHERS[0]}</p></blockquote>"
    text = page(f"<article>{HEADING}{BEFORE}{tweet}{BEHIND}</article>").text

    assert OTHERS[0] in text


def test_paragraphs_that_are_hidden_from_reading_aloud_only_are_read() -> None:
    hidden = STORY.replace(
        f"<p>{SENTENCES[2]}", f'<p class="pay" aria-hidden="true">{SENTENCES[2]}'
    )

    assert page(f"<article>{HEADING}{hidden}</article>").text == WHOLE


# Footnotes


REFERRING = STORY.replace("on its rim", 'on its rim<sup><a href="#n1">[1]</a></sup>', 1)
NOTE = "Church book of 1382, leaf 9."


@pytest.mark.parametrize(
    "notes",
    [
        f'<hr><ol class=footnotes><li id=n1>{NOTE} <a href="#r1">↩</a></li></ol>',
        f"<section class=notes><h2>Notes</h2><ol><li id=n1><p>{NOTE}</p></li></ol></section>",
        f"<div class=footnotes><p><a name=n1></a></p><p id=n1>{NOTE}</p><p>Printed here.</p></div>",
    ],
)
def test_a_footnote_is_kept_where_the_story_refers_to_it(notes: str) -> None:
    text = page(f"<article>{HEADING}{REFERRING}{notes}</article>").text

    assert text.endswith(NOTE)
    assert NOTE not in page(f"<article>{HEADING}{STORY}{notes}</article>").text


def test_what_other_links_within_a_page_lead_to_is_no_footnote() -> None:
    jumps = STORY.replace("two oxen", '<a href="#more">two oxen</a> <a href="#">1</a>', 1)
    more = f"<div class=related id=more><p>{OTHERS[0]}</p></div>"

    assert OTHERS[0] not in page(f"<article>{HEADING}{jumps}{more}</article>").text


# The next story


@pytest.mark.parametrize(
    "body",
    [
        f"<article>{HEADING}{STORY}</article><article><h2>Road closed</h2>{OTHER_STORY}</article>",
        f"<div class=story>{HEADING}{STORY}</div><div class=story><h2>Road closed</h2>{OTHER_STORY}"
        "</div>",
        f"<div class=story><h2>{HEADLINE}</h2>{STORY}</div>"
        f"<div class=story><h2>Road closed</h2>{OTHER_STORY}</div>",
        f"<div><div>{HEADING}{STORY}</div></div><div><h1>Road closed</h1>{OTHER_STORY}</div>",
    ],
)
def test_the_next_story_on_a_page_is_none_of_this_one(body: str) -> None:
    assert page(f"<main>{body}</main>").text == WHOLE


@pytest.mark.parametrize(
    "body",
    [
        f"<div>{HEADING}{BEFORE}<h1>The frame</h1>{BEHIND}</div>",
        f"<div>{HEADING}{BEFORE}<h2>The frame</h2>{BEHIND}</div>",
        f"<div class=row>{HEADING}{BEFORE}</div><div class=row><h2>The frame</h2>{BEHIND}</div>",
        f"<div class=a>{HEADING}{BEFORE}</div><div class=b><h2>The frame</h2>{BEHIND}</div>",
        f"<div class=a><div>{HEADING}{BEFORE}</div></div><h2>The frame</h2>{BEHIND}",
    ],
)
def test_a_heading_within_a_story_begins_no_other(body: str) -> None:
    text = page(f"<main>{body}</main>").text

    assert text.startswith(SENTENCES[0])
    assert text.endswith(SENTENCES[-1])


# Comments


COMMENTS = (
    "I have heard that bell in my sleep for thirty years, and now they tell me that it is real.",
    "Ask the bank who pays for the frame, and then ask again, because they will not tell you.",
    "My aunt says it should go back into the water, where it was, and I think that she is right.",
)
WHO = ("Lo", "Mia K", "oldsalt")


def said(form: str) -> str:
    """Write comments in some form, @ for the name and # for the words."""
    pairs = zip(WHO, COMMENTS, strict=True)
    return "".join(form.replace("@", who).replace("#", words) for who, words in pairs)


@pytest.mark.parametrize(
    "comments",
    [
        "<div><h3>3 comments</h3>" + said("<div><b>@</b> 3 hours ago<p>#</p></div>") + "</div>",
        said("<div class=q><i>@</i><i> vor 2 Tagen</i><p>#</p></div>"),
        said("<div class=q><div>@</div><div>2 days ago</div><p>#</p></div>"),
        "<h3>Kommentare</h3>" + said("<div>@, 3.11.2026, 10:11</div><p>#</p>"),
        f"<h3>3 Responses to “{HEADLINE}”</h3><ol>"
        + said("<li><b>@</b> says: <p>#</p></li>")
        + "</ol>",
        said("<div><div>@ wrote on 3 May 2026</div><p>#</p></div>"),
    ],
)
def test_comments_are_known_by_how_they_are_signed(comments: str) -> None:
    for body in (f"<article>{HEADING}{STORY}{comments}</article>", f"{HEADING}{STORY}{comments}"):
        assert page(body).text == WHOLE


@pytest.mark.parametrize(
    "inside",
    [
        "<p>3 hours ago</p>",
        "<h3>Comments from the quay</h3>",
        said("<div><time>3 hours ago</time><h2>@ at the quay</h2><p>#</p></div>"),
        said("<div><div>Lo, 3 May 2026 at 10:11</div><p>#</p></div>"),
    ],
)
def test_an_hour_a_heading_or_one_voice_alone_makes_no_comments(inside: str) -> None:
    assert page(f"<article>{HEADING}{BEFORE}{inside}{BEHIND}</article>").text.endswith(
        SENTENCES[-1]
    )


def test_comments_over_a_story_end_nothing() -> None:
    comments = said("<div class=side><b>@</b> 3 hours ago<p>Fine.</p></div>")

    assert page(f"{comments}<article>{HEADING}{STORY}</article>").text == WHOLE


def test_comments_in_the_element_of_the_story_itself_end_it() -> None:
    lines = "<br><br>".join(SENTENCES)
    comments = "<br><br>".join(
        f"{who} says:<br><br>{words}" for who, words in zip(WHO, COMMENTS, strict=True)
    )

    assert page(f"<div>{HEADING}{lines}<br><br>{comments}</div>").text == WHOLE
