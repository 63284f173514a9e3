from __future__ import annotations

import gzip
import time
from pathlib import Path

import pytest

from reader import opml
from reader.cli.feed_prompt import consent_given
from reader.library import Library
from reader.library.ingest.subscribing.add_options import AddOptions
from reader.library.ingest.subscribing.subscription_lists import list_text
from reader.model import Document, FetchError, Retention, Source
from reader.opml.feed_addresses import normalize_feed_address, reason_against
from reader.opml.subscription_list import MOST_SENTENCES, MOST_SOURCES
from reader.opml.subscription_names import LONGEST_NAME
from tests.conftest import NOON
from tests.support.server import Answer, Server, feed

AT = "https://reef.example/feed"
OUTLINE = '<outline type="rss" text="{}" xmlUrl="{}"/>'
ONE = OUTLINE.format("Reef", AT)
FILE = "<opml version='2.0'><head>{head}</head><body>{body}</body></opml>"


def opml_of(body: str = ONE, head: str = "") -> str:
    return FILE.format(body=body, head=head)


def read(text: str) -> opml.Subscriptions:
    assert opml.is_list(text)
    return opml.read_list(text, "list")


def rows(text: str) -> list[tuple[str, str, str]]:
    return [(one.location, one.title, one.folder) for one in read(text).sources]


def titles(text: str) -> list[str]:
    return [one.title for one in read(text).sources]


def as_document(content: bytes, media_type: str = "") -> Document:
    return Document("list", "list", content, NOON, media_type)


@pytest.mark.parametrize(
    ("encoding", "declared", "title"),
    [
        ("latin-1", "ISO-8859-1", "Öre sund"),
        ("cp1251", "windows-1251", "Волна и маяк"),
        ("koi8-r", "koi8-r", "Волна и маяк"),
        ("utf-16", "UTF-16", "Öresund"),
        ("utf-16-le", "UTF-16", "Öresund"),
        ("utf-16-be", "UTF-8", "Öresund"),
        ("utf-8", "ISO-8859-1", "Öresund"),
        ("utf-8-sig", "windows-1251", "Öresund"),
        ("shift_jis", "Shift_JIS", "灯台だより"),
    ],
)
def test_a_list_is_read_in_whatever_encoding_it_is_written(
    encoding: str, declared: str, title: str
) -> None:
    text = f'<?xml version="1.0" encoding="{declared}"?>\n{opml_of(OUTLINE.format(title, AT))}'

    assert titles(list_text(as_document(text.encode(encoding)))) == [title]


def test_a_list_may_be_packed_and_what_is_no_text_is_no_list() -> None:
    assert titles(list_text(as_document(gzip.compress(opml_of().encode())))) == ["Reef"]
    assert list_text(as_document(b"\x00\x01\x02\x03" * 50)) == ""
    assert list_text(as_document(b"<rss><channel/></rss>")) == ""
    assert list_text(FetchError("is not there", "x")) == ""


def test_a_feed_stands_in_its_folder_whatever_its_category_says() -> None:
    tagged = ONE.replace("/>", ' category="/loud/noise, other"/>')

    assert rows(opml_of(f'<outline text="Quiet">{tagged}</outline>')) == [(AT, "Reef", "Quiet")]
    assert rows(opml_of(tagged)) == [(AT, "Reef", "loud/noise")]


@pytest.mark.parametrize(
    "name",
    [
        "کتاب\u200cها",
        "👩\u200d🚒 fire",
        "light\u00adhouse",
        "क्\u200dष",
        "🏴\U000e0067\U000e007f",
        "שלום\u200f!",
    ],
)
def test_joiners_and_soft_hyphens_stay_in_titles_and_folders(name: str) -> None:
    text = opml_of(f'<outline text="{name}">{OUTLINE.format(name, AT)}</outline>')

    assert rows(text) == [(AT, name, name)]
    assert rows("\n".join(opml.opml_lines(read(text).sources))) == rows(text)


def test_what_controls_a_terminal_dies_on_its_way_in_and_out() -> None:
    evil = "a\x1b[31mb\x1b]0;x\x07c\u202ed\u2066e\x85f\ng\x00\ue000h"

    (title,) = titles(opml_of(OUTLINE.format(evil.replace("\x00", "&#27;[2J"), AT)))
    (line,) = (one for one in opml.opml_lines([Source(AT, title=evil)]) if AT in one)

    assert title == "abcde f gh"
    assert 'text="abcde f gh"' in line


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("feed://reef.example/a", "http://reef.example/a"),
        ("feeds:reef.example/a", "https://reef.example/a"),
        ("feed:https://reef.example/a", "https://reef.example/a"),
        ("PCAST://me:pw@reef.example/a", "http://me:pw@reef.example/a"),
        ("  https://reef.example/a b c\n", "https://reef.example/a%20b%20c"),
        ("https://reef.example/\n  a", "https://reef.example/%20%20a"),
        ("<HTTPS://reef.example/a>", "https://reef.example/a"),
        ("https://reef.example/?a=1&amp;b=2", "https://reef.example/?a=1&b=2"),
        ("http://https://reef.example/a", "https://reef.example/a"),
        ("http:/reef.example/a", "http://reef.example/a"),
        ("https//reef.example/a", "https://reef.example/a"),
        ("\u200bhttps://reef.example/é", "https://reef.example/é"),
        ("reef.example/a", "https://reef.example/a"),
        ("//www.reef.example", "https://www.reef.example"),
        ("reef.example:8000/a", "http://reef.example:8000/a"),
        ("127.0.0.1/a", "http://127.0.0.1/a"),
        ("https://reef.example/?u=http://b.example/", "https://reef.example/?u=http://b.example/"),
        ("https://reef.example/http://b.example/", "https://reef.example/http://b.example/"),
    ],
)
def test_an_address_that_is_written_oddly_is_the_one_that_is_meant(
    written: str, meant: str
) -> None:
    assert normalize_feed_address(written) == meant
    assert normalize_feed_address(meant) == meant


@pytest.mark.parametrize(
    ("written", "reason"),
    [
        ("file:///etc/passwd", "place on this machine"),
        ("/etc/passwd", "place on this machine"),
        ("~/feed.xml", "place on this machine"),
        ("C:\\feeds", "place on this machine"),
        ("feed:file:///etc/passwd", "address of the web"),
        ("exec:rm -r /", "program"),
        ("filter:x:https://reef.example/", "program"),
        ("query:a:unread", "search of newsboat"),
        ("include ~/more", "another list"),
        ("javascript:alert(1)", "address of the web"),
        ("ftp://reef.example/", "address of the web"),
        ("some words", "address of the web"),
        ("http://", "address of the web"),
        ("http://[::1/", "address of the web"),
        ("http://reef.example:99999/", "address of the web"),
        ("http://a b.example/", "address of the web"),
        ("https://reef.example/" + "a" * 10_000, "address of the web"),
        ("", "address of the web"),
    ],
)
def test_what_is_no_address_of_the_web_is_refused_with_the_reason(
    written: str, reason: str
) -> None:
    assert normalize_feed_address(written) == ""
    assert reason in reason_against(written)


def test_a_sentence_about_an_address_is_short_and_tells_no_password() -> None:
    bad = "ftp://me:secret@reef.example/" + "a" * 10_000

    (error,) = read(opml_of(OUTLINE.format("x", bad) + ONE)).errors

    assert error.startswith("list: ftp://reef.example/aaa")
    assert len(error) < 200
    assert "secret" not in error


@pytest.mark.parametrize(
    "attributes",
    [
        f'type="rss" url="{AT}"',
        f'url="{AT}"',
        f'TYPE="RSS" XMLURL="{AT}"',
        f'type="atom" xmlurl="{AT}" htmlUrl="https://reef.example/"',
        f"type='rss' xmlUrl=' {AT} '",
        f'feedUrl="{AT}"',
    ],
)
def test_the_address_of_a_feed_goes_by_several_names(attributes: str) -> None:
    assert rows(opml_of(f'<outline TEXT="Reef" {attributes}/>')) == [(AT, "Reef", "")]


def test_outlines_that_lead_to_no_feed_are_spoken_of_or_passed_over() -> None:
    body = (
        '<outline text="a" type="include" url="https://a.example/list.opml"/>'
        '<outline text="b" type="rss" htmlUrl="https://b.example/"/>'
        '<outline text="c" xmlns:frss="https://freshrss.org/opml" frss:opmlUrl="https://c.example/"/>'
        '<outline text="d" type="podcast-episode" url="https://d.example/"/>'
        f'<outline text="Sea" htmlUrl="https://e.example/">{ONE}</outline>'
    )

    found = read(opml_of(body))

    assert [one.folder for one in found.sources] == ["Sea"]
    assert [note.split()[1] for note in found.notes] == [
        "https://a.example/list.opml",
        "https://b.example/",
        "https://c.example/",
    ]
    assert found.errors == ()


@pytest.mark.parametrize(
    "before",
    [
        "<!-- " + "long " * 20_000 + "-->",
        "\ufeff \n<?xml version='1.0'?>\n<?style x?>",
        "<!DOCTYPE opml [<!ENTITY a \"]>\"><!-- it's > --><!ENTITY b '<'>]>",
        '<!DOCTYPE opml PUBLIC "-//X//Y" "https://far.example/opml.dtd">',
        "<br />\nWarning: something on line 3\n",
    ],
)
def test_much_may_stand_before_a_list(before: str) -> None:
    assert rows(before + opml_of()) == [(AT, "Reef", "")]


@pytest.mark.parametrize(
    "text",
    [
        "<rss version='2.0'><channel><title><![CDATA[<opml><body>]]></title></channel></rss>",
        "<!-- never ends " * 1_000,
        "<!DOCTYPE x [" + "<!-- " * 50_000,
        "<!DOCTYPE x [" + '"' * 50_001,
        "A story about <opml> and what it is.",
        "Look at this:\nhttps://reef.example/\n",
        "https://a.example/\n"
        + "A long tale of what went on at sea. " * 3
        + "\nhttps://b.example/\n",
        "a.txt\nb.txt\n",
        'URL,"Title"\nhttps://a.example/1,One\nhttps://a.example/2,Two\n',
        "",
    ],
)
def test_what_is_no_list_is_not_taken_for_one(text: str) -> None:
    assert not opml.is_list(text)


def test_entities_that_a_list_declares_are_written_out() -> None:
    declared = "<!DOCTYPE opml [<!ENTITY sea \"S&#233;a\"><!ENTITY at 'https://reef.example'>]>"
    body = OUTLINE.format("&sea;", "&at;/feed")

    assert rows(declared + opml_of(body)) == [(AT, "Séa", "")]
    assert rows(declared + opml_of(body) + "<broken") == [(AT, "Séa", "")]


def test_entities_grow_to_no_bomb_and_bring_in_no_file(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("lamp oil")
    grown = "".join(f'<!ENTITY e{i} "{f"&e{i - 1};" * 10}">' for i in range(1, 12))
    outside = f'<!ENTITY out SYSTEM "{(tmp_path / "secret").as_uri()}">'
    text = f'<!DOCTYPE opml [<!ENTITY e0 "boom">{grown}{outside}]>'
    body = OUTLINE.format("&e11;", AT) + OUTLINE.format("&out;", f"{AT}/2") + "&out;"

    told = titles(text + opml_of(body))

    assert len(told) == 2
    assert all(len(one) <= LONGEST_NAME and "lamp oil" not in one for one in told)


@pytest.mark.parametrize(
    ("text", "title", "name"),
    [
        (
            "All that is told of the reef by those who have swum there, week by week.",
            "Reef",
            "Reef",
        ),
        ("What we hear about the reef.", "Reef", "Reef"),
        ("My reef", "The Reef Weekly", "My reef"),
        ("My own name for this", "Reef", "My own name for this"),
        ("", "Reef", "Reef"),
        ("Reef", "", "Reef"),
        (AT, AT, ""),
    ],
)
def test_the_name_of_a_feed_is_the_one_that_a_person_gave_and_no_description(
    text: str, title: str, name: str
) -> None:
    outline = f'<outline type="rss" text="{text}" title="{title}" xmlUrl="{AT}"/>'

    assert titles(opml_of(outline)) == [name]


def test_a_program_that_swaps_text_and_title_is_known_by_its_name() -> None:
    outline = f'<outline type="rss" text="Waves, weekly" title="Reef" xmlUrl="{AT}"/>'
    described = outline.replace("title", 'description="Waves, weekly" title')

    assert titles(opml_of(outline, "<title>gPodder subscriptions</title>")) == ["Reef"]
    assert titles(opml_of(described)) == ["Reef"]
    assert titles(opml_of(outline)) == ["Waves, weekly"]


def test_a_name_that_was_escaped_twice_is_read_as_it_was_meant() -> None:
    assert titles(opml_of(OUTLINE.format("Salt &amp;amp; Oil&amp;#8217;s, R&amp;D", AT))) == [
        "Salt & Oil’s, R&D"
    ]


def test_a_feed_in_two_folders_is_kept_in_the_first_which_is_said() -> None:
    named = OUTLINE.format("", AT)
    text = opml_of(
        f'{named}<outline text="A">{ONE}</outline><outline text="B">{ONE}</outline>'
        f'<outline text="A">{ONE}</outline>'
    )

    found = read(text)

    assert rows(text) == [(AT, "Reef", "A")]
    assert found.notes == (f"list: {AT} is kept in A, and not in B as well",)
    assert found.errors == ()


@pytest.mark.parametrize(
    "text",
    [
        f'<opml><body><outline text="Sea">{ONE}<outline text="Lost" xmlUrl="htt',
        f'<opml><head><title>Mine</head><body><outline text="Sea">{ONE}</body></opml>',
        f'<OPML><BODY><OUTLINE TEXT="Sea">{ONE}</OUTLINE></BODY></OPML>',
        f'<o:opml xmlns:o="o"><o:outline text="Sea"><o:{ONE[1:]}</o:outline></o:opml>',
        f'<opml><body></outline><outline text="Sea"/>"><outline text="Sea">{ONE}</body></opml>',
        f'<outline text="Sea">{ONE}</outline>\n',
        f'<opml><outline text="Sea"><outline text="\x01" a&b="<">{ONE}</outline></outline></opml>',
    ],
)
def test_a_broken_list_gives_what_can_be_read_of_it(text: str) -> None:
    assert rows(text) == [(AT, "Reef", "Sea")]


def test_a_list_that_breaks_off_says_so() -> None:
    assert read(opml_of()).notes == ()
    assert read(opml_of()[:-10]).notes == (
        "list: the list breaks off; what stands before that is taken in",
    )


@pytest.mark.parametrize("text", ["<opml/>", opml_of(""), "<opml><body>\n", opml_of("a & b")])
def test_a_list_that_names_nothing_says_so(text: str) -> None:
    with pytest.raises(FetchError, match=r"^my list: is a list of subscriptions that names none$"):
        opml.read_list(text, "my\x1b[2J\nlist")


def test_of_very_many_subscriptions_the_first_are_taken_in() -> None:
    found = read(opml_of("".join(OUTLINE.format(i, f"{AT}/{i}") for i in range(MOST_SOURCES + 3))))

    assert len(found.sources) == MOST_SOURCES
    assert found.errors == ("list names more than 20,000 sources; 3 are left out",)


def test_very_many_odd_lines_are_told_by_some_of_them() -> None:
    found = read(f"{AT}\n" + "exec:true\n" * 5_000)

    assert len(found.errors) == MOST_SENTENCES + 1
    assert found.errors[-1] == "list: and 4,900 more like these"


@pytest.mark.parametrize(
    "body",
    [
        '<outline text="f">' * 200 + ONE + "</outline>" * 200,
        '<outline text="f">' * 5_000 + ONE + "</outline>" * 5_000,
        OUTLINE.format("é" * 7_000_000, AT),
        OUTLINE.format("&amp;" * 1_000_000, AT),
        f'<outline text="{"f" * 5_000_000}">{ONE}</outline>',
        "<outline " + " ".join(f"a{i}=''" for i in range(50_000)) + f'text="Reef" xmlUrl="{AT}"/>',
        "<" * 1_000_000 + ONE,
    ],
    ids=["deep", "deeper", "title", "references", "folder", "attributes", "brackets"],
)
def test_a_list_of_odd_size_is_read_soon(body: str) -> None:
    begun = time.process_time()

    ((location, title, folder),) = rows(opml_of(body))

    assert time.process_time() - begun < 5
    assert location == AT
    assert max(len(title), len(folder)) <= LONGEST_NAME


def test_the_words_of_a_urls_file_are_split_as_newsboat_does() -> None:
    lines = (
        f"{AT}/1 # a remark\n"
        f'{AT}/2 "~Jo\'s \\"best\\" reef" "two words" more # "x"\n'
        f"{AT}/3 ~Jo's \"never ends\n"
        f'"{AT}/4" ! "" tag#1\n'
        f"{AT}/5#part\n"
    )

    assert rows(lines) == [
        (f"{AT}/1", "", ""),
        (f"{AT}/2", 'Jo\'s "best" reef', "two words"),
        (f"{AT}/3", "Jo's", "never ends"),
        (f"{AT}/4", "", "tag#1"),
        (f"{AT}/5#part", "", ""),
    ]
    assert read(lines).notes == (f"list: {AT}/2 is kept in two words, and not in more as well",)


def test_odd_lines_in_a_urls_file_are_told_one_by_one_and_the_others_read() -> None:
    lines = (
        f"\ufefffeed:{AT}\r\n# note\r\nreef.example/b\r\nsome odd words\r\n"
        'file:///etc/passwd "x"\r\n"exec:rm -r /" y\r\n"query:all:unread = \\"yes\\""\r\n'
    )

    found = read(lines)

    assert [one.location for one in found.sources] == [AT, "https://reef.example/b"]
    assert [error.partition(" is ")[0] for error in found.errors] == [
        "list, line 4: some odd words",
        "list, line 5: file:///etc/passwd",
        "list, line 6: exec:rm -r /",
        'list, line 7: query:all:unread = "yes"',
    ]


def test_a_line_of_signs_is_no_address() -> None:
    assert read(f'{AT}\n{AT}/2\n"\n').errors == ('list, line 3: " is not an address of the web',)


NASTY = (
    " blank ", "", "کتاب\u200cها", "👩\u200d🚒", "light\u00adhouse", '"quoted" <b> &amp; \'&',
    "a/b", "/a", "a//b/", "שלום עולם", "x" * 300, "nb\u00a0sp", "two  blanks",
    "A description, that ends.", "f/" * 60 + "f", "]]>", AT,
)  # fmt: skip


def test_subscriptions_come_back_as_they_were() -> None:
    keeps = (None, Retention(90, 500, 20_000_000), Retention())
    sources = tuple(
        Source(
            f"{AT}/{i}?a=1&b=2&amp;c",
            title=name,
            folder=NASTY[-i],
            muted=i % 2 == 0,
            full_text=i % 3 == 0,
            keep=keeps[i % 3],
        )
        for i, name in enumerate(NASTY)
    )

    text = "\n".join(opml.opml_lines(sources))

    assert sorted(read(text).sources, key=lambda one: one.location) == sorted(
        sources, key=lambda one: one.location
    )
    assert read(text[:-10] + "<broken").sources == read(text).sources


def test_limits_that_make_no_sense_are_none() -> None:
    (line,) = (one for one in opml.opml_lines([Source(AT, keep=Retention(5))]) if AT in one)
    text = "\n".join(opml.opml_lines([])).replace("<body>", f"<body>{line}")

    assert read(text).sources[0].keep == Retention(5)
    assert read(text.replace('keep="5d"', 'keep="often"')).sources[0].keep is None


def test_what_was_chosen_for_a_source_travels_and_overrides_nothing(
    library: Library, server: Server, tmp_path: Path
) -> None:
    server.pages |= {"/a": Answer(feed("storm")), "/b": Answer(feed("calm"))}
    a, b = server.url("/a"), server.url("/b", "127.0.0.2")
    chosen = [Source(a, muted=True, keep=Retention(1)), Source(b, full_text=True)]
    (tmp_path / "list.opml").write_text("\n".join(opml.opml_lines(chosen)))
    library.store.sources.add(b, "B")

    list(library.add(str(tmp_path / "list.opml"), options=AddOptions(consent=consent_given)))

    kept = {one.location: one for one in library.store.sources.all()}
    assert (kept[a].muted, kept[a].keep, kept[a].stories) == (True, Retention(1), 0)
    assert (kept[b].full_text, kept[b].stories) == (False, 1)


def test_no_login_leaves_with_the_list(library: Library, server: Server, tmp_path: Path) -> None:
    server.pages["/a"] = Answer(feed("storm"))
    secret = server.url("/a").replace("//", "//keeper:lamp@")
    (tmp_path / "list.opml").write_text(opml_of(OUTLINE.format("A", secret)))

    list(library.add(str(tmp_path / "list.opml")))
    told = "\n".join(library.opml_lines())

    assert server.url("/a") in told
    assert "lamp" not in told
    assert "keeper" not in told


def test_a_feed_in_two_folders_is_a_note_and_no_failure(
    library: Library, server: Server, tmp_path: Path
) -> None:
    server.pages["/a"] = Answer(feed("storm"))
    (tmp_path / "urls").write_text(f"{server.url('/a')} one two\n")

    found = [
        one
        for one, _ in library.add(str(tmp_path / "urls"), options=AddOptions(consent=consent_given))
    ]

    assert ["kept in one, and not in two" in one.note for one in found] == [True, False]
    assert [one.error for one in found] == ["", ""]


def test_the_lists_that_are_shared_give_their_sources(shared: Path) -> None:
    import json

    cases = sorted(one for one in (shared / "cases" / "opml").iterdir() if one.suffix != ".json")
    for case in cases:
        expected = case.with_name(f"{case.stem}.expected.json").read_text(encoding="utf-8")
        want = [(title, folder) for _, title, folder in json.loads(expected)["want"]]
        found = read(list_text(as_document(case.read_bytes()))).sources
        got = [(one.title or "Own f", one.folder) for one in found]
        assert (case.name, sorted(got)) == (case.name, sorted(want))
    assert cases


@pytest.mark.parametrize("unseen", ["\x07", "\u070e", "\ue451", "\u202e", "\U000e0041"])
def test_an_address_of_a_list_has_only_letters_that_print(unseen: str) -> None:
    address = normalize_feed_address(f"https://quay.example/a{unseen}b?c")

    assert address == "https://quay.example/ab?c"
    assert normalize_feed_address(address) == address


def test_a_host_of_a_list_is_never_taken_with_letters_that_do_not_print() -> None:
    assert normalize_feed_address("https://qu\ue451ay.example/a") == "https://quay.example/a"
