"""What other readers export comes in with its marks; pages that were saved are fetched later."""

from __future__ import annotations

import json
import sys
import zipfile
from io import BytesIO, TextIOWrapper
from pathlib import Path

import pytest

from reader.exports.saved_json import saved_pages_in_json
from reader.exports.saved_pages import saved_pages
from reader.exports.starred_json import starred_entries
from reader.exports.ttrss_xml import ttrss_entries
from tests.conftest import NOON
from tests.support.command import home, newsreader

__all__ = ["home", "newsreader"]  # fixtures

pytestmark = pytest.mark.time

FRESH = {
    "id": "user/-/state/com.google/starred",
    "items": [
        {
            "title": "A boat aground", "published": 1_790_000_000, "author": "Ann",
            "canonical": [{"href": "https://quay.example/1"}],
            "categories": ["user/-/state/com.google/starred", "user/-/state/com.google/read",
                           "user/-/label/Shore papers", 7],
            "origin": {"streamId": "feed/https://quay.example/feed", "title": "Quay News"},
            "summary": {"content": "<p>It ran aground at dusk, near the old pier.</p>"},
            "enclosure": [{"href": "https://quay.example/a.mp3", "type": "audio/mpeg"},
                          {"href": 3}],
        },
        {"title": "Of no feed", "alternate": [{"href": "javascript:x"}, 5], "origin": 9,
         "content": {"content": "<p>Words.</p>"}},
        {"alternate": []},
        "nonsense",
    ],
}  # fmt: skip
MINIFLUX = {
    "total": 1,
    "entries": [
        {
            "title": "A lamp lit", "url": "https://coast.example/2", "status": "read",
            "starred": True, "published_at": "2026-09-01T10:00:00Z", "tags": ["sea"],
            "content": "<p>The keeper lit the lamp.</p>", "author": None,
            "feed": {"feed_url": "https://coast.example/feed", "title": "Coast"},
        }
    ],
}  # fmt: skip
POCKET = """title,url,time_added,tags,status
A long read,https://pages.example/1,1600000000,sea|boats to mend,unread
,https://pages.example/2,,,archive
Not of the web,file:///etc/passwd,,,
"""
RAINDROP = (
    "id,title,note,excerpt,url,folder,tags,created,cover,highlights,favorite\n"
    '1,"Of ""tides""","My note","An excerpt, short",https://pages.example/3,Coast,'
    '"sea, moon",2024-05-06T07:08:09Z,,,true\n'
)
INSTAPAPER = """<!DOCTYPE html><html><head><title>Instapaper: Export</title></head><body>
<h1>Unread</h1><ol><li><a href="https://pages.example/4">First &amp; last</a></ol>
<h1>Archive</h1><ol><li><a href='https://pages.example/5' tags="a,b">Done</a>
<li><a href="mailto:x@y.example">No page</a></ol></body></html>"""
OPML = """<opml version="2.0"><body><outline text="Sea"><outline type="rss" text="Quay"
xmlUrl="https://quay.example/feed"/></outline>
<outline type="rss" xmlUrl="file:///x"/></body></opml>"""


FRESHRSS = {
    "id": "user/desk/state/org.freshrss/feed/12",
    "items": [
        {
            "title": f"Tide {number}", "published": 1_700_000_000, "guid": f"urn:tide:{number}",
            "canonical": [{"href": f"https://quay.example/{number}"}],
            "categories": ["user/-/state/com.google/reading-list", *states],
            "origin": {"streamId": "feed/12", "feedUrl": "https://quay.example/feed",
                       "title": "Quay News"},
            "content": {"content": "<p>The tide came in.</p>"},
        }
        for number, states in enumerate((
            ["user/-/state/com.google/unread"],
            ["user/-/state/com.google/starred", "user/-/state/com.google/read"],
        ))
    ],
}  # fmt: skip
INOREADER = {
    "items": [
        {"title": "A buoy", "canonical": [{"href": "https://quay.example/9"}],
         "origin": {"streamId": "feed/https://quay.example/feed"},
         "categories": ["user/1005/state/com.google/read", "user/1005/state/com.google/starred",
                        "user/1005/label/To Read"]}
    ]
}  # fmt: skip
FEEDLY = [
    {"title": "A mole", "originId": "https://quay.example/8", "unread": False,
     "origin": {"streamId": "feed/https://quay.example/feed"},
     "alternate": [{"href": "https://quay.example/8"}],
     "categories": [{"id": "user/a/category/Sea", "label": "Sea"}],
     "tags": [{"id": "user/a/tag/global.saved"}, {"id": "user/a/tag/1", "label": "My board"}]}
]  # fmt: skip
FEEDBIN = [{"id": 1, "feed_id": 2, "title": "A rope", "url": "https://quay.example/7",
            "content": "<p>Of hemp.</p>", "published": "2024-01-02T03:04:05.000000Z"}]  # fmt: skip
NEWSBLUR = {"stories": [{"story_title": "A knot", "story_permalink": "https://quay.example/6",
                         "story_content": "<p>Tied.</p>", "story_timestamp": "1700000000",
                         "user_tags": ["how to"], "read_status": 1}]}  # fmt: skip


def imported(newsreader, folder: Path, text: str) -> dict:  # type: ignore[no-untyped-def, type-arg]
    (folder / "export").write_text(text, encoding="utf-8")
    told = newsreader("import", folder / "export", "--json")
    assert told.code == 0, told.err
    return told.objects[0]


@pytest.mark.parametrize("tags", ["", ",Tags"])
def test_a_table_whose_first_column_is_the_address_is_one_of_pages(
    newsreader, home: Path, tmp_path: Path, tags: str
) -> None:
    rows = "".join(
        f"https://pages.example/{number},Page {number},,Unread,1700000000{tags and ',[]'}\n"
        for number in range(1, 4)
    )
    told = imported(newsreader, tmp_path, f"URL,Title,Selection,Folder,Timestamp{tags}\n{rows}")

    assert (told["sources"], told["bookmarked"], told["left"]) == (0, 3, [])


def test_one_page_that_waits_is_told_of_as_one(newsreader, home: Path, tmp_path: Path) -> None:
    file = tmp_path / "pages.csv"
    file.write_text("title,url\nA page,https://pages.example/1\n", encoding="utf-8")

    assert "1 page waits to be fetched" in newsreader("import", file).out


def test_who_imports_what_is_no_export_is_told_what_can_be(
    newsreader, home: Path, tmp_path: Path
) -> None:
    file = tmp_path / "notes.txt"
    file.write_text("Milk and bread.\n", encoding="utf-8")
    told = newsreader("import", file)

    assert told.code == 1
    assert "notes.txt, line 1: is not JSON." in told.err
    assert "holds nothing that can be imported: OPML, starred JSON or XML" in told.err

    file.write_text("Milk and bread.\n" * 50, encoding="utf-8")
    assert newsreader("import", file).err.count("\n") == 2
    file.write_bytes(b"")
    assert "holds nothing that can be imported" in newsreader("import", file).err
    assert newsreader("sources", "--json").objects == []


def test_starred_articles_keep_their_feeds_marks_and_labels(
    newsreader, home: Path, tmp_path: Path
) -> None:
    first = imported(newsreader, tmp_path, json.dumps(FRESH))
    second = imported(newsreader, tmp_path, json.dumps(MINIFLUX))
    rows = {one["headline"]: one for one in newsreader("list", "--json").objects}

    assert (first["stories"], first["bookmarked"], first["read"]) == (2, 2, 1)
    assert (second["stories"], second["bookmarked"], second["read"]) == (1, 1, 1)
    assert rows["A boat aground"]["tags"] == ["shore-papers"]
    assert rows["A lamp lit"]["tags"] == ["sea"]
    assert newsreader("sources", "--json").objects[0]["title"] == "Imported stories"
    assert imported(newsreader, tmp_path, json.dumps(FRESH))["stories"] == 0


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        (FRESHRSS, [("Tide 1", True, True, []), ("Tide 0", False, False, [])]),
        ({**FRESHRSS, "id": "user/desk/state/org.freshrss/starred"},
         [("Tide 1", True, True, []), ("Tide 0", False, True, [])]),
        (INOREADER, [("A buoy", True, True, ["to-read"])]),
        (FEEDLY, [("A mole", True, True, ["my-board"])]),
        (FEEDBIN, [("A rope", False, True, [])]),
        (NEWSBLUR, [("A knot", True, True, ["how-to"])]),
    ],
)  # fmt: skip
def test_what_is_starred_and_read_is_told_as_each_server_says_it(
    newsreader, home: Path, tmp_path: Path, written: object, expected: list[object]
) -> None:
    imported(newsreader, tmp_path, json.dumps(written))
    listed = newsreader("list", "--json").objects

    told = {(one["headline"], one["read"], one["bookmarked"], *one["tags"]) for one in listed}
    assert told == {(*one[:3], *one[3]) for one in expected}  # type: ignore[index, misc]


TTRSS = """<?xml version="1.0" encoding="UTF-8"?><articles schema-version="143">
<article><guid><![CDATA[{"ver":2}]]></guid><title><![CDATA[A capstan]]></title>
<content><![CDATA[<p>It turned.</p>]]></content><marked><![CDATA[1]]></marked>
<note><![CDATA[My note]]></note><link><![CDATA[https://quay.example/5]]></link>
<tag_cache>sea</tag_cache><label_cache><![CDATA[[[-1025,"To Read","",""],[3],7]]]></label_cache>
<feed_title><![CDATA[Quay News]]></feed_title>
<feed_url><![CDATA[https://quay.example/feed]]></feed_url><updated>2021-05-01 13:45:00</updated>
</article>
<article><title>A winch</title><marked>0</marked><label_cache>{</label_cache></article>
<article><title>A hawser</title><label_cache>3</label_cache></article><article/></articles>"""


def test_articles_of_tiny_tiny_rss_keep_stars_labels_and_notes(
    newsreader, home: Path, tmp_path: Path
) -> None:
    told = imported(newsreader, tmp_path, TTRSS)
    rows = {one["headline"]: one for one in newsreader("list", "--json").objects}

    assert (told["stories"], told["bookmarked"]) == (3, 1)
    assert rows["A capstan"]["tags"] == ["to-read"]
    assert rows["A capstan"]["sources"] == ["https://quay.example/feed"]
    assert rows["A capstan"]["published"].startswith("2021-05-01")
    assert "My note" in newsreader("bookmarks", "export").out
    assert not rows["A winch"]["bookmarked"]
    assert ttrss_entries("<articles", "import:", NOON) == []


def test_an_article_is_of_the_feed_that_is_subscribed_to_however_its_address_is_written(
    newsreader, home: Path, tmp_path: Path
) -> None:
    imported(newsreader, tmp_path, OPML)
    imported(newsreader, tmp_path, json.dumps(FRESHRSS).replace("quay.ex", "QUAY.ex"))

    assert [(one["title"], one["stories"]) for one in newsreader("sources", "--json").objects] == [
        ("Quay", 2)
    ]


def test_subscriptions_are_taken_without_reading_them(
    newsreader, home: Path, tmp_path: Path
) -> None:
    told = imported(newsreader, tmp_path, OPML)
    (source,) = newsreader("sources", "--json").objects

    assert told["sources"] == 1
    assert "file:///x" in told["left"][0]
    assert (source["title"], source["folder"]) == ("Quay", "Sea")
    empty = imported(newsreader, tmp_path, "<opml version='2.0'><body/></opml>")
    assert "names none" in empty["left"][0]


def test_pages_that_were_saved_become_bookmarks(newsreader, home: Path, tmp_path: Path) -> None:
    told = imported(newsreader, tmp_path, POCKET)
    (tmp_path / "raindrop.csv").write_text(RAINDROP)
    person = newsreader("import", tmp_path / "raindrop.csv")
    rows = {one["headline"]: one for one in newsreader("list", "--json").objects}

    assert (told["stories"], told["bookmarked"], told["read"], told["pages"]) == (2, 2, 1, 2)
    assert "3 pages wait to be fetched" in person.out
    assert rows["A long read"]["tags"] == ["boats-to-mend", "sea"]
    assert rows["https://pages.example/2"]["read"]
    assert rows['Of "tides"']["tags"] == ["coast", "moon", "sea"]
    assert "My note" in newsreader("bookmarks", "export").out


@pytest.mark.parametrize(
    ("encoding", "declared"), [("iso-8859-1", "ISO-8859-1"), ("utf-16", "UTF-16")]
)
def test_a_list_in_another_encoding_keeps_its_letters(
    newsreader, home: Path, tmp_path: Path, encoding: str, declared: str
) -> None:
    text = f'<?xml version="1.0" encoding="{declared}"?>{OPML.replace("Quay", "Möwe")}'
    (tmp_path / "list.opml").write_text(text, encoding=encoding)

    newsreader("import", tmp_path / "list.opml")

    assert newsreader("sources", "--json").objects[0]["title"] == "Möwe"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Title,URL,ID,Document tags,Saved date,Reading progress,Location,Seen\n"
         "A pier,https://pages.example/1,01h,\"['sea', 'two words']\",2022-11-06 04:33:50+00:00,"
         "0.5,archive,True\n", ("A pier", True, ("sea", "two-words"), "2022-11-06")),
        ('"Title";"URL";"Content";"Tags"\n'
         '"A lock, old";"https://pages.example/1";"<p>W</p>";"a, b"\n',
         ("A lock, old", False, ("a", "b"), "")),
        ("Title\tURL\nA quay\thttps://pages.example/1\n", ("A quay", False, (), "")),
        ("Title,Publisher,URL,Tags,Read,Last Interaction Date\n"
         "A sluice,P,https://pages.example/1,sea;two words,True,2024-01-02 03:04:05\n",
         ("A sluice", True, ("sea", "two-words"), "2024-01-02")),
        ("title,url,folder\nA dam,https://pages.example/1,Sea / Deep\n",
         ("A dam", False, ("sea", "deep"), "")),
    ],
)  # fmt: skip
def test_tables_are_read_whatever_their_columns_are_called(
    text: str, expected: tuple[object, ...]
) -> None:
    (one,) = saved_pages(text, "page:", NOON) or ()
    tags = tuple(tag.lower() for tag in one.tags)

    assert (one.entry.title, one.read, tags, one.entry.published[:10]) == expected


BOOKMARKS = f"""<!DOCTYPE NETSCAPE-Bookmark-file-1>
<TITLE>Bookmarks</TITLE><H1>Bookmarks</H1><DL><p>
<DT><H3 ADD_DATE="1" PERSONAL_TOOLBAR_FOLDER="true">Bookmarks bar</H3><DL><p>
<DT><A HREF="https://pages.example/1" ADD_DATE="1700000000" ICON="data:{"A" * 50_000}">A pier</A>
<DT><A HREF="place:sort=8">Recent</A>
</DL><p><DT><H3>Sea &amp; sand</H3><DL><p>
<DT><A HREF="https://pages.example/2" TAGS="a,b">A <b>lock</b></A><DD>Said of it
<DT><H3>Deep</H3><DL><p><DT><A HREF="https://pages.example/3">A dam</A></DL><p></DL><p>
<DT><H3 FOLDED id="com.apple.ReadingList">Reading List</H3>
<DL><p><DT><A HREF="https://pages.example/4">A sluice</A></DL><p></DL>"""


def test_bookmarks_of_browsers_keep_their_folders_and_what_was_said_of_them() -> None:
    found = saved_pages(BOOKMARKS, "page:", NOON) or ()

    assert [(one.entry.title, one.entry.content, one.tags) for one in found] == [
        ("A pier", "A pier", ()),
        ("A lock", "Said of it", ("a", "b", "Sea-&-sand")),
        ("A dam", "A dam", ("Sea-&-sand", "Deep")),
        ("A sluice", "A sluice", ()),
    ]


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ([{"url": "https://pages.example/1", "title": "A", "is_archived": 1, "tags": ["x", 3],
           "content": "<p>Whole.</p>", "created_at": "2024-01-02T03:04:05+0000"}],
         ("A", "<p>Whole.</p>", "html", True, ("x",), "2024-01-02", "")),
        ([{"url": "https://pages.example/1", "title": "B", "description": "Said", "labels": ["x y"],
           "state": "Archived", "savedAt": "2024-01-02T03:04:05.000Z"}],
         ("B", "Said", "text", True, ("x-y",), "2024-01-02", "")),
        ([{"href": "https://pages.example/1", "description": "C", "extended": "My words",
           "tags": "x y", "toread": "no", "time": "2024-01-02T03:04:05Z"}, 7],
         ("C", "C", "text", True, ("x", "y"), "2024-01-02", "My words")),
        ({"items": [{"link": "https://pages.example/1", "title": "D", "addedAt": 1_700_000_000.5,
                     "tags": [{"name": "x,y"}, {}], "is_archived": "0"}]},
         ("D", "D", "text", False, ("x-y",), "2023-11-14", "")),
        ([{"url": "https://e.example/1", "tags": "x y,z", "created": float("inf")}],
         ("https://e.example/1", "https://e.example/1", "text", False, ("x-y", "z"), "", "")),
        ([{"url": "https://pages.example/1", "title": "E", "tags": {"x": 1}}],
         ("E", "E", "text", False, (), "", "")),
    ],
)  # fmt: skip
def test_pages_in_json_are_read_whatever_their_fields_are_called(
    written: object, expected: tuple[object, ...]
) -> None:
    (one,) = saved_pages_in_json(json.dumps(written), "page:", NOON) or ()
    entry = one.entry

    assert (
        entry.title, entry.content, str(entry.form), one.read, one.tags, entry.published[:10],
        one.note,
    ) == expected  # fmt: skip


def test_a_page_that_comes_with_its_text_is_not_fetched(
    newsreader, home: Path, tmp_path: Path
) -> None:
    whole = {"url": "https://pages.example/1", "title": "A lamp", "content": "<p>It was lit.</p>"}
    told = imported(newsreader, tmp_path, json.dumps([whole, {"url": "https://pages.example/2"}]))

    assert (told["stories"], told["pages"]) == (2, 1)
    assert newsreader("search", "--json", "lit").objects[0]["headline"] == "A lamp"


def test_the_lists_in_an_archive_are_taken(
    newsreader, home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "export.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("part_000000.csv", POCKET)
        archive.writestr("lists/more.html", INSTAPAPER)  # a page, not a list of them
        archive.writestr("lists/again.csv", "PK\x03\x04")
        archive.writestr("readme.txt", "Words.")
    told = newsreader("import", path, "--json")
    assert (told.code, told.objects[0]["bookmarked"]) == (0, 2)

    path.write_bytes(path.read_bytes()[:200])
    assert "holds nothing that can be imported" in newsreader("import", path).err

    monkeypatch.setattr("reader.library.ingest.imports.import_exports.LARGEST_UNPACKED", 20)
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("part_000000.csv", POCKET)
    assert newsreader("import", path).code == 1


def test_a_source_with_very_many_articles_is_saved_in_pieces(
    newsreader, home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("reader.library.ingest.imports.import_exports.BATCH", 2)
    rows = "".join(f"Page {one},https://pages.example/{one}\n" for one in range(5))

    assert imported(newsreader, tmp_path, f"title,url\n{rows}")["stories"] == 5


def test_files_that_are_no_exports_are_lines_of_json(
    newsreader, home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    line = '{"title": "A lamp", "text": "It was lit.", "guid": "%d"}\n'
    (tmp_path / "lines").write_text(line % 1)
    (tmp_path / "list").write_text(OPML)
    monkeypatch.setattr(sys, "stdin", TextIOWrapper(BytesIO((line % 2).encode())))

    both = newsreader("import", tmp_path / "lines", tmp_path / "list")
    assert both.out.count("new stor") == 2
    assert newsreader("import", "-").out == "1 new story.\n"

    monkeypatch.setattr("reader.library.ingest.imports.import_file.LARGEST", 10)
    assert newsreader("import", tmp_path / "list").code == 1


def test_of_many_lines_that_are_no_stories_some_are_named_and_the_rest_counted(
    newsreader, home: Path, tmp_path: Path
) -> None:
    (tmp_path / "strange").write_text("x\n" * 1_030 + '\n{"title": "A lamp", "text": "Lit."}\n')

    told = newsreader("import", tmp_path / "strange")

    assert (told.code, told.out) == (1, "1 new story.\n")
    assert told.err.count("is not JSON") == 20
    assert told.err.splitlines()[-1].endswith("strange: 1,010 more lines like these.")


def test_lists_of_links_are_read_with_what_is_archived() -> None:
    found = saved_pages(INSTAPAPER, "page:", NOON)

    assert found is not None
    assert [(one.entry.title, one.read, one.tags) for one in found] == [
        ("First & last", False, ()),
        ("Done", True, ("a", "b")),
    ]


@pytest.mark.parametrize(
    "text",
    ["", "[]", "[1]", '{"items": 3}', '{"title": "x"}', "[" * 100_000, "a,b\n1,2\n",
     "<html><body><a href='https://x.example/'>No list</a></body></html>", "url\nx\n"],
)  # fmt: skip
def test_what_is_no_export_is_left_to_others(text: str) -> None:
    assert starred_entries(text, "import:", NOON) is None
    assert ttrss_entries(text, "import:", NOON) is None
    assert saved_pages(text, "page:", NOON) is None
    assert saved_pages_in_json(text, "page:", NOON) is None


def test_a_table_that_breaks_off_is_taken_as_far_as_it_goes(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    broken = f"title,url\nOne,https://a.example/1\n{'x' * 200_000},https://a.example/2\n"
    many = "title,url\n" + "".join(f"T,https://a.example/{one}\n" for one in range(9))
    links = "<title>Pocket Export</title>" + "<a href='https://a.example/'>x</a>" * 9
    assert len(saved_pages(broken, "page:", NOON) or ()) == 1

    monkeypatch.setattr("reader.exports.saved_pages.MOST", 3)
    assert len(saved_pages(many, "page:", NOON) or ()) == 3
    assert len(saved_pages(links, "page:", NOON) or ()) == 3
