"""Stories as Markdown files: a head in YAML, the text, and what a person writes below."""

from __future__ import annotations

import json
import resource
from dataclasses import replace
from pathlib import Path

import pytest
from lxml import html
from markdown_it import MarkdownIt

from reader.config import Folders
from reader.library import Library
from reader.library.vault.story_markdown import MARKER, story_lines
from reader.library.vault.vault import file_name, save_stories
from reader.model import Mark, Marks, Span, SpanKind, StoreError, Story
from tests.conftest import fill, pair


def story(text: str, *spans: Span, **given: object) -> Story:
    """A story with a text and what is marked in it."""
    return replace(pair(7)[1], text=text, spans=spans, **given)  # type: ignore[arg-type]


def body(made: Story) -> str:
    """The Markdown of a story's text."""
    return "\n".join(story_lines(made)).split("\n\n", 2)[2].rstrip()


def head(path: Path) -> dict[str, object]:
    """The head of a file: each value is JSON, which is YAML too."""
    lines = path.read_text(encoding="utf-8").split("---\n")[1].splitlines()
    return {line.partition(": ")[0]: json.loads(line.partition(": ")[2]) for line in lines}


def test_paragraphs_are_what_their_spans_say() -> None:
    text = "One\n\nTwo and three\n\nx = `1`\n\nfour\n\nfive\nsix"
    at = {word: text.index(word) for word in ("One", "Two", "three", "x =", "four", "five")}
    made = story(
        text,
        Span(0, 3, SpanKind.HEADING),
        Span(at["Two"], at["Two"] + 3, SpanKind.STRONG),
        Span(at["Two"] + 3, at["three"] + 5, SpanKind.LINK, "https://a.example/x y"),
        Span(at["x ="], at["x ="] + 7, SpanKind.CODE),
        Span(at["four"], at["four"] + 4, SpanKind.QUOTE),
        Span(at["five"], len(text), SpanKind.ITEM),
    )

    assert body(made) == (
        "## One\n\n**Two** [and three](<https://a.example/x%20y>)\n\n```\nx = `1`\n```\n\n"
        "> four\n\n- five\n  six"
    )


def test_a_link_of_nothing_but_a_blank_is_a_blank() -> None:
    made = story("a b", Span(1, 2, SpanKind.LINK, "https://a.example/"))

    assert body(made) == "a b"


def test_nothing_of_a_stranger_is_markup_or_ends_a_fence() -> None:
    text = "<script>x</script> **a** [b](javascript:c)\n\n# d\n\n- e\n\n```\n<b>\n````\nf"
    made = story(text, Span(text.index("```"), len(text), SpanKind.CODE), deck="<i>g</i>")

    tree = html.fromstring(
        MarkdownIt("commonmark", {"html": True}).render("\n".join(story_lines(made)))
    )

    assert {one.tag for one in tree.iter()} <= {"div", "h1", "p", "a", "pre", "code"}
    assert tree.xpath("//a/@href") == ["https://news.example/7"]
    assert len(tree.xpath("//pre")) == 1


def test_a_file_tells_of_its_story_in_its_head(library: Library, tmp_path: Path) -> None:
    (first,) = fill(library, 1)
    library.set_marks({first: Marks(tags=("sea", "ship"), note="Ask *her*.\nSoon.")})

    saved = save_stories(library.store, [first], tmp_path / "vault" / "news")
    path = tmp_path / "vault" / "news" / saved.written[0]
    told = head(path)

    assert path.name == "2026-11-20-Headline-1-1.md"
    assert told["title"] == "Headline 1"
    assert told["tags"] == ["sea", "ship"]
    assert told["link"] == "https://news.example/1"
    assert str(told["newsreader"]).endswith("/1")
    assert "> Ask \\*her\\*.\n> Soon." in path.read_text(encoding="utf-8")


def test_what_a_person_wrote_below_stays_to_the_byte(library: Library, tmp_path: Path) -> None:
    (first,) = fill(library, 1)
    (name,) = save_stories(library.store, [first], tmp_path).written
    path = tmp_path / name
    own = b"\r\nMy words, \xff\xfe and all.\n"
    path.write_bytes(path.read_bytes().rstrip(b"\n") + own)
    assert save_stories(library.store, [first], tmp_path).same == 1

    library.set_marks({first: Marks(note="New.")})
    saved = save_stories(library.store, [first], tmp_path)

    assert saved.written == (name,)
    assert path.read_bytes().endswith(MARKER.encode() + own)
    assert b"> New." in path.read_bytes()


def test_a_story_that_quotes_the_marker_keeps_its_file_as_it_is(
    library: Library, tmp_path: Path
) -> None:
    made, cleaned = pair(1)
    text = f"A\n\n{MARKER}\n\nB\n{MARKER}\nC"
    code = Span(text.index("B"), len(text), SpanKind.CODE)
    source = library.store.sources.add("/news")
    library.store.stories.save(source, [(made, replace(cleaned, text=text, spans=(code,)))])

    (name,) = save_stories(library.store, [1], tmp_path).written
    before = (tmp_path / name).read_bytes()

    assert save_stories(library.store, [1], tmp_path).same == 1
    assert (tmp_path / name).read_bytes() == before
    assert before.count(f"\n{MARKER}".encode()) == 1


def test_a_file_is_known_by_its_number_when_the_headline_changes(
    library: Library, tmp_path: Path
) -> None:
    fill(library, 1)
    (name,) = save_stories(library.store, [1], tmp_path).written
    source = library.store.sources.add("/news")
    library.store.stories.save(source, [pair(1, title="Quite another headline")])

    saved = save_stories(library.store, [1], tmp_path)

    assert saved.written == (name,)
    assert len(list(tmp_path.glob("*.md"))) == 1


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        ("My own diary.\n", "is not the file of this story"),
        ('---\nnewsreader: "other/1"\n---\n', "is not the file of this story"),
        (None, "has lost the line under which your own words stand"),
    ],
)
def test_a_file_that_is_not_ours_any_more_is_left_alone(
    library: Library, tmp_path: Path, content: str | None, complaint: str
) -> None:
    fill(library, 1)
    (name,) = save_stories(library.store, [1], tmp_path).written
    path = tmp_path / name
    whole = path.read_text(encoding="utf-8")
    path.write_text(whole.replace(MARKER, "") if content is None else content, encoding="utf-8")
    before = path.read_bytes()

    saved = save_stories(library.store, [1], tmp_path)

    assert complaint in saved.failures[0]
    assert path.read_bytes() == before


def test_a_folder_in_the_place_of_a_file_is_left_alone(library: Library, tmp_path: Path) -> None:
    fill(library, 1)
    (tmp_path / "x-1.md").mkdir()

    assert "is no file of a story" in save_stories(library.store, [1], tmp_path).failures[0]


def test_a_folder_that_cannot_be_is_told_of(library: Library, tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_text("x", encoding="utf-8")

    with pytest.raises(StoreError, match="cannot be used"):
        save_stories(library.store, [], file / "vault")


def test_a_disk_that_takes_no_file_is_told_of(library: Library, tmp_path: Path) -> None:
    fill(library, 1)
    usual = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (10, usual[1]))

    try:
        saved = save_stories(library.store, [1], tmp_path)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, usual)

    assert "cannot be written" in saved.failures[0]
    assert list(tmp_path.glob("*.md")) == []


@pytest.mark.parametrize(
    ("headline", "name"),
    [
        ("../../etc/passwd", "2026-11-20-etc-passwd-7.md"),
        ("-rf .hidden", "2026-11-20-rf-hidden-7.md"),
        ("海と港", "2026-11-20-海と港-7.md"),
        ("\x1b]0;x\x07 / \\ : *", "2026-11-20-0-x-7.md"),
        ("", "2026-11-20-story-7.md"),
        ("海" * 99, f"2026-11-20-{'海' * 40}-7.md"),
    ],
)
def test_a_name_is_made_of_letters_and_digits(headline: str, name: str) -> None:
    assert file_name(story("x", headline=headline, id=7)) == name


def test_the_file_of_a_story_that_lost_its_marks_stays_and_tells_that(
    library: Library, home: Folders, tmp_path: Path
) -> None:
    fill(library, 3)
    vault = tmp_path / "vault"
    home.config.mkdir(parents=True, exist_ok=True)
    (home.config / "config.toml").write_text(
        f"vault = {json.dumps(str(vault))}\n", encoding="utf-8"
    )
    library.set_marks({2: Marks(tags=("sea",), note="Ask.")})
    library.copy_marks()
    (path,) = vault.iterdir()
    path.write_text(path.read_text(encoding="utf-8") + "Mine.\n", encoding="utf-8")
    for name in ("foreign-1.md", "gone-99.md"):
        (vault / name).write_text("Of somebody else.", encoding="utf-8")
    (vault / "folder-3.md").mkdir()

    library.set_marks({2: Marks()})
    library.copy_marks()

    written = path.read_text(encoding="utf-8")
    assert "tags" not in head(path)
    assert "Ask." not in written
    assert written.endswith("Mine.\n")
    assert (vault / "foreign-1.md").read_text(encoding="utf-8") == "Of somebody else."


def test_a_vault_follows_each_change_of_marks(
    library: Library, home: Folders, tmp_path: Path
) -> None:
    fill(library, 3)
    home.config.mkdir(parents=True, exist_ok=True)
    (home.config / "config.toml").write_text(
        f"vault = {json.dumps(str(tmp_path / 'vault'))}\n", encoding="utf-8"
    )

    library.set_mark([2], Mark.BOOKMARKED, True)
    library.copy_marks()
    (path,) = (tmp_path / "vault").iterdir()
    library.set_marks({2: Marks(tags=("sea",))})
    library.copy_marks()

    assert head(path)["tags"] == ["sea"]
    path.write_text("Mine.", encoding="utf-8")
    with pytest.raises(StoreError, match="left alone"):
        library.copy_marks()
