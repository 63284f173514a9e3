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
