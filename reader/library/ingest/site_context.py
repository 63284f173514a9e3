"""An entry in, what is known about the pages of its source out."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlsplit

from reader.clean import clean
from reader.config import SiteRules
from reader.model import Entry, Form, Rules, Site
from reader.store import Store

# What cleaning asks before it begins.
About = Callable[[Entry], Site]
WHOLE = (Form.DUMP, Form.PAGE)  # the forms that rules speak of


def by_rules(sites: dict[str, SiteRules]) -> About:
    """What the configuration says, and nothing else: for a look without a library."""
    return lambda entry: Site(rules=rules_for(entry, sites))


def by_all(store: Store, sites: dict[str, SiteRules]) -> About:
    """What the configuration says, and what other documents of the source have shown."""
    return lambda entry: Site(repeated(store, entry), rules_for(entry, sites))


def repeated(store: Store, entry: Entry) -> frozenset[str]:
    """The lines of a dump that other dumps of its source have too."""
    if entry.form is not Form.DUMP:
        return frozenset()
    from reader.clean.dump import repetition  # takes long to import, and feeds do without

    return store.lines.repeated(entry.source, entry.key, repetition.lines(entry))


def rules_for(entry: Entry, sites: dict[str, SiteRules]) -> Rules:
    """What a person laid down for the site of an entry: by its address, else by its outlet."""
    if not sites or entry.form not in WHOLE:
        return Rules()
    places = f"{urlsplit(entry.link).netloc} {entry.source}".casefold()
    named = [name for name in sites if name.casefold() in places]
    if not named:
        outlet = clean(entry).outlet.casefold()
        named = [name for name in sites if outlet and name.casefold() in outlet]
    rules = sites[named[0]] if named else SiteRules()
    return rules.dumps if entry.form is Form.DUMP else rules.pages
