"""Requests to a server of the test."""

from __future__ import annotations

from reader.fetch.http.http_thread import HttpThread
from reader.fetch.http.rate_limit import FetchPolicy
from reader.model import Request, Response
from tests.support.server import Server, feed

BODY = feed("storm")


QUICK = FetchPolicy(apart=0)


def ask(server: Server, path: str = "/feed", **given: object) -> Response:
    policy = given.pop("policy", QUICK)
    fields = {"location": server.url(path), "trusted": "127.0.0.1"} | given
    with HttpThread(policy) as network:  # type: ignore[arg-type]
        return network.get(Request(**fields))  # type: ignore[arg-type]
