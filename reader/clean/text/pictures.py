"""The elements of HTML that show something in, the words that stand for them and their link out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import islice
from typing import NamedTuple
from urllib.parse import unquote, urljoin, urlsplit

from lxml import etree

from reader.clean.text import sanitize
from reader.model import SpanKind
from reader.model.construction import frozen

LONGEST_WORDS = 1_000  # characters of what a picture is said to show
DOT = 2  # pixels up to which it is a dot that counts readers
SMALL = 32  # pixels up to which a picture is an icon
LEVELS = 4  # elements around a picture in which its caption is looked for
NEAR = 60  # elements of one of these that are looked at
LEVELS_ON_PAGE = 8  # elements around a picture of a page that tell whether it is its own
MOST_ON_PAGE = 200  # pictures of a page that are looked at
_ADDRESSES = ("data-src", "data-lazy-src", "data-original", "data-orig-file", "src")
_SETS = ("data-srcset", "data-lazy-srcset", "srcset")
_SHAPE = re.compile(r"[\d.]{1,9}[wx],?")  # how large one of several candidates is
_TINY = re.compile(r"(?:^|[; ])(?:max-)?(?:width|height) *: *[012](?:px)? *(?:;|$)", re.IGNORECASE)
_SIZE = re.compile(r" *([0-9]{1,5})(?:\.[0-9]{1,9})?(?:px)? *")
_BEACON = re.compile(
    r"/(?:spacer|blank|pixel|clear|transparent|shim|beacon|1x1|trackingpixel|tracker|count(?:er)?"
    r"|placeholder|empty|loading|lazy|trans)\.(?:gif|png|svg)(?:$|\?)"
    r"|/(?:b|dot|o|open|p|t)\.gif(?:$|\?)|/badge\.svg|/(?:pixel|beacon|tracking)(?:[/?]|$)"
    r"|^https?://(?:[^/]{0,80}\.)?(?:feedburner\.com|feedsportal\.com|doubleclick\.net|pixel\.wp\.com"
    r"|google-analytics\.com|scorecardresearch\.com|quantserve\.com|gravatar\.com|shields\.io"
    r"|stats\.wordpress\.com|pheedo\.com|feedblitz\.com|addtoany\.com|list-manage\.com)(?:[/:?]|$)"
    r"|facebook\.com/tr\b|/_/stat\?",
    re.IGNORECASE,
)
LONGEST_NAME = 1_000  # characters of the names of an element that are looked at
_ICON = re.compile(
    r"(?:^|[\s_-])(?:icons?|favicon|avatars?|gravatar|spacer|pixel|tracking|share\w*|social\w*"
    r"|badge|button|sprite|author-?(?:image|photo|img)|profile-?(?:image|photo|pic\w*)|byline"
    r"|userpic|spinner)(?=$|[\s_-])",
    re.IGNORECASE,
)
_EMOJI_NAME = re.compile(r"emoji|emoticon|smiley|\bemote\b", re.IGNORECASE)
_EMOJI_PLACE = re.compile(
    r"/(?:tw|noto-?)?emojis?/|twemoji|s\.w\.org/images/core/|/smil(?:ey|ie)s?/", re.IGNORECASE
)
_FILE = re.compile(
    r".*\.(?:jpe?g|jfif|png|gif|webp|avif|svg|bmp|tiff?|heic)(?:\?\S{0,200})?|[0-9a-f-]{12,}"
    r"|(?:img|dscn?|dscf|pxl|p|pic|pict|image|photo|picture|figure|foto|bild|imagen|immagine|scan"
    r"|wp|vid|capture|untitled|unnamed|file|fig|slide)?[\W_\dx]*"
    r"|(?:screen ?shot|bildschirmfoto)[\W_\d]{0,40}(?:at|um)?[\W_\d]{0,40}(?:[ap]m)?",
    re.IGNORECASE,
)
_OWN = re.compile(
    r"(?:^|[\s_-])(?:(?:web)?comics?|strip|cartoon|photo(?:graph)?s?|picture|artwork|gallery)"
    r"(?=$|[\s_-])",
    re.IGNORECASE,
)
_NOTHING_SAID = re.compile(
    r"(?:an? |the )?(?:featured|post|article|header|hero|cover|main|lead|embedded|inline|user'?s?"
    r"|author|site|blog|lazy ?loaded|default)? ?(?:images?|photos?|photographs?|pictures?|img|pics?"
    r"|graphics?|thumb(?:nail)?s?|logos?|icons?|avatars?|banners?|headers?|covers?|placeholder|alt"
    r"|bild(?:er)?|foto(?:s|grafie)?|im[aá]gen(?:es)?|immagin[ei]|afbeelding|imagem|фото|изображение"
    r"|画像|图片|圖片|写真)"
    r"|(?:no )?(?:alt|alternative)(?: text)?|null|none|undefined|(?:image|no) description.{0,20}"
    r"|no alt(?:ernative)? text provided.{0,40}|loading\W*|(?:(?:avatar|photo) (?:of|for|by) )?@\S+"
    r"|avatar\b.{0,80}|.{1,80}['’]s avatar|read more|click (?:here|to \w+).{0,40}",
    re.IGNORECASE,
)


@frozen
class PictureLine:
    """A line that stands for something that is to be looked at or listened to."""

    words: str
    target: str
    kind: SpanKind = SpanKind.PICTURE
    link: str = ""  # where a person gets who clicks at it


class MutePicture(NamedTuple):
    """A picture that says nothing, and where it is."""

    node: etree._Element
    where: str


def complete_link(target: str, base: str) -> str:
    """Complete a link from where it stands, and keep it only if it leads to the web."""
    if not target or sanitize.is_simple_link(target):
        return target
    try:
        return sanitize.safe_link(urljoin(base, target) if base and target else target)
    except ValueError:
        return ""


def picture_address(node: etree._Element, base: str) -> str:
    """Find where a picture is, which many pages say only to a script that loads it late."""
    for written in filter(None, map(node.get, _ADDRESSES)):
        where = complete_link(written.strip(), base)
        if where and not _is_beacon(where):
            return where
    return _of_set(node, base) or _of_twin(node, base)


def _of_set(node: etree._Element, base: str) -> str:
    """Take the last of several sizes, which is the largest as a rule."""
    # A source is never closed, so what follows it seems to be in it.
    for each in (node, *islice(node.iterancestors("source"), LEVELS)):
        for name in _SETS:
            written = (each.get(name) or "").split()
            if offered := [one for one in written if not _SHAPE.fullmatch(one)]:
                return complete_link(offered[-1].strip(","), base)
    return ""


def _of_twin(node: etree._Element, base: str) -> str:
    """Look into what stands behind a picture for readers without scripts."""
    twin = next(node.iterancestors("picture"), node).getnext()
    if twin is None or twin.tag != "noscript":
        return ""
    image = next(twin.iter("img"), None)
    return complete_link((image.get("src") or "").strip(), base) if image is not None else ""


def is_emoji(node: etree._Element) -> bool:
    """Tell whether a picture is a letter of its sentence."""
    name, where = node.get("class"), (node.get("src") or "")[:300]
    return bool((name and _EMOJI_NAME.search(name)) or _EMOJI_PLACE.search(where))


def is_tiny(node: etree._Element) -> bool:
    """Tell whether an element is too small for anybody to see anything in it."""
    sizes = [_size(node.get("width")), _size(node.get("height"))]
    is_thin = min(sizes) <= DOT or max(sizes) <= SMALL
    style = node.get("style")
    return is_thin or bool(style and _TINY.search(style))


def is_decoration(node: etree._Element, where: str) -> bool:
    """Tell whether a picture shows nothing: it counts readers, keeps a distance, is an icon."""
    named = f"{node.get('class') or ''} {node.get('id') or ''}"[:LONGEST_NAME]
    is_quiet = node.get("role") in {"presentation", "none"} or node.get("aria-hidden") == "true"
    seen_at = where or (node.get("src") or "").strip()
    return is_tiny(node) or is_quiet or bool(_ICON.search(named)) or _is_beacon(seen_at)


@lru_cache(16)  # each picture is asked about more than once
def _is_beacon(address: str) -> bool:
    """Tell whether an address is that of what counts readers or keeps a distance."""
    return _BEACON.search(address) is not None


def _size(written: str | None) -> int:
    found = _SIZE.fullmatch(written) if written else None
    return int(found[1]) if found else 100_000


def picture_words(node: etree._Element) -> str:
    """Say what a picture shows, as far as it is told in words; in its title, if that tells more."""
    alt, title = _telling(node.get("alt")), _telling(node.get("title"))
    if not alt or not title or title.casefold() in alt.casefold():
        return alt or title
    if alt.casefold() in title.casefold():
        return title
    return f"{alt}: {title}" if len(title) > len(alt) and " " in title else alt


def _telling(written: str | None) -> str:
    """Leave out what is the name of a file, or a word for any picture."""
    words = sanitize.safe_line(written or "", LONGEST_WORDS)
    if not any(map(str.isalpha, words)) or _FILE.fullmatch(words) or _NOTHING_SAID.fullmatch(words):
        return ""
    is_slug = " " not in words and ("_" in words or words.count("-") > 1)
    return "" if is_slug else words


def picture_name(node: etree._Element, where: str) -> str:
    """Call a picture something that has no words: by its file, or by who shows it."""
    said = node.get("alt") or node.get("title") or file_name(where) or host_name(where)
    return sanitize.safe_line(said, LONGEST_WORDS)


def file_name(where: str) -> str:
    """Read the name of a file off its address."""
    last = unquote(urlsplit(where).path).rstrip("/").rpartition("/")[2]
    return sanitize.safe_line(last, 100)


def host_name(where: str) -> str:
    """Name the host of an address as people do."""
    return (urlsplit(where).hostname or "").removeprefix("www.")


def caption_element(node: etree._Element) -> etree._Element | None:
    """Find the element that says what a picture shows, if it says anything."""
    for box in islice(node.iterancestors(), LEVELS):
        if box.tag == "figure" or "caption" in (box.get("class") or ""):
            return next(_captions(box), None)
    return None


def _captions(box: etree._Element) -> Iterator[etree._Element]:
    for each in islice(box.iter(etree.Element), 1, NEAR):
        is_named = each.tag == "figcaption" or "caption" in (each.get("class") or "")
        if is_named and any(map(str.strip, map(str, islice(each.itertext(), NEAR)))):
            yield each


def drawing_words(node: etree._Element) -> str:
    """Say what a drawing within the page shows, if it is more than an icon."""
    sizes = [_size(node.get("width")), _size(node.get("height"))]
    if max(sizes) <= SMALL or _ICON.search((node.get("class") or "")[:LONGEST_NAME]):
        return ""
    title = next((each for each in islice(node, 5) if str(each.tag).endswith("title")), None)
    said = _telling(node.get("aria-label")) or _telling(title.text if title is not None else "")
    return said if " " in said or node.get("role") == "img" else ""


def pictures_of_page(root: etree._Element, base: str, headline: str) -> list[PictureLine]:
    """List the pictures that a page is about, as far as they say anything."""
    found: dict[str, PictureLine] = {}
    for node in islice(root.iter("img"), MOST_ON_PAGE):
        where, words = picture_address(node, base), picture_words(node)
        is_said = words and words.casefold() != headline.casefold()
        if where and is_said and _is_amid(node) and not is_decoration(node, where):
            found.setdefault(where, PictureLine(words, where))
    return list(found.values())


def _is_amid(node: etree._Element) -> bool:
    """Tell whether a picture stands where a page has its own, and not beside that."""
    around = list(islice(node.iterancestors(), LEVELS_ON_PAGE))
    names = " ".join(f"{each.get('id') or ''} {each.get('class') or ''}" for each in around)
    tags = {each.tag for each in around}
    is_own = bool(tags & {"article", "main", "figure"}) or bool(_OWN.search(names))
    return is_own and not tags & {"nav", "header", "footer", "aside"}
