"""The story in the data that a page draws itself from, as a tree of paragraphs."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import chain, islice
from typing import Any

from lxml import etree

from reader.clean.fragment import has_markup, parse_html
from reader.clean.page.dom import tree_text, word_overlap
from reader.clean.page.state_scripts import decode_scripts

LEAST = 200  # characters of sentences that make a story
MOST_PARTS = 60_000  # of the data, that are looked at
LIKE = 0.7  # of a headline's words are in the other
CORE = 0.8  # of the sentences of a value are in one part of it
SENTENCE = 40  # characters of the shortest that counts
_ENDS = re.compile(r"[.!?…。！？؟।:][\"'”’»)\]]*\s*(?:<|$)")
_NAMES = ("headline", "title", "name", "heading", "headlines")
_KINDS = ("type", "nodeType", "_type", "blockType", "kind", "tagName", "tag", "name", "__typename")
_TEXTS = ("html", "text", "content", "value", "body", "rendered", "markup", "children")
_ASIDE = re.compile(
    r"related|recommend|comment|teaser|sidebar|footer|^header$|^nav|menu|advert|^ads?$|seo|descr"
    r"|summary|excerpt|abstract|caption|credit|author|byline|image|photo|video|embed|promo|sponsor"
    r"|newsletter|gallery|ur[il]s?$|href|src|slug|^_?id$|key|class|style|token|config|analytics"
    r"|tracking|translat|i18n|locale|label|^more|^next|^prev|latest|popular|trending|tags?$|cookie"
    r"|consent|legal|disclaimer|type$|copyright|social|audio|slideshow",
    re.IGNORECASE,
)
_NOT_SHOWN = re.compile(
    r"image|photo|picture|video|audio|embed|^ads?$|advert|related|promo|newsletter|gallery|social"
    r"|recommend|caption|author|byline|slideshow|iframe|script|interstitial",
    re.IGNORECASE,
)
_INLINE = re.compile(
    r"text|span|link|a|strong|b|em|i|u|bold|italic|hyperlink|mark|code|textrun|inline.*|entity.*",
    re.IGNORECASE,
)
LONGEST_KIND = 60  # characters of what a part of a story is called
LONGEST_NAME = 300  # characters of a name that can tell what is beside a story
_TAGS = (
    (re.compile(r"head(?:ing|er)|h[1-6]|title|subtitle", re.IGNORECASE), "h2"),
    (re.compile(r"list[-_ ]?item|li", re.IGNORECASE), "li"),
    (re.compile(r"(?:block|pull)?[-_ ]?quote", re.IGNORECASE), "blockquote"),
    (re.compile(r"code.*|pre", re.IGNORECASE), "pre"),
    (re.compile(r"[uo]l|.*list", re.IGNORECASE), "ul"),
)


def story_tree(scripts: Sequence[str], headline: str) -> etree._Element | None:
    """Find the story in the data of a page's scripts; None where there is none."""
    found = [
        (_is_named(part, headline), held, part)
        for value in decode_scripts(scripts)
        for part in islice(_parts(value), MOST_PARTS)
        if (held := _mass(part)) >= LEAST
    ]
    if not found:
        return None
    is_named, _, part = max(found, key=lambda one: one[:2])
    core = _core(part)
    if not is_named and _is_list_of_stories(core):
        return None
    root = etree.Element("div")
    root.extend(_set(core))
    return root


def _parts(value: Any) -> Iterator[Any]:
    """List a value and the objects in it."""
    waiting = [value]
    while waiting:
        part = waiting.pop()
        if part is value or isinstance(part, dict):
            yield part
        waiting += (inner for inner in _inner(part) if isinstance(inner, list | dict))


def _inner(part: Any) -> list[Any]:
    if isinstance(part, dict):
        return [inner for name, inner in part.items() if not _is_aside(name)]
    return part if isinstance(part, list) else []


def _is_aside(name: str) -> bool:
    """Tell what stands beside a story by its name."""
    return bool(_ASIDE.search(name, 0, LONGEST_NAME))


def _mass(value: Any) -> int:
    """Count the characters of the sentences in a value."""
    if isinstance(value, str):
        is_prose = len(value) >= SENTENCE and " " in value.strip() and _ENDS.search(value)
        return len(value) if is_prose else 0
    return sum(map(_mass, _inner(value)))


def _is_named(part: Any, headline: str) -> bool:
    """Tell whether an object has the headline of the page."""
    names = [part.get(name) for name in _NAMES] if isinstance(part, dict) else []
    names += [inner for name in names if isinstance(name, dict) for inner in name.values()]
    texts = [name for name in names if isinstance(name, str) and name]
    return any(min(word_overlap(t, headline), word_overlap(headline, t)) >= LIKE for t in texts)


def _core(part: Any) -> Any:
    """Go down to the part that holds the sentences themselves."""
    held = _mass(part)
    while inner := [each for each in _inner(part) if _mass(each) >= CORE * held]:
        part = inner[0]
    return part


def _is_list_of_stories(part: Any) -> bool:
    """Tell whether the parts of a value have titles of their own."""
    titled = [each for each in _inner(part) if isinstance(each, dict) and _NAMED & each.keys()]
    return len(titled) > 2


_NAMED = frozenset(("headline", "title"))


def _set(value: Any) -> Iterator[etree._Element]:
    """Set a value as elements: paragraphs, headings, items."""
    if isinstance(value, str):
        yield from _set_text(value)
    elif isinstance(value, dict):
        yield from _set_object(value)
    elif isinstance(value, list) and _is_element(value):
        yield from _set_object({"type": value[1], **_properties(value)})
    elif isinstance(value, list) and _is_inline(value):
        yield from _set_text(_said(value))
    else:
        yield from chain.from_iterable(map(_set, value if isinstance(value, list) else ()))


def _set_text(text: str) -> Iterator[etree._Element]:
    if has_markup(text):
        root = parse_html(f"<div>{text}</div>")
        yield from () if root is None else root.iter("body")
        return
    for line in filter(str.strip, text.split("\n")):
        paragraph = etree.Element("p")
        paragraph.text = tree_text(line)
        yield paragraph


def _set_object(value: dict[str, Any]) -> Iterator[etree._Element]:
    kind = _kind(value)
    if _NOT_SHOWN.search(kind, 0, LONGEST_NAME):
        return
    inside = [part for name in (*_TEXTS, *value) if (part := _shown(value, name))]
    parts = [part for part in inside if not isinstance(part, str)] or inside[:1]
    elements = [element for part in parts[:1] for element in _set(part)]
    tag = next((tag for pattern, tag in _TAGS if pattern.fullmatch(kind, 0, LONGEST_KIND)), "")
    if tag and len(elements) == 1 and elements[0].tag == "p":
        elements[0].tag = tag
    elif tag in {"li", "blockquote", "ul"} and elements:
        around = etree.Element(tag)
        around.extend(elements)
        elements = [around]
    yield from elements


def _shown(value: dict[str, Any], name: str) -> Any:
    part = value.get(name)
    is_text = isinstance(part, str) and name in _TEXTS
    is_held = isinstance(part, list | dict) and not _is_aside(name)
    return part if is_text or is_held else None


def _kind(value: dict[str, Any]) -> str:
    return next((kind for name in _KINDS if isinstance(kind := value.get(name), str)), "")


def _is_element(value: list[Any]) -> bool:
    """Tell whether a list is an element as React streams it."""
    return len(value) > 3 and value[0] == "$" and isinstance(value[1], str)


def _properties(value: list[Any]) -> dict[str, Any]:
    return {"children": value[3].get("children")} if isinstance(value[3], dict) else {}


def _is_inline(values: list[Any]) -> bool:
    """Tell whether the parts of a list are those of one paragraph."""
    leaves = [part for part in values if not isinstance(part, str)]
    if not leaves or not all(_is_leaf(part) for part in leaves):
        return False
    texts = [_said(part) for part in values]
    whole = [text for text in texts if _mass(text) and text == text.strip()]
    return len(whole) < 2 or len(whole) < len(texts) / 2


def _is_leaf(part: Any) -> bool:
    if isinstance(part, list):
        return _is_element(part) and bool(_INLINE.fullmatch(part[1]))
    return isinstance(part, dict) and bool(_INLINE.fullmatch(_kind(part) or "text"))


def _said(value: Any) -> str:
    """Join what the parts of a paragraph say."""
    if isinstance(value, str):
        return value
    if isinstance(value, list) and _is_element(value):
        return _said(_properties(value))
    if isinstance(value, list):
        return "".join(map(_said, value))
    shown = (_shown(value, name) for name in (*_TEXTS, *value)) if isinstance(value, dict) else ()
    return _said(next(filter(None, shown), ""))
