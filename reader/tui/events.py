"""The keys that walk through the reports of one event."""

from __future__ import annotations

from reader.library.reports import next_report
from reader.tui.retracing import Retracing


class Walking(Retracing):
    """Going through the reports of one event."""

    def action_next_report(self) -> None:
        """Next report of the same event."""
        self.walk_reports(1)

    def action_previous_report(self) -> None:
        """Report before, of the same event."""
        self.walk_reports(-1)

    def walk_reports(self, by: int) -> None:
        """Open another report of the event; choose it where it is listed."""
        story = self.desk.story
        wanted = next_report(self.desk.library.store, story.id, by) if story else None
        if wanted is None:
            self.tell("No other story reports this")
        elif wanted in self.list.ids:
            self.choose(self.list.ids.index(wanted))
        else:
            self.desk.open(wanted)
            self.show_article()
            self.dwell()
            self.refresh_bars()
