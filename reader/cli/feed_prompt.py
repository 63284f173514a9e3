"""Questions to the person at the terminal: which feeds of a page, and consent to a list."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

from reader.cli.safe_output import ask_person
from reader.library.person_input import host_of, is_this_machine, is_web, safe_line

if TYPE_CHECKING:
    from reader.library.ingest.subscribing.add_options import Agree, Choose, Consent
    from reader.model import CleanedDocument
    from reader.parse.discovery import FeedOffer

ALL = ("a", "all")
SHOWN = 10  # addresses of a list that are named
YES = ("y", "yes")
CONSENT = "Read what is there? y yes, anything else no: "
TAKEN = "Read it like a feed? y yes, anything else no: "
PROMPT = "Which? Numbers, or a for all; Enter takes the first, 0 none: "


def feed_chooser() -> Choose | None:
    """Return what asks, where somebody is there to answer."""
    return _ask_which if sys.stdin.isatty() and sys.stderr.isatty() else None


def list_prompt() -> Agree | None:
    """Return what asks whether the list of a page is wanted, where somebody is there to answer."""
    return _list_agreed if feed_chooser() else None


def _list_agreed(document: CleanedDocument) -> bool:
    """Ask whether the stories that a page lists are to be read like a feed."""
    from reader.library.ingest.pages.page_subscription import list_sentence

    sentence = safe_line(f"{document.location} has {list_sentence(document)}")
    return ask_person(f"{sentence}\n{TAKEN}").strip().casefold() in YES


def consent_prompt(json_wanted: bool) -> Consent:
    """Return what asks for consent to a list, where somebody is there to give it."""
    return _ask_consent if feed_chooser() and not json_wanted else consent_to_loopback


def consent_given(_: str, locations: Sequence[str]) -> Sequence[str]:
    """Consent that was given on the command line."""
    return locations


def consent_to_loopback(name: str, locations: Sequence[str]) -> Sequence[str]:
    """Consent where nobody can be asked: a file of the person's may name this machine, plainly.

    Whoever runs a bridge to feeds beside newsreader has its address in a list. A list from the web
    may name nothing of the kind, and nobody the router, another machine, or this one in disguise.
    """
    if is_web(name):
        return ()
    return [one for one in locations if is_this_machine(host_of(one))]


def _ask_consent(_: str, locations: Sequence[str]) -> Sequence[str]:
    """Ask once whether what a list names in a private network may be read."""
    shown = [f"  {safe_line(location)}" for location in locations[:SHOWN]]
    more = [f"  and {len(locations) - SHOWN:,} more"] if len(locations) > SHOWN else []
    told = [f"The list leads into a private network, such as your own, {len(locations):,} times:"]
    answer = ask_person("\n".join([*told, *shown, *more, CONSENT]))
    return locations if answer.strip().casefold() in YES else ()


def _ask_which(page: str, offers: Sequence[FeedOffer]) -> Sequence[FeedOffer]:
    """Ask which of several feeds are meant."""
    told = [
        f"{safe_line(page)} offers {len(offers)} feeds:",
        *map(_offer_line, range(len(offers)), offers),
    ]
    return offers_picked(offers, ask_person("\n".join([*told, PROMPT])))


def _offer_line(place: int, offer: FeedOffer) -> str:
    """Return a feed with its number."""
    title = f"{safe_line(offer.title)}  " if offer.title else ""
    return f"{place + 1:3}  {title}{safe_line(offer.location)}"


def offers_picked(offers: Sequence[FeedOffer], answer: str) -> Sequence[FeedOffer]:
    """Return the feeds that an answer means; what is no number of one means none."""
    words = answer.replace(",", " ").casefold().split()
    if not words:
        return offers[:1] if answer else ()  # an answer that never came is none
    if words[0] in ALL:
        return offers
    return [one for number, one in enumerate(offers, 1) if str(number) in words]
