"""What other readers fell for: bombs, floods, names that change, links that run something."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from typing import Any

import pytest

from reader import opml
from reader.clean import clean
from reader.model import ContentForm, Document, Entry, FetchError, ParseError
from reader.parse import parse
from tests.conftest import NOON
from tests.support.requests import BODY, ask
from tests.support.server import Answer, Server

LEVELS = "".join(
    f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' if n else '<!ENTITY e0 "ten letters">'
    for n in range(12)
)
BOMB = f"<!DOCTYPE x [{LEVELS}]>"
OUTSIDE = '<!DOCTYPE x [<!ENTITY e11 SYSTEM "file:///etc/passwd"><!ENTITY % p SYSTEM "{}"> %p;]>'
FORMS = {
    "rss": "<rss version='2.0'><channel><title>&e11;</title><item><title>a</title>"
    "<description>&e11;</description></item></channel></rss>",
    "rdf": "<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#' "
    "xmlns='http://purl.org/rss/1.0/'><channel><title>&e11;</title></channel>"
    "<item><title>a</title><description>&e11;</description></item></rdf:RDF>",
    "atom": "<feed xmlns='http://www.w3.org/2005/Atom'><title>&e11;</title><entry><id>1</id>"
    "<title>a</title><content>&e11;</content></entry></feed>",
    "opml": "<opml version='2.0'><body><outline text='&e11;' xmlUrl='https://a.example/&e11;'/>"
    "</body></opml>",
}
LINKS = [
    "javascript:alert(1)", "JaVaScRiPt:alert(1)", "java\tscript:alert(1)", "java\nscript:alert(1)",
    " javascript:alert(1)", "\x01javascript:alert(1)", "vbscript:x", "data:text/html,<b>x</b>",
    "file:///etc/passwd", "|id", "| id", "-rf", "--help", "\\\\host\\share\\a", "$(id)", "`id`",
    "&#106;avascript:alert(1)", "javascript&colon;alert(1)", "ms-settings:", "steam://run/1",
    "smb://host/share", "view-source:file:///etc/passwd", "about:blank", "blob:x", "intent://x",
]  # fmt: skip


def flood(size: int) -> Iterator[bytes]:
    """Headers, one after the other, of so many bytes in all."""
    line = b"X-Tide: " + b"h" * 100 + b"\r\n"
    for _ in range(size // len(line)):
        yield line


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
@pytest.mark.parametrize("doctype", [BOMB, OUTSIDE])
def test_entities_blow_nothing_up_and_bring_no_file_in(
    server: Server, form: str, encoding: str, doctype: str
) -> None:
    text = doctype.replace("{}", server.url("/entities")) + FORMS[form]
    written = f"<?xml version='1.0' encoding='{encoding}'?>{text}"

    if form == "opml":
        kept = _listed(written)
    else:
        document = Document("/news", "/news", written.encode(encoding), NOON)
        kept = _parsed(document)

    assert len(kept) < 20_000
    assert "root:" not in kept
    assert server.asked == []


def _listed(text: str) -> str:
    try:
        found = opml.read_list(text, "list.opml")
    except FetchError as error:
        return str(error)
    return repr(found)


def _parsed(document: Document) -> str:
    try:
        parsed = parse(document)
    except ParseError as error:
        return str(error)
    return parsed.title + "".join(entry.title + entry.content for entry in parsed.entries)


@pytest.mark.parametrize(
    "head",
    [
        b"".join(flood(30_000_000)),
        b"X-Tide: " + b"h" * 30_000_000 + b"\r\n",
        b"X: y\r\n" * 1_000_000,
        b"\r\n".join([b"X-Tide: a", *[b" folded" * 100] * 30_000]) + b"\r\n",
    ],
    ids=["many", "long", "a million", "folded"],
)
def test_a_flood_of_headers_is_left(server: Server, head: bytes) -> None:
    server.pages["/feed"] = lambda _: b"HTTP/1.1 200 OK\r\n" + head + b"\r\n" + BODY

    reply = ask(server)

    assert reply.content == b""
    assert reply.error.startswith(server.url("/feed"))
    assert not any(word in reply.error for word in ("Error", "Exception", "aiohttp", "Header "))


def test_a_name_that_means_another_address_each_time_opens_no_private_network(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    public, closed = ("93.184.215.14", 9), ("127.0.0.1", server.port)
    answers = [public, closed] * 10

    def look_up(*_: Any, **__: Any) -> list[Any]:
        where = answers.pop(0)
        return [(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP, "", where)]

    server.pages["/start"] = Answer(
        status=302, headers={"Location": f"http://rebound.example:{server.port}/in"}
    )
    with monkeypatch.context() as patch:
        patch.setattr(socket, "getaddrinfo", look_up)
        answers.insert(0, closed)  # the first address is the person's own
        reply = ask(server, "/start")
        second = ask(server, "/start", location=f"http://rebound.example:{server.port}/start")

    assert "/in" not in server.paths()
    assert reply.error
    assert second.error


@pytest.mark.parametrize("link", LINKS)
def test_no_link_of_a_story_leads_to_anything_but_pages_and_mail(link: str) -> None:
    content = f'<p>Ships came <a href="{link}">in</a> <img src="{link}" alt="a quay at noon"></p>'
    content += f'<iframe src="{link}"></iframe><base href="{link}"><a href="ships">list</a>'
    entry = Entry("/news", content, ContentForm.HTML, NOON, guid="1", link=link, title="Ships")

    story = clean(entry)

    targets = [story.link, *(span.target for span in story.spans), *_files(story.enclosures)]
    assert all(one.startswith(("http://", "https://", "mailto:")) for one in targets if one)


@pytest.mark.parametrize("base", ["javascript:x//", "file:///etc/", "data:text/html,"])
def test_a_base_within_an_entry_leads_no_link_astray(base: str) -> None:
    content = f'<base href="{base}"><p>Ships <a href="passwd">came in</a> at noon.</p>'
    entry = Entry(
        "/n", content, ContentForm.HTML, NOON, guid="1", link="https://n.example/a/b", title="A"
    )

    targets = {span.target for span in clean(entry).spans if span.target}
    assert targets <= {"https://n.example/a/passwd"}


def _files(enclosures: Any) -> list[str]:
    return [one.link for one in enclosures]
