"""An entry in, its story out, by the form in which its content is written."""

from __future__ import annotations

from collections.abc import Callable

from reader.clean.finish import finish
from reader.clean.fragment import clean_fragment, clean_text
from reader.model import Entry, Form, Site, Story


def cleaned(entry: Entry, site: Site) -> Story:
    """Make an entry fit to read."""
    return finish(CLEANERS[entry.form](entry, site), entry)


def of_page(entry: Entry, site: Site) -> Story:
    """Find the story in a page; what that takes is imported now, for feeds do without."""
    from reader.clean.page import clean_page

    return clean_page(entry, site)


def of_dump(entry: Entry, site: Site) -> Story:
    """Find the story in a page's text; likewise."""
    from reader.clean.dump import clean_dump

    return clean_dump(entry, site)


CLEANERS: dict[Form, Callable[[Entry, Site], Story]] = {
    Form.HTML: clean_fragment,
    Form.PAGE: of_page,
    Form.DUMP: of_dump,
    Form.TEXT: clean_text,
}
