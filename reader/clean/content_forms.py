"""An entry in, its story out, by the form in which its content is written."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from operator import attrgetter

from reader.clean.fragment import clean_fragment, clean_text
from reader.clean.text.sanitize import read_windows
from reader.clean.text.sanitize_story import sanitize_story, with_headline
from reader.model import ContentForm, Entry, SiteContext, Story


def clean_by_form(entry: Entry, site: SiteContext) -> Story:
    """Make an entry fit to read."""
    # The lines over a dump's story are the only headline that it can have.
    if entry.form is ContentForm.DUMP:
        return _with_wrapper(sanitize_story(_of_dump(entry, site), entry), entry)
    entry = _read_letters(entry)
    return _with_wrapper(
        with_headline(sanitize_story(CLEANERS[entry.form](entry, site), entry)), entry
    )


def _with_wrapper(story: Story, entry: Entry) -> Story:
    """Tell in what a story stood, beside what else was undone."""
    if not entry.wrapper:
        return story
    found = dict(story.evidence)
    undone = ", ".join(filter(None, (entry.wrapper, found.get("undone"))))
    return replace(story, evidence=tuple((found | {"undone": undone}).items()))


def _read_letters(entry: Entry) -> Entry:
    """Read the letters that are written as control characters, as browsers do."""
    written = LETTERS(entry)
    if all(map(str.isascii, written)):
        return entry
    read = tuple(map(read_windows, written))
    if read == written:
        return entry
    title, deck, author, outlet, content = read
    return replace(entry, title=title, deck=deck, author=author, outlet=outlet, content=content)


def _of_page(entry: Entry, site: SiteContext) -> Story:
    """Find the story in a page; what that takes is imported now, for feeds do without."""
    from reader.clean.page.page_cleaner import clean_page

    return clean_page(entry, site)


def _of_dump(entry: Entry, site: SiteContext) -> Story:
    """Find the story in a page's text; likewise."""
    from reader.clean.dump.dump_cleaner import clean_dump

    return clean_dump(entry, site)


def _of_message(entry: Entry, site: SiteContext) -> Story:
    """Find the story in a mail; likewise."""
    from reader.clean.message.message_cleaner import clean_message

    return clean_message(entry, site)


LETTERS = attrgetter("title", "deck", "author", "outlet", "content")
CLEANERS: dict[ContentForm, Callable[[Entry, SiteContext], Story]] = {
    ContentForm.HTML: clean_fragment,
    ContentForm.CHANGES: clean_fragment,
    ContentForm.PAGE: _of_page,
    ContentForm.DUMP: _of_dump,
    ContentForm.TEXT: clean_text,
    ContentForm.MESSAGE: _of_message,
    ContentForm.MESSAGE_TEXT: _of_message,
}
