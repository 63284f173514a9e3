"""What keeps the list true while nobody presses a key: new stories, ages, and how rows look."""

from __future__ import annotations

from array import array

from reader.model import ReaderError
from reader.tui.controllers.subscriptions import Subscribing
from reader.tui.render import story_row
from reader.tui.render.date_sections import DENSE

TICK = 60.0  # seconds after which ages are painted anew


class Listing(Subscribing):
    """Stories that have come wait until they are wanted."""

    waiting = 0  # stories that have come since the view was listed
    first_launch = False  # the list fills for the first time, and nobody reads it yet

    def on_mount(self) -> None:
        """Keep ages true."""
        self.set_interval(TICK, self.tick)

    def tick(self) -> None:
        """Show days and ages as they are now, and how many stories another program has added."""
        self.list.renew()
        self.show_new()

    def show_new(self) -> None:
        """Count the stories that have come; an empty list takes them in at once."""
        try:
            self.clear_gone()
            self.waiting = max(0, self.desk.counts.all - self.desk.listed)
        except ReaderError as error:
            self.tell(str(error), warning=True)
            return
        if self.desk.query is None and self.is_to_be_listed:
            at_top = self.first_launch and not self.list.place
            self.list_anew(None if at_top else self.list.current)
        self.refresh_bars()

    def clear_gone(self) -> None:
        """Take stories that were dropped off the list; the open one stays to be read."""
        gone = self.desk.gone()
        if not gone:
            return
        open_one = self.list.current
        self.desk.listed -= len(gone.intersection(self.desk.library.orders.everything.numbers))
        kept = array("q", (one for one in self.list.ids if one not in gone or one == open_one))
        self.desk.whole = array("q", (one for one in self.desk.whole if one not in gone))
        if len(kept) < len(self.list.ids):
            self.show_ids(kept, keep=open_one)

    @property
    def is_to_be_listed(self) -> bool:
        """Whether what has come is listed unasked: nobody reads the list yet, or it is empty."""
        if self.first_launch and self.desk.regrouped:
            return True
        return bool(self.waiting) and (self.first_launch or not self.list.ids)

    def action_accept_new(self) -> None:
        """List the stories that have come; the chosen one stays where it is."""
        if not self.waiting:
            self.tell("Nothing new has come")
        elif self.desk.query is None:
            self.list_anew(self.list.current)
            self.tell("")
        else:
            self.desk.listed, self.waiting = self.desk.counts.all, 0
            self.ask_again()

    def list_anew(self, keep: int | None) -> None:
        """List the view as it is now; the events that are unfolded stay so."""
        self.waiting = 0
        open_events = set(self.desk.inner.values())
        ids = self.desk.ids(self.desk.view)
        self.show_ids(self.with_unfolded(ids, open_events), keep=keep)

    def found_line(self) -> list[story_row.Run]:
        """What a search found, and how many stories wait."""
        return [*self.waiting_line(), *super().found_line()]

    def found_few(self) -> list[story_row.Run]:
        """The same in fewer words."""
        return [*self.waiting_line(), *super().found_few()]

    def waiting_line(self) -> list[story_row.Run]:
        """How many stories wait, and the key that lists them."""
        if not self.waiting:
            return []
        return [(f" {self.waiting:,} new · {self.key_of('accept_new')} ", "dot")]

    def action_dense(self) -> None:
        """Rows of one line, or of two."""
        self.dense = not self.dense
        self.note(DENSE, "on" if self.dense else "off")
        self.show_ids(self.list.ids, keep=self.list.current)
        self.tell("One line a story" if self.dense else "Two lines a story")
