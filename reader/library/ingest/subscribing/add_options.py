"""What a person wants of a location beyond having it read."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from reader.model import CleanedDocument, SourceReading
from reader.model.construction import frozen
from reader.store.files import logins

if TYPE_CHECKING:
    from reader.library import Library
    from reader.parse.discovery import FeedOffer

Headers = tuple[tuple[str, str], ...]
Choose = Callable[[str, "Sequence[FeedOffer]"], "Sequence[FeedOffer]"]
"""A page and the feeds that it offers in, those that are meant out."""


Consent = Callable[[str, Sequence[str]], Sequence[str]]
"""A list and what it names in a private network in, those addresses that may be read out."""


Agree = Callable[[CleanedDocument], bool]
"""The stories that a page without a feed lists in, whether they are wanted out."""


@frozen
class AddOptions:
    """What a person wants of a location beyond having it read."""

    page: bool = False  # this page and not the feed that it belongs to
    folder: str = ""  # for the new sources to stand in
    headers: Headers = ()  # that its server is to be asked with
    choose: Choose | None = None  # which of several feeds are meant; None: the first that is one
    consent: Consent | None = (
        None  # to what a list names in a private network; None: it is not read
    )
    reading: SourceReading = SourceReading.FEED  # as what a page is read, which may have none
    agree: Agree | None = None  # to what a page without a feed lists; None: where it is no doubt
    all_mail: bool = False  # private messages as well as those of lists and newsletters


NO_OPTIONS = AddOptions()


def keep_headers(library: Library, location: str, headers: Headers) -> None:
    """Remember the headers for a location; what was answered to others is not theirs to know."""
    if logins.read_logins(library.folders.data).get(location, ()) != headers:
        logins.keep_login(library.folders.data, location, headers)
        library.store.fetch_states.forget_answers(location)
