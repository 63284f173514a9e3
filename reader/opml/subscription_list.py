"""Gathers the subscriptions of a list: each source once, a sentence for the rest."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from reader.model import Source
from reader.opml.feed_addresses import is_sound, normalize_feed_address, reason_against
from reader.opml.subscription_names import own_line, quote_briefly

MOST_SOURCES = 20_000  # subscriptions in one list
MOST_FOLDERS = 5  # that are named of one source
MOST_SENTENCES = 100  # of one kind about one list


class Subscriptions(NamedTuple):
    """What a list names, what of it is refused, and what of it is not kept."""

    sources: tuple[Source, ...]
    errors: tuple[str, ...]  # sentences
    notes: tuple[str, ...]  # sentences about what is no failure


class SubscriptionCollector:
    """The sources of one list, in the order in which it names them first."""

    def __init__(self, name: str) -> None:
        self.name = own_line(name)
        self.sources: dict[str, Source] = {}
        self.folders: dict[str, dict[str, None]] = {}  # further ones of a source
        self.errors: list[str] = []
        self.notes: list[str] = []
        self.beyond = 0  # sources that are too many

    def add(
        self, source: Source, where: str = "", exact: bool = False, further: Sequence[str] = ()
    ) -> None:
        """Take a source in, or refuse it; of its folders the first is kept."""
        written = source.location
        location = written if exact and is_sound(written) else normalize_feed_address(written)
        if not location:
            self.refuse(written, reason_against(written), where)
        elif known := self.sources.get(location):
            self.sources[location] = _join(known, source)
            self.note_folders(location, (source.folder, *further))
        elif len(self.sources) == MOST_SOURCES:
            self.beyond += 1
        else:
            title = "" if source.title in (written, location) else source.title
            self.sources[location] = replace(source, location=location, title=title)
            self.note_folders(location, further)

    def note_folders(self, location: str, folders: Sequence[str]) -> None:
        """Remember in which further folders a source would stand."""
        kept = self.sources[location].folder
        for folder in folders:
            if folder not in ("", kept):
                self.folders.setdefault(location, {})[folder] = None

    def refuse(self, written: str, reason: str, where: str = "") -> None:
        """Say why something is not taken in."""
        self.errors.append(f"{self.place(where)}: {quote_briefly(written)} {reason}")

    def note(self, sentence: str, where: str = "") -> None:
        """Say what is not a failure and yet worth to know."""
        self.notes.append(f"{self.place(where)}: {sentence}")

    def place(self, where: str) -> str:
        """Name the list, or a line of it."""
        return f"{self.name}, {where}" if where else self.name

    def result(self) -> Subscriptions:
        """Give all that was gathered, with so many sentences as a person may read."""
        for location, further in self.folders.items():
            others = ", ".join(quote_briefly(folder) for folder in list(further)[:MOST_FOLDERS])
            kept = quote_briefly(self.sources[location].folder)
            self.note(f"{quote_briefly(location)} is kept in {kept}, and not in {others} as well")
        if self.beyond:
            sentence = f"names more than {MOST_SOURCES:,} sources; {self.beyond:,} are left out"
            self.errors.insert(0, f"{self.name} {sentence}")
        errors, notes = (_shorten_list(self.name, told) for told in (self.errors, self.notes))
        return Subscriptions(tuple(self.sources.values()), errors, notes)


def _join(known: Source, again: Source) -> Source:
    """Make one of a source that is named twice."""
    return replace(known, folder=known.folder or again.folder, title=known.title or again.title)


def _shorten_list(name: str, sentences: Sequence[str]) -> tuple[str, ...]:
    """Leave out sentences where there are too many, and say so."""
    beyond = len(sentences) - MOST_SENTENCES
    if beyond <= 0:
        return tuple(sentences)
    return (*sentences[:MOST_SENTENCES], f"{name}: and {beyond:,} more like these")
