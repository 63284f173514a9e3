"""Undoes Markdown: links, pictures, headings, lists, quotes, rules, tables and emphasis."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice, pairwise

import regex

from reader.clean.rejoin.joints import join_rows
from reader.clean.undo.markup.soft_breaks import SOFT, mark_soft_breaks
from reader.clean.undo.undone import CLOSE, Marking, Undone, glue_blocks, without_marks
from reader.model import SpanKind

KIND = "a page turned into Markdown"
FEWEST_LINKS = 2
WIDEST = 100  # columns of a text that a converter wrapped
_TARGET = r"(?>\\[()]|[^()\s\\]++|\\(?![()])|\([^()\s]*+\)|(?<=[-/])\n[ \t\v>]*+(?![\"']))*+"
# Addresses that tools did not write as such: with spaces in a picture's own data, and broken.
_SPACED = (
    r"(?:[a-z]{2,20}:|/)"
    r"(?>[^()\n]|\((?>[^()\n]|\n(?![ \t]*+\n)){0,300}+\)|\n(?![ \t]*+\n)){0,2000}+"
)
_TITLE = r"(?:\s++(?:\"(?>[^\"]|\"(?!\s{0,9}\))){0,300}+\"|'(?>[^']|'(?!\s{0,9}\))){0,300}+'))?"
# What converters write over a page: Jina's reader, and whoever writes YAML.
_FRONT = re.compile(
    r"\s*Title: [^\n]*\n(?:[ \t]*\n|[A-Z][\w ]{1,30}: ?[^\n]*\n){0,20}Markdown Content:[ \t]*\n"
    r"|\s*---[ \t]*\n(?:[\w-]{1,30}:[^\n]*\n|[ \t]+[^\n]*\n|- [^\n]*\n){1,60}---[ \t]*\n"
)
_LINK = re.compile(r"\]\((?:<|https?://|mailto:|tel:|javascript:|[/#.?]|[\w-]+[./][\w/.-])")
_HEADED = re.compile(
    r"(?:\A|\n[ \t]*\n) {0,3}#{1,6}[ \t]+(?=[^\n]{0,300}?[^\W\d_])[^\n]{1,600}(?=\n[ \t]*\n|\s*\Z)"
)
_UNDERLINED = re.compile(r"(?:\A|\n[ \t]*\n)([^\n]{3,100})\n(=+|-+)[ \t]*(?=\n[ \t]*\n|\s*\Z)")
_TOKEN = regex.compile(
    r"\\(?P<escaped>[!-/:-@\[-`{-~])|(?P<open>!\[|\[+)"
    rf"|\](?:\(\s*+(?P<target><[^<>\n]{{0,2000}}+>|{_TARGET}){_TITLE}\s*+\)"
    rf"|\((?P<loose>[^()\n]{{0,500}}+|{_SPACED})\)"
    r"|\[(?P<name>[^\[\]\n]{0,100}+)\])?"
    r"|<(?P<address>https?://[^<>\s]{1,2000}+)>"
)
_DEFINITION = re.compile(r"^ {0,4}\[([^\[\]\n]{1,100})\]:[ \t]*(\S{1,2000})[^\n]*$", re.M)
_RULE = frozenset("*-_=|:+ \t")  # what lines across a text are made of
_HEADING = re.compile(
    r"[ \t]*(?:(?:[*+•-]|\d{1,3}[.)])[ \t]+)*((?:[\U000f0000-\U000ffffd\ue001][ \t]*)*)"
    r"#{1,6}(?:[ \t]+|$)"
)
_ITEM = re.compile(r"\s*(?:[*+•-]|\d{1,3}[.)])(?:[ \t]+[*+•-])*(?:[ \t]+|$)")
_QUOTE = re.compile(r"\s{0,3}>\s?")
_CELL = re.compile(r"(?<!\\)\|")
_TAG = regex.compile(r"<!--(?:[^<>-]|-(?!->)){0,5000}+-->|</?(?!https?:)[a-zA-Z][^<>\n]{0,1000}>")
_ATTRIBUTES = re.compile(r"(?:(?<=[\]\w)]) ?|^ *)\{[.#=:][^{}\n]{0,300}\}", re.M)
_STRONG = re.compile(r"\*\*(?=[^\s*])([^\n*]{1,1000})(?<=[^\s*])\*\*")
_EMPHASIS = re.compile(
    r"(?<![\w*])\*(?=[^\s*])([^*\n]{1,500}?)(?<=[^\s*])\*(?![\w*])"
    r"|(?<![\w_])(?P<bar>__?)(?=[^\s_])([^_\n]{1,500})(?<=[^\s_])(?P=bar)(?![\w_])"
)
_LEFT_OVER = re.compile(r"\*\*|(?<!\w)__|__(?!\w)|`|(?<!\S)_(?!\S) ?")
_ABUT = re.compile(r"(?<=[^\s*])\*{4}(?=[^\s*])")  # where a converter lost the blank between two
_TIGHT = re.compile(r"(?<=[^\W\d_\u3041-\u30ff\u3400-\u9fff])(?=\[[^\W\d_])")
_STRETCH = re.compile(r"[\U000f0000-\U000ffffd][^\U000f0000-\U000ffffd\ue001]*\ue001")
_BEGUN = re.compile(r"[*_\U000f0000-\U000ffffd\ue001]*[^\W_]")
_ESCAPED = 0xE100  # where escaped punctuation waits until all that it could mean is read
_READ = {_ESCAPED + code: chr(code) for code in range(0x21, 0x7F)}


def undo_markdown(text: str, marking: Marking) -> Undone | None:
    """Read Markdown as its reader would; None where nothing says that a text is."""
    head = _FRONT.match(text)
    if head:
        text = text[head.end() :]
    linked = has_links(text)
    if not linked and not head and not _is_headed(text):
        return None
    if linked:
        text = mark_soft_breaks(_TAG.sub("", _ATTRIBUTES.sub("", text)))
        text = _read_links(_TIGHT.sub(" ", text) if SOFT in text else text, marking)
    lines = _Blocks(marking, _wrap_width(text) if linked else 0).read(text)
    read = [
        _read_emphasis(part, marking)
        for line in lines
        for part in _without_pictures(line, marking).split("\n")
    ]
    title = _named(head, "title") if head else ""
    first = next((without_marks(line) for line in read if line.strip()), "")
    if title and not first.casefold().startswith(title.casefold()):
        read.insert(0, title)
    return Undone(
        glue_blocks(read) if linked else "\n".join(read),
        (KIND,),
        published=_named(head, "published time|date|published") if head else "",
    )


def _named(head: re.Match[str], names: str) -> str:
    """Return what the head of a converted page names so."""
    found = re.search(rf"^(?:{names}):[ \t]*[\"']?([^\n]*?)[\"']?[ \t]*$", head[0], re.I | re.M)
    return found[1] if found else ""


def has_links(text: str) -> bool:
    """Tell whether links of Markdown stand in a text, more than one, or what they refer to."""
    return any(
        sum(1 for _ in islice(sign.finditer(text), FEWEST_LINKS)) >= FEWEST_LINKS
        for sign in (_LINK, _DEFINITION)
    )


def _is_headed(text: str) -> bool:
    """Tell whether a line between blank ones is marked as a heading."""
    if "#" in text and _HEADED.search(text):
        return True
    if "\n=" not in text and "\n-" not in text:
        return False
    return any(
        len(found[2]) >= 5 and abs(len(found[1].strip()) - len(found[2])) <= 2
        for found in _UNDERLINED.finditer(text)
    )


def _wrap_width(text: str) -> int:
    """Find where the converter broke lines; 0 where it did not.

    Either all are short, or many go on below.
    """
    lines = [without_marks(line).strip() for line in text.split("\n")]
    lengths = sorted(len(line) for line in lines if line)
    longest = lengths[-1 - len(lengths) // 20] if lengths else 0
    if longest <= WIDEST:
        return max(1, longest)
    pairs = [pair for pair in pairwise(lines) if all(pair) and not _ITEM.match(pair[1] + " ")]
    broken = sum(len(line) <= WIDEST and after[0].islower() for line, after in pairs)
    return WIDEST if broken > 0.25 * len(pairs) else 0


def _read_links(text: str, marking: Marking) -> str:
    """Take links, pictures and escapes out of a text: what they say is left, between marks."""
    definitions = dict(_DEFINITION.findall(text))
    if definitions:
        text = _DEFINITION.sub("", text)
    return _Links(definitions, marking).read(text)


class _Links:
    """Reads the brackets of a text, innermost first."""

    def __init__(self, definitions: dict[str, str], marking: Marking) -> None:
        self.definitions = definitions
        self.marking = marking
        self.parts: list[str] = []
        self.opened: list[int] = []  # which parts are brackets that may begin a link

    def read(self, text: str) -> str:
        at = 0
        for token in _TOKEN.finditer(text):
            self.parts.append(text[at : token.start()])
            at = token.end()
            if token["open"]:
                self._open(token[0])
            else:
                self.parts.append(self._read_token(token))
        self.parts.append(text[at:])
        return "".join(self.parts)

    def _open(self, brackets: str) -> None:
        """Begin what may be a picture, or a link with each bracket of a row."""
        opened = (brackets,) if brackets.startswith("!") else brackets
        self.opened.extend(range(len(self.parts), len(self.parts) + len(opened)))
        self.parts.extend(opened)

    def _read_token(self, token: regex.Match[str]) -> str:
        if token["escaped"]:
            return chr(_ESCAPED + ord(token["escaped"]))
        if token["address"]:
            return self.marking.around(token["address"], SpanKind.LINK, token["address"])
        if not self.opened:
            return token[0]
        target = self._target(token)
        begin = self.opened.pop()
        if target is None:
            return token[0]
        return self._link(begin, target)

    def _target(self, token: regex.Match[str]) -> str | None:
        """Return where a link leads; None where a bracket closes no link."""
        written = token["target"] if token["target"] is not None else token["loose"]
        if written is not None:
            return "".join(written.strip("<>").split())
        return self.definitions.get(token["name"] or "".join(self.parts[self.opened[-1] + 1 :]))

    def _link(self, begin: int, target: str) -> str:
        if self.parts[begin] == "![":
            self.parts[begin] = self.marking.start(SpanKind.PICTURE, target)
        else:
            self.parts[begin] = self.marking.start(SpanKind.LINK, target)
        return CLOSE if self.parts[begin] else ""


class _Blocks:
    """Reads lines as headings, items, quotes, cells and paragraphs."""

    def __init__(self, marking: Marking, width: int) -> None:
        self.marking = marking
        self.width = width  # that lines were wrapped to; 0 where they were not
        self.paragraph: list[str] = []
        self.kind: SpanKind | None = None
        self.room = 0  # columns behind a heading
        self.in_table = False

    def read(self, text: str) -> Iterator[str]:
        for line in text.split("\n"):
            yield from self._read_line(line)
        yield from self._end()

    def _read_line(self, line: str) -> Iterator[str]:
        bare = without_marks(line).strip()
        if line.startswith(SOFT) and self.paragraph:
            self.paragraph.append(line.strip().removesuffix("\\"))
            if line.endswith(("  ", "\\")):
                yield from self._end()
        elif not bare:
            yield from self._end()
            self.in_table = False
            yield line.strip()  # it may begin or end a mark
        elif _is_rule(bare):
            yield from self._underlined(bare)
        elif heading := _HEADING.match(line):
            yield from self._end()
            said = line[heading.end() :].strip().rstrip("# \t")
            self.paragraph, self.kind = [heading[1] + said], SpanKind.HEADING
            self.room = self.width - len(bare)
        elif self.in_table or (bare.startswith("|") and bare.endswith("|")):
            yield from self._end()
            yield from map(str.strip, _CELL.split(line))
        else:
            yield from self._say(line)

    def _say(self, line: str) -> Iterator[str]:
        """Begin a paragraph, or go on with one."""
        quote, item = _QUOTE.match(line), _ITEM.match(line)
        kind = SpanKind.QUOTE if quote else SpanKind.ITEM if item else None
        begins = item or not self.paragraph or (quote and self.kind is not SpanKind.QUOTE)
        headed = self.kind is SpanKind.HEADING and len(line.split(None, 1)[0]) < self.room
        if begins or headed or not self.width:
            yield from self._end()
            self.kind = kind
        found = quote or item
        said = line[found.end() :] if found else line
        self.paragraph.append(said.strip().removesuffix("\\"))
        if line.endswith(("  ", "\\")):
            yield from self._end()

    def _end(self) -> Iterator[str]:
        text = join_rows(list(filter(None, self.paragraph)), at_hyphens=True)
        if text:
            yield self.marking.around(text, self.kind) if self.kind else text
        self.paragraph, self.kind = [], None

    def _underlined(self, bare: str) -> Iterator[str]:
        """Tell a rule from a line under a heading, or under the head of a table."""
        self.in_table = self.in_table or ("|" in bare and "-" in bare)
        if self.in_table and self.paragraph:
            yield from map(str.strip, _CELL.split(self.paragraph.pop()))
        if len(self.paragraph) == 1 and bare[0] in "=-":
            self.kind = SpanKind.HEADING
        yield from self._end()


def _without_pictures(line: str, marking: Marking) -> str:
    """Return a line without the words of pictures, unless it has none but those.

    No picture stands amid a word, so that what follows one at once begins another block.
    """

    def drop(found: re.Match[str]) -> str:
        if marking.kind(found[0]) is not SpanKind.PICTURE:
            return found[0]
        return "\n" if _BEGUN.match(line, found.end()) else ""

    said = _STRETCH.sub(drop, line)
    return said if len(said) < len(line) and without_marks(said).strip() else line


def _is_rule(bare: str) -> bool:
    """Tell a line that only sets off what stands over it."""
    return (len(bare) >= 3 and _RULE.issuperset(bare)) or bare.startswith((":::", "```", "~~~"))


def _read_emphasis(text: str, marking: Marking) -> str:
    """Take the signs of emphasis off, and give escaped punctuation back."""
    if "*" in text or "_" in text or "`" in text:
        text = _ABUT.sub("** **", text)
        text = _STRONG.sub(lambda found: marking.around(found[1], SpanKind.STRONG), text)
        text = _EMPHASIS.sub(
            lambda found: marking.around(found[1] or found[3], SpanKind.EMPHASIS), text
        )
        text = _LEFT_OVER.sub("", text)
    return text.translate(_READ)
