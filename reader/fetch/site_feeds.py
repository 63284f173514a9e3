"""The feeds of well-known sites, by the addresses of their pages."""

from __future__ import annotations

import re

YOUTUBE = "https://www.youtube.com/feeds/videos.xml?"
TABLE: tuple[tuple[str, str], ...] = (
    (r"(?:www\.|m\.)?youtube\.com/channel/(UC[\w-]{22})(?:/.*)?", YOUTUBE + "channel_id={0}"),
    (r"(?:www\.|m\.)?youtube\.com/playlist\?(?:.*&)?list=([\w-]+).*", YOUTUBE + "playlist_id={0}"),
    (r"(?:www\.|m\.)?youtube\.com/user/([\w-]+)(?:/.*)?", YOUTUBE + "user={0}"),
    (
        r"(?:www\.)?github\.com/([\w.-]+)/([\w.-]+?)(?:\.git)?(?:/releases)?/?",
        "https://github.com/{0}/{1}/releases.atom",
    ),
    (
        r"(?:www\.)?github\.com/([\w.-]+)/([\w.-]+)/(commits|tags)/?",
        "https://github.com/{0}/{1}/{2}.atom",
    ),
    (
        r"(?:www\.)?github\.com/([\w.-]+)/([\w.-]+)/commits/([\w./-]+?)(?:\.atom)?/?",
        "https://github.com/{0}/{1}/commits/{2}.atom",
    ),
    (
        r"(?:www\.|old\.|new\.)?reddit\.com/(r|u|user)/([\w-]+)/?",
        "https://www.reddit.com/{0}/{1}/.rss",
    ),
)
SHORT = re.compile(r"(?:https?://)?(.+?)(?:#.*)?", re.I)
FORMS = tuple((re.compile(form, re.I), feed) for form, feed in TABLE)


def site_feed_url(location: str) -> str:
    """Give the feed of a channel, project or forum; any other address stays as it is."""
    bare = SHORT.fullmatch(location)
    for form, feed in FORMS:
        if bare and (found := form.fullmatch(bare[1])):
            return feed.format(*found.groups())
    return location
