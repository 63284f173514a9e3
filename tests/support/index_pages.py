"""Index pages of many makes, each with the addresses of the stories that it lists."""

from __future__ import annotations

from dataclasses import dataclass

SITE = "https://paper.example"
MENU = """<header class="site-header"><a href="/">The Paper</a><nav class="main-menu"><ul>
<li><a href="/politics">Politics</a></li><li><a href="/culture/">Culture and the arts today</a></li>
<li><a href="/local/harbour-and-river-news">All our harbour and river news</a></li>
<li><a href="/login?next=/">Log in to your account here</a></li></ul></nav></header>"""
FOOT = """<div class="pagination"><a href="/news?page=2">Older stories on the next page</a></div>
<aside class="related"><h3><a href="/offers/sponsored-trip-to-the-coast-today">A sponsored trip to
the coast for every reader</a></h3><h3><a href="/offers/second-sponsored-trip-for-you">A second
sponsored trip that nobody asked for</a></h3></aside><footer><ul>
<li><a href="/privacy-policy-of-this-site">The privacy policy of this site</a></li>
<li><a href="/terms-of-use-for-all-readers">Terms of use for all readers of it</a></li>
<li><a href="https://social.example/paper-daily-news">Follow our paper over there</a></li>
<li><a href="/imprint">Imprint</a></li></ul></footer>"""


@dataclass(frozen=True)
class IndexPage:
    """A page, where it is, and which stories it lists."""

    name: str
    html: str
    stories: tuple[str, ...]
    titles: tuple[str, ...]
    location: str = f"{SITE}/news"


TITLES = (
    "Ferry crews vote to strike over winter rosters",
    "Old lighthouse sold to a family of bakers",
    "Council votes to widen the northern bridge",
    "River ice closes the upper locks again",
    "School choir wins a national prize at last",
    "New tram line opens two years late",
)
SLUGS = tuple(title.lower().replace(" ", "-") for title in TITLES)
DAYS = tuple(f"2026-11-{day:02}" for day in range(28, 22, -1))
TEASER = "What the people there say about it, and what comes next for all of them in the spring."


def _page(body: str, title: str = "News of the day", lang: str = "en") -> str:
    return (
        f'<!doctype html><html lang="{lang}"><head><meta charset="utf-8"><title>{title}</title>'
        f'</head><body class="home blog has-sidebar">{MENU}<main>{body}</main>{FOOT}</body></html>'
    )


def _usual(name: str, card: str, around: str = "{}", path: str = "/news/{slug}") -> IndexPage:
    """A page whose stories are cards of one make."""
    each = [
        {"title": title, "slug": slug, "day": day, "teaser": TEASER, "n": str(4210 + number)}
        for number, (title, slug, day) in enumerate(zip(TITLES, SLUGS, DAYS, strict=True))
    ]
    paths = [path.format(**one, dir=one["day"].replace("-", "/")) for one in each]
    cards = [card.format(**one, path=where) for one, where in zip(each, paths, strict=True)]
    body = around.replace("{}", "\n".join(cards))
    return IndexPage(name, _page(body), tuple(f"{SITE}{where}" for where in paths), TITLES)


def _grid() -> IndexPage:
    return _usual(
        "grid of cards that are links",
        '<div class="col"><a class="card" href="{path}"><img src="/img/{n}.jpg" alt="A harbour">'
        '<div class="card-body"><h3 class="card-title">{title}</h3><p>{teaser}</p>'
        '<span class="card-date">{day}</span></div></a></div>',
        '<div class="grid">{}</div>',
    )


def _read_more() -> IndexPage:
    return _usual(
        "headings without links and a link to read more",
        '<div class="news-item item-{n}"><h2>{title}</h2><p class="date">{day}</p><p>{teaser}</p>'
        '<a class="btn" href="{path}">Read more</a></div>',
    )


def _wordpress() -> IndexPage:
    return _usual(
        "archive of WordPress",
        '<article id="post-{n}" class="post-{n} post type-post hentry category-town tag-{n}">'
        '<header class="entry-header"><h2 class="entry-title"><a href="{path}" rel="bookmark">'
        '{title}</a></h2><div class="entry-meta"><a href="{path}"><time datetime="{day}T08:30:00'
        '+00:00">{day}</time></a> <span class="byline"><a href="/author/anna-berg">Anna Berg</a>'
        '</span></div></header><div class="entry-summary"><p>{teaser} <a href="{path}#more">'
        'Continue reading</a></p></div><footer class="entry-footer">'
        '<a href="/category/town-and-country">Town and country</a><a href="/tag/{slug}">tagged</a> '
        '<a href="{path}#comments">3 comments'
        "</a></footer></article>",
        '<div id="content" class="site-content">{}</div><div id="secondary" class="widget-area">'
        '<section class="widget"><h2>Recent posts</h2><ul><li><a href="/2025/01/01/an-old-post-of-'
        'last-year">An old post of last year</a></li><li><a href="/2025/01/02/another-old-post-of-'
        'last-year">Another old post of last year</a></li></ul></section></div>',
        "/{dir}/{slug}/",
    )


def _table() -> IndexPage:
    return _usual(
        "rows of a table",
        '<tr class="row-{n}"><td class="date">{day}</td><td><a href="{path}">{title}</a></td>'
        "<td>12 kB</td></tr>",
        "<table><tr><th>Date</th><th>Notice</th><th>Size</th></tr>{}</table>",
        "/notices/{n}.html",
    )


def _definitions() -> IndexPage:
    return _usual(
        "list of definitions",
        '<dt><a href="{path}">{title}</a></dt><dd>{day} – {teaser}</dd>',
        "<dl>{}</dl>",
    )


def _dates_first() -> IndexPage:
    return _usual(
        "dates that stand before their stories",
        '<dt>{day}</dt><dd><a href="{path}">{title}</a><br>{teaser}</dd>',
        "<dl>{}</dl>",
    )


def _dates_before_and_teasers_behind() -> IndexPage:
    return _usual(
        "dates before and teasers behind headings that lie flat",
        '<p class="date">{day}</p><h3><a href="{path}">{title}</a></h3><p class="in">{teaser}</p>',
    )


def _amid_links() -> IndexPage:
    return _usual(
        "stories amid links to their section and author",
        '<li><a href="/cat/town">Town</a>: <a href="{path}">{title}</a> '
        '<a href="/by/anna-berg">Anna Berg</a> <time>{day}</time></li>',
        "<ul>{}</ul>",
    )


def _cut_short() -> IndexPage:
    return _usual(
        "headlines that are cut short",
        '<li><span>{day}</span><a href="{path}" title="{title}">{title:.20}…</a></li>',
        "<ul>{}</ul>",
    )


def _documents() -> IndexPage:
    return _usual(
        "press releases as documents",
        '<div class="row"><div>{day}</div><div><a href="{path}">{title}</a> (PDF)</div></div>',
        path="/files/press_{n}.pdf",
    )


def _forum() -> IndexPage:
    return _usual(
        "topics of a forum",
        '<tr><td class="title"><a href="{path}">{title}</a></td><td><a href="/u/anna">anna</a></td>'
        '<td><a href="{path}/9">9</a></td><td>{day}</td></tr>',
        "<table>{}</table>",
        "/t/{slug}/{n}",
    )


def _made_classes() -> IndexPage:
    return _usual(
        "classes that a program made",
        '<div class="css-{n}x"><a class="css-a{n}" href="{path}"><span class="css-b{n}">{title}'
        '</span></a><span class="css-c{n}">{day}</span></div>',
    )


def _bare_headings() -> IndexPage:
    return _usual("bare list of headings", '<li><h2><a href="{path}">{title}</a></h2></li>',
                  "<ul>{}</ul>")  # fmt: skip


def _flat() -> IndexPage:
    return _usual("headings and paragraphs that lie flat",
                  '<h3><a href="{path}">{title}</a></h3><p>{day}</p><p>{teaser}</p>')  # fmt: skip


def _queries() -> IndexPage:
    return _usual(
        "stories told apart by a query",
        '<div class="n"><b><a href="{path}">{title}</a></b><br>{day}<br>{teaser}</div>',
        path="/story.php?id={n}",
    )


def _by_year() -> IndexPage:
    dates = ("28 Nov", "3 Oct", "Aug 17", "31 Dec", "2 May", "Jan 9")
    items = [
        f'<li><span class="date">{date}</span> <a href="/posts/{slug}.html">{title}</a></li>'
        for date, slug, title in zip(dates, SLUGS, TITLES, strict=True)
    ]
    body = (
        f"<h1>Writing</h1><h2>2026</h2><ul>{''.join(items[:3])}</ul>"
        f"<h2>2025</h2><ul>{''.join(items[3:])}</ul>"
    )
    found = tuple(f"{SITE}/posts/{slug}.html" for slug in SLUGS)
    return IndexPage("static blog by year", _page(body, "Writing"), found, TITLES)


def _links_away() -> IndexPage:
    rows = [
        f'<tr class="athing" id="{n}"><td class="rank">{n}.</td><td><a href="vote?id={n}">up</a>'
        f'</td><td class="title"><span class="titleline"><a href="https://site{n}.example/{slug}">'
        f'{title}</a> <span class="sitebit">(<a href="from?site=site{n}.example">site{n}</a>'
        f")</span></span></td></tr><tr><td colspan=2></td><td class=subtext><span>123 points</span>"
        f' by <a href="user?id=u{n}">somebody</a> <span class=age><a href="item?id={n}">3 hours ago'
        f'</a></span> | <a href="hide?id={n}">hide</a> | <a href="item?id={n}">45 comments</a></td>'
        f"</tr><tr class=spacer></tr>"
        for n, (slug, title) in enumerate(zip(SLUGS, TITLES, strict=True), 1)
    ]
    body = f'<table class="itemlist">{"".join(rows)}</table>'
    found = tuple(f"https://site{n}.example/{slug}" for n, slug in enumerate(SLUGS, 1))
    return IndexPage("list of links to other sites", _page(body, "Links"), found, TITLES)


def _releases() -> IndexPage:
    versions = ("v4.2.0", "v4.1.3", "v4.1.2", "v4.1.1", "v4.1.0")
    cards = [
        f'<section><div class="Box"><div class="meta"><relative-time datetime="2026-10-{day}T10:00:'
        f'00Z">last month</relative-time><a href="/somebody">somebody</a></div><h2><a class="Link" '
        f'href="/o/tool/releases/tag/{name}">{name}</a></h2><div class="markdown-body"><ul>'
        f"<li>Mends the lock that was held for too long by @somebody in "
        f'<a href="/o/tool/pull/{day}">#{day}</a></li></ul></div><a href="/o/tool/compare/{name}">'
        f"Full changelog</a></div></section>"
        for day, name in enumerate(versions, 11)
    ]
    found = tuple(f"{SITE}/o/tool/releases/tag/{name}" for name in versions)
    where = f"{SITE}/o/tool/releases"
    return IndexPage("releases of a program", _page("".join(cards)), found, versions, where)


def _homepage() -> IndexPage:
    top, rest = SLUGS[0], SLUGS[1:]
    lead = (
        f'<section class="lead"><a href="/2026/11/28/{top}"><img src="/a.jpg" alt=""></a><h1>'
        f'<a href="/2026/11/28/{top}">{TITLES[0]}</a></h1><p>{TEASER}</p></section>'
    )
    blocks = [
        f'<section class="block-{at}"><h2 class="block-title"><a href="/section-{at}">Section</a>'
        f'</h2><article class="tease"><h3><a href="/2026/11/28/{slug}">{title}</a></h3>'
        f'<p>{TEASER}</p><a class="author" href="/authors/jo-doe">Jo Doe</a></article></section>'
        for at, (slug, title) in enumerate(zip(rest, TITLES[1:], strict=True))
    ]
    found = tuple(f"{SITE}/2026/11/28/{slug}" for slug in SLUGS)
    return IndexPage("home page of a paper", _page(lead + "".join(blocks)), found, TITLES, SITE)


JAPANESE = (
    "港の灯台が百年ぶりに修理へ", "市議会、北の橋の拡張を可決", "川の氷で上流の水門が再び閉鎖",
    "小学校の合唱団が全国大会で優勝", "新しい路面電車、二年遅れで開業",
)  # fmt: skip
ARABIC = (
    "عمال العبارات يصوتون على الإضراب", "بيع المنارة القديمة لعائلة من الخبازين",
    "المجلس يوافق على توسيع الجسر الشمالي", "الجليد يغلق الأقفال العليا مرة أخرى",
    "جوقة المدرسة تفوز بالجائزة الوطنية",
)  # fmt: skip


def _japanese() -> IndexPage:
    items = [
        f'<li class="newsList_item"><a href="/articles/{9001 + at}"><time>2026年11月{28 - at}日'
        f'</time><p class="newsList_title">{title}</p></a></li>'
        for at, title in enumerate(JAPANESE)
    ]
    found = tuple(f"{SITE}/articles/{9001 + at}" for at in range(len(JAPANESE)))
    body = f'<ul class="newsList">{"".join(items)}</ul>'
    return IndexPage("Japanese list", _page(body, "ニュース", "ja"), found, JAPANESE)


def _arabic() -> IndexPage:
    items = [
        f'<div class="views-row"><span class="field-title"><a href="/node/{700 + at}">{title}</a>'
        f'</span><div class="created">{28 - at}/11/2026</div></div>'
        for at, title in enumerate(ARABIC)
    ]
    found = tuple(f"{SITE}/node/{700 + at}" for at in range(len(ARABIC)))
    return IndexPage("Arabic list", _page("".join(items), "أخبار", "ar"), found, ARABIC)


FLAT_PAGE = _flat()
PAGES = (
    *(_grid(), _read_more(), _wordpress(), _table(), _definitions(), _bare_headings(), FLAT_PAGE),
    *(_dates_first(), _dates_before_and_teasers_behind(), _amid_links(), _cut_short()),
    *(_documents(), _forum(), _made_classes()),
    *(_queries(), _by_year(), _links_away(), _releases(), _homepage(), _japanese(), _arabic()),
)

PROSE = (
    "The keeper of the light climbed the stairs at dusk and found the lamp cold and the oil gone, "
    "and he wrote to the harbour about it at once, as he had done every winter before that one. "
)
STORY = _page(
    f"<article><h1>The harbour at night</h1>{f'<p>{PROSE * 2}</p>' * 6}</article>"
    + "".join(
        f'<div class="more"><h3><a href="/news/{slug}">{title}</a></h3></div>'
        for slug, title in zip(SLUGS, TITLES, strict=True)
    )
)
NO_LISTS = {
    "a story with others below it": STORY,
    "a page of a shop's links": _page("<ul>" + "".join(
        f'<li><a href="/{word}">{word}</a></li>' for word in ("tea", "coffee", "cups", "pots")
    ) + "</ul>"),
    "a page of words alone": _page(f"<p>{PROSE}</p>"),
    "nothing": "",
}  # fmt: skip
