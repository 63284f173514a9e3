"""A place that a person named in, its stories in the store: feed, site, page, list or files."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, BinaryIO

from reader.library.arriving import (
    PAGES,
    SAMPLES,
    arrivals,
    document_cleaned,
    saved,
)
from reader.model import Ask, Cleaned, Document, FetchError, ParseError, Reply, Source
from reader.store import secrets

if TYPE_CHECKING:
    from reader.library import Library
    from reader.library.visiting import Visits
    from reader.parse.discovery import Offer

Found = tuple[Cleaned, int]
Headers = tuple[tuple[str, str], ...]
Choose = Callable[[str, "Sequence[Offer]"], "Sequence[Offer]"]
"""A page and the feeds that it offers in, those that are meant out."""


NAMED = 5  # feeds of a page besides the one that was taken


@dataclass(frozen=True, slots=True)
class Wish:
    """What a person wants of a location beyond having it read."""

    page: bool = False  # this page and not the feed that it belongs to
    folder: str = ""  # for the new sources to stand in
    headers: Headers = ()  # that its server is to be asked with
    choose: Choose | None = None  # which of several feeds are meant; None: the first that is one


PLAINLY = Wish()


def added(library: Library, where: str, stdin: BinaryIO | None, wish: Wish) -> Iterator[Found]:
    """Read a place for the first time, or once more."""
    from reader.fetch import fetch, is_web
    from reader.fetch.local import is_file

    if is_web(where):
        yield from from_web(library, where, wish)
        return
    now, sites = library.clock.now(), library.settings().sites
    text = list_text(next(fetch(where, now))) if where != SAMPLES and is_file(where) else ""
    if text:
        yield from from_list(library, text, where, wish)
        return
    yield from arrivals(library.store, where, now, stdin, sites)


def list_text(document: Document | FetchError) -> str:
    """The text of a document that is a list of subscriptions; empty for everything else."""
    from reader import opml
    from reader.parse.text import decode
    from reader.parse.unpack import unpack

    if isinstance(document, FetchError):
        return ""
    try:
        text = decode(unpack(document.content), document.media_type)
    except ParseError:
        return ""
    return text if opml.is_list(text) else ""


def from_list(
    library: Library, text: str, name: str, wish: Wish, trusting: bool = True
) -> Iterator[Found]:
    """Subscribe to all that a list names, and read it.

    A list from the open internet leads nobody into a private network, and none leads to a file.
    """
    from reader import opml

    try:
        listed = opml.read(text, name)
    except FetchError as error:
        yield Cleaned(name, error=str(error)), 0
        return
    yield from ((Cleaned(name, error=sentence), 0) for sentence in listed.errors)
    yield from ((Cleaned(name, note=sentence), 0) for sentence in listed.notes)
    yield from all_of(library, listed.sources, wish, trusting)


def all_of(
    library: Library, sources: Sequence[Source], wish: Wish, trusting: bool
) -> Iterator[Found]:
    """Subscribe to sources, and read those that are new and not muted."""
    from reader.library.visiting import visits

    store = library.store
    with store.database.batch():
        known = {one.location for one in store.sources.all()}
        listed = {subscribe(library, one, wish): one for one in sources}
        subscribed = [one for one in store.sources.all() if one.location in listed]
        # What a person has chosen for a source since is not for a list to change.
        new = [with_choices(one, listed[one.location]) for one in subscribed
               if one.location not in known]  # fmt: skip
        for one in new:
            store.sources.change(one)
    subscribed = [one for one in store.sources.all() if one.location in listed]
    fresh = [one for one in subscribed if one.standing.due is None and not one.muted]
    with visits(library, len(fresh)) as round_:
        round_.trusting = trusting
        yield from round_.to(fresh)


def with_choices(source: Source, listed: Source) -> Source:
    """A source with what its list says of muting, whole pages, and how much is kept."""
    return replace(
        source,
        muted=source.muted or listed.muted,
        full_text=source.full_text or listed.full_text,
        keep=source.keep or listed.keep,
    )


def subscribe(library: Library, listed: Source, wish: Wish) -> str:
    """Subscribe to one source of a list; its location."""
    from reader.fetch.places import without_login

    location, headers = without_login(listed.location)
    folder = wish.folder or listed.folder
    library.store.sources.add(location, listed.title, folder)
    if headers:
        secrets.keep(library.places.data, location, headers)
    return location


def from_web(library: Library, where: str, wish: Wish) -> Iterator[Found]:
    """Read an address of the web, whatever stands behind it."""
    from reader.fetch import document_of
    from reader.fetch.known import feed_of
    from reader.fetch.places import without_login
    from reader.library.visiting import visits

    location, login = without_login(where)
    location = location if wish.page else feed_of(location)
    with visits(library) as round_:
        ask = asking(round_, location, (*login, *wish.headers))
        reply = round_.network.get(ask)
        document = document_of(reply, library.clock.now())
        listed = list_text(document)
        if not isinstance(document, Document):
            yield Cleaned(location, error=reply.error), 0
        elif not listed:
            yield from Arrival(round_, ask, wish).take(document, reply)
    if listed:
        yield from from_list(library, listed, location, wish, reply.private)


def asking(round_: Visits, location: str, headers: Headers) -> Ask:
    """The question for an address; headers of its own are kept, and sent whenever it is asked."""
    from reader.fetch.places import host_of

    if headers:
        secrets.keep(round_.library.places.data, location, headers)
        round_.secrets[location] = headers
    return Ask(location, trusted=host_of(location), headers=headers)


class Arrival:
    """An address of the web on its way to becoming a source or a story."""

    def __init__(self, round_: Visits, ask: Ask, wish: Wish) -> None:
        self.round = round_
        self.asked = ask
        self.wish = wish

    def take(self, document: Document, reply: Reply) -> Iterator[Found]:
        """Subscribe to a feed, or to that of a page; a page without one becomes a story."""
        from reader.parse import discovery

        if not discovery.is_page(document):
            yield self.subscribe(reply)
            return
        if not self.wish.page:
            found = self.feed_of(document)
            if found:
                yield from found
                return
        yield self.page(document)

    def feed_of(self, document: Document) -> list[Found]:
        """Subscribe to the feed of a page; empty when none is found."""
        from reader.parse import discovery

        for offers in (discovery.offers, discovery.hints):
            if found := self.of_offers(document.location, offers(document)):
                return found
        return self.first(discovery.guesses(document.location))

    def of_offers(self, page: str, offered: Sequence[Offer]) -> list[Found]:
        """Subscribe to those of the feeds of a page that are meant; empty when none is a feed."""
        if self.wish.choose is None or len(offered) < 2:
            found = self.first(offered)
            return [*found, *told(page, offered, found[0][0].location)] if found else []
        meant = self.wish.choose(page, offered)
        taken = [found for one in meant for found in self.first([one]) or [missing(one)]]
        return taken or [(Cleaned(page, note=f"{page}: none of its feeds was taken"), 0)]

    def first(self, offers: Sequence[Offer]) -> list[Found]:
        """Subscribe to the first of these places behind which there is a feed."""
        from reader.fetch import document_of
        from reader.parse import discovery

        for offer in offers:
            ask = replace(self.asked, location=offer.location, headers=self.headers(offer))
            reply = self.round.network.get(ask)
            document = document_of(reply, self.round.library.clock.now())
            if isinstance(document, Document) and not discovery.is_page(document):
                return [self.subscribe(reply)]
        return []

    def headers(self, offer: Offer) -> tuple[tuple[str, str], ...]:
        """What is secret, for a feed on the host that it was given for."""
        from reader.fetch.places import origin_of

        own = origin_of(offer.location) == origin_of(self.asked.location)
        if own and self.asked.headers:
            secrets.keep(self.round.library.places.data, offer.location, self.asked.headers)
        return self.asked.headers if own else ()

    def subscribe(self, reply: Reply) -> Found:
        """Subscribe to a feed with the body that has come already."""
        from reader.library.opening import unopened

        known = [one for one in self.round.store.sources.all() if one.location == reply.asked]
        source = known[0] if known else Source(reply.asked, folder=self.wish.folder)
        return self.round.settle(source, unopened(reply))

    def page(self, document: Document) -> Found:
        """Keep a page as one story."""
        store = self.round.store
        found = document_cleaned(replace(document, source=PAGES), self.round.about)
        return found, saved(store, store.sources.add(PAGES, "Saved pages"), found)


def missing(offer: Offer) -> Found:
    """Say that there is no feed where a page told of one."""
    return Cleaned(offer.location, error=f"{offer.location}: there is no feed"), 0


def told(page: str, offers: Sequence[Offer], taken: str) -> list[Found]:
    """Say which other feeds a page offers, and how to have them."""
    from reader.clean import plain

    if len(offers) < 2:
        return []
    others = tuple((one.location, plain(one.title)) for one in offers if one.location != taken)
    ways = "; ".join(
        f"newsreader add {location}{f' ({title})' if title else ''}"
        for location, title in others[:NAMED]
    )
    said = f"{page} offers {len(offers)} feeds; {taken} was taken; for others: {ways}"
    return [(Cleaned(page, note=said, others=others), 0)]
