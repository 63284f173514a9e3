"""Edits of a story in, blocks of the reading pane out: what was removed, and what was added."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from reader.library.edit_history import edits_of
from reader.library.edit_history import format_hunk as bracketed
from reader.model import DiffHunk, Edit, Span, Story, Version
from reader.tui.render.article.article_lines import ArticleBlock
from reader.tui.render.article.story_blocks import written_time

MEANING = "[-removed-] {+added+}"


def edit_blocks(story: Story, versions: Sequence[Version], number: int) -> list[ArticleBlock]:
    """Return what one edit of a story changed; the latest is number 1."""
    found = edits_of(story, versions)
    edit = found[number - 1]
    which = f"Edit {len(found) - number + 1} of {len(found)}, seen {written_time(edit.seen)}"
    return [ArticleBlock(which, "heading"), ArticleBlock(MEANING, "dim"), *_passage_blocks(edit)]


def _passage_blocks(edit: Edit) -> Iterator[ArticleBlock]:
    """Yield the passages that an edit touched, fields of the story with their names."""
    for passage in edit.passages:
        name = "" if passage.field == "text" else f"{passage.field.capitalize()}: "
        yield _passage_block(passage, name)


def _passage_block(passage: DiffHunk, name: str) -> ArticleBlock:
    """Return a passage, with a look of its own for what was removed, and for what was added."""
    text, spans = name, []
    for kind, words in bracketed(passage):
        start, text = len(text), text + words
        if kind is not None:
            spans.append(Span(start, len(text), kind))
    return ArticleBlock(text, "dim" if passage.untouched else "", spans=tuple(spans))
