"""The line in which a story's tags are typed, with the tags that there are to complete from."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content
from textual.widgets import Input, Label

from reader.control_characters import mask_line
from reader.tui.widgets.text_input import TypedLine

_OFFERED = 6  # tags at once

# What keys do while tags are typed.
TAG_KEYS = {
    "escape": "leave_tags",
    "enter": "put_tags",
    "tab": "complete_tag",
    "shift+tab": "leave_tags",
}
_TAG_HINTS = (("Enter", "keep"), ("Esc", "leave as they were"), ("Tab", "finish a tag"))


class TagBar(Horizontal):
    """What this is, the tags, and those that the unfinished one may become."""

    def __init__(self, story_id: int, tags: Sequence[str], known: Sequence[str]) -> None:
        super().__init__()
        self.story_id = story_id
        self.known = known
        value = "".join(f"{tag} " for tag in tags)
        self.line = TypedLine(TAG_KEYS, _TAG_HINTS, value=value)
        self.told = Label("", id="offers", markup=False)

    def compose(self) -> ComposeResult:
        """Return what this is, the tags, the offers."""
        yield Label("tags", markup=False)
        yield self.line
        yield self.told

    def on_mount(self) -> None:
        """Offer the most used tags at first."""
        self.offer()

    @property
    def offers(self) -> list[str]:
        """The tags that the unfinished one may become, the most used first."""
        *whole, start = self.line.value.replace(",", " ").split(" ")
        return list(tag_completions(self.known, whole, start))[:_OFFERED]

    def complete(self) -> None:
        """Finish the unfinished tag with the first of the offers."""
        offers = self.offers
        if offers:
            whole = self.line.value[: len(self.line.value) - len(_last_word(self.line.value))]
            self.line.value = f"{whole}{offers[0]} "
            self.line.cursor_position = len(self.line.value)

    def offer(self) -> None:
        """Show the offers."""
        offers = self.offers
        said = f"Tab: {' · '.join(offers)}" if offers else ""
        self.told.update(Content(mask_line(said)))

    def on_input_changed(self, event: Input.Changed) -> None:
        """Offer while typing."""
        event.stop()
        self.offer()


def _last_word(text: str) -> str:
    """Return the tag that is being typed."""
    return text.replace(",", " ").rpartition(" ")[2]


def tag_completions(known: Sequence[str], whole: Sequence[str], start: str) -> Iterator[str]:
    """Yield the known tags that begin like the unfinished one and are not there yet."""
    there = {word.lstrip("#").casefold() for word in whole}
    begin = start.lstrip("#").casefold()
    for tag in known:
        if tag.casefold().startswith(begin) and tag.casefold() not in there | {begin}:
            yield tag
