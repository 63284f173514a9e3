"""What is asked of the person at the terminal: which feeds of a page, and consent to a list."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

from reader.clean.safe import plain
from reader.cli.output import ask

if TYPE_CHECKING:
    from reader.library.subscribing import Choose, Consent
    from reader.parse.discovery import Offer

ALL = ("a", "all")
SHOWN = 10  # addresses of a list that are named
YES = ("y", "yes")
CONSENT = "Read what is there? y yes, anything else no: "
PROMPT = "Which? Numbers, or a for all; Enter takes the first, 0 none: "


def chooser() -> Choose | None:
    """What asks, where somebody is there to answer."""
    return asked if sys.stdin.isatty() and sys.stderr.isatty() else None


def consenter(json_wanted: bool) -> Consent | None:
    """What asks for consent to a list, where somebody is there to give it."""
    return consented if chooser() and not json_wanted else None


def agreed(_: Sequence[str]) -> bool:
    """Consent that was given on the command line."""
    return True


def consented(locations: Sequence[str]) -> bool:
    """Ask once whether what a list names in a private network may be read."""
    shown = [f"  {plain(location)}" for location in locations[:SHOWN]]
    more = [f"  and {len(locations) - SHOWN:,} more"] if len(locations) > SHOWN else []
    told = [f"The list leads into a private network, such as your own, {len(locations):,} times:"]
    return ask("\n".join([*told, *shown, *more, CONSENT])).strip().casefold() in YES


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
