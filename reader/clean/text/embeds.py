"""An element that plays or shows another page in, a line with a link to it out."""

from __future__ import annotations

import re
from itertools import islice

from lxml import etree

from reader.clean.text import sanitize
from reader.clean.text.pictures import PictureLine, complete_link, file_name, host_name, is_tiny
from reader.model import SpanKind

_ADDRESSES = ("src", "data-src", "data-lazy-src", "data-litespeed-src", "data-url", "data", "href")
_YOUTUBE = re.compile(
    r"https?://(?:www\.)?youtube(?:-nocookie)?\.com/(?:embed|v|e|shorts)/([\w-]{5,20})(?:[?&#].*)?"
)
_VIDEOS = {
    "amp-youtube": "https://www.youtube.com/watch?v=",
    "lite-youtube": "https://www.youtube.com/watch?v=",
    "youtube-video": "https://www.youtube.com/watch?v=",
    "amp-vimeo": "https://vimeo.com/",
    "lite-vimeo": "https://vimeo.com/",
    "vimeo-video": "https://vimeo.com/",
    "amp-dailymotion": "https://www.dailymotion.com/video/",
}
_VIDEO = re.compile(r"[\w-]{1,40}")
_FURNITURE = re.compile(
    r"facebook\.com/(?:plugins/(?:like|page|share|follow|subscribe|comments)|widgets|tr\b)"
    r"|platform\.twitter\.com/widgets/(?:follow|tweet_button|hub)|googletagmanager\.com"
    r"|doubleclick\.net|googlesyndication\.com|google\.com/recaptcha|amazon-adsystem\.com"
    r"|addthis\.com|disqus\.com|substack\.com/embed\b|/subscribe(?:[/?]|$)|sharethis\.com",
    re.IGNORECASE,
)
_NOTHING_SAID = re.compile(
    r"(?:youtube|vimeo|spotify|embedded|html5|audio|dailymotion)? ?(?:video|audio|media)? ?"
    r"(?:player|embed|content|frame|video|iframe|post|widget)?(?: \d+)?",
    re.IGNORECASE,
)
PLAYERS = frozenset(("video", "audio", "amp-video", "amp-audio"))
TAGS = PLAYERS | {"iframe", "object", "embed", "portal", "amp-iframe", "canvas", *_VIDEOS}
NEAR = 20  # elements of a player that are looked at
_FALLING_BACK = frozenset(("video", "audio", "object", "canvas"))
_PARTS = frozenset(("source", "track", "param", "embed"))


def embed_line(node: etree._Element, tag: str, base: str) -> PictureLine | None:
    """Make a line of what is embedded; None where that is nothing, or nothing to look at."""
    target = _known(_target(node, tag, base))
    if not target or is_tiny(node) or _FURNITURE.search(target) or _is_twin(node):
        return None
    title = sanitize.safe_line(node.get("title") or node.get("aria-label") or "", 300)
    said = "" if _NOTHING_SAID.fullmatch(title) else title
    named = said or (file_name(target) if tag in PLAYERS else "")
    words = f"{named} ({host_name(target)})" if named else host_name(target)
    return PictureLine(words, target, SpanKind.LINK)


def has_fallback(node: etree._Element, tag: str) -> bool:
    """Tell whether an element holds something to read for who cannot play it, beside excuses."""
    return tag in _FALLING_BACK and any(
        each.tag not in _PARTS for each in islice(node.iter(etree.Element), 1, NEAR)
    )


def _target(node: etree._Element, tag: str, base: str) -> str:
    if tag in _VIDEOS:
        video = (node.get("videoid") or node.get("data-videoid") or "").strip()
        return _VIDEOS[tag] + video if _VIDEO.fullmatch(video) else ""
    inner = islice(node.iter("source", "embed"), 5) if tag != "iframe" else ()
    for each in (node, *inner):
        for name in _ADDRESSES:
            if target := complete_link((each.get(name) or "").strip(), base):
                return target
    return ""


def _known(target: str) -> str:
    """Lead to the page of a video rather than to its bare player."""
    found = _YOUTUBE.fullmatch(target)
    is_list = found is not None and found[1] == "videoseries"
    return f"https://www.youtube.com/watch?v={found[1]}" if found and not is_list else target


def _is_twin(node: etree._Element) -> bool:
    """Tell whether the same was quoted just before, for readers without scripts."""
    before = node.getprevious()
    quoted = "wp-embedded-content" in (node.get("class") or "")
    return quoted and before is not None and before.tag == "blockquote"
