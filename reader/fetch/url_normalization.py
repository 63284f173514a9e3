"""Makes the address that a server is asked for out of what people write."""

from __future__ import annotations

import os
import re
from urllib.parse import SplitResult, quote_from_bytes, urljoin, urlsplit, urlunsplit

from reader.fetch.url_parts import is_web

AROUND = " \t\r\n\v\f\0\u00a0\u200b\u200c\u200d\u200e\u200f\u2028\u2029\u2060\u3000\ufeff"
QUOTES = {"<": ">", '"': '"', "'": "'", "`": "`", "“": "”", "„": "“”", "‘": "’", "«": "»"}
QUOTES |= {"(": ")", "[": "]", "{": "}"}
CLOSING = {")": "(", "]": "[", "}": "{"}
AFTER = ".,;:'\"`>”’»…"  # what a sentence puts behind an address that is copied with it
BREAKS = re.compile(
    r"[\x00-\x1f\x7f-\x9f\u200b\u2028-\u202e\u2060\u2066-\u2069\ufeff\ud800-\udc7f\udd00-\udfff]+"
    r"[ ]*"
)
LABEL = re.compile(r"(?:URL|view-source):\s*(?=\S)", re.I)
# What programs for feeds and podcasts put in place of http, or before it.
FEEDS = re.compile(r"(?:web\+|ext\+)?(?:feed|rss|atom|podcast|pcast|itpc)(s?):", re.I)
HTTP = re.compile(r"h?(ttps?)(?::[\\/]*|[\\/]{2})(?=[^\\/])", re.I)
SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:(?!\d)", re.I)
LABELS = r"(?:[\w-]+\.)+[^\W\d_][\w-]*\.?"  # of a name that ends with letters
HOST = re.compile(
    rf"(?!mailto:)(?:[^\s/?#@:]+:[^\s/?#@]*@)?(?:(?:{LABELS}|(?:\d{{1,3}}\.){{3}}\d{{1,3}}|localhost|\[[0-9a-f:.%]+\])"
    r"(?::\d{0,5})?|[\w-]+:\d{1,5})(?=[/?#]|$)",
    re.I,
)
# Endings of files that are no endings of hosts.
FILES = re.compile(r"[^/?#:@]+\.(?:xml|opml|rss|atom|rdf|txt|json|jsonl|html?|xhtml|csv)", re.I)
SAFE = "!#$%&'()*+,/:;=?@[]"  # with letters, digits and "_.-~" what an address may hold
ESCAPED = re.compile("%[0-9a-f]{2}", re.I)
PORTS = {"http": 80, "https": 443}
READY = re.compile(r"https?://[a-z0-9.-]*[a-z0-9](?:/(?!\.)[\w~!$&'()*+,;=:@?-]*)+", re.ASCII)


def url_candidates(typed: str) -> tuple[str, ...]:
    """Give the addresses of the web that a person may mean, the likeliest first.

    None where a file, a folder or something else is meant. What is there as a file is a file.
    Without a scheme the encrypted address comes before the other.
    """
    if _is_local(typed):
        return ()
    bare = _unwrap_address(typed)
    if _is_local(bare):
        return ()
    address, scheme = _without_scheme(bare)
    if scheme:
        return (request_url(f"{scheme}://{address}"),)
    if _is_host(address, bare):
        rest = address.lstrip("/")
        return tuple(request_url(f"{scheme}://{rest}") for scheme in ("https", "http"))
    return ()


def _is_local(typed: str) -> bool:
    """Tell what is there as a file or folder, or begins as only its path does."""
    if typed.startswith(("./", "../", "~", ".\\")) or typed in {"", "-", ".", ".."}:
        return True
    if typed.startswith("/") and not typed.startswith("//"):
        return True
    return os.path.lexists(typed) or _is_in_folder(typed)


def _is_in_folder(typed: str) -> bool:
    """Tell a path whose first folder is there."""
    first, slash, _ = typed.partition("/")
    return bool(slash and first and not first.endswith(":")) and os.path.isdir(first)


def _unwrap_address(typed: str) -> str:
    """Take away what stands around an address in a text, and the breaks of its lines within."""
    text = BREAKS.sub("", typed.strip(AROUND))
    while True:
        before, text = (
            text,
            _trim_address(LABEL.sub("", text, count=1) if LABEL.match(text) else text),
        )
        if text == before:
            return text


def _trim_address(text: str) -> str:
    """Take away blanks, a pair of brackets or quotes, or what a sentence puts behind an address."""
    text = text.strip(AROUND)
    opening = text[:1]
    if len(text) > 2 and text[-1] in QUOTES.get(opening, ""):
        return text[1:-1]
    if not (
        opening in QUOTES or SCHEME.match(text) or HOST.match(text.rstrip(AFTER + "".join(CLOSING)))
    ):
        return text
    last = text[-1:]
    unpaired = last in CLOSING and text.count(last) > text.count(CLOSING[last])
    return text[:-1] if last and (last in AFTER or unpaired) else text


def _without_scheme(text: str) -> tuple[str, str]:
    """Part an address from its schemes, of which the last one counts; empty where it has none."""
    scheme = ""
    while True:
        if found := HTTP.match(text):
            scheme = f"h{found[1].lower()}"
        elif found := FEEDS.match(text):
            scheme = f"http{found[1].lower()}"
        else:
            return text, scheme
        text = text[found.end() :].lstrip("/\\") if scheme else text


def _is_host(address: str, bare: str) -> bool:
    """Tell what begins with the name or number of a host."""
    if bare.startswith("//"):
        return bool(HOST.match(bare[2:]))
    return bool(HOST.match(address)) and not FILES.fullmatch(address)


def request_url(address: str) -> str:
    """Write an address as it goes over the network, where it is not broken."""
    try:
        return canonical_form(address)
    except ValueError:
        return address


def redirect_target(base: str, written: str) -> str:
    """Complete the address that a server sends somebody on to; one that is broken stays as it is.

    Blanks and bytes that no address may hold are written as their numbers.
    """
    link = BREAKS.sub("", written.strip())
    try:
        return canonical_form(urljoin(base, link))
    except ValueError:
        return link


def canonical_form(address: str) -> str:
    """Write an address of the web in the one way that all its spellings share.

    Scheme and host in small letters, the host as it is looked up, no port that goes without
    saying, no fragment, no dots in its path, blanks and letters beyond ASCII as their bytes. What
    is no address of the web stays as it is; raises ValueError for one that is broken.
    """
    if READY.fullmatch(address) or not is_web(address):
        return address
    parts = urlsplit(address.replace("\\", "/") if "\\" in address.partition("?")[0] else address)
    path = _without_dots(_escape_bytes(parts.path)) or "/"
    return urlunsplit(
        SplitResult(parts.scheme.lower(), _netloc(parts), path, _escape_bytes(parts.query), "")
    )


def _netloc(parts: SplitResult) -> str:
    """Return login, host and port of an address; raises ValueError where one of them is none."""
    login, at, _ = parts.netloc.rpartition("@")
    host, port = _ascii_host((parts.hostname or "").rstrip(".")), parts.port
    if not host:
        raise ValueError("it names no host")
    shown = f"[{host}]" if ":" in host else host
    usual = port is None or port == PORTS[parts.scheme.lower()]
    return f"{login}{at}{shown}" if usual else f"{login}{at}{shown}:{port}"


def _ascii_host(host: str) -> str:
    """Return a host as it is looked up; raises ValueError for one that cannot be."""
    if host.isascii():
        return host
    from yarl import URL  # which aiohttp brings along

    return URL.build(scheme="http", host=host).raw_host or host


def _escape_bytes(text: str) -> str:
    """Write what no address may hold as the numbers of its bytes, and such numbers in capitals."""
    safe = quote_from_bytes(text.encode("utf-8", "surrogateescape"), SAFE)
    return ESCAPED.sub(lambda found: found[0].upper(), safe) if "%" in safe else safe


def _without_dots(path: str) -> str:
    """Take the steps "." and ".." of a path."""
    if "/." not in path:
        return path
    taken: list[str] = []
    for step in path.split("/"):
        if step == "..":
            del taken[max(1, len(taken) - 1) :]
        elif step != ".":
            taken.append(step)
    if path.endswith(("/.", "/..")):
        taken.append("")
    return "/".join(taken)
