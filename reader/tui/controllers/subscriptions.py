"""What is done to the sources: adding one, naming it, ending the subscription."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from reader.control_characters import mask_line
from reader.model import ReaderError, Source
from reader.tui.controllers.links import AGREED, REFUSED
from reader.tui.controllers.saved_searches import Naming

if TYPE_CHECKING:
    from reader.tui.command_search import Command

ASKED = "Add feed, site, file or folder"


class Subscribing(Naming):
    """What is subscribed to; any change of it can be undone."""

    offered: Sequence[tuple[str, str]] = ()  # feeds of a site besides the one that was taken

    def work(self, *job: str) -> None:
        """Have a job done in the background; the app knows how."""

    async def action_add(self) -> None:
        """Ask for a place to subscribe to, and read it in the background."""
        await self.ask(ASKED, "", partial(self.work, "add"))

    async def action_rename_search(self) -> None:
        """Ask for another name for the source or saved search that is chosen in the sidebar."""
        source = self.chosen_source()
        if source is None:
            await super().action_rename_search()
        else:
            await self.ask("Rename to", named(source), partial(self.rename_source, source))

    def rename_source(self, source: Source, name: str) -> None:
        """Give a source another name."""
        title = mask_line(name)
        self.change_source(source, replace(source, title=title), True, f"Renamed to {title}")

    async def action_delete_search(self) -> None:
        """End the subscription, or delete the saved search, that is chosen in the sidebar."""
        source = self.chosen_source()
        if source is None:
            await super().action_delete_search()
        else:
            asked = f"End the subscription to {named(source)}? Its stories stay.  y yes, n no"
            await self.ask_for_key(asked, partial(self.agree_to_end, source))

    def agree_to_end(self, source: Source, key: str) -> bool:
        """End a subscription if the key says so."""
        if key not in AGREED | REFUSED:
            return False
        self.stop_asking()
        if key in AGREED:
            self.unsubscribe(source)
        return True

    def unsubscribe(self, source: Source) -> None:
        """Read a source no more; its stories stay."""
        self.change_source(source, source, False, f"Unsubscribed from {named(source)}")

    def change_source(self, before: Source, now: Source, subscribed: bool, did: str) -> None:
        """Change a source, so that it can be undone."""
        if self.put_source(now, subscribed):
            self.desk.did(did, lambda: self.put_source(before, True))
            self.tell(f"{did}; {self.key_of('undo')} takes it back")

    def put_source(self, source: Source, subscribed: bool) -> bool:
        """Keep a source as it is now; whether that went well."""
        try:
            self.desk.library.store.sources.change(source, subscribed)
        except ReaderError as error:
            self.tell(str(error), warning=True)
            return False
        self.shelve()
        return True

    def chosen_source(self) -> Source | None:
        """The source that is chosen in the sidebar, if one is."""
        kind, _, number = self.chosen_place().partition(":")
        return self.source_with(int(number)) if kind == "source" else None

    def source_with(self, source_id: int) -> Source | None:
        """A subscription by its number."""
        sources = self.desk.library.store.sources.all()
        return next((one for one in sources if one.id == source_id), None)

    def source_commands(self) -> Iterator[Command]:
        """What has no key of its own, for the palette: giving room back, ending subscriptions."""
        from reader.tui.command_search import Command

        said = "Drop what is beyond its limits, and give back unused room"
        yield Command(said, partial(self.work, "vacuum"), group="Sources", name="vacuum")
        sources = self.desk.library.store.sources.all()
        known = {source.location for source in sources}
        for location, title in self.offered:
            if location not in known:
                said = f"Add feed {mask_line(title or location)}"
                run = partial(self.work, "add", location)
                yield Command(said, run, group="Feeds of the same site", name=location)
        for source in sources:
            end = partial(self.unsubscribe, source)
            said = f"Unsubscribe from {mask_line(named(source))}"
            yield Command(said, end, group="Subscriptions", name=source.location)


def named(source: Source) -> str:
    """A source's name, else its place."""
    return source.title or source.location
