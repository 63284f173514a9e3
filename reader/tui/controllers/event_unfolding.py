"""What the key for unfolding does: an event is one row, and its other reports stand beneath it."""

from __future__ import annotations

from array import array
from collections.abc import Iterable
from itertools import filterfalse

from reader.tui.controllers.edit_steps import Retracing
from reader.tui.widgets.story_list import Ids


class Unfolding(Retracing):
    """Events unfolded in their place, and folded again."""

    def action_unfold(self) -> None:
        """Unfold the event of the chosen story, or fold it again."""
        story_id = self.list.current
        if story_id is None:
            return
        lead = self.desk.inner.get(story_id, story_id)
        if lead in self.desk.inner.values():
            self.fold(lead)
        elif not self.unfold(lead):
            alone = self.desk.library.store.events.stories(lead) == {lead}
            said = "No other story reports this"
            self.tell(said if alone else "The other reports have rows of their own here")

    def unfold(self, lead: int) -> bool:
        """List the other reports of an event beneath the one that leads it; whether any are new."""
        ids = self.unfolded(self.list.ids, lead)
        beneath = len(ids) - len(self.list.ids)
        if beneath:
            self.show_ids(ids, keep=self.list.current)
            self.list.reveal_to(self.list.ids.index(lead) + beneath)
        return bool(beneath)

    def fold(self, lead: int) -> None:
        """List only the story that leads an event."""
        gone = {story for story, above in self.desk.inner.items() if above == lead}
        line = self.list.line_of(self.list.ids.index(lead))
        keep, at = (lead, line) if self.list.current in gone else (self.list.current, None)
        for story in gone:
            del self.desk.inner[story]
        self.show_ids(array("q", filterfalse(gone.__contains__, self.list.ids)), keep, at)

    def unfolded(self, ids: Ids, lead: int) -> Ids:
        """A list with the other reports of an event beneath the one that leads it."""
        beneath = self.desk.beneath(lead, ids)
        if not beneath:
            return ids
        self.desk.inner.update(dict.fromkeys(beneath, lead))
        after = ids.index(lead) + 1
        return array("q", [*ids[:after], *beneath, *ids[after:]])

    def with_unfolded(self, ids: Ids, stories: Iterable[int]) -> Ids:
        """A list in which the events of these stories are unfolded, as far as it holds them."""
        for story in stories:
            lead = self.lead_of(story, ids)
            ids = ids if lead is None else self.unfolded(ids, lead)
        return ids

    def lead_of(self, story: int, ids: Ids) -> int | None:
        """The story under which another one of its event stands in a list."""
        together = self.desk.library.store.events.stories(story)
        return next(filter(together.__contains__, ids), None)

    def holding(self, ids: Ids, keep: int | None) -> Ids:
        """A list in which a story that stands under another one of its event can be chosen."""
        if keep is None or keep in ids or keep not in self.desk.whole:
            return ids
        return self.with_unfolded(ids, [keep])
