"""Whatever bytes come as a message: an entry that can be kept, or a sentence why there is none."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.clean import clean
from reader.model import Document, Entry, ParseError
from reader.model.mail.mail_shape import MESSAGE_TYPE, is_mbox, is_message
from reader.parse import parse
from reader.parse.message.header_fields import decode_words, is_public, split_header
from tests.conftest import NOON
from tests.support import messages
from tests.support.messages import message, multipart, part

NAMES = st.sampled_from(
    ["From", "Subject", "Date", "Message-ID", "List-Id", "Content-Type", "Received", "X-Odd",
     "Content-Transfer-Encoding", "Content-Disposition", "Archived-At", "List-Post"]
)  # fmt: skip
PIECES = st.one_of(
    st.binary(max_size=30),
    st.sampled_from(
        [b"=?utf-8?b?", b"?=", b"=?x?q?=zz?=", b"<", b">", b"@", b'"', b"\\", b"\n ", b"\r\n\t",
         b";",
         b"multipart/mixed; boundary=b", b"message/rfc822", b"text/html; charset=utf-16", b"base64",
         b"\n--b\n", b"\n--b--\n", b"\n\n", b"\x1b$B", b"\0", b"(", b"[", b"]",
         b"Re: ", b"\xff\xfe"]
    ),
)  # fmt: skip
VALUES = st.lists(PIECES, max_size=6).map(b"".join)
FIELDS = st.lists(st.tuples(NAMES, VALUES), max_size=8)


def read(content: bytes) -> tuple[tuple[Entry, ...], str]:
    """The entries of a message, or why there are none."""
    try:
        return parse(Document("/m", "/m/1.eml", content, NOON, MESSAGE_TYPE)).entries, ""
    except ParseError as error:
        return (), str(error)


@settings(max_examples=150, deadline=None)
@given(FIELDS, VALUES)
def test_whatever_stands_in_a_message_it_is_kept_or_refused_in_a_sentence(
    fields: list[tuple[str, bytes]], body: bytes
) -> None:
    content = b"".join(name.encode() + b": " + value + b"\n" for name, value in fields)
    entries, refused = read(content + b"\n" + body)

    assert entries or refused.startswith("/m/1.eml: ")
    for entry in entries:
        story = clean(entry)
        assert entry.guid
        assert not entry.link or entry.link.startswith(("http://", "https://"))
        assert "\x1b" not in story.text + story.headline + story.byline + story.outlet
        assert all(0 <= span.start < span.end <= len(story.text) for span in story.spans)
        assert clean(entry) == story


@given(st.binary(max_size=200))
def test_any_bytes_have_a_header_and_a_rest(content: bytes) -> None:
    header, body = split_header(content)

    assert content.endswith(body)
    assert all(name == name.lower() for name, _ in header.fields)
    assert isinstance(is_public(content), bool)
    assert isinstance(is_mbox(content) or is_message(content), bool)


@given(st.text(max_size=80))
def test_a_text_without_encoded_words_is_as_it_was(text: str) -> None:
    assert decode_words(text.replace("=?", "")) == text.replace("=?", "")


@pytest.mark.parametrize(
    "content",
    [
        message("x", **{"from": '"a, ' * 20_000}),
        message("x", subject="=?utf-8?q?" * 20_000),
        message("x", ("List-Id", "<" * 60_000)),
        message("x", ("Content-Type", "multipart/mixed; boundary=" + "b" * 60_000)),
        message("--b\n" * 60_000, ("Content-Type", "multipart/mixed; boundary=b")),
        message(b"".join(part(f"multipart/mixed; boundary=b{n}", f"--b{n}\n")
                for n in range(3_000)), ("Content-Type", "multipart/mixed; boundary=b0")),
        messages.html("<div style='display:none'>" * 5_000 + "x"),
        messages.html("<table><tr><td>" * 5_000 + "x"),
        messages.html(f'<a href="{"https://a.example/?url=" * 5_000}">x</a>'),
        messages.html("<a href=x>view" * 5_000),
        message(">" * 60_000 + "\n" + "> > " * 20_000),
        message("https://" * 20_000),
        message("* a\n" * 20_000),
        multipart("alternative", *[part("text/html", "<p>x</p>")] * 150),
        b"From: a\n" * 60_000,
        b" folded\n" * 60_000,
        b"x" * 200_000,
    ],
)  # fmt: skip
def test_no_message_takes_long(content: bytes) -> None:
    begun = time.process_time()
    for entry in read(content)[0]:
        clean(entry)

    assert time.process_time() - begun < 5
