"""What tells one page of the web from another: its address without tracking, and how to compare."""

from __future__ import annotations

import re

# Names that the makers of analytics, advertising and newsletters add to addresses, as the lists
# of tracking parameters that browsers and their filters strip agree on them.
PREFIXES = (
    *("utm_", "mtm_", "pk_", "piwik_", "matomo_", "hsa_", "_hs", "__hs", "mc_", "ns_", "at_"),
    *("itm_", "oly_", "vero_", "fb_", "ga_", "stm_", "wt_", "wt.", "guce_", "trk_", "tblci"),
)
NAMES = frozenset(
    (
        *("fbclid", "gclid", "gclsrc", "dclid", "gbraid", "wbraid", "msclkid", "twclid"),
        *("ttclid", "yclid", "ysclid", "igshid", "igsh", "li_fat_id", "epik", "rdt_cid"),
        *("srsltid", "mkt_tok", "ml_subscriber", "ml_subscriber_hash", "_openstat", "xtor"),
        *("ncid", "cmpid", "icid", "ocid", "s_cid", "s_kwcid", "sc_cid", "smid", "smtyp"),
        *("ref_src", "ref_url", "__twitter_impression", "guccounter", "sr_share", "xtref"),
        *("hsctatracking", "_kx", "dicbo", "spm", "__s", "rb_clickid", "wickedid", "sfmc_id"),
    )
)
# Names that may as well say which page it is: they go where their value is about the way there.
DOUBTFUL = frozenset(
    (
        *("ref", "source", "src", "from", "via", "cid", "cmp", "campaign", "partner", "mod"),
        *("referrer", "referer", "medium", "channel", "rss", "feed", "output", "ito", "intcmp"),
    )
)
WAYS = re.compile(
    r"(?:rss|feed|atom|syndicat|newsletter|e?mail|social|share|twitter|facebook|mastodon|linkedin|"
    r"reddit|telegram|whatsapp|home-?page|push|app\b)|(?:1|true)?$",
    re.I,
)
WEB = ("http://", "https://")
PORTS = re.compile(r":(?:80|443)?$")


def without_tracking(link: str) -> str:
    """Drop from an address what only tells who follows it; any other is returned as it is."""
    if not link[:8].lower().startswith(WEB):
        return link
    named, mark, place = link.partition("#")
    base, requests, asked = named.partition("?")
    kept = "&".join(one for one in asked.split("&") if not (one and _tracks(one)))
    if place and _tracks(place):
        mark = place = ""
    return base + (requests + kept if kept or kept == asked else "") + mark + place


def page_identity(link: str) -> str:
    """Return the identity of a link's page; empty for a front page, and for what is no page."""
    if not link[:8].lower().startswith(WEB):
        return ""
    named, _, place = link.strip().partition("#")
    named, _, asked = named.partition("?")
    owner, _, path = named.partition("://")[2].partition("/")
    told = [path.rstrip("/"), _query(asked) if asked else "", _fragment(place) if place else ""]
    if not any(told):
        return ""
    return "\n".join((_host(owner), *told))


def host_of_link(link: str) -> str:
    """Name the host that a link leads to, as `address` compares hosts; empty where it has none."""
    if not link[:8].lower().startswith(WEB):
        return ""
    return _host(re.split(r"[/?#]", link.partition("://")[2], maxsplit=1)[0])


def _host(written: str) -> str:
    """Return the host of an address, without what makes no difference."""
    name = written.rpartition("@")[2].lower().removeprefix("www.")
    return PORTS.sub("", name) if ":" in name else name


def _query(asked: str) -> str:
    """Return what is asked of a page, in one order, without what tells where somebody came from."""
    return "&".join(sorted(one for one in asked.split("&") if one and not _tracks(one)))


def _fragment(place: str) -> str:
    """Return the place in a page, which may be all that tells one entry from another."""
    return "" if place.startswith(":~:") or _tracks(place) else place


def _tracks(written: str) -> bool:
    """Tell whether a part of an address is about who follows it rather than where it leads."""
    name, _, value = written.partition("=")
    name = name.lower()
    if name in DOUBTFUL:
        return bool(WAYS.match(value))
    return name in NAMES or name.startswith(PREFIXES)
