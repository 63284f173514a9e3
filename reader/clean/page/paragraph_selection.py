"""A page's paragraphs in, the ones that are its story out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from reader.clean.appeals.appeals import find_pitches
from reader.clean.page.class_hints import HEADINGS
from reader.clean.page.extractor_vote import StoryEvidence
from reader.clean.page.page_scene import LINKED, SHORT, PageHints, PageScene, set_scene
from reader.clean.page.paragraphs import PageBlock
from reader.clean.page.story_bounds import add_opening, says_deck, says_when, trim
from reader.clean.page.structural_blocks import add_structure

LONGEST_LINK = 250
FULL = 120  # characters of a sentence that is no label
LATE = 0.8  # of a story's paragraphs stand before those that may ask for something
_OUT = frozenset(("furniture", "legal", "figures"))
_POINTERS = frozenset(("pointer", "end"))


def choose_paragraphs(
    page: Sequence[PageBlock], found: StoryEvidence, clues: PageHints
) -> list[PageBlock]:
    """Choose the paragraphs of the story."""
    scene = set_scene(page, found, clues)
    if scene is None:
        return []
    kept = trim(scene, _first_choice(scene))
    inside = [at for at, keep in enumerate(kept) if keep]
    if inside:
        add_opening(scene, kept, inside[0])
        add_structure(scene, kept, inside[0], inside[-1])
    return _without_appeals(
        scene, _once(block for block, keep in zip(page, kept, strict=True) if keep)
    )


def _without_appeals(scene: PageScene, chosen: Sequence[PageBlock]) -> list[PageBlock]:
    """Leave out what asks the reader for something.

    Stories speak of money and of us, too: a paragraph that looks like all the others of its story
    is doubted towards the end only.
    """
    asking = find_pitches([block.line for block in chosen])
    late = LATE * len(chosen)
    return [
        block
        for at, (block, asks) in enumerate(zip(chosen, asking, strict=True))
        if not asks or (at < late and scene.is_usual(block))
    ]


def _once(chosen: Iterable[PageBlock]) -> list[PageBlock]:
    """Leave out what a page says for the second time."""
    seen: set[str] = set()
    first: list[PageBlock] = []
    for block in chosen:
        if block.size < SHORT or block.key not in seen:
            first.append(block)
        seen.add(block.key)
    return first


def _first_choice(scene: PageScene) -> list[bool]:
    return [scene.region.inside[at] and _is_story(scene, at) for at in range(len(scene.page))]


def _is_story(scene: PageScene, at: int) -> bool:
    block = scene.page[at]
    is_likely = _is_named(scene, at) or _is_alike(scene, at)
    told = scene.clues.told
    if told and block.size >= SHORT and block.tag not in HEADINGS:
        return told.names(block) and (
            (is_likely and not _is_leftover(scene, block)) or not _is_aside(scene, block)
        )
    return is_likely and (not _is_leftover(scene, block) or _is_sentence_amid(scene, at))


def _is_sentence_amid(scene: PageScene, at: int) -> bool:
    """Tell whether a sentence of a story only sounds like the small print of a page."""
    block = scene.page[at]
    if not (scene.named[at] and scene.is_usual(block)) or scene.is_boxed(block.node):
        return False
    is_long = block.is_prose and block.size >= FULL and block.linked < 0.2
    # Real small print, such as that over what others embed, comes in several lines.
    beside = [other.line.role for other in scene.page[max(0, at - 1) : at + 2]]
    return is_long and at < scene.region.anchors[-1] and beside.count("legal") == 1


def _is_named(scene: PageScene, at: int) -> bool:
    """Tell whether the extractor named a paragraph, a short one only amid the story."""
    anchors = scene.region.anchors
    amid = anchors[0] <= at <= anchors[-1] + 2
    return scene.named[at] and (scene.page[at].size >= SHORT or amid)


def _is_alike(scene: PageScene, at: int) -> bool:
    """Tell whether a paragraph stands where the story's do, or in their midst without a tag."""
    block, anchors = scene.page[at], scene.region.anchors
    if block.is_prose and not block.line.role and at < anchors[-1]:
        return scene.is_usual(block) or block.node is scene.region.holder
    amid = anchors[0] <= at <= anchors[-1] and block.linked < 0.5
    return (block.is_prose or amid) and scene.is_usual(block)


def _is_leftover(scene: PageScene, block: PageBlock) -> bool:
    """Tell whether a paragraph within a story is none of it: a box, a link, a label."""
    if scene.is_boxed(block.node) or block.line.role in _OUT or _is_bare_deck(scene, block):
        return True
    if says_when(block):
        return True
    if block.line.role in _POINTERS and (block.linked > 0.2 or not block.line.ends):
        return True
    if block.line.role == "credit" and block.size < 120 and not block.line.ends:
        return True
    return block.linked > LINKED and block.size < LONGEST_LINK


def _is_aside(scene: PageScene, block: PageBlock) -> bool:
    """Tell whether anything at all speaks against a paragraph."""
    return bool(block.line.role) or block.linked > LINKED or scene.is_boxed(block.node)


def _is_bare_deck(scene: PageScene, block: PageBlock) -> bool:
    """Tell whether a paragraph is the deck and no sentence: it stands over the story, not in it."""
    if block.line.ends or block.size >= 200 or not says_deck(scene, block):
        return False
    # Many a program describes a page by the first lines of its story.
    certain = [scene.page[at].node for at in scene.region.anchors]
    return all(node is not block.node for node in certain)
