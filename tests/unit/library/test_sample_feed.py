"""The stories of the first launch: fit to ship, and cleaned word for word."""

import json
import lzma
import re
from datetime import UTC, datetime
from functools import cache
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree

import pytest

from reader.clean import clean
from reader.model import Document, DocumentKind, ParsedDocument, SpanKind, Story
from reader.parse import parse
from tests.support.paths import ROOT

FOLDER = ROOT / "sample_feed"
FILES = sorted(path.name for path in FOLDER.iterdir())
DUMPS = [name for name in FILES if name.endswith(".txt")]
TRUTH = json.loads((ROOT / "tests" / "files" / "sample_truth.json").read_text(encoding="utf-8"))
STORIES = [(name, number) for name in sorted(TRUTH) for number in range(len(TRUTH[name]))]
FIRST_LAUNCH = datetime(2026, 11, 8, 9, 0, tzinfo=UTC)

SHARED = ROOT.parent / "shared"
SHINGLE = 8  # words in a row that two texts do not share by chance


def raw(name: str) -> str:
    return (FOLDER / name).read_text(encoding="utf-8")


@cache
def parsed(name: str) -> ParsedDocument:
    content = (FOLDER / name).read_bytes()
    return parse(Document(str(FOLDER), str(FOLDER / name), content, FIRST_LAUNCH))


@cache
def stories(name: str) -> tuple[Story, ...]:
    return tuple(clean(entry) for entry in parsed(name).entries)


def folded(text: str) -> str:
    """Letters and figures alone: how a line was broken makes no difference."""
    return re.sub(r"[\s-]+", "", text)


def paragraphs(text: str) -> list[str]:
    return [" ".join(paragraph.split()) for paragraph in text.split("\n\n")]


def day(moment: str | None) -> str | None:
    return moment and moment[:10]


def shown(story: Story) -> dict[str, object]:
    return {
        "headline": story.headline,
        "deck": story.deck or None,
        "outlet": story.outlet or None,
        "byline": story.byline or None,
        "agency": story.agency or None,
        "photo_credit": story.photo_credit or None,
        "published": day(story.published.isoformat() if story.published else None),
        "language": story.language or None,
        "headings": story.texts(SpanKind.HEADING),
        "text": paragraphs(story.text),
    }


def wanted(truth: dict[str, object]) -> dict[str, object]:
    return truth | {
        "published": day(str(truth["published"])),
        "text": paragraphs(str(truth["text"])),
    }


def shingles(text: str) -> set[tuple[str, ...]]:
    words = re.findall(r"\w+", text.casefold())
    return set(zip(*(words[start:] for start in range(SHINGLE)), strict=False))


def unpacked(path: Path) -> str:
    pages = json.loads(lzma.decompress(path.read_bytes()))
    return "\n".join(line for page in pages for line in page["lines"])


def seeds_and_corpus() -> str:
    patterns = ("seeds/*.txt", "corpus/*.txt", "corpus/*.jsonl")
    plain = [path for pattern in patterns for path in SHARED.glob(pattern)]
    pages = SHARED.glob("corpus/dumps/blocks.json.xz")
    return "\n".join(
        [path.read_text(encoding="utf-8", errors="replace") for path in plain]
        + [*map(unpacked, pages)]
    )


def test_the_folder_is_flat() -> None:
    assert all(path.is_file() for path in FOLDER.iterdir())


@pytest.mark.parametrize("name", FILES)
def test_every_file_is_utf8(name: str) -> None:
    assert raw(name).strip()


@pytest.mark.parametrize("name", [name for name in FILES if name.endswith((".xml", ".opml"))])
def test_feeds_and_subscriptions_are_well_formed(name: str) -> None:
    assert len(ElementTree.fromstring(raw(name)))  # noqa: S314 - our own file


@pytest.mark.parametrize("name", [name for name in FILES if name.endswith(".json")])
def test_the_json_feed_holds_three_stories_or_more(name: str) -> None:
    assert len(json.loads(raw(name))["items"]) >= 3


def test_there_are_ten_dumps_or_more() -> None:
    assert len(DUMPS) >= 10


def test_every_kind_of_source_is_there() -> None:
    kinds = {parsed(name).kind for name in TRUTH}

    assert kinds == {DocumentKind.FEED, DocumentKind.PAGE, DocumentKind.DUMP}


@pytest.mark.parametrize("name", FILES)
def test_every_link_leads_to_a_reserved_host(name: str) -> None:
    hosts = re.findall(r"(?:https?:)?//([\w.-]+)", raw(name))
    standards = {"purl.org", "www.w3.org", "jsonfeed.org", "schema.org"}

    assert all(host in standards or host.endswith(".example") for host in hosts)


def test_the_truth_knows_every_document_and_no_other() -> None:
    assert set(TRUTH) == {name for name in FILES if not name.endswith(".opml")}


def test_the_subscriptions_are_nested_and_five_or_more() -> None:
    tree = ElementTree.fromstring(raw("subscriptions.opml"))  # noqa: S314 - our own file

    assert len(tree.findall(".//outline[@xmlUrl]")) >= 5
    assert tree.findall("./body/outline/outline/outline[@xmlUrl]")


def test_the_welcome_is_the_newest_story() -> None:
    dated = [(truth["published"], truth["headline"]) for name in TRUTH for truth in TRUTH[name]]

    assert max(dated)[1].startswith("Welcome")
    assert all(published.startswith("2026-") for published, _ in dated)


@pytest.mark.parametrize("name", DUMPS)
def test_every_true_paragraph_of_a_dump_stands_in_its_file_in_order(name: str) -> None:
    page = folded(raw(name))
    places = [page.find(folded(text)) for text in TRUTH[name][0]["text"].split("\n\n")]

    assert -1 not in places
    assert all(before < after for before, after in pairwise(places))


@pytest.mark.parametrize(("name", "number"), STORIES)
def test_headings_are_paragraphs_of_the_text(name: str, number: int) -> None:
    truth = TRUTH[name][number]

    assert set(truth["headings"]) <= set(truth["text"].split("\n\n"))


def test_nothing_is_copied_from_the_seeds_or_the_corpus() -> None:
    if not SHARED.is_dir():
        pytest.skip("the seeds and the corpus are not beside this checkout")
    ours = set().union(*(shingles(raw(name)) for name in FILES))

    assert not ours & shingles(seeds_and_corpus())


@pytest.mark.parametrize("name", sorted(TRUTH))
def test_every_story_of_a_document_is_found(name: str) -> None:
    assert [story.headline for story in stories(name)] == [t["headline"] for t in TRUTH[name]]


@pytest.mark.parametrize(("name", "number"), STORIES)
def test_every_story_comes_out_word_for_word(name: str, number: int) -> None:
    story = stories(name)[number]

    assert shown(story) == wanted(TRUTH[name][number])


@pytest.mark.parametrize(("name", "number"), STORIES)
def test_no_sample_looks_doubtful(name: str, number: int) -> None:
    assert not stories(name)[number].doubt
