"""A record of some program's table of stories: which of its fields says what."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from itertools import islice

from reader.model import ContentForm, Document, DocumentKind, Entry, ParsedDocument
from reader.model.construction import frozen
from reader.parse.feed.entry_builder import MOST_ENTRIES, strip_unstorable
from reader.parse.strip_markup import is_html, one_line, strip_title_markup
from reader.parse.url_completion import web_link


def _names(text: str) -> tuple[str, ...]:
    return tuple(text.split())


SHORTEST = 200  # characters of a text that is a story
LONG_TITLE = 25  # characters of a line that can be told to be a headline
# Names that fields have in the tables of crawlers, corpora and news interfaces, best first.
TEXTS = _names(
    """
    text fulltext full_text maintext main_text articlebody article_body articletext article_text
    raw_text rawtext clean_text cleaned_text content contents body story article page_content
    html raw_html page document markdown
    """
)
TITLES = _names("title headline heading articletitle article_title name subject")
LINKS = _names("url link source_url canonical_url canonicallink href uri page_url")
DATES = _names(
    """
    date_published published_at publishedat published publication_date date_publish pub_date
    pubdate datepublished publishdate publish_date date timestamp time created_at
    """
)
AUTHORS = _names("author authors byline by creator writer")
OUTLETS = _names(
    """
    outlet publisher site_name sitename source source_name publication newspaper site
    source_domain
    """
)
LANGUAGES = ("language", "lang")
_SEPARATORS_OF_TITLES = ("|", "-", "–", "—", "·", ":", "»")
_PAGE = re.compile(r"<(?:!doctype html|html|body)\b", re.I)
_SEPARATORS = re.compile(r"[\s_-]+")


@frozen
class Record:
    """What a record says of a story; an empty field was not there."""

    text: str
    title: str = ""
    link: str = ""
    published: str = ""
    author: str = ""
    outlet: str = ""
    language: str = ""


def record_of(fields: Mapping[str, str]) -> Record | None:
    """Read a record's fields by their names, in whatever case; None for one without a story."""
    known = {_SEPARATORS.sub("_", name.strip().casefold()): value for name, value in fields.items()}
    texts = [known[name] for name in TEXTS if name in known]
    text = next((text for text in texts if len(text) >= SHORTEST), "")
    if not text:
        return None
    return Record(
        text,
        title=_first(known, TITLES),
        link=_first(known, LINKS),
        published=_first(known, DATES),
        author=_first(known, AUTHORS),
        outlet=_first(known, OUTLETS),
        language=_first(known, LANGUAGES),
    )


def _first(fields: Mapping[str, str], names: Iterable[str]) -> str:
    return next((fields[name] for name in names if fields.get(name)), "")


def parsed_records(records: Iterable[Record], document: Document, wrapper: str) -> ParsedDocument:
    """Make an entry of each record, up to the most that are read of one document."""
    found = list(islice(records, MOST_ENTRIES + 1))
    entries = tuple(entry_of_record(one, document, wrapper) for one in found[:MOST_ENTRIES])
    return ParsedDocument(DocumentKind.DUMP, entries, left_out=max(0, len(found) - MOST_ENTRIES))


def entry_of_record(record: Record, document: Document, wrapper: str) -> Entry:
    """Make an entry of a record; `wrapper` says in what it stood."""
    title, content, form = (
        one_line(record.title),
        strip_unstorable(record.text),
        _form_of(record.text),
    )
    if form is ContentForm.DUMP:
        title, content = _with_title(_without_outlet(title, one_line(record.outlet)), content)
    return Entry(
        source=document.source,
        content=content,
        form=form,
        arrived=document.arrived,
        link=web_link(record.link.strip()),
        title=strip_title_markup(strip_unstorable(title)),
        author=one_line(strip_unstorable(record.author)),
        outlet=one_line(strip_unstorable(record.outlet)),
        published=one_line(strip_unstorable(record.published)),
        language=one_line(record.language)[:35],
        wrapper=wrapper,
    )


def _with_title(title: str, text: str) -> tuple[str, str]:
    """Return a text that begins with its title, as pages do, and the title where it is a short one.

    A long one may name the outlet too, or be the page's and not the story's: its lines will tell.
    """
    first = one_line(text[:2_000].lstrip().split("\n", 1)[0])
    if title and first.casefold() != title.casefold():
        text = f"{title}\n{text}"
    return (title if len(title) < LONG_TITLE else ""), text


def _without_outlet(title: str, outlet: str) -> str:
    """Return a title without the name of the outlet that a separator sets off at its end."""
    head = title[: len(title) - len(outlet)].rstrip()
    named = outlet and title.casefold().endswith(outlet.casefold())
    return head[:-1].rstrip() if named and head.endswith(_SEPARATORS_OF_TITLES) else title


def _form_of(text: str) -> ContentForm:
    """Tell how a record's text is written."""
    if _PAGE.search(text, 0, 5_000):
        return ContentForm.PAGE
    return ContentForm.HTML if is_html(text[:20_000]) else ContentForm.DUMP
