"""A briefing as a page to take along: Markdown or HTML for a mail, EPUB for a reading device.

Every word of a stranger stands as it was written: nothing in it is markup, runs or loads.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, datetime
from html import escape

from reader.library.bookmark_export import escape_markdown, inert_link, join_lines
from reader.library.reports.briefing import Briefing, BriefItem
from reader.library.reports.story_html import story_html, xml_text
from reader.model import Story

_STYLE = """body { max-width: 42rem; margin: 2rem auto; padding: 0 1rem; line-height: 1.5; }
h1, h2, h3 { line-height: 1.2; }
.about { color: #555; }
"""
_NAMED = 6  # outlets of one item
_EARLIEST = datetime(1980, 1, 1, tzinfo=UTC)  # that a ZIP archive can hold


def headline_of(item: BriefItem) -> str:
    """Return the headline of an item in one line."""
    return join_lines(item.headline) or "(no headline)"


def about_item(item: BriefItem) -> str:
    """Return who reports an item, when, and how long it takes to read."""
    parts = [
        join_lines(_outlet_words(item.outlets)),
        f"{item.published:%Y-%m-%d}",
        f"{item.minutes} min",
        f"{item.reports} reports" if item.reports > 1 else "",
    ]
    return " · ".join(part for part in parts if part)


def _outlet_words(outlets: Sequence[str]) -> str:
    """Return the first of those that report something, and how many more there are."""
    more = len(outlets) - _NAMED
    shown = ", ".join(outlets[:_NAMED])
    return f"{shown} and {more} more" if more > 0 else shown


def news_heading(item: BriefItem) -> str:
    """Return what stands above the sentences that are new to the reader."""
    count = len(item.news)
    return f"New against what you read: {count} {'fact' if count == 1 else 'facts'}"


def title_of(briefing: Briefing) -> str:
    """Return the title of a briefing: how much came since when."""
    count = len(briefing.items)
    return f"Briefing since {briefing.since:%Y-%m-%d %H:%M}: {count} to read"


def briefing_as_markdown(briefing: Briefing) -> Iterator[str]:
    """Yield a briefing as lines of Markdown."""
    yield f"# {title_of(briefing)}"
    for name, items in _sections(briefing):
        yield from ("", f"## {name}")
        for item in items:
            yield from _markdown_item(item)
    if briefing.rest:
        yield from ("", f"## {_rest_title(briefing)}", "")
        yield from (
            f"- {escape_markdown(join_lines(one.name))}: {one.stories:,}" for one in briefing.rest
        )


def _markdown_item(item: BriefItem) -> Iterator[str]:
    """Yield the lines of an item."""
    title, link = escape_markdown(headline_of(item)), inert_link(item.link)
    yield from ("", f"### [{title}](<{link}>)" if link else f"### {title}")
    yield from ("", escape_markdown(about_item(item)))
    if item.lede:
        yield from ("", escape_markdown(join_lines(item.lede)))
    if item.news:
        yield from ("", f"{news_heading(item)}", "")
        yield from (f"- {escape_markdown(join_lines(sentence))}" for sentence in item.news)


def briefing_as_html(briefing: Briefing) -> Iterator[str]:
    """Yield a briefing as one page of HTML, with nothing in it that runs or loads."""
    title = escape(title_of(briefing))
    yield '<!doctype html>\n<html lang="en">\n<meta charset="utf-8">'
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">'
    yield f"<title>{title}</title>\n<style>\n{_STYLE}</style>"
    yield from _html_body(briefing, lambda item: inert_link(item.link))
    yield "</html>"


def _html_body(briefing: Briefing, link_of: Callable[[BriefItem], str]) -> Iterator[str]:
    """Yield the headings and items of a briefing; each headline leads where it is told to."""
    yield f"<h1>{escape(title_of(briefing))}</h1>"
    for name, items in _sections(briefing):
        yield f"<h2>{escape(name)}</h2>"
        for item in items:
            yield from _html_item(item, link_of(item))
    if briefing.rest:
        yield f"<h2>{escape(_rest_title(briefing))}</h2>\n<ul>"
        yield from (
            f"<li>{xml_text(join_lines(one.name))}: {one.stories:,}</li>" for one in briefing.rest
        )
        yield "</ul>"


def _html_item(item: BriefItem, link: str) -> Iterator[str]:
    """Yield the elements of an item."""
    title = xml_text(headline_of(item))
    yield f'<h3><a href="{escape(link)}">{title}</a></h3>' if link else f"<h3>{title}</h3>"
    yield f'<p class="about">{xml_text(about_item(item))}</p>'
    if item.lede:
        yield f"<p>{xml_text(join_lines(item.lede))}</p>"
    if item.news:
        yield f"<p>{escape(news_heading(item))}</p>\n<ul>"
        yield from (f"<li>{xml_text(join_lines(sentence))}</li>" for sentence in item.news)
        yield "</ul>"


def _sections(briefing: Briefing) -> Iterator[tuple[str, Sequence[BriefItem]]]:
    """Yield the names of the sections that hold anything, with what they hold."""
    named = (("Events", briefing.events), ("Seldom heard", briefing.singles))
    return ((name, items) for name, items in named if items)


def _rest_title(briefing: Briefing) -> str:
    """Return how many stories are left out."""
    count = briefing.left_out
    return f"Also came: {count:,} more {'story' if count == 1 else 'stories'}"


_CONTAINER = """<?xml version="1.0" encoding="UTF-8"?>
<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container">
<rootfiles>
<rootfile full-path="EPUB/package.opf" media-type="application/oebps-package+xml"/>
</rootfiles>
</container>
"""
_PACKAGE = """<?xml version="1.0" encoding="UTF-8"?>
<package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="id" xml:lang="en">
<metadata xmlns:dc="http://purl.org/dc/elements/1.1/">
<dc:identifier id="id">urn:newsreader:briefing:{stamp}</dc:identifier>
<dc:title>{title}</dc:title>
<dc:language>en</dc:language>
<meta property="dcterms:modified">{modified}</meta>
</metadata>
<manifest>
<item id="nav" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/>
<item id="style" href="style.css" media-type="text/css"/>
{items}
</manifest>
<spine>
{spine}
</spine>
</package>
"""
_PAGE = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE html>
<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops" lang="{lang}"
 xml:lang="{lang}">
<head>
<title>{title}</title>
<link rel="stylesheet" type="text/css" href="style.css"/>
</head>
<body>
{body}
</body>
</html>
"""
_LANGUAGE = re.compile(r"[a-z]{2,3}")


def briefing_as_epub(briefing: Briefing, stories: Iterable[Story]) -> bytes:
    """Return a briefing as an e-book: what it tells, then each of its stories in full."""
    pages = {story.id: _story_page(story) for story in stories}
    title = xml_text(title_of(briefing))
    links = {item.story: f"story-{item.story}.xhtml" for item in briefing.items}
    body = _html_body(briefing, lambda item: links[item.story] if item.story in pages else "")
    names = ["briefing", *(f"story-{story}" for story in pages)]
    manifest = (
        f'<item id="{one}" href="{one}.xhtml" media-type="application/xhtml+xml"/>' for one in names
    )
    files = {
        "META-INF/container.xml": _CONTAINER,
        "EPUB/package.opf": _PACKAGE.format(
            stamp=int(briefing.until.timestamp()),
            title=title,
            modified=f"{briefing.until.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}",
            items="\n".join(manifest),
            spine="\n".join(f'<itemref idref="{one}"/>' for one in names),
        ),
        "EPUB/nav.xhtml": _navigation(briefing, title, pages.keys()),
        "EPUB/style.css": _STYLE,
        "EPUB/briefing.xhtml": _PAGE.format(lang="en", title=title, body="\n".join(body)),
        **{f"EPUB/story-{story}.xhtml": page for story, page in pages.items()},
    }
    return _zip_epub(files, briefing.until)


def _story_page(story: Story) -> str:
    """Return a story as a page of a book."""
    lang = story.language if _LANGUAGE.fullmatch(story.language) else "en"
    title, link = xml_text(join_lines(story.headline) or "(no headline)"), inert_link(story.link)
    about = " · ".join(filter(None, (story.outlet, story.byline and f"by {story.byline}")))
    body = [
        f"<h1>{title}</h1>",
        f'<p class="about">{xml_text(join_lines(about))}</p>' if about else "",
        f"<p><em>{xml_text(join_lines(story.deck))}</em></p>" if story.deck else "",
        *story_html(story),
        f'<p class="about"><a href="{escape(link)}">{xml_text(link)}</a></p>' if link else "",
    ]
    return _PAGE.format(lang=lang, title=title, body="\n".join(filter(None, body)))


def _navigation(briefing: Briefing, title: str, pages: Iterable[int]) -> str:
    """Return the table of contents."""
    headlines = {item.story: headline_of(item) for item in briefing.items}
    entries = [f'<li><a href="briefing.xhtml">{title}</a></li>']
    entries += [
        f'<li><a href="story-{story}.xhtml">{xml_text(headlines[story])}</a></li>'
        for story in pages
    ]
    inside = "\n".join(entries)
    body = f'<nav epub:type="toc">\n<h1>Contents</h1>\n<ol>\n{inside}\n</ol>\n</nav>'
    return _PAGE.format(lang="en", title=title, body=body)


def _zip_epub(files: dict[str, str], moment: datetime) -> bytes:
    """Return files as an EPUB archive: what it is stands first, and not compressed."""
    when = max(moment.astimezone(UTC), _EARLIEST).timetuple()[:6]
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as packed:
        kind = zipfile.ZipInfo("mimetype", when)
        packed.writestr(kind, "application/epub+zip", zipfile.ZIP_STORED)
        for name, content in files.items():
            file = zipfile.ZipInfo(name, when)
            packed.writestr(file, content.encode("utf-8", "replace"), zipfile.ZIP_DEFLATED)
    return archive.getvalue()
