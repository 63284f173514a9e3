"""A server on loopback that speaks the Google Reader API, with the habits of those there are."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import partial
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from tests.support.server import Answer, Asked, Server, living

LONG = "tag:google.com,2005:reader/item/"
STATE = "user/-/state/com.google/"
LABEL = "user/-/label/"
NOON = 1_795_262_400  # when the first item was published: 2026-11-21, 12:00


@dataclass
class ServerFeed:
    """A feed as the server has it."""

    stream: str
    url: str
    title: str
    folder: str = ""


@dataclass
class ServerEntry:
    """An item as the server has it."""

    number: int
    stream: str
    title: str
    content: str
    read: bool = False
    starred: bool = False
    labels: set[str] = field(default_factory=set)
    link: str = ""
    published: int = NOON


@dataclass
class Habits:
    """What servers do differently."""

    short_id: Callable[[int], object] = str  # in lists of ids
    long_id: Callable[[int], str] = lambda number: f"{LONG}{number & (1 << 64) - 1:016x}"
    person: str = "-"  # in categories of items
    moment: Callable[[int], object] = int  # of seconds
    page: int = 10_000  # ids of an answer
    most_contents: int = 10_000  # texts of an answer
    types: bool = True  # whether labels say that they are folders
    takes_labels: bool = True
    quickadd: bool = True
    has_url: bool = True  # whether subscriptions tell the address of their feed
    lean: bool = False  # whether what can be left out is left out
    wants_token: bool = True
    auth_codes: tuple[int, int] = (401, 401)  # of a bad login, and of a bad key


Failure = Answer | bytes


class ReaderServer(Server):
    """The server: `feeds` and `entries` are what it holds, `calls` what it was asked."""

    user, password = "ana", "open, sesame"

    def __init__(self, base: str = "", habits: Habits | None = None) -> None:
        super().__init__()
        self.base = base
        self.habits = habits or Habits()
        self.feeds: list[ServerFeed] = []
        self.entries: dict[int, ServerEntry] = {}
        self.calls: list[tuple[str, list[tuple[str, str]]]] = []
        self.failures: dict[str, list[Failure]] = {}  # by call, each answered once
        self.lost: list[str] = []  # calls that are done, and whose answers do not come
        self.delayed: list[str] = []  # calls that are not done yet, and not answered
        self.undone: list[Callable[[], object]] = []  # such calls, once they have come
        self.key, self.token = "key-1", "token-1"
        self.logins = self.numbered = 0
        self.on_call: Callable[[str], None] = lambda _: None

    def subscribe(self, url: str, title: str, folder: str = "", stream: str = "") -> ServerFeed:
        self.numbered += 1
        feed = ServerFeed(stream or f"feed/{self.numbered}", url, title, folder)
        self.feeds.append(feed)
        return feed

    def publish(self, number: int, feed: ServerFeed, **given: Any) -> ServerEntry:
        place = f"https://tides.example/{feed.title}/{number}".replace(" ", "-")
        made = {
            "title": f"Headline {number} of {feed.title}",
            "content": f"<p>The keeper of {feed.title} counted {number} ships that night.</p>"
            f"<p>Then the fog came in over the harbour wall, for the {number}th time.</p>",
            "link": place,
            "published": NOON + number % 1_000_000,
        }
        self.entries[number] = ServerEntry(number, feed.stream, **(made | given))
        return self.entries[number]

    def fail(self, call: str, *answers: Failure) -> None:
        self.failures.setdefault(call, []).extend(answers)

    def lose_answer(self, call: str) -> None:
        """Do what the next such call asks for, and let nobody know."""
        self.lost.append(call)

    def delay(self, call: str) -> None:
        """Put the next such call off, and answer nothing."""
        self.delayed.append(call)

    def do_delayed(self) -> None:
        """Do what was put off."""
        while self.undone:
            self.undone.pop(0)()

    def count(self, call: str) -> int:
        return sum(name == call for name, _ in self.calls)

    async def hear(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.open += 1
        with suppress(ConnectionError, asyncio.IncompleteReadError, asyncio.CancelledError):
            raw = await reader.readuntil(b"\r\n\r\n")
            asked = Asked(raw, self.loop.time())
            length = int(asked.headers.get("content-length", "0"))
            body = await reader.readexactly(length)
            self.asked.append(asked)
            await self.say(writer, self.respond(asked, body))

    def respond(self, asked: Asked, body: bytes) -> Answer | bytes:
        parts = urlsplit(asked.path)
        if not parts.path.startswith(f"{self.base}/"):
            return Answer(b"<html>nothing</html>", 404)
        call = parts.path[len(self.base) + 1 :].removeprefix("reader/api/0/")
        pairs = parse_qsl(parts.query) + parse_qsl(body.decode(), keep_blank_values=True)
        self.calls.append((call, pairs))
        self.on_call(call)
        if waiting := self.failures.get(call):
            return waiting.pop(0)
        if call not in CALLS:
            return Answer(b"Not here", 404)
        is_allowed = asked.headers.get("authorization") == f"GoogleLogin auth={self.key}"
        if call != "accounts/ClientLogin" and not is_allowed:
            return Answer(b"Unauthorized", self.habits.auth_codes[1])
        return self.do(call, pairs)

    def do(self, call: str, pairs: list[tuple[str, str]]) -> Answer | bytes:
        """Do what a call asks for, at once or later; what is answered."""
        if call in self.delayed:
            self.delayed.remove(call)
            self.undone.append(partial(CALLS[call], self, pairs))
            return b""
        answer = CALLS[call](self, pairs)
        if call in self.lost:
            self.lost.remove(call)
            return b""
        return answer

    def log_in(self, pairs: list[tuple[str, str]]) -> Answer:
        self.logins += 1
        given = dict(pairs)
        if (given.get("Email"), given.get("Passwd")) != (self.user, self.password):
            return Answer(b"Error=BadAuthentication\n", self.habits.auth_codes[0])
        return Answer(f"SID=none\nLSID=none\nAuth={self.key}\n".encode())

    def give_token(self, _: list[tuple[str, str]]) -> Answer:
        return Answer(f"{self.token}\n".encode())

    def refusal(self, pairs: list[tuple[str, str]]) -> Answer | None:
        """What a change without the right token is answered with."""
        if self.habits.wants_token and dict(pairs).get("T") != self.token:
            return Answer(b"", 401, {"X-Reader-Google-Bad-Token": "true"})
        return None

    def list_subscriptions(self, _: list[tuple[str, str]]) -> Answer:
        listed = []
        for feed in self.feeds:
            categories = [{"id": self.own(f"{LABEL}{feed.folder}"), "label": feed.folder}]
            made: dict[str, object] = {"id": feed.stream, "title": feed.title,
                                       "categories": categories if feed.folder else []}  # fmt: skip
            listed.append(made | ({"url": feed.url} if self.habits.has_url else {}))
        return as_json({"subscriptions": listed})

    def own(self, state: str) -> str:
        return state.replace("user/-/", f"user/{self.habits.person}/")

    def list_tags(self, _: list[tuple[str, str]]) -> Answer:
        folders = sorted({feed.folder for feed in self.feeds if feed.folder})
        labels = sorted({label for one in self.entries.values() for label in one.labels})
        listed: list[dict[str, str]] = [{"id": self.own(f"{STATE}starred")}]
        for kind, names in (("folder", folders), ("tag", labels)):
            types = {"type": kind} if self.habits.types else {}
            listed += [{"id": self.own(f"{LABEL}{name}")} | types for name in names]
        return as_json({"tags": listed})

    def in_stream(self, stream: str) -> list[ServerEntry]:
        """The items of a stream, the newest first."""
        subscribed = {feed.stream for feed in self.feeds}
        if stream == f"{STATE}reading-list":
            chosen = [one for one in self.entries.values() if one.stream in subscribed]
        elif stream == f"{STATE}starred":
            chosen = [one for one in self.entries.values() if one.starred]
        else:
            label = stream.removeprefix(LABEL)
            chosen = [one for one in self.entries.values() if label in one.labels]
        return sorted(chosen, key=lambda one: (-one.published, -one.number))

    def list_ids(self, pairs: list[tuple[str, str]]) -> Answer:
        given = dict(pairs)
        chosen = self.in_stream(given["s"])
        if given.get("xt") == f"{STATE}read":
            chosen = [one for one in chosen if not one.read]
        chosen = [one for one in chosen if one.published >= int(given.get("ot", 0))]
        at = int(given.get("c", 0))
        end = at + min(self.habits.page, int(given["n"]))
        made: dict[str, object] = {
            "itemRefs": [{"id": self.habits.short_id(one.number)} for one in chosen[at:end]]
        }
        return as_json(made | ({"continuation": str(end)} if end < len(chosen) else {}))

    def named(self, pairs: list[tuple[str, str]]) -> list[ServerEntry]:
        """The items that a call names, those that are there."""
        by_id = {self.habits.long_id(number): one for number, one in self.entries.items()}
        return [by_id[value] for name, value in pairs if name == "i" and value in by_id]

    def give_contents(self, pairs: list[tuple[str, str]]) -> Answer:
        shown = [self.as_item(one) for one in self.named(pairs)[: self.habits.most_contents]]
        return as_json({"id": f"{STATE}reading-list", "items": shown})

    def as_item(self, one: ServerEntry) -> dict[str, object]:
        feed = next((feed for feed in self.feeds if feed.stream == one.stream), None)
        states = [f"{STATE}reading-list"]
        states += [f"{STATE}read"] if one.read else []
        states += [f"{STATE}starred"] if one.starred else []
        states += [f"{LABEL}{label}" for label in sorted(one.labels)]
        states += [f"{LABEL}{feed.folder}"] if feed and feed.folder else []
        made: dict[str, object] = {
            "id": self.habits.long_id(one.number),
            "title": one.title,
            "summary": {"content": one.content},
            "canonical": [{"href": one.link}],
            "published": self.habits.moment(one.published),
            "categories": [self.own(state) for state in states],
            "origin": {"streamId": one.stream, "title": feed.title if feed else "Elsewhere"},
        }
        more = {"author": "the Harbour Desk", "alternate": [{"href": one.link}], "crawlTimeMsec":
                f"{one.published}000", "timestampUsec": f"{one.published}000000"}  # fmt: skip
        return made if self.habits.lean else made | more

    def edit_tag(self, pairs: list[tuple[str, str]]) -> Answer:
        if refusal := self.refusal(pairs):
            return refusal
        if sum(name == "i" for name, _ in pairs) > 250:
            return Answer(b"too many", 400)
        for name, tag in pairs:
            if name in ("a", "r") and tag.startswith(LABEL) and not self.habits.takes_labels:
                return Answer(b"unsupported tag", 500)
        for name, tag in pairs:
            if name in ("a", "r"):
                for one in self.named(pairs):
                    put_state(one, tag, name == "a")
        return Answer(b"OK")

    def edit_subscription(self, pairs: list[tuple[str, str]]) -> Answer:
        if refusal := self.refusal(pairs):
            return refusal
        given = dict(pairs)
        feed = next((one for one in self.feeds if one.stream == given["s"]), None)
        if given["ac"] == "subscribe":
            folder = given.get("a", "").removeprefix(LABEL)
            self.subscribe(given["s"].removeprefix("feed/"), "Fresh", folder)
        elif feed is None:
            return Answer(b"no such feed", 400)
        elif given["ac"] == "unsubscribe":
            self.feeds.remove(feed)
        else:
            feed.title = given.get("t", feed.title)
            feed.folder = given["a"].removeprefix(LABEL) if "a" in given else feed.folder
            feed.folder = "" if "r" in given and "a" not in given else feed.folder
        return Answer(b"OK")

    def quickadd(self, pairs: list[tuple[str, str]]) -> Answer:
        if refusal := self.refusal(pairs):
            return refusal
        if not self.habits.quickadd:
            return Answer(b"Not Implemented!", 501)
        url = dict(pairs)["quickadd"]
        if "nothing" in url:
            return as_json({"numResults": 0, "error": "no feed"})
        feed = self.subscribe(url, "Fresh")
        return as_json({"numResults": 1, "query": url, "streamId": feed.stream})


def as_json(written: object) -> Answer:
    return Answer(json.dumps(written).encode(), headers={"Content-Type": "application/json"})


def put_state(one: ServerEntry, tag: str, on: bool) -> None:
    """Give an item a state or a label, or take it away."""
    if tag == f"{STATE}read":
        one.read = on
    elif tag == f"{STATE}starred":
        one.starred = on
    elif on:
        one.labels.add(tag.removeprefix(LABEL))
    else:
        one.labels.discard(tag.removeprefix(LABEL))


CALLS: dict[str, Callable[[ReaderServer, list[tuple[str, str]]], Answer]] = {
    "accounts/ClientLogin": ReaderServer.log_in,
    "token": ReaderServer.give_token,
    "subscription/list": ReaderServer.list_subscriptions,
    "subscription/edit": ReaderServer.edit_subscription,
    "subscription/quickadd": ReaderServer.quickadd,
    "tag/list": ReaderServer.list_tags,
    "stream/items/ids": ReaderServer.list_ids,
    "stream/items/contents": ReaderServer.give_contents,
    "edit-tag": ReaderServer.edit_tag,
}


@contextmanager
def reading(base: str = "", habits: Habits | None = None) -> Iterator[ReaderServer]:
    """A server that lives for the length of a block."""
    with living(ReaderServer(base, habits)) as server:
        yield server
