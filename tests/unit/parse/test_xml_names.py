"""Elements by their names, whatever a stranger calls them and however many names there are."""

from __future__ import annotations

from lxml import etree

from reader.parse.feed.xml_fields import MOST_TAGS, ElementNames, XmlFields, dialect_of
from reader.parse.sniff import TextShape, sniff
from tests.support.atom import atom_entry
from tests.support.feeds import entries, item


def test_names_beyond_the_most_that_are_remembered_are_still_right() -> None:
    names = ElementNames("urn:home")

    for number in range(3 * MOST_TAGS):
        assert names[f"{{urn:home}}Part{number}"] == f"part{number}"

    assert len(names) <= MOST_TAGS
    assert names["{urn:home}Part0"] == "part0"


def test_the_same_tag_has_one_name_at_home_and_another_elsewhere() -> None:
    tag = "{http://www.w3.org/2005/Atom}title"

    assert ElementNames("http://www.w3.org/2005/Atom")[tag] == "title"
    assert ElementNames("")[tag] == "atom:title"


def test_a_reference_among_the_elements_is_none_of_them() -> None:
    parser = etree.XMLParser(recover=True, resolve_entities=False)
    root = etree.fromstring("<item>&nobody;<title>Ice on the lake</title></item>", parser)
    assert not isinstance(root[0].tag, str)

    fields = XmlFields(root, dialect_of("", ""))

    assert fields.text("title") == "Ice on the lake"


def test_a_language_counts_wherever_in_a_feed_it_is_marked() -> None:
    feed = (
        '<feed xmlns="http://www.w3.org/2005/Atom">'
        "<entry><id>1</id><title>Eis</title></entry>"
        '<entry><id>2</id><title xml:lang="de">Eis</title></entry></feed>'
    )

    assert [entry.language for entry in entries(feed)] == ["", "de"]
    assert [entry.language for entry in entries(feed.replace("xml:lang", "lang"))] == ["", ""]


def test_an_item_says_its_language_before_it_is_marked_with_one() -> None:
    marked = '<title xml:lang="de">x</title><language>fr</language>'

    assert item(marked).language == "fr"


def test_what_a_podcast_says_last_counts_where_all_before_it_is_empty() -> None:
    itunes = 'xmlns:i="http://www.itunes.com/dtds/podcast-1.0.dtd"'
    spoken = f"<i:summary {itunes}/><i:subtitle {itunes}>Locks, and who opens them</i:subtitle>"

    assert atom_entry(f"<id>1</id>{spoken}").content == "Locks, and who opens them"
    assert atom_entry(f"<id>1</id><i:summary {itunes}/>").content == ""


def test_a_feed_begins_behind_a_comment_that_it_begins_with() -> None:
    for comment in ("<!-- a -->", "<!-- <rss> - -->", "<!-- a -->\n<!-- b -->", "<!-- a --> "):
        found = sniff(f"{comment}<rss><channel/></rss>")

        assert (found.shape, found.start, found.root) == (TextShape.FEED, len(comment), "rss")


def test_a_comment_that_never_ends_or_is_none_hides_no_feed_and_makes_none() -> None:
    for text in ("<!-- <p>rss</p>", "<!--><p>rss</p>", "<!---><p>rss</p>"):
        assert sniff(text).shape is not TextShape.FEED


def test_links_within_markup_follow_the_base_that_is_stated_there() -> None:
    div = '<div xmlns="http://www.w3.org/1999/xhtml" xml:base="https://a.example/b/">'
    content = f'<content type="xhtml">{div}<a href="c">d</a></div></content>'
    quoted = '<content type="xhtml"><div><p>xml:base</p><a href="c">d</a></div></content>'

    assert 'href="https://a.example/b/c"' in atom_entry(f"<id>1</id>{content}").content
    assert 'href="c"' in atom_entry(f"<id>1</id>{quoted}").content


def test_an_entry_of_atom_may_be_told_in_words_of_dublin_core() -> None:
    said = (
        ("title", "Two boats"),
        ("creator", "The Harbour Desk"),
        ("creator", "The Tide Desk"),
        ("description", "There are two."),
    )
    dublin = 'xmlns="http://purl.org/dc/elements/1.1/"'
    entry = atom_entry("".join(f"<{name} {dublin}>{text}</{name}>" for name, text in said))

    assert (entry.title, entry.author) == ("Two boats", "The Harbour Desk, The Tide Desk")
    assert entry.content == "There are two."


def test_a_podcast_is_read_from_the_longer_of_its_summaries() -> None:
    podcast = 'xmlns="http://www.itunes.com/dtds/podcast-1.0.dtd"'
    teaser, told = "The crew tells...", "The crew tells how the ferry came through the night."

    def content(first: str, spoken: str) -> tuple[str, str]:
        summary = f"<summary {podcast}>{spoken}</summary>"
        entry = item(f"<description>{first}</description>{summary}")
        return entry.content, entry.deck

    assert content(teaser, told) == (told, "")
    assert content("A night on the water", told) == (told, "A night on the water")
    assert content(told, told.upper()) == (told, "")
    assert content(f"<![CDATA[<p>{told}</p>]]>", f"{told} Told by all.")[0] == f"<p>{told}</p>"


def test_the_face_of_an_author_is_no_file_of_an_item() -> None:
    media = 'xmlns="http://search.yahoo.com/mrss/"'
    files = [
        "https://2.gravatar.com/avatar/0?s=96",
        "//secure.gravatar.com/avatar/0",
        "https://a.example/avatar/boat.jpg",
    ]
    written = "".join(f'<content url="{file}" medium="image" {media}/>' for file in files)

    assert [one.link for one in item(written).enclosures] == files[2:]
