"""Entry in, story out: the story's own words, safe to print."""

from __future__ import annotations

from collections.abc import Callable

from reader.clean.dump import clean_dump
from reader.clean.finish import finish
from reader.clean.fragment import clean_fragment, clean_text
from reader.clean.page import clean_page
from reader.clean.safe import paragraphs, plain
from reader.model import Entry, Form, Story

__all__ = ["CLEANERS", "clean", "paragraphs", "plain"]


def clean(entry: Entry) -> Story:
    """Make an entry fit to read."""
    return finish(CLEANERS[entry.form](entry), entry)


CLEANERS: dict[Form, Callable[[Entry], Story]] = {
    Form.HTML: clean_fragment,
    Form.PAGE: clean_page,
    Form.DUMP: clean_dump,
    Form.TEXT: clean_text,
}
