"""Feeds of a page in, those that the person at the terminal means out."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

from reader.clean.safe import plain
from reader.cli.output import ask

if TYPE_CHECKING:
    from reader.library.subscribing import Choose
    from reader.parse.discovery import Offer

ALL = ("a", "all")
PROMPT = "Which? Numbers, or a for all; Enter takes the first, 0 none: "


def chooser() -> Choose | None:
    """What asks, where somebody is there to answer."""
    return asked if sys.stdin.isatty() and sys.stderr.isatty() else None


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
