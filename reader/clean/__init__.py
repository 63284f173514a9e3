"""Entry in, story out: the story's own words, safe to print."""

from __future__ import annotations

from collections.abc import Callable

from reader.clean.dump import clean_dump
from reader.clean.finish import finish
from reader.clean.fragment import clean_fragment, clean_text
from reader.clean.page import clean_page
from reader.clean.safe import paragraphs, plain
from reader.model import Entry, Form, Site, Story

__all__ = ["CLEANERS", "clean", "paragraphs", "plain"]


UNKNOWN = Site()


def clean(entry: Entry, site: Site = UNKNOWN) -> Story:
    """Make an entry fit to read, with what is known about the pages of its source."""
    return finish(CLEANERS[entry.form](entry, site), entry)


CLEANERS: dict[Form, Callable[[Entry, Site], Story]] = {
    Form.HTML: clean_fragment,
    Form.PAGE: clean_page,
    Form.DUMP: clean_dump,
    Form.TEXT: clean_text,
}
