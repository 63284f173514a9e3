"""Undoes what tools do to a page before its text is a dump: a recognizer for each kind of tool."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from reader.clean.text.sanitize import READ_LIMIT, strip_controls
from reader.clean.undo.banners import undo_banner
from reader.clean.undo.escapes import undo_entities, undo_json, undo_mojibake
from reader.clean.undo.justified import undo_justified
from reader.clean.undo.line_prefixes import undo_cues, undo_line_ends, undo_prefixes, undo_tags
from reader.clean.undo.mail import undo_addresses, undo_mail_head
from reader.clean.undo.margins import undo_numbering, undo_quoting, undo_separators, undo_stars
from reader.clean.undo.markup.dialects import undo_dialects
from reader.clean.undo.markup.markdown import undo_markdown
from reader.clean.undo.pdf import undo_columns, undo_print, undo_side_by_side
from reader.clean.undo.references import undo_references
from reader.clean.undo.scripts import undo_scripts
from reader.clean.undo.spans import with_marks
from reader.clean.undo.transfer import (
    undo_full_width,
    undo_ligatures,
    undo_overstrikes,
    undo_transfer,
)
from reader.clean.undo.undone import Marking, PrintedMark, Undone

__all__ = ["PrintedMark", "Undone", "undo", "with_marks"]

MOST_LINES = 30_000  # of a dump that are looked at
Recognizer = Callable[[str], Undone | None]
# Letters first, then margins and what stands around a page; those that mark stretches come last.
OF_LETTERS: tuple[Recognizer, ...] = (
    undo_transfer,
    undo_overstrikes,
    undo_dialects,
    undo_tags,
    undo_entities,
    undo_mojibake,
    undo_full_width,
    undo_ligatures,
    undo_line_ends,
    undo_cues,
    undo_prefixes,
    undo_numbering,
    undo_quoting,
    undo_mail_head,
    undo_stars,
    undo_print,
    undo_side_by_side,
    undo_justified,
    undo_separators,
    undo_columns,
    undo_banner,
)
OF_LAYOUT: tuple[Callable[[str, Marking], Undone | None], ...] = (
    undo_references,
    undo_addresses,
    undo_markdown,
)


def undo(content: str) -> Undone:
    """Take back what tools did to a dump, and tell which tools those were."""
    # Programs hold escapes of their own, and break into lines when those are read.
    page = _after(Undone(content[:READ_LIMIT]), undo_scripts(content[:READ_LIMIT]))
    page = _after(page, undo_json(page.text))
    page = replace(page, text="\n".join(page.text.split("\n", MOST_LINES)[:MOST_LINES]))
    for recognize in OF_LETTERS:
        page = _after(page, recognize(page.text))
    page = replace(page, text=strip_controls(page.text))
    marking = Marking()
    for read in OF_LAYOUT:
        page = _after(page, read(page.text, marking))
    page = _after(page, undo_scripts(page.text))
    if not marking.marks:
        return page
    text, marks = marking.read(page.text)
    return replace(page, text=text, marked=text, marks=marks)


def _after(page: Undone, found: Undone | None) -> Undone:
    """Add what one recognizer undid."""
    if not found:
        return page
    return replace(
        found,
        kinds=page.kinds + found.kinds,
        title=page.title or found.title,
        published=page.published or found.published,
    )
