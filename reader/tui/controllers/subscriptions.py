"""Subscriptions: adding a source, naming it, ending the subscription."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import TYPE_CHECKING

from reader.control_characters import mask_line
from reader.model import ReaderError, Source
from reader.tui.controllers.background_jobs import JobsController
from reader.tui.controllers.searching.saved_searches import SavedSearchesController
from reader.tui.controllers.sidebar import SidebarController
from reader.tui.prompts import Prompts
from reader.tui.render.cells import cell_len, cut_to_width
from reader.tui.session import Session
from reader.tui.status_bars import StatusBars

if TYPE_CHECKING:
    from reader.tui.screens.command_search import Command

_ASKED = "Add feed, site, file or folder"
_HOST = 30  # columns of an address in a question
_SHORTEST = 5  # columns of a headline that still tells anything
_AS = {"--list": "list", "--watch": "watch"}  # words before a place, and the jobs that they mean


@dataclass(eq=False, repr=False)
class SubscriptionsController:
    """Change what is subscribed to, so that each change can be undone.

    The keys that rename and delete in the sidebar mean a source or a saved search, whichever is
    chosen there.
    """

    session: Session
    bars: StatusBars
    sidebar: SidebarController
    saved_searches: SavedSearchesController
    prompts: Prompts
    jobs: JobsController
    _unanswered: list[Sequence[str]] = field(default_factory=list, init=False)  # lists of pages

    async def add(self) -> None:
        """Ask for a place to subscribe to, and read it in the background."""
        await self.prompts.ask(_ASKED, "", self.start)

    def start(self, typed: str) -> None:
        """Read a place in the background, as what the word before it says, or several places."""
        from reader.library.person_input import pasted_places

        self.jobs.when_lists = self._on_lists
        word, _, place = typed.partition(" ")
        job = _AS.get(word, "")
        wanted = place.strip() if job else typed
        places = pasted_places(wanted)
        is_several = len(places) > 1 and len(places) == len(set(wanted.split()))
        for one in places if is_several else (wanted,):
            self.jobs.start(job or "add", one)

    def _on_lists(self, lists: Sequence[Sequence[str]]) -> None:
        """Ask about the pages without a feed that list stories, one after the other."""
        self._unanswered += lists
        if len(self._unanswered) == len(lists):
            self.jobs.run_beside(self._ask_about_list())

    async def _ask_about_list(self) -> None:
        """Ask whether what the next page lists is to be read like a feed."""
        place, count, *titles = self._unanswered[0]
        if not self.prompts.is_free:
            self._unanswered.clear()
            way = f"{self.bars.key_of('add')} --list {place} reads them"
            self.bars.show_status(f"No feed, but a list of {count} stories: {mask_line(way)}")
            return
        host = _shorten(mask_line(place.partition("://")[2].rstrip("/")), _HOST)
        asked = f"No feed at {host}: read its list of {count} stories?"
        room = (self.prompts.room - cell_len(asked)) // max(1, len(titles)) - len("; ")
        named = "; ".join(_shorten(mask_line(title), room) for title in titles if room > _SHORTEST)
        await self.prompts.ask_yes_or_no(f"{asked} {named}", partial(self._on_list_answer, place))

    def _on_list_answer(self, place: str, agreed: bool) -> None:
        """Read a page's list like a feed where that was agreed to, and ask about the next."""
        self._unanswered.pop(0)
        if agreed:
            self.jobs.start("list", place)
        else:
            self.bars.show_status("Its list was not taken")
        if self._unanswered:
            self.jobs.run_beside(self._ask_about_list())

    async def ask_import(self) -> None:
        """Ask for a file of another reader, and take it in in the background."""
        await self.prompts.ask("Import file", "", self._import_file)

    def _import_file(self, name: str) -> None:
        """Take in a file."""
        from reader.library.person_input import matching_files

        files, _ = matching_files(name)
        if len(files) == 1:
            self.jobs.start("import", files[0])
        else:
            self.bars.show_status(f"There is no file {mask_line(name)}", warning=True)

    async def offer_pasted(self, text: str) -> None:
        """Ask whether to subscribe to what was pasted where nothing is typed."""
        from reader.library.person_input import pasted_places

        places = pasted_places(text)
        if not places:
            self.bars.show_status("What was pasted is no address, so it does nothing here")
            return
        these = f"these {len(places):,}: " if places[1:] else ""
        asked = f"Subscribe to {these}{', '.join(places)}?"
        await self.prompts.ask_yes_or_no(asked, partial(self._on_paste_answer, places))

    def _on_paste_answer(self, places: Sequence[str], agreed: bool) -> None:
        """Subscribe to places where that was agreed to."""
        for place in places if agreed else ():
            self.start(place)

    async def rename_chosen(self) -> None:
        """Ask for another name for the source or saved search that is chosen in the sidebar."""
        source = self._chosen_source()
        if source is None:
            await self.saved_searches.rename()
        else:
            rename = partial(self._rename, source)
            await self.prompts.ask("Rename to", _title_or_place(source), rename)

    def _rename(self, source: Source, name: str) -> None:
        """Give a source another name."""
        title = mask_line(name)
        self._change(source, replace(source, title=title), True, f"Renamed to {title}")

    async def delete_chosen(self) -> None:
        """End the subscription, or delete the saved search, that is chosen in the sidebar."""
        source = self._chosen_source()
        if source is None:
            self.saved_searches.delete()
        else:
            await self._ask_to_end(source)

    async def _ask_to_end(self, source: Source) -> None:
        """Ask whether a subscription is to end."""
        asked = f"End the subscription to {_title_or_place(source)}? Its stories stay."
        await self.prompts.ask_yes_or_no(asked, partial(self._on_end_answer, source))

    def _on_end_answer(self, source: Source, agreed: bool) -> None:
        """Read a source no more where that was agreed to; its stories stay."""
        name = _title_or_place(source)
        if agreed:
            self._change(source, source, False, f"Unsubscribed from {name}")
        else:
            self.bars.show_status(f"Still subscribed to {name}")

    def change(self, before: Source, now: Source, did: str) -> None:
        """Change the settings of a source, so that it can be undone."""
        self._change(before, now, True, f"{_title_or_place(now)} is {did}")

    def _change(self, before: Source, now: Source, subscribed: bool, did: str) -> None:
        """Change a source, so that it can be undone."""
        if self._put(now, subscribed):
            self.session.remember_undo(did, lambda: self._put(before, True))
            self.bars.show_done(did)

    def _put(self, source: Source, subscribed: bool) -> bool:
        """Keep a source as it is now; return whether that went well."""
        try:
            self.session.library.store.sources.change(source, subscribed)
        except ReaderError as error:
            self.bars.show_status(str(error), warning=True)
            return False
        self.sidebar.refresh()
        return True

    def _chosen_source(self) -> Source | None:
        """Return the source that is chosen in the sidebar, if one is."""
        kind, _, number = self.sidebar.chosen_key.partition(":")
        return self._find_source(int(number)) if kind == "source" else None

    def _find_source(self, source_id: int) -> Source | None:
        """Find a subscription by its number."""
        sources = self.session.library.store.sources.all()
        return next((one for one in sources if one.id == source_id), None)

    def commands(self) -> Iterator[Command]:
        """Yield what has no key of its own: giving room back, ending subscriptions."""
        from reader.tui.screens.command_search import Command

        does = "Drop what is beyond its limits, and give back unused room"
        yield Command(does, partial(self.jobs.start, "vacuum"), group="Sources", name="vacuum")
        yield from self._beginnings()
        sources = self.session.library.store.sources.all()
        locations = {source.location for source in sources}
        for location, title in self.jobs.offered_feeds:
            if location not in locations:
                does = f"Add feed {mask_line(title or location)}"
                run = partial(self.jobs.start, "add", location)
                yield Command(does, run, group="Feeds of the same site", name=location)
        for source in sources:
            end = partial(self._ask_to_end, source)
            does = f"Unsubscribe from {mask_line(_title_or_place(source))}"
            yield Command(does, end, group="Subscriptions", name=source.location)

    def _beginnings(self) -> Iterator[Command]:
        """Yield what a new reader begins with: what newsboat has, and lists of feeds."""
        from reader.library.person_input import newsboat_is_here, starter_places
        from reader.tui.screens.command_search import Command

        group = "To begin with"
        does = "Import a file: what another reader exports, or stories in lines of JSON"
        yield Command(does, self.ask_import, group=group, name="opml starred pocket instapaper")
        if newsboat_is_here():
            does = "Carry on from newsboat: sources, searches, and what was read"
            yield Command(does, partial(self.jobs.start, "newsboat"), group=group, name="import")
        for place in starter_places():
            does = f"Subscribe to a list of feeds to begin with: {place.partition(':')[2]}"
            run = partial(self.jobs.start, "add", place)
            yield Command(does, run, group=group, name=place)


def _shorten(text: str, room: int) -> str:
    """Return a text in some columns, without its end where it is wider."""
    return text if cell_len(text) <= room else f"{cut_to_width(text, room - 1).rstrip()}…"


def _title_or_place(source: Source) -> str:
    """Return a source's name, else its place."""
    return source.title or source.location
