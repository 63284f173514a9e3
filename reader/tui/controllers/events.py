"""The keys that walk through the reports of one event."""

from __future__ import annotations

from reader.library.events import next_report
from reader.tui.actions import FOOT_OF_EVENT
from reader.tui.controllers.comparison import Comparing


class Walking(Comparing):
    """Going through the reports of one event."""

    @property
    def hinted(self) -> tuple[tuple[str, str], ...]:
        """What the bottom line tells the keys of; nothing is the usual."""
        among = self.reading and self.desk.reports and not self.desk.aside and self.find_bar is None
        return FOOT_OF_EVENT if among else super().hinted

    def action_next_report(self) -> None:
        """Next report of the same event."""
        self.walk_reports(1)

    def action_previous_report(self) -> None:
        """Report before, of the same event."""
        self.walk_reports(-1)

    def walk_reports(self, by: int) -> None:
        """Choose another report of the event, unfolded where it is folded; else open it alone."""
        story = self.desk.story
        wanted = next_report(self.desk.library.store, story.id, by) if story else None
        if wanted is None:
            self.tell("No other story reports this")
        elif self.listed(wanted):
            self.choose(self.list.ids.index(wanted))
        else:
            self.desk.open(wanted)
            self.show_article()
            self.dwell()
            self.refresh_bars()

    def listed(self, story_id: int) -> bool:
        """Whether a report has a row, if need be once its event is unfolded."""
        lead = self.lead_of(story_id, self.list.ids)
        return story_id in self.list.ids or (lead is not None and self.unfold(lead))
