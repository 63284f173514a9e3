"""Checks that let nobody in but browsers: told by an answer, named in a sentence."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache

OWN = "a check of its own"
# Marks of checks that let nobody in but browsers, in headers or in the page that stands in place.
CHECKS = (
    (
        r"\ncf-mitigated: *challenge|_cf_chl_opt|<title>(?:just a moment|attention required)",
        "Cloudflare",
    ),
    (r"captcha-delivery\.com", "DataDome"),
    (r"errors\.edgesuite\.net|sec-if-cpt-container|/_sec/cp_challenge/", "Akamai"),
    (r"incapsula incident id|<iframe[^<>]*_incapsula_resource|iv_captcha", "Imperva"),
    (r"anubis_challenge|/\.within\.website/x/cmd/anubis", "Anubis"),
    (r"\nx-amzn-waf-action: *(?:challenge|captcha)|awswafcookiedomainlist|gokuprops", "AWS WAF"),
    (r"<title>ddos-guard|/\.well-known/ddos-guard/", "DDoS-Guard"),
    (r"sucuri_cloudproxy_js|sucuri website firewall", "Sucuri"),
    (r"id=.px-captcha", "HUMAN"),
    (r"/_vercel/challenge|\nx-vercel-mitigated: *challenge", "Vercel"),
    (
        r"<title>\s*(?:checking your browser|verifying (?:that )?you are|are you a (?:robot|human)|"
        r"making sure you(?:'|&#39;|’)?re not a bot|(?:bot|human) verification|security check)",
        OWN,
    ),
)
LOOKED_AT = 65_536  # bytes


def browser_check_name(headers: Mapping[str, str], head: bytes) -> str:
    """Name whose check for browsers stands in place of an answer; empty when there is none."""
    said = "".join(f"\n{name}: {value}" for name, value in headers.items())
    text = f"{said}\n{head[:LOOKED_AT].decode('latin-1')}"
    return next((name for marks, name in _compiled_checks() if marks.search(text)), "")


@cache
def _compiled_checks() -> Sequence[tuple[re.Pattern[str], str]]:
    """Return the marks of checks, compiled where an answer may be one."""
    return [(re.compile(marks, re.I), name) for marks, name in CHECKS]


def browser_check_message(name: str) -> str:
    """Say that a site lets nobody in but browsers."""
    by = name if name == OWN else f"the check of {name}"
    return f"its site lets only browsers in ({by}), and newsreader is none"
