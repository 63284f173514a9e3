"""A whole web page in, its story out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import islice

from lxml import etree

from reader.clean.appeals.appeals import find_pitches
from reader.clean.dates import written_date
from reader.clean.dump.dump_cleaner import clean_dump, clean_lines
from reader.clean.dump.line_measures import measure_lines, text_weight
from reader.clean.fragment import MOST_WRITTEN, open_shells, parse_html
from reader.clean.page.css_rules import apply_css_rules, cut_behind, remove_element
from reader.clean.page.dom import is_within, tree_text
from reader.clean.page.extractor_vote import (
    evidence_of_text,
    extract_story,
    is_run_together,
    trusted_json_text,
)
from reader.clean.page.footnotes import with_footnotes
from reader.clean.page.metadata.page_metadata import PageMetadata, read_metadata
from reader.clean.page.metadata.provenance import PAGE
from reader.clean.page.metadata.visible_credits import find_byline, find_date, find_surroundings
from reader.clean.page.page_scene import PageHints
from reader.clean.page.paragraph_selection import choose_paragraphs
from reader.clean.page.paragraphs import PageBlock, join_blocks, page_blocks
from reader.clean.page.state_scripts import find_scripts
from reader.clean.page.state_story import story_tree
from reader.clean.page.story_end import find_comments
from reader.clean.text.body import Body, Paragraph, assemble_body, body_tail
from reader.clean.text.confidence import CUT, doubt_sentence
from reader.clean.text.formulas import uncover_formulas
from reader.clean.text.language import detect_language
from reader.clean.text.pictures import PictureLine, complete_link, pictures_of_page
from reader.clean.text.sanitize import safe_line, safe_paragraphs
from reader.clean.undo import Undone
from reader.model import Entry, SiteContext, Story

UNRULED = SiteContext()  # selectors mean nothing to the cleaner of lines
SHORT_STORY = 1_500  # characters below which the data of a page's scripts is read
MUCH_MORE = 1.5  # times as long as on the page a story must be in that data
ENOUGH = 200  # characters below which another way is tried
FOUND = 0.6  # of what the extractor found must stand on the page as it is shown
MOST_NODES = 40_000  # elements and comments of a page that are searched for who wrote it and when
MOST_ELEMENTS = 16_000  # of a page that are looked at
MOST_TEXT = 200_000  # characters of a page that are looked at
MOST_SPARE = 60_000  # characters of a page without an article that are looked at
_HEADINGS = frozenset(("h1", "h2", "h3", "h4"))
_SMALL_PRINT = frozenset(("furniture", "legal", "pointer"))
UNSURE = "No article could be told from the rest of this page."


def clean_page(entry: Entry, site: SiteContext) -> Story:
    """Find the story in a page."""
    root = parse_html(entry.content[:MOST_WRITTEN])
    if root is None:
        return clean_dump(entry, UNRULED)
    for node in islice(root.iter(), MOST_NODES, MOST_NODES + 1):
        cut_behind(node)
    said = read_metadata(root)
    base = _base(root, entry.link)
    scripts = find_scripts(root)
    uncover_formulas(root)
    etree.strip_elements(root, "script", "style", "template", "svg", with_tail=False)
    open_shells(root, "form")
    _open_menus(root)
    kept = apply_css_rules(root, site.rules)
    cut = _bound(root) or len(entry.content) > MOST_WRITTEN
    page = page_blocks(root, base)
    chosen = [block for block in page if any(is_within(block.node, top) for top in kept)]
    if kept:
        return _story(entry, said, join_blocks(chosen), "")
    story = _found(entry, said, root, page, base)
    if text_weight(story.text) < SHORT_STORY:
        story = _from_state(entry, said, scripts, base, story)
    if text_weight(story.text) < ENOUGH:
        story = _with_pictures(story, pictures_of_page(root, base, story.headline))
    return replace(story, doubt=story.doubt or CUT) if cut else story


def _base(root: etree._Element, link: str) -> str:
    """Find what the links of a page start from."""
    written = root.find(".//base[@href]")
    own = complete_link(written.get("href") or "", link) if written is not None else ""
    return own or complete_link(link, "")


def _open_menus(root: etree._Element) -> None:
    """Read what is in a menu that was never closed: the article behind it is in it then."""
    for node in list(root.iter("nav")):
        if next(node.iter("article", "main"), None) is not None:
            node.tag = "div"


def _bound(root: etree._Element) -> bool:
    """Leave of a page no more than can be read in a moment; tell whether it had more."""
    left = MOST_TEXT
    for at, node in enumerate(root.iter()):
        left -= _written(node)
        if at >= MOST_ELEMENTS or left < 0:
            node.text = tree_text((node.text or "")[:MOST_TEXT])
            cut_behind(node)
            return True
    return False


def _written(node: etree._Element) -> int:
    """Count the characters of an element and behind it, but for blanks around them and comments.

    Templates leave more blanks than words.
    """
    own = node.text if isinstance(node.tag, str) else None
    return len((own or "").strip()) + len((node.tail or "").strip())


def _found(
    entry: Entry, said: PageMetadata, root: etree._Element, page: Sequence[PageBlock], base: str
) -> Story:
    """Choose the story's paragraphs by what the extractor and the page itself say."""
    page = _without_comments(page)
    extracted = extract_story(root, page)
    found = evidence_of_text(extracted.text)
    if found.share(page) < FOUND:
        page = page_blocks(root, base, hidden=True)
    clues = PageHints(said.headline, said.deck, trusted_json_text(said.told, page, found))
    chosen = with_footnotes(page, choose_paragraphs(page, found, clues))
    is_apart = not is_run_together(extracted.text, page)
    if is_apart and found.share(page) < FOUND and _has_sentence(extracted.text):
        return _story(entry, said, extracted, doubt_sentence([], [], extracted.text))
    body = join_blocks(chosen)
    if text_weight(body.text) < ENOUGH:
        return _spare(entry, said, page, body if chosen else extracted)
    ids = {id(block) for block in chosen}
    kept = [id(block) in ids for block in page]
    story = _story(
        entry, said, body, doubt_sentence([block.line for block in page], kept, body.text)
    )
    return _with_visible_credits(story, entry, page, chosen)


def _without_comments(page: Sequence[PageBlock]) -> Sequence[PageBlock]:
    """Leave out the comments of readers and what stands behind them, of the tree as well."""
    end = find_comments(page)
    if end < len(page):
        node = page[end].node
        cut_behind(node)
        if not any(is_within(block.node, node) for block in page[:end]):
            remove_element(node)
    return page[:end]


def _with_visible_credits(
    story: Story, entry: Entry, page: Sequence[PageBlock], chosen: Sequence[PageBlock]
) -> Story:
    """Take what the markup does not say, the date or the names, from what readers see."""
    if story.byline and story.published:
        return story
    surroundings = find_surroundings(page, chosen, story.headline)
    byline = story.byline or find_byline(surroundings, story.outlet, story.text)
    published = story.published or find_date(
        surroundings, entry.link, story.language, entry.arrived
    )
    seen = replace(story, byline=byline, published=published)
    names = [
        name for name in ("byline", "published") if getattr(seen, name) != getattr(story, name)
    ]
    return replace(seen, evidence=(*story.evidence, *((name, PAGE) for name in names)))


def _from_state(
    entry: Entry, said: PageMetadata, scripts: Sequence[str], base: str, story: Story
) -> Story:
    """Take the story from the data of the page's scripts where these know much more of it."""
    tree = story_tree(scripts, said.headline)
    if tree is None:
        return story
    told = [block for block in page_blocks(tree, base) if block.line.role not in _SMALL_PRINT]
    asking = find_pitches([block.line for block in told])
    body = join_blocks(block for block, asks in zip(told, asking, strict=True) if not asks)
    if text_weight(body.text) < MUCH_MORE * text_weight(story.text):
        return story
    whole = _story(entry, said, body, doubt_sentence([], [], body.text))
    return replace(whole, byline=story.byline, published=story.published, evidence=story.evidence)


def _has_sentence(text: str) -> bool:
    return any(line.ends and not line.role for line in measure_lines(text.split("\n\n")))


def _spare(entry: Entry, said: PageMetadata, page: Sequence[PageBlock], body: Body) -> Story:
    """Take the longest of the little there is: from the JSON, from the page read as lines."""
    lines = join_blocks(page).text[:MOST_SPARE]
    named = replace(entry, content=lines, title=entry.title or said.headline)
    found = clean_lines(named, UNRULED, Undone(lines))
    read = Body(found.text, found.spans)
    told_by_page = Body(safe_paragraphs(said.told.replace("\n", "\n\n")))
    if is_run_together(body.text, page):
        # Of a page of links there are its headings to read, as of a front page.
        body = join_blocks(block for block in page if block.tag in _HEADINGS)
    best = max((body, told_by_page, read), key=lambda one: len(one.text))
    unsure = "" if best is told_by_page else UNSURE
    return _story(entry, said, best, doubt_sentence([], [], best.text) or unsure)


def _with_pictures(story: Story, shown: Sequence[PictureLine]) -> Story:
    """Put the pictures of a page that is next to nothing else before what sentences there are."""
    if not shown:
        return story
    text = story.text if _has_sentence(story.text) else ""
    lines = assemble_body([*(Paragraph(one.words, one.kind) for one in shown), Paragraph(text)])
    targets = zip(lines.spans, shown, strict=True)
    spans = tuple(replace(span, target=one.target) for span, one in targets)
    return replace(story, text=lines.text.rstrip(), spans=spans)


def _story(entry: Entry, said: PageMetadata, body: Body, doubt: str) -> Story:
    body = _below(body, said)
    code = detect_language(safe_line(entry.language) or said.language, body.text)
    deck = safe_line(entry.deck or said.deck, 1000)
    story = Story(
        source=entry.source,
        key=entry.key,
        headline=said.headline or entry.title,
        text=body.text,
        spans=body.spans,
        deck="" if _is_told(deck, body.text) else deck,
        outlet=entry.outlet or said.outlet,
        byline=said.byline or entry.author,
        published=written_date.read_stated_date(said.published, code, entry.arrived)
        or written_date.read_stated_date(entry.published, code, entry.arrived),
        language=code,
        doubt=doubt,
    )
    return replace(story, evidence=_kept(story, said))


def _kept(story: Story, said: PageMetadata) -> tuple[tuple[str, str], ...]:
    """List the evidence for what the story really took from the page."""
    return tuple((name, place) for name, place in said.evidence if getattr(story, name))


def _below(body: Body, said: PageMetadata) -> Body:
    """Leave out a headline that opens the text, and the deck under it."""
    head, _, rest = body.text.partition("\n\n")
    if not rest or not said.headline or head.casefold() != said.headline.casefold():
        return body
    under, _, story = rest.partition("\n\n")
    text = story if story and under.casefold() == said.deck.casefold() else rest
    return body_tail(body, text, len(body.text) - len(text))


def _is_told(deck: str, text: str) -> bool:
    begins = deck.rstrip(" .…").casefold()[:80]
    return any(told.casefold().startswith(begins) for told in text.split("\n\n", 3)[:3])
