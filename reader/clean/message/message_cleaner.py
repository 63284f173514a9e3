"""A mail in, its story out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from lxml import etree

from reader.clean.fragment import MOST_WRITTEN, clean_fragment, make_story, parse_html
from reader.clean.message.message_furniture import choose_paragraphs
from reader.clean.message.message_tree import prepare_message
from reader.clean.message.plain_message import tree_of_text
from reader.clean.page.css_rules import apply_css_rules
from reader.clean.page.dom import is_within
from reader.clean.page.paragraphs import PageBlock, join_blocks, page_blocks
from reader.clean.text.confidence import CUT
from reader.clean.text.sanitize import safe_line
from reader.model import ContentForm, Entry, SiteContext, Story

_HEADINGS = ("h1", "h2", "h3")


def clean_message(entry: Entry, site: SiteContext) -> Story:
    """Keep what a mail says, and nothing of what its sender put around that."""
    root, is_cut = _tree(entry)
    kept = apply_css_rules(root, site.rules)
    blocks = page_blocks(root, entry.link, seen=True, headline=entry.title)
    chosen = _chosen(entry, blocks, kept)
    if not entry.title and len(chosen) > 1 and chosen[0].tag in _HEADINGS:
        entry = replace(entry, title=chosen.pop(0).text)
    story = make_story(entry, join_blocks(chosen))
    if not story.text:  # pictures may be all that it is
        story = clean_fragment(
            replace(entry, content=etree.tostring(root, encoding="unicode")), site
        )
    return replace(story, doubt=CUT) if is_cut else story


def _tree(entry: Entry) -> tuple[etree._Element, bool]:
    """Read a mail as a tree, and tell whether it had more than is read."""
    if entry.form is ContentForm.MESSAGE_TEXT:
        return tree_of_text(entry.content), False
    read = parse_html(f"<div>{entry.content[:MOST_WRITTEN]}</div>")
    root = etree.Element("div") if read is None else read
    return root, prepare_message(root) or len(entry.content) > MOST_WRITTEN


def _chosen(
    entry: Entry, blocks: Sequence[PageBlock], kept: Sequence[etree._Element]
) -> list[PageBlock]:
    """Choose paragraphs: those that a person laid down for the site, else by what they say."""
    if kept:
        return [block for block in blocks if any(is_within(block.node, top) for top in kept)]
    return choose_paragraphs(blocks, safe_line(entry.title), safe_line(entry.outlet))
