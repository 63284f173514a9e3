"""Bookmarks as a page that a person can read: Markdown, HTML or JSON."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from html import escape
from pathlib import Path
from urllib.parse import quote

from reader.control_characters import mask_controls, mask_line
from reader.model import Keepsake, StoreError
from reader.model.safe_text import to_json
from reader.model.system_errors import file_error_reason
from reader.store.files import bookmark_file
from reader.store.files.atomic_file import SHARED, write_file

# What is markup anywhere in a line, what begins an entity, and what makes a link of bare words: one
# sign each, which tells the most letters apart at a glance.
_SIGNS = re.compile(
    r"[\\`*_{}\[\]<>#|~$&@.:](?:(?<=[^&@.:])|(?<=&)(?=#?\w+;)|(?<=[@.:])(?:(?<=\w@)(?=\w)"
    r"|(?<=\bwww\.)|(?<=:)(?:(?<=http:)|(?<=https:)|(?<=\bftp:)|(?<=\bmailto:)|(?<=\bxmpp:))))",
    re.IGNORECASE,
)
_STARTS = re.compile(r"^[ \t]*(\d*)(?=[-+=.)])", re.MULTILINE)
_INDENTED = re.compile(r"^[ \t]+", re.MULTILINE)
_LINKED = re.compile(r"https?://[^/\s]|mailto:[^\s]", re.IGNORECASE)
_TITLE = "Bookmarks"
_PAGE = """<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<style>
body { max-width: 42rem; margin: 2rem auto; padding: 0 1rem; font: 1.1rem/1.5 Georgia, serif; }
h1, h2 { line-height: 1.2; }
.about { color: #555; }
.note { border-left: 3px solid; padding-left: 1rem; }
</style>
<h1>{title}</h1>"""


def bookmarks_as_markdown(keepsakes: Iterable[Keepsake], title: str = _TITLE) -> Iterator[str]:
    """Yield keepsakes as Markdown under a title, every word of them as it is written."""
    yield f"# {title}"
    for keepsake in keepsakes:
        title = escape_markdown(join_lines(keepsake.headline) or "(no headline)")
        link = inert_link(keepsake.link)
        yield from ("", f"## [{title}](<{link}>)" if link else f"## {title}")
        yield from _paragraph(escape_markdown(_facts_line(keepsake)))
        if keepsake.marks.note:
            note = escape_markdown(keepsake.marks.note).replace("\n", "\n> ")
            yield from _paragraph(f"> {note}")
        for one in keepsake.marks.highlights:
            quote = escape_markdown(one.quote).replace("\n", "\n> ")
            yield from _paragraph(f"> {quote}")
            yield from _paragraph(escape_markdown(one.note))
        yield from _paragraph(escape_markdown(keepsake.text))


def _paragraph(text: str) -> Iterator[str]:
    """Yield a text with an empty line before it, unless it is empty."""
    if text:
        yield from ("", text)


def escape_markdown(text: str) -> str:
    """Return a text in which Markdown finds neither markup nor links."""
    lines = _INDENTED.sub("", mask_controls(text))  # four blanks would make it code
    return _STARTS.sub(r"\1\\", _SIGNS.sub(r"\\\g<0>", lines))


def join_lines(text: str) -> str:
    """Return a text whose line breaks are blanks."""
    return " ".join(mask_line(text).split())


def inert_link(link: str) -> str:
    """Return a link, if it leads to the web or writes a mail; nothing in it ends a link early."""
    if not _LINKED.match(link):
        return ""
    return quote(mask_line(link), safe="!#$%&'()*+,-./:;=?@[]_~", encoding="utf-8")


def _facts_line(keepsake: Keepsake) -> str:
    """Return who wrote it, when, when it was bookmarked, and its tags."""
    kept = keepsake.marks.bookmarked
    parts = [
        keepsake.outlet,
        f"by {keepsake.byline}" if keepsake.byline else "",
        f"{keepsake.published:%Y-%m-%d}" if keepsake.published else "",
        f"bookmarked {kept:%Y-%m-%d}" if kept else "",
        " ".join(f"#{tag}" for tag in keepsake.marks.tags),
    ]
    return " · ".join(join_lines(part) for part in parts if part)


def bookmarks_as_html(keepsakes: Iterable[Keepsake], title: str = _TITLE) -> Iterator[str]:
    """Yield keepsakes as one page of HTML, with nothing in it that runs or loads."""
    yield _PAGE.replace("{title}", title)
    for keepsake in keepsakes:
        title, link = (
            escape(join_lines(keepsake.headline) or "(no headline)"),
            inert_link(keepsake.link),
        )
        yield "<article>"
        yield f'<h2><a href="{escape(link)}">{title}</a></h2>' if link else f"<h2>{title}</h2>"
        yield f'<p class="about">{escape(_facts_line(keepsake))}</p>'
        if keepsake.marks.note:
            yield f'<p class="note">{_with_line_breaks(keepsake.marks.note)}</p>'
        for one in keepsake.marks.highlights:
            yield f"<blockquote>{_with_line_breaks(one.quote)}</blockquote>"
            if one.note:
                yield f'<p class="note">{_with_line_breaks(one.note)}</p>'
        yield from (
            f"<p>{_with_line_breaks(part)}</p>" for part in keepsake.text.split("\n\n") if part
        )
        yield "</article>"
    yield "</html>"


def _with_line_breaks(text: str) -> str:
    """Return a text with its line breaks."""
    return escape(mask_controls(text)).replace("\n", "<br>\n")


def _array(keepsakes: Iterable[Keepsake]) -> Iterator[str]:
    """Yield keepsakes as one array of JSON, one of them at a time."""
    before = ""
    for keepsake in keepsakes:
        yield f"{before}," if before else "["
        before = to_json([bookmark_file.bookmark_json(keepsake)], indent=2)[2:-2]
    yield f"{before}\n]" if before else "[]"


FORMATS: dict[str, Callable[[Iterable[Keepsake]], Iterator[str]]] = {
    "jsonl": bookmark_file.bookmark_lines,
    "json": _array,
    "markdown": bookmarks_as_markdown,
    "html": bookmarks_as_html,
}
STORY_FORMATS: dict[str, Callable[[Iterable[Keepsake]], Iterator[str]]] = {
    **FORMATS,
    "markdown": partial(bookmarks_as_markdown, title="Stories"),
    "html": partial(bookmarks_as_html, title="Stories"),
}
"""The same of stories that need not be bookmarked."""

ENDINGS = {"jsonl": "jsonl", "json": "json", "markdown": "md", "html": "html"}


def save_export(path: Path, lines: Iterable[str]) -> None:
    """Write lines to a file, which appears only when it is whole.

    Raises:
        StoreError: it cannot be written; what was there before is still there.
    """
    _save_pieces(path, (f"{line}\n".encode("utf-8", "replace") for line in lines))


def save_bytes(path: Path, content: bytes) -> None:
    """Write bytes to a file, which appears only when it is whole.

    Raises:
        StoreError: it cannot be written; what was there before is still there.
    """
    _save_pieces(path, [content])


def _save_pieces(path: Path, pieces: Iterable[bytes]) -> None:
    """Write a file piece by piece, all or nothing of it."""
    try:
        if path.exists() and not path.is_file():  # such as /dev/stdout
            with path.open("wb") as file:
                file.writelines(pieces)
        else:
            write_file(path, pieces, SHARED)
    except OSError as error:
        raise StoreError(f"{path} cannot be written: {file_error_reason(error)}.") from error
