"""Labelled pages as the tools print them that raw dumps come from.

Real tools where there are some: lynx, w3m and html2text as programs, BeautifulSoup, markdownify and
html2text as packages (`pip install beautifulsoup4 lxml markdownify html2text`); a rendering whose
tool is missing is left out. The rest is written here: wrapping, quoting, numbering, newsletters,
columns, encodings gone wrong, a consent wall or an archive's banner on top, and two pages in one.
"""

from __future__ import annotations

import html
import json
import re
import shutil
import subprocess
import textwrap
from collections.abc import Callable, Iterator
from html.entities import codepoint2name
from importlib.util import find_spec
from typing import Any

from tests.training.pages import Page, pages

PAGE_OF_COLUMN = 48  # lines between a column's page feet
MENU = 30  # characters up to which a line is a word of a menu
# The folder and the file that lynx makes of what it reads have other names each time.
OWN_FILE = re.compile(r"(?<=file:)[\w/]*/lynx\w+(?:/L[\d-]+TMP\.html)?")
CHARSET = re.compile(rb"charset=[\"']?([\w-]+)")
DENSE = re.compile(r"[\u3000-\u30ff\u3400-\u9fff\uff00-\uffef]")
BLOCKS = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "center",
        "dd",
        "details",
        "dialog",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "li",
        "main",
        "menu",
        "nav",
        "ol",
        "p",
        "pre",
        "section",
        "summary",
        "table",
        "tbody",
        "tfoot",
        "thead",
        "title",
        "tr",
        "ul",
    ]
)
SPACED = frozenset(
    ["p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "dl", "pre", "blockquote", "figure"]
)
SKIPPED = frozenset(
    ["script", "style", "noscript", "template", "svg", "iframe", "textarea", "select"]
)


def wrapped(lines: list[str], width: int, over: int = 0, between: int = 0) -> str:
    """Wrap the lines of more than some characters, with empty lines between paragraphs."""
    rows = (wrap(line, width) if len(line) > over else [line] for line in lines)
    return ("\n" * (1 + between)).join("\n".join(each) for each in rows)


def wrap(line: str, width: int) -> list[str]:
    """Wrap one line; scripts without spaces between words at any letter."""
    if len(DENSE.findall(line)) > len(line) // 2:
        half = width // 2
        return [line[at : at + half] for at in range(0, len(line), half)]
    return textwrap.wrap(line, width, break_long_words=False, break_on_hyphens=False) or [""]


def justified(line: str, width: int) -> str:
    """Wrap one line, and spread the words of each row but the last up to the width."""
    *rows, last = wrap(line, width)
    return "\n".join([*(spread(row.split(" "), width) for row in rows), last])


def spread(row: list[str], width: int) -> str:
    """Put blanks between words until they fill the width; a single word stays as it is."""
    if len(row) < 2:
        return "".join(row)
    blanks, more = divmod(width - sum(map(len, row)), len(row) - 1)
    gaps = (" " * (blanks + (at < more)) for at in range(len(row) - 1))
    return "".join(map("".join, zip(row, [*gaps, ""], strict=True)))


def column(page: Page, width: int = 38) -> str:
    """Set a page's story as a column of a printed page: words cut, a foot every few lines."""
    rows = [row for line in page["region"] for row in hyphenated(line, width)]
    foot = ["", page["site"], "Page {}", ""]
    for number, at in enumerate(range(PAGE_OF_COLUMN, len(rows), PAGE_OF_COLUMN + len(foot)), 2):
        rows[at:at] = [part.format(number) for part in foot]
    return "\n".join(rows)


def hyphenated(line: str, width: int) -> Iterator[str]:
    """Wrap a line, and cut every other long word that does not fit."""
    if len(DENSE.findall(line)) > len(line) // 2:
        yield from wrap(line, width)
        return
    row = ""
    for word in line.split(" "):
        longer = f"{row} {word}".lstrip()
        room = width - len(row) - 2
        if len(longer) <= width:
            row = longer
        elif word.isalpha() and len(word) % 2 and 4 <= room <= len(word) - 3:
            yield f"{row} {word[:room]}-".lstrip()
            row = word[room:]
        else:
            yield row
            row = word
    yield row


def quoted(page: Page) -> str:
    """Quote a page's story in a mail."""
    rows = wrapped(page["region"], 70, between=1).split("\n")
    told = "\n".join(f"> {row}".rstrip() for row in rows)
    return f"On Tue, 4 Mar 2025 at 09:12, Ola <ola@example.org> wrote:\n\n{told}\n\n-- \nOla"


def newsletter(page: Page) -> str:
    """Send a page's story as the text part of a newsletter."""
    title, site = page["title"] or page["region"][0], page["site"]
    click = f"https://click.{site}/?u=17a8f4ca76bb10ae5b2c4a2b1"
    rows = [
        wrapped([line], 72) + ("" if len(line) > 60 or at % 2 else f" ( {click}{at} )")
        for at, line in enumerate(page["region"])
    ]
    head = [f"From: {site} <news@{site}>", f"Subject: {title}", "", f"View in browser ( {click} )"]
    rule = ["", *wrap(title.upper(), 72), "=" * 60, ""]
    foot = ["-" * 50, f"You get this mail as a reader of {site}.", f"Unsubscribe ( {click}&x=1 )"]
    return "\n".join([*head, *rule, "\n\n".join(rows), *foot])


def entities(page: Page) -> str:
    """Leave the entities of HTML in a page."""

    def named(letter: re.Match[str]) -> str:
        name = codepoint2name.get(ord(letter[0]))
        return f"&{name};" if name else letter[0]

    return re.sub(r"[&<>\"\u00a0-\uffff]", named, "\n".join(page["lines"])).replace("'", "&#39;")


def mojibake(page: Page) -> str:
    """Read a page's UTF-8 as Windows-1252, as browsers do with the five bytes that it lacks."""
    letters = (bytes([byte]) for byte in "\n".join(page["lines"]).encode())
    return "".join(each.decode("cp1252", "ignore") or chr(each[0]) for each in letters)


def text_of(page: Page) -> str:
    """Read a page's HTML."""
    found = CHARSET.search(page["html"][:4096])
    try:
        return str(page["html"].decode())
    except UnicodeDecodeError:
        return str(page["html"].decode(found[1].decode() if found else "cp1252", "replace"))


def by_program(*command: str) -> Callable[[Page], str]:
    """Print a page's HTML with a program."""

    def printed(page: Page) -> str:
        content = re.sub(r"charset=([\"']?)[\w-]+", r"charset=\1utf-8", text_of(page)).encode()
        done = subprocess.run(command, input=content, capture_output=True, timeout=60, check=False)
        return OWN_FILE.sub("/page", done.stdout.decode("utf-8", "replace"))

    return printed


def get_text(page: Page) -> str:
    """Print a line for each text node."""
    from bs4 import BeautifulSoup

    return str(BeautifulSoup(text_of(page), "lxml").get_text("\n", strip=True))


def inner_text(page: Page) -> str:
    """Print a page roughly as a browser's innerText does, without its style sheets."""
    from lxml import html as parser

    pieces: list[str] = []
    _walk(
        parser.fromstring(text_of(page).encode(), parser=parser.HTMLParser(encoding="utf-8")),
        pieces,
    )
    text = re.sub(r"[ \t]*\n[ \t]*", "\n", re.sub(r" +", " ", "".join(pieces)))
    return re.sub(r"\n{3,}", "\n\n", text).strip()


def _walk(element: Any, pieces: list[str]) -> None:
    if not isinstance(element.tag, str) or element.tag in SKIPPED:
        return
    around = "\n\n" if element.tag in SPACED else "\n" if element.tag in BLOCKS else ""
    pieces += [around or "\n" * (element.tag == "br"), re.sub(r"\s+", " ", element.text or "")]
    for child in element:
        _walk(child, pieces)
        pieces.append(re.sub(r"\s+", " ", child.tail or ""))
    pieces.append(around)


def markdown(page: Page, **chosen: Any) -> str:
    """Convert a page to Markdown."""
    from markdownify import markdownify

    return str(markdownify(text_of(page), heading_style="ATX", **chosen))


def markdown_with_programs(page: Page) -> str:
    """Convert a page to Markdown, its programs and style sheets included.

    That is what becomes of it where their tags are stripped, and not they themselves.
    """
    return markdown(page, strip=["script", "style"])


def by_html2text(page: Page) -> str:
    """Convert a page to wrapped Markdown with html2text."""
    import html2text

    return str(html2text.html2text(text_of(page), bodywidth=78))


CONSENT = """We value your privacy
We and our 214 partners store and access information on a device, such as cookies, and process
personal data, such as unique identifiers, for personalised advertising and content, advertising
and content measurement, audience research and services development.
You may withdraw your consent or object to processing based on legitimate interest at any time.
MORE OPTIONS
AGREE""".replace("\nand", " and").replace("process\n", "process ")
BANNER = """The Wayback Machine - https://web.archive.org/web/20250304061212/https://{site}/
12 captures
04 Mar 2025 - 09 Apr 2025
Feb
MAR
Apr
04
2024
2025
2026
success
fail
About this capture
COLLECTED BY
Collection: Common Crawl
TIMESTAMPS"""


def lines(page: Page) -> str:
    """Print a page's blocks, a line each."""
    return "\n".join(page["lines"])


def menus(page: Page) -> str:
    """Join the words of menus by bars."""
    short = re.compile(rf"(?m)^(.{{1,{MENU}}})\n(?=.{{1,{MENU}}}$)")
    return short.sub(r"\1 | ", lines(page))


PRINTED: dict[str, Callable[[Page], str]] = {
    **{f"wrapped {width}": lambda page, width=width: wrapped(page["lines"], width)  # type: ignore[misc]
       for width in (60, 72, 80, 100, 120)},
    "long wrapped": lambda page: wrapped(page["lines"], 80, over=160),
    "even lines": lambda page: "\n".join(justified(line, 72) for line in page["lines"]),
    "innerText": inner_text,
    "get_text": get_text,
    "w3m": by_program("w3m", "-dump", "-T", "text/html", "-I", "utf-8", "-O", "utf-8"),
    "lynx": by_program("lynx", "-dump", "-stdin", "-force_html", "-display_charset=utf-8"),
    "lynx, no list": by_program(
        "lynx", "-dump", "-nolist", "-stdin", "-force_html", "-display_charset=utf-8"
    ),
    "html2text": by_html2text,
    "markdown": markdown,
    "markdown, programs": markdown_with_programs,
    "JSON": lambda page: json.dumps(lines(page))[1:-1],
    "entities": entities,
    "mojibake": mojibake,
    "quoted": quoted,
    "numbered": lambda page: "\n".join(
        f"{number:6}\t{line}" for number, line in enumerate(page["lines"], 1)
    ),
    "newsletter": newsletter,
    "column": column,
    "consent": lambda page: f"{CONSENT}\n{lines(page)}",
    "banner": lambda page: f"{BANNER.format(site=page['site'])}\n{lines(page)}",
    "menus": menus,
    "wrapper": lambda page: f'<doc id="1">\n{html.escape(lines(page), quote=False)}\n</doc>',
    "one line": lambda page: " ".join(page["lines"]),
    "untitled": lambda page: "\n".join(page["lines"][1:]),
    "two": lambda page: f"{lines(page)}\n{lines(page['next'])}",
}  # fmt: skip
PROGRAMS = {"w3m": "w3m", "lynx": "lynx", "lynx, no list": "lynx"}
PACKAGES = {
    "get_text": "bs4",
    "html2text": "html2text",
    "markdown": "markdownify",
    "markdown, programs": "markdownify",
}


def at_hand() -> dict[str, Callable[[Page], str]]:
    """List the renderings whose tools are installed."""
    lacking = {name for name, program in PROGRAMS.items() if not shutil.which(program)}
    lacking |= {name for name, package in PACKAGES.items() if not find_spec(package)}
    return {name: way for name, way in PRINTED.items() if name not in lacking}


def with_html(written: list[Page]) -> list[Page]:
    """Join what is known of each page: its lines, its story's surroundings, its HTML, the next."""
    known = [
        block | {"region": region["lines"], "html": page["html"]}
        for block, region, page in zip(pages("blocks"), pages("region"), written, strict=False)
    ]
    return [page | {"next": known[(at + 101) % len(known)]} for at, page in enumerate(known)]
