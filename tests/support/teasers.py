"""Feeds that tell a part of their stories, and the pages behind them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.support.server import Answer, Server, serving
from tests.support.sites import page

TEASER = "The keeper of the light found the lamp cold."


@pytest.fixture
def server() -> Iterator[Server]:
    with serving() as running:
        running.pages["/feed"] = Answer(fed(running, "night"))
        running.pages["/night"] = running.pages["/day"] = Answer(page())
        yield running


def fed(server: Server, *names: str, link: bool = True) -> bytes:
    items = "".join(
        f"<item><guid>{name}</guid><title>{name}</title><description>{TEASER}</description>"
        f"<link>{server.url(f'/{name}') if link else ''}</link></item>"
        for name in names
    )
    return f"<rss version='2.0'><channel><title>Tides</title>{items}</channel></rss>".encode()
