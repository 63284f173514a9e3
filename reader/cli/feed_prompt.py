"""What is asked of the person at the terminal: which feeds of a page, and consent to a list."""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from reader.clean.text.sanitize import plain
from reader.cli.safe_output import ask
from reader.fetch import is_web

if TYPE_CHECKING:
    from reader.library.ingest.subscribe import Choose, Consent
    from reader.parse.discovery import Offer

ALL = ("a", "all")
THIS_MACHINE = re.compile(r"localhost|127(?:\.\d{1,3}){3}|::1", re.ASCII)
SHOWN = 10  # addresses of a list that are named
YES = ("y", "yes")
CONSENT = "Read what is there? y yes, anything else no: "
PROMPT = "Which? Numbers, or a for all; Enter takes the first, 0 none: "


def chooser() -> Choose | None:
    """What asks, where somebody is there to answer."""
    return asked if sys.stdin.isatty() and sys.stderr.isatty() else None


def consenter(json_wanted: bool) -> Consent:
    """What asks for consent to a list, where somebody is there to give it."""
    return consented if chooser() and not json_wanted else on_this_machine


def agreed(_: str, locations: Sequence[str]) -> Sequence[str]:
    """Consent that was given on the command line."""
    return locations


def on_this_machine(name: str, locations: Sequence[str]) -> Sequence[str]:
    """Consent where nobody can be asked: a file of the person's may name this machine, plainly.

    Whoever runs a bridge to feeds beside newsreader has its address in a list. A list from the web
    may name nothing of the kind, and nobody the router, another machine, or this one in disguise.
    """
    if is_web(name):
        return ()
    return [one for one in locations if THIS_MACHINE.fullmatch(urlsplit(one).hostname or "")]


def consented(_: str, locations: Sequence[str]) -> Sequence[str]:
    """Ask once whether what a list names in a private network may be read."""
    shown = [f"  {plain(location)}" for location in locations[:SHOWN]]
    more = [f"  and {len(locations) - SHOWN:,} more"] if len(locations) > SHOWN else []
    told = [f"The list leads into a private network, such as your own, {len(locations):,} times:"]
    answer = ask("\n".join([*told, *shown, *more, CONSENT]))
    return locations if answer.strip().casefold() in YES else ()


def asked(page: str, offers: Sequence[Offer]) -> Sequence[Offer]:
    """Ask which of several feeds are meant."""
    told = [f"{plain(page)} offers {len(offers)} feeds:", *map(line, range(len(offers)), offers)]
    return picked(offers, ask("\n".join([*told, PROMPT])))


def line(place: int, offer: Offer) -> str:
    """A feed with its number."""
    title = f"{plain(offer.title)}  " if offer.title else ""
    return f"{place + 1:3}  {title}{plain(offer.location)}"


def picked(offers: Sequence[Offer], answer: str) -> Sequence[Offer]:
    """The feeds that an answer means; what is no number of one means none."""
    words = answer.replace(",", " ").casefold().split()
    if not words:
        return offers[:1] if answer else ()  # an answer that never came is none
    if words[0] in ALL:
        return offers
    return [one for number, one in enumerate(offers, 1) if str(number) in words]
