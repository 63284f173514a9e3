"""What a feed shows rather than says leaves words and a link: pictures, players, formulas."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.clean import clean
from reader.clean.fragment import parse_html
from reader.clean.text.html_to_text import html_to_body
from reader.model import ContentForm, Document, Enclosure, Entry, SpanKind, Story
from reader.parse import parse as read

NOW = datetime(2026, 11, 1, tzinfo=UTC)
HOME = "https://quay.example/1"
SAID = "<p>The gulls came back to the pier, and the wardens wrote down every one of them.</p>"
WORDS = "The gulls came back to the pier, and the wardens wrote down every one of them."


def feed(content: str, **fields: str) -> Story:
    """Clean the HTML of a feed."""
    return clean(
        Entry("feed", content, ContentForm.HTML, NOW, **{"link": HOME, "title": "T"} | fields)
    )


def page(content: str) -> Story:
    """Clean a whole page."""
    return clean(Entry("page", content, ContentForm.PAGE, NOW, link=HOME))


def again(story: Story) -> str:
    """Clean the text of a story as plain paragraphs."""
    return clean(Entry("text", story.text, ContentForm.TEXT, NOW, title="T")).text


def marked(story: Story, kind: SpanKind) -> list[tuple[str, str]]:
    """List the stretches of a kind with their targets."""
    return [(story.text[s.start : s.end], s.target) for s in story.spans if s.kind is kind]


def shown(story: Story) -> list[tuple[str, str]]:
    """List the lines that stand for pictures."""
    return marked(story, SpanKind.PICTURE)


# Pictures


def test_a_picture_becomes_a_line_of_its_words_that_leads_to_it() -> None:
    story = feed(f"{SAID}<img src='/a.png' alt='A gull on a post'>{SAID}")

    assert story.text == f"{WORDS}\n\nA gull on a post\n\n{WORDS}"
    assert shown(story) == [("A gull on a post", "https://quay.example/a.png")]


@pytest.mark.parametrize(
    ("alt", "title", "words"),
    [
        ("Gulls", "They knew it all along.", "Gulls: They knew it all along."),
        ("Gulls", "Gulls, who knew it", "Gulls, who knew it"),
        ("Gulls on a post", "gulls", "Gulls on a post"),
        ("Gulls on a post", "By a friend", "Gulls on a post"),
        ("", "They knew it all along.", "They knew it all along."),
        ("DSC_0012.JPG", "They knew it all along.", "They knew it all along."),
        ("Gulls on a post", "gulls-on-a-post", "Gulls on a post"),
    ],
)
def test_the_title_of_a_picture_is_said_where_it_tells_more(
    alt: str, title: str, words: str
) -> None:
    story = feed(f'{SAID}<img src="/a.png" alt="{alt}" title="{title}">')

    assert shown(story) == [(words, "https://quay.example/a.png")]


def test_the_headline_is_not_said_again_by_a_picture() -> None:
    comic = "<img src='/a.png' alt='Tide Tables' title='They knew it all along.'>"

    assert feed(comic, title="Tide tables").text == "Tide Tables: They knew it all along."
    assert feed(f"{SAID}<img src='/a.png' alt='Tides'>", title="tides").text == WORDS


@pytest.mark.parametrize(
    "image",
    [
        "<img src='/a.png'>",
        "<img src='/a.png' alt=''>",
        "<img src='/a.png' alt='IMG_2041.jpg'>",
        "<img src='/a.png' alt='Screenshot 2026-11-01 at 10.00.01'>",
        "<img src='/a.png' alt='gulls-on-a-post'>",
        "<img src='/a.png' alt='Featured image'>",
        "<img src='/a.png' alt='12 34'>",
        "<img src='/a.png' alt='A gull' width=1 height=1>",
        "<img src='/a.png' alt='A gull' width='16px' height='16px'>",
        "<img src='/a.png' alt='A gull' style='width: 1px; height: 1px'>",
        "<img src='/spacer.gif' alt='A gull'>",
        "<img src='https://feeds.feedburner.com/~r/quay/~4/x' alt='A gull'>",
        "<img src='https://secure.gravatar.com/avatar/0' alt='A gull'>",
        "<img src='/a.png' alt='A gull' class='social-icon'>",
        "<img src='/a.png' alt='A gull' role=presentation>",
        "<img src='/a.png' alt='A gull' aria-hidden=true>",
        "<img src='/a.png' alt='A gull' hidden>",
        "<svg width=16 height=16><title>A big gull</title></svg>",
        "<svg><path d='M0 0'/></svg>",
        "<svg><title>Gull</title></svg>",
    ],
)
def test_a_picture_that_says_or_shows_nothing_leaves_no_line(image: str) -> None:
    assert feed(f"{SAID}{image}").text == WORDS


def test_pictures_that_are_all_there_is_are_named_by_their_files() -> None:
    story = feed(
        "<figure><img src='/b/gulls%20two.jpg'></figure><img src='/b/gulls%20two.jpg'>"
        "<img src='https://www.pier.example/' alt=''><img src='/c.jpg' alt='C.JPG'>"
        "<img src='/pixel.gif'><p>The post <a href='/1'>T</a> appeared first on"
        " <a href='https://quay.example/'>The Quay</a>.</p>"
    )

    assert shown(story) == [
        ("gulls two.jpg", "https://quay.example/b/gulls%20two.jpg"),
        ("pier.example", "https://www.pier.example/"),
        ("C.JPG", "https://quay.example/c.jpg"),
    ]
    assert story.text == "gulls two.jpg\n\npier.example\n\nC.JPG"


def test_a_caption_speaks_for_its_picture() -> None:
    figure = "<figure><img src='/a.png' alt='x y'><figcaption>The pier</figcaption></figure>"
    box = "<img src='/b.png' alt='x y'><p class=wp-caption-text>A gull</p>"
    story = feed(f"{figure}<div class=wp-caption>{box}</div>{SAID}")

    assert story.text == f"The pier\n\nA gull\n\n{WORDS}"
    assert marked(story, SpanKind.CAPTION) == [
        ("The pier", "https://quay.example/a.png"),
        ("A gull", "https://quay.example/b.png"),
    ]


def test_of_several_pictures_under_one_caption_the_others_speak_for_themselves() -> None:
    story = feed(
        "<figure><figcaption>Birds</figcaption><img src='/a.png' alt='A gull'>"
        "<img src='/b.png' alt='A tern'></figure><figure><img src='/c.png' alt='An auk'>"
        "<figcaption> </figcaption></figure>"
    )

    assert story.text == "Birds\n\nA tern\n\nAn auk"


@pytest.mark.parametrize(
    "image",
    [
        "<img src='data:image/gif;base64,R0' data-src='/a.png' alt='A gull'>",
        "<img src='/placeholder.png' data-lazy-src='/a.png' alt='A gull'>",
        "<img srcset='/s.png 1x, /a.png 2x' alt='A gull'>",
        "<img srcset='/a.png' alt='A gull'>",
        "<picture><source srcset='/s.png 3w, /a.png 6w'><img src='data:,' alt='A gull'></picture>",
        "<img src='data:,' alt='A gull'><noscript><img src='/a.png' alt='A gull'></noscript>",
        "<picture><source><img alt='A gull'></picture><noscript><img src='/a.png'></noscript>",
        "<noscript><img src='/a.png' alt='A gull'></noscript>",
        "<img src='/a.png' alt='A gull'><img src='/a.png' alt='The same gull'>",
        "<amp-img src='/a.png' alt='A gull'></amp-img>",
    ],
)
def test_a_picture_that_is_loaded_late_or_offered_twice_is_shown_once(image: str) -> None:
    assert shown(feed(f"{SAID}{image}")) == [("A gull", "https://quay.example/a.png")]


@pytest.mark.parametrize(
    "image",
    [
        "<img alt='A gull'>",
        "<img alt='A gull' srcset=' 2x'>",
        "<img alt='A gull'><noscript>no</noscript>",
    ],
)
def test_a_picture_whose_place_is_not_told_still_has_its_words(image: str) -> None:
    assert shown(feed(f"{SAID}{image}")) == [("A gull", "")]


def test_a_picture_never_parts_a_sentence_a_heading_or_code() -> None:
    picture = "<img src='/{0}.png' alt='Gull {0}'>"
    story = feed(
        f"<p>One {picture.format('A')} two.</p><h2>Three {picture.format('B')} four</h2>"
        f"<pre>five {picture.format('C')}\nsix</pre><p>{picture.format('D')}Seven<br>"
        f"eight {picture.format('E')}<br>nine</p>"
    )

    assert story.text == (
        "One two.\n\nGull A\n\nThree four\n\nGull B\n\nfive \nsix\n\nGull C\n\nGull D\n\n"
        "Seven\neight\n\nGull E\n\nnine"
    )
    assert story.texts(SpanKind.HEADING) == ["Three four"]


def test_a_picture_in_a_list_leaves_the_number_to_the_words() -> None:
    story = feed("<ol><li><img src='/a.png' alt='A gull'>Look up</li><li>Look down</li></ol>")

    assert story.text == "A gull\n\n1. Look up\n\n2. Look down"


def test_a_picture_that_is_a_link_leads_both_ways() -> None:
    story = feed(f"{SAID}<p>See <a href='/large'><img src='/a.png' alt='A gull'></a> there.</p>")

    assert shown(story) == [("A gull", "https://quay.example/a.png")]
    assert marked(story, SpanKind.LINK) == [("A gull", "https://quay.example/large")]


def test_a_picture_behind_the_longest_text_leaves_nothing() -> None:
    story = feed(f"<p>{'a' * 1_000_001}</p><img src='/a.png' alt='A gull'>")

    assert (len(story.text), shown(story)) == (1_000_000, [])


def test_of_very_many_pictures_the_first_are_shown() -> None:
    images = "".join(f"<img src='/{n}.png' alt='Gull {n}'>" for n in range(10_002))
    story = feed(images)

    assert shown(story)[0] == ("Gull 0", "https://quay.example/0.png")
    assert 500 < len(shown(story)) < 10_000


def test_an_emoji_is_a_letter_of_its_sentence() -> None:
    story = feed(
        "<p>Well <img class=wp-smiley src='/x.png' alt='\U0001f642'> done,"
        " <img src='https://s.w.org/images/core/emoji/2/1f3c6.svg' alt='\U0001f3c6'>!</p>"
    )

    assert story.text == "Well \U0001f642 done, \U0001f3c6!"


def test_a_drawing_with_a_name_is_a_picture() -> None:
    story = feed(f"{SAID}<svg><title>Gulls by month</title><text>12</text></svg>")

    assert shown(story) == [("Gulls by month", "")]
    assert shown(feed(f"{SAID}<svg role=img aria-label=Gulls></svg>")) == [("Gulls", "")]


# Players and other pages


@pytest.mark.parametrize(
    ("player", "line", "target"),
    [
        (
            "<iframe src='https://youtube.com/embed/abcDEF12345?rel=0' title='The gulls'></iframe>",
            "The gulls (youtube.com)",
            "https://www.youtube.com/watch?v=abcDEF12345",
        ),
        (
            "<iframe src='https://www.youtube.com/embed/videoseries?list=x' title='Video player'>",
            "youtube.com",
            "https://www.youtube.com/embed/videoseries?list=x",
        ),
        ("<iframe data-src='//maps.example/m'></iframe>", "maps.example", "https://maps.example/m"),
        ("<audio src='/e1.mp3'></audio>", "e1.mp3 (quay.example)", "https://quay.example/e1.mp3"),
        (
            "<video><source src='/v.mp4'>Get <a href='/v.mp4'>the file</a></video>",
            "v.mp4 (quay.example)",
            "https://quay.example/v.mp4",
        ),
        (
            "<object data='/v.swf'><embed src='/v.swf'></object>",
            "quay.example",
            "https://quay.example/v.swf",
        ),
        ("<object><embed src='/v.swf'></object>", "quay.example", "https://quay.example/v.swf"),
        (
            "<lite-youtube videoid=abcDEF12345></lite-youtube>",
            "youtube.com",
            "https://www.youtube.com/watch?v=abcDEF12345",
        ),
        ("<amp-vimeo data-videoid=12></amp-vimeo>", "vimeo.com", "https://vimeo.com/12"),
    ],
)
def test_a_player_becomes_a_link_with_the_name_of_its_host(
    player: str, line: str, target: str
) -> None:
    story = feed(f"{SAID}{player}")

    assert story.text == f"{WORDS}\n\n{line}"
    assert marked(story, SpanKind.LINK) == [(line, target)]


def test_a_post_of_a_film_alone_is_a_link() -> None:
    assert feed("<iframe src='https://films.example/1'></iframe>").text == "films.example"


@pytest.mark.parametrize(
    "player",
    [
        "<iframe></iframe>",
        "<iframe src='about:blank'></iframe>",
        "<iframe src='https://x.example/' width=0 height=0></iframe>",
        "<iframe src='https://www.facebook.com/plugins/like.php?href=x'></iframe>",
        "<video>Your browser plays no films.</video>",
        "<lite-youtube videoid='<b>'></lite-youtube>",
        "<canvas>no canvas</canvas>",
        "<template><p>no</p></template>",
    ],
)
def test_a_player_of_nothing_leaves_no_line(player: str) -> None:
    assert feed(f"{SAID}{player}").text == WORDS


def test_a_quoted_post_is_linked_once() -> None:
    story = feed(
        "<blockquote class=wp-embedded-content><a href='https://pier.example/2'>On gulls</a>"
        "</blockquote><iframe class=wp-embedded-content src='https://pier.example/2/embed'>"
        "</iframe>"
    )

    assert story.text == "On gulls"
    assert feed("<iframe class=wp-embedded-content src='https://x.example/'>").text == "x.example"


def test_what_stands_behind_an_element_that_nobody_closes_is_read() -> None:
    story = feed("<p>One<embed src='https://x.example/a'> two<wbr>three</p>")

    assert story.text == "One twothree\n\nx.example"


def test_what_is_to_be_read_where_a_player_fails_is_read() -> None:
    assert feed("<canvas><p>Gulls by month: three.</p></canvas>").text == "Gulls by month: three."
    assert feed("<object><p>No gull today.</p></object>").text == "No gull today."


# Formulas

TEX = "<annotation encoding='application/x-tex'>E=mc^2</annotation>"


@pytest.mark.parametrize(
    ("formula", "words"),
    [
        (f"<math><semantics><mi>E</mi><annotation>x</annotation>{TEX}</math>", "E=mc^2"),
        ("<math alttext='{\\displaystyle a^{2}}'><mi>a</mi></math>", "a^{2}"),
        ("<math><msup><mi>x</mi><mn>2</mn></msup></math>", "x^2"),
        ("<math><msup><mi>e</mi><mrow><mi>i</mi><mi>π</mi></mrow></msup></math>", "e^(iπ)"),
        ("<math><msubsup><mi>x</mi><mi>i</mi><mn>2</mn></msubsup></math>", "x_i^2"),
        (
            "<math><mfrac><mrow><mi>a</mi><mo>+</mo><mi>b</mi></mrow><mn>2</mn></mfrac></math>",
            "(a+b)/2",
        ),
        ("<math><msqrt><mi>x</mi></msqrt><mspace/><mi>y</mi><!-- z --></math>", "√x y"),
        ("<m:math><m:mi>x</m:mi><annotation-xml><ci>x</ci></annotation-xml></m:math>", "x"),
        ("<script type='math/tex'>x^2</script>", "x^2"),
        (
            "<span class=katex><span class=katex-mathml><math><semantics><mi>E</mi>"
            f"{TEX}</semantics></math></span><span class=katex-html aria-hidden=true>Emc2</span>"
            "</span>",
            "E=mc^2",
        ),
        (
            "<span class=MathJax_Preview>x2</span><span class=MathJax>x2</span>"
            "<script type='math/tex; mode=display'>x^2</script>",
            "x^2",
        ),
        (
            "<mjx-container><mjx-math aria-hidden=true>2</mjx-math><mjx-assistive-mml><math>"
            "<mi>x</mi></math></mjx-assistive-mml></mjx-container>",
            "x",
        ),
        ("<span style='display: none'><math><mi>a</mi></math></span>"
         "<img class=mwe-math-fallback-image-inline alt='{\\displaystyle a}'>", "a"),
        ("<math alttext=a><mi>a</mi></math><img class=tex alt=a>", "a"),
        ("<img src='https://s0.wp.com/latex.php?latex=x%5E2&bg=fff'>", "x^2"),
        ("<img src='https://latex.codecogs.com/svg.latex?y%5E2'>", "y^2"),
        ("<img class=latex src='/f.png' alt='z^2'>", "z^2"),
        ("<span class=MathJax>x</span>", "x"),
        ("<span class=katex-html>x</span>", "x"),
        ("<span aria-hidden=true>x</span>", "x"),
    ],
)  # fmt: skip
def test_a_formula_is_said_once_amid_its_sentence(formula: str, words: str) -> None:
    assert feed(f"<p>So {formula} holds.</p>").text == f"So {words} holds."


def test_the_formulas_of_a_page_are_read_too() -> None:
    story = page(
        f"<html><body><article><h1>T</h1>{SAID * 3}<p>Every gull weighs what another one weighs:"
        f" <script type='math/tex'>m_1 = m_2</script> holds for all of them.</p>"
        f"<p>Then the wardens went home, and they came back at the end of the week.</p>"
        "</article><script>var x</script></body></html>"
    )

    assert "weighs: m_1 = m_2 holds for all of them." in story.text


# Letters


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("<ruby>東<rt>とう</rt>京<rt>きょう</rt></ruby>へ", "東京(とうきょう)へ"),
        ("<ruby>港<rp>（</rp><rt>みなと</rt><rp>）</rp></ruby>", "港(みなと)"),
        ("<ruby>港<rt>みなと</rt></ruby><ruby>町<rt>まち</rt></ruby>", "港町(みなとまち)"),
        ("<ruby>one two<rt>a</rt><rt>b</rt></ruby>", "one two(a b)"),
        ("<ruby>港<rt></rt></ruby>", "港"),
        ("a<rt>b</rt>", "ab"),
    ],
)
def test_a_word_is_read_whole_and_how_it_is_read_behind_it(written: str, words: str) -> None:
    assert feed(f"<p>{written}</p>").text == words


def test_a_joiner_between_two_elements_is_judged_by_its_neighbours() -> None:
    assert feed("<p><b>ക്\u200d</b>a</p>").text == "ക്a"
    assert feed("<p><b>ക്\u200d</b> a</p>").text == "ക്\u200d a"


def test_letters_of_windows_are_read_in_every_field() -> None:
    story = feed("<p>It\x92s \x93late\x94</p>", title="Keeper\x92s log", outlet="The \x93Quay\x94")

    assert (story.text, story.headline) == ("It’s “late”", "Keeper’s log")
    assert story.outlet == "The “Quay”"


def test_letters_of_windows_are_read_by_their_numbers_to_the_end_of_a_text() -> None:
    written = b"<rss><channel><item><title>A&#146;s &#x97;</title><description>Late &#133;"
    written += b"</description></item></channel></rss>"
    entry = read(Document("feed", "feed", written, NOW)).entries[0]

    assert (entry.title, entry.content) == ("A’s —", "Late …")


# Elements that hold no story as a rule


@pytest.mark.parametrize("tag", ["form", "noscript", "dialog"])
def test_an_element_that_holds_all_of_a_post_is_read(tag: str) -> None:
    assert feed(f"<{tag}><div>{SAID}</div></{tag}>").text == WORDS
    assert feed(f"{SAID}<{tag}><p>Stay in touch.</p></{tag}>").text == WORDS


def test_a_page_within_one_form_is_read() -> None:
    ten = "".join(f"<p>Warden {n} saw a gull on the pier, and wrote it into the book.</p>"
                  for n in range(10))  # fmt: skip
    story = page(f"<html><body><form id=all><h1>T</h1><div>{ten}</div></form></body></html>")

    assert "Warden 7 saw a gull" in story.text


# Links


@pytest.mark.parametrize(
    ("content", "text"),
    [
        ("<a href='https://talk.example/9'>Comments</a>", "Comments"),
        ("<a href='https://x.example/'>Read the full story</a>", "Read the full story"),
        ("<a href='https://x.example/'>Website</a>", "Website"),
        (f"<a href='{HOME}'>Continue reading</a>", ""),
        ("Read more…", ""),
        ("The post <a href='/1'>T</a> appeared first on <a href='/'>The Quay</a>.", ""),
        (
            "<table><tr><td><a href='/1'><img src='/t.png' alt='A gull' title='A gull'></a></td>"
            "<td>submitted by <a href='/u'>/u/tern</a><br><a href='https://i.example/g.png'>[link]"
            "</a> <a href='/1'>[comments]</a></td></tr></table>",
            "A gull\n\nsubmitted by /u/tern\n[link] [comments]",
        ),
        (f"{SAID}<a href='https://talk.example/9'>Comments</a>", WORDS),
    ],
)
def test_links_that_are_all_there_is_stay(content: str, text: str) -> None:
    story = feed(content)

    assert story.text == text
    assert bool(marked(story, SpanKind.LINK)) == (text not in {"", WORDS})


def test_where_a_story_is_discussed_stands_below_it_and_not_in_it() -> None:
    talk = "https://talk.example/9"

    assert feed(f"<a href='{talk}'>Comments</a>", comments=talk).text == ""


def test_links_in_a_table_keep_their_targets() -> None:
    story = feed(
        "<table><tr><th>Bird</th><th>Page</th></tr><tr><td>Gull</td><td><p>more</p><p>on <a"
        " href='/gull'>gulls</a></p></td></tr><tr><td>Tern</td><td><a href='/tern'>more</a></td>"
        "</tr><tr><td><img src='/auk.png' alt='Auk'></td><td></td></tr></table>"
    )

    assert story.text == "Bird  Page\nGull  more on gulls\nTern  more\nAuk"
    assert marked(story, SpanKind.LINK) == [
        ("gulls", "https://quay.example/gull"),
        ("more", "https://quay.example/tern"),
    ]
    assert shown(story) == [("Auk", "https://quay.example/auk.png")]


def test_a_table_that_holds_lists_is_read_as_paragraphs() -> None:
    story = feed(
        "<table><tr><td>Birds</td><td><ul><li>Gull</li><li>Tern</li></ul></td></tr>"
        "<tr><td>Fish</td><td>Cod</td></tr></table>"
    )

    assert story.text == "Birds\n\nGull\n\nTern\n\nFish\n\nCod"


def test_of_a_huge_table_the_words_are_kept() -> None:
    rows = "<tr><td><a href='/x'>a</a></td><td>b</td></tr>" * 2_600
    story = feed(f"<table>{rows}</table>")

    assert story.text == "\n".join(["a  b"] * 2_600)


# Posts without a title


@pytest.mark.parametrize(
    ("content", "headline"),
    [
        ("<p>Ferry cancelled.</p><p>More.</p>", "Ferry cancelled."),
        ("<p>Ferry<br>cancelled</p>", "Ferry cancelled"),
        (f"<p>{'gull, ' * 40}</p>", "gull, " * 15 + "gull…"),
        ("鷗" * 150, "鷗" * 100 + "…"),
        ("<img src='/a.png' alt='A gull'>", "A gull"),
        ("", "quay.example/1"),
    ],
)
def test_a_post_without_a_title_goes_by_its_first_words(content: str, headline: str) -> None:
    assert feed(content, title="").headline == headline


def test_a_post_without_any_word_goes_by_its_file_or_its_day() -> None:
    file = (Enclosure("https://www.pier.example/e1.mp3"),)
    empty = Entry(
        "feed", "", ContentForm.HTML, NOW, published="2026-10-14T18:05:00Z", outlet="The Quay"
    )

    assert clean(Entry("feed", "", ContentForm.HTML, NOW, enclosures=file)).headline == (
        "pier.example/e1.mp3"
    )
    assert clean(empty).headline == "2026-10-14"
    assert clean(Entry("feed", "", ContentForm.HTML, NOW, outlet="The Quay")).headline == "The Quay"


# Pages that are a picture


def test_a_page_of_a_comic_says_what_it_shows() -> None:
    story = page(
        "<html><head><title>Tides</title></head><body><header><img src='/l.png' alt='Our big logo'>"
        "</header><div id=comic><img src='/c.png' alt='Tides' title='They knew it all along.'>"
        "<img src='/d.png' alt='Tides'></div><div><img src='/e.png' alt='An ad for a boat'></div>"
        "<ul><li>Archive</li><li>About</li></ul></body></html>"
    )

    assert shown(story) == [("Tides: They knew it all along.", "https://quay.example/c.png")]
    assert story.text == "Tides: They knew it all along."


def test_the_sentences_of_a_page_stay_under_its_picture() -> None:
    story = page(
        "<html><head><title>Tides</title></head><body><main><img src='/c.png' alt='A gull at sea'>"
        "<p>It was drawn on a Monday, in the rain.</p></main></body></html>"
    )

    assert story.text == "A gull at sea\n\nIt was drawn on a Monday, in the rain."


def test_the_pictures_of_a_page_with_a_story_are_left_out() -> None:
    story = page(
        "<html><body><article><h1>T</h1><img src='/a.png' alt='A gull at sea'>"
        + "".join(f"<p>Warden {n} saw a gull on the pier, and wrote it into the book.</p>"
                  for n in range(9))
        + "</article></body></html>"
    )  # fmt: skip

    assert "A gull at sea" not in story.text
    assert "Warden 7" in story.text


# Whatever there is

PARTS = st.sampled_from(
    ["<p>", "</p>", "a b ", "<img src='/a.png' alt='A gull'>", "<img src='/b.png'>", "<h2>",
     "</h2>", "<a href='/x'>", "</a>", "<ol><li>", "</li></ol>", "<br>", "<pre>", "</pre>",
     "<figure>", "</figure>", "<figcaption>", "</figcaption>", "<table><tr><td>", "<td>",
     "</table>", "<math>", "<mi>x", "</math>", "<ruby>", "<rt>", "</ruby>", "<noscript>",
     "</noscript>", "<form>", "</form>", "<embed src='/e'>", "<picture><source srcset='/s 1x'>",
     "<iframe src='/v'></iframe>", "<svg><title>Two words</title></svg>", "\x92", "\ufe0f",
     "\u0d4d\u200d", "\U0001f469\u200d"]
)  # fmt: skip


@settings(deadline=None, max_examples=300)
@given(st.lists(PARTS, max_size=25))
def test_any_mixture_of_them_is_text_with_valid_spans_that_stays_as_it_is(parts: list[str]) -> None:
    story = feed("".join(parts))

    assert all(0 <= span.start < span.end <= len(story.text) for span in story.spans)
    assert all("\n\n" not in words for words, _ in shown(story))
    assert story.text == story.text.strip()
    if SpanKind.CODE not in {span.kind for span in story.spans}:
        assert again(story).replace("\n", " ") == story.text.replace("\n", " ")


def test_titles_and_cells_are_walked_without_their_pictures() -> None:
    root = parse_html("<div>One <img src='https://x.example/a' alt='A gull'> two</div>")

    assert root is not None
    assert html_to_body(root).text == "One two"


def test_where_only_words_are_wanted_a_picture_for_who_runs_no_scripts_is_none() -> None:
    page = parse_html("<p>A gull<noscript><img src='/a.png' alt='A tern'></noscript> flew.</p>")

    assert page is not None
    assert html_to_body(page).text == "A gull flew."
