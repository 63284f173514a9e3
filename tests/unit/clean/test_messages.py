"""Mail in, stories out: what newsletters and lists say, without what stands around it."""

from __future__ import annotations

import pytest

from reader.clean import clean
from reader.clean.message import message_tree
from reader.model import CleaningRules, ContentForm, Entry, SiteContext, SpanKind, Story
from tests.conftest import NOON
from tests.support.messages import PROSE, newsletter

TELLING = "".join(f"<p>{one}</p>" for one in PROSE)
NOTICE = (
    '<p>You receive this because you signed up. <a href="https://a.example/u">Unsubscribe</a></p>'
)


def story(content: str, form: ContentForm = ContentForm.MESSAGE, **given: str) -> Story:
    fields = {"title": "Low tide", "outlet": "Harbour Letter", "guid": "1@x"} | given
    return clean(Entry(source="/mail", content=content, form=form, arrived=NOON, **fields))


def plain(content: str, **given: str) -> Story:
    return story(content, ContentForm.MESSAGE_TEXT, **given)


def paragraphs(content: str, **given: str) -> list[str]:
    return story(content, **given).text.split("\n\n")


def lines(content: str) -> list[str]:
    return plain(content).text.split("\n\n")


def test_a_newsletter_is_read_without_what_stands_around_it() -> None:
    found = story(newsletter(), title="The ferry sails again")

    assert found.text.split("\n\n") == [
        *PROSE,
        "Also in port",
        "The old crane at dawn",
        "The old crane is to be painted in the blue of 1912, after a vote.",
        "Port   Ships\nNorth  12\nSouth  7",
    ]
    assert found.texts(SpanKind.HEADING) == ["Also in port"]
    assert [span.target for span in found.spans if span.kind is SpanKind.LINK] == [
        "https://news.example/crane"
    ]
    assert found.language == "en"


@pytest.mark.parametrize(
    "hidden",
    [
        '<div style="display:none">Preheader words</div>',
        '<div style="DISPLAY: none !important;">Preheader words</div>',
        '<span style="font-size:0px;line-height:0">Preheader words</span>',
        '<div style="max-height:0;overflow:hidden">Preheader words</div>',
        '<div style="mso-hide:all">Preheader words</div>',
        '<div style="opacity:0">Preheader words</div>',
        '<div style="visibility: hidden">Preheader words</div>',
        '<div class="preheader">Preheader words</div>',
        '<td id="preview-text">Preheader words</td>',
        "<p hidden>Preheader words</p>",
        "<!-- Preheader words -->",
        "<p>\u034f\u200c\u00a0\u00ad &#847;&zwnj; | • —</p>",
    ],
)
def test_what_nobody_sees_is_left_out(hidden: str) -> None:
    assert paragraphs(hidden + TELLING) == list(PROSE)


@pytest.mark.parametrize(
    "style",
    ["font-size:10px", "max-height:100px", "opacity:0.9", "display:block", "font-size:1.2em"],
)
def test_what_is_seen_stays_whatever_its_style(style: str) -> None:
    assert paragraphs(f'<div style="{style}">A short word before.</div>{TELLING}') == [
        "A short word before.",
        *PROSE,
    ]


def test_a_mail_of_which_nearly_all_is_hidden_is_read_all_the_same() -> None:
    assert paragraphs(f'<div class="preheader">{TELLING}</div>') == list(PROSE)


@pytest.mark.parametrize(
    "line",
    [
        '<p><a href="https://a.example/w">View this email in your browser</a></p>',
        '<p><a href="https://a.example/w">Im Browser ansehen</a></p>',
        "<p>Trouble viewing this newsletter?</p>",
        '<p>Was this forwarded to you? <a href="https://a.example/s">Sign up here</a></p>',
        "<p>Harbour Letter</p>",
        "<h1>Low tide</h1>",
        '<p><a href="https://a.example/u">Unsubscribe</a></p>',
        '<img src="https://a.example/logo.png" alt="Harbour Letter" width="300">',
        '<img src="https://a.example/o.gif" width="1" height="1" alt="opened">',
        "<p>Share</p>",
        '<p><a href="https://a.example/pay">Upgrade to paid</a></p>',
        "<p>You're currently a free subscriber to Harbour Letter.</p>",
    ],
)
def test_a_line_that_only_points_somewhere_is_left_out(line: str) -> None:
    assert paragraphs(line + TELLING) == list(PROSE)


def test_a_sentence_that_speaks_of_browsers_or_views_stays() -> None:
    told = "The bank will show its numbers online on Monday."
    long = " ".join(PROSE) + " Read the whole timetable in your browser."

    assert paragraphs(f"<p>{told}</p><p>{long}</p>{TELLING}") == [told, long, *PROSE]


def test_a_label_that_says_who_has_paid_for_what_follows_stays() -> None:
    assert paragraphs(f"<p>SPONSORED</p><p>Buy ropes.</p>{TELLING}") == [
        "SPONSORED",
        "Buy ropes.",
        *PROSE,
    ]


def test_the_notices_at_the_end_go_with_the_small_print_around_them() -> None:
    foot = (
        '<p><a href="https://x.example">Twitter</a> | <a href="https://f.example">Facebook</a></p>'
        f"<p>© 2026 Harbour Letter</p><p>***</p>{NOTICE}<p>1 Quay Street, Port Example</p>"
        "<p>This is the imprint of the letter, which is set in the smallest print there is.</p>"
    )

    assert paragraphs(TELLING * 3 + foot) == list(PROSE) * 3


def test_a_notice_amid_the_text_does_not_end_it() -> None:
    assert paragraphs(TELLING + NOTICE + TELLING * 2) == [*PROSE, *PROSE, *PROSE]


def test_a_mail_that_speaks_of_nothing_but_that_is_read_whole() -> None:
    assert "Unsubscribe" in story(NOTICE).text


def test_a_link_to_the_rest_of_a_story_stays_where_nothing_else_leads_there() -> None:
    more = '<p><a href="https://a.example/1">Read more</a></p>'

    linked = story(f"<p>{PROSE[0]}</p>{more}<p>{PROSE[1]}</p>")
    twice = story(f'<p><a href="https://a.example/1">{PROSE[0]}</a></p>{more}<p>{PROSE[1]}</p>')

    assert linked.text.split("\n\n") == [PROSE[0], "Read more", PROSE[1]]
    assert twice.text.split("\n\n") == [PROSE[0], PROSE[1]]


def test_links_that_count_clicks_lead_to_where_they_end() -> None:
    counted = "https://links.a.example/CL0/https:%2F%2Fnews.example%2Fp"
    found = story(
        f'<p><a>No</a> <a href="{counted}">The whole report</a> tells of it.</p>{TELLING}'
    )

    assert [span.target for span in found.spans if span.kind is SpanKind.LINK] == [
        "https://news.example/p"
    ]


@pytest.mark.parametrize(
    ("table", "text"),
    [
        ("<table><tr><th>A</th><th>B</th></tr><tr><td>x</td><td>y</td></tr></table>", "A  B\nx  y"),
        ("<table><tr><td>Port</td><td>Ships</td></tr><tr><td>North</td><td>12</td></tr>"
         "<tr><td>South</td><td>7</td></tr></table>", "Port   Ships\nNorth  12\nSouth  7"),
        ("<table><tr><td>One</td><td>Two</td></tr><tr><td>Three</td><td>Four</td></tr>"
         "<tr><td>Five</td><td>Six</td></tr></table>",
         "One\n\nTwo\n\nThree\n\nFour\n\nFive\n\nSix"),
        ('<table role="presentation"><tr><td>North</td><td>1</td></tr><tr><td>East</td><td>2</td>'
         "</tr><tr><td>South</td><td>3</td></tr></table>", "North\n\n1\n\nEast\n\n2\n\nSouth\n\n3"),
        ('<table><tr><td><img src="cid:a"></td><td>One</td></tr></table>', "One"),
        ("<table><tr><td>One</td></tr></table>", "One"),
    ],
)  # fmt: skip
def test_a_table_is_one_only_where_its_columns_say_something(table: str, text: str) -> None:
    found = story(f"<p>{PROSE[0]}</p>{table}<p>{PROSE[1]}</p>")

    assert found.text == f"{PROSE[0]}\n\n{text}\n\n{PROSE[1]}"


def test_a_mail_of_pictures_alone_says_what_they_show() -> None:
    words = story('<img src="https://a.example/1.jpg" alt="All ferries sail twice a day again">')
    mute = story('<a href="https://a.example"><img src="https://a.example/tide.jpg"></a>')

    assert words.text == "All ferries sail twice a day again"
    assert mute.text == "tide.jpg"


def test_a_mail_without_a_subject_is_called_by_its_first_heading() -> None:
    found = story(f"<h1>The ferry sails again</h1>{TELLING}", title="")
    alone = story("<h1>The ferry sails again</h1>", title="")

    assert (found.headline, found.text.split("\n\n")) == ("The ferry sails again", list(PROSE))
    assert alone.headline == alone.text == "The ferry sails again"


def test_a_person_may_lay_down_what_is_story() -> None:
    entry = Entry(
        source="/mail",
        content=f'<div class="s">{TELLING}</div><p class="ad">Buy ropes.</p><p>Other.</p>',
        form=ContentForm.MESSAGE,
        arrived=NOON,
        title="Low tide",
    )

    kept = clean(entry, SiteContext(rules=CleaningRules(keep=(".s",))))
    dropped = clean(entry, SiteContext(rules=CleaningRules(drop=(".ad",))))

    assert kept.text.split("\n\n") == list(PROSE)
    assert dropped.text.split("\n\n") == [*PROSE, "Other."]


def test_a_huge_mail_is_read_to_a_bound_and_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(message_tree, "MOST_NODES", 50)

    found = story("".join(f"<p>Line {number} of it.</p>" for number in range(200)))

    assert "Line 20 of it." in found.text
    assert "Line 150 of it." not in found.text
    assert found.doubt


def test_html_that_is_nothing_is_an_empty_story() -> None:
    assert story("<!-- -->").text == ""
    assert story("\0").text == ""


def test_what_strangers_write_stays_words() -> None:
    found = story(
        "<p>\x1b]0;owned\x07 \u202egnp <script>alert(1)</script>[bold]x[/] "
        '<a href="javascript:alert(1)">here</a></p>' + TELLING,
        title="\x1b[31mRed\u202e",
        outlet="\x9b2JOut",
    )

    assert found.headline == "Red"
    assert found.outlet == "Out"
    assert "\x1b" not in found.text
    assert "\u202e" not in found.text
    assert "alert" not in found.text
    assert not any(span.target.startswith("javascript") for span in found.spans)


def test_wrapped_lines_become_paragraphs_and_verses_keep_theirs() -> None:
    wrapped = (
        "The ferry to the outer islands sails twice a day again, the harbour\n"
        "master said on Monday, after repairs that took three weeks longer\n"
        "than anybody had planned.\n\nRoses are red,\nthe sea is wide."
    )

    assert lines(wrapped) == [
        "The ferry to the outer islands sails twice a day again, the harbour master said on Monday,"
        " after repairs that took three weeks longer than anybody had planned.",
        "Roses are red,\nthe sea is wide.",
    ]


def test_quotations_items_headings_and_columns_are_told_apart() -> None:
    found = plain(
        "On Monday Bo wrote:\n> The crane is old,\n> and blue.\n>> Is it?\n\n** Tides\n=====\n\n"
        " * high at six\n   in the morning\n * low at noon\n\n1. North\n2. South\n\n"
        "    port    12\n    north    7\n"
    )

    assert found.texts(SpanKind.HEADING) == ["Tides"]
    assert found.texts(SpanKind.ITEM) == ["high at six in the morning", "low at noon"]
    assert found.texts(SpanKind.QUOTE)[0].startswith("The crane is old,")
    assert found.texts(SpanKind.QUOTE)[1] == "Is it?"
    assert "1. North\n\n2. South" in found.text
    assert found.texts(SpanKind.CODE) == ["    port    12\n    north    7"]


def test_words_before_the_first_item_of_a_list_are_a_paragraph() -> None:
    assert lines("In port:\n- the ferry\n- the tug") == ["In port:", "the ferry", "the tug"]


def test_quotations_are_read_to_a_depth() -> None:
    assert "deep" in plain(">" * 40 + " deep").text


def test_addresses_are_links_and_long_ones_show_their_host() -> None:
    long = "https://news.example/" + "a" * 80
    found = plain(
        f"See <https://a.example/b>, (https://a.example/c). And {long}\nhttps://[:x/{long}"
    )
    targets = [span.target for span in found.spans if span.kind is SpanKind.LINK]

    assert found.text.startswith("See https://a.example/b, https://a.example/c. And news.example\n")
    assert targets[:3] == ["https://a.example/b", "https://a.example/c", long]


@pytest.mark.parametrize(
    "foot",
    [
        "-- \nAda\nHarbour master",
        "--\nAda",
        "_______________________________________________\nsea mailing list\nsea@lists.example",
        "-----------------------------\nTo unsubscribe write to sea-off@lists.example",
        "\n\n",
    ],
)
def test_signatures_and_what_a_list_puts_below_are_left_out(foot: str) -> None:
    assert lines(f"{PROSE[0]}\n\n{PROSE[1]}\n\n{foot}") == [PROSE[0], PROSE[1]]


def test_a_rule_within_the_text_parts_it_and_is_no_word_of_it() -> None:
    assert lines(f"{PROSE[0]}\n\n----------------\n\n{PROSE[1]}") == [PROSE[0], PROSE[1]]


def test_of_a_signed_text_the_signature_is_left_out() -> None:
    signed = (
        f"-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA256\n\n{PROSE[0]}\n"
        "-----BEGIN PGP SIGNATURE-----\n\niQEzBAEB\n-----END PGP SIGNATURE-----\n"
    )

    assert lines(signed) == [PROSE[0]]


def test_cleaning_a_story_again_changes_nothing() -> None:
    first = story(newsletter())

    assert first == story(newsletter())
    assert first.text == first.text.strip()
