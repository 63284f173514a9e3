"""A FreshRSS in, what a whole account costs out: every command, what it did, and seconds.

    python -m tests.benchmarks.accounts FRESHRSS [--feeds N] [--stories N]

FRESHRSS is a folder with its sources as they were released, which is set up for this run with a
person of its own; a `data` folder in use is no place for that. PHP is that of the system
(`apt-get install php-cli php-sqlite3 php-xml php-mbstring php-curl php-zip`). Everything runs on
loopback. What the client did is looked up at the server by plain calls of its own.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import resource
import secrets
import socket
import subprocess
import sys
import time
import urllib.parse
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from tests.support.server import Answer, serving

USER = "keeper"
PATIENCE = 60.0  # seconds for the server to begin
STEMS = ("har", "lam", "tid", "fer", "oil", "wic", "gul", "rop", "tar", "mas", "sto", "buo", "pil")
ENDS = ("bour", "per", "ing", "ry", "s", "kin", "ler", "ed", "ton", "ment", "ost", "y", "ette")
READ, STARRED = "user/-/state/com.google/read", "user/-/state/com.google/starred"


def main() -> int:
    """Run the whole client, and print the protocol."""
    asked = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    asked.add_argument("freshrss", type=Path, metavar="FRESHRSS")
    asked.add_argument("--feeds", type=int, default=10)
    asked.add_argument("--stories", type=int, default=5_000, help="of all feeds together")
    chosen = asked.parse_args()
    with (
        TemporaryDirectory(prefix="newsreader-accounts-") as folder,
        feeds(chosen) as urls,
        freshrss(chosen.freshrss.absolute()) as server,
    ):
        for stream, _ in server.feeds().values():  # what each new person has there
            server.edit("subscription/edit", ac="unsubscribe", s=stream)
        for url in urls:
            server.call("subscription/quickadd", quickadd=url)
        first = server.feeds()["Station 1"][0]
        server.edit("subscription/edit", ac="edit", s=first, a="user/-/label/Coast")
        run_client(Client(Path(folder)), server, chosen.stories)
    return 0


def feed_body(number: int, stories: int) -> bytes:
    """A feed with so many stories, each of some 300 words."""
    items = []
    for story in range(stories):
        chosen = random.Random(number * stories + story)
        words = " ".join(
            f"{chosen.choice(STEMS)}{chosen.choice(STEMS)}{chosen.choice(ENDS)}" for _ in range(300)
        )
        moment = time.gmtime(time.time() - 60 * (number + 7 * story))
        items.append(
            f"<item><guid>{number}-{story}</guid><title>Report {story} of station {number}</title>"
            f"<link>https://station{number}.example/{story}</link>"
            f"<pubDate>{time.strftime('%a, %d %b %Y %H:%M:%S', moment)} GMT</pubDate>"
            f"<description>&lt;p&gt;{words[:1_000]}.&lt;/p&gt;&lt;p&gt;{words[1_000:]}.&lt;/p&gt;"
            "</description></item>"
        )
    head = f"<title>Station {number}</title><link>https://station{number}.example/</link>"
    return f"<rss version='2.0'><channel>{head}{''.join(items)}</channel></rss>".encode()


@contextmanager
def feeds(chosen: Any) -> Iterator[list[str]]:
    """Feeds on loopback, and one more that is subscribed to later."""
    with serving() as server:
        for number in range(chosen.feeds + 1):
            body = feed_body(number, chosen.stories // chosen.feeds)
            server.pages[f"/{number}"] = Answer(
                body, headers={"Content-Type": "application/rss+xml"}
            )
        yield [server.url(f"/{number}") for number in range(chosen.feeds)]


class FreshRss:
    """The server, asked in the plainest way."""

    def __init__(self, port: int, password: str) -> None:
        self.url = f"http://127.0.0.1:{port}/api/greader.php"
        self.password = password
        self.key = ""

    def log_in(self) -> None:
        answer = self._open("accounts/ClientLogin", {"Email": USER, "Passwd": self.password})
        self.key = answer.partition("Auth=")[2].strip()

    def _open(self, path: str, form: dict[str, Any] | None) -> str:
        body = None if form is None else urllib.parse.urlencode(form, doseq=True).encode()
        asked = urllib.request.Request(f"{self.url}/{path}", body)  # noqa: S310 - our own address
        asked.add_header("Authorization", f"GoogleLogin auth={self.key}")
        with urllib.request.urlopen(asked) as answer:  # noqa: S310 - our own address
            return str(answer.read().decode())

    def call(self, name: str, **form: Any) -> Any:
        """Post something; the answer, which is JSON."""
        return json.loads(self._open(f"reader/api/0/{name}", form))

    def edit(self, name: str, **form: Any) -> None:
        """Change something."""
        token = self._open("reader/api/0/token", None).strip()
        self._open(f"reader/api/0/{name}", {**form, "T": token})

    def read(self, name: str, **query: str) -> Any:
        """Ask for something."""
        asked = urllib.parse.urlencode({"output": "json", **query})
        return json.loads(self._open(f"reader/api/0/{name}?{asked}", None))

    def ids(self, stream: str, **query: str) -> list[str]:
        """The items of a stream."""
        listed = self.read("stream/items/ids", s=stream, n="100000", **query)
        return [one["id"] for one in listed["itemRefs"]]

    def feeds(self) -> dict[str, tuple[str, str]]:
        """Each feed's title with its id and its folder."""
        listed = self.read("subscription/list")["subscriptions"]
        return {one["title"]: (one["id"], one["categories"][0]["label"]) for one in listed}


@contextmanager
def freshrss(folder: Path) -> Iterator[FreshRss]:
    """The server, set up in its folder, with one person."""
    password = secrets.token_urlsafe(12)
    setup = (
        ("prepare.php",),
        ("do-install.php", "--default-user", USER, "--api-enabled", "--auth-type", "form"),
        ("create-user.php", "--user", USER, "--password", password, "--api-password", password,
         "--max-posts-per-rss", "100000"),
    )  # fmt: skip
    for words in setup:
        command = ["php", f"cli/{words[0]}", *words[1:]]
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
        if done.returncode:
            raise SystemExit(f"{words[0]}: {done.stdout.strip()} {done.stderr.strip()}")
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = ["php", "-d", "memory_limit=512M", "-S", f"127.0.0.1:{port}", "-t", "p"]
    environment = {**os.environ, "PHP_CLI_SERVER_WORKERS": "4"}
    server = subprocess.Popen(
        command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environment,
        start_new_session=True,
    )  # fmt: skip
    try:
        wait_for_port(port)
        made = FreshRss(port, password)
        made.log_in()
        yield made
    finally:
        os.killpg(server.pid, 15)
        server.wait()


def wait_for_port(port: int) -> None:
    """Wait until somebody listens there."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        try:
            socket.create_connection(("127.0.0.1", port)).close()
            return
        except OSError:
            time.sleep(0.1)
    raise SystemExit("The server does not begin.")


class Client:
    """newsreader, as a person runs it."""

    def __init__(self, home: Path) -> None:
        self.home = home

    def run(self, *words: str, stdin: str = "") -> list[dict[str, Any]]:
        """Run a command, and print what it took; its objects."""
        command = [sys.executable, "-m", "reader", "--home", str(self.home), *words]
        before, begun = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
        done = subprocess.run(command, input=stdin, capture_output=True, text=True, check=False)
        seconds = time.perf_counter() - begun
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
        shown = (
            " ".join(words) if len(words) < 12 else f"{' '.join(words[:3])} … ({len(words)} words)"
        )
        print(f"$ newsreader {shown}: {seconds:.2f} s, {cpu:.2f} s of CPU, exit {done.returncode}")
        if done.stderr.strip():
            print(f"  {done.stderr.strip()[:300]}")
        lines = done.stdout.splitlines()
        return [json.loads(line) for line in lines if line.startswith("{")]

    def stories(self, query: str) -> list[str]:
        """The ids of the stories that a query finds."""
        return [str(one["id"]) for one in self.run("search", query, "--limit", "100000", "--json")]


def check(what: str, is_so: bool) -> None:
    """Print whether something is as it should be."""
    print(f"  {'ok' if is_so else 'FAILED'}: {what}", flush=True)


def run_client(client: Client, server: FreshRss, stories: int) -> None:
    """Do all that an account can."""
    add = ("accounts", "add", "greader", server.url.removesuffix("/api/greader.php"))
    client.run(*add, "--user", USER, stdin=f"{server.password}\n")
    (status,) = client.run("accounts", "--json")
    check(f"{status['stories']:,} stories of {stories:,} in {status['feeds']} feeds",
          status["stories"] == stories)  # fmt: skip
    client.run("accounts", "sync")
    for part in (marks_from_here, marks_from_there, feeds_from_here, feeds_from_there):
        part(client, server)
    client.run("accounts", "sync")
    (status,) = client.run("accounts", "--json")
    is_done = not status["waiting"] and not status["problem"]
    check(f"nothing waits, no problem: {status['note']}", is_done)


def level(client: Client) -> None:
    client.run("accounts", "sync")


def marks_from_here(client: Client, server: FreshRss) -> None:
    """Read, star and label here."""
    ids = client.stories("is:unread")
    client.run("mark", "read", *ids[:600])
    client.run("mark", "bookmark", *ids[600:610])
    client.run("mark", "tag", "--text", "lamps", *ids[610:630])
    level(client)
    unread = server.ids("user/-/state/com.google/reading-list", xt=READ)
    check(f"{len(ids) - len(unread):,} of 600 read at the server", len(unread) == len(ids) - 600)
    check("10 starred at the server", len(server.ids(STARRED)) == 10)
    check("20 labelled at the server", len(server.ids("user/-/label/lamps")) == 20)
    client.run("mark", "unread", *ids[:100])
    client.run("mark", "unbookmark", *ids[600:605])
    client.run("mark", "untag", "--text", "lamps", *ids[610:615])
    level(client)
    unread = server.ids("user/-/state/com.google/reading-list", xt=READ)
    check("100 of them unread again", len(unread) == len(ids) - 500)
    check("5 starred, 15 labelled",
          (len(server.ids(STARRED)), len(server.ids("user/-/label/lamps"))) == (5, 15))  # fmt: skip


def marks_from_there(client: Client, server: FreshRss) -> None:
    """Read, star and label as another program of the person would."""
    before = len(client.stories("is:unread"))
    unread = server.ids("user/-/state/com.google/reading-list", xt=READ)
    server.edit("edit-tag", a=READ, i=unread[:300])
    server.edit("edit-tag", a=STARRED, i=unread[300:320])
    server.edit("edit-tag", a="user/-/label/Old Oil", i=unread[320:330])
    server.edit("edit-tag", r=STARRED, i=server.ids(STARRED)[-2:])
    level(client)
    check("300 more read here", len(client.stories("is:unread")) == before - 300)
    check(f"{len(server.ids(STARRED))} starred here",
          len(client.stories("is:bookmarked")) == len(server.ids(STARRED)))  # fmt: skip
    check("10 with the tag old-oil", len(client.stories("tag:old-oil")) == 10)


def feeds_from_here(client: Client, server: FreshRss) -> None:
    """Subscribe, rename, move and unsubscribe here."""
    url = next(one["url"] for one in server.read("subscription/list")["subscriptions"])
    late = f"{url.rpartition('/')[0]}/{len(server.feeds())}"
    client.run("accounts", "subscribe", USER, late, "--folder", "Late")
    check("subscribed to at the server, in its folder",
          any(folder == "Late" for _, folder in server.feeds().values()))  # fmt: skip
    client.run("sources", "rename", "Station 2", "Second station")
    client.run("sources", "move", "Station 3", "Coast & sea")
    client.run("sources", "remove", "Station 4")
    level(client)
    there = server.feeds()
    check("renamed, moved and ended at the server",
          "Second station" in there and there["Station 3"][1] == "Coast & sea"
          and "Station 4" not in there)  # fmt: skip


def feeds_from_there(client: Client, server: FreshRss) -> None:
    """Rename, move and unsubscribe as another program would."""
    there = server.feeds()
    server.edit("subscription/edit", ac="edit", s=there["Station 5"][0], t="Fifth station")
    server.edit("subscription/edit", ac="edit", s=there["Station 6"][0], a="user/-/label/Inland")
    server.edit("subscription/edit", ac="unsubscribe", s=there["Station 7"][0])
    level(client)
    here = {one["title"]: one["folder"] for one in client.run("sources", "--json")}
    is_named = "Fifth station" in here and here["Station 6"] == "Inland"
    check("renamed, moved and ended here", is_named and "Station 7" not in here)


if __name__ == "__main__":
    raise SystemExit(main())
