from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterator

import pytest

from reader.fetch.http import proxies
from reader.fetch.http.http_thread import HttpThread
from reader.fetch.http.proxies import Proxies
from reader.library import Library
from reader.model import Request, Response
from tests.support.proxy import Proxy
from tests.support.requests import QUICK
from tests.support.server import Answer, Server, feed, living

BODY = feed("storm")
FEED = "http://tides.example/feed?a=%20b"


@pytest.fixture
def proxy(server: Server, monkeypatch: pytest.MonkeyPatch) -> Iterator[Proxy]:
    """A proxy that knows where tides.example is, and is set for the whole web."""
    with living(Proxy()) as running:
        running.knows = {"tides.example": server.port, "127.0.0.1": server.port}
        server.pages["/feed?a=%20b"] = server.pages["/feed"] = Answer(BODY)
        for name in ("HTTP_PROXY", "HTTPS_PROXY"):
            monkeypatch.setenv(name, running.url(""))
        yield running


def ask(location: str = FEED, **given: str) -> Response:
    with HttpThread(QUICK) as network:
        return network.get(Request(location, **given))  # type: ignore[arg-type]


def test_a_feed_comes_through_the_proxy_which_looks_its_host_up(
    proxy: Proxy, server: Server
) -> None:
    reply = ask()

    assert (reply.content, reply.error, reply.private) == (BODY, "", False)
    assert proxy.paths() == [FEED]
    assert server.paths() == ["/feed?a=%20b"]


def test_the_app_reads_its_sources_through_the_proxy(proxy: Proxy, library: Library) -> None:
    assert sum(new for _, new in library.add(FEED)) == 1
    assert proxy.paths() == [FEED]


def test_all_proxy_is_for_what_has_none_of_its_own(
    proxy: Proxy, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("HTTP_PROXY")
    monkeypatch.setenv("ALL_PROXY", proxy.url("").removeprefix("http://"))

    assert ask().content == BODY
    assert proxy.paths() == [FEED]


@pytest.mark.parametrize(
    ("hosts", "passes"),
    [
        ("127.0.0.1", True),
        ("example.org, 127.0.0.0/8", True),
        ("*", True),
        ("10.0.0.0/8,nonsense/x", False),
        (",, example", False),
        ("::1/128", False),
    ],
)
def test_no_proxy_names_hosts_that_are_asked_directly(
    proxy: Proxy, server: Server, monkeypatch: pytest.MonkeyPatch, hosts: str, passes: bool
) -> None:
    monkeypatch.setenv("NO_PROXY", hosts)

    assert ask(server.url("/feed"), trusted="127.0.0.1").content == BODY
    assert proxy.paths() == ([] if passes else [server.url("/feed")])


def test_no_proxy_names_domains_too() -> None:
    told = Proxies(
        {"http": "http://proxy.example:3128", "no": "*.tides.example,FOG.example, .sun.example"}
    )

    assert told.proxy_for("http://a.tides.example/") == ""
    assert told.proxy_for("http://fog.example/") == told.proxy_for("http://sun.example/") == ""
    assert told.proxy_for("http://storm.example/") == "http://proxy.example:3128"
    assert told.proxy_for("https://storm.example/") == ""


@pytest.mark.parametrize(
    ("location", "is_direct"),
    [
        ("http://tides.example:8080/", True),
        ("http://a.tides.example:8080/", True),
        ("http://tides.example/", False),
        ("https://fog.example/", True),
        ("http://fog.example/", False),
        ("http://[2001:db8::1]:81/", True),
        ("http://[2001:db8::1]/", False),
        ("http://[2001:db8::2]/", True),
        ("http://tides.example:99999/", False),
    ],
)
def test_no_proxy_may_name_a_port(location: str, is_direct: bool) -> None:
    named = "tides.example:8080, fog.example:443, [2001:db8::1]:81, [2001:db8::2]"
    told = Proxies({"all": "http://proxy.example:3128", "no": named})

    assert (told.proxy_for(location) == "") == is_direct


@pytest.mark.parametrize(
    "location",
    [
        "http://127.0.0.1/feed",
        "http://127.1/feed",
        "http://0x7f000001/feed",
        "http://2130706433/feed",
        "http://[::1]/feed",
        "http://169.254.169.254/latest",
        "http://localhost/feed",
        "http://printer.local/feed",
        "http://intranet/feed",
    ],
)
def test_a_proxy_is_never_asked_for_what_is_known_to_be_private(
    proxy: Proxy, location: str
) -> None:
    assert "private network" in ask(location).error
    assert proxy.asked == []


def test_no_redirect_leads_a_proxy_into_a_private_network(proxy: Proxy, server: Server) -> None:
    server.pages["/feed"] = Answer(status=302, headers={"Location": "http://127.0.0.1/in"})

    assert "private network" in ask("http://tides.example/feed").error
    assert proxy.paths() == ["http://tides.example/feed"]


def test_a_person_may_lead_a_proxy_into_a_private_network(proxy: Proxy, server: Server) -> None:
    reply = ask(server.url("/feed"), trusted="127.0.0.1")

    assert (reply.content, reply.private) == (BODY, True)
    assert proxy.paths() == [server.url("/feed")]


def test_what_is_encrypted_goes_through_a_tunnel(proxy: Proxy, server: Server) -> None:
    reply = ask("https://tides.example/feed")

    assert proxy.paths() == ["tides.example:443"]
    assert reply.error.startswith("https://tides.example/feed: ")
    assert "authorization" not in proxy.asked[0].headers


def test_a_proxy_that_refuses_is_one_sentence(proxy: Proxy) -> None:
    assert ask("https://other.example/").error == "https://other.example/: its proxy refuses: 403"


def test_a_proxy_can_want_a_login_that_is_never_said(
    proxy: Proxy, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    proxy.login = f"Basic {b64encode(b'me:secret').decode()}"

    assert "its proxy wants a name and a password" in ask().error
    monkeypatch.setenv("HTTP_PROXY", f"http://me:secret@127.0.0.1:{proxy.port}")
    assert ask().content == BODY
    assert "proxy-authorization" not in ask().error
    monkeypatch.setenv("HTTP_PROXY", "http://me:secret@127.0.0.1:1")
    assert "secret" not in ask().error


def test_a_proxy_that_is_not_there_counts_against_no_source(
    proxy: Proxy, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:1")

    reply = ask()

    assert "its proxy cannot be reached" in reply.error
    assert (reply.offline, reply.status) == (True, 0)


@pytest.mark.parametrize("set_to", ["socks5://127.0.0.1:1", "http://"])
def test_a_proxy_that_cannot_be_used_is_not_passed_over(
    proxy: Proxy, server: Server, monkeypatch: pytest.MonkeyPatch, set_to: str
) -> None:
    monkeypatch.setenv("HTTP_PROXY", set_to)

    assert "a proxy of a kind that cannot be used" in ask().error
    assert server.asked == proxy.asked == []


def test_secrets_for_a_host_go_through_its_proxy_and_no_further(
    proxy: Proxy, server: Server
) -> None:
    proxy.knows["other.example"] = server.port
    server.pages["/a"] = Answer(status=302, headers={"Location": "http://other.example/feed"})

    with HttpThread(QUICK) as network:
        ask = Request(
            "http://tides.example/a", headers=(("X-Key", "k"), ("Authorization", "Basic x"))
        )
        assert network.get(ask).content == BODY

    assert [asked.headers.get("x-key") for asked in proxy.asked] == ["k", None]
    assert [asked.headers.get("authorization") for asked in server.asked] == ["Basic x", None]


def test_hosts_are_inside_by_what_they_are_called() -> None:
    inside = ("router.lan", "a.home.arpa", "10.1.2.3", "fe80::1", "nas")

    assert all(map(proxies.is_private_host, inside))
    assert not any(
        map(proxies.is_private_host, ("tides.example", "8.8.8.8", "2606:4700::1", "8.8"))
    )
