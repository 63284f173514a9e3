"""What is known about the pages of a source when one is cleaned: rules, repeated lines."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlsplit

from reader.clean import clean
from reader.config import SiteRules
from reader.model import CleaningRules, ContentForm, Entry, SiteContext
from reader.store import Store

# What cleaning asks before it begins.
SiteContextOf = Callable[[Entry], SiteContext]
WHOLE = (ContentForm.DUMP, ContentForm.PAGE, ContentForm.MESSAGE)  # the forms that rules speak of


def configured_context(sites: dict[str, SiteRules]) -> SiteContextOf:
    """Return what the configuration says, and nothing else: for a look without a library."""
    return lambda entry: SiteContext(rules=_rules_for(entry, sites))


def stored_context(store: Store, sites: dict[str, SiteRules]) -> SiteContextOf:
    """Return what the configuration says, and what other documents of the source have shown."""
    return lambda entry: SiteContext(_repeated_lines(store, entry), _rules_for(entry, sites))


def _repeated_lines(store: Store, entry: Entry) -> frozenset[str]:
    """Return the lines of a dump that other dumps of its source have too."""
    if entry.form is not ContentForm.DUMP:
        return frozenset()
    from reader.clean.dump import repetition  # takes long to import, and feeds do without

    return store.dump_lines.repeated_lines(
        entry.source, entry.key, repetition.memorable_lines(entry)
    )


def _rules_for(entry: Entry, sites: dict[str, SiteRules]) -> CleaningRules:
    """Return a person's rules for the site of an entry: by its address, else by its outlet."""
    if not sites or entry.form not in WHOLE:
        return CleaningRules()
    places = f"{urlsplit(entry.link).netloc} {entry.source}".casefold()
    named = [name for name in sites if name.casefold() in places]
    if not named:
        outlet = clean(entry).outlet.casefold()
        named = [name for name in sites if outlet and name.casefold() in outlet]
    rules = sites[named[0]] if named else SiteRules()
    return rules.dumps if entry.form is ContentForm.DUMP else rules.pages
