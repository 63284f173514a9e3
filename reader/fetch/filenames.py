"""Names for downloaded files, as their server or their address has them, safe on any disk."""

from __future__ import annotations

import re
from mimetypes import guess_extension
from os.path import splitext
from unicodedata import category, normalize
from urllib.parse import unquote, unquote_to_bytes, urlsplit

NAMELESS = "download"
LONGEST = 120  # bytes of a name without its ending: some encrypted disks take 143 in all
LONGEST_ENDING = 10
FORBIDDEN = re.compile(r'[/\\:*?"<>|]')
# Names of devices on Windows, whatever ending follows: a folder may be shared with one.
DEVICES = re.compile(
    r"(?:CON|PRN|AUX|NUL|CONIN\$|CONOUT\$|COM[0-9¹²³]|LPT[0-9¹²³])\s*(?=\.|$)", re.I
)
UNSEEN = ("C", "Zl", "Zp")  # control characters, marks of direction, line breaks
# A parameter of a header (RFC 6266), with its value in quotes or without.
_PARAMETER = re.compile(r';([^=;"]*)=\s*(?:"((?:[^"\\]|\\.)*)|([^;]*))', re.DOTALL)
_QUOTED_PAIR = re.compile(r"\\(.)", re.DOTALL)
_ENCODED_WORD = re.compile(r"=\?[\w-]{1,40}\?[bBqQ]\?[^?\s]*\?=")
_CHARSETS = {"utf-8": "utf-8", "iso-8859-1": "latin-1"}  # that RFC 8187 knows


def filename_of(location: str, media_type: str = "", disposition: str = "") -> str:
    """Name a file as its server does (`Content-Disposition`), else as its address, if safe."""
    last = unquote(_url_path(location).rstrip("/").rpartition("/")[2], errors="replace")
    stem, ending = splitext(_safe_stem(_stated_name(disposition)) or _safe_stem(last))
    if not 1 < len(ending) <= LONGEST_ENDING:
        stem += ending
        ending = guess_extension(media_type.partition(";")[0].strip()) or ""
    return (_cut_stem(stem) or NAMELESS) + ending


def _url_path(location: str) -> str:
    """Return the path in an address; empty in one that is broken."""
    try:
        return urlsplit(location).path
    except ValueError:
        return ""


def _stated_name(disposition: str) -> str:
    """Read the name in a `Content-Disposition`, without folders; empty where there is none."""
    given: dict[str, str] = {}
    for key, quoted, bare in _PARAMETER.findall(_decode_bytes(disposition)):
        given.setdefault(key.strip().lower(), _QUOTED_PAIR.sub(r"\1", quoted) or bare.strip())
    name = _decode_extended(given.get("filename*", "")) or _decode_plain(given.get("filename", ""))
    return re.split(r"[/\\]", name)[-1]


def _decode_bytes(header: str) -> str:
    """Read the bytes of a header that were no UTF-8 as Latin-1, as its RFC has it."""
    raw = header.encode("utf-8", "surrogateescape")
    try:
        return raw.decode()
    except UnicodeDecodeError:
        return raw.decode("latin-1")


def _decode_extended(value: str) -> str:
    """Decode a value that names its charset (RFC 8187); empty where it does not keep to that."""
    charset, _, rest = value.partition("'")
    text = rest.partition("'")[2]
    try:
        return unquote_to_bytes(text).decode(_CHARSETS[charset.strip().lower()])
    except (KeyError, UnicodeDecodeError):
        return ""


def _decode_plain(value: str) -> str:
    """Decode what servers put into a plain name against its RFC, as browsers do."""
    if _ENCODED_WORD.search(value):
        from email.errors import HeaderParseError
        from email.header import decode_header, make_header

        try:
            value = str(make_header(decode_header(value)))
        except (HeaderParseError, LookupError, ValueError):
            return value
    try:
        return unquote(value, errors="strict")
    except UnicodeDecodeError:
        return value


def _safe_stem(name: str) -> str:
    """Return a name without what a disk, a shell or a terminal takes for more than a letter."""
    normal = FORBIDDEN.sub("_", normalize("NFC", name))
    bare = "".join(map(_safe_sign, normal)).lstrip(" .-~").rstrip(" .")
    return f"_{bare}" if DEVICES.match(bare) else bare


def _safe_sign(sign: str) -> str:
    """Return a sign as a name may hold it."""
    kind = category(sign)
    return "_" if kind.startswith(UNSEEN) else " " if kind == "Zs" else sign


def _cut_stem(stem: str) -> str:
    """Return as much of a name as any disk takes."""
    return stem.encode("utf-8", "replace")[:LONGEST].decode("utf-8", "ignore").rstrip(" .")
