"""Sites of the web, and adding them."""

from __future__ import annotations

from typing import Any

from reader.cli.feed_prompt import consent_given
from reader.library import Library
from reader.library.ingest.subscribing.add_options import AddOptions
from reader.model import CleanedDocument, Source

PAGE = """<!doctype html><html lang="en"><head><title>The harbour at night</title>{links}</head>
<body><article><h1>The harbour at night</h1><p>The keeper of the light climbed the stairs at dusk
and found the lamp cold and the oil gone, and he wrote to the harbour about it at once.</p><p>He
lit a candle, put it in the window and waited for the ships, which came in one after another until
the morning, as if nothing had been the matter with the lamp at all.</p></article></body></html>"""


RSS = '<link rel="alternate" type="application/rss+xml" href="{}" title="{}">'


def add(library: Library, where: object, **wish: Any) -> tuple[int, list[str]]:
    """How many stories came, and what was said about that."""
    wished = AddOptions(**({"consent": consent_given} | wish))
    found = list(library.add(str(where), options=wished))
    return sum(new for _, new in found), [said(one) for one, _ in found if said(one)]


def said(found: CleanedDocument) -> str:
    return found.error or found.note


def sources(library: Library) -> list[Source]:
    return library.store.sources.all()


def page(*links: tuple[str, str], body: str = "") -> bytes:
    named = "".join(RSS.format(*link) for link in links)
    return PAGE.format(links=named).replace("</body>", f"{body}</body>").encode()
