"""Where a query's words stand in a story, and the passage that shows best why it was found."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.model import Snippet

if TYPE_CHECKING:  # the first screen asks for no query
    from reader.model import Part, Story


def prepare_matching() -> None:
    """Import what finds matches, so that the first search need not wait for that."""
    import reader.index.highlight  # noqa: F401 - while a search is yet to be typed


def row_matches(part: Part, story: Story, columns: int) -> tuple[Snippet, Snippet]:
    """Return what a search found in a story: its headline, and the best passage, with matches."""
    headline = matches(story.headline, part, "title", story.language)
    return Snippet(story.headline, headline), passage(story, part, columns)


def passage(story: Story, part: Part, width: int = 160) -> Snippet:
    """Return the passage that best shows why a query found a story, about `width` characters.

    It does not begin with the headline, below which it is shown.
    """
    from reader.index import highlight
    from reader.library.reports.lede import text_without_headline

    text = text_without_headline(story) or story.text
    return highlight.snippet(text, part, width, story.language)


def matches(text: str, part: Part, field: str, language: str = "") -> tuple[tuple[int, int], ...]:
    """Return where a query's words stand in a text of a story in a language."""
    from reader.index import highlight

    return highlight.matches(text, part, field, language)
