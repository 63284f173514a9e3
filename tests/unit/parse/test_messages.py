"""Messages of mail as they come, and the entries that are made of them."""

from __future__ import annotations

import base64
import quopri

import pytest

from reader.model import ContentForm, Document, DocumentKind, Entry, ParseError
from reader.model.mail.mail_shape import MESSAGE_TYPE, is_mbox, is_message
from reader.parse import parse
from reader.parse.message.header_fields import (
    MOST_HEADER,
    decode_base64,
    decode_words,
    is_public,
    split_header,
)
from reader.parse.message.mime_parts import DEEPEST, MOST_PARTS, read_part
from reader.parse.message.readable_text import unflow
from tests.conftest import NOON
from tests.support import messages
from tests.support.messages import PROSE, message, multipart, part

PLAIN = ("Content-Type", "text/plain; charset=utf-8")


def entries(content: bytes) -> tuple[Entry, ...]:
    return parse(Document("/mail", "/mail/1.eml", content, NOON, MESSAGE_TYPE)).entries


def entry(content: bytes) -> Entry:
    (found,) = entries(content)
    return found


def reason(content: bytes) -> str:
    with pytest.raises(ParseError) as refused:
        entries(content)
    return str(refused.value)


def test_a_message_is_an_entry_known_by_its_id() -> None:
    parsed = parse(Document("/mail", "/mail/1.eml", message(PROSE[0], PLAIN), NOON))

    (found,) = parsed.entries
    assert parsed.kind is DocumentKind.MESSAGE
    assert (found.guid, found.title) == ("harbour-41@harbour.example", "The ferry sails again")
    assert (found.outlet, found.author) == ("Harbour Letter", "")
    assert (found.content, found.form) == (PROSE[0], ContentForm.MESSAGE_TEXT)
    assert found.published.split("\n")[0] == "Tue, 3 Nov 2026 08:30:00 +0100"


def test_html_is_chosen_before_plain_text_wherever_it_stands_among_the_versions() -> None:
    versions = (part("text/plain", "Plain."), part("text/html", "<p>Rich.</p>"))

    first = entry(multipart("alternative", *versions))
    last = entry(multipart("alternative", *reversed(versions)))

    assert (first.content, first.form) == ("<p>Rich.</p>", ContentForm.MESSAGE)
    assert last.content == "<p>Rich.</p>"


def test_a_version_in_html_that_says_nothing_gives_way_to_plain_text() -> None:
    empty = part("text/html", "<html><body>&nbsp;</body></html>")

    assert entry(multipart("alternative", part("text/plain", "Plain."), empty)).content == "Plain."


def test_a_calendar_beside_the_text_is_no_version_of_it() -> None:
    calendar = part("text/calendar", "BEGIN:VCALENDAR")

    assert entry(multipart("alternative", part("text/plain", "Come."), calendar)).content == "Come."


def test_of_related_parts_the_one_that_is_named_as_the_start_is_read() -> None:
    picture = part("image/png", "iVBOR", "Content-ID: <a@x>")
    page = part("text/html", "<p>Page.</p>", "Content-ID: <page@x>")
    body = messages.parts("b", (part("text/html", "<p>Other.</p>"), picture, page))
    content_type = 'multipart/related; boundary=b; start="<page@x>"'

    assert entry(message(body, ("Content-Type", content_type))).content == "<p>Page.</p>"
    assert entry(multipart("related", page, picture)).content == "<p>Page.</p>"


def test_what_is_attached_is_not_read() -> None:
    attached = part("text/plain", "A secret.", "Content-Disposition: attachment; filename=a.txt")

    assert entry(multipart("mixed", part("text/plain", "Read me."), attached)).content == "Read me."
    assert "only attached files" in reason(multipart("mixed", attached))


def test_plain_parts_beside_html_become_paragraphs_of_it() -> None:
    found = entry(
        multipart("mixed", part("text/html", "<p>A</p>"), part("text/plain", "x < y\n\nz"))
    )

    assert found.content == "<p>A</p>\n<p>x &lt; y</p>\n<p>z</p>"


def test_a_message_within_a_message_is_read_below_its_subject() -> None:
    inner = message(PROSE[1], PLAIN, subject="Engine <mended>")
    found = entry(multipart("mixed", part("text/plain", "For you."), part("message/rfc822", inner)))

    assert "<p>For you.</p>" in found.content
    assert "<h2>Engine &lt;mended&gt;</h2>" in found.content
    assert PROSE[1] in found.content


def test_a_message_that_is_another_one_as_a_whole_is_that_one() -> None:
    inner = message(PROSE[1], PLAIN)

    assert entry(message(inner, ("Content-Type", "message/rfc822"))).content == PROSE[1]


def test_each_message_of_a_digest_is_an_entry_of_its_list() -> None:
    posts = [
        b"\n"
        + message(PROSE[at], PLAIN, listed=False, message_id=f"<{at}@x>", subject=f"Post {at}")
        for at in (0, 1)
    ]
    bare = message(
        "Without a header of its own.", listed=False, message_id="<2@x>", mime_version=""
    )
    empty = b"\n" + message("", listed=False, message_id="<3@x>")

    digest = entries(multipart("digest", *posts, bare, empty, b"\nnothing"))
    wrapped = multipart("digest", *posts)
    within = message(
        messages.parts("o", (part("text/plain", "Today's topics"), wrapped)),
        ("Content-Type", "multipart/mixed; boundary=o"),
    )

    assert [one.guid for one in digest] == ["0@x", "1@x", "2@x"]
    assert {one.outlet for one in digest} == {"Harbour Letter"}
    assert [one.title for one in entries(within)] == ["Post 0", "Post 1"]


def test_a_digest_of_nothing_is_read_as_one_message() -> None:
    body = messages.parts("o", (part("text/plain", "No posts today."), multipart("digest", b"\n")))

    found = entry(message(body, ("Content-Type", "multipart/mixed; boundary=o")))

    assert found.content == "No posts today."


def test_of_a_report_of_a_bounce_only_the_words_for_persons_are_read() -> None:
    status = part("message/delivery-status", "Action: failed")
    original = part("text/rfc822-headers", "Subject: Lost")

    found = entry(multipart("report", part("text/plain", "It came back."), status, original))

    assert found.content == "It came back."


def test_of_a_signed_message_the_text_is_read() -> None:
    signature = part("application/pgp-signature", "-----BEGIN PGP SIGNATURE-----")

    assert entry(multipart("signed", part("text/plain", "Mine."), signature)).content == "Mine."


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (multipart("encrypted", part("application/pgp-encrypted", "Version: 1")), "(OpenPGP)"),
        (message("-----BEGIN PGP MESSAGE-----\n\nhQEMA"), "(OpenPGP)"),
        (message("MIIB", ("Content-Type", "application/pkcs7-mime")), "(S/MIME)"),
        (message("BEGIN", ("Content-Type", "text/calendar")), "only a calendar entry"),
        (message("x", ("Content-Type", "image/png")), "only pictures"),
        (message("x", ("Content-Type", "message/partial")), "only a piece of a longer message"),
        (message(""), "holds no text"),
        (message(" \n\n"), "holds no text"),
        (b"", "is no message of mail"),
        (b"\n\nonly words", "is no message of mail"),
    ],
)
def test_what_cannot_be_read_says_why(content: bytes, why: str) -> None:
    said = reason(content)

    assert said.startswith("/mail/1.eml: ")
    assert why in said


def test_a_boundary_that_is_nowhere_is_found_by_how_the_parts_begin() -> None:
    body = messages.parts("real-boundary", (part("text/plain", "One."), part("text/plain", "Two.")))

    found = entry(message(body, ("Content-Type", "multipart/mixed; boundary=other")))

    assert found.content == "One.\n\nTwo."


def test_a_message_of_parts_without_any_line_between_them_is_a_text() -> None:
    assert (
        entry(message("Just words.", ("Content-Type", "multipart/mixed"))).content == "Just words."
    )


def test_a_message_that_breaks_off_is_read_as_far_as_it_goes() -> None:
    assert (
        entry(multipart("mixed", part("text/plain", "Half"), closed=False)).content.strip()
        == "Half"
    )


def test_parts_are_read_to_a_depth_and_a_number() -> None:
    deep = part("text/plain", "At the bottom.")
    for depth in range(DEEPEST + 5):
        boundary = f"b{depth}"
        content_type = f"multipart/mixed; boundary={boundary}"
        deep = part(content_type, messages.parts(boundary, (deep,)))
    many = read_part(multipart("mixed", *[part("text/plain", "x")] * (MOST_PARTS + 50)))

    assert "holds no text" in reason(message("", listed=True)[:-1] + deep)
    assert len(many.parts) == MOST_PARTS


@pytest.mark.parametrize(
    ("encoding", "body"),
    [
        ("base64", base64.encodebytes("Grüße von der Mole.".encode())),
        ("BASE64", b"R3LDvMOfZSB2b24gZGVyIE1vbGUu!!\n"),
        ("quoted-printable", quopri.encodestring("Grüße von der Mole.".encode())),
        ("x-uuencode", b"begin 644 a\n51W+#O,.?92!V;VX@9&5R($UO;&4N\n`\nend\n"),
        ("8bit", "Grüße von der Mole.".encode()),
        ("unheard-of", "Grüße von der Mole.".encode()),
    ],
)
def test_a_body_is_decoded_as_it_was_sent(encoding: str, body: bytes) -> None:
    sent = message(body, PLAIN, ("Content-Transfer-Encoding", encoding))

    assert entry(sent).content.strip() == "Grüße von der Mole."


def test_uuencoded_lines_end_at_the_first_that_is_none() -> None:
    sent = message(b"#0V%T\n\x7f\x7f\x7f\n", PLAIN, ("Content-Transfer-Encoding", "x-uuencode"))

    unended = message(b"#0V%T", PLAIN, ("Content-Transfer-Encoding", "x-uuencode"))
    assert entry(sent).content == entry(unended).content == "Cat"


@pytest.mark.parametrize(
    ("text", "charset", "declared"),
    [
        ("港の船が今日も二度出ます。", "iso-2022-jp", "ISO-2022-JP"),
        ("Паром снова ходит дважды в день, сообщил капитан.", "koi8-r", "koi8-r"),
        ("Der Fährmann grüßt die Inseln.", "cp1252", "iso-8859-1"),
        ("渡轮今天恢复每天两班。", "gb18030", "gb2312"),
        ("Паром снова ходит дважды в день, сообщил капитан порта.", "cp1251", "us-ascii"),
        ("Der Fährmann grüßt die Inseln.", "utf-8", "iso-8859-1"),
        ("Der Fährmann grüßt die Inseln.", "utf-8", "no-such-set"),
        ("Der Fährmann grüßt die Inseln.", "utf-8", "utf-8*de"),
    ],
)
def test_letters_are_read_in_the_set_that_is_meant(text: str, charset: str, declared: str) -> None:
    sent = message(text.encode(charset), ("Content-Type", f'text/plain; charset="{declared}"'))

    assert entry(sent).content == text


def test_a_set_that_the_header_names_is_believed_before_that_in_the_page() -> None:
    page = '<html><head><meta charset="koi8-r"></head><body><p>Паром снова ходит.</p></body></html>'
    sent = message(page.encode("cp1251"), ("Content-Type", "text/html; charset=windows-1251"))

    assert "Паром снова ходит." in entry(sent).content


def test_letters_without_any_set_are_read_alike_in_subject_and_text() -> None:
    words = "Паром снова ходит дважды в день, сообщил капитан порта. Ремонт занял три недели."
    sent = message("", subject="HERE").replace(b"HERE", "Паром снова ходит".encode("cp1251"))

    found = entry(sent + words.encode("cp1251"))

    assert (found.title, found.content) == ("Паром снова ходит", words)


def test_a_subject_in_japanese_may_stand_there_as_it_is() -> None:
    title = "港の船が出る"
    sent = message("", ("Content-Type", "text/plain; charset=iso-2022-jp"), subject="HERE")
    content = sent.replace(b"HERE", title.encode("iso-2022-jp")) + "船。".encode("iso-2022-jp")

    assert entry(content).title == title


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("=?utf-8?q?Gr=C3=BC=C3=9Fe_an_alle?=", "Grüße an alle"),
        ("=?utf-8?B?R3LDvA==?= =?utf-8?b?w59l?=", "Grüße"),
        ("=?utf-8?q?Gr=C3?=\t=?utf-8?q?=BC=C3=9Fe?=", "Grüße"),
        ("=?iso-8859-1*de?q?Gr=FC=DFe?= und mehr", "Grüße und mehr"),
        ("=?utf-8?q?A?= =?iso-8859-1?q?=FC?= c", "Aü c"),
        ("=?utf-8?b?R3LDvA?=", "Grü"),
        ("=?broken?x?what?=", "=?broken?x?what?="),
        ("=?utf-8?q??=", ""),
        ("2 =? 3", "2 =? 3"),
    ],
)
def test_encoded_words_are_read(written: str, read: str) -> None:
    assert decode_words(written) == read


@pytest.mark.parametrize("written", [b"", b"A", b"AAAAA", b"=====", b"a\nb c*d"])
def test_base64_is_decoded_as_far_as_it_goes(written: bytes) -> None:
    assert isinstance(decode_base64(written), bytes)


def test_flowing_lines_are_joined_each_depth_of_quotation_by_itself() -> None:
    text = "One \ntwo \nthree\n> quoted \n> on\n>> deeper \nnot so\n-- \nAda"

    assert unflow(text) == "One two three\n> quoted on\n>> deeper \nnot so\n-- \nAda"
    assert unflow("港の \n船", joins_words=True) == "港の船"


def test_a_text_that_flows_says_so() -> None:
    flowing = message("One \ntwo", ("Content-Type", "text/plain; format=flowed; delsp=no"))

    assert entry(flowing).content == "One two"
    assert entry(message("One \ntwo", PLAIN)).content == "One \ntwo"


def test_html_that_calls_itself_plain_is_html_and_enriched_text_loses_its_marks() -> None:
    html = entry(message("<!DOCTYPE html><html><p>Rich.</p></html>", PLAIN))
    enriched = entry(message("<bold>Loud</bold> words", ("Content-Type", "text/enriched")))

    assert html.form is ContentForm.MESSAGE
    assert enriched.content == "Loud words"


@pytest.mark.parametrize(
    ("subject", "read"),
    [
        ("[letter] Low tide", "Low tide"),
        ("Re: [letter] Low tide", "Re: Low tide"),
        ("Re: [letter] RE: re:Low tide", "Re: Low tide"),
        ("[Harbour Letter] [letter] Low tide", "Low tide"),
        ("[letter-list] Low tide", "Low tide"),
        ("[Storm] Low tide", "[Storm] Low tide"),
        ("[letter]", ""),
        ("Low tide [letter]", "Low tide [letter]"),
    ],
)
def test_the_tag_of_a_list_is_taken_off_a_subject(subject: str, read: str) -> None:
    assert entry(message("x", subject=subject)).title == read


def test_a_tag_stays_where_no_list_speaks() -> None:
    sent = message("x", listed=False, subject="[Harbour] Low tide")

    assert entry(sent).title == "[Harbour] Low tide"


@pytest.mark.parametrize(
    ("sender", "list_id", "author", "outlet"),
    [
        ("Ada Byron <ada@x.example>", "Sea News <sea.x.example>", "Ada Byron", "Sea News"),
        ("Sea News <news@x.example>", "Sea News <sea.x.example>", "", "Sea News"),
        ("Sea News <news@x.example>", "", "", "Sea News"),
        ("Ada from Sea News <n@x.example>", "<sea.x.example>", "Ada", "Sea News"),
        ("Ada via sea <sea@x.example>", '"Sea \\"List\\"" <sea.x>', "Ada", "Sea List"),
        ("news@mail.x.example", "", "", "x.example"),
        ("news@x.example", "<sea-list.x.example>", "", "sea-list"),
        ("Sea <n@x>", "4f1a2b9c0mc list <4f1a2b9c0.77.list-id.x>", "", "Sea"),
        ('"Byron, Ada" <ada@x>, Bo <bo@x>', "Sea News <s.x>", "Byron, Ada, Bo", "Sea News"),
        ("=?utf-8?q?=C3=84da?= <a@x>", "Sea News <s.x>", "Äda", "Sea News"),
        ('"ada@x.example" <ada@x.example>', "", "", "x.example"),
        ("", "", "", ""),
        ("undisclosed", "", "", ""),
    ],
)
def test_persons_and_outlet_are_told_apart(
    sender: str, list_id: str, author: str, outlet: str
) -> None:
    found = entry(message("x", ("List-Id", list_id), listed=False, **{"from": sender}))

    assert (found.author, found.outlet) == (author, outlet)


def test_the_first_of_two_ids_counts_and_without_one_the_words_do() -> None:
    two = message("x", ("Message-ID", "<second@x>"))
    none = message("x", message_id="")
    other = message("y", message_id="")
    bare = message("x", message_id="no-brackets@x")
    blank = message("x", ("Message-ID", "<later@x>"), message_id=" ")

    assert entry(two).guid == "harbour-41@harbour.example"
    assert entry(none).guid.startswith("sha256:")
    assert entry(none).guid == entry(none).guid != entry(other).guid
    assert entry(bare).guid == "no-brackets@x"
    assert entry(blank).guid == "later@x"


def test_dates_are_offered_from_the_surest_to_the_vaguest() -> None:
    found = entry(message("x", date="Tue, 3 Nov 2026 08:30:00 +0100 (CET)"))
    undated = entry(message("x", date=""))

    assert found.published.split("\n") == [
        "Tue, 3 Nov 2026 08:30:00 +0100",
        "Tue, 03 Nov 2026 07:30:09 +0000",
    ]
    assert undated.published == "Tue, 03 Nov 2026 07:30:09 +0000"


def test_a_message_says_its_language() -> None:
    assert entry(message("x", ("Content-Language", "de-AT, en"))).language == "de-AT"
    assert entry(message("x")).language == ""


def test_a_huge_header_is_read_to_a_bound_and_the_text_below_it_is_found() -> None:
    many = "".join(f"X-Trace-{number}: {'x' * 90}\n" for number in range(4_000)).encode()
    long = b"X-Long: " + b"y" * (2 * MOST_HEADER) + b"\n"
    top, body = messages.header(), b"\nThe text."

    assert entry(top + many + body).content == "The text."
    assert entry(top + long + body).content == "The text."
    assert "holds no text" in reason(top + many)
    assert len(split_header(many)[0].fields) <= 1_000


def test_lines_of_a_header_may_be_folded_or_none_at_all() -> None:
    folded = message("x", subject="Low\n tide\n\ttoday")
    header, body = split_header(b"From nobody\nA: 1\n b\nno field here\nC: 3\n\nText")
    blank, _ = split_header(b" folded onto nothing\n\n")

    assert entry(folded).title == "Low tide today"
    assert header.fields == (("a", b"1 b"),)
    assert body == b"no field here\nC: 3\n\nText"
    assert blank.fields == ()


def test_line_ends_of_windows_and_what_mail_programs_put_before_make_no_difference() -> None:
    plain = message(PROSE[0], PLAIN)

    assert entry(plain.replace(b"\n", b"\r\n")).guid == entry(plain).guid
    assert entry(b"\xef\xbb\xbf\n" + plain).content == PROSE[0]
    assert entry(b"1234      \n" + plain).content == PROSE[0]


def test_public_is_what_a_list_or_a_newsletter_sends() -> None:
    assert is_public(message("x"))
    assert is_public(message("x", ("List-Unsubscribe", "<mailto:x@x>"), listed=False))
    assert is_public(message("x", ("Newsgroups", "sea.ships"), listed=False))
    assert not is_public(message("x", listed=False))
    assert not is_public(b"")


def test_mail_is_told_from_other_texts_by_its_first_lines() -> None:
    sent = message("x")

    assert is_message(sent)
    assert is_message(b"From: a@x\nSubject: b\n\nc", named=True)
    assert not is_message(b"From: a@x\nSubject: b\n\nc")
    assert not is_message(b"Note: this is no mail\n\nc", named=True)
    assert not is_message(b"<html>")
    assert not is_message(b"From: <Saved by Blink>\nMessage-ID: <a>\nMIME-Version: 1.0\n\n")
    assert is_mbox(b"From a@x Tue Nov  3 08:30:00 2026\n" + sent)
    assert not is_mbox(b"From the desk of the harbour master\n\nAll is well.")
    assert not is_mbox(sent)


@pytest.mark.parametrize(
    ("fields", "body", "link"),
    [
        ((("Archived-At", "<https://lists.example/a/41>"),), "x", "https://lists.example/a/41"),
        ((("Archived-At", "https://lists.example/a/41"),), "x", "https://lists.example/a/41"),
        ((("List-Archive", "<https://lists.example/a/>"),), "x", "https://lists.example/a/"),
        ((("X-RSS-URL", "https://blog.example/p"),), "x", "https://blog.example/p"),
        ((), "View this letter online:\nhttps://letter.example/41", "https://letter.example/41"),
        (
            (),
            "Read online: https://letter.example/41 | Leave: https://letter.example/off",
            "https://letter.example/41",
        ),
        (
            (),
            "Prices: https://letter.example/2 Read online:\nhttps://letter.example/41",
            "https://letter.example/41",
        ),
        ((), f"Read this online\n{'so ' * 20}https://letter.example/41", ""),
        ((), "See https://letter.example/41 for prices", ""),
        ((("List-Archive", "<mailto:a@x>"),), "x", ""),
        ((("Archived-At", "<https://click.letter.example/41>"),), "x", ""),
        ((("Archived-At", "<http://[::1>"),), "x", ""),
    ],
)
def test_a_link_leads_to_the_same_words_on_the_web(
    fields: tuple[tuple[str, str], ...], body: str, link: str
) -> None:
    assert entry(message(body, *fields)).link == link


@pytest.mark.parametrize(
    ("body", "link"),
    [
        ('<link rel="canonical" href="https://a.example/p"><p>x</p>', "https://a.example/p"),
        ('<meta property="og:url" content="https://a.example/q"><p>x</p>', "https://a.example/q"),
        ('<a href="https://a.example/41?utm_source=mail&e=9">View online</a>',
         "https://a.example/41"),
        ('<a href="https://a.example/41">Im <b>Browser</b> ansehen</a>', "https://a.example/41"),
        ('<a href="https://a.example/41">See it</a>', ""),
        ('<a name="x">View online</a>', ""),
        ('<a href="https://click.a.example/?qs=0a9b">View online</a>', ""),
        ('<a href="https://a.example/ls/click?upn=x">View online</a>', ""),
        ('<a href="https://a.example/c/eJxVjs1qwzAQhJ9G0s2sVv8HHZq4">View online</a>', ""),
        ('<a href="https://links.a.example/CL0/https:%2F%2Fb.example%2Fp/1/01">View online</a>',
         "https://b.example/p/1/01"),
        ('<a href="https://www.google.com/url?q=https%3A%2F%2Fb.example%2Fp&sa=D">View online</a>',
         "https://b.example/p"),
        ('<meta name="theme" content="x"><link rel="icon" href="/i"><p>x</p>', ""),
    ],
)  # fmt: skip
def test_the_link_of_a_newsletter_never_counts_its_readers(body: str, link: str) -> None:
    assert entry(messages.html(body)).link == link
