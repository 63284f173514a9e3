"""The open story: what is shown of it, and whether it was edited since it was opened."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence

from reader.library import Library
from reader.library.reports.event_reports import new_sentences, other_reports
from reader.model import ContentForm, Story
from reader.tui.render.article.article_lines import ArticleBlock
from reader.tui.render.article.related_reports import report_blocks, with_news
from reader.tui.render.article.story_blocks import raw_blocks, story_blocks


class OpenStory:
    """The story that is read, if any is: cleaned, as it came, or what an edit changed in it."""

    def __init__(self, library: Library) -> None:
        self.library = library
        self._key_of: Callable[[str], str] = str  # which key does an action, as a person reads it
        self.story: Story | None = None
        self.raw = False
        self.edit = 0  # which edit is shown in the place of the story, the latest is 1; 0 is none
        self.reports = 0  # others of its event
        self.is_outdated = False  # whether it was edited after it was opened
        self._is_new = False  # whether it has not been shown yet
        # What was read of its event before a story.
        self._read_before: dict[int, Sequence[int]] = {}

    def name_keys_by(self, key_of: Callable[[str], str]) -> None:
        """Have the keys of actions named below a story, as a person reads them."""
        self._key_of = key_of

    def close(self) -> None:
        """Have no story open."""
        self.story = None

    def open(self, story_id: int) -> None:
        """Take up a story."""
        self.story = self.library.store.stories.get(story_id)
        self.raw, self.edit, self._is_new, self.is_outdated = False, 0, True, False

    def look_for_edit(self) -> None:
        """Find out whether the open story was edited meanwhile."""
        if self.story is not None:
            now = self.library.store.stories.by_ids([self.story.id])
            self.is_outdated = any(_words_of(story) != _words_of(self.story) for story in now)

    def take_edit(self) -> None:
        """Have the open story in its new words, where it was edited meanwhile."""
        if self.story is not None and self.is_outdated:
            self.story, self.is_outdated = self.library.store.stories.get(self.story.id), False

    def toggle_original(self) -> None:
        """Show the page as it came, or the clean text again."""
        self.raw, self.edit = not self.raw, 0

    def show_clean_text(self) -> None:
        """Show the clean text, and no edit."""
        self.raw, self.edit = False, 0

    @property
    def is_aside(self) -> bool:
        """Whether something else of the story is shown than its clean text."""
        return self.raw or self.edit > 0

    def blocks(self) -> list[ArticleBlock]:
        """Lay out the open story: cleaned, as it came, or what an edit changed."""
        if self.story is None:
            return []
        if self.raw:
            return raw_blocks(self._original_text(self.story))
        beside = self.library.store.copies.story_context(self.story.id)
        if self.edit:
            from reader.tui.render.article.edit_diff import edit_blocks

            return edit_blocks(self.story, beside.versions, self.edit)
        others = other_reports(self.library.store, self.story)
        if self._is_new and not beside.marks.read:
            self._read_before[self.story.id] = others.read
        self._is_new, self.reports = False, len(others.told)
        told = story_blocks(self.story, beside, self.downloaded_paths(self.story))
        if beside.marks.highlights:
            from reader.tui.render.article.highlight_blocks import with_highlights

            told = with_highlights(told, self.story, beside.marks)
        return [
            *self._mark_news(self.story, told),
            *report_blocks(others.told, others.more, self._key_of),
        ]

    def _mark_news(self, story: Story, told: list[ArticleBlock]) -> list[ArticleBlock]:
        """Mark in a story what was in no report that was read before it in this sitting."""
        read = self._read_before.get(story.id)
        if not read:
            return told
        known = "report" if len(read) == 1 else f"{len(read)} reports"
        sign = f"is new against the {known} of this you have read"
        return with_news(told, new_sentences(self.library.store, story, read), sign)

    def turn_to_next_edit(self) -> bool:
        """Turn to what the latest edit changed, then to the one before, in the end to the story.

        Return whether there is any edit.
        """
        if self.story is None:
            return False
        self.take_edit()
        count = len(self.library.store.copies.versions(self.story.id))
        self.raw, self.edit = False, (self.edit + 1) % (count + 1)
        return count > 0

    def downloaded_paths(self, story: Story) -> dict[str, str]:
        """Find the files that were attached to a story and are still on the disk."""
        if not story.enclosures:
            return {}
        links = [enclosure.link for enclosure in story.enclosures]
        paths = self.library.store.downloads.paths(links)
        return {link: path for link, path in paths.items() if os.path.exists(path)}

    def _original_text(self, story: Story) -> str:
        """Return the page as it came, safe to print."""
        from reader.library.person_input import strip_controls

        entry = self.library.store.stories.original_entry(story.id)
        title = f"{entry.title}\n\n" if entry.title and entry.form is not ContentForm.DUMP else ""
        return strip_controls(title + entry.content)


def _words_of(story: Story) -> tuple[str, ...]:
    """Return what an edit can change in a story."""
    return story.headline, story.deck, story.byline, story.text
